"""Whose turn it is to write into the archive: the thread of the window goes before everything beside it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from time import sleep

A_MOMENT_S = 0.0005


class Turn:
    """Held while something is written. SQLite would look again only after a while; this wakes at once."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._is_wanted = False

    def is_wanted(self) -> bool:
        """Whether the window waits."""
        return self._is_wanted

    def acquire(self) -> None:
        """For the window."""
        self._is_wanted = True
        try:
            self._lock.acquire()
        finally:
            self._is_wanted = False

    def release(self) -> None:
        self._lock.release()

    @contextmanager
    def beside(self, pause: Callable[[float], object] = sleep) -> Iterator[None]:
        """For work beside the window: not before it, even if it came first."""
        while not self._taken_last():
            pause(A_MOMENT_S)
        try:
            yield
        finally:
            self._lock.release()

    def _taken_last(self) -> bool:
        if self.is_wanted():
            return False
        self._lock.acquire()
        if not self.is_wanted():
            return True
        self._lock.release()
        return False
