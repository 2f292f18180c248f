"""A conversation that Instagram calls by another name: recognised by its person and its messages, and gone on with.

Ids of people and messages belong to the account, whatever app or Page reads them. Of conversations nobody says so.
"""

from igdesk.domain.ids import ConversationId
from igdesk.domain.snapshot import ConversationSnapshot
from igdesk.domain.text import clean
from igdesk.store import deletions
from igdesk.store.database import Transaction
from igdesk.store.rows import ids_json


def go_on_with(tx: Transaction, conversation_id: ConversationId, snapshot: ConversationSnapshot) -> ConversationId:
    """The conversation these messages belong to: the one that has some of them already takes over the new name."""
    if not snapshot.messages or tx.row(_ANY, (conversation_id,)) is not None:
        return conversation_id
    if _BROKEN in snapshot.remote_id:
        return conversation_id
    shown = ids_json(clean(message.remote_id) for message in snapshot.messages)
    former = tx.row(_FORMER, (conversation_id, shown))
    listed = tx.row("select listed_at from conversation where id = ?", (conversation_id,))
    if former is None or listed is None or not deletions.drop_bare(tx, conversation_id):
        return conversation_id
    tx.write(
        "update conversation set remote_id = ?, listed_at = max(coalesce(listed_at, 0), coalesce(?, 0)),"
        " unavailable_code = '' where id = ?",
        (clean(snapshot.remote_id), listed[0], former[0]),
    )
    tx.conversation(ConversationId(former[0]))
    return ConversationId(former[0])


_BROKEN = "\ufffd"
"""Stands where bytes were no text: such an id is none of Instagram's."""
_ANY = "select 1 from message where conversation_id = ? limit 1"
_FORMER = """
select c.id from conversation n join participant p on p.id = n.participant_id
  join conversation c on c.participant_id = n.participant_id
 where n.id = ?1 and p.igsid <> '' and c.id <> n.id and c.shelf < 3
   and exists (select 1 from message m where m.conversation_id = c.id
                  and m.remote_id in (select value from json_each(?2)))
"""
