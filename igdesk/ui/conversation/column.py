"""The third column: the messages of a conversation with the composer under them, or what stands there before."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from igdesk.domain.account import Account, AccountState, Capability
from igdesk.domain.changes import ChangeSet
from igdesk.domain.conversation import Conversation
from igdesk.domain.ids import ConversationId, MessageId
from igdesk.domain.message_kinds import Delivery
from igdesk.domain.replying import ASK_HUMAN, agreed_to_human, is_not_off, never_ask_human
from igdesk.domain.status import Connection, EngineStatus, KnownError
from igdesk.domain.window import reply_span
from igdesk.store.archive import Archive
from igdesk.ui.conversation.unsent import Unsent
from igdesk.ui.engine_door import EngineDoor
from igdesk.ui.images import ImageCache
from igdesk.ui.layout.arrangement import hides_composer_hint
from igdesk.ui.theme import ThemeSource

if TYPE_CHECKING:
    from igdesk.ui.composer.pane import ComposerPane
    from igdesk.ui.composer.strip_choice import ReplySituation
    from igdesk.ui.conversation.attaching import Attaching
    from igdesk.ui.conversation.empty import EmptyConversation, EmptyState
    from igdesk.ui.conversation.later import SendingLater
    from igdesk.ui.conversation.message_offers import MessageOffers
    from igdesk.ui.conversation.offering import Offering
    from igdesk.ui.conversation.quoting import Quoting
    from igdesk.ui.conversation.reacting import Reacting
    from igdesk.ui.conversation.talk import Talk
    from igdesk.ui.conversation.writing import Writing
    from igdesk.ui.timeline.pane import TimelinePane
    from igdesk.ui.timeline.rows import ReplyTime

MINUTE_MS = 60_000
KEEP_AGAIN_MS = 5_000


class ConversationColumn(QWidget):
    """Opens, shows, sends. One conversation at a time."""

    failed = Signal(object)
    """KnownError: something typed could not be kept; the words stay in the field."""
    start_requested = Signal(int)
    view_wanted = Signal(object)
    """InboxView, from the words that stand there while nothing is open."""
    opening = Signal()
    """Another conversation is known, and not shown yet: whoever takes room beside it does so now."""
    talk_made = Signal()
    """Timeline and composer exist from now on."""

    def __init__(
        self,
        archive: Archive,
        door: EngineDoor,
        images: ImageCache,
        theme_source: ThemeSource,
        *,
        now: Callable[[], datetime] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._archive = archive
        self._door = door
        self._theme_source = theme_source
        self._now = now or (lambda: datetime.now(UTC))
        self._conversation: Conversation | None = None
        self._account: Account | None = None
        self._is_trouble_told = False
        self._unsent = Unsent()
        self._unkept: dict[ConversationId, str] = {}
        """Drafts that could not be written, by a full disk for instance; tried until they are."""
        self._keep_again = QTimer(self, singleShot=True, interval=KEEP_AGAIN_MS)
        self._keep_again.timeout.connect(self._keep_unkept)
        self._empty: EmptyConversation | None = None
        self._key_of: Callable[[str], str] | None = None
        self._images = images
        self._talk: Talk | None = None
        self.quoting: Quoting
        self.reacting: Reacting
        self.offers: MessageOffers
        self.writing: Writing
        self.later: SendingLater
        self.attaching: Attaching
        self.offering: Offering
        """There with timeline and composer."""
        self._stack = QStackedWidget(self)
        self._blank = QWidget(self)
        self._stack.addWidget(self._blank)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        self._minute = QTimer(self)
        self._minute.setInterval(MINUTE_MS)
        self._minute.timeout.connect(self.tick)
        self._minute.start()

    @property
    def conversation(self) -> Conversation | None:
        return self._conversation

    @property
    def empty(self) -> "EmptyConversation":
        """What stands there while nothing is open; the inbox is painted without it."""
        if self._empty is None:
            from igdesk.ui.conversation.empty import EmptyConversation

            blank, self._empty = self._blank, EmptyConversation(self._theme_source, self)
            self._empty.start_requested.connect(self.start_requested)
            self._empty.view_wanted.connect(self.view_wanted)
            if self._key_of is not None:
                self._empty.keys.teach(self._key_of)
            self._stack.insertWidget(0, self._empty)
            if self._stack.currentWidget() is blank:
                self._stack.setCurrentWidget(self._empty)
            self._stack.removeWidget(blank)
            blank.deleteLater()
        return self._empty

    def teach_keys(self, key_of: Callable[[str], str]) -> None:
        """The keys of commands, to be shown while nothing is open."""
        self._key_of = key_of
        if self._empty is not None:
            self._empty.keys.teach(key_of)

    @property
    def has_talk(self) -> bool:
        return self._talk is not None

    @property
    def talk(self) -> "Talk":
        """Timeline and composer. Made when first asked for: the inbox is painted without them."""
        if self._talk is None:
            from igdesk.ui.conversation.attaching import Attaching
            from igdesk.ui.conversation.later import SendingLater
            from igdesk.ui.conversation.message_offers import MessageOffers
            from igdesk.ui.conversation.offering import Offering
            from igdesk.ui.conversation.quoting import Quoting
            from igdesk.ui.conversation.reacting import Reacting
            from igdesk.ui.conversation.talk import Talk
            from igdesk.ui.conversation.writing import Writing

            talk = self._talk = Talk(
                self._archive,
                self._images,
                self._theme_source,
                server_now=self._door.server_now,
                now=self._now,
                parent=self,
            )
            self._stack.addWidget(talk)
            talk.composer.submitted.connect(self._send)
            talk.composer.draft_changed.connect(self._keep_draft)
            talk.composer.human_reply_wanted.connect(self._ask_for_human_reply)
            self.quoting = Quoting(self, self._archive)
            self.reacting = Reacting(self, self._archive, self._door, self._theme_source)
            self.offers = MessageOffers(self)
            self.writing = Writing(self, self._archive, self._door, self._theme_source, self._now)
            self.later = SendingLater(self, self._archive, self._door, self._theme_source, self._now)
            self.attaching = Attaching(self, self._archive, self._door, self._images, self._theme_source)
            self.offering = Offering(self, self._door, self._theme_source)
            self._give_room(talk)
            self.talk_made.emit()
        return self._talk

    @property
    def timeline(self) -> "TimelinePane":
        return self.talk.timeline

    @property
    def composer(self) -> "ComposerPane":
        return self.talk.composer

    def open(self, conversation_id: ConversationId) -> Conversation | None:
        """Show a conversation from the archive, now; answers its row, or None if it is gone."""
        self.composer.flush_draft()
        row = self._row(conversation_id)
        if row is None:
            return None
        if self._conversation is None or self._conversation.id != row.id:
            self._conversation = row
            self._account = self._archive.accounts.get(row.account_id)
            self.opening.emit()
            self._stack.setCurrentWidget(self.talk)
            self.timeline.open_conversation(row, reply_time=self._reply_time())
            is_waiting = row.id in self._unsent
            draft = self._unsent.typed_beside(row.id) if is_waiting else self._unkept.get(row.id, row.draft)
            self.composer.show_conversation(
                self.situation(row), draft, has_agreed_to_human_reply=self._has_agreed(row.id)
            )
            self.quoting.show_kept(row)
            self.writing.follow_hold(row)
            self.attaching.opened(row)
            self._follow_network(self._door.status)
        return row

    def close_conversation(self) -> None:
        """Nothing is open."""
        if self._talk is not None:
            self._talk.composer.clear()
            self._talk.timeline.close_conversation()
        self._conversation = None
        self._stack.setCurrentIndex(0)

    def show_empty(self, state: "EmptyState") -> None:
        self.empty.show_state(state)

    def apply(self, changes: ChangeSet) -> None:
        """Show the messages that a transaction changed, if they are of this conversation."""
        if self._conversation is not None:
            self.timeline.apply(changes)

    def settle(self, changes: ChangeSet) -> None:
        """What stands around the messages."""
        row = self._conversation
        if row is not None and (row.id in changes.conversations or changes.accounts):
            fresh = self._row(row.id)
            if fresh is not None:
                self._conversation = fresh
                self._account = self._archive.accounts.get(fresh.account_id)
                self.timeline.model.set_reply_time(self._reply_time())
                self.timeline.update_conversation(fresh)
                self.composer.update_situation(self.situation(fresh))
                self.writing.follow_hold(fresh)
                self.later.follow()
                self.quoting.follow(changes, fresh)
                self.attaching.changed(fresh, changes)

    def show_status(self, status: EngineStatus, *, is_trouble_told: bool) -> None:
        """The network came or went."""
        self._is_trouble_told = is_trouble_told
        self._follow_network(status)
        self._refresh_situation()

    def reload_draft(self) -> None:
        """The draft in the archive changed otherwise than by typing."""
        fresh = self._row(self._conversation.id) if self._conversation is not None else None
        if fresh is not None:
            self._conversation = fresh
            self.composer.load_draft(fresh.draft)
            self.quoting.show_kept(fresh)
            self.composer.focus_text()

    def tick(self) -> None:
        """A minute has passed: windows close by themselves."""
        self._refresh_situation()
        if self._talk is not None:
            self._talk.timeline.refresh_day()
            self.later.follow()
            self._talk.timeline.model.set_reply_time(self._reply_time())

    def situation(self, row: Conversation) -> "ReplySituation":
        """What the composer has to know about a conversation."""
        from igdesk.ui.composer.strip_choice import ReplySituation

        status = self._door.status
        account = self._account
        connection = status.of(row.account_id).connection
        is_signed_out = connection is Connection.SIGNED_OUT or (
            account is not None and account.state is AccountState.NEEDS_SIGN_IN
        )
        window = self._door.window_of(row)
        scheduled = self._archive.scheduling.of(row.id)
        return ReplySituation(
            row,
            window,
            human_agent=account.human_agent if account is not None else Capability.UNKNOWN,
            is_offline=connection in (Connection.OFFLINE, Connection.CAPTIVE),
            is_signed_out=is_signed_out,
            is_trouble_told=self._is_trouble_told,
            queued_count=status.queued_replies,
            held_back_count=self._held_back(row),
            scheduled_at=next((reply.send_at for reply in scheduled if not reply.is_missed), None),
            scheduled_count=sum(not reply.is_missed for reply in scheduled),
            missed_at=next((reply.send_at for reply in scheduled if reply.is_missed), None),
            is_text_only_told=self.has_talk and self.attaching.is_text_only_told,
        )

    def keep_typed(self) -> None:
        """Before the window goes: what was typed, and what was sent but not queued yet, is the draft."""
        if self._talk is not None:
            self._talk.composer.flush_draft()
        for conversation_id in self._unsent:
            self._keep_draft(conversation_id, self._typed_in(conversation_id))
        self._keep_unkept()
        self._unsent.clear()
        self._keep_again.stop()
        self._minute.stop()
        if self.has_talk:
            self.attaching.close()

    def keep_draft(self) -> None:
        """What is typed is in the archive from now on."""
        if self._talk is not None:
            self._talk.composer.flush_draft()

    def guarded(self, act: Callable[[], object]) -> None:
        """Do it; trouble of the archive is told where all of it is."""
        try:
            act()
        except KnownError as error:
            self.failed.emit(error)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._talk is not None:
            self._give_room(self._talk)

    def _give_room(self, talk: "Talk") -> None:
        talk.composer.set_room(self.height(), is_low=hides_composer_hint(self.window().height()))

    def _row(self, conversation_id: ConversationId) -> Conversation | None:
        return next(iter(self._archive.inbox.by_ids([conversation_id])), None)

    def _reply_time(self) -> "ReplyTime | None":
        from igdesk.ui.timeline.rows import ReplyTime

        account = self._account
        if account is None:
            return None
        # A minute is time enough: what is told of the past does not depend on it.
        now = self._door.server_now().replace(second=0, microsecond=0)
        return ReplyTime(reply_span(account.human_agent), account.connected_at, now)

    def _refresh_situation(self) -> None:
        if self._conversation is not None:
            self.composer.update_situation(self.situation(self._conversation))

    def _follow_network(self, status: EngineStatus) -> None:
        if self._conversation is not None:
            connection = status.of(self._conversation.account_id).connection
            self.timeline.set_offline(connection in (Connection.OFFLINE, Connection.CAPTIVE))

    def _held_back(self, row: Conversation) -> int:
        """Replies whose window ended while they waited; looked up only when something failed."""
        if not row.failed_count:
            return 0
        from igdesk.domain.outbox import FailureReason

        failed = [
            item.message_id
            for item, of in self._archive.outbox.items()
            if of.id == row.id and item.delivery is Delivery.FAILED
        ]
        messages = self._archive.timeline.by_ids(failed)
        return sum(message.failure == FailureReason.WINDOW_CLOSED.value for message in messages)

    def _send(self, conversation_id: int, text: str) -> None:
        """The field is empty already; if nothing was queued the words come back to it."""
        target = ConversationId(conversation_id)
        self._unsent.add(target, text)
        self._unkept.pop(target, None)
        if not self._door.is_attached:  # there is nobody yet who could queue it
            self._keep_draft(target, "")
        quoted, hold_s = self.quoting.take(target), self.writing.hold_s
        files = self.attaching.take(target)

        def done(ids: tuple[MessageId, ...]) -> None:
            self.attaching.sent(target, was_queued=bool(ids))
            (self._unsent.forget if ids else self._give_back)(target, text)
            if ids and hold_s:
                self.writing.remember(ids, text)

        rest = partial(self.draft_beside, target, sent=text)
        try:
            if files:
                from igdesk.domain.reply import parts_of

                self._door.send(target, parts_of(text, files), done, draft=rest, quoted=quoted, hold_s=hold_s)
            else:
                self._door.send_text(target, text, done, draft=rest, quoted=quoted, hold_s=hold_s)
        except KnownError as error:
            self.attaching.sent(target, was_queued=False)
            self._give_back(target, text)
            self.failed.emit(error)

    def _typed_in(self, conversation_id: ConversationId) -> str:
        """What is typed there beside what was sent."""
        is_shown = self.composer.conversation_id == conversation_id
        return self.composer.text if is_shown else self._unsent.typed_beside(conversation_id)

    def _give_back(self, conversation_id: ConversationId, text: str) -> None:
        """A refused reply is a draft again, where it was written."""
        typed = self._typed_in(conversation_id)
        self._unsent.forget(conversation_id, text)
        text = f"{text}\n{typed}" if typed.strip() else text
        if self.composer.conversation_id == conversation_id:
            self.composer.load_draft(text)
            row = self._row(conversation_id)
            if row is not None:
                self.quoting.show_kept(row)
        self._keep_draft(conversation_id, text)

    def draft_beside(
        self, conversation_id: ConversationId, *, sent: str | None = None, takes_text: bool = False
    ) -> str | None:
        """What is the draft once a reply (``sent``, or what is in the field) is queued; None: it does not change."""
        if self.composer.conversation_id != conversation_id and conversation_id not in self._unsent:
            return None
        typed = "" if takes_text else self._typed_in(conversation_id)
        return self._unsent.draft(conversation_id, typed, without=sent)

    def _keep_draft(self, conversation_id: int, text: str) -> None:
        self._unkept[ConversationId(conversation_id)] = text
        self._unsent.note_typed(ConversationId(conversation_id), text)
        self._keep_unkept()

    def _keep_unkept(self) -> None:
        for conversation_id, text in list(self._unkept.items()):
            try:
                self._archive.inbox.save_draft(conversation_id, self._unsent.draft(conversation_id, text))
            except KnownError as error:
                self._keep_again.start()
                self.failed.emit(error)
                return
            self._unkept.pop(conversation_id, None)

    def _has_agreed(self, conversation_id: ConversationId) -> bool:
        settings = self._archive.settings
        row = self._row(conversation_id)
        return (
            not is_not_off(settings.get(ASK_HUMAN))
            or bool(settings.get(agreed_to_human(conversation_id)))
            or (row is not None and bool(settings.get(never_ask_human(row.account_id))))
        )

    def _ask_for_human_reply(self, conversation_id: int) -> None:
        from igdesk.ui.dialogs import human_reply_question

        target = ConversationId(conversation_id)
        question = human_reply_question(self._theme_source, self.window())

        def agreed() -> None:
            row = self._row(target)
            is_last_time = question.is_checked and row is not None
            key = never_ask_human(row.account_id) if is_last_time and row is not None else agreed_to_human(target)
            self.guarded(lambda: self._archive.settings.set(key, "1"))
            self.composer.send_as_human_reply(target)

        question.accepted.connect(agreed)
        question.finished.connect(lambda _code: self.composer.focus_text())
        question.open()
