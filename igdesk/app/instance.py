"""One running igdesk for each profile: a second start shows the window of the first."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDeadlineTimer, QFileSystemWatcher, QObject, QThread

from igdesk.app.profile_lock import ProfileLock
from igdesk.paths import Profile

ANSWER_MS = 2000
GRACE_MS = 4000
"""How long the copy that holds the lock may take: it may just be starting, or just be ending."""
LOOK_MS = 20
ANY_PROCESS = -1


class SingleInstance(QObject):
    """Listens for other starts of the same profile. Made by whoever holds the profile's lock.

    A start that comes second lays a file into a folder that this one watches, and it is taken away for an answer. (A
    local socket does the same, but the network part of Qt takes 3 MiB of memory for it.)
    """

    def __init__(self, profile: Profile, show: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._show = show
        self._folder = profile.doorbell
        with suppress(OSError):  # without the folder everything works but being shown by a second start
            self._folder.mkdir(mode=0o700, exist_ok=True)
        for left_over in self._rings():
            with suppress(OSError):
                left_over.unlink()
        self._watcher = QFileSystemWatcher([str(self._folder)], self)
        self._watcher.directoryChanged.connect(self._answer)

    def close(self) -> None:
        """Stop listening."""
        self._watcher.removePaths(self._watcher.directories())  # a folder that is watched stays, on Windows
        self._watcher.deleteLater()
        with suppress(OSError):
            self._folder.rmdir()

    def _answer(self) -> None:
        rings = self._rings()
        for ring in rings:
            with suppress(OSError):
                ring.unlink()
        if rings:
            self._show()

    def _rings(self) -> list[Path]:
        try:
            return list(self._folder.iterdir())
        except OSError:
            return []


def lock_or_show(profile: Profile) -> ProfileLock | bool:
    """The lock; or, when another copy holds it, whether that copy answered and showed its window.

    Waits a little for a copy that is just starting or just ending.
    """
    deadline = QDeadlineTimer(GRACE_MS)
    while True:
        lock = ProfileLock.take(profile)
        if lock is not None:
            return lock
        if _ask_to_show(profile):
            return True
        if deadline.hasExpired():
            return False
        QThread.msleep(50)


def let_come_forward(platform: str = sys.platform, user: Any = None) -> None:
    """Windows lets a window come to the front only where the program that is there now allows it: this one, which the
    person has just started.
    """
    if platform == "win32":
        with suppress(OSError, AttributeError):
            (user or _user()).AllowSetForegroundWindow(ANY_PROCESS)


def _user() -> Any:
    import ctypes

    return ctypes.windll.user32  # type: ignore[attr-defined, unused-ignore]


def _ask_to_show(profile: Profile) -> bool:
    let_come_forward()
    ring = profile.doorbell / str(os.getpid())
    try:
        ring.touch(mode=0o600)
    except OSError:
        return False  # nobody listens yet
    deadline = QDeadlineTimer(ANSWER_MS)
    while ring.exists():
        if deadline.hasExpired():
            ring.unlink(missing_ok=True)
            return False
        QThread.msleep(LOOK_MS)
    return True
