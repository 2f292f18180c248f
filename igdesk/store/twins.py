"""One message that became two rows: the echo of a reply, stored before the reply had its id."""

from igdesk.domain.ids import ConversationId, MessageId
from igdesk.store.database import Transaction


def absorb_twin(tx: Transaction, conversation_id: ConversationId, message_id: MessageId, remote_id: str) -> None:
    """Let the reply take over what a read stored under its id, and remove that row."""
    twin = tx.row(
        "select id, sent_at, rank, is_dated, reactions, follows, read_at from message"
        " where conversation_id = ? and remote_id = ? and id <> ?",
        (conversation_id, remote_id, message_id),
    )
    if twin is None:
        return
    tx.write("delete from message where id = ?", (twin[0],))
    tx.write(
        "update message set remote_id = ?, sent_at = ?, rank = ?, is_dated = ?, reactions = ?, follows = ?, read_at = ?"
        " where id = ?",
        (remote_id, *twin[1:], message_id),
    )
    tx.removed(MessageId(twin[0]))
