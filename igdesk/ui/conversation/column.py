"""The third column: the messages of a conversation with the composer under them, or what stands there before."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from igdesk.domain.account import Account, AccountState, Capability
from igdesk.domain.changes import ChangeSet
from igdesk.domain.conversation import Conversation
from igdesk.domain.ids import ConversationId
from igdesk.domain.message_kinds import Delivery
from igdesk.domain.status import Connection, EngineStatus, KnownError
from igdesk.domain.window import reply_span
from igdesk.store.archive import Archive
from igdesk.ui.engine_door import EngineDoor
from igdesk.ui.images import ImageCache
from igdesk.ui.layout.arrangement import hides_composer_hint
from igdesk.ui.theme import ThemeSource

if TYPE_CHECKING:
    from igdesk.ui.composer.pane import ComposerPane
    from igdesk.ui.composer.strip_choice import ReplySituation
    from igdesk.ui.conversation.attaching import Attaching
    from igdesk.ui.conversation.empty import EmptyConversation, EmptyState
    from igdesk.ui.conversation.human_reply import HumanReply
    from igdesk.ui.conversation.later import SendingLater
    from igdesk.ui.conversation.message_offers import MessageOffers
    from igdesk.ui.conversation.offering import Offering
    from igdesk.ui.conversation.quoting import Quoting
    from igdesk.ui.conversation.reacting import Reacting
    from igdesk.ui.conversation.sending import Sending
    from igdesk.ui.conversation.talk import Talk
    from igdesk.ui.conversation.writing import Writing
    from igdesk.ui.timeline.pane import TimelinePane
    from igdesk.ui.timeline.rows import ReplyTime

MINUTE_MS = 60_000


class ConversationColumn(QWidget):
    """Opens and shows one conversation at a time; its parts do the rest."""

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
        self.archive = archive
        self.door = door
        self.images = images
        self.theme_source = theme_source
        self.now = now or (lambda: datetime.now(UTC))
        self._conversation: Conversation | None = None
        self._account: Account | None = None
        self._is_trouble_told = False
        self._empty: EmptyConversation | None = None
        self._key_of: Callable[[str], str] | None = None
        self._talk: Talk | None = None
        self.sending: Sending
        self.human_reply: HumanReply
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

            blank, self._empty = self._blank, EmptyConversation(self.theme_source, self)
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
            from igdesk.ui.conversation.human_reply import HumanReply
            from igdesk.ui.conversation.later import SendingLater
            from igdesk.ui.conversation.message_offers import MessageOffers
            from igdesk.ui.conversation.offering import Offering
            from igdesk.ui.conversation.quoting import Quoting
            from igdesk.ui.conversation.reacting import Reacting
            from igdesk.ui.conversation.sending import Sending
            from igdesk.ui.conversation.talk import Talk
            from igdesk.ui.conversation.writing import Writing

            talk = self._talk = Talk(
                self.archive,
                self.images,
                self.theme_source,
                server_now=self.door.server_now,
                now=self.now,
                parent=self,
            )
            self._stack.addWidget(talk)
            self.sending = Sending(self)
            self.human_reply = HumanReply(self)
            self.quoting = Quoting(self)
            self.reacting = Reacting(self)
            self.offers = MessageOffers(self)
            self.writing = Writing(self)
            self.later = SendingLater(self)
            self.attaching = Attaching(self)
            self.offering = Offering(self)
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
        row = self.archive.inbox.by_id(conversation_id)
        if row is None:
            return None
        if self._conversation is None or self._conversation.id != row.id:
            self._conversation = row
            self._account = self.archive.accounts.get(row.account_id)
            self.opening.emit()
            self._stack.setCurrentWidget(self.talk)
            self.timeline.open_conversation(row, reply_time=self._reply_time())
            self.composer.show_conversation(
                self.situation(row),
                self.sending.draft_of(row),
                has_agreed_to_human_reply=self.human_reply.has_agreed(row.id),
            )
            self.quoting.show_kept(row)
            self.writing.follow_hold(row)
            self.attaching.opened(row)
            self._follow_network(self.door.status)
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
            fresh = self.archive.inbox.by_id(row.id)
            if fresh is not None:
                self._conversation = fresh
                self._account = self.archive.accounts.get(fresh.account_id)
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
        fresh = self.archive.inbox.by_id(self._conversation.id) if self._conversation is not None else None
        if fresh is not None:
            self._conversation = fresh
            self.sending.reload(fresh)
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

        status = self.door.status
        account = self._account
        connection = status.of(row.account_id).connection
        is_signed_out = connection is Connection.SIGNED_OUT or (
            account is not None and account.state is AccountState.NEEDS_SIGN_IN
        )
        window = self.door.window_of(row)
        scheduled = self.archive.scheduling.of(row.id)
        return ReplySituation(
            row,
            window,
            human_agent=account.human_agent if account is not None else Capability.UNKNOWN,
            is_offline=connection.is_offline,
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
        self.keep_draft()
        self._minute.stop()
        if self.has_talk:
            self.sending.close()
            self.attaching.close()

    def keep_draft(self) -> None:
        """What is typed is in the archive from now on."""
        if self._talk is not None:
            self._talk.composer.flush_draft()

    def attempt(self, act: Callable[[], object]) -> None:
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

    def _reply_time(self) -> "ReplyTime | None":
        from igdesk.ui.timeline.rows import ReplyTime

        account = self._account
        if account is None:
            return None
        # A minute is time enough: what is told of the past does not depend on it.
        now = self.door.server_now().replace(second=0, microsecond=0)
        return ReplyTime(reply_span(account.human_agent), account.connected_at, now)

    def _refresh_situation(self) -> None:
        if self._conversation is not None:
            self.composer.update_situation(self.situation(self._conversation))

    def _follow_network(self, status: EngineStatus) -> None:
        if self._conversation is not None:
            connection = status.of(self._conversation.account_id).connection
            self.timeline.set_offline(connection.is_offline)

    def _held_back(self, row: Conversation) -> int:
        """Replies whose window ended while they waited; looked up only when something failed."""
        if not row.failed_count:
            return 0
        from igdesk.domain.outbox import FailureReason

        failed = [
            item.message_id
            for item, of in self.archive.outbox.items()
            if of.id == row.id and item.delivery is Delivery.FAILED
        ]
        messages = self.archive.timeline.by_ids(failed)
        return sum(message.failure == FailureReason.WINDOW_CLOSED.value for message in messages)
