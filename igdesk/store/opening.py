"""Opening the archive file: created, brought to the present schema with a backup before that, or refused."""

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from igdesk.store.database import Database
from igdesk.store.errors import ArchiveDamaged, ArchiveError, ArchiveLocked, ArchiveReadOnly, ArchiveTooNew

if TYPE_CHECKING:
    from igdesk.store.schema import Migration

PRESENT = 14
"""Number of the newest step of the schema. The steps themselves are loaded only where one is to be gone."""
BACKUPS_KEPT = 3
KEY_BYTES = 32


def open_database(
    path: Path, key: bytes, backups: Path, now: datetime, migrations: "Sequence[Migration] | None" = None
) -> Database:
    """The archive, ready to use. A file of a later version is opened for reading only."""
    if len(key) != KEY_BYTES:
        raise ValueError("the archive key has 32 bytes")
    is_new = _prepare_file(path)
    database = _open_checked(path, key)
    try:
        version = _version(database)
        newest = migrations[-1].number if migrations is not None else PRESENT
        if version > newest:
            _accept_newer(database, version)
        elif version < newest:
            if version:
                _back_up(database, backups, version, now)  # one copy, of what the older program left
            _go_on(database, version, migrations)
        if is_new or version == 0:
            from igdesk.store.keycheck import remember_key

            remember_key(path, key)
    except BaseException:
        database.close()
        raise
    return database


def _prepare_file(path: Path) -> bool:
    """Make sure the file exists and only its owner may read it; whether it is new.

    Raises ArchiveDamaged where it is empty and was not: a fresh start would look as if nothing had ever been there.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if path.exists():
            if path.stat().st_size == 0:
                from igdesk.store.keycheck import keycheck_path

                if keycheck_path(path).exists():
                    raise ArchiveDamaged(path.parent)
            return False
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    except PermissionError as error:
        raise ArchiveReadOnly from error
    except OSError as error:
        raise ArchiveError from error
    return True


def _open_checked(path: Path, key: bytes) -> Database:
    try:
        return Database(path, key)
    except ArchiveDamaged as error:
        # Neither a wrong key nor a damaged first page looks like a database.
        from igdesk.store.keycheck import is_remembered_key

        if is_remembered_key(path, key):
            raise ArchiveDamaged(path.parent) from error
        raise ArchiveLocked from error


def _version(database: Database) -> int:
    row = database.row("pragma user_version")
    return int(row[0]) if row else 0


def _go_on(database: Database, version: int, migrations: "Sequence[Migration] | None") -> None:
    if migrations is None:
        from igdesk.store.schema import MIGRATIONS

        migrations = MIGRATIONS
    for migration in migrations:
        if migration.number > version:
            _migrate(database, migration)


def _migrate(database: Database, migration: "Migration") -> None:
    with database.transaction() as tx:
        tx.write(migration.sql)
        tx.write(f"pragma user_version = {migration.number}")


def _accept_newer(database: Database, version: int) -> None:
    """Allow reading only; refuse outright if a later version took away what the queries need."""
    from igdesk.store.schema import expected_columns

    problem = ArchiveTooNew(version)
    for table, columns in expected_columns():
        found = {row[0] for row in database.rows("select name from pragma_table_info(?)", (table,))}
        if not columns <= found:
            raise problem
    database.rows("pragma query_only = on")
    database.read_only_reason = problem


def _back_up(database: Database, backups: Path, version: int, now: datetime) -> None:
    """Copy the archive, encrypted with the same key, before a migration; the newest three copies stay."""
    from igdesk.whole_file import put_in_place

    try:
        backups.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = f"archive-v{version}-{now:%Y%m%dT%H%M%S%f}Z.db"
        unfinished = backups / f"{name}.part"
        unfinished.unlink(missing_ok=True)
        database.rows("vacuum into ?", (str(unfinished),))
        unfinished.chmod(0o600)
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        put_in_place(unfinished, backups / name)
        copies = sorted(backups.glob("archive-v*.db"), key=lambda copy: copy.name.rpartition("-")[2])
        for old in copies[:-BACKUPS_KEPT]:
            old.unlink(missing_ok=True)
        for leftover in backups.glob("*.part"):
            leftover.unlink(missing_ok=True)
    except OSError as error:
        raise ArchiveError(
            "igdesk could not copy the archive before bringing it up to date, so it changed nothing.",
            "Free some space and check that you may write to the folder of igdesk, then start it again.",
            id="backup_failed",
        ) from error
