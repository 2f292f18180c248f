"""Finds out whether an uncertain reply arrived, by reading its conversation."""

import asyncio
import logging
from collections.abc import Callable

from igdesk.domain.ids import ConversationId
from igdesk.domain.outbox import SendEvent
from igdesk.graph.errors import GraphError
from igdesk.store.archive import Archive
from igdesk.sync.gate import Priority
from igdesk.sync.link import AccountLink
from igdesk.sync.reader import Reading, ThreadReader
from igdesk.sync.waking import wait_for

READS_AFTER_S = (4.0, 8.0, 15.0, 30.0, 60.0, 120.0, 300.0)
"""Seconds to the next read; Instagram may still be at work on the message when the connection has broken."""


REFUSALS_TO_GIVE_UP = 3
"""Reads that Instagram refuses for good before the person has to decide: they would wait for ever."""


class Confirmer:
    """Reads conversations of one account that hold an uncertain reply, until each is settled by what they show."""

    def __init__(self, link: AccountLink, archive: Archive, reader: ThreadReader, *, log: logging.Logger) -> None:
        self._link = link
        self._archive = archive
        self._reader = reader
        self._log = log
        self._wake = asyncio.Event()
        self._due: dict[ConversationId, tuple[int, float]] = {}
        self._refusals: dict[ConversationId, int] = {}
        self.on_settled: Callable[[], None] = lambda: None
        link.wakers.append(self._wake)

    def wake(self) -> None:
        """There may be an uncertain reply."""
        self._wake.set()

    async def run(self) -> None:
        """Look for uncertain replies at the start and whenever woken; no call is made while there are none."""
        while True:
            await self._link.online.wait()
            uncertain = {item.conversation_id for item in self._archive.outbox.uncertain(self._link.account_id)}
            if self._due.keys() - uncertain:
                self.on_settled()
            self._due = {key: self._due.get(key, (0, self._now_s() + READS_AFTER_S[0])) for key in sorted(uncertain)}
            if not self._due:
                await wait_for(self._wake, None)
                continue
            conversation_id, (reads, due_s) = min(self._due.items(), key=lambda entry: entry[1][1])
            if due_s > self._now_s():
                await wait_for(self._wake, due_s - self._now_s())
                continue
            await self._read(conversation_id)
            pause_s = READS_AFTER_S[min(reads + 1, len(READS_AFTER_S) - 1)]
            self._due[conversation_id] = (reads + 1, self._now_s() + pause_s)

    async def look(self, conversation_id: ConversationId) -> Reading | None:
        """Read a conversation. Raises GraphError when it has to be tried again later; None: it is not here."""
        row = self._archive.inbox.by_id(conversation_id)
        return await self._reader.read(conversation_id, row.remote_id, Priority.CONFIRM) if row is not None else None

    async def _read(self, conversation_id: ConversationId) -> None:
        try:
            reading = await self.look(conversation_id)
        except GraphError as error:
            self._log.info("an uncertain reply could not be looked up yet: %s", error)
            return
        if reading is None:
            return
        if reading is Reading.DONE:
            self._refusals.pop(conversation_id, None)
            return
        self._refusals[conversation_id] = self._refusals.get(conversation_id, 0) + 1
        if self._refusals[conversation_id] >= REFUSALS_TO_GIVE_UP:
            del self._refusals[conversation_id]
            for item in self._archive.outbox.uncertain(self._link.account_id):
                if item.conversation_id == conversation_id:
                    self._archive.outbox.settle(item.message_id, SendEvent.CANNOT_BE_READ)

    def _now_s(self) -> float:
        return asyncio.get_running_loop().time()
