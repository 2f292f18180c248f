"""The round button that leads to the newest message and counts what arrived meanwhile."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea

from igdesk.ui.controls import PaintedButton
from igdesk.ui.format import badge_count
from igdesk.ui.icons import paint_icon
from igdesk.ui.paint import fill_rounded, paint_badge, stroke_rounded
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

SHADOW = 6
"""Room around the circle for shadow and badge."""
BADGE_ROOM = 8


class JumpButton(PaintedButton):
    def __init__(self, theme_source: ThemeSource, view: QAbstractScrollArea) -> None:
        super().__init__(theme_source, view)
        self._view = view
        self.setObjectName("timelineJump")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._count = -1
        self._shadow: tuple[tuple[int, float], QPixmap] | None = None
        self.set_count(0)
        self.resize(self.sizeHint())

    def set_count(self, count: int) -> None:
        """So many messages arrived below."""
        if count == self._count:
            return
        self._count = count
        name = say("timeline.jump.new", n=count) if count else say("timeline.jump")
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.update()

    @property
    def count(self) -> int:
        return self._count

    def radius(self) -> float:
        return self.height() / 2

    def sizeHint(self) -> QSize:
        side = int(self.theme.size("size.timeline.jump"))
        return QSize(side + 2 * SHADOW, side + SHADOW + BADGE_ROOM)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """It appears under a pointer that rests here, and scrolling goes on."""
        self._view.wheelEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        side = theme.size("size.timeline.jump")
        circle = QRectF(SHADOW, BADGE_ROOM, side, side)
        painter.drawPixmap(0, 0, self._shadow_under(circle))
        ground = "bg.sunken" if self.isDown() else "bg.hover" if self.underMouse() else "bg.raised"
        fill_rounded(painter, circle, side / 2, theme.color(ground))
        stroke_rounded(painter, circle, side / 2, theme.color("line.separator"))
        paint_icon(painter, "arrow-d", circle, theme.color("text.primary"), size_key="toolbar")
        if self._count > 0:
            text = badge_count(self._count)
            trailing = circle.center().x() + theme.size("size.badge") / 2 + 2 * max(len(text) - 1, 0)
            paint_badge(painter, trailing, 0, theme, text, ring=theme.color("bg.canvas"))

    def _shadow_under(self, circle: QRectF) -> QPixmap:
        """Painted once for a theme and a screen."""
        color, dpr = self.theme.color("shadow.popup"), self.devicePixelRatioF()
        key = (color.rgba(), dpr)
        if self._shadow is None or self._shadow[0] != key:
            pixmap = QPixmap(round(self.width() * dpr), round(self.height() * dpr))
            pixmap.setDevicePixelRatio(dpr)
            pixmap.fill(Qt.GlobalColor.transparent)
            shade = QColor(color)
            shade.setAlphaF(color.alphaF() * 0.11)
            painter = QPainter(pixmap)
            for reach in range(SHADOW):
                fill_rounded(painter, circle.adjusted(-reach, 2 - reach, reach, reach), circle.width(), shade)
            painter.end()
            self._shadow = (key, pixmap)
        return self._shadow[1]
