"""What is known about the health of a connection: calls of the last day, and the latest errors."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

SLOT = timedelta(minutes=30)
SLOTS_SHOWN = 48
ERRORS_KEPT = 50


@dataclass(frozen=True, slots=True)
class CallSlot:
    """The calls of half an hour."""

    slot: int
    calls: int
    used_percent: int = 0
    """The highest usage that Instagram reported in it."""


@dataclass(frozen=True, slots=True)
class SeenError:
    """An error of the connection; the same one again and again is one entry."""

    entry: str
    """Id in the error catalogue."""
    code: str
    trace_id: str
    first_at: datetime
    last_at: datetime
    times: int = 1


def slot_of(moment: datetime) -> int:
    """The half hour a moment lies in."""
    return int(moment.timestamp() // SLOT.total_seconds())


def slot_start(slot: int) -> datetime:
    return datetime.fromtimestamp(slot * SLOT.total_seconds(), UTC)


def last_day(slots: tuple[CallSlot, ...], now: datetime) -> tuple[CallSlot, ...]:
    """A day of half hours that ends with the present one, with those in which nothing was called."""
    found = {slot.slot: slot for slot in slots}
    end = slot_of(now)
    return tuple(found.get(at, CallSlot(at, 0)) for at in range(end - SLOTS_SHOWN + 1, end + 1))


@dataclass(frozen=True, slots=True)
class ToldError:
    """A seen error in words, for the diagnosis."""

    happened: str
    cure: str
    seen: SeenError
