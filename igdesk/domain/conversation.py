"""A conversation between an account and one customer, as the inbox shows it."""

from datetime import datetime, timedelta
from enum import Enum
from typing import NamedTuple

from igdesk.domain.ids import AccountId, ConversationId, LabelId, MessageId, ParticipantId
from igdesk.domain.message_kinds import Delivery, Direction, MessageKind


class Shelf(Enum):
    """Where a conversation lies; the value is what the archive keeps."""

    INBOX = 0
    SNOOZED = 1
    DONE = 2


class Participant(NamedTuple):
    """The customer. Identity is the ``igsid``; names and pictures may change or be unknown."""

    id: ParticipantId
    igsid: str
    """Instagram-scoped id; empty when Instagram does not say who the other side is."""
    username: str = ""
    name: str = ""
    picture_url: str = ""
    picture_key: str = ""
    """Name of the stored picture in the media folder; empty until it was fetched."""
    follower_count: int | None = None
    is_verified: bool | None = None
    follows_you: bool | None = None
    you_follow: bool | None = None
    profile_fetched_at: datetime | None = None

    @property
    def display_name(self) -> str:
        """Name, else @handle, else an honest placeholder (empty: the interface words it)."""
        return self.name or (f"@{self.username}" if self.username else "")

    @property
    def first_name(self) -> str:
        """The first word of the name, for sentences; falls back to the whole display name."""
        return self.name.split()[0] if self.name.split() else self.display_name


class Preview(NamedTuple):
    """What the list tells of the newest message."""

    message_id: MessageId
    kind: MessageKind
    direction: Direction
    delivery: Delivery
    text: str
    """First 200 characters, line breaks replaced by spaces."""
    media: str = ""
    """MIME type of the first attachment, else empty."""


class Conversation(NamedTuple):
    """One row of the inbox."""

    id: ConversationId
    account_id: AccountId
    remote_id: str
    participant: Participant
    preview: Preview | None
    """None while only the list entry is known and no message was read yet."""
    last_activity_at: datetime
    last_inbound_at: datetime | None
    unread_count: int = 0
    draft: str = ""
    is_waiting: bool = False
    """It waits on the owner: the last word is the customer's, the account did not react to it, and it is neither done
    nor snoozed nor marked "No reply needed"."""
    pending_count: int = 0
    """Replies QUEUED, SENDING or UNCERTAIN."""
    failed_count: int = 0
    unavailable_code: str = ""
    """Error code while Instagram will not hand this conversation out, e.g. ``1``; else empty."""
    reply_refusal: str = ""
    """Why replies are refused for good at the moment: a FailureReason value such as ``other_app``; else empty."""
    shelf: Shelf = Shelf.INBOX
    wakes_at: datetime | None = None
    """End of the snooze; None while snoozed: when they write."""
    woken_at: datetime | None = None
    """When a snooze ended by time."""
    waiting_since: datetime | None = None
    """Their first message that nobody answered, while the last word is theirs."""
    needs_no_reply: bool = False
    is_pinned: bool = False
    is_muted: bool = False
    label_ids: tuple[LabelId, ...] = ()
    remind_after: timedelta | None = None
    """A reminder so long after their last action: before the reply window closes."""
    reminded_at: datetime | None = None
    """When it was shown; nothing has ended it since."""
    draft_files: int = 0
    """Files that wait in its composer: a part of the draft."""
    missed_reply: str = ""
    """Words of a reply that should have left while the program was off; the person decides."""
    has_photos: bool = False
    """Whether either side sent a photo."""
    is_answered_elsewhere: bool = False
    """The last word is the account's and was written in another place."""
    is_emptied: bool = False
    """All its messages were deleted here."""

    @property
    def has_draft(self) -> bool:
        """Whether words or files wait to be sent."""
        return bool(self.draft) or self.draft_files > 0

    @property
    def newest_at(self) -> datetime:
        """Place in the order "newest first": the last message, or the end of a snooze."""
        return self.last_activity_at if self.woken_at is None else max(self.last_activity_at, self.woken_at)

    @property
    def is_back_from_snooze(self) -> bool:
        """A snooze ended and nothing happened since."""
        return self.woken_at is not None and self.woken_at > self.last_activity_at

    @property
    def remind_at(self) -> datetime | None:
        """When the reminder is due, or was."""
        if self.remind_after is None or self.last_inbound_at is None:
            return None
        return self.last_inbound_at + self.remind_after

    @property
    def can_reply(self) -> bool:
        """A reply needs a recipient."""
        return bool(self.participant.igsid)


class InboxView(Enum):
    """Which conversations a list shows."""

    INBOX = "inbox"
    WAITING = "waiting"
    SNOOZED = "snoozed"
    DONE = "done"


class InboxSort(Enum):
    """The orders of a list."""

    NEWEST = "newest"
    """Newest message first, pinned ones on top."""
    WINDOW = "window"
    """Of those that wait: the reply window that closes first, closed ones last; then the rest as in NEWEST."""
    LONGEST = "longest"
    """Of those that wait: who waits longest; then the rest as in NEWEST."""
    WAKES = "wakes"
    """What wakes first; last what wakes when they write."""


DEFAULT_SORT = {
    InboxView.INBOX: InboxSort.NEWEST,
    InboxView.WAITING: InboxSort.WINDOW,
    InboxView.SNOOZED: InboxSort.WAKES,
    InboxView.DONE: InboxSort.NEWEST,
}


class InboxFilter(Enum):
    """The chips over the list; they narrow a view."""

    ALL = "all"
    UNREAD = "unread"
    WAITING = "waiting"
    CLOSING_SOON = "closing_soon"


class InboxOnly(Enum):
    """What a list may be narrowed to beside its chips."""

    PHOTOS = "photos"
    ELSEWHERE = "elsewhere"
    """Answered in another place than igdesk."""


class InboxCounts(NamedTuple):
    """Numbers of conversations for badges and chips."""

    total: int = 0
    unread: int = 0
    waiting: int = 0
    closing_soon: int = 0
    snoozed: int = 0
    """Snoozed conversations, whatever the view."""
