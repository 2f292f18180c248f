"""A reply taken out of the outbox whole, so that it can be put back as it was while the program runs.

While it is out there is nothing to send: its rows are gone. What may have arrived at Instagram does not come back: a
read may have shown it meanwhile, and it would stand there twice and could be sent twice.
"""

# ruff: noqa: S608 - SQL is put together from names of columns of this archive; values are always parameters

from collections.abc import Mapping
from dataclasses import dataclass

from igdesk.domain.ids import ConversationId, MessageId
from igdesk.domain.message_kinds import Delivery
from igdesk.domain.outbox import FailureReason
from igdesk.store.database import Database, Transaction
from igdesk.store.drafts import files_of
from igdesk.store.outbox import remove_unsent
from igdesk.store.summary import summarise

Values = Mapping[str, object]
_PENDING = (Delivery.HELD.value, Delivery.QUEUED.value)


@dataclass(frozen=True, slots=True)
class RemovedReply:
    """What it was."""

    message_id: MessageId
    conversation_id: ConversationId
    message: Values | None = None
    """None: it cannot come back."""
    item: Values | None = None
    attachments: tuple[Values, ...] = ()
    media_keys: frozenset[str] = frozenset()

    @property
    def can_return(self) -> bool:
        return self.message is not None


class Removing:
    def __init__(self, database: Database) -> None:
        self._database = database

    def remove(self, message_id: MessageId) -> RemovedReply | None:
        """Take out a reply that is surely not under way: HELD, QUEUED or FAILED. None if it is, or is gone."""
        with self._database.transaction() as tx:
            removed = _take_out(tx, message_id)
        if removed is not None:
            self._database.spared_media |= removed.media_keys
        return removed

    def put_back(self, removed: RemovedReply) -> bool:
        """It waits again where it waited; False if its conversation is gone, or it is there already."""
        with self._database.transaction() as tx:
            return _put_back(tx, removed)


def _take_out(tx: Transaction, message_id: MessageId) -> RemovedReply | None:
    message = _first(tx, "message", "id", message_id)
    item = _first(tx, "outbox", "message_id", message_id)
    attachments = _all(tx, "attachment", "message_id", message_id)
    row = remove_unsent(tx, message_id)
    if row is None:
        return None
    conversation_id = ConversationId(row[1])
    keys = frozenset(file.media_key for file in files_of(row) if file.media_key)
    if row[9] > 0 or row[13] == FailureReason.NOT_CONFIRMED.value:
        tx.discard_media(keys)
        return RemovedReply(message_id, conversation_id)
    for key in keys:  # deleted at the next start, unless it was put back
        tx.write("insert or ignore into discarded_media (media_key) values (?)", (key,))
    return RemovedReply(message_id, conversation_id, message, item, tuple(attachments), keys)


def _put_back(tx: Transaction, removed: RemovedReply) -> bool:
    here = tx.row("select account_id from conversation where id = ? and shelf < 3", (removed.conversation_id,))
    is_there = tx.row("select 1 from message where id = ?", (removed.message_id,)) is not None
    if removed.message is None or removed.item is None or here is None or is_there:
        return False
    message, item = dict(removed.message), dict(removed.item)
    if message["delivery"] in _PENDING:  # behind what has left meanwhile, as everything that waits
        sent = tx.row(
            "select max(sent_at) from message where conversation_id = ? and origin = 'here' and delivery = 'sent'",
            (removed.conversation_id,),
        )
        message["sent_at"] = max(_number(message["sent_at"]), (sent and sent[0]) or 0)
    if tx.row("select 1 from outbox where place = ?", (item["place"],)) is not None:
        tx.write("update outbox set place = -place - 1 where place >= ?", (item["place"],))
        tx.write("update outbox set place = -place where place < 0")
    for key in removed.media_keys:
        tx.write("delete from discarded_media where media_key = ?", (key,))
    _insert(tx, "message", message)
    for attachment in removed.attachments:
        _insert(tx, "attachment", attachment)
    _insert(tx, "outbox", item)
    tx.added(removed.message_id)
    tx.conversation(removed.conversation_id)
    summarise(tx, removed.conversation_id)
    return True


def _first(tx: Transaction, table: str, key: str, value: int) -> Values | None:
    return next(iter(_all(tx, table, key, value)), None)


def _all(tx: Transaction, table: str, key: str, value: int) -> list[Values]:
    columns = [row[0] for row in tx.rows(f"select name from pragma_table_info('{table}')")]
    rows = tx.rows(f"select {', '.join(columns)} from {table} where {key} = ? order by rowid", (value,))
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _insert(tx: Transaction, table: str, values: Values) -> None:
    marks = ", ".join("?" * len(values))
    tx.write(f"insert into {table} ({', '.join(values)}) values ({marks})", tuple(values.values()))


def _number(value: object) -> int:
    assert isinstance(value, int)
    return value
