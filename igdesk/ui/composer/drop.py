"""The place that opens over a conversation while files are dragged across it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, Qt, QUrl, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QWidget

from igdesk.ui.icons import paint_icon
from igdesk.ui.paint import covering_brush, fill, rounded_path
from igdesk.ui.texts import isolate, say
from igdesk.ui.theme import ThemeSource

_INSET = 12
_SIDE = 76
_TILTS = ((-34.0, -5.0), (23.0, 6.0))
"""Place beside the middle and turn of each of the two pictures."""


def dragged_files(mime: QMimeData) -> list[Path]:
    """The files of this computer that are dragged or pasted; nothing else counts."""
    if not mime.hasUrls():
        return []
    return [Path(url.toLocalFile()) for url in mime.urls() if _is_local(url)]


def has_files(mime: QMimeData) -> bool:
    """Whether files or a picture are offered, and not merely text."""
    return bool(dragged_files(mime)) or (mime.hasImage() and not mime.hasText())


def _is_local(url: QUrl) -> bool:
    return url.isLocalFile() and bool(url.toLocalFile())


class DropOverlay(QWidget):
    """Covers messages and composer, so that list and header still say whom it is for."""

    dropped = Signal(object)
    """The QMimeData of what was let go."""
    left = Signal()

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self._what = ""
        self._name = ""
        self._pictures: list[QPixmap | None] = []
        self.setObjectName("composerDrop")
        self.setAcceptDrops(True)
        self.hide()

    def show_for(self, what: str, name: str, count: int) -> None:
        """Files of this kind would go to this customer."""
        self._what, self._name = what, name
        self._pictures = [None] * min(count, 2)
        self.setAccessibleName(say("composer.drop", what=what, name=name))
        self.show()
        self.raise_()
        self.update()

    def show_pictures(self, pictures: Sequence[QPixmap]) -> None:
        """What the first of them look like, once that is known."""
        for place, picture in enumerate(pictures[: len(self._pictures)]):
            self._pictures[place] = picture
        self.update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if has_files(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.hide()
        self.left.emit()

    def dropEvent(self, event: QDropEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.hide()
        self.dropped.emit(event.mimeData())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme_source.current, QPainter(self)
        fill(painter, self.rect(), theme.color("bg.canvas"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(_INSET, _INSET, -_INSET, -_INSET)
        pen = QPen(theme.color("accent.base"), 2)
        pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.setBrush(theme.color("accent.soft"))
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), theme.size("radius.dialog"), theme.size("radius.dialog"))
        middle = rect.center().y() - 22
        self._paint_pictures(painter, rect.center().x(), middle - 24)
        words = say("composer.drop", what=self._what, name=isolate(self._name))
        top = middle + 26
        for text, scale, weight, ink, gap in (
            (words, "title2", 600, "accent.text", 4),
            (say("composer.drop.hint"), "body", None, "text.secondary", 12),
            (say("composer.drop.formats"), "small", None, "text.secondary", 0),
        ):
            high = self._write(painter, rect, top, text, theme.font(scale, weight=weight), ink)
            top += max(high, theme.line_height(scale)) + gap

    def _write(self, painter: QPainter, rect: QRectF, y: float, text: str, font: QFont, ink: str) -> float:
        """How high it is: where there is little room, or letters are large, it takes several lines."""
        painter.setFont(font)
        painter.setPen(self._theme_source.current.color(ink))
        box = QRectF(rect.x() + 12, y, rect.width() - 24, max(rect.bottom() - y, 1))
        flags = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
        painter.drawText(box, flags, text)
        return QFontMetricsF(font).boundingRect(box, flags, text).height()

    def _paint_pictures(self, painter: QPainter, x: float, y: float) -> None:
        theme = self._theme_source.current
        tilts = _TILTS if len(self._pictures) > 1 else ((-_SIDE / 2 + _SIDE / 2, 0.0),)
        for (aside, turn), picture in zip(tilts, self._pictures, strict=False):
            painter.save()
            painter.translate(x + aside, y)
            painter.rotate(turn)
            box = QRectF(-_SIDE / 2, -_SIDE / 2, _SIDE, _SIDE)
            path = rounded_path(box, (12.0, 12.0, 12.0, 12.0))
            if picture is not None:
                painter.fillPath(path, covering_brush(picture, box))
            else:
                painter.fillPath(path, theme.color("bg.raised"))
                paint_icon(painter, "image", box, theme.color("accent.text"), size_key="composer")
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("bg.raised"), 2))
            painter.drawPath(path)
            painter.restore()
