"""What happened to a conversation beside its messages: the lines between them."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from igdesk.domain.label import LabelColour


class EventKind(Enum):
    LABELLED = "labelled"
    SNOOZED = "snoozed"
    WINDOW_CLOSED = "window_closed"
    """Nobody answered in time. Follows from the messages and is kept nowhere."""


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One line. It is no message: it is neither searched nor counted."""

    at: datetime
    kind: EventKind
    id: int = 0
    """Order among events of one moment; 0: it is not kept."""
    wakes_at: datetime | None = None
    """Of SNOOZED; None: when they write."""
    label_name: str = ""
    label_colour: LabelColour | None = None
