"""The tables of the archive, as numbered migrations that only go forward."""

from dataclasses import dataclass

from igdesk.store.migrations import (
    deleting,
    finding,
    first,
    keeping,
    noting,
    playing,
    reading,
    reminding,
    saved,
    scheduling,
    search,
    sending,
    talk,
    triage,
)


@dataclass(frozen=True, slots=True)
class Migration:
    """The step that makes an archive of version ``number - 1`` one of version ``number``."""

    number: int
    sql: str


# In the order of release: a new step goes to the end.
_STEPS = (
    first.SQL, talk.SQL, reading.SQL, triage.SQL, keeping.SQL, sending.SQL, playing.SQL, search.SQL, saved.SQL,
    scheduling.SQL, reminding.SQL, noting.SQL, deleting.SQL, finding.SQL,
)  # fmt: skip
MIGRATIONS = tuple(Migration(number, sql) for number, sql in enumerate(_STEPS, 1))
VERSION = MIGRATIONS[-1].number


def expected_columns() -> list[tuple[str, set[str]]]:
    """What the queries of this version need: each table with its columns."""
    import apsw

    # A scratch database in memory: it holds no data and is read faster than SQL could be taken apart here.
    scratch = apsw.Connection(":memory:")
    try:
        for migration in MIGRATIONS:
            scratch.execute(migration.sql)
        tables = [row[0] for row in scratch.execute("select name from sqlite_master where type = 'table'")]
        return [
            (table, {row[0] for row in scratch.execute("select name from pragma_table_info(?)", (table,))})
            for table in tables
            if not table.startswith("sqlite_")
        ]
    finally:
        scratch.close()
