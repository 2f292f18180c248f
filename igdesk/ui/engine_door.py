"""The engine as the window uses it, also in the first moments in which there is none yet."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from igdesk.domain.conversation import Conversation
from igdesk.domain.ids import AccountId, AttachmentId, ConversationId, MessageId
from igdesk.domain.status import EngineStatus
from igdesk.domain.window import MessagingWindow, WindowLevel, window_at

if TYPE_CHECKING:
    from igdesk.domain.attention import Attention
    from igdesk.domain.reply import ReplyPart
    from igdesk.store.archive import Archive
    from igdesk.sync.engine import Engine


class EngineDoor:
    """Before ``attach`` what is asked for is remembered and asked in order once there is an engine.

    Reading the archive and keeping drafts never waits for it.
    """

    def __init__(self, archive: "Archive", clock: Callable[[], datetime]) -> None:
        self._archive = archive
        self._clock = clock
        self._engine: Engine | None = None
        self._waiting: list[Callable[[Engine], object]] = []
        self._listeners: list[Callable[[EngineStatus], None]] = []
        self._unsubscribe: Callable[[], None] | None = None

    def attach(self, engine: "Engine") -> None:
        """From now on everything goes to this engine."""
        self._engine = engine
        self._unsubscribe = engine.subscribe(self._tell)
        waiting, self._waiting = self._waiting, []
        for job in waiting:
            job(engine)
        self._tell(engine.status)

    def close(self) -> None:
        """Nothing is told or asked any more."""
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
        self._listeners.clear()
        self._waiting.clear()

    @property
    def is_attached(self) -> bool:
        return self._engine is not None

    @property
    def status(self) -> EngineStatus:
        return self._engine.status if self._engine is not None else EngineStatus()

    def subscribe(self, listener: Callable[[EngineStatus], None], /) -> Callable[[], None]:
        self._listeners.append(listener)

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return unsubscribe

    def server_now(self) -> datetime:
        return self._engine.server_now() if self._engine is not None else self._clock()

    def window_of(self, conversation: Conversation) -> MessagingWindow:
        """The reply window; without an engine by the computer's clock."""
        if self._engine is not None:
            return self._engine.window_of(conversation)
        account = self._archive.accounts.get(conversation.account_id)
        assert account is not None
        return window_at(conversation.last_inbound_at, self._clock(), account.human_agent)

    def is_standard_window(self, conversation: Conversation) -> bool:
        """Whether more may be sent than what a person writes: within 24 hours, or where no date is known."""
        level = self.window_of(conversation).level
        return conversation.last_inbound_at is None or level not in (WindowLevel.HUMAN, WindowLevel.CLOSED)

    def send_text(
        self,
        conversation_id: ConversationId,
        text: str,
        done: Callable[[tuple[MessageId, ...]], None],
        *,
        draft: Callable[[], str | None],
        quoted: MessageId | None = None,
        hold_s: float = 0.0,
    ) -> None:
        """Queue a reply; ``done`` hears which messages it became, none if it may not be sent.

        ``draft`` is asked at that moment what is the draft from then on: what else is typed, or waits to be queued.
        """
        self.ask(
            lambda engine: done(engine.send_text(conversation_id, text, quoted=quoted, hold_s=hold_s, draft=draft()))
        )

    def send(
        self,
        conversation_id: ConversationId,
        parts: "Sequence[ReplyPart]",
        done: Callable[[tuple[MessageId, ...]], None],
        *,
        draft: Callable[[], str | None],
        quoted: MessageId | None = None,
        hold_s: float = 0.0,
    ) -> None:
        """Queue a reply of any kind, as ``send_text`` does."""
        self.ask(lambda engine: done(engine.send(conversation_id, parts, quoted=quoted, hold_s=hold_s, draft=draft())))

    def undo_send(self, conversation_id: ConversationId, text: str, done: Callable[[bool], None]) -> None:
        """Take the held reply back; ``done`` hears whether it was still here."""
        self.ask(lambda engine: done(engine.undo_send(conversation_id, text=text)))

    def react(self, message_id: MessageId, emoji: str) -> None:
        self.ask(lambda engine: engine.react(message_id, emoji))

    def tell_seen(self, conversation_id: ConversationId) -> None:
        if self._engine is not None:
            self._engine.tell_seen(conversation_id)

    def tell_writing(self, conversation_id: ConversationId, *, is_writing: bool) -> None:
        if self._engine is not None:
            self._engine.tell_writing(conversation_id, is_writing=is_writing)

    def open_conversation(self, conversation_id: ConversationId | None) -> None:
        self.ask(lambda engine: engine.open_conversation(conversation_id))

    def set_attention(self, attention: "Attention") -> None:
        self.ask(lambda engine: engine.set_attention(attention))

    def check_now(self) -> None:
        self.ask(lambda engine: engine.check_now())

    def send_again(self, message_id: MessageId) -> None:
        self.ask(lambda engine: engine.send_again(message_id))

    def outbox_changed(self) -> None:
        self.ask(lambda engine: engine.outbox_changed())

    def want_profiles(self, conversation_ids: Iterable[ConversationId]) -> None:
        wanted = list(conversation_ids)
        self.ask(lambda engine: engine.want_profiles(wanted))

    def want_pictures(self, conversation_ids: Iterable[ConversationId], /) -> None:
        wanted = list(conversation_ids)
        self.ask(lambda engine: engine.want_pictures(wanted))

    def want_media(self, attachment_ids: Iterable[AttachmentId]) -> None:
        wanted = list(attachment_ids)
        self.ask(lambda engine: engine.want_media(wanted))

    def reload_media(self, attachment_id: AttachmentId) -> None:
        self.ask(lambda engine: engine.reload_media(attachment_id))

    def disconnect(self, account_id: AccountId, *, erase: bool) -> None:
        self.ask(lambda engine: engine.care.disconnect(account_id, erase=erase))

    def ask(self, job: "Callable[[Engine], object]") -> None:
        """Do this with the engine: at once, or as soon as there is one."""
        if self._engine is not None:
            job(self._engine)
        else:
            self._waiting.append(job)

    def _tell(self, status: EngineStatus) -> None:
        for listener in tuple(self._listeners):
            listener(status)
