"""Files that are dragged over the conversation: what they are, for whom, and letting go of them."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QThreadPool, Signal
from PySide6.QtGui import QDragEnterEvent, QImage, QPixmap

from igdesk.ui.composer.drop import DropOverlay, dragged_files, has_files
from igdesk.ui.composer.words import person
from igdesk.ui.conversation.part import ConversationPart
from igdesk.ui.images import decode as decode_picture
from igdesk.ui.texts import say

if TYPE_CHECKING:
    from igdesk.ui.conversation.attaching import Attaching
    from igdesk.ui.conversation.column import ConversationColumn

PREVIEW_PX = 160
PREVIEW_BYTES = 16 * 1024 * 1024
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".heif", ".avif", ".bmp", ".tif", ".tiff")


class Dropping(ConversationPart):
    _previewed = Signal(int, object)
    """Number of the drag, and small pictures of its first files."""

    def __init__(self, column: "ConversationColumn", attaching: "Attaching", pool: QThreadPool) -> None:
        super().__init__(column)
        self._attaching = attaching
        self._pool = pool
        self._drag = 0
        self.overlay: DropOverlay | None = None
        """The place to drop, once files were dragged over the conversation."""
        column.talk.setAcceptDrops(True)
        column.talk.installEventFilter(self)
        self._previewed.connect(self._show_preview, Qt.ConnectionType.QueuedConnection)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DragEnter and isinstance(event, QDragEnterEvent):
            return self._drag_entered(event)
        if event.type() == QEvent.Type.Drop:  # only where no overlay came: this connection takes no files
            self._attaching.may_add()
        if event.type() == QEvent.Type.Resize:
            self._place_overlay()
        return False

    def _drag_entered(self, event: QDragEnterEvent) -> bool:
        mime, row = event.mimeData(), self._column.conversation
        if row is None or not has_files(mime) or not self._column.composer.can_send:
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if not self._attaching.can_attach:
            return True
        paths = dragged_files(mime)
        if self.overlay is None:
            self.overlay = DropOverlay(self._theme_source, self._column.talk)
            self.overlay.dropped.connect(self._attaching.paste)
        self._place_overlay()
        first = row.participant.first_name or person(row.participant)
        self.overlay.show_for(_what(paths), first, max(len(paths), 1))
        self._preview(paths[:2])
        return True

    def _place_overlay(self) -> None:
        if self.overlay is not None:
            talk = self._column.talk
            top = talk.timeline.header.height()
            self.overlay.setGeometry(0, top, talk.width(), talk.height() - top)

    def _preview(self, paths: Sequence[Path]) -> None:
        self._drag += 1
        number = self._drag

        def work() -> None:
            found = [image for image in map(_small_picture, paths) if image is not None]
            self._previewed.emit(number, found)

        self._images.warm_up()
        self._pool.start(work)

    def _show_preview(self, number: int, images: list[QImage]) -> None:
        if number == self._drag and self.overlay is not None:
            self.overlay.show_pictures([QPixmap.fromImage(image) for image in images])


def _what(paths: Sequence[Path]) -> str:
    """What is dragged, by the names: "2 photos", "3 files"."""
    if not paths:
        return say("drop.photos", n=1)
    are_pictures = all(path.suffix.lower() in _PICTURES for path in paths)
    return say("drop.photos" if are_pictures else "tray.files", n=len(paths))


def _small_picture(path: Path) -> QImage | None:
    """In a worker: a small picture of an ordinary file, if it is one."""
    try:
        if not path.is_file() or path.stat().st_size > PREVIEW_BYTES:
            return None
        return decode_picture(path.read_bytes(), QSize(PREVIEW_PX, PREVIEW_PX))
    except OSError:
        return None
