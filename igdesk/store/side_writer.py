"""Writing into the archive beside the window: in a thread of its own, a little at a time, and after the window."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Self, TypeVar

import apsw

from igdesk.store.database import connect
from igdesk.store.errors import known
from igdesk.store.turn import Turn

if TYPE_CHECKING:
    from igdesk.store.database import Row

REST = 0.6
"""Share of the time in which nothing is done, so that whoever needs the processor gets it."""
LONGEST_REST_S = 0.05

T = TypeVar("T")


class SideWriter:
    """Made and used in one thread that may take its time."""

    def __init__(self, path: Path, key: bytes, stops: Event, turn: Turn, *, rest: float = REST) -> None:
        """Raises ``ArchiveError`` in plain words. Once ``stops`` is set no rest is taken any more."""
        self._stops = stops
        self._turn = turn
        self._rest = rest
        try:
            self._connection = connect(path, key)
            # What a power cut takes back is done again; what others commit is on the disk all the same.
            self._connection.execute("pragma synchronous = normal")
        except apsw.Error as error:
            raise known(error) from error

    def close(self) -> None:
        self._connection.close()

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> "list[Row]":
        return self._connection.execute(sql, tuple(parameters)).fetchall()

    def row(self, sql: str, parameters: Sequence[object] = ()) -> "Row | None":
        return next(iter(self.rows(sql, parameters)), None)

    def write(self, sql: str, parameters: Sequence[object] = ()) -> None:
        self._connection.execute(sql, tuple(parameters))

    # for subclasses

    def _in_step(self, work: Callable[[Self], T]) -> tuple[T, float]:
        """Do something in one transaction; its answer, and for how many seconds others had to wait."""
        with self._turn.beside(self._stops.wait):
            began = time.perf_counter()
            self._connection.execute("begin immediate")
            try:
                answer = work(self)
                self._connection.execute("commit")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("rollback")
                raise
            return answer, time.perf_counter() - began

    def _pause(self, taken_s: float) -> None:
        """Rest after something that took so long, while nothing is held."""
        if self._rest:
            self._stops.wait(min(LONGEST_REST_S, taken_s * self._rest / (1 - self._rest)))
