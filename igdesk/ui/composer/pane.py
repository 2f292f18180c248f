"""Where a reply is written. Knows nothing of the network: it says what was submitted and what the draft is now."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from igdesk.domain.ids import ConversationId
from igdesk.ui.accessible_role import set_opens, set_role
from igdesk.ui.composer.counter import measure
from igdesk.ui.composer.footer import ComposerFooter
from igdesk.ui.composer.quote_bar import QuoteBar, QuotedMessage
from igdesk.ui.composer.reply_box import OUTSET, PADDING_Y, ReplyBox
from igdesk.ui.composer.send_menu import SendMenu, SendRow
from igdesk.ui.composer.strip_bar import StripBar
from igdesk.ui.composer.strip_choice import ReplySituation, Strip, choose_strip
from igdesk.ui.composer.undo_strip import UndoStrip
from igdesk.ui.composer.words import (
    field_name,
    footer_words,
    key_hint,
    person,
    placeholder,
    send_name,
    strip_words,
)
from igdesk.ui.controls import IconButton, TextButton
from igdesk.ui.paint import fill
from igdesk.ui.texts import isolate, keys_here, say
from igdesk.ui.theme import ThemeSource

DRAFT_AFTER_MS = 300
_MARGIN_X = 16
_MARGIN_TOP = 8
_FOOTER_GAP = 3
_MARGIN_BOTTOM = 7
_TELL_THE_TIME = ("strip.soon", "strip.urgent", "strip.human", "strip.reminded")


class ComposerPane(QWidget):
    """One conversation at a time. The recipient is the conversation shown when Send is pressed."""

    submitted = Signal(int, str)
    """Conversation and text of a reply. The field is empty when this is emitted."""
    draft_changed = Signal(int, str)
    human_reply_wanted = Signal(int)
    """The first personal reply to this customer: ask, then call ``send_as_human_reply``."""
    strip_acted = Signal(object)
    open_in_instagram = Signal()
    undo_wanted = Signal(int)
    """The reply of this conversation that is still held is to come back."""
    quote_removed = Signal(int)
    emoji_wanted = Signal()
    remind_wanted = Signal(int)
    """Bring this conversation back when the customer writes."""
    writing = Signal(int, bool)
    """Somebody types in the reply of this conversation, or has emptied it."""
    left = Signal()
    """Esc in the field."""
    timeline_scrolled = Signal(int)

    def __init__(
        self,
        theme_source: ThemeSource,
        *,
        server_now: Callable[[], datetime],
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("composerPane")
        set_role(self, QAccessible.Role.Grouping)
        self._theme_source = theme_source
        self._server_now = server_now
        self._now = now
        self._situation: ReplySituation | None = None
        self._has_agreed = False
        self._is_loading = False
        self._is_low = False
        self._was_empty = True
        self._has_files = self._is_checking_files = False
        self._is_draft_new = False
        """What is typed was not given away yet. (The timer does not tell: when it calls, it is not active any more.)"""
        self._draft_due = QTimer(self)
        self._draft_due.setSingleShot(True)
        self._draft_due.setInterval(DRAFT_AFTER_MS)
        self._draft_due.timeout.connect(self.flush_draft)
        self._strip_bar = StripBar(theme_source, self)
        self._undo_strip = UndoStrip(theme_source, server_now, self)
        self._quote_bar = QuoteBar(theme_source, self)
        self._box = ReplyBox(theme_source, self)
        self.saved_button = self._tool("saved", say("saved.title"), "composerSaved", "Ctrl+/")
        self.saved_button.hide()
        set_opens(self.saved_button)
        self.emoji_button = self._tool("smile", say("composer.emoji"), "composerEmoji", "Ctrl+E")
        set_opens(self.emoji_button)
        self.emoji_button.clicked.connect(self.emoji_wanted)
        self.send_menu = SendMenu(self._box.send, theme_source)
        self.send_menu.sources.append(lambda: [self._send_row()])
        self._footer = ComposerFooter(theme_source, self)
        self._closed_row = self._make_closed_row()
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN_X, _MARGIN_TOP - OUTSET, _MARGIN_X, _MARGIN_BOTTOM)
        column.setSpacing(0)
        column.addWidget(self._strip_bar)
        column.addWidget(self._undo_strip)
        column.addWidget(self._quote_bar)
        outset = QHBoxLayout()
        outset.setContentsMargins(-OUTSET, 0, -OUTSET, 0)
        outset.addWidget(self._box)
        column.addLayout(outset)
        column.addSpacing(_FOOTER_GAP - OUTSET)
        column.addWidget(self._footer)
        column.addWidget(self._closed_row)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        text = self._box.text
        text.textChanged.connect(self._follow_text)
        text.send_pressed.connect(self._submit)
        text.left.connect(self.left)
        text.timeline_scrolled.connect(self.timeline_scrolled)
        self._box.send.clicked.connect(self._submit)
        self._strip_bar.acted.connect(self.strip_acted)
        self._undo_strip.undone.connect(self.undo_send)
        self._quote_bar.removed.connect(self.remove_quote)
        theme_source.changed.connect(self.update)

    @property
    def conversation_id(self) -> ConversationId | None:
        """Whom a reply would go to."""
        return self._situation.conversation.id if self._situation is not None else None

    @property
    def box(self) -> ReplyBox:
        """The field with its buttons."""
        return self._box

    def add_over_box(self, widget: QWidget) -> None:
        """Something that stands between the quote and the field, as wide as the box."""
        self._column.insertWidget(self._column.indexOf(self._quote_bar) + 1, widget)

    @property
    def stop_before_box(self) -> QWidget:
        """After this Tab comes to what stands over the box."""
        return self._quote_bar.close_button

    def set_files(self, has_files: bool, *, is_checking: bool) -> None:
        """Whether files go out with the reply; while they are looked at nothing can be sent."""
        self._has_files, self._is_checking_files = has_files, is_checking
        self._enable_send()

    @property
    def can_send(self) -> bool:
        """Whether a reply may be sent at all now."""
        return self._situation is not None and self._situation.can_send

    @property
    def quote(self) -> QuotedMessage | None:
        """The message that is answered."""
        return self._quote_bar.quote

    def show_quote(self, quote: QuotedMessage | None, *, is_told: bool = True) -> None:
        """Answer a message, or none."""
        self._quote_bar.show_quote(quote, is_told=is_told)
        self.refresh()

    def remove_quote(self) -> bool:
        """The person no longer answers a message; whether they did."""
        had_quote, conversation_id = self.quote is not None, self.conversation_id
        self.show_quote(None)
        if had_quote and conversation_id is not None:
            self.quote_removed.emit(conversation_id)
        return had_quote

    @property
    def can_undo_send(self) -> bool:
        return self._undo_strip.is_counting

    def count_to(self, until: datetime | None) -> None:
        """A reply leaves then and can be undone until then; None: there is none."""
        if until is not None or self._undo_strip.is_counting:
            self._undo_strip.count_to(until)
            self.refresh()

    def undo_send(self) -> None:
        if self.can_undo_send and self.conversation_id is not None:
            self.undo_wanted.emit(self.conversation_id)

    @property
    def strip(self) -> Strip | None:
        return self._strip_bar.strip

    @property
    def text(self) -> str:
        """What stands in the field, as typed."""
        return self._box.text.text()

    @property
    def field(self) -> QWidget:
        """Takes the focus when the pane is entered by key."""
        return self._box.text

    @property
    def has_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and (focus is self or self.isAncestorOf(focus))

    @property
    def is_composing(self) -> bool:
        return self._box.text.is_composing

    def show_conversation(self, situation: ReplySituation, draft: str, *, has_agreed_to_human_reply: bool) -> None:
        """Another conversation; the draft of the one before is given away first."""
        self.flush_draft()
        self._situation = situation
        self._has_agreed = has_agreed_to_human_reply
        self._load(draft)
        self.refresh()

    def update_situation(self, situation: ReplySituation) -> None:
        """The same conversation in another situation; what is typed stays."""
        if situation.conversation.id == self.conversation_id:
            self._situation = situation
            self.refresh()

    def clear(self) -> None:
        """No conversation."""
        self.flush_draft()
        self._situation = None
        self._load("")
        self._quote_bar.show_quote(None)
        self._undo_strip.count_to(None)
        self._strip_bar.show_strip(None, "", "")

    def load_draft(self, text: str) -> None:
        """Show what the archive holds as the draft now, e.g. after a reply was taken out of the outbox."""
        self._load(text)
        self.refresh()

    def flush_draft(self) -> None:
        """Give the draft away now if it changed since."""
        if self._is_draft_new:
            self._forget_draft()
            if self._situation is not None:
                self.draft_changed.emit(self._situation.conversation.id, self.text)

    def send_as_human_reply(self, conversation_id: ConversationId) -> None:
        """The person agreed; nothing is sent if meanwhile another conversation is shown."""
        if conversation_id == self.conversation_id:
            self._has_agreed = True
            self._submit()

    @property
    def can_submit(self) -> bool:
        """Whether there is something to send, and it may be sent now."""
        return self._box.send.isEnabled()

    def submit(self) -> bool:
        """As the Send button; whether the reply is on its way. It is not while a question about it is open."""
        sent: list[int] = []
        connection = self.submitted.connect(lambda conversation_id, _text: sent.append(conversation_id))
        self._submit()
        self.submitted.disconnect(connection)
        return bool(sent)

    def focus_text(self) -> None:
        self._box.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_room(self, column_height_px: int, *, is_low: bool) -> None:
        """Height of the column: the field takes up to 40 % of it. In a low window the hint is left out."""
        share = self._theme_source.current.size("size.composer.maxRatio")
        self._box.text.set_most_height(max(round(column_height_px * share) - PADDING_Y, 40))
        if is_low != self._is_low:
            self._is_low = is_low
            self.refresh()

    def refresh(self) -> None:
        """Words and states anew; once a minute the time left changes."""
        situation = self._situation
        if situation is None:
            return
        server_now, now = self._server_now(), self._now()
        strip = choose_strip(situation) if not self.can_undo_send else None
        lead, rest = strip_words(strip, situation, server_now, now) if strip is not None else ("", "")
        self._strip_bar.show_strip(strip, lead, rest)
        tells_window = strip is not None and strip.text_id.startswith(_TELL_THE_TIME)
        is_empty = not self.text.strip()
        self._footer.set_window(footer_words(situation, server_now, now, tells_window=tells_window, is_empty=is_empty))
        has_quote = self.quote is not None
        enter_sends, lengths = self._box.text.enter_sends, () if self._is_low else (False, True)
        self._footer.set_hints(
            *(key_hint(situation, is_short=s, has_quote=has_quote, enter_sends=enter_sends) for s in lengths)
        )
        is_closed = not situation.can_send
        offers_instagram = is_closed and situation.conversation.can_reply
        self._closed_row.setVisible(offers_instagram)
        person_here = situation.conversation.participant
        self._remind.set_text(say("composer.remind", name=isolate(person_here.first_name or say("row.nobody"))))
        self._footer.setVisible(not is_closed)
        self._box.set_closed(is_closed)
        self._box.send.set_name(send_name(situation))
        text, name = self._box.text, field_name(situation)
        text.set_placeholder(placeholder(situation))
        text.setAccessibleName(name)
        self.setAccessibleName(say("composer.name", name=person(situation.conversation.participant)))
        self._enable_send()

    def paintEvent(self, event: QPaintEvent) -> None:
        fill(QPainter(self), self.rect(), self._theme_source.current.color("bg.canvas"))

    def _make_closed_row(self) -> QWidget:
        row = QWidget(self)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 5, 0, 4)
        line.setSpacing(6)
        self._remind = TextButton(" ", self._theme_source, row, icon_name="bell", small=True)
        self._remind.setObjectName("composerRemind")
        self._remind.clicked.connect(self._ask_to_remind)
        line.addWidget(self._remind)
        button = TextButton(say("action.open_instagram"), self._theme_source, row, icon_name="open", small=True)
        button.setObjectName("composerOpenInstagram")
        button.clicked.connect(self.open_in_instagram)
        line.addWidget(button)
        line.addStretch(1)
        row.hide()
        return row

    def _ask_to_remind(self) -> None:
        if self.conversation_id is not None:
            self.remind_wanted.emit(self.conversation_id)

    def _tool(self, icon_name: str, name: str, object_name: str, key: str, *, leading: bool = False) -> IconButton:
        """A button in the box."""
        side = int(self._theme_source.current.size("size.composer.tool"))
        button = IconButton(icon_name, name, self._theme_source, self._box, size_key="composer", side=side, key=key)
        button.setObjectName(object_name)
        self._box.add_tool(button, leading=leading)
        return button

    def insert(self, text: str) -> None:
        """Put a text where the cursor is, as one step that can be undone."""
        self._box.text.insertPlainText(text)
        self._box.text.ensureCursorVisible()

    def set_enter_sends(self, enter_sends: bool) -> None:
        """Whether Enter sends, or only Ctrl+Enter."""
        self._box.text.enter_sends = enter_sends
        self._box.send.set_key(self._send_key)
        self.refresh()

    @property
    def _send_key(self) -> str:
        return "Enter" if self._box.text.enter_sends else keys_here("Ctrl+Enter")

    def _send_row(self) -> SendRow:
        return SendRow(
            "send", self._box.send.accessibleName(), self._submit, self._send_key, self._box.send.isEnabled()
        )

    def _forget_draft(self) -> None:
        self._is_draft_new = False
        self._draft_due.stop()

    def _load(self, text: str) -> None:
        self._forget_draft()
        self._is_loading = True
        self._box.text.replace_text(text)
        self._is_loading = False
        self._show_length()

    def _follow_text(self) -> None:
        if self._is_loading or self._situation is None:
            return
        self._is_draft_new = True
        if not self._draft_due.isActive():  # somebody who writes without a pause must not lose it all
            self._draft_due.start()
        self._show_length()
        self.writing.emit(self._situation.conversation.id, bool(self.text.strip()))

    def _show_length(self) -> None:
        text = self.text
        self._footer.set_length(measure(text))
        self._enable_send()
        is_empty = not text.strip()
        if is_empty != self._was_empty:
            self._was_empty = is_empty
            self.refresh()

    def _enable_send(self) -> None:
        has_content = bool(self.text.strip()) or self._has_files
        may_send = self.can_send and has_content and not self._is_checking_files
        if not may_send and self._box.send.hasFocus():
            self.focus_text()  # the button has nothing to do any more, and would pass the focus on
        self._box.send.setEnabled(may_send)

    def _submit(self) -> None:
        """Send what is in the field. It is empty before anybody hears of it, so a second Enter finds nothing."""
        situation, text = self._situation, self.text.strip()
        if situation is None or not (text or self._has_files) or not situation.can_send or self.is_composing:
            return
        if self._is_checking_files:
            return
        conversation_id = situation.conversation.id
        if situation.is_human_reply and not self._has_agreed:
            self.human_reply_wanted.emit(conversation_id)
            return
        self._load("")
        self.submitted.emit(conversation_id, text)
