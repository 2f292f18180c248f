"""The engine as the interface sees it: plain functions that return at once, and a status that tells what goes on."""

import asyncio
import logging
import random
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from igdesk.domain.account import Flavour
from igdesk.domain.attention import Attention
from igdesk.domain.changes import ChangeSet
from igdesk.domain.conversation import Conversation
from igdesk.domain.ids import AccountId, AttachmentId, ConversationId, MessageId
from igdesk.domain.reply import ReplyPart, TextPart, sendable
from igdesk.domain.replying import TELL_SEEN, TELL_TYPING, is_on
from igdesk.domain.status import EngineStatus, KnownError
from igdesk.domain.token_life import near_end
from igdesk.domain.window import MessagingWindow, WindowLevel, window_at
from igdesk.graph.endpoint import Endpoint
from igdesk.graph.protocol import GRAPH_VERSION_ENDS
from igdesk.graph.throttle import CallBudget
from igdesk.store.archive import Archive
from igdesk.store.vault import Vault
from igdesk.sync.account_book import AccountBook
from igdesk.sync.caretaker import Caretaker
from igdesk.sync.errands import Errands
from igdesk.sync.ownership import Ownership
from igdesk.sync.pacing import Pacing
from igdesk.sync.presence import Presence
from igdesk.sync.releaser import Releaser, keep_for_later
from igdesk.sync.server_clock import OFFSET_KEY, ServerClock, kept_offset_s, watch_clocks
from igdesk.sync.session import MakeClient, SignIn, SignInResult
from igdesk.sync.status_board import StatusBoard
from igdesk.sync.trouble import DISK_RETRY_S, Trouble
from igdesk.sync.upload_board import UploadBoard
from igdesk.sync.worker import AccountWorker, Surroundings

if TYPE_CHECKING:
    from igdesk.sync.connecting import Connecting


