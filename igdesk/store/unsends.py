"""Messages that were withdrawn at Instagram: noticed because reads no longer show them, then erased here too."""

# ruff: noqa: S608 - SQL is put together from constants of this package; values are always parameters

from datetime import timedelta

from igdesk.domain.ids import ConversationId, MessageId
from igdesk.domain.message_kinds import NOT_SHOWN, MessageKind
from igdesk.store.database import Transaction
from igdesk.store.moments import MILLISECOND
from igdesk.store.rows import ids_json

APART_MS = timedelta(seconds=30) // MILLISECOND
"""Two reads this far apart must miss a message: a single answer may be incomplete."""
MANY, LONG_APART_MS = 4, timedelta(days=1) // MILLISECOND
"""So many at once, and more than the answer shows: hardly anybody withdraws that much, and answers have been incomplete
for longer than half a minute. They stay for a day more.
"""
HANDED_OUT = 20
"""Instagram hands out the newest 20 messages. Nothing older is ever missed, whatever an answer seems to say: a wrong
date or an answer that calls itself complete must not erase an archive."""


def note_missing(
    tx: Transaction, conversation_id: ConversationId, shown: list[str], after_ms: int | None, read_ms: int
) -> list[str]:
    """Note the messages a read of the newest ones should have shown; the remote ids that are erased now.

    ``after_ms`` is the date of the oldest message of the page (None: the page held them all). Of its own second
    nothing can be said, as the page may have been cut inside it.
    """
    erased = []
    for row in tx.rows(
        "select id from message where conversation_id = ? and remote_id in (select value from json_each(?))"
        " and failure = ?",
        (conversation_id, ids_json(shown), NOT_SHOWN),
    ):
        tx.write("update message set failure = '' where id = ?", row)
        tx.updated(MessageId(row[0]))
    oldest = tx.row(
        "select sent_at from message where conversation_id = ? and remote_id is not null and kind <> 'unsent'"
        f" order by sent_at desc, rank desc, id desc limit 1 offset {HANDED_OUT - 1}",
        (conversation_id,),
    )
    if oldest is not None:
        after_ms = max(oldest[0], after_ms or 0)
    missing = tx.rows(
        "select id, remote_id, missing_since, origin = 'here' and is_dated = 0 and attachment_count > 0, failure"
        " from message where conversation_id = ? and sent_at > ? and sent_at < ?"
        " and remote_id is not null and kind <> 'unsent' and coalesce(read_at, 0) < ?"
        " and remote_id not in (select value from json_each(?))",
        (conversation_id, -1 if after_ms is None else after_ms, read_ms, read_ms, ids_json(shown)),
    )
    is_odd = len(missing) >= MANY and len(missing) > len(shown)
    for id_, remote_id, missing_since, is_own_file, failure in missing:
        if missing_since is None:
            tx.write("update message set missing_since = ? where id = ?", (read_ms, id_))
        elif is_own_file:
            # Instagram takes files and looks at them later: what no read ever showed was refused, not withdrawn.
            if failure != NOT_SHOWN and abs(read_ms - missing_since) >= APART_MS:
                tx.write("update message set failure = ? where id = ?", (NOT_SHOWN, id_))
                tx.updated(MessageId(id_))
        elif abs(read_ms - missing_since) >= (LONG_APART_MS if is_odd else APART_MS):
            erase(tx, MessageId(id_), read_ms)
            erased.append(remote_id)
    return erased


def erase(tx: Transaction, message_id: MessageId, read_ms: int) -> None:
    """Leave a tombstone: no text, no media, no trace of what it said."""
    keys = tx.rows(
        "select media_key from attachment a where message_id = ? and media_key <> '' and not exists"
        " (select 1 from attachment o where o.media_key = a.media_key and o.media_key <> '' and o.message_id <> ?)",
        (message_id, message_id),
    )
    tx.discard_media(row[0] for row in keys)
    tx.write("delete from attachment where message_id = ?", (message_id,))
    tx.write(
        "update message set kind = ?, text = '', story_id = null, story_link = '', shares = '', template = '',"
        " quick_replies = '', reactions = '',"
        " quoted_remote_id = null, attachment_count = 0, is_edited = 0, read_at = ?, missing_since = null,"
        " is_unread = case is_unread when 1 then 2 else is_unread end where id = ?",
        (MessageKind.UNSENT.value, read_ms, message_id),
    )
    tx.updated(message_id)
