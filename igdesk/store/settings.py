"""Small texts the program remembers by name."""

from igdesk.store.database import Database


class Settings:
    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, key: str, default: str = "") -> str:
        row = self._database.row("select value from setting where key = ?", (key,))
        return default if row is None else str(row[0])

    def set(self, key: str, value: str) -> None:
        with self._database.transaction() as tx:
            found = tx.row("select value from setting where key = ?", (key,))
            if found is None or found[0] != value:
                tx.write(
                    "insert into setting (key, value) values (?, ?) on conflict do update set value = excluded.value",
                    (key, value),
                )
