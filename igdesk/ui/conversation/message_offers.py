"""What can be done with a message here and now: for the tools beside it, its menu and the keys."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from igdesk.domain.message import Message
from igdesk.ui.conversation.quoting import can_be_quoted
from igdesk.ui.timeline.message_menu import Offers, no_key

if TYPE_CHECKING:
    from igdesk.ui.conversation.column import ConversationColumn


class MessageOffers:
    """One for the column; made with its timeline and composer."""

    def __init__(self, column: "ConversationColumn") -> None:
        self._column = column
        self.key_of: Callable[[str], str] = no_key
        """The key of a command, for menus and tooltips; the window knows them."""
        column.timeline.view.pointer.offers = self.of

    def of(self, message: Message) -> Offers:
        """What this message offers in the conversation that is open."""
        row = self._column.conversation
        can_quote = row is not None and row.can_reply and can_be_quoted(message)
        return Offers(quote=can_quote, reactions=self._column.reacting.offered(message), key_of=self.key_of)
