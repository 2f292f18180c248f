"""Paints laid-out rows in the colours of the theme. Nothing is measured, read or loaded here."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextCharFormat
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from igdesk.ui.icons import paint_icon
from igdesk.ui.images import ImageCache
from igdesk.ui.label_shape import paint_label_shape
from igdesk.ui.paint import covering_brush, fill, hairline, rounded_path
from igdesk.ui.theme import Theme, ThemeSource
from igdesk.ui.timeline.bubble import Bubble, Hit
from igdesk.ui.timeline.model import ROW_ROLE
from igdesk.ui.timeline.parts import Fill, Part, Picture, Rule, Shape, Sign, Voice, Words
from igdesk.ui.timeline.rows import Row
from igdesk.ui.timeline.shelf import BubbleShelf
from igdesk.ui.timeline.upload_paint import paint_upload
from igdesk.ui.timeline.voice_paint import PlayBoard, paint_voice

if TYPE_CHECKING:
    from igdesk.ui.media.animation import Animations
    from igdesk.ui.search.found_words import FoundWords

RING, RING_GAP = 2.0, 2.0
SMALL_PICTURE = 60
"""Up to this height the sign in place of a picture is small."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What is on a row at the moment: pointer, focus, flash, fade."""

    hit: Hit | None = None
    has_ring: bool = False
    flash: float = 0.0
    """1 is the full colour, 0 none."""
    presence: float = 1.0
    """Of an own bubble that appears."""


PLAIN = Marks()


