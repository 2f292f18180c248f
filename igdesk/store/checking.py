"""Looking for damage in an archive file, beside the work on it."""

from pathlib import Path

import apsw

from igdesk.store.database import connect
from igdesk.store.errors import ArchiveDamaged, known


def check_file(path: Path, key: bytes) -> None:
    """Raise ``ArchiveDamaged`` unless every page is authentic and the tables are sound."""
    try:
        connection = connect(path, key)
        try:
            answer = connection.execute("pragma quick_check(1)").fetchall()
        finally:
            connection.close()
    except apsw.Error as error:
        raise known(error) from error
    if answer != [("ok",)]:
        raise ArchiveDamaged
