"""Looking for damage in an archive file, beside the work on it."""

from pathlib import Path
from threading import Event

import apsw

from igdesk.store.database import connect
from igdesk.store.errors import ArchiveDamaged, known

LOOKS_EVERY = 500
"""Steps between two looks at whether to stop."""


def check_file(path: Path, key: bytes, stops: Event | None = None) -> None:
    """Raise ``ArchiveDamaged`` unless every page is authentic and the tables are sound."""
    try:
        connection = connect(path, key)
        try:
            if stops is not None:
                connection.set_progress_handler(stops.is_set, LOOKS_EVERY)
            answer = connection.execute("pragma quick_check(1)").fetchall()
        finally:
            connection.close()
    except apsw.InterruptError:
        return
    except apsw.Error as error:
        raise known(error) from error
    if answer != [("ok",)] and not (stops is not None and stops.is_set()):
        raise ArchiveDamaged
