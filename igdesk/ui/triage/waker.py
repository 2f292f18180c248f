"""Ends snoozes when their time has come, also after the program was off or the computer slept."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Qt, QTimer

from igdesk.domain.status import KnownError
from igdesk.store.archive import Archive

LOOK_MS = 30_000
"""Clocks are put forward and computers sleep: nothing is waited for longer than this without a look at the clock."""
SHORTEST_MS = 200
"""What cannot be woken, because the archive is only read, must not keep the program busy."""


class Waker(QObject):
    def __init__(
        self, archive: Archive, now: Callable[[], datetime], failed: Callable[[KnownError], object], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._archive = archive
        self._now = now
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
            following = self._archive.triage.next_wake()
        except KnownError as error:
            self._failed(error)
            self.timer.start(LOOK_MS)
            return
        if following is not None:
            wait_ms = (following - self._now()).total_seconds() * 1000
            self.timer.start(min(max(round(wait_ms), SHORTEST_MS), LOOK_MS))

    def stop(self) -> None:
        self.timer.stop()
        self.timer.timeout.disconnect()
