"""A small window at the thing that opened it, gone with Esc or a click beside it."""

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from igdesk.ui.paint import fill_rounded, stroke_rounded
from igdesk.ui.theme import ThemeSource

SHADOW = 20
_GAP = 6


class Popover(QWidget):
    """A frameless card with a shadow. Subclasses fill ``column``; it deletes itself when it closes."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget, *, width: int) -> None:
        flags = Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint | Qt.WindowType.NoDropShadowWindowHint
        super().__init__(parent, flags)
        self.theme_source = theme_source
        self._card_width = width
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setLayoutDirection(parent.layoutDirection())
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(SHADOW + 16, SHADOW + 14, SHADOW + 16, SHADOW + 14)
        self.column.setSpacing(6)

    def open_at(self, anchor: QWidget) -> None:
        """Under the trailing end of ``anchor``, over it where there is no room, always on the screen."""
        self.setFixedWidth(self._card_width + 2 * SHADOW)
        height = self.column.heightForWidth(self.width()) if self.column.hasHeightForWidth() else -1
        self.resize(self.width(), height if height > 0 else self.sizeHint().height())
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        below = anchor.mapToGlobal(QPoint(0 if is_rtl else anchor.width(), anchor.height()))
        x = below.x() - SHADOW if is_rtl else below.x() - self.width() + SHADOW
        place = QRect(QPoint(x, below.y() + _GAP - SHADOW), self.size())
        screen = anchor.screen().availableGeometry()
        if place.bottom() - SHADOW > screen.bottom():
            place.moveBottom(anchor.mapToGlobal(QPoint(0, 0)).y() - _GAP + SHADOW)
        place.moveLeft(max(min(place.left(), screen.right() - place.width() + SHADOW), screen.left() - SHADOW))
        place.moveTop(max(place.top(), screen.top() - SHADOW))
        self.move(place.topLeft())
        self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme_source.current, QPainter(self)
        card = QRectF(self.rect()).adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
        radius = theme.size("radius.popup")
        shadow = QColor(theme.color("shadow.popup"))
        steps = SHADOW - 4
        for step in range(steps, 0, -2):
            layer = QColor(shadow)
            layer.setAlphaF(shadow.alphaF() * (1 - step / steps) ** 2 * 0.22)
            fill_rounded(painter, card.adjusted(-step, -step + 4, step, step + 4), radius + step, layer)
        fill_rounded(painter, card, radius, theme.color("bg.raised"))
        stroke_rounded(painter, card, radius, theme.color("line.separator"))
