"""Accounts that tell nothing for an hour."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from igdesk.domain.ids import AccountId
from igdesk.domain.notices import MUTE, MUTED, read_muted, written_muted
from igdesk.ui.format import clock_time
from igdesk.ui.texts import isolate, say

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow


class Muting:
    """It ends by itself when the hour is over: whoever tells something asks at that moment."""

    def __init__(self, window: "MainWindow", keep: Callable[[str, str], None]) -> None:
        """``keep`` writes a setting, and has what is shown follow it."""
        self._window = window
        self._keep = keep

    @property
    def muted(self) -> dict[AccountId, datetime]:
        """The accounts that are muted now, and until when, by the computer's clock."""
        return read_muted(self._window.archive.settings.get(MUTED), self._window.now())

    def until(self, account_id: AccountId | None) -> datetime | None:
        """For how long an account says nothing; None of an account means all of them. None if it is not muted."""
        muted = self.muted
        if account_id is not None:
            return muted.get(account_id)
        ids = [account.id for account in self._window.accounts]
        return max(muted[one] for one in ids) if ids and all(one in muted for one in ids) else None

    def words(self, account_id: AccountId | None) -> str:
        """What ``toggle`` does."""
        until = self.until(account_id)
        return say("mute.hour") if until is None else say("mute.end", time=isolate(clock_time(until)))

    def toggle(self, account_id: AccountId | None) -> None:
        """Mute an account, or all of them, for an hour; or end that."""
        if self.until(account_id) is None:
            self._set(self._of(account_id), self._window.now() + MUTE)
        else:
            self._set(self._of(account_id), None)

    def toggle_and_say(self, account_id: AccountId | None) -> None:
        """The same by a menu or a key of the window, which says until when and offers the way back."""
        before = self.muted
        self.toggle(account_id)
        until = self.until(account_id)
        account = self._window.account(account_id)
        time = isolate(clock_time(until)) if until is not None else ""
        if account is None:
            words = say("mute.all.told", time=time) if until is not None else say("mute.all.ended")
        else:
            name = isolate(account.display_name)
            words = say("mute.told", account=name, time=time) if until is not None else say("mute.ended", account=name)
        self._window.undoing.toast.show_words(words, lambda: self._keep(MUTED, written_muted(before)))

    def _of(self, account_id: AccountId | None) -> list[AccountId]:
        return [account.id for account in self._window.accounts] if account_id is None else [account_id]

    def _set(self, ids: Iterable[AccountId], until: datetime | None) -> None:
        muted = self.muted
        for one in ids:
            if until is None:
                muted.pop(one, None)
            else:
                muted[one] = until
        self._keep(MUTED, written_muted(muted))
