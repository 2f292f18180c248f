"""Says in how many other conversations there is news, at most once a minute."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from igdesk.domain.changes import ChangeSet
from igdesk.domain.ids import ConversationId, MessageId
from igdesk.ui.announce import announce
from igdesk.ui.texts import say

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow

MINUTE_MS = 60_000


class Arrivals(QObject):
    """One for the window. What comes in the conversation that is read is told there, word for word."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._new: set[ConversationId] = set()
        self.rest = QTimer(self, singleShot=True, interval=MINUTE_MS)
        self.rest.timeout.connect(self._tell)
        window.bridge.settled.connect(self._follow)

    def _follow(self, changes: object) -> None:
        if not isinstance(changes, ChangeSet) or not changes.arrived:
            return
        self._new |= self._elsewhere(sorted(changes.arrived))
        if not self.rest.isActive():
            self._tell()

    def _elsewhere(self, arrived: list[MessageId]) -> set[ConversationId]:
        """The conversations these messages came to, without the one that is open and those that are to be silent."""
        window = self._window
        ids = {message.conversation_id for message in window.archive.timeline.by_ids(arrived)}
        row = window.conversation.conversation
        if row is not None:
            ids.discard(row.id)
        return {found.id for found in window.archive.inbox.by_ids(sorted(ids)) if not found.is_muted}

    def _tell(self) -> None:
        if not self._new:
            return
        if self._window.isActiveWindow():  # elsewhere the notifications tell
            announce(self._window.list_pane.list, say("said.news", n=len(self._new)))
            self.rest.start()
        self._new.clear()
