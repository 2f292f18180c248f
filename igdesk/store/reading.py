"""What reading needs: the archive's own connection, or one of another thread."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from igdesk.store.database import Row


class Reading(Protocol):
    """Whatever can be asked."""

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> "list[Row]": ...

    def row(self, sql: str, parameters: Sequence[object] = ()) -> "Row | None": ...
