"""What can be done with all picked conversations at once, in the place of the chips."""

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from igdesk.ui.accessible_role import set_opens
from igdesk.ui.announce import announce
from igdesk.ui.controls import IconButton
from igdesk.ui.label import Label
from igdesk.ui.paint import fill_rounded
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

_SIDE = 28


class BulkBar(QWidget):
    """Number, acts, and the way out."""

    acted = Signal(str, object)
    """Id of a command, and its button."""
    closed = Signal()

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("listBulk")
        self._theme_source = theme_source
        self._count = Label("", theme_source, self, scale="body", weight=600)
        self._count.setObjectName("listBulkCount")
        self._close = IconButton("x", say("list.bulk.close"), theme_source, self, side=_SIDE, key="Esc")
        self._close.setObjectName("listBulkClose")
        self._close.clicked.connect(self.closed)
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 2, 10, 8)
        line.setSpacing(2)
        line.addWidget(self._close)
        line.addSpacing(4)
        line.addWidget(self._count)
        line.addStretch(1)
        self._buttons: dict[str, IconButton] = {}
        for command, icon in (("done", "done"), ("snooze", "moon"), ("labels", "tag"), ("more", "more")):
            button = IconButton(icon, say(f"command.{command}"), theme_source, self, side=_SIDE, size_key="menu")
            button.setObjectName(f"listBulk{command.title()}")
            button.clicked.connect(lambda _checked=False, c=command, b=button: self.acted.emit(c, b))
            line.addWidget(button)
            self._buttons[command] = button
        for command in ("snooze", "labels", "more"):
            set_opens(self._buttons[command])
        self._said = 0
        self.hide()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab comes to, in order."""
        return (self._close, *self._buttons.values())

    def show_count(self, count: int, *, is_done_view: bool) -> None:
        self._count.set_text(say("list.bulk.count", n=count))
        done = self._buttons["done"]
        done.set_icon("inbox" if is_done_view else "done")
        done.set_name(say("command.back_to_inbox" if is_done_view else "command.done"))
        self.setVisible(count > 0)
        if count != self._said:
            self._said = count
            announce(self.window(), self._count.text())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme_source.current, QPainter(self)
        rect = QRectF(self.rect()).adjusted(8, 0, -8, -6)
        fill_rounded(painter, rect, theme.size("radius.control"), theme.color("accent.soft"))
