"""Where a video stands: a slider with the time played and the time in all."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from igdesk.ui.format import play_time
from igdesk.ui.media.playback import STEP_MS, PlayState
from igdesk.ui.paint import fill_rounded
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

TIMES_PX = 52
TRACK, KNOB = 4, 14


class SeekBar(QSlider):
    """A slider to screen readers and keys; a click goes to its place at once."""

    sought = Signal(float)
    """0 is the beginning, 1 the end."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("viewerSeek")
        self.setAccessibleName(say("viewer.seek"))
        self._theme_source = theme_source
        self._position_ms = self._duration_ms = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSingleStep(STEP_MS)
        self.setPageStep(STEP_MS * 3)

    def show_state(self, state: PlayState, told_ms: int) -> None:
        self._position_ms, self._duration_ms = state.position_ms, state.duration_ms or told_ms
        self.setRange(0, self._duration_ms)
        if not self.isSliderDown():
            self.setValue(self._position_ms)
        times = say("viewer.seek.at", at=play_time(self._position_ms), all=play_time(self._duration_ms))
        self.setAccessibleDescription(times)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, 28)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        before = self.value()
        super().keyPressEvent(event)
        if self.value() != before:
            self.sought.emit(self._share())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(True)
        self._go(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._go(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(False)
        self.sought.emit(self._share())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme_source.current
        track = self._track()
        share = self._share()
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        fill_rounded(painter, track, TRACK / 2, theme.color("line.control"))
        played = QRectF(track)
        played.setWidth(track.width() * share)
        if is_rtl:
            played.moveRight(track.right())
        fill_rounded(painter, played, TRACK / 2, theme.color("accent.base"))
        knob = QRectF(0, 0, KNOB, KNOB)
        knob.moveCenter(track.center())
        knob.moveLeft((played.left() if is_rtl else played.right()) - KNOB / 2)
        fill_rounded(painter, knob, KNOB / 2, theme.color("viewer.text"))
        if self.hasFocus():
            fill_rounded(painter, knob.adjusted(-3, -3, 3, 3), KNOB / 2 + 3, theme.color("focus.ring"))
            fill_rounded(painter, knob, KNOB / 2, theme.color("viewer.text"))
        painter.setFont(theme.font("small", tabular=True))
        painter.setPen(theme.color("viewer.text.secondary"))
        left, right = play_time(self.value()), play_time(self._duration_ms)
        if is_rtl:
            left, right = right, left
        centre = Qt.AlignmentFlag.AlignCenter
        painter.drawText(QRectF(0, 0, TIMES_PX, self.height()), centre, left)
        painter.drawText(QRectF(self.width() - TIMES_PX, 0, TIMES_PX, self.height()), centre, right)

    def _track(self) -> QRectF:
        return QRectF(TIMES_PX + 6, (self.height() - TRACK) / 2, max(self.width() - 2 * TIMES_PX - 12, 1), TRACK)

    def _share(self) -> float:
        return self.value() / self._duration_ms if self._duration_ms else 0.0

    def _go(self, event: QMouseEvent) -> None:
        track = self._track()
        share = min(max((event.position().x() - track.left()) / track.width(), 0.0), 1.0)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            share = 1 - share
        self.setValue(round(share * self._duration_ms))
        self.update()
