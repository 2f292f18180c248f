"""Several conversations picked for one act; the open one is another matter."""

from PySide6.QtCore import QObject, Signal

from igdesk.domain.ids import ConversationId
from igdesk.ui.inbox.model import InboxModel

MOST = 1000
"""One act takes so many."""


class Picking(QObject):
    """Picks stay with their conversations; those that leave the list are picked no more."""

    changed = Signal()

    def __init__(self, model: InboxModel, parent: QObject) -> None:
        super().__init__(parent)
        self._inbox = model
        self._picked: dict[ConversationId, None] = {}
        self._anchor: ConversationId | None = None
        """Where a stretch begins."""
        model.modelReset.connect(self.clear)
        model.rowsRemoved.connect(self._drop_gone)

    @property
    def ids(self) -> tuple[ConversationId, ...]:
        """In the order of the list."""
        return tuple(sorted(self._picked, key=self._inbox.row_of))

    def __len__(self) -> int:
        return len(self._picked)

    def __contains__(self, conversation_id: object) -> bool:
        return conversation_id in self._picked

    def toggle(self, row: int) -> None:
        """Pick a conversation, or no longer."""
        found = self._inbox.id_at(row)
        if found is None:
            return
        self._anchor = found
        if found in self._picked:
            del self._picked[found]
        elif len(self._picked) < MOST:
            self._picked[found] = None
        self.changed.emit()

    def extend(self, row: int, start: int) -> None:
        """Pick everything from where picking began (else ``start``) up to ``row``."""
        begin = self._inbox.row_of(self._anchor)
        if begin < 0:
            begin = start
            self._anchor = self._inbox.id_at(start)
        step = 1 if row >= begin else -1
        found = [self._inbox.id_at(at) for at in range(begin, row + step, step)][:MOST]
        self._picked = {i: None for i in found if i is not None}
        self.changed.emit()

    def all(self) -> None:
        """The whole list, as far as one act reaches."""
        found = [self._inbox.id_at(row) for row in range(min(self._inbox.rowCount(), MOST))]
        self._picked = {i: None for i in found if i is not None}
        self.changed.emit()

    def clear(self) -> None:
        self._anchor = None
        if self._picked:
            self._picked.clear()
            self.changed.emit()

    def _drop_gone(self) -> None:
        gone = [i for i in self._picked if self._inbox.row_of(i) < 0]
        for found in gone:
            del self._picked[found]
        if gone:
            self.changed.emit()
