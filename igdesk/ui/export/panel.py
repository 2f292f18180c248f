"""A card over the window that tells how far an export is, and where it went; nothing waits for it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from igdesk.ui.accessible_role import set_role
from igdesk.ui.announce import Urgency, announce
from igdesk.ui.controls import IconButton, TextButton
from igdesk.ui.layout.popover import SHADOW, paint_card
from igdesk.ui.paint import fill_rounded
from igdesk.ui.plain_text import PlainText
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

WIDTH, TOP = 380, 12
_BAR = 4


class ProgressLine(QWidget):
    """How much of it is done."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("exportProgress")
        self._theme_source = theme_source
        self._share = 0.0
        self.setFixedHeight(_BAR)
        set_role(self, QAccessible.Role.ProgressBar)

    def show_share(self, share: float) -> None:
        self._share = min(max(share, 0.0), 1.0)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, rect = self._theme_source.current, QPainter(self), QRectF(self.rect())
        fill_rounded(painter, rect, _BAR / 2, theme.color("bg.sunken"))
        done = rect.adjusted(0, 0, -rect.width() * (1 - self._share), 0)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            done.moveRight(rect.right())
        if done.width() >= 1:
            fill_rounded(painter, done, _BAR / 2, theme.color("accent.base"))


class ExportPanel(QWidget):
    """Stays until it is closed."""

    acted = Signal()
    """The button: cancel, open the folder, or choose another one."""
    closed = Signal()

    def __init__(
        self, theme_source: ThemeSource, parent: QWidget, place: Callable[[], QRectF], watched: QWidget
    ) -> None:
        """``place``: the room at whose top it stands, at the trailing end; it changes with ``watched``."""
        super().__init__(parent)
        self.setObjectName("exportPanel")
        set_role(self, QAccessible.Role.AlertMessage)
        self._theme_source = theme_source
        self._place = place
        self._title = PlainText(theme_source, self, weight=600, max_lines=2)
        self._text = PlainText(theme_source, self, scale="small", color="text.secondary")
        self.line = ProgressLine(theme_source, self)
        self.button = TextButton("", theme_source, self, small=True)
        self.button.setObjectName("exportAct")
        self.button.clicked.connect(self.acted)
        self.close_button = IconButton("x", say("export.close"), theme_source, self, side=28)
        self.close_button.setObjectName("exportClose")
        self.close_button.clicked.connect(self._leave)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._title, 1)
        top.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._text, 1)
        foot.addWidget(self.button, 0, Qt.AlignmentFlag.AlignBottom)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(SHADOW + 16, SHADOW + 12, SHADOW + 12, SHADOW + 14)
        column.setSpacing(8)
        self._lines = (top, foot, column)
        column.addLayout(top)
        column.addWidget(self.line)
        column.addLayout(foot)
        parent.installEventFilter(self)
        watched.installEventFilter(self)
        theme_source.changed.connect(self.arrange)
        self.hide()

    @property
    def words(self) -> str:
        """What it says."""
        return " ".join(filter(None, (self._title.text(), self._text.text())))

    def show_working(self, title: str, done: int, total: int, text: str) -> None:
        """How far it is."""
        is_new = self.isHidden() or self._title.text() != title
        self.line.show()
        self.line.show_share(done / total if total else 0.0)
        self.line.setAccessibleName(title)
        self.line.setAccessibleDescription(text)
        self.close_button.hide()
        self._show(title, text, say("ask.cancel"), is_told=is_new)

    def show_end(self, title: str, text: str, action: str, *, is_failed: bool = False) -> None:
        """What came of it."""
        self.line.hide()
        self.close_button.show()
        self._show(title, text, action, urgency=Urgency.ASSERTIVE if is_failed else Urgency.POLITE)

    def arrange(self) -> None:
        """In its place, as high as it needs."""
        if self.isHidden():
            return
        room, column = self._place(), self._column
        width = int(min(WIDTH, max(room.width() - 16, 220))) + 2 * SHADOW
        for layout in self._lines:
            layout.invalidate()
        height = column.totalHeightForWidth(width) if column.hasHeightForWidth() else column.sizeHint().height()
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        inset = TOP - SHADOW
        x = round(room.left()) + inset if is_rtl else round(room.right()) - inset - width
        self.raise_()
        self.setGeometry(x, round(room.top()) + TOP - SHADOW, width, height)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide):
            self.arrange()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        card = QRectF(self.rect()).adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
        paint_card(QPainter(self), card, self._theme_source.current)

    def _show(
        self, title: str, text: str, action: str, *, is_told: bool = True, urgency: Urgency = Urgency.POLITE
    ) -> None:
        was_hidden = self.isHidden()
        is_same = (title, action, bool(text)) == (self._title.text(), self.button.words, bool(self._text.text()))
        self._title.set_text(title)
        self._text.set_text(text)
        self.button.set_text(action)
        self.setAccessibleName(self.words)
        if was_hidden:
            self.show()
        if was_hidden or not is_same:
            self.arrange()
        if is_told:
            announce(self, self.words, urgency)

    def _leave(self) -> None:
        had_focus = self.close_button.hasFocus()
        self.hide()
        if had_focus:
            self.window().setFocus()
        self.closed.emit()
