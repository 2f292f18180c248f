"""Replies that leave later, at a time the person chose."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from igdesk.domain.ids import ConversationId, MessageId

GRACE = timedelta(minutes=10)
"""A reply that is later than this was missed: the program or the computer was off at its time."""
BEFORE_THE_END = timedelta(minutes=5)
"""The last moment that is offered: so long before the reply window ends."""


@dataclass(frozen=True, slots=True)
class ScheduledReply:
    id: int
    conversation_id: ConversationId
    text: str
    send_at: datetime
    quoted: MessageId | None = None
    is_missed: bool = False
