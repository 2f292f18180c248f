"""The day of the topmost message, over the timeline while it is scrolled; fades a second later."""

from PySide6.QtCore import QRectF, Qt, QTimer, QVariantAnimation
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from igdesk.ui.paint import fill_rounded, stroke_rounded
from igdesk.ui.theme import ThemeSource

HEIGHT, PAD = 26, 12
REST_MS = 1000
FADE_MS = 140


class DayPill(QWidget):
    """Read aloud it is not: each message tells its own day."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._theme_source = theme_source
        self._text = ""
        self.has_motion = True
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._leave)
        self._fade = QVariantAnimation(self)
        self._fade.setStartValue(1.0)
        self._fade.setEndValue(0.0)
        self._fade.setDuration(FADE_MS)
        self._fade.valueChanged.connect(self.update)
        self._fade.finished.connect(self.hide)
        theme_source.changed.connect(self.update)
        self.hide()

    @property
    def text(self) -> str:
        return self._text

    def tell(self, text: str) -> None:
        """Show a day; once more if it is there already."""
        if not text:
            self._rest.stop()
            self._fade.stop()
            self.hide()
            return
        self._fade.stop()
        if text != self._text:
            self._text = text
            self.place()
        self._rest.start()
        self.show()
        self.update()

    def place(self) -> None:
        """In the middle of the upper edge."""
        parent = self.parentWidget()
        if parent is None:
            return
        font = self._theme_source.current.font("small", weight=500, text=self._text)
        width = int(QFontMetricsF(font).horizontalAdvance(self._text) + 2 * PAD + 1)
        self.setGeometry((parent.width() - width) // 2, 8, width, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme_source.current, QPainter(self)
        if self._fade.state() is QVariantAnimation.State.Running:
            painter.setOpacity(float(self._fade.currentValue()))
        rect = QRectF(self.rect())
        fill_rounded(painter, rect, HEIGHT / 2, theme.color("bg.raised"))
        stroke_rounded(painter, rect, HEIGHT / 2, theme.color("line.separator"))
        painter.setFont(theme.font("small", weight=500, text=self._text))
        painter.setPen(theme.color("text.secondary"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._text)

    def _leave(self) -> None:
        if self.has_motion:
            self._fade.start()
        else:
            self.hide()
