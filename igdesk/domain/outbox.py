"""The send machine. Meta has no idempotency key, so what might have been sent is never sent again.

Total: ``transition`` answers every (state, event) pair, with None where nothing may happen.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from igdesk.domain.ids import AccountId, ConversationId, MessageId
from igdesk.domain.message_kinds import Delivery
from igdesk.domain.reply import FilesPart, ReplyPart, StagedFile, TextPart

MAX_ATTEMPTS = 5
READS_TO_GIVE_UP = 2
"""Complete reads after an uncertain attempt that must not show the reply before it counts as not confirmed."""


class SendEvent(Enum):
    """What can happen to a reply; ``transition`` says what becomes of it."""

    RELEASED = "released"
    """The time to undo it is over."""
    CLAIMED = "claimed"
    """Its request is about to leave: noted before, so that a reply cut short there counts as possibly sent."""
    PART_BEFORE_FAILED = "part_before_failed"
    """It goes on with a part of the same reply that was not sent: alone it would begin in the middle."""
    WINDOW_CLOSED = "window_closed"
    """The reply window ended before it was claimed; no request is made."""
    UPLOAD_FAILED = "upload_failed"
    """A file did not reach Instagram. Nothing was sent yet, so it may be tried again."""
    UPLOAD_REFUSED = "upload_refused"
    """Instagram does not take the file, or it cannot be read any more."""
    ACCEPTED = "accepted"
    """Instagram answered with the id of the new message."""
    NOT_PROCESSED = "not_processed"
    """Certainly not taken by Instagram: not connected, throttled."""
    REFUSED_FOR_NOW = "refused_for_now"
    """Refused with words that ask to try again later. Most likely not taken, but only a read tells."""
    TOKEN_REFUSED = "token_refused"
    """Not taken, and no fault of the reply: it waits for a new token."""
    REFUSED = "refused"
    """Refused for good, with a reason."""
    OUTCOME_UNKNOWN = "outcome_unknown"
    """No answer, or none that tells: it may have been sent."""
    FOUND_AT_START = "found_at_start"
    """The program ended while the request was under way."""
    ECHO_SEEN = "echo_seen"
    """A read of the conversation shows the reply."""
    READ_WITHOUT_ECHO = "read_without_echo"
    """A complete read that began after the attempt does not show it."""
    CANNOT_BE_READ = "cannot_be_read"
    """Instagram does not hand out the conversation any more: no read will ever tell."""
    SEND_AGAIN = "send_again"
    """The person wants it."""


class FailureReason(Enum):
    """Why a reply was not sent. The values are the ids ``send.*`` of the texts."""

    NONE = ""
    WINDOW_CLOSED = "window_closed"
    REFUSED_WINDOW_UNSURE = "refused_window_unsure"
    HUMAN_NOT_GRANTED = "human_not_granted"
    PERMISSION = "permission"
    MESSAGE_ACCESS = "message_access"
    """Switched off in the Instagram app, by the owner of the account."""
    UNREACHABLE = "unreachable"
    OTHER_APP = "other_app"
    RECIPIENT = "recipient"
    RESTRICTED = "restricted"
    TOO_LARGE = "too_large"
    FORMAT = "format"
    FETCH = "fetch"
    UNREADABLE = "unreadable"
    """The file that was to be sent is gone from this computer."""
    NO_UPLOAD = "no_upload"
    """This connection sends text only."""
    TEMPORARY = "temporary"
    NOT_CONFIRMED = "not_confirmed"
    PART_BEFORE = "part_before"
    OTHER = "other"


MAY_SEND_AGAIN = frozenset(
    {
        FailureReason.REFUSED_WINDOW_UNSURE,
        FailureReason.MESSAGE_ACCESS,
        FailureReason.OTHER_APP,
        FailureReason.RECIPIENT,
        FailureReason.FETCH,
        FailureReason.TEMPORARY,
        FailureReason.NOT_CONFIRMED,
        FailureReason.PART_BEFORE,
        FailureReason.OTHER,
    }
)
"""Reasons with which the person is offered "Try again"."""


EMPTY = TextPart("")


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """A reply on its way. Recipient and text are frozen when it is queued."""

    message_id: MessageId
    conversation_id: ConversationId
    account_id: AccountId
    recipient_id: str
    text: str
    delivery: Delivery
    attempts: int
    not_before: datetime | None
    started_at: datetime | None
    """Server time at which the last request left; None before the first claim."""
    reads_without_echo: int = 0
    """Of a QUEUED one: above 0 when an earlier attempt was never confirmed, and may have arrived after all."""
    quoted_remote_id: str = ""
    queued_at: datetime | None = None
    may_use_human_tag: bool = True
    """A person typed it (never true for text that was scheduled or generated)."""
    part: ReplyPart = EMPTY
    """What it is made of; ``text`` is the same in words."""
    uploads: tuple[tuple[str, str], ...] = ()
    """Files that Instagram has already: media key and the id it gave."""

    @property
    def has_to_be_looked_for(self) -> bool:
        """Whether its conversation is read before it is tried again: Instagram may have taken it all the same."""
        return self.attempts > 0 and self.reads_without_echo > 0

    @property
    def files_to_upload(self) -> tuple[StagedFile, ...]:
        """What has to reach Instagram before the message can be sent. Uploading sends nothing to anybody."""
        known = dict(self.uploads)
        files = self.part.files if isinstance(self.part, FilesPart) else ()
        return tuple(file for file in files if file.media_key not in known)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The next state of an outbox item."""

    delivery: Delivery
    attempts: int
    reads_without_echo: int = 0
    failure: FailureReason = FailureReason.NONE


