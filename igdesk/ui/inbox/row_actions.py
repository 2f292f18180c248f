"""The buttons on the row under the pointer. By key the same is done with E and H, so they take no focus."""

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from igdesk.domain.conversation import Conversation, Shelf
from igdesk.domain.ids import ConversationId
from igdesk.ui.controls import IconButton
from igdesk.ui.paint import fill_rounded, stroke_rounded
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

SIDE, PAD, INSET, TOP = 24, 2, 16, 4


class RowActions(QWidget):
    """Lies over the time of the row."""

    done = Signal(object)
    """ConversationId: done, or back to the inbox."""
    snooze = Signal(object, object)
    """ConversationId, and the button."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self._id: ConversationId | None = None
        self._snooze = IconButton("moon", say("command.snooze"), theme_source, self, side=SIDE, size_key="menu")
        self._done = IconButton("done", say("command.done"), theme_source, self, side=SIDE, size_key="menu")
        line = QHBoxLayout(self)
        line.setContentsMargins(PAD, PAD, PAD, PAD)
        line.setSpacing(PAD)
        for button in (self._snooze, self._done):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            line.addWidget(button)
        self._snooze.clicked.connect(lambda: self.snooze.emit(self._id, self._snooze))
        self._done.clicked.connect(lambda: self.done.emit(self._id))
        theme_source.changed.connect(self.update)
        self.hide()

    def teach(self, done_key: str, snooze_key: str) -> None:
        """The keys for the tooltips."""
        self._keys = (done_key, snooze_key)

    def show_over(self, conversation: Conversation, row: QRect) -> None:
        """Over the trailing end of a row."""
        self._id = conversation.id
        is_done = conversation.shelf is Shelf.DONE
        done_key, snooze_key = getattr(self, "_keys", ("", ""))
        self._done.set_icon("inbox" if is_done else "done")
        self._done.set_name(say("command.back_to_inbox" if is_done else "command.done"), done_key)
        self._snooze.set_name(say("command.snooze"), snooze_key)
        size = self.sizeHint()
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x = row.left() + INSET if is_rtl else row.right() - INSET - size.width()
        self.setGeometry(x, row.top() + TOP, size.width(), size.height())
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, rect = self._theme_source.current, QPainter(self), QRectF(self.rect())
        radius = theme.size("radius.control")
        fill_rounded(painter, rect, radius, theme.color("bg.raised"))
        stroke_rounded(painter, rect, radius, theme.color("line.separator"))
