"""A message of either side and its parts."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from igdesk.domain.attachment import Attachment, AttachmentKind, AttachmentRole
from igdesk.domain.ids import ConversationId, MessageId
from igdesk.domain.message_kinds import Delivery, Direction, MessageKind, Origin


@dataclass(frozen=True, slots=True)
class Story:
    """The story a message replies to or mentions. An empty link says that the story is gone."""

    id: str
    link: str


class ShareKind(Enum):
    """What a shared thing is."""

    POST = "post"
    REEL = "reel"
    STORY = "story"
    PROFILE = "profile"
    PRODUCT = "product"
    LINK = "link"
    """An address outside of Instagram."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Share:
    """Something of Instagram that was passed on. Its picture, if there is one, is among the message's pictures."""

    link: str
    name: str = ""
    description: str = ""
    kind: ShareKind = ShareKind.UNKNOWN
    author: str = ""
    """Username of who made it, where the link or the answer names it."""


class ButtonKind(Enum):
    LINK = "link"
    REPLY = "reply"
    """A tap sends its title as a message; the program behind it gets more."""


@dataclass(frozen=True, slots=True)
class Button:
    title: str
    kind: ButtonKind
    url: str = ""
    """Where a LINK leads."""
    payload: str = ""
    """What a REPLY tells the program; known of templates written here only."""


@dataclass(frozen=True, slots=True)
class Card:
    """One card of a template. Its picture, if there is one, is among the message's pictures."""

    title: str = ""
    subtitle: str = ""
    url: str = ""
    """Where a tap on the card itself leads."""
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    """Text with buttons, or cards side by side."""

    text: str = ""
    buttons: tuple[Button, ...] = ()
    """Of the text; cards have their own."""
    cards: tuple[Card, ...] = ()

    @property
    def is_note(self) -> bool:
        """Nothing but a title: so reads give what they cannot hand out, and the title asks for the latest app."""
        return not (self.text or self.buttons) and len(self.cards) == 1 and self.cards[0] == Card(self.cards[0].title)


@dataclass(frozen=True, slots=True)
class QuickReply:
    """An answer that was offered for a tap. Instagram does not hand these back: known of own messages only."""

    title: str
    payload: str = ""


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
    picture: Attachment | None = None
    """Its photo, or the still of its video."""


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
    """What was sent with it."""
    pictures: tuple[Attachment, ...] = ()
    """Pictures of what it refers to: stills of its videos, the story, shared posts, cards."""
    story: Story | None = None
    shares: tuple[Share, ...] = ()
    template: Template | None = None
    quick_replies: tuple[QuickReply, ...] = ()
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

    def picture(self, role: AttachmentRole, place: int = 0) -> Attachment | None:
        """The picture of one of its parts, e.g. of the second shared post."""
        return next((p for p in self.pictures if p.role is role and p.place == place), None)
