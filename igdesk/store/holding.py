"""Replies that are kept back for some seconds: released when their time is over, or taken back by the person."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from igdesk.domain.ids import AccountId, ConversationId, MessageId
from igdesk.domain.outbox import SendEvent
from igdesk.store.database import Database, Row, Transaction
from igdesk.store.drafts import put_back, words_of
from igdesk.store.moments import MILLISECOND, from_ms, to_ms
from igdesk.store.outbox import apply, next_state, remove_unsent
from igdesk.store.rows import OUTBOX_QUERY

LONGEST_HOLD_MS = timedelta(minutes=1) // MILLISECOND
"""A reply that is to be held for longer was held by a clock that was wrong: it is held no more."""


@dataclass(frozen=True, slots=True)
class HeldReply:
    """What one press of Send made: a message, or the parts of a long text."""

    conversation_id: ConversationId
    message_ids: tuple[MessageId, ...]
    text: str
    until: datetime


class Holding:
    def __init__(self, database: Database) -> None:
        self._database = database

    def next_release(self) -> datetime | None:
        """When the next held reply leaves; None if none is held."""
        row = self._database.row(
            "select min(coalesce(o.not_before, 0)) from outbox o cross join message m on m.id = o.message_id"
            " where m.delivery = 'held'"
        )
        return None if row is None or row[0] is None else from_ms(row[0])

    def release(self, now: datetime) -> frozenset[AccountId]:
        """Queue what was held long enough; the accounts that have something to send now."""
        rows = self._database.rows(
            f"{OUTBOX_QUERY} where m.delivery = 'held' and coalesce(o.not_before, 0) not between ? and ?"
            " order by o.place",
            (to_ms(now) + 1, to_ms(now) + LONGEST_HOLD_MS),
        )
        if not rows:
            return frozenset()
        with self._database.transaction() as tx:
            for row in rows:
                outcome = next_state(row, SendEvent.RELEASED)
                if outcome is not None:
                    tx.write("update outbox set not_before = null where message_id = ?", (row[0],))
                    apply(tx, row, outcome)
        return frozenset(AccountId(row[2]) for row in rows)

    def newest(self, conversation_id: ConversationId) -> HeldReply | None:
        """The held reply of a conversation that was written last."""
        return _reply(_rows(self._database, conversation_id))

    def take_back(self, conversation_id: ConversationId, *, text: str = "") -> HeldReply | None:
        """Remove the held reply that was written last and make it the draft again, before what is typed there.

        ``text`` is what was typed, where somebody still knows: cutting a long text up loses the white space.
        None when it has left meanwhile: then nothing changes.
        """
        with self._database.transaction() as tx:
            rows = _rows(tx, conversation_id)
            reply = _reply(rows)
            if reply is None:
                return None
            for message_id in reply.message_ids:
                remove_unsent(tx, message_id)
            put_back(tx, rows, text)
        return reply


def _rows(source: Database | Transaction, conversation_id: ConversationId) -> list[Row]:
    """The held parts of one press of Send. They were queued in one transaction, at one moment."""
    rows = source.rows(
        f"{OUTBOX_QUERY} where o.conversation_id = ? and m.delivery = 'held' order by o.place", (conversation_id,)
    )
    return [row for row in rows if row[11] == rows[-1][11]]


def _reply(rows: list[Row]) -> HeldReply | None:
    if not rows:
        return None
    return HeldReply(
        ConversationId(rows[0][1]),
        tuple(MessageId(row[0]) for row in rows),
        " ".join(filter(None, map(words_of, rows))),
        from_ms(rows[0][7] or 0),
    )
