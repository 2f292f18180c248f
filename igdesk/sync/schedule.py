"""When to look again: pure rules from attention, recency, night, usage and failures."""

from dataclasses import dataclass
from datetime import datetime

from igdesk.domain.attention import Attention

JITTER = 0.2
"""Every interval varies by this share, so that several accounts and copies never march in step."""
LIVELY_S = 300.0
"""After something happened, a conversation is likely to go on for this long."""
LONG_QUIET_S = 2 * 3600.0
ASLEEP_S = 300.0
SLOW_FROM = 0.6
"""Share of Meta's budget from which the interval is stretched."""
MAX_STRETCH = 8.0
LIMITED_S = 300.0
"""An account that is not allowed to read is asked again this often: the person may have changed a setting."""
LONGEST_RETRY_S = 60.0
NIGHT_HOURS = range(7)


@dataclass(frozen=True, slots=True)
class Situation:
    """What the interval depends on."""

    attention: Attention = Attention.ACTIVE
    quiet_s: float = 0.0
    """Since a message came or went, or the person did something."""
    is_night: bool = False
    budget_used: float = 0.0
    was_throttled: bool = False
    """Instagram asked for a pause within the last minutes."""
    is_limited: bool = False
    slowness: float = 1.0
    """The pace that the person chose, and the battery."""
    is_hot: bool = False
    """More came between two reads than a read can hold: look often for a while."""


def is_night(local: datetime) -> bool:
    """Whether most people of this computer's time zone sleep."""
    return local.hour in NIGHT_HOURS


def list_interval_s(situation: Situation, chance: float) -> float:
    """Seconds between two looks at the list; ``chance`` is a random number from 0 to 1."""
    if situation.is_limited:
        return _jittered(LIMITED_S, chance)
    match situation.attention:
        case Attention.ACTIVE:
            base = 10.0 if situation.quiet_s < LIVELY_S else 15.0
        case Attention.VISIBLE:
            base = 30.0 if situation.quiet_s < LIVELY_S else 45.0
        case Attention.AWAY:
            base = 30.0 if situation.quiet_s < LIVELY_S else 60.0
    if situation.is_hot:
        base = min(base, 10.0)
    elif situation.attention is not Attention.ACTIVE and situation.quiet_s > LONG_QUIET_S:
        base = ASLEEP_S if situation.is_night else 2 * base
    return _jittered(base * _stretch(situation), chance)


def open_interval_s(situation: Situation, chance: float) -> float:
    """Seconds between two reads of the open conversation: edits, reactions and unsends do not move it in the list."""
    match situation.attention:
        case Attention.ACTIVE:
            base = 15.0
        case Attention.VISIBLE:
            base = 30.0 if situation.quiet_s < LIVELY_S else 60.0
        case Attention.AWAY:
            base = 60.0 if situation.quiet_s < LIVELY_S else ASLEEP_S
    return _jittered(base * _stretch(situation), chance)


def retry_s(failures: int, chance: float, *, first_s: float = 2.0, longest_s: float = LONGEST_RETRY_S) -> float:
    """Seconds until the next try after this many failures in a row: doubled each time, up to ``longest_s``."""
    return _jittered(min(first_s * 2.0 ** min(max(failures - 1, 0), 20), longest_s), chance)


def _stretch(situation: Situation) -> float:
    """How many times longer than usual, so that the budget lasts."""
    factor = situation.slowness * (2.0 if situation.was_throttled else 1.0)
    if situation.budget_used > SLOW_FROM:
        over = (min(situation.budget_used, 1.0) - SLOW_FROM) / (1.0 - SLOW_FROM)
        factor *= 1.0 + over * (MAX_STRETCH - 1.0)
    return factor


def _jittered(seconds: float, chance: float) -> float:
    return seconds * (1.0 - JITTER + 2.0 * JITTER * chance)


def usual_intervals(slowness: float) -> tuple[float, float, float, float]:
    """Seconds at a quiet time: the open conversation, the list in front, in the background, and late at night."""
    middle = 0.5
    front = Situation(slowness=slowness, quiet_s=LIVELY_S)
    back = Situation(Attention.AWAY, slowness=slowness, quiet_s=LIVELY_S)
    night = Situation(Attention.AWAY, slowness=slowness, quiet_s=LONG_QUIET_S + 1, is_night=True)
    return (
        open_interval_s(front, middle),
        list_interval_s(front, middle),
        list_interval_s(back, middle),
        list_interval_s(night, middle),
    )
