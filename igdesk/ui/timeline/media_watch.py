"""Asks for pictures that are on the screen and not on this computer, a moment after the scrolling stopped."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer, Signal

from igdesk.ui.timeline.bubble import Bubble
from igdesk.ui.timeline.parts import Picture, Voice

WAIT_MS = 120


class MediaWatch(QObject):
    """Each picture is asked for once while a conversation is open; the engine does the rest."""

    wanted = Signal(list)
    """Ids of attachments."""
    begun = Signal()
    """A conversation was opened, or another place in it."""
    sounds_wanted = Signal(list)
    """Id and media key of voice messages whose bars are not known."""

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
        bubbles = list(self._visible())
        parts: list[Picture | Voice] = []
        for bubble in bubbles:
            parts += bubble.pictures
            parts += bubble.voices
        # What is asked for last comes first: stills and voices before videos.
        videos = [p.file_wanted for p in parts if isinstance(p, Picture) and p.file_wanted]
        wanted = [*videos, *(p.attachment_id for p in parts if p.is_wanted)]
        # What was here and went, to make room in the cache, is asked for again.
        self._asked -= {part.attachment_id for part in parts if part.key}
        missing = [number for number in wanted if number not in self._asked]
        sounds = [(v.attachment_id, v.key) for bubble in bubbles for v in bubble.voices if v.key and not v.bars]
        if sounds:
            self.sounds_wanted.emit(sounds)
        if missing:
            self._asked.update(missing)
            self.wanted.emit(missing)

    def forget(self) -> None:
        """Another conversation is opened."""
        self._timer.stop()
        self._asked.clear()
        self.begun.emit()
