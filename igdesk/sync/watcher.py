"""Reads the conversation on the screen again and again: edits, reactions and unsends do not move it in the list."""

import asyncio
from collections.abc import Callable

from igdesk.domain.ids import ConversationId
from igdesk.graph.errors import GraphError
from igdesk.sync import schedule
from igdesk.sync.gate import Priority
from igdesk.sync.link import AccountLink
from igdesk.sync.reader import Reading, ThreadReader
from igdesk.sync.schedule import Situation
from igdesk.sync.waking import wait_for

FRESH_S = 5.0
"""Opened again within this time, a conversation is not read again at once."""
UNAVAILABLE_S = 3600.0


class OpenWatcher:
    """Keeps one open conversation of one account fresh."""

    def __init__(
        self,
        link: AccountLink,
        reader: ThreadReader,
        *,
        situation: Callable[[], Situation],
        chance: Callable[[], float],
    ) -> None:
        self._link = link
        self._reader = reader
        self._situation = situation
        self._chance = chance
        self._open: tuple[ConversationId, str] | None = None
        self._wake = asyncio.Event()
        self._read_s: dict[ConversationId, float] = {}

    def open(self, conversation: tuple[ConversationId, str] | None) -> None:
        """Watch this conversation from now on, or none."""
        if conversation != self._open:
            self._open = conversation
            self._wake.set()

    def reconsider(self) -> None:
        """The attention changed, or somebody wants to see the newest state now."""
        self._wake.set()

    async def run(self) -> None:
        """Read when opened, then at the pace of the schedule."""
        failures = 0
        while True:
            await self._link.online.wait()
            if self._open is None:
                await wait_for(self._wake, None)
                continue
            conversation_id, remote_id = self._open
            age_s = self._now_s() - self._read_s.get(conversation_id, -FRESH_S)
            if age_s < FRESH_S:
                await wait_for(self._wake, FRESH_S - age_s)
                continue
            self._wake.clear()
            delay_s = 0.0
            try:
                reading = await self._reader.read(conversation_id, remote_id, Priority.OPEN)
            except GraphError:
                failures += 1
                delay_s = schedule.retry_s(failures, self._chance(), first_s=5.0)
            else:
                failures = 0
                delay_s = schedule.open_interval_s(self._situation(), self._chance())
                if reading is Reading.UNAVAILABLE:
                    delay_s = UNAVAILABLE_S
            self._read_s = {conversation_id: self._now_s()}
            await wait_for(self._wake, delay_s)

    def _now_s(self) -> float:
        return asyncio.get_running_loop().time()
