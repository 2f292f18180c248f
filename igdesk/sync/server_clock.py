"""The clocks: Instagram's, learnt from the dates of its answers, and the computer's, which may sleep or be set."""

import asyncio
from collections import deque
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

OFFSET_KEY = "sync.clock_offset_s"
"""Of the archive's settings: the difference that was learnt last, in seconds."""
SAMPLES = 5
MOST = 3
"""So many of them decide."""
TOLERANCE_S = 2.0
"""Dates come in whole seconds and travel for a while: smaller differences say nothing."""
LARGEST_S = 10 * 365 * 86400.0
LOOK_S = 15.0
SLEPT_S = 30.0
"""A difference of this much between the wall clock and the loop's clock means that the computer slept."""


class ServerClock:
    """The computer's clock plus the learnt difference."""

    def __init__(self, clock: Callable[[], datetime], offset_s: float = 0.0) -> None:
        self._clock = clock
        self._samples: deque[float] = deque(maxlen=SAMPLES)
        self.offset_s = offset_s
        self.heard = 0
        """Answers that told the time so far."""

    def now(self) -> datetime:
        """The time at Instagram."""
        return self._clock() + timedelta(seconds=self.offset_s)

    def learn(self, server_time: datetime) -> bool:
        """Take in the date of an answer; True when the difference changed."""
        # The date was cut to whole seconds, so on average it is half a second late.
        sample = (server_time - self._clock()).total_seconds() + 0.5
        if abs(sample) > LARGEST_S:
            return False
        self.heard += 1
        self._samples.append(sample)
        offset_s = _median(self._samples)
        if abs(offset_s - self.offset_s) < TOLERANCE_S:
            return False
        self.offset_s = offset_s if abs(offset_s) >= TOLERANCE_S else 0.0
        return True

    def forget(self) -> None:
        """Somebody may have set the computer's clock: older samples say nothing any more."""
        self._samples.clear()


class Certainty:
    """Whether the time is known well enough for what cannot be taken back.

    At a start and after a jump the computer's clock may be hours or years off, until it is put right. Instagram's
    answers tell the time; ``patience_s`` is how long they are waited for, None: without them nothing is certain.
    """

    def __init__(self, clock: ServerClock, patience_s: float | None = None) -> None:
        self._clock = clock
        self._patience_s = patience_s
        self._looked_at: tuple[datetime, float] | None = None
        self._doubted_at: tuple[float, int] | None = None

    def look(self) -> bool:
        """Look at the clock now, and compare it with the time that passed since the last look."""
        now, now_s = self._clock.now(), asyncio.get_running_loop().time()
        before, self._looked_at = self._looked_at, (now, now_s)
        if before is None or abs((now - before[0]).total_seconds() - (now_s - before[1])) > SLEPT_S:
            self._doubted_at = now_s, self._clock.heard
        if self._doubted_at is not None:
            since_s, heard = self._doubted_at
            is_over = self._patience_s is not None and now_s - since_s >= self._patience_s
            if is_over or self._clock.heard >= heard + MOST:
                self._doubted_at = None
        return self._doubted_at is None


async def watch_clocks(clock: Callable[[], datetime], on_wake: Callable[[], None]) -> None:
    """Notice that the computer slept or that its clock was set, until cancelled."""
    loop = asyncio.get_running_loop()
    while True:
        wall, mono = clock(), loop.time()
        await asyncio.sleep(LOOK_S)
        passed_s = loop.time() - mono
        jumped_s = abs((clock() - wall).total_seconds() - passed_s)
        if jumped_s > SLEPT_S or passed_s > LOOK_S + SLEPT_S:
            on_wake()


def _median(samples: Collection[float]) -> float:
    # The statistics module brings fractions and decimals along, half a megabyte for one line.
    ordered, count = sorted(samples), len(samples)
    return (ordered[(count - 1) // 2] + ordered[count // 2]) / 2


def kept_offset_s(text: str) -> float:
    """A difference that was kept as text."""
    try:
        return float(text or 0)
    except ValueError:
        return 0.0
