"""The things the sandbox remembers: studios, people, conversations, messages, media."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

PAGE_WINDOW = 20
"""Details of messages exist for so many of the newest ones of a conversation."""


@dataclass(frozen=True, slots=True)
class Business:
    """A professional account with everything both flavours call it by."""

    index: int
    ig_id: str
    app_scoped_id: str
    page_id: str
    username: str
    name: str
    followers: int
    picture: str


@dataclass(slots=True)
class Person:
    """A customer."""

    igsid: str
    username: str
    name: str
    language: str
    picture: str = ""
    followers: int = 0
    verified: bool = False
    follows_studio: bool | None = None
    studio_follows: bool | None = None
    profile: str = "open"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file on the stand-in CDN; its bytes are made when somebody asks for them."""

    id: str
    kind: str
    """``image``, ``video``, ``audio``, ``file``, ``gif`` or ``sticker``."""
    mime_type: str
    name: str
    motif: str = ""
    width_px: int = 0
    height_px: int = 0
    duration_s: int = 0
    has_link: bool = True
    preview: "Asset | None" = None
    foreign_url: str = ""
    """Set for what was sent by its address. Instagram fetches it; here something is made up that looks the part."""


@dataclass(frozen=True, slots=True)
class StoryLink:
    """A story answered or mentioned in."""

    is_mention: bool
    id: str
    asset: Asset
    alive_until: datetime


@dataclass(frozen=True, slots=True)
class SharedThing:
    """Something of Instagram that was passed on, as far as Instagram tells of it."""

    kind: str
    """``reel``, ``post``, ``story``, ``product`` or ``link``."""
    link: str
    title: str = ""
    description: str = ""
    picture: Asset | None = None


@dataclass(frozen=True, slots=True)
class TemplateCard:
    title: str
    subtitle: str = ""
    picture: Asset | None = None
    url: str = ""
    buttons: tuple[tuple[str, str], ...] = ()
    """Title and address; without an address a tap answers with the title."""


@dataclass(frozen=True, slots=True)
class TemplateMessage:
    """What a program sent: text with buttons, or cards."""

    text: str = ""
    buttons: tuple[tuple[str, str], ...] = ()
    cards: tuple[TemplateCard, ...] = ()


@dataclass(slots=True)
class Message:
    id: str
    number: int
    """Order inside the conversation; messages of one second are told apart by it."""
    created_at: datetime
    from_business: bool
    text: str = ""
    assets: tuple[Asset, ...] = ()
    shares: tuple[SharedThing, ...] = ()
    template: TemplateMessage | None = None
    story: StoryLink | None = None
    reactions: dict[str, str] = field(default_factory=dict)
    """User id -> emoji."""
    quoted_id: str = ""
    is_unsupported: bool = False
    hidden_reads: int = 0
    """So many reads of the conversation do not show it yet."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One accepted send, kept for tests: a reply must be found here exactly once."""

    recipient_id: str
    username: str
    text: str
    at: datetime
    tag: str
    message_id: str
    quoted_id: str
    attachment_types: tuple[str, ...]
    account_id: str
    asset_ids: tuple[str, ...] = ()
    template: "TemplateMessage | None" = None
    quick_replies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """An accepted sender action: typing, mark_seen, react, unreact."""

    recipient_id: str
    kind: str
    at: datetime
    message_id: str = ""
    reaction: str = ""


class Thread:
    """One conversation. Its messages are made when they are first looked at, so that thousands cost nothing."""

    def __init__(
        self,
        key: str,
        id_: str,
        account: Business,
        person: Person,
        last_at: datetime,
        build: Callable[["Thread"], list[Message]],
        *,
        later: tuple[str, ...] = (),
        in_requests: bool = False,
    ) -> None:
        self.key = key
        self.id = id_
        self.account = account
        self.person = person
        self.in_requests = in_requests
        self.later = list(later)
        self.is_poisoned = False
        self.refusal = ""
        """Name of the reason why sends to this person fail; empty: they do not."""
        self.lines_said = 0
        self.unsent_ids: set[str] = set()
        self._updated_at = last_at
        self._serial = 0
        self._opened_at: datetime | None = None
        self._build = build
        self._messages: list[Message] | None = None

    @property
    def messages(self) -> list[Message]:
        """Oldest first; an unsent message is gone from here."""
        if self._messages is None:
            self._messages = []
            self._messages.extend(self._build(self))
            self._serial = len(self._messages)
        return self._messages

    @property
    def is_built(self) -> bool:
        return self._messages is not None

    @property
    def updated_at(self) -> datetime:
        """When the last message was added. Reactions, edits and unsends do not move it."""
        return self._updated_at

    def next_serial(self) -> int:
        """Goes into the id of the next message; never used twice."""
        self._serial = max(self._serial, len(self.messages)) + 1
        return self._serial

    def add(self, message: Message) -> Message:
        """Put a message where its date belongs; usually that is the end."""
        messages = self.messages
        is_first, place = not messages, len(messages)
        while place and messages[place - 1].created_at > message.created_at:
            place -= 1
        messages.insert(place, message)
        for number, each in enumerate(messages[place:], start=messages[place - 1].number + 1 if place else 1):
            each.number = number
        self._updated_at = message.created_at if is_first else max(self._updated_at, message.created_at)
        return message

    def remove(self, message: Message) -> None:
        self.messages.remove(message)
        self.unsent_ids.add(message.id)

    def find(self, message_id: str) -> Message | None:
        return next((message for message in reversed(self.messages) if message.id == message_id), None)

    def has_details(self, message: Message) -> bool:
        return message in self.messages[-PAGE_WINDOW:]

    def note_customer_action(self, at: datetime) -> None:
        """A reaction opens the window too."""
        self._opened_at = at if self._opened_at is None else max(self._opened_at, at)

    @property
    def window_opened_at(self) -> datetime | None:
        times = [message.created_at for message in self.messages if not message.from_business]
        if self._opened_at is not None:
            times.append(self._opened_at)
        return max(times, default=None)

    def is_listed(self, now: datetime) -> bool:
        """A request that was idle for thirty days is left out, and so is a conversation without a message."""
        if self._messages is not None and not self._messages:
            return False
        return not (self.in_requests and now - self.updated_at > timedelta(days=30))
