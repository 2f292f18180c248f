"""What a draft answers, and how a reply that was not sent becomes the draft again."""

from igdesk.domain.ids import ConversationId, MessageId
from igdesk.store.database import Database, Transaction


class Drafts:
    """The text of a draft is part of its conversation; here is what goes with it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def quoted(self, conversation_id: ConversationId) -> MessageId | None:
        """The message the draft answers; None if it answers none, or one that is gone or was withdrawn."""
        row = self._database.row(
            "select m.id from conversation c join message m on m.id = c.draft_quoted_id"
            " where c.id = ? and m.conversation_id = c.id and m.remote_id is not null and m.kind <> 'unsent'",
            (conversation_id,),
        )
        return None if row is None else MessageId(row[0])

    def quote(self, conversation_id: ConversationId, message_id: MessageId | None) -> None:
        """Let the draft answer a message, or none."""
        with self._database.transaction() as tx:
            row = tx.row("select draft_quoted_id from conversation where id = ?", (conversation_id,))
            if row is not None and row[0] != message_id:
                tx.write("update conversation set draft_quoted_id = ? where id = ?", (message_id, conversation_id))
                tx.conversation(conversation_id)


def put_back(tx: Transaction, conversation_id: ConversationId, text: str, quoted_remote_id: str | None) -> None:
    """Make the words of a removed reply the draft, before what is typed there, with its quote if there is none yet."""
    tx.write(
        "update conversation set draft = ? || case draft when '' then '' else char(10) || draft end,"
        " draft_quoted_id = coalesce(draft_quoted_id,"
        " (select id from message where conversation_id = conversation.id and remote_id = ?)) where id = ?",
        (text, quoted_remote_id, conversation_id),
    )
    tx.conversation(conversation_id)
