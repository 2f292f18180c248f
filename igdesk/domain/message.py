"""A message of either side and its parts."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from igdesk.domain.attachment import Attachment, AttachmentKind
from igdesk.domain.ids import ConversationId, MessageId


class Direction(Enum):
    INBOUND = "in"
    OUTBOUND = "out"


class Delivery(Enum):
    """Where a message stands. RECEIVED is every message read from Instagram; the others are replies written here."""

    RECEIVED = "received"
    HELD = "held"
    """Kept back for some seconds in which the person may undo it."""
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    FAILED = "failed"
    SEEN = "seen"


PENDING = frozenset({Delivery.HELD, Delivery.QUEUED, Delivery.SENDING, Delivery.UNCERTAIN})


class Origin(Enum):
    """Who wrote an outbound message."""

    CUSTOMER = "customer"
    HERE = "here"
    ELSEWHERE = "elsewhere"
    """Phone or another tool, newer than the connection of the account."""
    BEFORE = "before"
    """Older than the connection of the account: where it was written is unknown and not marked."""


class MessageKind(Enum):
    """What a message is made of, as far as Instagram says."""

    TEXT = "text"
    MEDIA = "media"
    STORY_REPLY = "story_reply"
    STORY_MENTION = "story_mention"
    SHARE = "share"
    UNSUPPORTED = "unsupported"
    WITHHELD = "withheld"
    """Nothing in it that Instagram passes on: a shared post, a reel, a story."""
    DISAPPEARING = "disappearing"
    UNSENT = "unsent"
    """A tombstone: text and media are gone from the archive too."""


@dataclass(frozen=True, slots=True)
class Story:
    """The story a message replies to or mentions. An empty link says that the story is gone."""

    id: str
    link: str


@dataclass(frozen=True, slots=True)
class Share:
    link: str
    name: str = ""
    description: str = ""


class ReactionState(Enum):
    """Where a reaction stands; everything but SET is an own one that Instagram has not confirmed."""

    SET = "set"
    SETTING = "setting"
    REMOVING = "removing"
    FAILED = "failed"
    """The last change of it did not get through; the reaction itself is as it was before."""


@dataclass(frozen=True, slots=True)
class Reaction:
    emoji: str
    is_own: bool
    state: ReactionState = ReactionState.SET


@dataclass(frozen=True, slots=True)
class Quote:
    """The message that a reply quotes. ``message_id`` is None when the original is not in the archive."""

    remote_id: str
    message_id: MessageId | None = None
    direction: Direction | None = None
    kind: MessageKind | None = None
    text: str = ""
    media: AttachmentKind | None = None
    """What its first attachment is."""


@dataclass(frozen=True, slots=True)
class Message:
    """One entry of a timeline."""

    id: MessageId
    conversation_id: ConversationId
    remote_id: str | None
    direction: Direction
    sent_at: datetime
    rank: int
    """Order among messages of the same second, oldest 0 (Instagram dates in whole seconds)."""
    kind: MessageKind
    text: str
    delivery: Delivery
    origin: Origin
    attachments: tuple[Attachment, ...] = ()
    story: Story | None = None
    shares: tuple[Share, ...] = ()
    quote: Quote | None = None
    reactions: tuple[Reaction, ...] = ()
    is_edited: bool = False
    is_unread: bool = False
    has_gap_before: bool = False
    """More than one read could hold came between this message and the one stored before it."""
    part: tuple[int, int] | None = None
    """(2, 3) for the second of three parts of a split reply."""
    failure: str = ""
    """FailureReason value when delivery is FAILED."""
    failure_code: str = ""
    """Instagram's error code, e.g. ``10/2534022``."""
    failure_words: str = ""
    """Instagram's own words for the person, when it gave any."""
    retry_at: datetime | None = None
    """When a QUEUED reply is tried again, if it must wait; when a HELD one leaves."""

    @property
    def sort_key(self) -> tuple[datetime, int, int]:
        """Timeline order; total within a conversation."""
        return (self.sent_at, self.rank, self.id)

    @property
    def is_own(self) -> bool:
        return self.direction is Direction.OUTBOUND
