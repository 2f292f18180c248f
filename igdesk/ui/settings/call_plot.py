"""The calls of a day as small bars, each of half an hour; arrows walk over them."""

from collections.abc import Sequence
from datetime import datetime
from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from igdesk.domain.health import CallSlot, slot_start
from igdesk.ui import format as fmt
from igdesk.ui.accessible_role import set_role
from igdesk.ui.announce import announce
from igdesk.ui.paint import fill_rounded, hairline, paint_focus_ring
from igdesk.ui.texts import isolate, say
from igdesk.ui.theme import ThemeSource
from igdesk.ui.tip import show_tip

BARS, ABOVE_AXIS, GAP = 44, 5, 3.5


class CallPlot(QWidget):
    """Painted; a chart to a screen reader, with the present bar as its description."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self._slots: tuple[CallSlot, ...] = ()
        self._now: datetime | None = None
        self._at = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        set_role(self, QAccessible.Role.Chart)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme_source.changed.connect(self.updateGeometry)
        theme_source.changed.connect(self.update)

    def show_slots(self, slots: Sequence[CallSlot], now: datetime) -> None:
        """Other numbers."""
        self._now = now
        if tuple(slots) != self._slots:
            self._slots = tuple(slots)
            total = sum(slot.calls for slot in self._slots)
            self.setAccessibleName(say("budget.calls.name", n=total))
            self.update()

    def sizeHint(self) -> QSize:
        theme = self._theme_source.current
        letters = ceil(QFontMetricsF(theme.font("micro")).height())
        return QSize(240, BARS + ABOVE_AXIS + max(theme.line_height("micro"), letters))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None and self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            step = -step
        if event.key() == Qt.Key.Key_Home:
            self._walk_to(0)
        elif event.key() == Qt.Key.Key_End:
            self._walk_to(len(self._slots) - 1)
        elif step is not None:
            self._walk_to(self._at + step)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self._at < 0:
            self._at = len(self._slots) - 1
        self._describe()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._bar_at(event.position().x())
        if 0 <= at < len(self._slots):
            show_tip(self, self._theme_source.current, self._words(at), at=event.globalPosition().toPoint())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme_source.current, QPainter(self)
        most = max((slot.calls for slot in self._slots), default=0)
        width = self.width() / max(len(self._slots), 1)
        for number, slot in enumerate(self._slots):
            color = QColor(theme.color("chart.in"))
            is_last = number == len(self._slots) - 1
            if not is_last:
                color.setAlphaF(0.38)
            height = max(slot.calls / most * (BARS - 4), 2.0) if slot.calls else 0.0
            bar = QRectF(self._x(number, width) + GAP / 2, BARS - height, max(width - GAP, 1.5), height)
            fill_rounded(painter, bar, 1.5, color)
            if self.hasFocus() and number == self._at:
                paint_focus_ring(painter, QRectF(bar.x() - 3, 0, bar.width() + 6, BARS), theme, 3)
        hairline(painter, QRectF(0, BARS, self.width(), 1), theme.color("line.strong"))
        self._paint_axis(painter)

    def _paint_axis(self, painter: QPainter) -> None:
        theme = self._theme_source.current
        painter.setFont(theme.font("micro"))
        painter.setPen(theme.color("text.secondary"))
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        first, last = (Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeft)
        if not is_rtl:
            first, last = last, first
        rect = QRectF(0, BARS + ABOVE_AXIS, self.width(), self.height() - BARS - ABOVE_AXIS)
        absolute = Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        start = self._moment(0)
        painter.drawText(rect, first | absolute, say("budget.axis.yesterday", time=start) if start else "")
        painter.drawText(rect, last | absolute, say("budget.axis.now"))

    def _walk_to(self, at: int) -> None:
        self._at = max(0, min(at, len(self._slots) - 1))
        self._describe()
        self.update()

    def _describe(self) -> None:
        if 0 <= self._at < len(self._slots):
            words = self._words(self._at)
            self.setAccessibleDescription(words)
            announce(self, words)

    def _words(self, at: int) -> str:
        return say("budget.calls.slot", n=self._slots[at].calls, time=isolate(self._moment(at)))

    def _moment(self, at: int) -> str:
        if not self._slots or self._now is None:
            return ""
        return fmt.clock_time(slot_start(self._slots[at].slot))

    def _x(self, number: int, width: float) -> float:
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        return self.width() - (number + 1) * width if is_rtl else number * width

    def _bar_at(self, x: float) -> int:
        width = self.width() / max(len(self._slots), 1)
        at = int(x / width)
        return len(self._slots) - 1 - at if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else at
