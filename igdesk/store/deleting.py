"""Deleting conversations from this computer: at once out of sight and out of search, then every trace of them.

What was deleted stays away when Instagram shows it again; what was not known here, such as a new message, comes in and
brings the conversation back. There is no way back, so it is the one thing that is asked.
"""

# ruff: noqa: S608 - SQL is put together from constants of this module; values are always parameters

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

from igdesk.domain.ids import ConversationId, MessageId
from igdesk.store import deletions
from igdesk.store.database import Database, Transaction
from igdesk.store.moments import to_ms
from igdesk.store.rows import ids_json

if TYPE_CHECKING:
    from threading import Event

AT_ONCE = 200
"""Messages that are erased in the transaction that deletes conversations; more are left to the eraser."""


class Obstacle(Enum):
    """Why a conversation cannot be deleted now."""

    SENDING = "sending"
    """A reply waits, is on its way, or may have arrived."""
    SCHEDULED = "scheduled"
    """A reply leaves later."""


@dataclass(frozen=True, slots=True)
class Holding:
    """What is erased with conversations."""

    conversations: int = 0
    messages: int = 0
    pictures: int = 0
    files: int = 0
    """Videos, voice messages and other files."""
    notes: int = 0
    labels: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """A person, by the newest conversation with them."""

    conversation_id: ConversationId
    name: str
    username: str


class Deleting:
    """Used on the Qt thread; ``finish`` in a thread of its own."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def holding(self, ids: Iterable[ConversationId]) -> Holding:
        """What there is to erase."""
        row = self._database.row(_HOLDING, (ids_json(ids),))
        return Holding(*(number or 0 for number in row)) if row is not None else Holding()

    def obstacle(self, ids: Iterable[ConversationId]) -> Obstacle | None:
        """What has to be settled first, so that no reply is lost or goes out for a conversation that is gone."""
        wanted = ids_json(ids)
        if self._database.row(_SENDING, (wanted,)) is not None:
            return Obstacle.SENDING
        if self._database.row(_SCHEDULED, (wanted,)) is not None:
            return Obstacle.SCHEDULED
        return None

    def same_person(self, conversation_id: ConversationId) -> tuple[ConversationId, ...]:
        """All conversations with this person, of every account: an id is an account's own, a username is not."""
        rows = self._database.rows(
            "select o.id from conversation c join participant p on p.id = c.participant_id"
            " join participant q on q.id = p.id or (q.username <> '' and q.username = p.username collate nocase)"
            " join conversation o on o.participant_id = q.id where c.id = ? and o.shelf < 3 order by o.id",
            (conversation_id,),
        )
        return tuple(ConversationId(row[0]) for row in rows)

    def people(self, text: str, limit: int) -> list[Known]:
        """Whose name or @username holds this, however it is written; who wrote last comes first."""
        wanted, found, seen = text.strip().removeprefix("@").casefold(), [], set()
        for row in self._database.rows(_PEOPLE):
            mark = row[2].casefold() or row[3]
            if mark in seen or not (wanted in row[1].casefold() or wanted in row[2].casefold()):
                continue
            seen.add(mark)
            found.append(Known(ConversationId(row[0]), row[1], row[2]))
            if len(found) == limit:
                break
        return found

    def delete(self, ids: Sequence[ConversationId]) -> bool:
        """Delete conversations; False, and nothing is deleted, where one of them has to be settled first."""
        if self.obstacle(ids) is not None:
            return False
        now_ms, room = to_ms(self._clock()), AT_ONCE
        with self._database.transaction() as tx:
            for row in tx.rows(
                f"select id, participant_id from conversation where shelf < 3 and id {_OF}",
                (ids_json(ids),),
            ):
                conversation_id = ConversationId(row[0])
                deletions.remember(tx, conversation_id, now_ms)
                if tx.row(_MUCH, (conversation_id, room)) is not None:
                    _put_aside(tx, conversation_id)
                else:
                    room -= _erase(tx, conversation_id)
                tx.conversation(conversation_id)
                _forget_person(tx, row[1])
        return True

    @property
    def is_unfinished(self) -> bool:
        """Whether ``finish`` has anything to do."""
        found = self._database.row(
            "select exists (select 1 from conversation where shelf = 3)"
            " or exists (select 1 from deletion where is_swept = 0)"
        )
        return found is not None and bool(found[0]) and self._database.read_only_reason is None

    def finish(self, stops: "Event") -> bool:
        """Erase what was put aside, and the traces beside the archive; whether that is done.

        Takes a while: call it in a thread, it has its own connection. Once ``stops`` is set it ends, and the next
        call goes on.
        """
        from igdesk.store.eraser import Eraser

        eraser = Eraser(self._database.path, self._database.key, stops, self._database.turn)
        try:
            return eraser.run()
        finally:
            eraser.close()


