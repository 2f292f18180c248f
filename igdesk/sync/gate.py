"""The order in which the tasks of one account take their turns at Meta's budget."""

import asyncio
import heapq
from enum import IntEnum
from itertools import count
from typing import Protocol

MARGIN_S = 0.001
"""Timers may fire a little early; without it the next look would come at once, several times."""


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
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._number = count()
        self._timer: asyncio.TimerHandle | None = None

    async def turn(self, priority: Priority) -> None:
        """Return when one call may be made. Giving up the wait gives up nothing else."""
        ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (priority, next(self._number), ready))
        self.refresh()
        await ready

    def refresh(self) -> None:
        """Look again: the budget has changed, or somebody came."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        loop = asyncio.get_running_loop()
        while self._waiting:
            if self._waiting[0][2].done():  # its task was cancelled while it waited
                heapq.heappop(self._waiting)
                continue
            delay = self._budget.delay(loop.time())
            if delay > 0:
                self._timer = loop.call_later(delay + MARGIN_S, self.refresh)
                return
            self._budget.take(loop.time())
            heapq.heappop(self._waiting)[2].set_result(None)

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
