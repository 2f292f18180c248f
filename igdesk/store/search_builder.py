"""Bringing the index of words up to date beside the work on the archive: small steps, resumable, with pauses."""

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Event
from typing import TypeVar

import apsw

from igdesk.store import search_index
from igdesk.store.errors import known
from igdesk.store.search_index import Batch
from igdesk.store.side_writer import REST, SideWriter
from igdesk.store.turn import Turn

T = TypeVar("T")
log = logging.getLogger(__name__)

SAMPLE = 50
"""Of so many messages one is looked at to divide the archive by time."""
SAMPLE_STEP = 20_000
LEAST, MOST = {"messages": 10, "pages": 1}, 200
"""Messages, or pages of the index, that are written in one step."""
HOLD_S = 0.002
"""So long, about, others may have to wait for a step. Steps get smaller where they take longer."""
MERGES = 100_000
TRIES = 3
LOG_PAGES = 500
"""From 2 MiB on the log is moved into the archive between two steps."""


class IndexBuilder(SideWriter):
    """Brings the index up to date with what is stored."""

    def __init__(self, path: Path, key: bytes, stops: Event, turn: Turn, *, rest: float = REST) -> None:
        super().__init__(path, key, stops, turn, rest=rest)
        self._size = dict(LEAST)
        self._log_pages = 0
        try:
            # Not by a commit, while others wait: between two of them.
            self._connection.execute("pragma wal_autocheckpoint = 0")
            self._connection.set_wal_hook(self._log_grew)
        except apsw.Error as error:
            raise known(error) from error

    def run(self) -> bool:
        """Whether the index is whole now; not if it was stopped before."""
        try:
            if self._read(search_index.needs_anew):
                moments = self._moments()
                # As one: a message that came in between would have all others put beside it.
                self._in_step(lambda builder: search_index.begin_anew(builder, moments, SAMPLE))
                log.info("the index of words is made anew")
            has_built = False
            while not self._stops.is_set() and self._index(search_index.changed_messages):
                self._merge(search_index.MOST_SEGMENTS)
            while not self._stops.is_set() and self._is_unfinished():
                self._index(search_index.older_messages)
                self._merge(search_index.MOST_SEGMENTS)
                has_built = True
            if has_built:
                self._merge(1)
            elif self._read(search_index.is_scattered):
                self._merge(search_index.FEW_SEGMENTS)
            return not self._stops.is_set()
        except apsw.Error as error:
            raise known(error) from error

    # inside

    def _index(self, prepare: "Callable[[IndexBuilder, int], Batch]") -> int:
        """Some messages; how many were looked at. All the thinking is done before anybody has to wait."""
        began = time.perf_counter()
        for attempt in range(TRIES):
            limit = self._size["messages"] if attempt < TRIES - 1 else LEAST["messages"]
            batch, version = self._read(lambda _: (prepare(self, limit), self._version()))  # noqa: B023
            if not batch.size and batch.below is None:
                return 0
            if attempt == TRIES - 1:  # somebody writes all the time
                self._step(lambda _: prepare(self, limit).write(self), "messages")  # noqa: B023
            elif self._step(lambda _: self._version() == version and batch.write(self) >= 0, "messages"):  # noqa: B023
                break
        self._pause(time.perf_counter() - began)
        return batch.size

    def _version(self) -> int:
        """Another number when somebody else wrote."""
        return int(self.rows("pragma data_version")[0][0])

    def _read(self, work: "Callable[[IndexBuilder], T]") -> "T":
        self._connection.execute("begin")
        try:
            return work(self)
        finally:
            self._connection.execute("rollback")

    def _step(self, work: "Callable[[IndexBuilder], T]", kind: str) -> "T":
        """Write something; the next time less of its kind if it took long."""
        answer, taken_s = self._in_step(work)
        size = self._size[kind]
        self._size[kind] = max(LEAST[kind], size // 2) if taken_s > HOLD_S else min(MOST, size + 1 + size // 8)
        return answer

    def _log_grew(self, _connection: apsw.Connection, _schema: str, pages: int) -> int:
        self._log_pages = pages
        return apsw.SQLITE_OK

    def _pause(self, taken_s: float) -> None:
        """The log is moved first."""
        if self._log_pages >= LOG_PAGES:
            self._log_pages = 0
            with suppress(apsw.BusyError):  # the thread beside the window is at it
                self._connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)
        super()._pause(taken_s)

    def _is_unfinished(self) -> bool:
        return bool(self.rows("select below > 0 from search_state")[0][0])

    def _moments(self) -> list[int]:
        """When every so many-th message was sent."""
        newest = self.rows("select coalesce(max(id), 0) from message")[0][0]
        moments: list[int] = []
        for start in range(0, newest, SAMPLE_STEP):
            if self._stops.is_set():
                break
            moments += (
                row[0]
                for row in self.rows(
                    "select sent_at from message where id > ? and id <= ? and id % ? = 0",
                    (start, start + SAMPLE_STEP, SAMPLE),
                )
            )
        return moments

    def _merge(self, most: int) -> None:
        """At most so many segments: few large ones are searched faster than many small ones."""
        has_begun = False
        for _ in range(MERGES):
            if self._stops.is_set() or (search_index.segments(self, most + 1) <= most and not has_begun):
                return
            began, before = time.perf_counter(), self._connection.total_changes()
            pages = self._size["pages"]
            self._step(partial(_merge_some, -pages if most == 1 and not has_begun else pages), "pages")
            has_begun = most == 1
            self._pause(time.perf_counter() - began)
            if self._connection.total_changes() - before < 2:
                return


def _merge_some(pages: int, builder: IndexBuilder) -> None:
    builder.write("insert into search_words (search_words, rank) values ('merge', ?)", (pages,))
