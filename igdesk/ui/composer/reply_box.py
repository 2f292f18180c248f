"""The rounded box around the reply field and its Send button."""

from itertools import pairwise

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from igdesk.ui.composer.reply_text import ReplyText
from igdesk.ui.composer.send_button import SendButton
from igdesk.ui.layout.margins import set_margins
from igdesk.ui.paint import fill_rounded, stroke_rounded
from igdesk.ui.scroll import BESIDE_BAR, OverlayScrollBar
from igdesk.ui.theme import ThemeSource

OUTSET = 1
"""The ring of the focus lies 1 px outside the box; the widget is larger by it."""
_TEXT_LEADING = 20 - BESIDE_BAR
_TEXT_TOP = 14
_AROUND_SEND = 6
_BEFORE_SEND = 2
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
        self._tools: dict[bool, list[QWidget]] = {True: [], False: []}
        self._row = row = QHBoxLayout(self)
        row.setSpacing(0)
        row.addLayout(column, 1)
        row.addSpacing(_BEFORE_SEND)
        row.addWidget(self.send, 0, Qt.AlignmentFlag.AlignBottom)
        self._fit_margins()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.send.setCursor(Qt.CursorShape.ArrowCursor)
        self.text.focus_changed.connect(lambda _has: self.update())
        theme_source.changed.connect(self._dress)
        self._dress()

    def add_tool(self, button: QWidget, *, leading: bool = False) -> None:
        """A button at the lower edge, before the text or after it; the later one stands nearer to the end."""
        button.setCursor(Qt.CursorShape.ArrowCursor)
        button.setParent(self)
        bottom = Qt.AlignmentFlag.AlignBottom
        if leading:
            self._row.insertWidget(len(self._tools[True]), button, 0, bottom)
        else:
            self._row.insertWidget(self._row.indexOf(self.send), button, 0, bottom)
        self._tools[leading].append(button)
        order = [*self._tools[True], self.text, *self._tools[False], self.send]
        for one, following in pairwise(order):
            QWidget.setTabOrder(one, following)
        self._fit_margins()

    def follow_tools(self) -> None:
        """A tool came or went."""
        self._fit_margins()

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

    def _fit_margins(self) -> None:
        """The text begins further in where no tool stands before it."""
        has_tool = any(not tool.isHidden() for tool in self._tools[True])
        leading = _AROUND_SEND if has_tool else _TEXT_LEADING
        set_margins(self._row, self, leading + OUTSET, OUTSET, _AROUND_SEND + OUTSET, _AROUND_SEND + OUTSET)

    def _dress(self) -> None:
        theme = self._theme_source.current
        palette = QPalette(theme.palette())
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.text.setPalette(palette)
        self.text.setFont(theme.font("message"))
        self.text.set_line_height(theme.line_height("message"))
        self.update()
