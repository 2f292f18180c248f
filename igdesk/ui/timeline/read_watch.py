"""Tells when an opened conversation was looked at long enough to count as read."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from igdesk.domain.ids import ConversationId

READ_AFTER_MS = 2000


class ReadWatch(QObject):
    """Two seconds on the screen of an active window, without a break."""

    seen = Signal(object)
    """Id of the conversation."""

    def __init__(self, is_looked_at: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._is_looked_at = is_looked_at
        self._conversation_id: ConversationId | None = None
        self._has_unread = False
        self._rests = False
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(READ_AFTER_MS)
        self.timer.timeout.connect(self._tell)

    def open(self, conversation_id: ConversationId | None) -> None:
        """Another conversation, or none."""
        self._conversation_id = conversation_id
        self._has_unread = False
        self._rests = False
        self.timer.stop()

    def rest(self) -> None:
        """The person made it unread: it stays so until it is opened again."""
        self._rests = True
        self.timer.stop()

    def set_has_unread(self, has_unread: bool) -> None:
        """Whether there is anything to mark."""
        if has_unread != self._has_unread:
            self._has_unread = has_unread
            self.look()

    def look(self) -> None:
        """The window came, went or changed: begin to wait, or stop."""
        if self._conversation_id is None or self._rests or not self._has_unread or not self._is_looked_at():
            self.timer.stop()
        elif not self.timer.isActive():
            self.timer.start()

    def _tell(self) -> None:
        if self._conversation_id is not None and self._has_unread and self._is_looked_at():
            self._has_unread = False
            self.seen.emit(self._conversation_id)
