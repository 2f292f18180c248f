"""Sends the queued replies of one account: never twice what might have been sent, never out of order."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial

from igdesk.domain.account import AccountProblem, Capability
from igdesk.domain.conversation import Conversation
from igdesk.domain.ids import ConversationId, MessageId
from igdesk.domain.outbox import FailureReason, OutboxItem, SendEvent
from igdesk.domain.reply import LinksPart
from igdesk.domain.status import KnownError
from igdesk.domain.window import STANDARD, MessagingWindow, WindowLevel, window_at
from igdesk.graph.errors import ErrorKind, GraphError
from igdesk.store.archive import Archive
from igdesk.sync import schedule
from igdesk.sync.link import AccountLink, SignedOut
from igdesk.sync.supervision import frames
from igdesk.sync.trouble import DISK_RETRY_S
from igdesk.sync.uploader import Uploader
from igdesk.sync.waking import wait_for

AT_ONCE = 2
"""Requests under way at the same time, each for another conversation."""
PACE, PACE_S = 190, 300.0
"""Instagram takes about 200 messages in 5 minutes from one account."""
UPLOADS_AT_ONCE = 1
"""A large file on a slow line must not hold up the words to somebody else."""
WITHHELD = frozenset({AccountProblem.NO_ROLE, AccountProblem.CAPABILITY, AccountProblem.MESSAGE_ACCESS})
"""While the list is refused for one of these, every reply would be too. They wait until that is put right."""
WITHHELD_S = 60.0
NO_ALBUMS = 2534068
"""Several pictures in one message are not possible for this account (yet)."""
NOT_PROCESSED = frozenset({ErrorKind.NOT_CONNECTED, ErrorKind.THROTTLED})
UNKNOWN = frozenset({ErrorKind.OUTCOME_UNKNOWN, ErrorKind.NOT_INSTAGRAM, ErrorKind.MALFORMED, ErrorKind.TOO_MUCH_DATA})
"""Not proof enough that nothing was created: the conversation is read before anything else happens."""
REFUSES_REPLIES = frozenset({FailureReason.OTHER_APP, FailureReason.UNREACHABLE})


class Sender:
    """Takes items from the outbox of one account and settles each with what came of it."""

    def __init__(
        self,
        link: AccountLink,
        archive: Archive,
        uploader: Uploader,
        *,
        server_now: Callable[[], datetime],
        chance: Callable[[], float],
        look: Callable[[ConversationId], Awaitable[object]],
        on_uncertain: Callable[[], None],
        want_read: Callable[[ConversationId], None],
        want_files: Callable[[MessageId], None],
        on_known_error: Callable[[KnownError | None], None],
        log: logging.Logger,
    ) -> None:
        self._link = link
        self._archive = archive
        self._uploader = uploader
        self._server_now = server_now
        self._chance = chance
        self._look = look
        self._on_uncertain = on_uncertain
        self._want_read = want_read
        self._want_files = want_files
        self._on_known_error = on_known_error
        self._log = log
        self._wake = asyncio.Event()
        self._in_flight: dict[ConversationId, asyncio.Task[None]] = {}
        self._uploading: set[ConversationId] = set()
        self._looking: set[ConversationId] = set()
        self._looked_for: set[MessageId] = set()
        """Replies that were refused for now and are not in their conversation: they may be tried again."""
        self._sends_shares = False
        """Whether uploaded files are sent as shares: learnt from a refusal of the other way."""
        self._started_s: deque[float] = deque(maxlen=PACE)
        link.wakers.append(self._wake)

    def wake(self) -> None:
        """There may be something to send."""
        self._wake.set()

    async def run(self) -> None:
        """Send whatever is due, until cancelled."""
        async with asyncio.TaskGroup() as group:
            while True:
                await self._link.online.wait()
                try:
                    delay_s = self._start_due(group)
                except KnownError as trouble:  # what is under way goes on
                    self._on_known_error(trouble)
                    delay_s = DISK_RETRY_S
                await wait_for(self._wake, delay_s)

    def _start_due(self, group: asyncio.TaskGroup) -> float | None:
        """Start what may start now; answers how long nothing else is due (None: until something happens)."""
        besides = set(self._in_flight)
        while len(self._in_flight) - len(self._uploading) - len(self._looking) < AT_ONCE:
            pace_s = self._pace_delay_s()
            if pace_s > 0:
                return pace_s
            now = self._server_now()
            item = self._archive.outbox.next_item(self._link.account_id, now, besides)
            if item is None:
                break
            account = self._link.account  # there as long as it has a reply; it may have been removed meanwhile
            if account.is_withheld and account.problem in WITHHELD:
                return WITHHELD_S
            if not may_go(item, self._archive.inbox.by_id(item.conversation_id), now, account.human_agent):
                if not self._archive.outbox.settle(item.message_id, SendEvent.WINDOW_CLOSED):
                    return DISK_RETRY_S
                continue
            besides.add(item.conversation_id)
            if item.has_to_be_looked_for and item.message_id not in self._looked_for:
                self._looking.add(item.conversation_id)
                self._take_off(group.create_task(self._look_for(item), name="look"), item.conversation_id)
                continue
            if item.files_to_upload:
                if len(self._uploading) < UPLOADS_AT_ONCE:
                    self._uploading.add(item.conversation_id)
                    self._take_off(group.create_task(self._upload(item), name="upload"), item.conversation_id)
                continue
            item = self._archive.outbox.claim(item.message_id, now)
            if item is None:
                return DISK_RETRY_S
            self._looked_for.discard(item.message_id)
            self._started_s.append(self._now_s())
            self._take_off(group.create_task(self._deliver(item), name="reply"), item.conversation_id)
        if self._in_flight:
            return None
        due = self._archive.outbox.next_due(self._link.account_id)
        return None if due is None else max((due - self._server_now()).total_seconds(), 0.05)

    def _take_off(self, task: "asyncio.Task[None]", conversation_id: ConversationId) -> None:
        self._in_flight[conversation_id] = task
        task.add_done_callback(partial(self._landed, conversation_id))

    def _landed(self, conversation_id: ConversationId, _: object) -> None:
        self._in_flight.pop(conversation_id, None)
        self._uploading.discard(conversation_id)
        self._looking.discard(conversation_id)
        self._wake.set()

    async def _look_for(self, item: OutboxItem) -> None:
        """Read the conversation of a reply that was refused for now. If it is there it is not sent again."""
        try:
            await self._look(item.conversation_id)
        except GraphError as error:
            self._log.info("a reply could not be looked for yet: %s", error)
            await asyncio.sleep(schedule.retry_s(item.attempts, self._chance(), first_s=4.0))
        except KnownError as trouble:
            self._on_known_error(trouble)
            await asyncio.sleep(DISK_RETRY_S)
        else:
            self._looked_for.add(item.message_id)

    async def _upload(self, item: OutboxItem) -> None:
        """The files of a reply that is not claimed yet. Whatever happens, it is queued or failed afterwards."""
        try:
            await self._uploader.bring(item)
        except KnownError as trouble:
            self._on_known_error(trouble)
            await asyncio.sleep(DISK_RETRY_S)
        except Exception as error:  # noqa: BLE001 - a bug here must not touch the other replies
            self._log.error("uploading stopped by %s", frames(error))
            self._archive.outbox.settle(item.message_id, SendEvent.UPLOAD_REFUSED)

    async def _deliver(self, item: OutboxItem) -> None:
        """One claimed item. Cut short at any point, by whatever, it counts as uncertain: the reply may have left."""
        try:
            await self._attempt(item)
        except asyncio.CancelledError:
            self._leave_uncertain(item)
            raise
        except Exception as error:  # noqa: BLE001 - a bug here must not touch the other replies
            self._log.error("sending stopped by %s", frames(error))
            self._leave_uncertain(item)

    async def _attempt(self, item: OutboxItem) -> None:
        """The request and what came of it."""
        with_tag = self._window(item).needs_human_tag
        try:
            try:
                remote_id = await self._request(item, with_tag=with_tag)
            except GraphError as error:
                if not (with_tag and _is_about_tag(error) and self._refused_tag_needlessly(item)):
                    raise
                with_tag = False
                remote_id = await self._request(item, with_tag=False)
        except GraphError as error:
            await self._failed(item, error, with_tag=with_tag)
        except SignedOut:
            await self._settle(item, SendEvent.TOKEN_REFUSED)
        else:
            await self._accepted(item, remote_id, with_tag=with_tag)

    async def _request(self, item: OutboxItem, *, with_tag: bool) -> str:
        """One try; of the two ways to send an uploaded file the second one follows where the first was refused."""
        try:
            return await self._ask(item, with_tag=with_tag, as_share=self._sends_shares and bool(item.uploads))
        except GraphError as error:
            if self._sends_shares or not item.uploads or not _is_about_type(error):
                raise
        remote_id = await self._ask(item, with_tag=with_tag, as_share=True)
        self._sends_shares = True
        return remote_id

    async def _ask(self, item: OutboxItem, *, with_tag: bool, as_share: bool) -> str:
        receipt = await self._link.call_now(
            lambda client: client.send(
                item.recipient_id,
                item.part,
                uploads=dict(item.uploads),
                human_agent=with_tag,
                quoted_remote_id=item.quoted_remote_id,
                as_share=as_share,
            )
        )
        return receipt.remote_id

    def _leave_uncertain(self, item: OutboxItem) -> None:
        """Changes nothing if the item was settled already: the send machine knows no such step."""
        try:
            self._archive.outbox.settle(item.message_id, SendEvent.OUTCOME_UNKNOWN)
        except Exception as error:  # noqa: BLE001 - the archive may be closed; the next start finds the item
            self._log.warning("a reply stays claimed: %s", type(error).__name__)
        self._on_uncertain()

    async def _accepted(self, item: OutboxItem, remote_id: str, *, with_tag: bool) -> None:
        self._link.note_activity()
        await self._settle(item, SendEvent.ACCEPTED, remote_id=remote_id, sent_at=self._server_now())
        if isinstance(item.part, LinksPart):
            self._want_files(item.message_id)  # Instagram has fetched them, and now has copies of its own
        account = self._link.account
        if with_tag and account.human_agent is not Capability.AVAILABLE:
            self._archive.accounts.set_human_agent(account.id, Capability.AVAILABLE)
        if account.is_restricted:
            self._link.lift_limit()

    async def _failed(self, item: OutboxItem, error: GraphError, *, with_tag: bool) -> None:
        """The request did not succeed: settle the item with what that means."""
        self._log.info("a reply was not accepted: %s", error)
        kind = error.kind
        if kind is ErrorKind.REAUTHENTICATE:
            await self._settle(item, SendEvent.TOKEN_REFUSED)
            return
        is_clean = error.http_status is not None and 400 <= error.http_status < 500
        if kind in NOT_PROCESSED or (kind is ErrorKind.TEMPORARY and is_clean):
            wait_s = max(schedule.retry_s(item.attempts, self._chance(), first_s=4.0), self._link.pause_left_s)
            not_before = self._server_now() + timedelta(seconds=wait_s)
            event = SendEvent.NOT_PROCESSED if kind in NOT_PROCESSED else SendEvent.REFUSED_FOR_NOW
            await self._settle(item, event, error=error, not_before=not_before)
            self._on_uncertain()
            return
        if error.entry.id == "attachment_id" and item.uploads:
            await self._settle(item, SendEvent.NOT_PROCESSED, error=error, forget_uploads=True)
            return
        if error.entry.account_problem is AccountProblem.NO_ROLE and item.attempts == 1:
            # The app may have lost its access. If so the list is refused as well, and what is queued waits for it.
            self._link.on_trouble()
            not_before = self._server_now() + timedelta(seconds=WITHHELD_S)
            await self._settle(item, SendEvent.NOT_PROCESSED, error=error, not_before=not_before)
            return
        if error.subcode == NO_ALBUMS and self._archive.outbox.split_album(item.message_id):
            return
        if kind in UNKNOWN or kind is ErrorKind.TEMPORARY:
            await self._settle(item, SendEvent.OUTCOME_UNKNOWN, error=error)
            self._on_uncertain()
            return
        reason = self._reason(item, error, with_tag=with_tag)
        await self._settle(item, SendEvent.REFUSED, failure=reason, error=error)
        if reason in REFUSES_REPLIES:
            self._archive.ingest.reply_refusal(item.conversation_id, reason.value)
        if kind is ErrorKind.RECIPIENT:
            self._want_read(item.conversation_id)

    def _reason(self, item: OutboxItem, error: GraphError, *, with_tag: bool) -> FailureReason:
        if with_tag and _is_about_tag(error):
            if self._link.account.human_agent is not Capability.AVAILABLE:
                self._archive.accounts.set_human_agent(self._link.account_id, Capability.NOT_GRANTED)
            return FailureReason.HUMAN_NOT_GRANTED
        if error.kind is ErrorKind.WINDOW_CLOSED:
            is_closed = self._window(item).level is WindowLevel.CLOSED
            return FailureReason.WINDOW_CLOSED if is_closed else FailureReason.REFUSED_WINDOW_UNSURE
        return error.entry.failure

    def _refused_tag_needlessly(self, item: OutboxItem) -> bool:
        """Inside 24 hours, in the minute that igdesk keeps as a margin, the same reply may go without the tag."""
        conversation = self._archive.inbox.by_id(item.conversation_id)
        last = conversation.last_inbound_at if conversation is not None else None
        if last is None or self._server_now() >= last + STANDARD:
            return False
        if self._link.account.human_agent is not Capability.AVAILABLE:
            self._archive.accounts.set_human_agent(self._link.account_id, Capability.NOT_GRANTED)
        return True

    async def _settle(
        self,
        item: OutboxItem,
        event: SendEvent,
        *,
        remote_id: str = "",
        sent_at: datetime | None = None,
        failure: FailureReason = FailureReason.NONE,
        error: GraphError | None = None,
        not_before: datetime | None = None,
        forget_uploads: bool = False,
    ) -> None:
        """Write down what came of it, however long the disk is full: until then nothing else goes to this person."""
        while True:
            try:
                self._archive.outbox.settle(
                    item.message_id,
                    event,
                    remote_id=remote_id,
                    sent_at=sent_at,
                    failure=failure,
                    failure_code=error.code_text if error is not None else "",
                    failure_words=error.words if error is not None else "",
                    not_before=not_before,
                    forget_uploads=forget_uploads,
                )
            except KnownError as trouble:
                self._on_known_error(trouble)
                await asyncio.sleep(DISK_RETRY_S)
            else:
                return

    def _window(self, item: OutboxItem) -> MessagingWindow:
        conversation = self._archive.inbox.by_id(item.conversation_id)
        last = conversation.last_inbound_at if conversation is not None else None
        return window_at(last, self._server_now(), self._link.account.human_agent)

    def _pace_delay_s(self) -> float:
        if len(self._started_s) < PACE:
            return 0.0
        return max(self._started_s[0] + PACE_S - self._now_s(), 0.0)

    def _now_s(self) -> float:
        return asyncio.get_running_loop().time()


def may_go(item: OutboxItem, conversation: Conversation | None, now: datetime, human_agent: Capability) -> bool:
    """Whether Instagram may be asked to take this reply now.

    Where no action of theirs is known with a date, nobody knows whether there is a window: the try is allowed.
    """
    if conversation is None or conversation.last_inbound_at is None:
        return True
    window = window_at(conversation.last_inbound_at, now, human_agent)
    return window.allows_reply and (item.may_use_human_tag or not window.needs_human_tag)


def _is_about_tag(error: GraphError) -> bool:
    """Whether a refusal of a tagged message says that the account has no Human Agent."""
    return error.kind is ErrorKind.PERMISSION or error.entry.failure is FailureReason.HUMAN_NOT_GRANTED


def _is_about_type(error: GraphError) -> bool:
    """Whether a refusal may be about the word used for an uploaded file. A clean one: nothing was created."""
    is_clean = error.http_status is not None and 400 <= error.http_status < 500
    is_plain = error.kind is ErrorKind.PERMANENT and error.entry.failure is FailureReason.OTHER
    return is_clean and is_plain and error.code == 100 and error.subcode not in (NO_ALBUMS, 2018074)
