"""How often igdesk looks for news, as the person chose it."""

from enum import Enum

PACE_KEY, BATTERY_KEY = "updates.pace", "updates.slower_on_battery"
ON_BATTERY = 2.0
"""How many times longer the intervals are while the battery is used up."""


class Pace(Enum):
    """The values are the ends of the text ids ``updates.pace.*``."""

    AUTOMATIC = "automatic"
    CALM = "calm"
    SPARING = "sparing"

    @property
    def factor(self) -> float:
        """How many times longer the intervals are."""
        return {Pace.AUTOMATIC: 1.0, Pace.CALM: 2.0, Pace.SPARING: 4.0}[self]


def pace_of(kept: str) -> Pace:
    """The pace that a setting names; what cannot be read is automatic."""
    return next((pace for pace in Pace if pace.value == kept), Pace.AUTOMATIC)
