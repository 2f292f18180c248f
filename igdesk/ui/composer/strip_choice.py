"""Which strip stands over the reply field: at most one, the weightiest first."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from igdesk.domain.account import Capability
from igdesk.domain.conversation import Conversation
from igdesk.domain.outbox import FailureReason
from igdesk.domain.triage import LATE
from igdesk.domain.window import MessagingWindow, WindowLevel
from igdesk.ui.banner.choice import Tone


class StripAction(Enum):
    """What the word at the end of a strip does; the values are the ends of the text ids ``action.*``."""

    NONE = ""
    WHY = "why"
    SHOW = "show"
    REVIEW = "review"
    LEARN_MORE = "learn_more"
    OPEN_IN_INSTAGRAM = "open_instagram"
    EDIT_SCHEDULED = "edit"
    REMOVE_REMINDER = "remove"


@dataclass(frozen=True, slots=True)
class Strip:
    """One strip, without its words: ``text_id`` names them."""

    text_id: str
    tone: Tone
    icon: str
    action: StripAction = StripAction.NONE
    count: int = 0
    code: str = ""
    closes_at: datetime | None = None
    at: datetime | None = None
    """The moment of the words, where it is not that end."""


@dataclass(frozen=True, slots=True)
class ReplySituation:
    """Everything that decides how the composer looks, besides what is typed."""

    conversation: Conversation
    window: MessagingWindow
    human_agent: Capability = Capability.UNKNOWN
    is_offline: bool = False
    is_signed_out: bool = False
    is_trouble_told: bool = False
    """A banner tells about the network already; the strip would say it twice."""
    queued_count: int = 0
    is_text_only_told: bool = False
    """A file was offered, and this connection takes none."""
    scheduled_at: datetime | None = None
    """When the next reply leaves that was sent for later."""
    scheduled_count: int = 0
    """How many are to leave later."""
    missed_at: datetime | None = None
    """When one should have left while the program was off."""
    held_back_count: int = 0
    """Replies to this customer whose window ended while they waited."""

    @property
    def waits_in_outbox(self) -> bool:
        """Whether what is sent now waits for the connection."""
        return self.is_offline or self.is_signed_out

    @property
    def can_send(self) -> bool:
        """Where Instagram dates nothing of the customer, only trying tells (failure 26)."""
        is_unsure = self.window.closes_at is None
        return self.conversation.can_reply and (self.window.allows_reply or is_unsure)

    @property
    def is_human_reply(self) -> bool:
        return self.window.level is WindowLevel.HUMAN


_OPEN = StripAction.OPEN_IN_INSTAGRAM
_REFUSALS = {
    FailureReason.OTHER_APP.value: Strip("strip.other_app", Tone.NEUTRAL, "info", StripAction.LEARN_MORE),
    FailureReason.UNREACHABLE.value: Strip("strip.unreachable", Tone.NEUTRAL, "info"),
}


def choose_strip(situation: ReplySituation) -> Strip | None:
    """The strip of the moment, or none while there is nothing to say."""
    conversation, window = situation.conversation, situation.window
    if not conversation.can_reply:
        return Strip("strip.no_recipient", Tone.NEUTRAL, "eye", _OPEN)
    if situation.held_back_count:
        return Strip("strip.held_back", Tone.DANGER, "error", StripAction.REVIEW, count=situation.held_back_count)
    if situation.missed_at is not None:
        action = StripAction.EDIT_SCHEDULED
        return Strip("strip.missed", Tone.DANGER, "clock", action, closes_at=situation.missed_at)
    if (reminder := _shown_reminder(situation)) is not None and window.level is WindowLevel.CLOSED:
        return reminder
    if conversation.reply_refusal in _REFUSALS:
        return _REFUSALS[conversation.reply_refusal]
    if conversation.unavailable_code:
        return Strip("strip.unavailable", Tone.NEUTRAL, "alert", _OPEN, code=conversation.unavailable_code)
    if window.level is WindowLevel.CLOSED and window.closes_at is not None:
        return Strip("strip.closed", Tone.NEUTRAL, "lock", closes_at=window.closes_at)
    if situation.is_text_only_told and situation.can_send:
        return Strip("strip.text_only", Tone.NEUTRAL, "attach", StripAction.LEARN_MORE)
    if situation.is_offline and situation.queued_count and not situation.is_trouble_told:
        return Strip("strip.offline", Tone.NEUTRAL, "offline", StripAction.SHOW, count=situation.queued_count)
    return _of_the_window(situation)


def _of_the_window(situation: ReplySituation) -> Strip | None:
    window = situation.window
    if situation.scheduled_at is not None:
        at, count = situation.scheduled_at, situation.scheduled_count
        if count > 1:
            return Strip("strip.scheduled.more", Tone.NEUTRAL, "clock", StripAction.SHOW, count=count, closes_at=at)
        return Strip("strip.scheduled", Tone.NEUTRAL, "clock", StripAction.EDIT_SCHEDULED, closes_at=at)
    if (reminder := _reminder(situation)) is not None:
        return reminder
    has_agent = situation.human_agent is not Capability.NOT_GRANTED
    match window.level:
        case WindowLevel.URGENT:
            text_id = "strip.urgent" if has_agent else "strip.urgent.no_agent"
            return Strip(text_id, Tone.DANGER, "alert", closes_at=window.closes_at)
        case WindowLevel.SOON:
            text_id = "strip.soon" if has_agent else "strip.soon.no_agent"
            return Strip(text_id, Tone.WARN, "hourglass", closes_at=window.closes_at)
        case WindowLevel.HUMAN:
            return Strip("strip.human", Tone.INFO, "agent", StripAction.WHY, closes_at=window.closes_at)
        case _:
            return None


def _shown_reminder(situation: ReplySituation) -> Strip | None:
    """A reminder before the end of the window that was shown, with the reason when it came late."""
    conversation, window = situation.conversation, situation.window
    due, shown = conversation.remind_at, conversation.reminded_at
    if due is None or shown is None:
        return None
    is_late, level = shown - due > LATE, window.level
    if level is WindowLevel.CLOSED:
        if not is_late:
            return None  # it was told in time; that the window is closed is told by its own strip
        text_id, tone = "strip.reminded.closed", Tone.NEUTRAL
    elif is_late:
        text_id = "strip.reminded.human" if level is WindowLevel.HUMAN else "strip.reminded.late"
        tone = Tone.DANGER if level is WindowLevel.URGENT else Tone.WARN
    else:
        text_id, tone = "strip.reminded", Tone.DANGER if level is WindowLevel.URGENT else Tone.WARN
    return Strip(text_id, tone, "bell", StripAction.REMOVE_REMINDER, closes_at=window.closes_at, at=due)


def _reminder(situation: ReplySituation) -> Strip | None:
    """A reminder that was shown, or waits for its time."""
    conversation = situation.conversation
    if conversation.reminded_at is not None:
        return _shown_reminder(situation)
    if conversation.remind_at is None:
        return None
    action, closes_at = StripAction.REMOVE_REMINDER, situation.window.closes_at
    return Strip("strip.remind", Tone.NEUTRAL, "bell", action, closes_at=closes_at, at=conversation.remind_at)
