"""Call limits: the meters behind the usage headers, and the limit of two conversation calls a second."""

import json
from collections import deque
from collections.abc import Mapping
from datetime import datetime, timedelta
from math import ceil

from igdesk.sandbox.tokens import Token

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


class Meter:
    """Counts the calls of each account."""

    def __init__(self) -> None:
        self._calls: dict[str, deque[datetime]] = {}
        self._conversation_calls: dict[str, deque[datetime]] = {}
        self.used_before = 0
        """Calls somebody else's program already made in this hour."""

    @staticmethod
    def _forget(times: deque[datetime], before: datetime) -> None:
        while times and times[0] <= before:
            times.popleft()

    def count(self, token: Token, now: datetime) -> None:
        times = self._calls.setdefault(token.account.ig_id, deque())
        times.append(now)
        self._forget(times, now - HOUR)

    def allows_conversation_call(self, token: Token, now: datetime, per_second: int) -> bool:
        """Whether one more fits into the second that ends now; a refused one counts as well."""
        times = self._conversation_calls.setdefault(token.account.ig_id, deque())
        self._forget(times, now - SECOND)
        times.append(now)
        return per_second <= 0 or len(times) <= per_second

    def percentage(self, token: Token, calls_per_hour: int) -> int:
        calls = len(self._calls.get(token.account.ig_id, ())) + self.used_before
        return min(ceil(calls * 100 / calls_per_hour), 150)

    def minutes_to_wait(self, token: Token, now: datetime) -> int:
        times = self._calls.get(token.account.ig_id)
        return max(ceil((times[0] + HOUR - now).total_seconds() / 60), 1) if times else 60

    def headers(self, token: Token, now: datetime, calls_per_hour: int) -> Mapping[str, str]:
        """Never both headers: user tokens have one, Instagram and Page tokens the other."""
        used = self.percentage(token, calls_per_hour)
        cpu, total = used // 3, used // 2
        if token.kind == "facebook_user":
            return {"x-app-usage": json.dumps({"call_count": used, "total_time": total, "total_cputime": cpu})}
        wait = self.minutes_to_wait(token, now) if used >= 100 else 0

        def entry(kind: str) -> list[dict[str, object]]:
            return [
                {"type": kind, "call_count": used, "total_cputime": cpu, "total_time": total,
                 "estimated_time_to_regain_access": wait}
            ]  # fmt: skip

        usage = {token.account.ig_id: entry("instagram")}
        if token.kind == "page":
            usage[token.account.page_id] = entry("messenger")
        return {"x-business-use-case-usage": json.dumps(usage)}
