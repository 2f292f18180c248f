"""Reactions to messages: which ones are offered, which are the same, and what an account may do."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from igdesk.domain.account import Account, Flavour
from igdesk.domain.ids import AccountId, ConversationId, MessageId
from igdesk.domain.message import Message
from igdesk.domain.message_kinds import MessageKind

HEART = "\u2764\ufe0f"
OFFERED = (HEART, "😂", "😮", "😢", "👏", "🔥")
MAX_ATTEMPTS = 5
ASKED_AGAIN_AFTER = timedelta(days=30)
"""An account that could not react may be able to some day."""


@dataclass(frozen=True, slots=True)
class ReactionWish:
    """A change of an own reaction that Instagram has not confirmed."""

    message_id: MessageId
    conversation_id: ConversationId
    account_id: AccountId
    recipient_id: str
    remote_id: str
    emoji: str
    """Empty: the reaction is to go."""
    attempts: int


def is_same_emoji(one: str, other: str) -> bool:
    """Instagram hands emoji out with and without the mark that asks for colour."""
    return one.replace("\ufe0f", "") == other.replace("\ufe0f", "")


def offered_to(account: Account, refused_at: datetime | None, now: datetime) -> tuple[str, ...]:
    """The reactions an account can set; none where Instagram refused them lately.

    The Facebook flavour documents the heart alone.
    """
    if refused_at is not None and now - refused_at < ASKED_AGAIN_AFTER:
        return ()
    return OFFERED[:1] if account.flavour is Flavour.FACEBOOK else OFFERED


def may_react(message: Message) -> bool:
    """Whether a message can carry a reaction: it exists at Instagram."""
    return message.remote_id is not None and message.kind is not MessageKind.UNSENT