class TimelineDelegate(QStyledItemDelegate):
    """Asks one role, gets the whole row, paints its bubble."""

    def __init__(
        self, shelf: BubbleShelf, images: ImageCache, theme_source: ThemeSource, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._images = images
        self._theme_source = theme_source
        self.playing = PlayBoard()
        self.uploads: dict[int, float] = {}
        """How much of the files of a message has left, from 0 to 1."""
        self.found: FoundWords | None = None
        """Words to mark in what people wrote."""
        self.animations: Animations | None = None
        """Pictures stand still until somebody sets them going."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(ROW_ROLE)
        if isinstance(row, Row):
            rect: QRectF = QRectF(option.rect)
            self.paint_bubble(painter, self._shelf.bubble(row), rect.topLeft(), PLAIN)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row = index.data(ROW_ROLE)
        if not isinstance(row, Row):
            return QSize()
        return QSize(int(self._shelf.measures.column), self._shelf.bubble(row).height)

    def paint_bubble(self, painter: QPainter, bubble: Bubble, origin: QPointF, marks: Marks) -> None:
        """Paint a row with the top of its column at ``origin``."""
        theme = self._theme_source.current
        direction = Qt.LayoutDirection.RightToLeft if self._shelf.is_rtl else Qt.LayoutDirection.LeftToRight
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(origin)
        if marks.flash > 0:
            _paint_flash(painter, bubble, theme, marks.flash)
        link_format = QTextCharFormat()
        link_format.setForeground(theme.color("text.link"))
        if marks.presence < 1:
            painter.setOpacity(painter.opacity() * marks.presence)
            painter.translate(0, 8 * (1 - marks.presence))
        for number, part in enumerate(bubble.parts):
            hit = marks.hit if marks.hit is not None and marks.hit.part == number else None
            self._paint_part(painter, part, bubble.row.id, theme, direction, link_format, hit)
        if self.uploads and bubble.row.id in self.uploads:
            paint_upload(painter, bubble, theme, self.uploads[bubble.row.id], is_rtl=self._shelf.is_rtl)
        if marks.has_ring:
            _paint_ring(painter, bubble, theme)
        painter.restore()

    def _paint_part(
        self,
        painter: QPainter,
        part: Part,
        id_: int,
        theme: Theme,
        direction: Qt.LayoutDirection,
        link_format: QTextCharFormat,
        hit: Hit | None,
    ) -> None:
        if isinstance(part, Words):
            color = theme.color(part.color)
            place = QPointF(part.x, part.rect.top())
            is_sought = self.found is not None and part.is_right is None
            marked = self.found.paint(painter, part.block, place, theme, id_) if self.found and is_sought else ()
            painter.setPen(color)
            part.block.paint(painter, place.x(), place.y(), link_format, marked)
            if hit is not None:
                _underline(painter, part, hit, theme.color("text.link") if hit.link else color)
        elif isinstance(part, Fill):
            painter.setBrush(theme.color(part.color) if part.color else Qt.BrushStyle.NoBrush)
            painter.setPen(
                _edge(theme.color(part.border), is_dashed=part.is_dashed) if part.border else Qt.PenStyle.NoPen
            )
            painter.drawPath(part.path)
        elif isinstance(part, Sign):
            paint_icon(painter, part.name, part.rect, theme.color(part.color), layout_direction=direction)
        elif isinstance(part, Picture):
            self._paint_picture(painter, part, theme)
        elif isinstance(part, Voice):
            state = self.playing.state_of(part.attachment_id)
            paint_voice(painter, part, theme, state)
        elif isinstance(part, Rule):
            hairline(painter, part.rect, theme.color(part.color))
        elif isinstance(part, Shape):
            paint_label_shape(painter, part.rect, theme, part.colour)

    def _paint_picture(self, painter: QPainter, part: Picture, theme: Theme) -> None:
        dpr = painter.device().devicePixelRatio()
        size = part.rect.size().toSize()
        pixmap = self._images.pixmap(part.key, size, dpr) if part.key else None
        if part.is_animated and self.animations is not None and part.key:
            pixmap = self.animations.frame(part.key, size, dpr) or pixmap
        painter.setPen(Qt.PenStyle.NoPen)
        if pixmap is None or pixmap.isNull():
            painter.setBrush(theme.color(part.ground) if part.ground else Qt.BrushStyle.NoBrush)
            painter.drawPath(part.path)
            size_key = "rail" if part.rect.height() > SMALL_PICTURE else "menu"
            if part.sign:
                paint_icon(painter, part.sign, part.rect, theme.color(part.sign_color), size_key=size_key)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setBrush(covering_brush(pixmap, part.rect, is_whole=part.is_whole))
            painter.drawPath(part.path)
        if part.more is not None:
            painter.setBrush(theme.color("media.overlay.bg"))
            painter.drawPath(part.path)
            painter.setPen(theme.color("media.overlay.text"))
            center = part.rect.center()
            part.more.paint(painter, center.x() - part.more.width / 2, center.y() - part.more.height / 2)


def _edge(color: QColor, *, is_dashed: bool) -> QPen:
    pen = QPen(color, 1)
    if is_dashed:
        pen.setDashPattern([3, 3])
    return pen


def _underline(painter: QPainter, part: Words, hit: Hit, color: QColor) -> None:
    if hit.link is not None:
        rects = part.block.link_rects(hit.link, part.x, part.rect.top())
    else:
        layout = part.block.layout
        lines = [layout.lineAt(i) for i in range(layout.lineCount())]
        rects = [QRectF(part.x, part.rect.top() + line.y(), line.naturalTextWidth(), line.height()) for line in lines]
    for rect in rects:
        fill(painter, QRectF(rect.left(), rect.bottom() - 2, rect.width(), 1), color)


def _paint_flash(painter: QPainter, bubble: Bubble, theme: Theme, strength: float) -> None:
    color = QColor(theme.color("mark.bg"))
    color.setAlphaF(color.alphaF() * min(strength, 1.0))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawPath(rounded_path(bubble.body.adjusted(-6, -6, 6, 6), (20, 20, 20, 20)))


def _paint_ring(painter: QPainter, bubble: Bubble, theme: Theme) -> None:
    """2 px around the message, 2 px away from it."""
    reach = RING_GAP + RING / 2
    radius = theme.size("radius.bubble") + reach
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color("focus.ring"), RING))
    painter.drawPath(rounded_path(bubble.body.adjusted(-reach, -reach, reach, reach), (radius,) * 4))
