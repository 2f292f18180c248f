"""The small pictures under the large one: what comes before and after it."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from igdesk.store.gallery import GalleryItem
from igdesk.ui.icons import paint_icon
from igdesk.ui.images import ImageCache
from igdesk.ui.paint import covering_brush, rounded_path, stroke_rounded
from igdesk.ui.theme import ThemeSource

THUMB = QSize(64, 48)
GAP, RADIUS, RING = 8, 6, 2
MOST = 9
"""Small pictures at once; an odd number, with the shown one in the middle."""


class FilmStrip(QWidget):
    """For the pointer: with keys and screen readers one goes on by Left and Right."""

    chosen = Signal(int)
    """Id of an attachment."""

    def __init__(self, images: ImageCache, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._images = images
        self._theme_source = theme_source
        self._items: list[GalleryItem] = []
        self._current = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(THUMB.height() + 12)
        images.ready.connect(self._arrived)

    def show_items(self, items: list[GalleryItem], current: int) -> None:
        """Neighbours in their order, with the place of the shown one among them."""
        self._items, self._current = items, current
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme_source.current
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dpr = self.devicePixelRatioF()
        for place, item in enumerate(self._items):
            rect = self._rect(place)
            pixmap = self._images.pixmap(item.picture_key, THUMB, dpr) if item.picture_key else None
            is_current = place == self._current
            painter.setOpacity(1.0 if is_current else 0.55)
            painter.setPen(Qt.PenStyle.NoPen)
            if pixmap is None:
                painter.setBrush(theme.color("bg.sunken"))
                painter.drawPath(rounded_path(rect, (RADIUS,) * 4))
                icon = "video" if item.is_video else "image"
                paint_icon(painter, icon, rect, theme.color("viewer.text.secondary"), size_key="menu")
            else:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.setBrush(covering_brush(pixmap, rect))
                painter.drawPath(rounded_path(rect, (RADIUS,) * 4))
            painter.setOpacity(1.0)
            if is_current:
                reach = RING + 2
                ring = rect.adjusted(-reach, -reach, reach, reach)
                stroke_rounded(painter, ring, RADIUS + reach, theme.color("focus.ring"), RING)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for place, item in enumerate(self._items):
            if self._rect(place).contains(event.position()):
                self.chosen.emit(item.attachment.id)
        event.accept()

    def _rect(self, place: int) -> QRectF:
        """The shown one is in the middle."""
        away = place - self._current
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            away = -away
        x = self.width() / 2 - THUMB.width() / 2 + away * (THUMB.width() + GAP)
        return QRectF(round(x), 6, THUMB.width(), THUMB.height())

    def _arrived(self, key: str) -> None:
        if any(item.picture_key == key for item in self._items):
            self.update()
