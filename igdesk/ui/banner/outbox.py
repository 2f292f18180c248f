"""What waits to be sent, in sending order, with a way back for each reply."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from igdesk.domain.conversation import Conversation
from igdesk.domain.message_kinds import Delivery
from igdesk.domain.outbox import OutboxItem
from igdesk.domain.window import MessagingWindow
from igdesk.ui import format as fmt
from igdesk.ui.controls import ButtonKind, TextButton
from igdesk.ui.layout.margins import set_margins
from igdesk.ui.layout.popover import Popover
from igdesk.ui.paint import paint_avatar
from igdesk.ui.part_words import part_line
from igdesk.ui.plain_text import PlainText
from igdesk.ui.scroll import OverlayScrollBar
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

_WIDTH = 360
_MOST_HEIGHT = 360
_AVATAR = 28


class OutboxRow(QWidget):
    """One reply."""

    edit = Signal(int)
    remove = Signal(int)

    def __init__(
        self,
        item: OutboxItem,
        conversation: Conversation,
        window: MessagingWindow,
        now: datetime,
        theme_source: ThemeSource,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self._person = conversation.participant
        name = self._person.display_name or say("row.nobody")
        state = state_words(item, window, now)
        column = QVBoxLayout(self)
        set_margins(column, self, _AVATAR + 10, 6, 0, 6)
        column.setSpacing(1)
        column.addWidget(PlainText(theme_source, self, weight=600, max_lines=1, text=name))
        column.addWidget(PlainText(theme_source, self, color="text.secondary", max_lines=1, text=part_line(item.part)))
        foot = QHBoxLayout()
        foot.setSpacing(4)
        failed = item.delivery is Delivery.FAILED
        color = "danger.text" if failed else "text.tertiary"
        foot.addWidget(PlainText(theme_source, self, scale="small", color=color, max_lines=1, text=state), 1)
        if item.delivery in (Delivery.HELD, Delivery.QUEUED, Delivery.FAILED):
            for word, spoken, signal in (
                ("outbox.edit", say("outbox.edit.name", name=name), self.edit),
                ("outbox.remove", say("outbox.remove.name", name=name), self.remove),
            ):
                button = TextButton(say(word), theme_source, self, kind=ButtonKind.LINK, small=True)
                button.setAccessibleName(spoken)
                button.clicked.connect(lambda _on=False, s=signal: s.emit(item.message_id))
                foot.addWidget(button)
        column.addLayout(foot)
        self.setAccessibleName(f"{name}, {part_line(item.part)}, {state}")

    def paintEvent(self, event: QPaintEvent) -> None:
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x = self.width() - _AVATAR if is_rtl else 0
        key = self._person.igsid or self._person.username
        rect = QRectF(x, 8, _AVATAR, _AVATAR)
        paint_avatar(QPainter(self), rect, self._theme_source.current, key, self._person.display_name)


class OutboxPopover(Popover):
    """360 wide; as high as its rows, up to a limit."""

    edit = Signal(int)
    remove = Signal(int)

    def __init__(
        self,
        items: Sequence[tuple[OutboxItem, Conversation]],
        window_of: Callable[[Conversation], MessagingWindow],
        now: datetime,
        theme_source: ThemeSource,
        parent: QWidget,
    ) -> None:
        super().__init__(theme_source, parent, width=_WIDTH)
        self.setObjectName("outbox")
        self.setAccessibleName(say("outbox.title"))
        self.column.addWidget(PlainText(theme_source, self, scale="title3", text=say("outbox.title")))
        if not items:
            self.column.addWidget(PlainText(theme_source, self, color="text.secondary", text=say("outbox.empty")))
            return
        holder = QWidget()
        rows = QVBoxLayout(holder)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for item, conversation in items:
            row = OutboxRow(item, conversation, window_of(conversation), now, theme_source, holder)
            row.edit.connect(self._edit)
            row.remove.connect(self._remove)
            rows.addWidget(row)
        area = _RowsArea(theme_source)
        area.setWidget(holder)
        self.column.addWidget(area)

    def _edit(self, message_id: int) -> None:
        self.dismiss()
        self.edit.emit(message_id)

    def _remove(self, message_id: int) -> None:
        self.dismiss()
        self.remove.emit(message_id)


class _RowsArea(QScrollArea):
    """As high as what is in it, up to a limit."""

    def __init__(self, theme_source: ThemeSource) -> None:
        super().__init__()
        self._bar = OverlayScrollBar(self, theme_source)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setAutoFillBackground(False)

    def setWidget(self, widget: QWidget) -> None:  # noqa: N802 - the name of Qt
        widget.setAutoFillBackground(False)
        super().setWidget(widget)
        widget.setAutoFillBackground(False)

    def sizeHint(self) -> QSize:
        widget: QWidget | None = self.widget()
        inside = widget.sizeHint().height() if widget is not None else 0
        return QSize(_WIDTH, min(inside, _MOST_HEIGHT))


def state_words(item: OutboxItem, window: MessagingWindow, now: datetime) -> str:
    """What stands under a reply in the outbox."""
    match item.delivery:
        case Delivery.HELD:
            return say("state.held")
        case Delivery.SENDING:
            return say("state.sending")
        case Delivery.UNCERTAIN:
            return say("state.uncertain")
        case Delivery.FAILED:
            return say("outbox.held_back") if not window.allows_reply else say("outbox.failed")
        case _:
            left = fmt.window_long(window, now)
            return say("outbox.waiting.left", left=left) if left else say("state.queued")
