"""A professional Instagram account that igdesk is connected to."""

from datetime import datetime
from enum import Enum
from typing import NamedTuple

from igdesk.domain.ids import AccountId


class Flavour(Enum):
    """Which of the two products of Meta the token belongs to; it decides host, node and limits."""

    INSTAGRAM = "instagram"
    """Instagram API with Instagram Login: graph.instagram.com, Instagram user token."""
    FACEBOOK = "facebook"
    """Messenger Platform for Instagram: graph.facebook.com, Page token."""


class AccountState(Enum):
    """Whether the account may be polled."""

    ACTIVE = "active"
    NEEDS_SIGN_IN = "needs_sign_in"
    """The token was refused; nothing is sent or read until the person signs in again."""
    LIMITED = "limited"
    """Signed in, but something is withheld (permission, message access, restriction)."""


class AccountProblem(Enum):
    """Why an account is not ACTIVE; each has its own banner."""

    NONE = "none"
    TOKEN_EXPIRED = "token_expired"
    TOKEN_REVOKED = "token_revoked"
    TOKEN_INVALID = "token_invalid"
    """Not accepted, and nobody says why."""
    TOKEN_MISSING = "token_missing"
    """The token is not where igdesk keeps it any more."""
    CHECKPOINT = "checkpoint"
    PAGE_ROLE = "page_role"
    """The person lost the role on the Page; the token of the Page died with it."""
    NO_ROLE = "no_role"
    """The account is no accepted tester of the app, or Meta has restricted the app."""
    PERSONAL = "personal"
    """The account is no professional account any more."""
    CAPABILITY = "capability"
    """Messaging is not enabled for the app."""
    PAGE_LINK = "page_link"
    """The Page and the Instagram account are not linked, or the link cannot be verified."""
    APP_SECRET = "app_secret"
    """The app asks for a secret that is missing or wrong."""
    PERMISSION = "permission"
    MESSAGE_ACCESS = "message_access"
    RESTRICTED = "restricted"


class Capability(Enum):
    """Something an account may or may not be allowed to do; known only after it was tried."""

    UNKNOWN = "unknown"
    AVAILABLE = "available"
    NOT_GRANTED = "not_granted"


class Account(NamedTuple):
    """One connected account. The token itself is only in the vault."""

    id: AccountId
    remote_id: str
    """Professional account id (``user_id``): the identity, unique in the archive."""
    app_scoped_id: str
    """``/me`` ``id`` of the Instagram flavour; differs per app. Empty for the Facebook flavour."""
    node_id: str
    """The node that owns messaging: the professional id, or the Page id in the Facebook flavour."""
    flavour: Flavour
    username: str
    name: str
    picture_url: str
    state: AccountState
    problem: AccountProblem
    human_agent: Capability
    token_expires_at: datetime | None
    connected_at: datetime
    """Server time of the first connection. Older messages never count as unread."""
    account_type: str = ""
    """As Instagram names it, e.g. ``BUSINESS`` or ``Media_Creator``; empty when it was not told."""
    label: str = ""
    """A name of the person's own, for igdesk alone."""
    tint: int | None = None
    """Colour of the initials, if one was chosen."""
    is_paused: bool = False
    """The person asked for no checks; nothing is sent either."""
    token_issued_at: datetime | None = None
    """Server time of the last sign-in or renewal."""
    renewal_failed_at: datetime | None = None
    """Since when renewing the token fails; None while there is nothing to complain about."""
    permissions: tuple[str, ...] = ()
    """As granted at the last sign-in or check; empty when Instagram did not tell."""
    last_checked_at: datetime | None = None
    """Computer's time of the last look at the list that succeeded, to a few minutes."""
    file_upload: Capability = Capability.UNKNOWN
    """Whether Instagram takes files from this computer; learnt by trying once."""

    @property
    def may_send_files(self) -> bool:
        """Whether files may be offered. Until it was tried, what Meta documents counts: only the Facebook flavour."""
        if self.file_upload is Capability.UNKNOWN:
            return self.flavour is Flavour.FACEBOOK
        return self.file_upload is Capability.AVAILABLE

    @property
    def is_withheld(self) -> bool:
        """Signed in, and not allowed to read messages."""
        return self.state is AccountState.LIMITED and self.problem is not AccountProblem.RESTRICTED

    @property
    def is_restricted(self) -> bool:
        """Signed in and reading, and not allowed to send."""
        return self.state is AccountState.LIMITED and self.problem is AccountProblem.RESTRICTED

    @property
    def display_name(self) -> str:
        """What the person recognises the account by."""
        return self.label or self.name or (f"@{self.username}" if self.username else self.remote_id)

    def is_own_id(self, remote_id: str) -> bool:
        """Whether a message ``from`` this id was written by the account (both ids occur in the wild)."""
        return bool(remote_id) and remote_id in (self.remote_id, self.app_scoped_id, self.node_id)
