"""Tells of a morning who is waiting and which reply windows close that day."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import TYPE_CHECKING

from igdesk.domain.conversation import Conversation, InboxFilter, InboxSort, InboxView
from igdesk.domain.ids import AccountId
from igdesk.domain.morning import MORNING, MORNING_TOLD, Morning, day_end, read_morning
from igdesk.domain.window import WindowLevel
from igdesk.ui.format import locale_in_use
from igdesk.ui.texts import say

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow

PAGE = 100


class MorningSummary:
    """Asked twice a minute, answers once a day."""

    def __init__(self, window: "MainWindow", keep: Callable[[str, str], None]) -> None:
        """``keep`` writes a setting."""
        self._window = window
        self._keep = keep

    @property
    def wish(self) -> Morning | None:
        return read_morning(self._window.archive.settings.get(MORNING))

    def choose(self, wish: Morning | None) -> None:
        """From the next such hour on."""
        here = self._window.now().astimezone()
        if wish is not None and here.hour >= wish.hour:
            self._keep(MORNING_TOLD, f"{here:%Y-%m-%d}")
        self._keep(MORNING, wish.kept if wish is not None else "")

    def take(self, muted: Collection[AccountId]) -> tuple[str, str] | None:
        """Title and text if it is time; not again that day. A morning on which nobody waits has none."""
        wish, window = self.wish, self._window
        here = window.now().astimezone()
        if wish is None or window.archive.is_read_only or not window.accounts:
            return None
        working_days = [day.value for day in locale_in_use().weekdays()]
        if not wish.is_due(here, window.archive.settings.get(MORNING_TOLD), working_days):
            return None
        self._keep(MORNING_TOLD, f"{here:%Y-%m-%d}")
        ids = [account.id for account in window.accounts if not account.is_paused and account.id not in muted]
        now = window.door.server_now()
        waiting = sum(window.archive.inbox.counts(account_id=one, now=now).waiting for one in ids)
        closing = sum(self._closing(one, day_end(here)) for one in ids)
        return (say("notify.morning"), _words(waiting, closing)) if waiting else None

    def _closing(self, account_id: AccountId, until: datetime) -> int:
        """How many conversations of an account wait whose windows close before then."""
        count, last = 0, None
        while True:
            rows = self._window.archive.inbox.rows(
                InboxView.WAITING,
                InboxFilter.ALL,
                sort=InboxSort.WINDOW,
                account_id=account_id,
                now=self._window.door.server_now(),
                limit=PAGE,
                after=last,
            )
            for row in rows:
                if not self._closes_before(row, until):
                    return count  # those that close first come first
                count += 1
            if len(rows) < PAGE:
                return count
            last = rows[-1]

    def _closes_before(self, row: Conversation, until: datetime) -> bool:
        found = self._window.door.window_of(row)
        is_open = found.level not in (WindowLevel.HUMAN, WindowLevel.CLOSED)
        return is_open and found.closes_at is not None and found.closes_at < until


def _words(waiting: int, closing: int) -> str:
    if not closing:
        return say("notify.morning.waiting", n=waiting)
    if waiting == 1:
        return say("notify.morning.alone")
    return say("notify.morning.text", waiting=waiting, n=closing)
