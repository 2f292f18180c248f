"""The message that a reply answers: chosen, shown over the field, kept with the draft, and taken along once."""

from typing import TYPE_CHECKING

from igdesk.domain.changes import ChangeSet
from igdesk.domain.conversation import Conversation
from igdesk.domain.ids import ConversationId, MessageId
from igdesk.domain.message import Message, Quote
from igdesk.domain.message_kinds import MessageKind
from igdesk.ui.composer.quote_bar import QuotedMessage
from igdesk.ui.conversation.part import ConversationPart
from igdesk.ui.texts import say
from igdesk.ui.timeline.speech import quoted_text

if TYPE_CHECKING:
    from igdesk.ui.conversation.column import ConversationColumn

_QUOTABLE = 40
"""How many of the newest messages are looked through for those of the customer."""


class Quoting(ConversationPart):
    def __init__(self, column: "ConversationColumn") -> None:
        super().__init__(column)
        column.composer.quote_removed.connect(lambda found: self._keep(ConversationId(found), None))
        column.timeline.quote.connect(self.quote)

    def follow(self, changes: ChangeSet, row: Conversation) -> None:
        """Something in the open conversation changed."""
        quote = self._column.composer.quote
        if quote is not None and quote.message_id in changes.updated | changes.removed:
            self.show_kept(row)

    def show_kept(self, row: Conversation) -> None:
        """The quote of this conversation as the archive has it: whatever changed it, it was not the person just now."""
        quoted = self._archive.drafts.quoted(row.id)
        found = self._archive.timeline.by_ids([quoted]) if quoted is not None else []
        self._column.composer.show_quote(self._words_of(found[0], row) if found else None, is_told=False)

    def take(self, conversation_id: ConversationId) -> MessageId | None:
        """The message that the reply just sent answers; it is answered once."""
        composer = self._column.composer
        if composer.conversation_id != conversation_id or composer.quote is None:
            return None
        quoted = composer.quote.message_id
        composer.show_quote(None)
        return quoted

    def quote(self, message_id: MessageId) -> None:
        """Answer this message."""
        row, found = self._column.conversation, self._archive.timeline.by_ids([message_id])
        if row is None or not found or found[0].conversation_id != row.id or not can_be_quoted(found[0]):
            return
        if not row.can_reply:
            return
        self._keep(row.id, message_id)
        self._column.composer.show_quote(self._words_of(found[0], row))
        self._column.composer.focus_text()

    def quote_theirs(self, step: int) -> None:
        """Answer the customer's last message; again: the one before it; the other way round with -1."""
        row = self._column.conversation
        if row is None:
            return
        newest = self._archive.timeline.newest(row.id, _QUOTABLE)
        theirs = [m.id for m in reversed(newest) if not m.is_own and can_be_quoted(m)]
        quote = self._column.composer.quote
        at = theirs.index(quote.message_id) + step if quote is not None and quote.message_id in theirs else 0
        if theirs and 0 <= at < len(theirs):
            self.quote(theirs[at])

    def _keep(self, conversation_id: ConversationId, message_id: MessageId | None) -> None:
        self._column.attempt(lambda: self._archive.drafts.quote(conversation_id, message_id))

    def _words_of(self, message: Message, row: Conversation) -> QuotedMessage:
        who = say("timeline.who.you") if message.is_own else row.participant.display_name or say("row.nobody")
        return QuotedMessage(message.id, who, quoted_text(quote_of(message)))


def can_be_quoted(message: Message) -> bool:
    """Whether Instagram has the message, so that a reply can point at it."""
    return message.remote_id is not None and message.kind is not MessageKind.UNSENT


def quote_of(message: Message) -> Quote:
    """A message as the replies that quote it show it."""
    media = message.attachments[0].kind if message.attachments else None
    return Quote(message.remote_id or "", message.id, message.direction, message.kind, message.text, media)
