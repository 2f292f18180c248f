"""Ends snoozes and shows reminders when their time has come, also after the program was off or the computer slept."""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Qt, QTimer

from igdesk.domain.status import KnownError, Problem
from igdesk.store.archive import Archive
from igdesk.ui.engine_door import EngineDoor

LOOK_MS = 30_000
"""Clocks are put forward and computers sleep: nothing is waited for longer than this without a look at the clock."""
SHORTEST_MS = 200
"""What cannot be woken, because the archive is only read, must not keep the program busy."""


class Waker(QObject):
    def __init__(
        self,
        archive: Archive,
        now: Callable[[], datetime],
        door: EngineDoor,
        failed: Callable[[Problem], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._archive = archive
        self._now = now
        self._door = door
        self._failed = failed
        self.timer = QTimer(self, singleShot=True)
        self.timer.setTimerType(Qt.TimerType.PreciseTimer)
        self.timer.timeout.connect(self.look)

    def look(self) -> None:
        """Wake what is due, and wait for what comes next."""
        self.timer.stop()
        if self._archive.is_read_only:
            return
        try:
            self._archive.triage.wake(self._now())
            waits = [] if (wakes := self._archive.triage.next_wake()) is None else [wakes - self._now()]
            waits += self._remind()
        except KnownError as error:
            self._failed(error.problem)
            self.timer.start(LOOK_MS)
            return
        if waits:
            wait_ms = min(waits).total_seconds() * 1000
            self.timer.start(min(max(round(wait_ms), SHORTEST_MS), LOOK_MS))

    def _remind(self) -> list[timedelta]:
        """Show the reminders that are due by Instagram's clock, which the engine knows; how long until the next."""
        if not self._door.is_attached:
            return []  # the window looks again as soon as there is one
        self._archive.triage.show_reminders(self._door.server_now())
        due = self._archive.triage.next_reminder()
        return [] if due is None else [due - self._door.server_now()]

    def stop(self) -> None:
        self.timer.stop()
        self.timer.timeout.disconnect()
