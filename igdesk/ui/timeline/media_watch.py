"""Asks for pictures that are on the screen and not on this computer, a moment after the scrolling stopped."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer, Signal

from igdesk.ui.timeline.bubble import Bubble

WAIT_MS = 120


class MediaWatch(QObject):
    """Each picture is asked for once while a conversation is open; the engine does the rest."""

    wanted = Signal(list)

    def __init__(self, visible: Callable[[], Iterable[Bubble]], parent: QObject) -> None:
        super().__init__(parent)
        self._visible = visible
        self._asked: set[int] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self.look)

    def look_soon(self) -> None:
        self._timer.start()

    def look(self) -> None:
        """Ask now for what is visible."""
        missing = [
            picture.attachment_id
            for bubble in self._visible()
            for picture in bubble.pictures
            if picture.is_wanted and picture.attachment_id not in self._asked
        ]
        if missing:
            self._asked.update(missing)
            self.wanted.emit(missing)

    def forget(self) -> None:
        """Another conversation is opened."""
        self._timer.stop()
        self._asked.clear()
