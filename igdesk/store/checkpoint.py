"""Moving the write-ahead log into the archive file, beside the work on it."""

import logging
import threading
from collections.abc import Callable

import apsw

log = logging.getLogger(__name__)

START_PAGES = 1000
"""From 4 MiB on the log is moved in a thread of its own: up to 30 ms that no commit of the Qt thread has to wait."""
INLINE_PAGES = 16_000
"""From 64 MiB on the thread evidently does not get through, and the commit does it."""


class Checkpointer:
    """One for the connection that writes. ``connect`` opens another one to the same file."""

    def __init__(self, connect: Callable[[], apsw.Connection]) -> None:
        self._connect = connect
        self._thread: threading.Thread | None = None
        self._tried_at_pages = 0

    def log_grew(self, connection: apsw.Connection, schema: str, pages: int) -> int:
        """Hook of SQLite, called after each commit."""
        if pages < self._tried_at_pages:
            self._tried_at_pages = 0
        if pages >= INLINE_PAGES:
            connection.wal_checkpoint(schema)
        elif pages - self._tried_at_pages >= START_PAGES and not self.is_running:
            self._tried_at_pages = pages
            self._thread = threading.Thread(target=self._run, name="checkpoint", daemon=True)
            self._thread.start()
        return apsw.SQLITE_OK

    @property
    def is_running(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def finish(self) -> None:
        """Wait for the one under way."""
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        try:
            connection = self._connect()
            try:
                connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)
            finally:
                connection.close()
        except apsw.BusyError:
            pass  # somebody else is at it
        except apsw.Error:
            # Nothing is lost: the log holds it all, and the next commits try again.
            log.warning("the log could not be moved into the archive", exc_info=True)
