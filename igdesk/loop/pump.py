"""Runs the callbacks of asyncio in short slices between the events of Qt."""

import asyncio
import heapq
import math
import time
from collections import deque
from collections.abc import Callable
from itertools import count
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimerEvent

SLICE_S = 0.006
"""How long callbacks may run before Qt gets to paint and to read the keyboard."""
LONGEST_TIMER_MS = 86_400_000
"""Qt counts milliseconds in 32 bits; a later time is reached in several steps."""
COMPACT_FROM = 64

_WAKE = QEvent.Type(QEvent.registerEventType())


class Timer(asyncio.TimerHandle):
    """A callback for later. It knows whether it still waits in the heap."""

    __slots__ = ("is_scheduled",)

    is_scheduled: bool


class Owner(Protocol):
    """What the pump has to know about its loop."""

    def is_running(self) -> bool: ...
    def is_stopping(self) -> bool: ...
    def interrupt(self, error: BaseException) -> None: ...


class Pump(QObject):
    """First in, first out, in generations like plain asyncio; one posted event and one Qt timer for all of it.

    While a callback runs a Qt loop of its own (a dialog, ``processEvents``), other callbacks wait: running them
    inside would enter a second task from within the first, which asyncio forbids and which loses the second one.
    """

    def __init__(self, owner: Owner, clock: Callable[[], float]) -> None:
        super().__init__()
        self._owner = owner
        self._clock = clock
        self._resolution_s = time.get_clock_info("monotonic").resolution
        self._ready: deque[asyncio.Handle] = deque()
        self._heap: list[tuple[float, int, Timer]] = []
        self._numbers = count()
        self._cancelled = 0
        self._timer_id = 0
        self._timer_due = math.inf
        self._is_posted = False
        self._is_inside = False
        self._is_closed = False

    @property
    def live_timers(self) -> int:
        """Timers that are still going to fire."""
        return len(self._heap) - self._cancelled

    @property
    def held_timers(self) -> int:
        """Timers in memory, cancelled ones included."""
        return len(self._heap)

    @property
    def qt_timers(self) -> int:
        """Timers that Qt runs for all of them: none or one."""
        return 1 if self._timer_id else 0

    def soon(self, handle: asyncio.Handle) -> None:
        """Queue a callback; may be called from any thread."""
        self._ready.append(handle)
        self.wake()

    def later(self, timer: Timer) -> None:
        timer.is_scheduled = True
        heapq.heappush(self._heap, (timer.when(), next(self._numbers), timer))
        if self._heap[0][2] is timer:
            self._arm()

    def forget(self, timer: Timer) -> None:
        """A timer is being cancelled."""
        if not timer.is_scheduled:
            return
        timer.is_scheduled = False
        self._cancelled += 1
        if self._cancelled == len(self._heap):
            self._heap.clear()
            self._cancelled = 0
            self._disarm()
        elif self._cancelled > COMPACT_FROM and self._cancelled * 2 > len(self._heap):
            self._heap = [entry for entry in self._heap if entry[2].is_scheduled]
            heapq.heapify(self._heap)
            self._cancelled = 0
            self._arm()

    def wake(self) -> None:
        """Ask Qt for a turn; may be called from any thread."""
        if not self._is_posted:
            self._is_posted = True
            QCoreApplication.postEvent(self, QEvent(_WAKE))

    def resume(self) -> None:
        """The loop starts to run: what waited meanwhile is due."""
        if self._ready:
            self.wake()
        self._arm()

    def close(self) -> None:
        self._is_closed = True
        self._ready.clear()
        self._heap.clear()
        self._cancelled = 0
        self._disarm()

    def stop(self) -> None:
        """Part of what qasync expects of its timer object."""
        self.close()

    def set_debug(self, enabled: bool) -> None:
        """Part of what qasync expects of its timer object."""

    def customEvent(self, event: QEvent) -> None:
        if event.type() != _WAKE:
            return
        self._is_posted = False
        if self._is_inside or self._is_closed or not self._owner.is_running():
            return
        self._is_inside = True
        try:
            self._run_slice()
        except (KeyboardInterrupt, SystemExit) as error:
            # Raised out of here Qt would print it, or end the process on the spot with nothing closed.
            self._owner.interrupt(error)
        finally:
            self._is_inside = False
            if self._ready and not self._is_closed:
                self.wake()
            self._arm()

    def timerEvent(self, event: QTimerEvent) -> None:
        if event.timerId() == self._timer_id:
            self._disarm()
            self.wake()

    def _run_slice(self) -> None:
        end = self._clock() + SLICE_S
        self._collect_due()
        while self._ready:
            for _ in range(len(self._ready)):
                handle = self._ready.popleft()
                if not handle.cancelled():
                    handle._run()
                del handle  # a task must not live on in a local name while Qt has its turn
                if self._clock() >= end:
                    return
            if self._owner.is_stopping():
                return
            self._collect_due()

    def _collect_due(self) -> None:
        heap = self._heap
        limit = self._clock() + self._resolution_s
        while heap and (heap[0][0] <= limit or not heap[0][2].is_scheduled):
            timer = heapq.heappop(heap)[2]
            if timer.is_scheduled:
                timer.is_scheduled = False
                self._ready.append(timer)
            else:
                self._cancelled -= 1

    def _arm(self) -> None:
        """Have Qt call at the time of the first timer, never before it."""
        if self._is_closed or self._is_inside:
            return  # a slice arms once, when it is over
        heap = self._heap
        while heap and not heap[0][2].is_scheduled:
            heapq.heappop(heap)
            self._cancelled -= 1
        if not heap:
            self._disarm()
            return
        due = heap[0][0]
        if self._timer_id and due == self._timer_due:
            return
        self._disarm()
        delay_s = due - self._clock()
        if delay_s <= 0:
            self.wake()
            return
        self._timer_due = due
        delay_ms = min(math.ceil(delay_s * 1000), LONGEST_TIMER_MS)
        self._timer_id = self.startTimer(delay_ms, Qt.TimerType.PreciseTimer)

    def _disarm(self) -> None:
        if self._timer_id:
            self.killTimer(self._timer_id)
            self._timer_id = 0
        self._timer_due = math.inf