class Engine:
    """Keeps all accounts up to date and sends what is written here."""

    def __init__(
        self,
        archive: Archive,
        vault: Vault,
        *,
        make_client: MakeClient,
        endpoint_of: Callable[[Flavour], Endpoint],
        clock: Callable[[], datetime],
        chance: Callable[[], float] = random.random,
        make_budget: Callable[[], CallBudget] = CallBudget,
        log: logging.Logger | None = None,
    ) -> None:
        self._archive = archive
        self._vault = vault
        self._log = log or logging.getLogger(__name__)
        self._clock = clock
        self.server_clock = ServerClock(clock, kept_offset_s(archive.settings.get(OFFSET_KEY)))
        self._attention = Attention.ACTIVE
        self._open: ConversationId | None = None
        self._workers: dict[AccountId, AccountWorker] = {}
        self._tasks: dict[AccountId, asyncio.Task[None]] = {}
        self._group: asyncio.TaskGroup | None = None
        self.uploads = UploadBoard()
        self._board = StatusBoard(lambda: self.status)
        self._book = AccountBook(archive)
        self._trouble = Trouble(archive, self._board.publish)
        self._errands = Errands(self._trouble.note, self._log)
        self._queued = 0
        self.pacing = Pacing(archive)
        self._around = Surroundings(
            archive=archive,
            vault=vault,
            make_client=make_client,
            endpoint_of=endpoint_of,
            account_of=self._book.get,
            clock=clock,
            server_now=self.server_now,
            on_server_time=self._learn_time,
            chance=chance,
            make_budget=make_budget,
            attention=lambda: self._attention,
            slowness=self.pacing.factor,
            publish=self._board.publish,
            on_known_error=self._trouble.note,
            on_upload=self.uploads.note,
            log=self._log,
        )
        self._releaser = Releaser(
            archive,
            server_clock=self.server_clock,
            on_released=self._released,
            on_known_error=self._trouble.note,
        )
        self._sign_in = SignIn(
            archive,
            vault,
            make_client=make_client,
            endpoint_of=endpoint_of,
            server_now=self.server_now,
            on_server_time=self._learn_time,
            log=self._log,
        )
        self.owner = Ownership(archive, vault, self._sign_in, self._errands.spawn, self._log)
        """Whether somebody holds a token of a connected account."""
        self.care = Caretaker(
            archive,
            vault,
            self._workers,
            start=self._start,
            stop=self._stop,
            spawn=self._errands.spawn,
            publish=self._board.publish,
            pacing=self.pacing,
            log=self._log,
        )
        """What the person decides about a connected account."""

    @cached_property
    def connecting(self) -> "Connecting":
        """Connecting an account step by step."""
        from igdesk.sync.connecting import make_connecting  # all of signing in, where hardly ever anybody does

        return make_connecting(self._around, self._sign_in, spawn=self._errands.spawn, connected=self._connected)

    async def run(self) -> None:
        """Work until cancelled. At the start, replies that were on their way count as uncertain."""
        if self._archive.is_read_only:
            self._log.warning("the archive can only be read: the engine rests")
            self._trouble.note(self._archive.read_only_reason)
            await asyncio.Event().wait()
        unsubscribe = self._archive.subscribe(self._archive_changed)
        try:
            await self._recover()
            self._queued = self._archive.outbox.queued_count()
            async with asyncio.TaskGroup() as group:
                self._group, self._board.is_open = group, True
                group.create_task(self._releaser.keep_running(self._around.chance, self._log), name="holding")
                for account in self._archive.accounts.all():
                    self._start(account.id)
                self._errands.begin(group)
                self._board.publish()
                await watch_clocks(self._clock, self.woke_up)
        finally:
            self._group, self._board.is_open = None, False
            self._errands.end()
            self._workers.clear()  # the window may outlive them, and ask
            unsubscribe()

    # What the interface reads

    @property
    def status(self) -> EngineStatus:
        """What is going on now."""
        trouble = self._trouble.present
        return EngineStatus(
            accounts=tuple(worker.link.status for worker in self._workers.values()),
            problem=trouble.problem if trouble is not None else None,
            queued_replies=self._queued,
            clock_offset_s=self.server_clock.offset_s,
            api_ends_at=near_end(GRAPH_VERSION_ENDS, self.server_now()),
        )

    def subscribe(self, listener: Callable[[EngineStatus], None]) -> Callable[[], None]:
        """Tell ``listener`` whenever something that is shown changed; answers how to stop that."""
        return self._board.subscribe(listener)

    def server_now(self) -> datetime:
        """The time at Instagram: reply windows are measured by it."""
        return self.server_clock.now()

    def window_of(self, conversation: Conversation) -> MessagingWindow:
        """The reply window of a conversation, now."""
        account = self._book.get(conversation.account_id)
        return window_at(conversation.last_inbound_at, self.server_now(), account.human_agent)

    # What the interface tells

    def open_conversation(self, conversation_id: ConversationId | None) -> None:
        """This conversation is on the screen: keep it fresh."""
        self._open = conversation_id
        row = self._archive.inbox.by_id(conversation_id) if conversation_id is not None else None
        for account_id, worker in self._workers.items():
            is_here = row is not None and row.account_id == account_id
            worker.watcher.open((row.id, row.remote_id) if row is not None and is_here else None)
            if is_here:
                worker.uploader.want_probe()

    def set_attention(self, attention: Attention) -> None:
        """How closely somebody looks at the window."""
        if attention is self._attention:
            return
        self._attention = attention
        for worker in self._workers.values() if self._group is not None else ():
            worker.poller.reconsider()
            worker.watcher.reconsider()

    def check_now(self) -> None:
        """Somebody asked for the newest state."""
        for worker in self._workers.values():
            worker.check_now(is_asked=True)

    def woke_up(self) -> None:
        """The computer slept, or the network changed: nothing that was known about the connection holds."""
        self.server_clock.forget()
        for worker in self._workers.values():
            worker.check_now()

    def send_text(
        self,
        conversation_id: ConversationId,
        text: str,
        *,
        quoted: MessageId | None = None,
        hold_s: float = 0.0,
        draft: str | None = "",
    ) -> tuple[MessageId, ...]:
        """Queue a reply, in as many parts as it needs; see ``send``."""
        return self.send(conversation_id, (TextPart(text),), quoted=quoted, hold_s=hold_s, draft=draft)

    def send(
        self,
        conversation_id: ConversationId,
        parts: Sequence[ReplyPart],
        *,
        quoted: MessageId | None = None,
        hold_s: float = 0.0,
        draft: str | None = "",
    ) -> tuple[MessageId, ...]:
        """Queue a reply of any kind, one message for each part, in their order. Each part fails or succeeds alone.

        ``hold_s``: seconds in which it can be undone; ``draft``: what is the draft then (None: what it was). Empty if
        it cannot be sent now, InvalidReplyError for what Instagram would refuse: nothing is queued, the draft stays.
        """
        row, messages = self._archive.inbox.by_id(conversation_id), sendable(parts)
        if row is None or not messages or not row.can_reply:
            return ()
        window = self.window_of(row)
        if window.level is WindowLevel.CLOSED and window.closes_at is not None:
            return ()
        now = self.server_now()
        held = now + timedelta(seconds=hold_s) if hold_s > 0 else None
        ids = self._archive.outbox.enqueue(row.id, messages, now=now, quoted=quoted, held_until=held, draft=draft)
        self._releaser.wake()
        worker = self._workers.get(row.account_id)
        if worker is not None:
            worker.presence.sent(conversation_id)
            worker.sender.wake()
            if self._group is not None:
                worker.link.note_activity()
        return ids

    def send_again(self, message_id: MessageId) -> None:
        """Queue a reply that failed once more, as the person decided."""
        self._archive.outbox.send_again(message_id, self.server_now())
        self._wake_senders()

    def outbox_changed(self) -> None:
        """A reply was taken out of the outbox, or put back: what waited behind it may go now."""
        self._releaser.wake()
        self._wake_senders()

    def send_later(
        self, conversation_id: ConversationId, text: str, send_at: datetime, *, quoted: MessageId | None = None
    ) -> bool:
        """Keep a reply until then; False where Instagram would not take it at that time, then nothing changes."""
        row = self._archive.inbox.by_id(conversation_id)
        is_kept = row is not None and keep_for_later(self._archive, row, text, send_at, self.server_now(), quoted)
        self._releaser.wake()
        return is_kept

    def undo_send(self, conversation_id: ConversationId, *, text: str = "") -> bool:
        """Make the reply that is still held the draft again; False when it has left."""
        reply = self._archive.holding.take_back(conversation_id, text=text)
        self._releaser.wake()
        self._wake_senders()
        return reply is not None

    def react(self, message_id: MessageId, emoji: str) -> None:
        """Set the own reaction to a message, or take it away (no emoji)."""
        account_id = self._archive.reactions.wish(message_id, emoji, self.server_now())
        if account_id in self._workers:
            self._workers[account_id].reactor.wake()

    def tell_seen(self, conversation_id: ConversationId) -> None:
        """Somebody has read the newest message; the customer is told if the person wants that."""
        if is_on(self._archive.settings.get(TELL_SEEN)):
            self._with_presence(conversation_id, Presence.seen)

    def tell_writing(self, conversation_id: ConversationId, *, is_writing: bool) -> None:
        """Somebody types, or has given it up; the customer is told if the person wants that."""
        if is_on(self._archive.settings.get(TELL_TYPING)):
            self._with_presence(conversation_id, Presence.writing if is_writing else Presence.stopped_writing)

    def want_profiles(self, conversation_ids: Iterable[ConversationId]) -> None:
        """Fetch what Instagram tells about these customers, unless that was done within a day."""
        for row in self._from_the_end(conversation_ids):
            if row.account_id in self._workers:
                self._workers[row.account_id].fetcher.want_profile(row, is_open=row.id == self._open)

    def want_pictures(self, conversation_ids: Iterable[ConversationId]) -> None:
        """Fetch the pictures of these customers that are not here yet."""
        for row in self._from_the_end(conversation_ids):
            if row.account_id in self._workers:
                self._workers[row.account_id].fetcher.want_picture(row)

    def _from_the_end(self, conversation_ids: Iterable[ConversationId]) -> list[Conversation]:
        """Whoever is asked about last comes first: so these come from the beginning."""
        wanted = list(conversation_ids)
        rows = {row.id: row for row in self._archive.inbox.by_ids(wanted)}
        return [rows[found] for found in reversed(wanted) if found in rows]

    def want_media(self, attachment_ids: Iterable[AttachmentId]) -> None:
        """Fetch these files; the ones asked for last come first."""
        for attachment_id in attachment_ids:
            self._fetch(attachment_id, is_again=False)

    def reload_media(self, attachment_id: AttachmentId) -> None:
        """Try again to fetch a file that was gone or refused."""
        self._fetch(attachment_id, is_again=True)

    def sign_in(
        self,
        token: str,
        done: Callable[[SignInResult], None],
        *,
        app_secret: str = "",
        expected_account: str = "",
    ) -> None:
        """Connect an account, or connect one again. ``done`` is called once, later."""

        async def work() -> None:
            result = await self._sign_in.run(token, app_secret=app_secret, expected_account=expected_account)
            if result.account_id is not None:
                self._connected(result.account_id)
            done(result)

        self._errands.spawn(work)

    # Inside

    async def _recover(self) -> None:
        """Replies that were on their way: nothing is sent before that is written down, be the disk full or not."""
        while True:
            try:
                found = self._archive.outbox.recover()
            except KnownError as trouble:
                self._board.is_open = True
                self._trouble.note(trouble)
                await asyncio.sleep(DISK_RETRY_S)
                continue
            if found:
                self._log.warning("%d replies were on their way when the program ended", found)
            return

    def _start(self, account_id: AccountId) -> None:
        assert self._group is not None
        worker = AccountWorker(account_id, self._around)
        self._workers[account_id] = worker
        self._tasks[account_id] = self._group.create_task(worker.run(), name=f"account {account_id}")
        if self._open is not None:
            self.open_conversation(self._open)

    async def _stop(self, account_id: AccountId) -> None:
        task = self._tasks.pop(account_id, None)
        self._workers.pop(account_id, None)
        if task is not None:
            task.cancel()
            await asyncio.wait([task])

    def _connected(self, account_id: AccountId) -> None:
        if account_id in self._workers:
            self._workers[account_id].token_changed()
        else:
            self._start(account_id)
        self._workers[account_id].link.count_call()
        self._board.publish()

    def _fetch(self, attachment_id: AttachmentId, *, is_again: bool) -> None:
        source = self._archive.media.source(attachment_id)
        if source is not None and source.account_id in self._workers:
            self._workers[source.account_id].fetcher.want_file(attachment_id, is_again=is_again)

    def _with_presence(self, conversation_id: ConversationId, tell: Callable[[Presence, Conversation], None]) -> None:
        row = self._archive.inbox.by_id(conversation_id)
        worker = self._workers.get(row.account_id) if row is not None else None
        if row is not None and worker is not None and self._group is not None:
            tell(worker.presence, row)

    def _released(self, account_ids: Iterable[AccountId]) -> None:
        for account_id in account_ids:
            if account_id in self._workers:
                self._workers[account_id].sender.wake()

    def _wake_senders(self) -> None:
        for worker in self._workers.values():
            worker.sender.wake()

    def _archive_changed(self, changes: ChangeSet) -> None:
        self._book.forget(changes.accounts)
        if changes.added or changes.updated or changes.removed:
            before, self._queued = self._queued, self._archive.outbox.queued_count()
            if self._queued > before:  # a read may have let something go on
                self._wake_senders()
        self._board.publish()

    def _learn_time(self, server_time: datetime) -> None:
        if self.server_clock.learn(server_time):
            try:
                self._archive.settings.set(OFFSET_KEY, f"{self.server_clock.offset_s:.1f}")
            except KnownError as error:
                self._trouble.note(error)
            self._board.publish()