def _erase(tx: Transaction, conversation_id: ConversationId) -> int:
    """Everything of a short conversation; how many messages it had."""
    from igdesk.store.search_index import forget

    ids = [MessageId(row[0]) for row in tx.rows(_MESSAGES, (conversation_id,))]
    tx.removed(*ids)
    tx.discard_media(row[0] for row in tx.rows(_MEDIA, (conversation_id,) * 3))
    tx.write("delete from conversation where id = ?", (conversation_id,))
    forget(tx, ids)
    return len(ids)


def _put_aside(tx: Transaction, conversation_id: ConversationId) -> None:
    """A long conversation: gone for everybody, and its place is free for what is said from now on.

    Shelf 3 is shown in no view: its messages are being erased.
    """
    tx.discard_media(row[0] for row in tx.rows(_DRAFT_FILES, (conversation_id,)))
    for table in ("note", "conversation_label", "timeline_event", "draft_file", "reaction_wish", "outbox"):
        tx.write(f"delete from {table} where conversation_id = ?", (conversation_id,))
    nobody = tx.insert(
        "insert into participant (account_id, igsid) select account_id, '' from conversation where id = ?",
        (conversation_id,),
    )
    tx.write(
        "update conversation set remote_id = 'deleted ' || id, shelf = 3, participant_id = ?, draft = '',"
        " draft_quoted_id = null, unread_count = 0, is_waiting = 0, pending_count = 0, failed_count = 0,"
        " is_pinned = 0, is_muted = 0, needs_no_reply = 0, wakes_at = null, woken_at = null, shelved_at = null,"
        " waiting_since = null, has_photos = 0, answered_elsewhere = 0,"
        " remind_after = null, remind_set_at = null, reminded_at = null, preview_id = null,"
        " preview_kind = null, preview_direction = null, preview_delivery = null, preview_text = null,"
        " preview_media = null where id = ?",
        (nobody, conversation_id),
    )


def _forget_person(tx: Transaction, participant_id: int) -> None:
    """Whom no conversation is left with."""
    row = tx.row(
        "select picture_key from participant p where id = ? and not exists"
        " (select 1 from conversation where participant_id = p.id)",
        (participant_id,),
    )
    if row is not None:
        tx.discard_media(row)
        tx.write("delete from participant where id = ?", (participant_id,))


_OF = "in (select value from json_each(?))"
_HOLDING = f"""
select count(*), sum((select count(*) from message m where m.conversation_id = c.id)),
       sum((select count(*) from message m join attachment a on a.message_id = m.id
             where m.conversation_id = c.id and m.attachment_count > 0 and a.role = 'content' and a.kind = 'image')),
       sum((select count(*) from message m join attachment a on a.message_id = m.id
             where m.conversation_id = c.id and m.attachment_count > 0 and a.role = 'content' and a.kind <> 'image')),
       sum(exists (select 1 from note n where n.conversation_id = c.id)),
       sum((select count(*) from conversation_label l where l.conversation_id = c.id))
  from conversation c where c.shelf < 3 and c.id {_OF}
"""
_PEOPLE = """
select c.id, p.name, p.username, p.id from conversation c join participant p on p.id = c.participant_id
 where c.shelf < 3 order by c.last_activity_at desc, c.id
"""
_SENDING = f"""
select 1 from outbox o cross join message m on m.id = o.message_id
 where o.conversation_id {_OF} and m.delivery in ('held', 'queued', 'sending', 'uncertain') limit 1
"""
_SCHEDULED = f"select 1 from scheduled_reply where conversation_id {_OF} limit 1"
_MUCH = "select 1 from message where conversation_id = ? limit 1 offset ?"
_MESSAGES = "select id from message where conversation_id = ?"
_DRAFT_FILES = "select media_key from draft_file where conversation_id = ? and media_key <> ''"
# A file of several messages goes with the last of them.
_MEDIA = f"""
select a.media_key from message m join attachment a on a.message_id = m.id
 where m.conversation_id = ? and m.attachment_count > 0 and a.media_key <> '' and not exists
   (select 1 from attachment o join message n on n.id = o.message_id
     where o.media_key = a.media_key and o.media_key <> '' and n.conversation_id <> ?)
union
{_DRAFT_FILES}
"""
