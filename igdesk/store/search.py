"""Finding messages and people beside the window: a connection of its own, and what can be asked of it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import apsw

from igdesk.domain.query import Query
from igdesk.store.errors import known
from igdesk.store.search_messages import MessageSearch
from igdesk.store.search_people import People
from igdesk.store.search_scope import Scope, Scoping
from igdesk.store.search_spelling import SPELLING, suggest

if TYPE_CHECKING:
    from igdesk.store.database import Row

CACHE_KIB = 8192


class Stopped(Exception):  # noqa: N818 - nothing went wrong
    """The search was given up for a newer one."""


class SearchReader:
    """For one thread with a connection of its own, made at its first question; ``interrupt`` comes from another."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._key = key
        self._connection: apsw.Connection | None = None
        self._is_stopped: Callable[[], bool] = lambda: False
        self.people = People(self.rows)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def interrupt(self) -> None:
        """Give up what is being looked for."""
        connection = self._connection
        if connection is not None:
            connection.interrupt()

    def rest(self) -> None:
        """Nothing is looked for: the pages that were read are given back."""
        if self._connection is not None:
            self._connection.release_memory()

    def watch(self, is_stopped: Callable[[], bool]) -> None:
        """What tells that the present search is no longer wanted."""
        self._is_stopped = is_stopped

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> "list[Row]":
        if self._connection is None:
            self._connection = self._open()
        if self._is_stopped():
            raise Stopped
        try:
            return self._connection.execute(sql, tuple(parameters)).fetchall()
        except apsw.InterruptError as error:
            raise Stopped from error
        except apsw.Error as error:
            if self._is_stopped():  # interrupted while it looked at the tables, SQLite calls that an error of theirs
                raise Stopped from error
            raise known(error) from error

    def progress(self) -> float:
        """How much of the archive can be found: 1 is everything."""
        below, newest, waiting = self.rows(
            "select below, (select max(id) from message), (select count(*) from (select 1 from search_queue limit 1))"
            " from search_state"
        )[0]
        if not newest or (below <= 0 and not waiting):
            return 1.0
        return min(0.99, 1.0 - float(below) / float(newest))

    def scope(self, query: Query) -> Scope:
        """Look up whom and what the filters name."""
        return Scoping(self.people, self.rows).of(query)

    def messages(self, query: Query, scope: Scope) -> "MessageSearch":
        return MessageSearch(self.rows, query, scope)

    def suggest(self, query: Query) -> str:
        """A word that exists in place of one that does not; empty if there is none."""
        return suggest(self.rows, query)

    def _open(self) -> apsw.Connection:
        from igdesk.store.database import connect

        try:
            connection = connect(self._path, self._key)
            connection.execute(SPELLING)
            connection.execute("pragma query_only = on")
            connection.execute(f"pragma cache_size = -{CACHE_KIB}")
        except apsw.Error as error:
            raise known(error) from error
        return connection
