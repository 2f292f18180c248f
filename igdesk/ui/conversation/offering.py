"""Other ways to send, from the menu of the Send button: quick replies, and media by its public address."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from igdesk.domain.ids import ConversationId, MessageId
from igdesk.domain.reply import InvalidReplyError, ReplyPart
from igdesk.domain.status import KnownError
from igdesk.ui.composer.send_menu import SendRow
from igdesk.ui.conversation.part import ConversationPart
from igdesk.ui.texts import say

if TYPE_CHECKING:
    from igdesk.ui.conversation.column import ConversationColumn
    from igdesk.ui.layout.popover import Popover


class Offering(ConversationPart):
    def __init__(self, column: "ConversationColumn") -> None:
        super().__init__(column)
        column.composer.send_menu.sources.append(self._ways)

    @property
    def can_offer(self) -> bool:
        """Whether anything can be sent now."""
        return self._column.conversation is not None and self._column.composer.can_send

    def write_quick_replies(self) -> None:
        """A question with answers to tap; what is typed already is the question."""
        row = self._column.conversation
        if row is None or not self.can_offer:
            return
        from igdesk.ui.composer.quick_replies import QuickRepliesEditor

        composer = self._column.composer
        editor = QuickRepliesEditor(" ".join(composer.text.split()), self._theme_source, self._column.window())
        target = row.id
        editor.sent.connect(lambda part: self._send(target, part, takes_text=True))
        self._open(editor)

    def send_link(self) -> None:
        """A picture or file that is on the web already."""
        row = self._column.conversation
        if row is None or not self.can_offer:
            return
        from igdesk.ui.composer.link_card import LinkCard

        card = LinkCard(self._theme_source, self._column.window())
        target = row.id
        card.sent.connect(lambda part: self._send(target, part, takes_text=False))
        self._open(card)

    def _ways(self) -> Sequence[SendRow]:
        if not self.can_offer:
            return []
        return [
            SendRow("saved", say("command.quick_replies"), self.write_quick_replies),
            SendRow("link", say("command.send_link"), self.send_link),
        ]

    def _open(self, card: "Popover") -> None:
        card.open_at(self._column.composer.box.send)

    def _send(self, conversation_id: ConversationId, part: ReplyPart, *, takes_text: bool) -> None:
        """The words that became the question leave the field; nothing else of the draft is touched."""
        column = self._column
        quoted, hold_s = column.quoting.take(conversation_id), column.writing.hold_s

        def done(ids: tuple[MessageId, ...]) -> None:
            if column.composer.conversation_id == conversation_id:
                if ids and takes_text:
                    column.composer.load_draft("")
                column.composer.focus_text()

        try:
            self._door.send(
                conversation_id,
                (part,),
                done,
                draft=lambda: column.sending.draft_beside(conversation_id, takes_text=takes_text),
                quoted=quoted,
                hold_s=hold_s,
            )
        except (KnownError, InvalidReplyError) as error:
            if isinstance(error, KnownError):
                column.failed.emit(error)