def transition(
    delivery: Delivery,
    event: SendEvent,
    *,
    attempts: int = 0,
    reads_without_echo: int = 0,
    failure: FailureReason = FailureReason.NONE,
) -> Outcome | None:
    """The state after ``event``, or None where the event is not legal and must change nothing.

    ``failure`` is the present reason of a FAILED or UNCERTAIN item, or the new one for REFUSED.
    """
    match (delivery, event):
        case (Delivery.HELD, SendEvent.RELEASED):
            return Outcome(Delivery.QUEUED, attempts)
        case (Delivery.QUEUED, SendEvent.CLAIMED):
            return Outcome(Delivery.SENDING, attempts + 1)
        case (Delivery.QUEUED, SendEvent.WINDOW_CLOSED):
            return Outcome(Delivery.FAILED, attempts, failure=FailureReason.WINDOW_CLOSED)
        case (Delivery.QUEUED, SendEvent.PART_BEFORE_FAILED):
            return Outcome(Delivery.FAILED, attempts, reads_without_echo, FailureReason.PART_BEFORE)
        case (Delivery.QUEUED, SendEvent.UPLOAD_FAILED):
            if attempts + 1 >= MAX_ATTEMPTS:
                return Outcome(Delivery.FAILED, attempts + 1, reads_without_echo, FailureReason.TEMPORARY)
            return Outcome(Delivery.QUEUED, attempts + 1, reads_without_echo)
        case (Delivery.QUEUED, SendEvent.UPLOAD_REFUSED):
            reason = failure if failure is not FailureReason.NONE else FailureReason.OTHER
            return Outcome(Delivery.FAILED, attempts, reads_without_echo, reason)
        case (Delivery.SENDING, SendEvent.ACCEPTED):
            return Outcome(Delivery.SENT, attempts)
        case (Delivery.SENDING, SendEvent.NOT_PROCESSED):
            if attempts >= MAX_ATTEMPTS:
                return Outcome(Delivery.FAILED, attempts, failure=FailureReason.TEMPORARY)
            return Outcome(Delivery.QUEUED, attempts)
        case (Delivery.SENDING, SendEvent.REFUSED_FOR_NOW):
            if attempts >= MAX_ATTEMPTS:  # nothing is tried any more; the reads say whether one was taken
                return Outcome(Delivery.UNCERTAIN, attempts, failure=FailureReason.TEMPORARY)
            return Outcome(Delivery.QUEUED, attempts, 1)
        case (Delivery.SENDING, SendEvent.TOKEN_REFUSED):
            return Outcome(Delivery.QUEUED, max(attempts - 1, 0))
        case (Delivery.SENDING, SendEvent.REFUSED):
            reason = failure if failure is not FailureReason.NONE else FailureReason.OTHER
            return Outcome(Delivery.FAILED, attempts, failure=reason)
        case (Delivery.SENDING, SendEvent.OUTCOME_UNKNOWN | SendEvent.FOUND_AT_START):
            return Outcome(Delivery.UNCERTAIN, attempts)
        case (Delivery.UNCERTAIN, SendEvent.ECHO_SEEN):
            return Outcome(Delivery.SENT, attempts)
        case (Delivery.UNCERTAIN, SendEvent.READ_WITHOUT_ECHO):
            reads = reads_without_echo + 1
            refusal = FailureReason.TEMPORARY if failure is FailureReason.TEMPORARY else None
            if reads >= READS_TO_GIVE_UP:
                return Outcome(Delivery.FAILED, attempts, reads, refusal or FailureReason.NOT_CONFIRMED)
            return Outcome(Delivery.UNCERTAIN, attempts, reads, refusal or FailureReason.NONE)
        case (Delivery.UNCERTAIN, SendEvent.CANNOT_BE_READ):
            return Outcome(Delivery.FAILED, attempts, reads_without_echo, FailureReason.NOT_CONFIRMED)
        case (Delivery.FAILED, SendEvent.ECHO_SEEN) if failure is FailureReason.NOT_CONFIRMED:
            return Outcome(Delivery.SENT, attempts)
        case (Delivery.FAILED, SendEvent.SEND_AGAIN) if failure is FailureReason.NOT_CONFIRMED:
            # What was sent before may still come to light while this waits: then it is not sent again.
            return Outcome(Delivery.QUEUED, 0, max(reads_without_echo, 1))
        case (Delivery.FAILED, SendEvent.SEND_AGAIN) if failure is FailureReason.PART_BEFORE:
            return Outcome(Delivery.QUEUED, attempts, reads_without_echo)
        case (Delivery.FAILED, SendEvent.SEND_AGAIN):
            return Outcome(Delivery.QUEUED, 0)
        case (Delivery.QUEUED, SendEvent.ECHO_SEEN) if reads_without_echo > 0:
            return Outcome(Delivery.SENT, attempts)
        case _:
            return None
