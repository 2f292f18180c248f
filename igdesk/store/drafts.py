"""What a draft answers, and how a reply that was not sent becomes the draft again."""

from collections.abc import Sequence

from igdesk.domain.ids import ConversationId, MessageId
from igdesk.domain.reply import ButtonsPart, FilesPart, StagedFile, TextPart
from igdesk.store.database import Database, Row, Transaction
from igdesk.store.payloads import part_of
from igdesk.store.tray import put_in_tray


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


def put_back(tx: Transaction, rows: Sequence[Row], text: str = "") -> None:
    """Make a removed reply (its rows of ``OUTBOX_QUERY``) the draft, before what is typed there.

    With its files, and with its quote if there is none yet. ``text`` is what was typed, where somebody still knows.
    """
    conversation_id = ConversationId(rows[0][1])
    words = text or " ".join(filter(None, map(words_of, rows)))
    tx.write(
        "update conversation set draft = ?1 || case when draft = '' or ?1 = '' then '' else char(10) end || draft,"
        " draft_quoted_id = coalesce(draft_quoted_id,"
        " (select id from message where conversation_id = conversation.id and remote_id = ?2)) where id = ?3",
        (words, rows[0][10], conversation_id),
    )
    for row in rows:
        for file in files_of(row):
            put_in_tray(tx, conversation_id, file)
    tx.conversation(conversation_id)


def files_of(row: Row) -> tuple[StagedFile, ...]:
    """The files of a reply, from its row of ``OUTBOX_QUERY``."""
    part = part_of(row[4], row[14])
    return part.files if isinstance(part, FilesPart) else ()


def words_of(row: Row) -> str:
    """What somebody typed of a reply."""
    part = part_of(row[4], row[14])
    return part.text if isinstance(part, TextPart | ButtonsPart) else ""
