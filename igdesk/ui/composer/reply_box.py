"""The rounded box around the reply field and its Send button."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from igdesk.ui.composer.reply_text import ReplyText
from igdesk.ui.composer.send_button import SendButton
from igdesk.ui.layout.margins import set_margins
from igdesk.ui.paint import fill_rounded, stroke_rounded
from igdesk.ui.scroll import OverlayScrollBar
from igdesk.ui.theme import ThemeSource

OUTSET = 1
"""The ring of the focus lies 1 px outside the box; the widget is larger by it."""
_TEXT_LEADING = 20
_TEXT_TOP = 14
_AROUND_SEND = 6
PADDING_Y = 2 * _TEXT_TOP


class ReplyBox(QWidget):
    """Draws the box; field and button are ordinary widgets in it."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self._is_closed = False
        self.text = ReplyText(self)
        self.text.setObjectName("composerText")
        self._bar = OverlayScrollBar(self.text, theme_source)
        self.send = SendButton(theme_source, self)
        self.send.setEnabled(False)
        column = QVBoxLayout()
        column.setContentsMargins(0, _TEXT_TOP - 1, 0, _TEXT_TOP + 1 - _AROUND_SEND)  # letters sit low in their line
        column.addWidget(self.text)
        row = QHBoxLayout(self)
        set_margins(row, self, _TEXT_LEADING + OUTSET, OUTSET, _AROUND_SEND + OUTSET, _AROUND_SEND + OUTSET)
        row.setSpacing(10)
        row.addLayout(column, 1)
        row.addWidget(self.send, 0, Qt.AlignmentFlag.AlignBottom)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.send.setCursor(Qt.CursorShape.ArrowCursor)
        self.text.focus_changed.connect(lambda _has: self.update())
        theme_source.changed.connect(self._dress)
        self._dress()

    def set_closed(self, is_closed: bool) -> None:
        """The look of a field that keeps a draft and sends nothing."""
        if is_closed != self._is_closed:
            self._is_closed = is_closed
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.text.setFocus(Qt.FocusReason.MouseFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme_source.current, QPainter(self)
        outer = QRectF(self.rect())
        box = outer.adjusted(OUTSET, OUTSET, -OUTSET, -OUTSET)
        radius = theme.size("radius.composer")
        fill_rounded(painter, box, radius, theme.color("bg.sunken" if self._is_closed else "bg.raised"))
        if self.text.hasFocus():
            stroke_rounded(painter, outer, radius + OUTSET, theme.color("focus.ring"), 2)
        else:
            stroke_rounded(painter, box, radius, theme.color("line.control"))

    def _dress(self) -> None:
        theme = self._theme_source.current
        palette = QPalette(theme.palette())
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.text.setPalette(palette)
        self.text.setFont(theme.font("message"))
        self.text.set_line_height(theme.line_height("message"))
        self.update()
