"""The vocabulary of trouble with the Graph API: what sort it is and what may be done about it."""

from dataclasses import dataclass
from enum import Enum

from igdesk.domain.account import AccountProblem
from igdesk.domain.outbox import FailureReason


class ErrorKind(Enum):
    """What an error means for the caller; the classes of the decision table."""

    NOT_CONNECTED = "not_connected"
    """The request certainly never reached Meta: name not found, refused, no TLS, no proxy."""
    OUTCOME_UNKNOWN = "outcome_unknown"
    """It may have been processed: the answer is missing, broken, or speaks of a fault at Meta."""
    NOT_INSTAGRAM = "not_instagram"
    """Something else answered: a network that wants a sign-in first."""
    REAUTHENTICATE = "reauthenticate"
    THROTTLED = "throttled"
    TOO_MUCH_DATA = "too_much_data"
    """Ask for less: halve the limit, drop fields, in the end skip the one conversation."""
    TEMPORARY = "temporary"
    """A fault that passes. Nothing was created."""
    WINDOW_CLOSED = "window_closed"
    RECIPIENT = "recipient"
    """Instagram does not know the person by this id."""
    UNREACHABLE = "unreachable"
    """The person cannot be written to: gone, blocked, not receiving."""
    OTHER_APP = "other_app"
    PERMISSION = "permission"
    MESSAGE_ACCESS = "message_access"
    RESTRICTED = "restricted"
    NO_CONSENT = "no_consent"
    GONE = "gone"
    """The thing asked for is deleted, too old to be handed out, or its link has expired."""
    PERMANENT = "permanent"
    MALFORMED = "malformed"
    """A success that cannot be understood."""


class Retry(Enum):
    """Whether the same call may be tried again without the person."""

    NEVER = "never"
    LATER = "later"
    """After a pause that was named, or minutes."""
    SHRINK = "shrink"
    """At once, but asking for less."""
    BACKOFF = "backoff"
    """A few times, with growing pauses."""
    REREAD = "reread"
    """A read may be repeated; a send only after the conversation was read."""


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One row of the error table: how it is recognised, what it means, what to say."""

    id: str
    code: int | None
    """Error code; None for a row that is chosen by kind."""
    subcode: int | None
    text: str
    """Lower-case part of the message; only where no number tells the cases apart."""
    kind: ErrorKind
    retry: Retry
    happened: str
    cure: str = ""
    link: str = ""
    failure: FailureReason = FailureReason.OTHER
    """Why a reply was not sent, when the call was a send."""
    account_problem: AccountProblem = AccountProblem.NONE
    """What it says about the whole account."""
    pause_s: float | None = None
    """How long to leave the API alone when the answer names no time."""


def entry_of(
    id_: str,
    kind: ErrorKind,
    retry: Retry,
    happened: str,
    cure: str = "",
    link: str = "",
    failure: FailureReason = FailureReason.OTHER,
    account_problem: AccountProblem = AccountProblem.NONE,
    pause_s: float | None = None,
) -> CatalogueEntry:
    """Words that rows of the table share; the row adds how it is recognised."""
    return CatalogueEntry(id_, None, None, "", kind, retry, happened, cure, link, failure, account_problem, pause_s)
