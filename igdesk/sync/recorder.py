"""Counts the calls of one account and notes its errors, for the diagnosis; written rarely and in one go."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from igdesk.domain.health import ERRORS_KEPT, CallSlot, SeenError, slot_of
from igdesk.domain.ids import AccountId
from igdesk.domain.status import KnownError
from igdesk.graph.errors import GraphError
from igdesk.store.archive import Archive


class CallRecorder:
    """Kept in memory until the half hour is over, so that an idle account writes nothing."""

    def __init__(self, archive: Archive, account_id: AccountId, clock: Callable[[], datetime]) -> None:
        self._archive = archive
        self._account_id = account_id
        self._clock = clock
        self._calls: dict[int, CallSlot] = {}
        self._errors: list[SeenError] = []
        self._checked_at: datetime | None = None

    def called(self, used: float) -> None:
        """A call is made; ``used`` is the share of the budget that is known."""
        now = slot_of(self._clock())
        if self._calls and now not in self._calls:
            self.keep()
        before = self._calls.get(now, CallSlot(now, 0))
        self._calls[now] = CallSlot(now, before.calls + 1, max(before.used_percent, round(used * 100)))

    def failed(self, error: GraphError) -> None:
        """A call failed."""
        now = self._clock()
        seen = SeenError(error.entry.id, error.code_text, error.trace_id, now, now)
        last = self._errors[-1] if self._errors else None
        if last is not None and (last.entry, last.code) == (seen.entry, seen.code):
            self._errors[-1] = replace(last, last_at=now, trace_id=seen.trace_id, times=last.times + 1)
            return
        self._errors.append(seen)
        del self._errors[:-ERRORS_KEPT]

    def checked(self, at: datetime) -> None:
        """The list was looked at, and all was well."""
        self._checked_at = at

    def keep(self) -> None:
        """Write down what was counted. What cannot be written is counted on."""
        if self._archive.is_read_only or not (self._calls or self._errors or self._checked_at):
            return
        try:
            self._archive.health.keep(
                self._account_id, tuple(self._calls.values()), tuple(self._errors), last_checked_at=self._checked_at
            )
        except KnownError:
            return
        self._calls.clear()
        self._errors.clear()
        self._checked_at = None
