"""What conversations of an older archive hold, found out beside the work: some at a time."""

# ruff: noqa: S608 - SQL is put together from constants of this package; values are always parameters

from igdesk.domain.ids import ConversationId
from igdesk.store.database import Database
from igdesk.store.rows import ids_json

STEP = 200
"""Conversations of one transaction; it takes a few milliseconds."""
_HAS_PHOTOS = (
    "exists (select 1 from message m cross join attachment a on a.message_id = m.id"
    " where m.conversation_id = conversation.id and m.attachment_count > 0 and m.kind <> 'unsent'"
    " and a.role = 'content' and a.kind = 'image' and a.is_sticker = 0)"
)
_LAST_WORD = (
    "is_self = 0 and coalesce((select m.direction = 'out' and m.origin = 'elsewhere' from message m"
    " where m.conversation_id = conversation.id and m.kind <> 'unsent' and m.delivery <> 'failed'"
    " order by m.sent_at desc, m.rank desc, m.id desc limit 1), 0)"
)


def look_over(database: Database) -> bool:
    """Look at the next conversations that nobody has looked at; whether there may be more."""
    rows = database.rows("select id from conversation where has_photos is null order by id desc limit ?", (STEP,))
    if not rows:
        return False
    ids = ids_json(row[0] for row in rows)
    with database.transaction() as tx:
        tx.write(
            f"update conversation set has_photos = {_HAS_PHOTOS}, answered_elsewhere = {_LAST_WORD}"
            " where id in (select value from json_each(?))",
            (ids,),
        )
        found = tx.rows(
            "select id from conversation where id in (select value from json_each(?))"
            " and (has_photos = 1 or answered_elsewhere = 1)",
            (ids,),
        )
        tx.conversations.update(ConversationId(row[0]) for row in found)
    return True
