"""Bringing the index of words up to date beside the work on the archive: small steps, resumable, with pauses."""

import logging
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING, TypeVar

import apsw

from igdesk.store import search_index
from igdesk.store.database import connect
from igdesk.store.errors import known

if TYPE_CHECKING:
    from igdesk.store.database import Row

T = TypeVar("T")
log = logging.getLogger(__name__)

SAMPLE = 50
"""Of so many messages one is looked at to divide the archive by time."""
SAMPLE_STEP = 20_000
MERGE_PAGES = 24
MERGES = 4000
REST = 0.6
"""Share of the time in which nothing is done, so that whoever waits for the archive gets it."""
LONGEST_REST_S = 0.05


class IndexBuilder:
    """Made and used in one thread that may take its time."""

    def __init__(self, path: Path, key: bytes, stops: Event, turn: Lock, *, rest: float = REST) -> None:
        self._stops = stops
        self._turn = turn
        self._rest = rest
        try:
            self._connection = connect(path, key)
            # What a power cut takes back is built again; what others commit is on the disk all the same.
            self._connection.execute("pragma synchronous = normal")
        except apsw.Error as error:
            raise known(error) from error

    def close(self) -> None:
        self._connection.close()

    def run(self) -> bool:
        """Whether the index is whole now; not if it was stopped before."""
        try:
            if self._in_step(search_index.needs_anew, is_reading=True):
                self._in_step(search_index.begin_anew)
                log.info("the index of words is made anew")
            if self._is_undivided():
                self._divide()
            has_built = False
            while not self._stops.is_set() and self._in_step(lambda c: search_index.settle(c, search_index.STEP)):
                pass
            while not self._stops.is_set() and self._is_unfinished():
                self._in_step(search_index.build_some)
                has_built = True
            if has_built and not self._stops.is_set():
                self._merge()
            return not self._stops.is_set()
        except apsw.Error as error:
            raise known(error) from error

    # for search_index

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> "list[Row]":
        return self._connection.execute(sql, tuple(parameters)).fetchall()

    def write(self, sql: str, parameters: Sequence[object] = ()) -> None:
        self._connection.execute(sql, tuple(parameters))

    # inside

    def _in_step(self, work: "Callable[[IndexBuilder], T]", *, is_reading: bool = False) -> "T":
        with self._turn:
            began = time.perf_counter()
            self._connection.execute("begin" if is_reading else "begin immediate")
            try:
                answer = work(self)
                self._connection.execute("commit")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("rollback")
                raise
        taken = time.perf_counter() - began
        if self._rest:
            self._stops.wait(min(LONGEST_REST_S, taken * self._rest / (1 - self._rest)))
        return answer

    def _is_unfinished(self) -> bool:
        return bool(self.rows("select below > 0 from search_state")[0][0])

    def _is_undivided(self) -> bool:
        return self._is_unfinished() and not self.rows("select 1 from search_bucket limit 1")

    def _divide(self) -> None:
        newest = self.rows("select below from search_state")[0][0]
        moments: list[int] = []
        for start in range(0, newest, SAMPLE_STEP):
            if self._stops.is_set():
                return
            end = start + SAMPLE_STEP
            moments += (
                row[0]
                for row in self.rows(
                    "select sent_at from message where id > ? and id <= ? and id % ? = 0", (start, end, SAMPLE)
                )
            )
        if moments:
            self._in_step(lambda connection: search_index.divide(connection, moments, SAMPLE))

    def _merge(self) -> None:
        """Few large segments are searched faster than many small ones."""
        for number in range(MERGES):
            before = self._connection.total_changes()
            pages = MERGE_PAGES if number else -MERGE_PAGES
            self._in_step(partial(_merge_some, pages))
            if self._stops.is_set() or self._connection.total_changes() - before < 2:
                return


def _merge_some(pages: int, builder: IndexBuilder) -> None:
    builder.write("insert into search_words (search_words, rank) values ('merge', ?)", (pages,))
