"""What the parts of the column have in common: made with its timeline and composer, they see what it sees."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from igdesk.ui.conversation.column import ConversationColumn


class ConversationPart(QObject):
    """One of each kind for the column. A new one is made in ``ConversationColumn.talk``."""

    def __init__(self, column: "ConversationColumn") -> None:
        super().__init__(column)
        self._column = column
        self._archive = column.archive
        self._door = column.door
        self._images = column.images
        self._theme_source = column.theme_source
        self._now = column.now
