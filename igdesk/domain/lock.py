"""The lock of the window: when it closes by itself, and how long somebody waits who guesses. Pure rules."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

CHECK = "lock.check"
"""What a passphrase is compared with; empty: there is none."""
LOCKED = "lock.locked"
AFTER_MIN = "lock.after_min"
TRIES = "lock.tries"
"""Wrong passphrases in a row, and until when the next one waits."""

AFTER_CHOICES_MIN = (0, 1, 5, 10, 15, 30, 60)
"""After so long without a key or the pointer; 0 never."""
FREE_TRIES = 3
FIRST_WAIT_S, LONGEST_WAIT_S = 5, 60
SLEPT = timedelta(seconds=30)
"""The clock went on by so much more than the program did: the computer slept."""


def read_after(kept: str) -> timedelta:
    """From the settings; zero: never."""
    minutes = int(kept) if kept.isdecimal() and len(kept) < 4 else 0
    return timedelta(minutes=minutes if minutes in AFTER_CHOICES_MIN else 0)


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong passphrases in a row."""

    count: int = 0
    until: datetime | None = None
    """Computer's clock: no sooner is another one tried."""

    def wrong(self, now: datetime) -> "Tries":
        """One more was wrong."""
        count = self.count + 1
        wait_s = wait_after(count)
        return Tries(count, now + timedelta(seconds=wait_s) if wait_s else None)

    def wait_s(self, now: datetime) -> int:
        """Whole seconds until the next one may be tried."""
        if self.until is None:
            return 0
        left_s = (self.until - now).total_seconds()
        # A clock that was put back must not shut anybody out.
        return min(int(left_s + 0.999), LONGEST_WAIT_S) if left_s > 0 else 0

    def written(self) -> str:
        return f"{self.count} {int(self.until.timestamp()) if self.until is not None else 0}" if self.count else ""


def read_tries(kept: str, zone: Callable[[float], datetime]) -> Tries:
    """From the settings; ``zone`` makes a moment of a timestamp. What cannot be read counts as none."""
    count, _, until = kept.partition(" ")
    if not (count.isdecimal() and until.isdecimal() and len(count) < 9 and len(until) < 12):
        return Tries()
    return Tries(int(count), zone(int(until)) if int(until) else None)


def wait_after(wrong: int) -> int:
    """Seconds before the next try, after so many wrong ones in a row: a few are free, then each costs twice more."""
    if wrong < FREE_TRIES:
        return 0
    return min(FIRST_WAIT_S << min(wrong - FREE_TRIES, 10), LONGEST_WAIT_S)


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment on two clocks: the wall clock, and one that stands still while the computer sleeps."""

    wall: datetime
    steady_s: float


class Away:
    """How long nobody has touched anything."""

    def __init__(self, after: timedelta, now: Moment) -> None:
        self.after = after
        self._last = self._seen = now

    def touch(self, now: Moment) -> None:
        """A key, the pointer."""
        self._last = self._seen = now

    def is_due(self, now: Moment) -> bool:
        """Whether to lock: nobody was here for as long as was chosen, or the computer slept meanwhile."""
        slept = (now.wall - self._seen.wall) - timedelta(seconds=now.steady_s - self._seen.steady_s) > SLEPT
        self._seen = now
        return slept or self.left(now) <= timedelta(0)

    def left(self, now: Moment) -> timedelta:
        """So long nothing can be due. The steady clock counts: the other one may be set."""
        return self.after - timedelta(seconds=now.steady_s - self._last.steady_s)
