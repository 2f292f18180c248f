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
from igdesk.sync.server_clock import LARGEST_S

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


CLOCK_IS_WRONG = timedelta(seconds=60)
"""An answer travels for less. What is further from its own date than this says that the computer's clock was set."""
OF_THE_CONNECTION = frozenset({ErrorKind.NOT_CONNECTED, ErrorKind.THROTTLED, ErrorKind.REAUTHENTICATE})
FURTHER_PAGES = 50
"""A thousand messages between two reads are enough for anybody."""
FURTHER_TRIES = 3
REFUSED_MOST = 500


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
        self._refused: dict[str, str] = {}
        """What lies behind which message of a conversation is not handed out: it is asked for once."""
        self._further_failures: dict[str, int] = {}
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
                answer = await client.conversation(remote_id, limit=limit)
                started_at -= _ahead_by(self._server_now(), answer.server_time)
                return answer

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
        await self._take_in(snapshot, started_at, remote_id, ladder, priority)
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
        self,
        snapshot: ConversationSnapshot,
        started_at: datetime,
        remote_id: str,
        ladder: Ladder[int],
        priority: Priority,
    ) -> None:
        if snapshot.broken_messages:
            self._log.warning("%d messages could not be understood", snapshot.broken_messages)
        snapshot, _ = _with_details(snapshot, MESSAGES[0])
        edge = _oldest(snapshot).remote_id if snapshot.messages else ""
        may_go_on = bool(edge and snapshot.messages_after) and self._refused.get(remote_id) != edge
        result = self._archive.ingest.conversation(
            self._link.account_id,
            snapshot,
            read_started_at=started_at,
            goes_on=may_go_on,
            is_short=not ladder.is_largest,
        )
        if len(self._quarantine):
            self._quarantine.release(remote_id)
        if result.new_messages:
            self._link.note_activity()
        if result.has_gap and result.new_messages:
            self._hot_until_s = self._now_s() + HOT_S
            self.on_gap()
        if result.has_rest:
            await self._read_on(snapshot, remote_id, ladder, priority)
            # All that can be had is here. Until now a restart would have read the conversation once more.
            self._archive.ingest.conversation(self._link.account_id, snapshot, read_started_at=started_at)

    async def _read_on(
        self, snapshot: ConversationSnapshot, remote_id: str, ladder: Ladder[int], priority: Priority
    ) -> None:
        """Ask for the messages before, as far as Instagram gives any: as a rule the newest 20 are all.

        Raises GraphError when it has to be tried again later.
        """
        page, edge = snapshot, _oldest(snapshot).remote_id
        for _ in range(FURTHER_PAGES):
            after, newer = page.messages_after, _oldest(page).remote_id
            started_at = self._server_now()

            async def ask(client: GraphClient, after: str = after) -> Answer[ConversationSnapshot]:
                return await client.older_messages(remote_id, after, limit=ladder.size)

            try:
                older = await self._link.call(priority, ask)
            except GraphError as error:
                if error.kind is ErrorKind.TOO_MUCH_DATA and ladder.too_large():
                    continue
                if error.kind in LATER and self._may_try_again(remote_id, error):
                    raise
                self._log.info("older messages are not handed out: %s (%s)", error.code_text, error.kind.value)
                break
            page, next_id = _with_details(older)
            result = self._archive.ingest.conversation(
                self._link.account_id,
                page,
                read_started_at=started_at,
                is_newest=False,
                newer_remote_id=newer,
                older_remote_id=next_id,
                goes_on=bool(page.messages_after) and not next_id,
                is_short=not ladder.is_largest,
            )
            if not result.has_rest:
                break
        self._further_failures.pop(remote_id, None)
        self._refused[remote_id] = edge
        while len(self._refused) > REFUSED_MOST:
            del self._refused[next(iter(self._refused))]

    def _may_try_again(self, remote_id: str, error: GraphError) -> bool:
        """Trouble of the connection passes. What fails again and again for another reason is a refusal."""
        if error.kind in OF_THE_CONNECTION:
            return True
        failures = self._further_failures.get(remote_id, 0) + 1
        self._further_failures[remote_id] = failures
        return failures < FURTHER_TRIES


def _with_details(page: ConversationSnapshot, surely: int = 0) -> tuple[ConversationSnapshot, str]:
    """The page down to the first message of which there is nothing but its id: it may be anybody's, saying anything.

    That id comes along: it tells what comes before the others. The first ``surely`` ones stay whatever is told of
    them: a turn of the customer must not be invisible.
    """
    told = (place < surely or _has_details(message) for place, message in enumerate(page.messages))
    count = sum(1 for _ in takewhile(bool, told))
    if count == len(page.messages):
        return page, ""
    return replace(page, messages=page.messages[:count], is_complete=False), page.messages[count].remote_id


def _has_details(message: MessageSnapshot) -> bool:
    return message != MessageSnapshot(message.remote_id, message.created_at, None)


def _ahead_by(now: datetime, answered_at: datetime | None) -> timedelta:
    """How much the clock is off, by the date of the answer that has just come.

    One date does not change the clock, three do. But a read that is dated wrongly judges replies wrongly: the echo of
    one would be older than it, and a message of its own.
    """
    if answered_at is None or not CLOCK_IS_WRONG < abs(now - answered_at) < timedelta(seconds=LARGEST_S):
        return timedelta(0)
    return now - answered_at


def _oldest(snapshot: ConversationSnapshot) -> MessageSnapshot:
    """The oldest message of a page: the last one, unless the dates say otherwise."""
    oldest = snapshot.messages[-1]
    for message in reversed(snapshot.messages):
        if message.created_at is not None and oldest.created_at is not None and message.created_at < oldest.created_at:
            oldest = message
    return oldest
