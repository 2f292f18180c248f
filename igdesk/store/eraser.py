"""Erasing long conversations message by message beside the work on the archive, and what lies beside the archive."""

import logging
from contextlib import suppress
from pathlib import Path
from threading import Event

import apsw

from igdesk.store import search_index
from igdesk.store.deletions import own_files
from igdesk.store.errors import known
from igdesk.store.media_files import MediaFiles
from igdesk.store.rows import ids_json
from igdesk.store.side_writer import REST, SideWriter
from igdesk.store.turn import Turn

log = logging.getLogger(__name__)

STEP = 15
"""Messages of one step: a few milliseconds in which nothing else can write."""
PATIENCE_MS = 100
"""So long others wait at most while the log is emptied."""


class Eraser(SideWriter):
    """Erases what ``Deleting`` has put aside."""

    def __init__(self, path: Path, key: bytes, stops: Event, turn: Turn, *, rest: float = REST) -> None:
        super().__init__(path, key, stops, turn, rest=rest)
        self._path = path
        self._files = MediaFiles(path.parent / "media", key)
        self._connection.set_busy_timeout(PATIENCE_MS)

    def run(self) -> bool:
        """Whether everything is erased; not if it was stopped before."""
        try:
            while not self._stops.is_set():
                rows = self.rows("select id from conversation where shelf = 3 limit 1")
                if not rows:
                    return self._sweep()
                while not self._stops.is_set() and self._erase_some(rows[0][0]):
                    pass
        except apsw.BusyError:
            return False  # the next call goes on
        except apsw.Error as error:
            raise known(error) from error
        return False

    # inside

    def _erase_some(self, conversation_id: int) -> bool:
        """A few messages, at the end the conversation; whether there is more of it."""
        (keys, has_more), taken_s = self._in_step(lambda _: self._take(conversation_id))
        if keys:
            gone = self._files.delete(keys)
            with self._turn.beside(self._stops.wait):
                self.write(f"delete from discarded_media where media_key {_OF}", (ids_json(gone),))  # noqa: S608
        self._pause(taken_s)
        return has_more

    def _take(self, conversation_id: int) -> tuple[list[str], bool]:
        """Delete the rows; the files that go with them, and whether there are more."""
        ids = [
            row[0]
            for row in self.rows("select id from message where conversation_id = ? limit ?", (conversation_id, STEP))
        ]
        keys = own_files(self, ids)
        for key in keys:
            self.write("insert or ignore into discarded_media (media_key) values (?)", (key,))
        self.write(f"delete from message where id {_OF}", (ids_json(ids),))  # noqa: S608
        search_index.forget(self, ids)
        if len(ids) < STEP:
            nobody = self.rows("select participant_id from conversation where id = ?", (conversation_id,))
            self.write("delete from conversation where id = ?", (conversation_id,))
            for row in nobody:
                self.write("delete from participant where id = ?", row)
        return keys, len(ids) == STEP

    def _sweep(self) -> bool:
        """What was deleted may still stand in the log of SQLite and in copies made before an update of igdesk."""
        wanted = [row[0] for row in self.rows("select id from deletion where is_swept = 0")]
        if not wanted:
            return True
        for copy in (self._path.parent / "backups").glob("archive-v*.db*"):
            with suppress(OSError):
                copy.unlink()
        if any((self._path.parent / "backups").glob("archive-v*.db*")):
            log.info("a copy of the archive could not be deleted yet")
            return False
        with self._turn.beside(self._stops.wait):
            self.write(f"update deletion set is_swept = 1 where id {_OF}", (ids_json(wanted),))  # noqa: S608
            with suppress(apsw.BusyError):
                self._connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
                return True
            self.write(f"update deletion set is_swept = 0 where id {_OF}", (ids_json(wanted),))  # noqa: S608
        return False


_OF = "in (select value from json_each(?))"
