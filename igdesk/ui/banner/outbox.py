"""What waits to be sent, in sending order, with a way back for each reply."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from igdesk.domain.conversation import Conversation, Participant
from igdesk.domain.ids import ConversationId
from igdesk.domain.message_kinds import Delivery
from igdesk.domain.outbox import OutboxItem
from igdesk.domain.scheduled import ScheduledReply
from igdesk.domain.text import one_line
from igdesk.domain.window import MessagingWindow
from igdesk.ui import format as fmt
from igdesk.ui.accessible_role import set_role
from igdesk.ui.controls import ButtonKind, TextButton
from igdesk.ui.format import moment_near
from igdesk.ui.layout.margins import set_margins
from igdesk.ui.layout.popover import Popover
from igdesk.ui.paint import paint_avatar
from igdesk.ui.part_words import part_line
from igdesk.ui.plain_text import PlainText
from igdesk.ui.scroll import OverlayScrollBar
from igdesk.ui.texts import isolate, say
from igdesk.ui.theme import ThemeSource

_WIDTH = 360
_MOST_HEIGHT = 360
_AVATAR = 28


@dataclass(frozen=True, slots=True)
class Entry:
    """One reply that has not left."""

    id: int
    """Of its message, or of the reply that leaves later."""
    is_scheduled: bool
    conversation_id: ConversationId
    person: Participant
    text: str
    state: str
    is_failed: bool = False
    can_change: bool = True
    """Neither on its way nor perhaps sent already."""

    @property
    def name(self) -> str:
        return self.person.display_name or say("row.nobody")


def entry_of(item: OutboxItem, conversation: Conversation, window: MessagingWindow, now: datetime) -> Entry:
    """A reply of the outbox. ``now``: Instagram's clock."""
    return Entry(
        item.message_id,
        False,
        conversation.id,
        conversation.participant,
        part_line(item.part),
        state_words(item, window, now),
        item.delivery is Delivery.FAILED,
        item.delivery in (Delivery.HELD, Delivery.QUEUED, Delivery.FAILED),
    )


def scheduled_entry(reply: ScheduledReply, conversation: Conversation, now: datetime) -> Entry:
    """A reply that leaves at a time of its own. ``now``: the computer's clock."""
    time = isolate(moment_near(reply.send_at, now))
    state = say("outbox.missed" if reply.is_missed else "outbox.leaves", time=time)
    text = one_line(reply.text)
    return Entry(reply.id, True, conversation.id, conversation.participant, text, state, reply.is_missed)


class OutboxRow(QWidget):
    """One reply."""

    edit = Signal(object)
    remove = Signal(object)

    def __init__(self, entry: Entry, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        set_role(self, QAccessible.Role.ListItem)
        self._theme_source = theme_source
        self._person = entry.person
        self.buttons: list[TextButton] = []
        column = QVBoxLayout(self)
        set_margins(column, self, _AVATAR + 10, 6, 0, 6)
        column.setSpacing(1)
        column.addWidget(PlainText(theme_source, self, weight=600, max_lines=1, text=isolate(entry.name)))
        column.addWidget(PlainText(theme_source, self, color="text.secondary", max_lines=1, text=entry.text))
        foot = QHBoxLayout()
        foot.setSpacing(4)
        color = "danger.text" if entry.is_failed else "text.tertiary"
        foot.addWidget(PlainText(theme_source, self, scale="small", color=color, max_lines=2, text=entry.state), 1)
        if entry.can_change:
            for word, spoken, signal in (
                ("outbox.edit", say("outbox.edit.name", name=entry.name), self.edit),
                ("outbox.remove", say("outbox.remove.name", name=entry.name), self.remove),
            ):
                button = TextButton(say(word), theme_source, self, kind=ButtonKind.LINK, small=True)
                button.setAccessibleName(spoken)
                button.clicked.connect(lambda _on=False, s=signal: s.emit(entry))
                foot.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
                self.buttons.append(button)
        column.addLayout(foot)
        self.setAccessibleName(f"{entry.name}, {entry.text}, {entry.state}")

    def paintEvent(self, event: QPaintEvent) -> None:
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x = self.width() - _AVATAR if is_rtl else 0
        key = self._person.igsid or self._person.username
        rect = QRectF(x, 8, _AVATAR, _AVATAR)
        paint_avatar(QPainter(self), rect, self._theme_source.current, key, self._person.display_name)


class OutboxPopover(Popover):
    """360 wide; as high as its rows, up to a limit. Up and down go from reply to reply."""

    edit = Signal(object)
    """Entry."""
    remove = Signal(object)
    """Entry; the popover stays."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme_source, parent, width=_WIDTH)
        self.setObjectName("outbox")
        self.setAccessibleName(say("outbox.title"))
        self.column.addWidget(PlainText(theme_source, self, scale="title3", text=say("outbox.title")))
        self._nothing = PlainText(theme_source, self, color="text.secondary", text=say("outbox.empty"))
        self.column.addWidget(self._nothing)
        self._area = _RowsArea(theme_source)
        self.column.addWidget(self._area)
        self._entries: list[Entry] | None = None
        self._rows: list[OutboxRow] = []

    def show_entries(self, entries: list[Entry]) -> None:
        """In sending order; what is the same stays as it is."""
        if entries == self._entries:
            return
        at = self._row_with_focus()
        self._entries = entries
        self._nothing.setVisible(not entries)
        self._area.setVisible(bool(entries))
        if self.isVisible():
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # not on a button that goes
        holder = QWidget()
        set_role(holder, QAccessible.Role.List)
        holder.setAccessibleName(say("outbox.list", n=len(entries)))
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._rows = [OutboxRow(entry, self.theme_source, holder) for entry in entries]
        for row in self._rows:
            row.edit.connect(self._edit)
            row.remove.connect(self.remove)
            column.addWidget(row)
        self._area.setWidget(holder)
        self.refit()
        if at is not None and entries:
            self._focus_row(min(at, len(entries) - 1))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Buttons would take the arrows for a way to the next button.
        is_key = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if is_key and isinstance(watched, TextButton) and self.isAncestorOf(watched):
            assert isinstance(event, QKeyEvent)
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.keyPressEvent(event)
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._rows:
            at, is_down = self._row_with_focus(), event.key() == Qt.Key.Key_Down
            if at is None:
                self._focus_row(0 if is_down else len(self._rows) - 1)
            else:
                self._focus_row(at + (1 if is_down else -1))
            return
        super().keyPressEvent(event)

    def _row_with_focus(self) -> int | None:
        focus: QWidget | None = self.focusWidget()
        return next((n for n, row in enumerate(self._rows) if focus is not None and row.isAncestorOf(focus)), None)

    def _focus_row(self, number: int) -> None:
        """Its first button; rows on their way have none and are passed over."""
        step = 1 if number >= (self._row_with_focus() or 0) else -1
        while 0 <= number < len(self._rows):
            if self._rows[number].buttons:
                self._rows[number].buttons[0].setFocus(Qt.FocusReason.TabFocusReason)
                self._area.ensureWidgetVisible(self._rows[number], 0, 0)
                return
            number += step

    def _edit(self, entry: Entry) -> None:
        self.dismiss()
        self.edit.emit(entry)


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
