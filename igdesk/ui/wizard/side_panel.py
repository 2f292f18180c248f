"""The leading panel of the wizard: mark, steps, and a remark at its foot."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from igdesk.ui.announce import announce
from igdesk.ui.icons import paint_icon, paint_mark
from igdesk.ui.paint import fill, fill_rounded, stroke_rounded
from igdesk.ui.plain_text import PlainText
from igdesk.ui.texts import say
from igdesk.ui.theme import Theme, ThemeSource

WIDTH = 216
_LEFT = 24
_FIRST_STEP = 98
_STEP = 48
_DISC = 24


class SidePanel(QWidget):
    """Paints the steps; those that are done can be clicked. A hidden label says them to screen readers."""

    step_clicked = Signal(int)

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self._steps: tuple[str, ...] = ("", "", "", "")
        self._current = -1
        self._can_go_back = True
        self._said = PlainText(theme_source, self, scale="micro", color="bg.rail")
        self._said.setObjectName("wizardSteps")
        self._note = PlainText(theme_source, self, scale="small", color="text.secondary")
        self.setFixedWidth(WIDTH)
        self.setMouseTracking(True)
        theme_source.changed.connect(self.update)

    def show_step(self, number: int, steps: tuple[str, ...], *, can_go_back: bool) -> None:
        """0 is the first."""
        is_change = (number, steps) != (self._current, self._steps)
        self._current, self._steps, self._can_go_back = number, steps, can_go_back
        if is_change:
            words = say("wizard.steps", i=number + 1, n=len(steps), name=steps[number])
            self._said.setAccessibleName(words)
            self.update()
            announce(self, words)

    def show_remark(self, words: str) -> None:
        if words != self._note.text():
            self._note.set_text(words)
            self._place()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        clickable = self._step_at(event.position().y()) >= 0
        self.setCursor(Qt.CursorShape.PointingHandCursor if clickable else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        step = self._step_at(event.position().y())
        if step >= 0 and event.button() is Qt.MouseButton.LeftButton:
            self.step_clicked.emit(step)

    def _step_at(self, y: float) -> int:
        """The step under the pointer that can be gone back to; -1 for none."""
        step, offset = divmod(y - _FIRST_STEP + 4, _STEP)
        is_done = 0 <= step < self._current and offset <= _DISC + 8
        return int(step) if is_done and self._can_go_back else -1

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 400)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        self._said.setGeometry(_LEFT, _FIRST_STEP, 1, 1)
        width = WIDTH - _LEFT - 23 - 16
        height = self._note.heightForWidth(width)
        x = 16 if self._is_rtl else _LEFT + 23
        self._note.setGeometry(x, self.height() - 22 - height, width, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme_source.current, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_mark(painter, self._at(_LEFT, 28, 30, 30), theme.color("accent.base"))
        name = QFont(theme.font("title2"))
        name.setPixelSize(20)
        self._words(painter, name, theme.color("text.primary"), 64, 28, 30, say("app.title"))
        for number, step in enumerate(self._steps):
            self._paint_step(painter, theme, number, step)
        if not self._note.text():
            return
        note = self._note.geometry()
        box = self._at(_LEFT, note.top(), 16, theme.line_height("small"))
        paint_icon(painter, "lock", box, theme.color("text.secondary"), size_key="inline")

    def _paint_step(self, painter: QPainter, theme: Theme, number: int, words: str) -> None:
        top = _FIRST_STEP + number * _STEP
        disc = self._at(_LEFT, top, _DISC, _DISC)
        is_done, is_now = number < self._current, number == self._current
        if is_done or is_now:
            fill_rounded(painter, disc, _DISC / 2, theme.color("accent.base"))
        else:
            stroke_rounded(painter, disc, _DISC / 2, theme.color("line.strong"))
        if is_done:
            paint_icon(painter, "check", disc, theme.color("accent.on"), size_key="inline")
        else:
            painter.setFont(theme.font("small", weight=600))
            painter.setPen(theme.color("accent.on" if is_now else "text.secondary"))
            painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(number + 1))
        if number < len(self._steps) - 1:
            line = self._at(_LEFT + _DISC / 2 - 1, top + _DISC + 4, 2, _STEP - _DISC - 8)
            fill(painter, line, theme.color("accent.base" if is_done else "line.control"))
        font = theme.font("body", weight=700 if is_now else 500)
        ink = theme.color("text.primary" if is_done or is_now else "text.secondary")
        self._words(painter, font, ink, 60, top, _DISC, words)

    def _words(self, painter: QPainter, font: QFont, ink: object, x: int, y: float, height: float, words: str) -> None:
        painter.setFont(font)
        painter.setPen(ink)
        side = Qt.AlignmentFlag.AlignRight if self._is_rtl else Qt.AlignmentFlag.AlignLeft
        flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self._at(x, y, WIDTH - x - 8, height), flags, words)

    def _at(self, x: float, y: float, width: float, height: float) -> QRectF:
        return QRectF(WIDTH - x - width if self._is_rtl else x, y, width, height)

    @property
    def _is_rtl(self) -> bool:
        return self.layoutDirection() is Qt.LayoutDirection.RightToLeft
