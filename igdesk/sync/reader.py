"""Reads one conversation: sizes, gaps, and what to do with one that Instagram does not hand out."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from enum import Enum
from itertools import takewhile

from igdesk.domain.ids import ConversationId
from igdesk.domain.snapshot import ConversationSnapshot, MessageSnapshot
from igdesk.graph.client import Answer, GraphClient
from igdesk.graph.errors import ErrorKind, GraphError
from igdesk.store.archive import Archive
from igdesk.sync.gate import Priority
from igdesk.sync.ladder import MESSAGES, Ladder
from igdesk.sync.link import AccountLink
from igdesk.sync.quarantine import RETRY, Quarantine

HOT_S = 600.0
"""After a gap the account is looked at more often for this long."""
LATER = frozenset(
    {
        ErrorKind.NOT_CONNECTED,
        ErrorKind.NOT_INSTAGRAM,
        ErrorKind.OUTCOME_UNKNOWN,
        ErrorKind.TEMPORARY,
        ErrorKind.MALFORMED,
        ErrorKind.THROTTLED,
        ErrorKind.REAUTHENTICATE,
        ErrorKind.RESTRICTED,
    }
)
"""Errors that say nothing about the conversation itself."""


class Reading(Enum):
    """What came of a read."""

    DONE = "done"
    UNAVAILABLE = "unavailable"


class ThreadReader:
    """Reads conversations of one account into the archive."""

    def __init__(
        self,
        link: AccountLink,
        archive: Archive,
        quarantine: Quarantine,
        *,
        server_now: Callable[[], datetime],
        now_s: Callable[[], float],
        log: logging.Logger,
    ) -> None:
        self._link = link
        self._archive = archive
        self._quarantine = quarantine
        self._server_now = server_now
        self._now_s = now_s
        self._log = log
        self._ladders: dict[str, Ladder[int]] = {}
        self._hot_until_s = 0.0
        self.on_gap: Callable[[], None] = lambda: None

    @property
    def is_hot(self) -> bool:
        """Whether messages came faster than they were read, a short while ago."""
        return self._now_s() < self._hot_until_s

    async def read(self, conversation_id: ConversationId, remote_id: str, priority: Priority) -> Reading:
        """Read the newest messages. Raises GraphError when it has to be tried again later."""
        ladder = self._ladders.get(remote_id) or Ladder(MESSAGES)
        while True:
            started_at = self._server_now()

            async def ask(client: GraphClient, limit: int = ladder.size) -> Answer[ConversationSnapshot]:
                nonlocal started_at
                started_at = self._server_now()
                return await client.conversation(remote_id, limit=limit)

            try:
                snapshot = await self._link.call(priority, ask)
            except GraphError as error:
                if error.kind in LATER:
                    raise
                if error.kind is ErrorKind.TOO_MUCH_DATA and ladder.too_large():
                    self._ladders[remote_id] = ladder
                    continue
                self.give_up(conversation_id, remote_id, error)
                return Reading.UNAVAILABLE
            break
        ladder.worked()
        if ladder.is_largest:
            self._ladders.pop(remote_id, None)
        await self._take_in(snapshot, started_at, remote_id, priority)
        return Reading.DONE

    def give_up(
        self, conversation_id: ConversationId, remote_id: str, error: GraphError, *, pause: timedelta = RETRY
    ) -> None:
        """Mark a conversation that cannot be read, and leave it alone for a while; the others live on."""
        self._log.warning("a conversation cannot be read: %s (%s)", error.code_text, error.kind.value)
        self._ladders.pop(remote_id, None)
        self._quarantine.put(remote_id, self._server_now(), pause)
        self._archive.ingest.unavailable(conversation_id, error.code_text)

    async def _take_in(
        self, snapshot: ConversationSnapshot, started_at: datetime, remote_id: str, priority: Priority
    ) -> None:
        if snapshot.broken_messages:
            self._log.warning("%d messages could not be understood", snapshot.broken_messages)
        snapshot = _with_details(snapshot, MESSAGES[0])
        result = self._archive.ingest.conversation(self._link.account_id, snapshot, read_started_at=started_at)
        if len(self._quarantine):
            self._quarantine.release(remote_id)
        if result.new_messages:
            self._link.note_activity()
        if result.has_gap and result.new_messages:
            await self._bridge_gap(snapshot, remote_id, priority)

    async def _bridge_gap(self, snapshot: ConversationSnapshot, remote_id: str, priority: Priority) -> None:
        """One try for the messages in between: Instagram gives details of the newest 20 only, as a rule."""
        self._hot_until_s = self._now_s() + HOT_S
        self.on_gap()
        if not snapshot.messages_after or not snapshot.messages:
            return
        started_at = self._server_now()
        try:
            older = await self._link.call(
                priority, lambda client: client.older_messages(remote_id, snapshot.messages_after)
            )
        except GraphError as error:
            self._log.info("older messages are not handed out: %s (%s)", error.code_text, error.kind.value)
            return
        older = _with_details(older)
        if older.messages:
            self._archive.ingest.conversation(
                self._link.account_id,
                older,
                read_started_at=started_at,
                is_newest=False,
                newer_remote_id=_oldest(snapshot).remote_id,
            )


def _with_details(page: ConversationSnapshot, surely: int = 0) -> ConversationSnapshot:
    """The page down to the first message of which there is nothing but its id: it may be anybody's, saying anything.

    The first ``surely`` ones stay whatever is told of them: a turn of the customer must not be invisible.
    """
    told = (place < surely or _has_details(message) for place, message in enumerate(page.messages))
    count = sum(1 for _ in takewhile(bool, told))
    if count == len(page.messages):
        return page
    return replace(page, messages=page.messages[:count], is_complete=False)


def _has_details(message: MessageSnapshot) -> bool:
    return message != MessageSnapshot(message.remote_id, message.created_at, None)


def _oldest(snapshot: ConversationSnapshot) -> MessageSnapshot:
    """The oldest message of a page: the last one, unless the dates say otherwise."""
    oldest = snapshot.messages[-1]
    for message in reversed(snapshot.messages):
        if message.created_at is not None and oldest.created_at is not None and message.created_at < oldest.created_at:
            oldest = message
    return oldest
