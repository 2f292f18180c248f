"""How far the list of one account has been listed and read; what makes a catch-up or a first fetch resumable."""

from datetime import datetime

from igdesk.domain.ids import AccountId
from igdesk.store.archive import Archive


class Progress:
    """Two marks on the list: listed down from here, and everything up to here was read (kept over restarts)."""

    def __init__(self, archive: Archive, account_id: AccountId) -> None:
        self._archive = archive
        self._key = key_of(account_id)
        self._read_to = _date(archive.settings.get(self._key))
        self.listed_to = self._read_to
        self._is_whole = True
        self.is_first_sync = self._read_to is None
        """Until the whole list was walked and read once."""

    def listed(self, newest: datetime) -> None:
        """The list was walked from its newest entry down to what was known."""
        self.listed_to = newest if self.listed_to is None else max(self.listed_to, newest)

    def all_read(self) -> None:
        """Nothing that was listed waits to be read. Writes only if that is news."""
        if self.is_first_sync or not self._is_whole or self.listed_to is None or self.listed_to == self._read_to:
            return
        self._archive.settings.set(self._key, self.listed_to.isoformat())
        self._read_to = self.listed_to  # only now: what could not be written is written later

    def finished_first_sync(self, *, is_whole: bool) -> None:
        """The list was walked, and everything on it was read. If it broke off, the next start walks it again."""
        self.is_first_sync = False
        self._is_whole = is_whole
        self.all_read()


def key_of(account_id: AccountId) -> str:
    """Where the mark of an account is kept."""
    return f"sync.read_to.{account_id}"


def _date(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
