"""Messages that are older than the person wants to keep: deleted a few at a time, never what waits for the owner."""

# ruff: noqa: S608 - SQL is put together from constants of this package; values are always parameters

from collections.abc import Callable
from datetime import date, datetime, timedelta

from igdesk.domain.ids import ConversationId, MessageId
from igdesk.store import deletions
from igdesk.store.database import Database
from igdesk.store.moments import to_ms
from igdesk.store.rows import ids_json
from igdesk.store.settings import Settings
from igdesk.store.summary import summarise

DAYS = "privacy.keep_days"
CHOICES = (90, 180, 365, 730)
LOOKED_AT = 100
"""Conversations of one call."""
AT_ONCE = 15
"""Messages of one transaction: a few milliseconds."""


class Retention:
    """Used on the Qt thread. One pass a day, in as many calls as it takes."""

    def __init__(self, database: Database, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock
        self._done: tuple[int, date] | None = None
        self._cutoff_ms = 0
        self._next_id = 0

    @property
    def days(self) -> int | None:
        """None: everything is kept."""
        kept = self._settings.get(DAYS)
        return int(kept) if kept.isdigit() and int(kept) in CHOICES else None

    def set_days(self, days: int | None) -> None:
        self._settings.set(DAYS, "" if days is None else str(days))

    def go_on(self, now: datetime | None = None) -> bool:
        """Delete some; False once nothing is left to do today. ``now``: where the computer's clock is not enough."""
        days = self.days
        if days is None or self._database.read_only_reason is not None:
            return False
        now = now or self._clock()
        if self._done == (days, now.date()):
            return False
        if not self._next_id:
            self._cutoff_ms = to_ms(now - timedelta(days=days))
        found = self._database.rows(_OLD, (self._next_id, LOOKED_AT, self._cutoff_ms))
        for conversation_id, has_old in found:
            if has_old:
                self._next_id = conversation_id  # there may be more of it
                self._delete_some(conversation_id, to_ms(now))
                return True
        self._next_id = found[-1][0] + 1 if found else 0
        if not found:
            self._done = (days, now.date())
        return bool(found)

    def _delete_some(self, conversation_id: ConversationId, now_ms: int) -> None:
        from igdesk.store.search_index import forget

        with self._database.transaction() as tx:
            ids = [row[0] for row in tx.rows(_SOME, (conversation_id, self._cutoff_ms, AT_ONCE))]
            wanted = ids_json(ids)
            deletions.clear_before(tx, conversation_id, self._cutoff_ms, now_ms)
            tx.discard_media(deletions.own_files(tx, ids))
            for row in tx.rows(_QUOTING, (conversation_id, wanted)):
                tx.updated(MessageId(row[0]))
            tx.write(f"delete from message where id {_OF}", (wanted,))
            forget(tx, ids)
            tx.removed(*map(MessageId, ids))
            tx.conversation(conversation_id)
            if not deletions.drop_bare(tx, conversation_id):
                summarise(tx, conversation_id)
                first = tx.row(_FIRST, (conversation_id,))
                if first is not None:
                    tx.updated(MessageId(first[0]))  # the line before it says so


_OF = "in (select value from json_each(?))"
# What is unread or waits for an answer, what is to come back, and what something is being written or sent to, stays.
_OLD = """
select c.id, c.unread_count = 0 and c.shelf <> 1 and c.pending_count = 0 and c.failed_count = 0
       and (c.is_waiting = 0 or c.shelf = 2 or c.needs_no_reply = 1) and c.draft = '' and c.draft_files = 0
       and not exists (select 1 from scheduled_reply s where s.conversation_id = c.id)
       and exists (select 1 from message m where m.conversation_id = c.id and m.sent_at < ?3)
  from conversation c where c.id >= ?1 and c.shelf < 3 order by c.id limit ?2
"""
_SOME = "select id from message where conversation_id = ? and sent_at < ? order by sent_at, rank, id limit ?"
_FIRST = "select id from message where conversation_id = ? order by sent_at, rank, id limit 1"
_QUOTING = f"""
select q.id from message q where q.conversation_id = ? and q.quoted_remote_id is not null
   and q.quoted_remote_id in (select remote_id from message where id {_OF})
"""
