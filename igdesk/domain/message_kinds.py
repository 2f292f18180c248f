"""What a message is, who wrote it and where it stands: words that the inbox needs without any message."""

from enum import Enum


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


NOT_SHOWN = "not_shown"
"""Failure of a message that is SENT: Instagram took it, and no read shows it. It refuses some files afterwards."""
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
    TEMPLATE = "template"
    """A card with buttons, as programs send them."""
    UNSUPPORTED = "unsupported"
    WITHHELD = "withheld"
    """Nothing in it that Instagram passes on: a shared post, a reel, a story."""
    DISAPPEARING = "disappearing"
    UNSENT = "unsent"
    """A tombstone: text and media are gone from the archive too."""
