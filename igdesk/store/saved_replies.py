"""Saved replies: what the owner writes once and inserts often."""

# ruff: noqa: S608 - SQL is put together from constants of this module

from collections.abc import Iterable
from dataclasses import replace

from igdesk.domain.saved_reply import (
    FIELD_MAX,
    FIELDS,
    FOLDER_MAX,
    OwnField,
    SavedReply,
    clean_name,
    clean_shortcut,
    clean_text,
    field_key,
)
from igdesk.store.database import Database, Row, Transaction
from igdesk.store.reading import Reading

MOST = 1000
FIELDS_MOST = 50
_COLUMNS = "id, shortcut, name, text, folder, uses"


def all_replies(reading: Reading) -> tuple[SavedReply, ...]:
    """In the order of the owner, folder by folder."""
    rows = reading.rows(f"select {_COLUMNS} from saved_reply order by folder <> '', folder, position, id")
    return tuple(map(_reply_of, rows))


class SavedReplyStore:
    """They belong to all accounts. In the order of the owner, folder by folder."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[SavedReply, ...]:
        return all_replies(self._database)

    def get(self, reply_id: int) -> SavedReply | None:
        row = self._database.row(f"select {_COLUMNS} from saved_reply where id = ?", (reply_id,))
        return None if row is None else _reply_of(row)

    def make(self, name: str, text: str = "", *, shortcut: str = "", folder: str = "") -> SavedReply | None:
        """A new one at the end; its shortcut gets a number if another one has it. None if there are too many."""
        with self._database.transaction() as tx:
            made = _insert(tx, SavedReply(0, shortcut, name, text, folder))
        return None if made is None else self.get(made)

    def take(self, replies: Iterable[SavedReply]) -> int:
        """Add those of a table, all or none; the ones that are here already, word for word, are left out. How many
        came.
        """
        count = 0
        with self._database.transaction() as tx:
            for reply in replies:
                known = "select 1 from saved_reply where name = ? and text = ?"
                if tx.row(known, (clean_name(reply.name), clean_text(reply.text))) is None:
                    count += _insert(tx, reply) is not None
        return count

    def change(self, reply: SavedReply) -> bool:
        """Take over name, shortcut, text and folder; False if the shortcut is another one's."""
        reply = _cleaned(reply)
        with self._database.transaction() as tx:
            if reply.shortcut and tx.row(
                "select 1 from saved_reply where shortcut = ? and id <> ?", (reply.shortcut, reply.id)
            ):
                return False
            tx.write(
                "update saved_reply set shortcut = ?, name = ?, text = ?, folder = ? where id = ?",
                (reply.shortcut, reply.name, reply.text, reply.folder, reply.id),
            )
        return True

    def delete(self, reply_id: int) -> SavedReply | None:
        """What is gone now; ``put_back`` brings it back."""
        gone = self.get(reply_id)
        with self._database.transaction() as tx:
            tx.write("delete from saved_reply where id = ?", (reply_id,))
        return gone

    def put_back(self, reply: SavedReply) -> None:
        """A deleted one is there again, at the end; its shortcut may be another one's by now."""
        with self._database.transaction() as tx:
            if tx.row("select 1 from saved_reply where id = ?", (reply.id,)) is None:
                _insert(tx, reply, keeps_id=True)

    def arrange(self, order: Iterable[int]) -> None:
        """Another order; the ones that are not named follow in theirs."""
        present = [reply.id for reply in self.all()]
        wanted = [found for found in dict.fromkeys(order) if found in present]
        wanted += [found for found in present if found not in wanted]
        with self._database.transaction() as tx:
            for position, reply_id in enumerate(wanted, 1):
                tx.write("update saved_reply set position = ? where id = ?", (position, reply_id))

    def note_use(self, reply_id: int) -> None:
        with self._database.transaction() as tx:
            tx.write("update saved_reply set uses = uses + 1 where id = ?", (reply_id,))

    def fields(self) -> tuple[OwnField, ...]:
        """The owner's own fields, by name."""
        return tuple(OwnField(*row) for row in self._database.rows("select name, value from saved_field order by key"))

    def set_field(self, name: str, value: str) -> bool:
        """Make or change a field; False for a name that means nothing, is taken by igdesk, or is one too many."""
        name = clean_name(name.replace("{", " ").replace("}", " "), FIELD_MAX)
        key = field_key(name)
        known = [field.key for field in self.fields()]
        if not key or key in FIELDS or (key not in known and len(known) >= FIELDS_MOST):
            return False
        with self._database.transaction() as tx:
            tx.write(
                "insert into saved_field (key, name, value) values (?, ?, ?)"
                " on conflict (key) do update set name = excluded.name, value = excluded.value",
                (key, name, clean_text(value)),
            )
        return True

    def drop_field(self, name: str) -> None:
        with self._database.transaction() as tx:
            tx.write("delete from saved_field where key = ?", (field_key(name),))


def _insert(tx: Transaction, reply: SavedReply, *, keeps_id: bool = False) -> int | None:
    (count,) = tx.row("select count(*) from saved_reply") or (0,)
    reply = _cleaned(reply)
    if count >= MOST or not reply.name:
        return None
    (position,) = tx.row("select coalesce(max(position), 0) + 1 from saved_reply") or (1,)
    return tx.insert(
        "insert into saved_reply (id, shortcut, name, text, folder, position, uses) values (?, ?, ?, ?, ?, ?, ?)",
        (
            reply.id if keeps_id else None,
            _free(tx, reply.shortcut),
            reply.name,
            reply.text,
            reply.folder,
            position,
            reply.uses if keeps_id else 0,
        ),
    )


def _free(tx: Transaction, shortcut: str) -> str:
    """The shortcut, with a number behind it if it is taken."""
    if not shortcut:
        return ""
    number, found = 1, shortcut
    while tx.row("select 1 from saved_reply where shortcut = ?", (found,)):
        number += 1
        found = f"{shortcut}{number}"
    return found


def _cleaned(reply: SavedReply) -> SavedReply:
    return replace(
        reply,
        shortcut=clean_shortcut(reply.shortcut),
        name=clean_name(reply.name),
        text=clean_text(reply.text),
        folder=clean_name(reply.folder, FOLDER_MAX),
    )


def _reply_of(row: Row) -> SavedReply:
    return SavedReply(*row)
