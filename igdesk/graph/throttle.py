"""How many conversation calls an account may make: two a second at most, fewer when Instagram asks for it."""

from collections.abc import Mapping

from igdesk.graph.errors import GraphError
from igdesk.graph.instants import LONGEST_WAIT_S
from igdesk.graph.json_values import as_integer, as_text, elements, members, parse_json

BURST = 2
REFILL_S = 1.05
"""One call a second, with a margin, so that a burst after a rest still keeps two in any second."""
SLOW_FROM = 0.7
SLOWEST_S = 60.0
DEFAULT_PAUSE_S = 120.0
LONGEST_DEFAULT_S = 3600.0
HEARD_S = 3600.0
"""Usage is counted over the last hour. Where nothing was heard of it for so long, nothing is known any more."""
USAGE_HEADERS = ("x-app-usage", "x-business-use-case-usage")
_METERS = ("call_count", "total_time", "total_cputime")
_MESSAGING = ("", "instagram", "messenger", "pages")
_CLOSE_ENOUGH = 1e-6


class CallBudget:
    """Tells how long to wait before the next conversation call of one account.

    Times are seconds of any clock that does not jump; the caller passes them in.
    """

    def __init__(self, *, burst: int = BURST, refill_s: float = REFILL_S) -> None:
        self._burst = burst
        self._refill_s = refill_s
        self._calls = float(burst)
        self._counted_at: float | None = None
        self._used = 0.0
        self._heard_at: float | None = None
        self._paused_until: float | None = None
        self._pause_s = 0.0

    @property
    def used(self) -> float:
        """The highest usage that the headers reported last, 0 to 1."""
        return self._used

    def paused_until(self, now_s: float) -> float | None:
        """When a pause ends that Instagram asked for; None without one."""
        if self._paused_until is None or now_s >= self._paused_until - _CLOSE_ENOUGH:
            return None
        return self._paused_until

    def delay(self, now_s: float) -> float:
        """Seconds to wait before a conversations call may be made."""
        self._forget(now_s)
        calls = self._calls_at(now_s)
        wait_s = 0.0 if calls >= 1 - _CLOSE_ENOUGH else (1 - calls) * self.interval_s()
        paused_until = self.paused_until(now_s)
        if paused_until is not None:
            wait_s = max(wait_s, paused_until - now_s)
        return wait_s

    def take(self, now_s: float) -> None:
        """Count a call. Taking without waiting makes the later ones wait longer."""
        self._calls = self._calls_at(now_s) - 1
        self._counted_at = now_s if self._counted_at is None else max(now_s, self._counted_at)

    def note_headers(self, headers: Mapping[str, str], now_s: float) -> None:
        """Learn from the usage headers of an answer. No header says nothing, not zero."""
        lowered = {name.lower(): value for name, value in headers.items()}
        readings: list[float] = []
        wait_minutes = 0
        for name in USAGE_HEADERS:
            parsed = parse_json(lowered[name].encode("utf-8", "replace")) if name in lowered else None
            objects = members(parsed).values() if name != "x-app-usage" else ([parsed],)
            for group in objects:
                for meter in elements(group):
                    entry = members(meter)
                    if as_text(entry.get("type")) not in _MESSAGING:
                        continue  # advertising and the like have quotas of their own
                    readings += [float(n) for n in (as_integer(entry.get(key)) for key in _METERS) if n is not None]
                    wait_minutes = max(wait_minutes, as_integer(entry.get("estimated_time_to_regain_access")) or 0)
        if readings:
            self._settle(now_s)
            self._used = min(max(max(readings) / 100, 0.0), 1.0)
            self._heard_at = now_s
        if wait_minutes > 0:
            self._pause(now_s, min(wait_minutes * 60.0, LONGEST_WAIT_S))

    def note_throttled(self, error: GraphError, now_s: float) -> None:
        """Pause after a refusal: as long as Instagram says, else as the code suggests, longer each time in a row."""
        if error.retry_after_s is not None:
            self._pause(now_s, min(error.retry_after_s, LONGEST_WAIT_S))
            return
        if self.paused_until(now_s) is not None:
            return  # the headers of the same answer named the time
        pause_s = error.entry.pause_s or DEFAULT_PAUSE_S
        if self._paused_until is not None and now_s - self._paused_until < max(self._pause_s, 60.0):
            pause_s = min(max(pause_s, 2 * self._pause_s), max(LONGEST_DEFAULT_S, pause_s))
        self._pause(now_s, pause_s)

    def _pause(self, now_s: float, pause_s: float) -> None:
        until = now_s + pause_s
        if self._paused_until is None or until > self._paused_until:
            self._paused_until = until
            self._pause_s = pause_s

    def interval_s(self) -> float:
        """Seconds between calls: grows from 70 % usage on, up to one a minute when all is used up."""
        if self._used < SLOW_FROM:
            return self._refill_s
        share = (self._used - SLOW_FROM) / (1 - SLOW_FROM)
        return self._refill_s + (SLOWEST_S - self._refill_s) * share**2 + share

    def _calls_at(self, now_s: float) -> float:
        if self._counted_at is None:
            return self._calls
        most = self._burst if self._used < SLOW_FROM else 1
        grown = self._calls + max(0.0, now_s - self._counted_at) / self.interval_s()
        return min(grown, float(most))

    def _forget(self, now_s: float) -> None:
        """Meta leaves the headers out where little is used: the last high one would slow everything down for ever."""
        if self._heard_at is not None and now_s - self._heard_at >= HEARD_S:
            self._settle(now_s)
            self._used, self._heard_at = 0.0, None

    def _settle(self, now_s: float) -> None:
        """Count what was earned so far at the old pace, before the pace changes."""
        self._calls = self._calls_at(now_s)
        if self._counted_at is not None:
            self._counted_at = max(now_s, self._counted_at)
