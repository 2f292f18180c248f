"""What can be done on a message: by clicking a part of it, by Enter, from its menu."""

from dataclasses import dataclass
from enum import Enum, auto

from igdesk.domain.attachment import MediaState
from igdesk.domain.message import Message
from igdesk.domain.message_kinds import Delivery, MessageKind
from igdesk.domain.outbox import MAY_SEND_AGAIN, FailureReason
from igdesk.ui.timeline.links import find_links


class Do(Enum):
    OPEN_LINK = auto()
    OPEN_STORY = auto()
    OPEN_INSTAGRAM = auto()
    SEND_AGAIN = auto()
    COPY = auto()
    DISCARD = auto()
    WHY = auto()
    RELOAD = auto()
    """Ask for a lost picture or file once more."""
    SHOW_ALL = auto()
    """Lay out the rest of a very long text."""
    SHOW_QUOTED = auto()
    OPEN_MEDIA = auto()


@dataclass(frozen=True, slots=True)
class Action:
    do: Do
    message_id: int
    url: str = ""
    target: int = 0
    """Message or attachment that it is about, where it is not the message itself."""


_WITHOUT_CONTENT = frozenset({MessageKind.UNSUPPORTED, MessageKind.WITHHELD, MessageKind.DISAPPEARING})


def may_send_again(message: Message) -> bool:
    if message.delivery is not Delivery.FAILED:
        return False
    try:
        return FailureReason(message.failure) in MAY_SEND_AGAIN
    except ValueError:
        return True


def natural_action(message: Message) -> Action | None:
    """What Enter does on a message; None when there is nothing to do."""
    if may_send_again(message):
        return Action(Do.SEND_AGAIN, message.id)
    if message.delivery is Delivery.FAILED:
        return Action(Do.WHY, message.id)
    if message.story is not None and message.story.link:
        return Action(Do.OPEN_STORY, message.id, message.story.link)
    links = find_links(message.text)
    if links:
        return Action(Do.OPEN_LINK, message.id, links[0].url)
    for share in message.shares:
        return share_action(message, share.link)
    if message.kind in _WITHOUT_CONTENT or (message.kind is MessageKind.SHARE and not message.shares):
        return Action(Do.OPEN_INSTAGRAM, message.id)
    for attachment in message.attachments:
        if attachment.state is MediaState.GONE:
            return Action(Do.RELOAD, message.id, target=attachment.id)
    if message.quote is not None and message.quote.message_id is not None:
        return Action(Do.SHOW_QUOTED, message.id, target=message.quote.message_id)
    return None


def share_action(message: Message, link: str) -> Action:
    """Open a shared post itself where its address is known, else the conversation in Instagram."""
    if link.lower().startswith(("https://", "http://")):
        return Action(Do.OPEN_LINK, message.id, link)
    return Action(Do.OPEN_INSTAGRAM, message.id)
