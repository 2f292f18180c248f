"""How many times longer than usual the intervals are: the pace that was chosen, and the battery."""

import time
from collections.abc import Callable

from igdesk.domain.pace import BATTERY_KEY, ON_BATTERY, PACE_KEY, Pace, pace_of
from igdesk.store.archive import Archive
from igdesk.sync.power import is_on_battery

LOOK_EVERY_S = 60.0


class Pacing:
    """Read once from the archive, and again whenever it is chosen anew."""

    def __init__(self, archive: Archive, on_battery: Callable[[], bool] = is_on_battery) -> None:
        self._archive = archive
        self._on_battery = on_battery
        self._looked_s = float("-inf")
        self._is_on_battery = False
        self.pace = Pace.AUTOMATIC
        self.is_slower_on_battery = True
        self.read()

    def read(self) -> None:
        """What is kept now."""
        self.pace = pace_of(self._archive.settings.get(PACE_KEY))
        self.is_slower_on_battery = self._archive.settings.get(BATTERY_KEY, "1") != "0"

    def factor(self) -> float:
        """What every interval is multiplied with."""
        now_s = time.monotonic()
        if self.is_slower_on_battery and now_s - self._looked_s > LOOK_EVERY_S:
            self._looked_s = now_s
            self._is_on_battery = self._on_battery()
        is_slower = self.is_slower_on_battery and self._is_on_battery
        return self.pace.factor * (ON_BATTERY if is_slower else 1.0)
