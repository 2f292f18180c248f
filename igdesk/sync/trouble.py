"""Trouble that belongs to no account, of the archive or the keychain: since when, and whether it is over."""

from collections.abc import Callable

from igdesk.domain.status import KnownError
from igdesk.store.archive import Archive
from igdesk.store.vault import VaultError

DISK_RETRY_S = 5.0
"""What could not be written down is tried again so soon."""


class Trouble:
    """The latest one. Trouble of the archive is over once something was written, be it shown or not."""

    def __init__(self, archive: Archive, publish: Callable[[], None]) -> None:
        self._archive = archive
        self._publish = publish
        self._error: KnownError | None = None
        self._written = 0
        """How often something had been written when it came up."""

    def note(self, error: KnownError | None) -> None:
        """It came up; None: it is over."""
        self._error, self._written = error, self._archive.statistics.transactions
        self._publish()

    @property
    def present(self) -> KnownError | None:
        """What there is now."""
        is_about_archive = self._error is not None and not isinstance(self._error, VaultError)
        if is_about_archive and self._archive.statistics.transactions > self._written:
            self._error = None
        return self._error
