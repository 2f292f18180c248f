"""Size, place and column widths of the window, kept between starts."""

import json
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QWidget

from igdesk.domain.account import Account
from igdesk.domain.ids import AccountId
from igdesk.domain.status import KnownError
from igdesk.store.archive import Archive
from igdesk.ui.layout import limits

_GEOMETRY = "window.geometry"
_COLUMNS = "window.columns"
_ACCOUNT = "window.account"
_LOCKED = "lock.locked"  # as in domain.lock, which an igdesk that is not locked need not load to start
_ALL = "all"


class RememberedColumns(NamedTuple):
    """What the person chose for the columns; None is the default width."""

    list_width: int | None = None
    details_width: int | None = None
    docks_details: bool = True


class WindowMemory:
    """Reads once, writes when the window closes. A setting that cannot be read is the default."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def restore_geometry(self, window: QWidget) -> None:
        kept = self._archive.settings.get(_GEOMETRY)
        if not kept or not window.restoreGeometry(QByteArray.fromBase64(kept.encode("ascii", "replace"))):
            window.resize(*limits.WINDOW_DEFAULT)

    def was_locked(self) -> bool:
        """Whether the window was locked when it was seen last."""
        return bool(self._archive.settings.get(_LOCKED))

    def columns(self) -> RememberedColumns:
        try:
            kept = json.loads(self._archive.settings.get(_COLUMNS) or "{}")
        except ValueError:
            kept = {}
        if not isinstance(kept, dict):
            kept = {}
        found = RememberedColumns(docks_details=kept.get("docks_details") is not False)
        return found._replace(
            list_width=_width(kept.get("list_width")), details_width=_width(kept.get("details_width"))
        )

    def account(self, accounts: Sequence[Account]) -> AccountId | None:
        """The account that was looked at last, else the first one; None for all of them, or without any."""
        kept = self._archive.settings.get(_ACCOUNT)
        ids = [account.id for account in accounts]
        if kept == _ALL and len(ids) > 1:
            return None
        if kept.isdigit() and AccountId(int(kept)) in ids:
            return AccountId(int(kept))
        return ids[0] if ids else None

    def keep_account(self, account_id: AccountId | None) -> None:
        self._archive.settings.set(_ACCOUNT, _ALL if account_id is None else str(account_id))

    def keep(self, window: QWidget, columns: RememberedColumns) -> None:
        """Losing it is no reason to trouble anybody at the end."""
        if self._archive.is_read_only:
            return
        kept = {
            "list_width": columns.list_width,
            "details_width": columns.details_width,
            "docks_details": columns.docks_details,
        }
        try:
            self._archive.settings.set(_GEOMETRY, bytes(window.saveGeometry().toBase64().data()).decode("ascii"))
            self._archive.settings.set(_COLUMNS, json.dumps(kept))
        except KnownError:
            return


def _width(kept: object) -> int | None:
    return kept if isinstance(kept, int) and not isinstance(kept, bool) else None
