"""Replies that leave later: kept apart from the outbox until their time, so that they hold back nothing before it."""

from datetime import datetime

from igdesk.domain.conversation import Conversation
from igdesk.domain.ids import AccountId, ConversationId, MessageId
from igdesk.domain.scheduled import GRACE, ScheduledReply
from igdesk.domain.text import clean, split_reply
from igdesk.domain.triage import back
from igdesk.store.database import Database, Row
from igdesk.store.moments import from_ms, to_ms
from igdesk.store.outbox import enqueue_in
from igdesk.store.rows import CONVERSATION_QUERY, conversation_of
from igdesk.store.triage_rows import follow_rule

_QUERY = "select id, conversation_id, text, send_at, quoted_id, is_missed from scheduled_reply"


class Scheduling:
    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, conversation_id: ConversationId, text: str, send_at: datetime, *, quoted: MessageId | None = None
    ) -> None:
        """Keep a reply for later; the draft it was is cleared."""
        with self._database.transaction() as tx:
            tx.insert(
                "insert into scheduled_reply (conversation_id, text, quoted_id, send_at) values (?, ?, ?, ?)",
                (conversation_id, clean(text), quoted, to_ms(send_at)),
            )
            tx.write("update conversation set draft = '', draft_quoted_id = null where id = ?", (conversation_id,))
            tx.conversation(conversation_id)

    def of(self, conversation_id: ConversationId) -> list[ScheduledReply]:
        """What waits for its time in a conversation, and what missed it; the next one first."""
        rows = self._database.rows(f"{_QUERY} where conversation_id = ? order by send_at, id", (conversation_id,))
        return [_reply_of(row) for row in rows]

    def all(self) -> list[tuple[ScheduledReply, Conversation]]:
        """What waits for its time anywhere, the next one first; before it what missed its time."""
        rows = self._database.rows(f"{_QUERY} order by is_missed desc, send_at, id")
        of = "c.id in (select conversation_id from scheduled_reply)"
        found = self._database.rows(f"{CONVERSATION_QUERY} where {of}") if rows else []
        conversations = {row[0]: conversation_of(row) for row in found}
        return [(_reply_of(row), conversations[row[1]]) for row in rows if row[1] in conversations]

    def has_any(self, *, missed: bool = False) -> bool:
        """Whether anything waits for its time, or missed it; or only the latter."""
        return bool(self._database.rows("select 1 from scheduled_reply where is_missed >= ? limit 1", (int(missed),)))

    def remove(self, reply_id: int) -> ScheduledReply | None:
        """It does not leave; what it was, for ``put_back``."""
        with self._database.transaction() as tx:
            row = tx.row(f"{_QUERY} where id = ?", (reply_id,))
            if row is None:
                return None
            tx.write("delete from scheduled_reply where id = ?", (reply_id,))
            tx.conversation(ConversationId(row[1]))
        return _reply_of(row)

    def put_back(self, reply: ScheduledReply) -> bool:
        """What was removed leaves at its time after all; False if its conversation or its id is gone or taken."""
        with self._database.transaction() as tx:
            if tx.row(f"{_QUERY} where id = ?", (reply.id,)) or not tx.row(
                "select 1 from conversation where id = ?", (reply.conversation_id,)
            ):
                return False
            tx.write(
                "insert into scheduled_reply (id, conversation_id, text, quoted_id, send_at, is_missed)"
                " values (?, ?, ?, ?, ?, ?)",
                (
                    reply.id,
                    reply.conversation_id,
                    reply.text,
                    reply.quoted,
                    to_ms(reply.send_at),
                    int(reply.is_missed),
                ),
            )
            tx.conversation(reply.conversation_id)
        return True

    def next_due(self) -> datetime | None:
        """When the next one leaves."""
        row = self._database.row("select min(send_at) from scheduled_reply where is_missed = 0")
        return None if row is None or row[0] is None else from_ms(row[0])

    def release(self, now: datetime) -> frozenset[AccountId]:
        """Queue what is due, in one transaction with its end here; what is too late waits for the person.

        Never with the tag of a human reply: nobody writes it at that moment (failure 24).
        """
        rows = self._database.rows(f"{_QUERY} where is_missed = 0 and send_at <= ? order by send_at, id", (to_ms(now),))
        accounts = set()
        if rows:
            with self._database.transaction() as tx:
                for row in rows:
                    reply = _reply_of(row)
                    tx.conversation(reply.conversation_id)
                    if now - reply.send_at > GRACE:
                        tx.write("update scheduled_reply set is_missed = 1 where id = ?", (reply.id,))
                        follow_rule(tx, reply.conversation_id, back)  # it is not hidden among what is done
                        continue
                    parts = split_reply(reply.text)
                    enqueue_in(
                        tx,
                        reply.conversation_id,
                        parts,
                        now=now,
                        quoted=reply.quoted,
                        may_use_human_tag=False,
                        draft=None,
                    )
                    tx.write("delete from scheduled_reply where id = ?", (reply.id,))
                    found = tx.row("select account_id from conversation where id = ?", (reply.conversation_id,))
                    accounts.add(AccountId(found[0])) if found else None
        return frozenset(accounts)

    def take_back(self, reply_id: int) -> ScheduledReply | None:
        """Make it the draft again, before what is typed there; None when it has left."""
        with self._database.transaction() as tx:
            row = tx.row(f"{_QUERY} where id = ?", (reply_id,))
            if row is None:
                return None
            reply = _reply_of(row)
            tx.write("delete from scheduled_reply where id = ?", (reply_id,))
            tx.write(
                "update conversation set draft = ? || case draft when '' then '' else char(10) || draft end,"
                " draft_quoted_id = coalesce(draft_quoted_id, ?) where id = ?",
                (reply.text, reply.quoted, reply.conversation_id),
            )
            tx.conversation(reply.conversation_id)
        return reply


def _reply_of(row: Row) -> ScheduledReply:
    quoted = None if row[4] is None else MessageId(row[4])
    return ScheduledReply(row[0], ConversationId(row[1]), row[2], from_ms(row[3]), quoted, is_missed=row[5] == 1)
