"""Rows of what was found: people, messages, commands, and the words between them."""

from dataclasses import dataclass
from enum import Enum

from igdesk.domain.conversation import Participant
from igdesk.domain.ids import ConversationId, MessageId
from igdesk.ui.search.marks import Span
from igdesk.ui.texts import unmarked


class RowKind(Enum):
    HEADING = "heading"
    PERSON = "person"
    MESSAGE = "message"
    COMMAND = "command"
    MORE = "more"
    """Show all."""
    NOTE = "note"
    """Words that stand there alone, such as that nothing was found."""


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One row, ready to paint and to read aloud."""

    kind: RowKind
    title: str
    title_marks: tuple[Span, ...] = ()
    lead: str = ""
    """Before the text, such as "You:"; never marked."""
    text: str = ""
    text_marks: tuple[Span, ...] = ()
    right: str = ""
    caps: tuple[str, ...] = ()
    """Keys at the trailing end."""
    icon: str = ""
    number: int = 0
    participant: Participant | None = None
    conversation_id: ConversationId | None = None
    message_id: MessageId | None = None
    command_id: str = ""

    @property
    def is_choosable(self) -> bool:
        return self.kind not in (RowKind.HEADING, RowKind.NOTE)

    @property
    def spoken(self) -> str:
        """Parts joined by a comma, absent ones left out."""
        text = f"{self.lead} {self.text}".strip()
        number = str(self.number) if self.number else ""
        return unmarked(", ".join(filter(None, (self.title, number, text, self.right or "+".join(self.caps)))))
