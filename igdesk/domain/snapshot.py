"""What Instagram answered, as frozen values. Made by ``graph``, stored by ``store``; no ids of ours in here."""

from dataclasses import dataclass
from datetime import datetime

from igdesk.domain.account import Flavour
from igdesk.domain.attachment import AttachmentKind, AttachmentRole
from igdesk.domain.message import Share, Story, Template


@dataclass(frozen=True, slots=True)
class AccountSnapshot:
    """The account a token belongs to."""

    remote_id: str
    app_scoped_id: str
    node_id: str
    flavour: Flavour
    username: str = ""
    name: str = ""
    account_type: str = ""
    picture_url: str = ""
    follower_count: int | None = None

    def is_called(self, name: str) -> bool:
        """Whether a person means this account: by its handle, or by any of the numbers that Meta calls its id."""
        wanted = name.strip().lstrip("@").lower()
        return bool(wanted) and wanted in (self.remote_id, self.app_scoped_id, self.node_id, self.username.lower())


@dataclass(frozen=True, slots=True)
class PersonSnapshot:
    """One side of a conversation as lists and messages name it."""

    remote_id: str
    username: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class ProfileSnapshot:
    """Answer of the User Profile API. None means that the field was not given; it never overwrites."""

    igsid: str
    username: str | None = None
    name: str | None = None
    picture_url: str | None = None
    follower_count: int | None = None
    is_verified: bool | None = None
    follows_you: bool | None = None
    you_follow: bool | None = None


@dataclass(frozen=True, slots=True)
class AttachmentSnapshot:
    """A file as one answer describes it: claims of Instagram, none of them checked."""

    remote_id: str
    kind: AttachmentKind
    mime_type: str = ""
    name: str = ""
    url: str = ""
    size_bytes: int | None = None
    width_px: int | None = None
    height_px: int | None = None
    duration_ms: int | None = None
    is_animated: bool = False
    is_sticker: bool = False
    role: AttachmentRole = AttachmentRole.CONTENT
    place: int = 0
    """Which of its role it is, or which part of the message it belongs to."""


@dataclass(frozen=True, slots=True)
class ReactionSnapshot:
    emoji: str
    user_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MessageSnapshot:
    """A message as one answer shows it; what an answer leaves out is empty here."""

    remote_id: str
    created_at: datetime | None
    """None when Instagram gave no readable date; the store then uses the date of a neighbour."""
    sender: PersonSnapshot | None
    recipients: tuple[PersonSnapshot, ...] = ()
    text: str = ""
    attachments: tuple[AttachmentSnapshot, ...] = ()
    """What was sent with it; the place of each is its index."""
    pictures: tuple[AttachmentSnapshot, ...] = ()
    """Pictures of what it refers to, each with its role and place."""
    shares: tuple[Share, ...] = ()
    template: Template | None = None
    story_reply: Story | None = None
    story_mention: Story | None = None
    reactions: tuple[ReactionSnapshot, ...] = ()
    quoted_remote_id: str = ""
    is_unsupported: bool = False

    def file(self, role: AttachmentRole, place: int) -> AttachmentSnapshot | None:
        """The file at a place: one that was sent, or the picture of a part."""
        if role is AttachmentRole.CONTENT:
            return self.attachments[place] if place < len(self.attachments) else None
        return next((found for found in self.pictures if (found.role, found.place) == (role, place)), None)


@dataclass(frozen=True, slots=True)
class ConversationSnapshot:
    """A list entry, or a conversation with its newest messages."""

    remote_id: str
    updated_at: datetime | None
    participants: tuple[PersonSnapshot, ...] = ()
    messages: tuple[MessageSnapshot, ...] = ()
    """Newest first, as Instagram gives them."""
    is_complete: bool = False
    """The messages reach back to the first one of the conversation: nothing older exists at Instagram."""
    messages_after: str = ""
    """Cursor of the next, older page of messages; empty at the end."""
    broken_messages: int = 0
    """Entries that could not be decoded at all (no id); each is logged, never shown as an empty bubble."""


@dataclass(frozen=True, slots=True)
class InboxPage:
    """One page of the list of conversations, newest first."""

    conversations: tuple[ConversationSnapshot, ...]
    after: str = ""
    """Cursor of the next page; empty at the end. (``paging.next`` holds the token and is never kept.)"""


@dataclass(frozen=True, slots=True)
class SendReceipt:
    """Instagram took a message."""

    remote_id: str
    """Empty when the answer was a success without an id; the next read then finds the message."""
    recipient_id: str = ""
