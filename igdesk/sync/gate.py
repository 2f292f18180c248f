"""The order in which the tasks of one account take their turns at Meta's budget."""

import asyncio
import heapq
from enum import IntEnum
from itertools import count
from typing import Protocol

MARGIN_S = 0.001
"""Timers may fire a little early; without it the next look would come at once, several times."""


PATIENCE_S = 150.0
"""Who waited this long goes before what is more urgent. Where hardly any call is left, the list and the conversation on
the screen would take every turn, and what others wrote would never be read.
"""


class Priority(IntEnum):
    """What goes first when several want a call; smaller is more urgent."""

    CONFIRM = 0
    """Was a reply sent or not?"""
    OPEN = 1
    """The conversation on the screen."""
    LIST = 2
    CHANGED = 3
    FIRST_SYNC = 4
    BACKGROUND = 5


class Budget(Protocol):
    """What the gate asks; ``graph.throttle.CallBudget`` is one."""

    def delay(self, now_s: float) -> float: ...

    def take(self, now_s: float) -> None: ...


class Gate:
    """Hands out turns, one at a time, the most urgent first. One timer at most, none while nobody waits."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._waiting: list[tuple[int, int, float, asyncio.Future[None]]] = []
        self._number = count()
        self._timer: asyncio.TimerHandle | None = None

    async def turn(self, priority: Priority) -> None:
        """Return when one call may be made. Giving up the wait gives up nothing else."""
        loop = asyncio.get_running_loop()
        ready: asyncio.Future[None] = loop.create_future()
        heapq.heappush(self._waiting, (priority, next(self._number), loop.time(), ready))
        self.refresh()
        await ready

    def refresh(self) -> None:
        """Look again: the budget has changed, or somebody came."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        loop = asyncio.get_running_loop()
        while self._waiting:
            if self._waiting[0][3].done():  # its task was cancelled while it waited
                heapq.heappop(self._waiting)
                continue
            delay = self._budget.delay(loop.time())
            if delay > 0:
                self._timer = loop.call_later(delay + MARGIN_S, self.refresh)
                return
            self._budget.take(loop.time())
            self._take_next(loop.time()).set_result(None)

    def _take_next(self, now_s: float) -> asyncio.Future[None]:
        """The most urgent one, unless somebody has waited for too long."""
        first = self._waiting[0]
        if first[0] != Priority.CONFIRM:
            late = [entry for entry in self._waiting if now_s - entry[2] >= PATIENCE_S and not entry[3].done()]
            first = min(late, key=lambda entry: entry[1], default=first)
        self._waiting.remove(first)
        heapq.heapify(self._waiting)
        return first[3]

    @property
    def waiting(self) -> int:
        """How many tasks wait for a turn."""
        return sum(not ready.done() for *_, ready in self._waiting)

    def close(self) -> None:
        """Drop the timer; whoever still waits is cancelled."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        for *_, ready in self._waiting:
            ready.cancel()
        self._waiting.clear()
