"""The signs of a check: a ring that turns, dots that wait, a tick, a cross, a triangle."""

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QWidget

from igdesk.domain.checks import CheckState
from igdesk.ui.icons import paint_icon
from igdesk.ui.layout.motion import has_motion
from igdesk.ui.paint import fill_rounded
from igdesk.ui.theme import ThemeSource

_TURN_MS, _DEGREES = 50, 18
_FILLED = {
    CheckState.PASSED: ("success.base", "accent.on", "check"),
    CheckState.FAILED: ("danger.base", "danger.on", "x"),
    CheckState.WARNING: ("warn.base", "accent.on", "alert"),
}


class StateSign(QWidget):
    """The state of a check; turns only while it is seen and something goes on."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget, *, side: int = 22) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self._state = CheckState.WAITING
        self._angle = 0
        self._timer = QTimer(self, interval=_TURN_MS)
        self._timer.timeout.connect(self._turn)
        self.setFixedSize(side, side)
        theme_source.changed.connect(self.update)

    def show_state(self, state: CheckState) -> None:
        if state is not self._state:
            self._state = state
            self._follow()
            self.update()

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, rect = self._theme_source.current, QPainter(self), QRectF(self.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._state in _FILLED:
            ground, ink, icon_name = _FILLED[self._state]
            fill_rounded(painter, rect, rect.width() / 2, theme.color(ground))
            paint_icon(painter, icon_name, rect, theme.color(ink), size_key="inline")
            return
        ring = rect.adjusted(2, 2, -2, -2)
        if self._state is CheckState.CHECKING:
            painter.setPen(QPen(theme.color("line.control"), 2))
            painter.drawEllipse(ring)
            pen = QPen(theme.color("accent.base"), 2)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawArc(ring, (90 - self._angle) * 16, -100 * 16)
        else:
            pen = QPen(theme.color("text.tertiary"), 1.5)
            pen.setDashPattern([1.2, 1.6])
            painter.setPen(pen)
            painter.drawEllipse(ring)

    def _follow(self) -> None:
        turns = self._state is CheckState.CHECKING and self.isVisible() and has_motion(self)
        if turns and not self._timer.isActive():
            self._timer.start()
        elif not turns:
            self._timer.stop()

    def _turn(self) -> None:
        self._angle = (self._angle + _DEGREES) % 360
        self.update()
