"""The summary of the morning: who is waiting and which reply windows close today, told once a day. Pure rules."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

MORNING = "notify.morning"
MORNING_TOLD = "notify.morning_told"
"""The day on which it was told last."""

HOURS = (7, 8, 9, 10)
STILL = timedelta(hours=3)
"""Later than so long after its hour it is no morning any more: the computer was off."""


@dataclass(frozen=True, slots=True)
class Morning:
    """When it is told."""

    hour: int
    is_daily: bool = False
    """Also on days on which people of this country usually rest."""

    @property
    def kept(self) -> str:
        return f"{self.hour}{'d' if self.is_daily else 'w'}"

    def is_due(self, here: datetime, told_on: str, working_days: Collection[int]) -> bool:
        """Whether it is to be told now; ``here`` is the computer's own time of day, days count from Monday, 1."""
        begin = here.replace(hour=self.hour, minute=0, second=0, microsecond=0)
        is_a_day = self.is_daily or here.isoweekday() in working_days
        return is_a_day and told_on != f"{here:%Y-%m-%d}" and begin <= here < begin + STILL


CHOICES = tuple(Morning(hour, is_daily) for is_daily in (False, True) for hour in HOURS)


def read_morning(kept: str) -> Morning | None:
    """From the settings; None: never."""
    return next((one for one in CHOICES if one.kept == kept), None)


def day_end(here: datetime) -> datetime:
    """Midnight after this moment."""
    return (here + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
