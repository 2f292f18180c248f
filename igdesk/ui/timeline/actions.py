"""What can be done on a message: by clicking a part of it, by Enter, from its menu."""

from dataclasses import dataclass, field
from enum import Enum, auto

from igdesk.domain.attachment import AttachmentKind, AttachmentRole, MediaState
from igdesk.domain.message import Message, Template
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
    SAVE_MEDIA = auto()
    QUOTE = auto()
    MAKE_SAVED = auto()
    """A saved reply from these words."""
    DETAILS = auto()
    """Show everything that is known of it."""
    REACT = auto()
    """Choose a reaction."""
    TOGGLE_REACTION = auto()
    WHY_REACTION = auto()
    UNDO_SEND = auto()
    PLAY = auto()
    """Play a voice message, or hold on."""
    SEEK = auto()
    STEP = auto()
    """A few seconds forward (share 1) or back (-1)."""
    NEXT_RATE = auto()


@dataclass(frozen=True, slots=True)
class Action:
    do: Do
    message_id: int
    url: str = ""
    """An address; of a reaction its emoji."""
    target: int = 0
    """Message or attachment that it is about, where it is not the message itself."""
    share: float = field(default=0.0, compare=False)
    """Where to in a voice message: 0 is its beginning, 1 its end."""


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
    if message.story is not None and not is_story_over(message):
        return story_action(message)
    links = find_links(message.text)
    if links:
        return Action(Do.OPEN_LINK, message.id, links[0].url)
    for share in message.shares:
        return share_action(message, share.link)
    media = media_action(message)
    if media is not None:
        return media
    if message.kind in _WITHOUT_CONTENT or (message.kind is MessageKind.SHARE and not message.shares):
        return Action(Do.OPEN_INSTAGRAM, message.id)
    if message.template is not None:
        return _template_action(message.template, message.id) or Action(Do.OPEN_INSTAGRAM, message.id)
    gone = [attachment.id for attachment in message.attachments if attachment.state is MediaState.GONE]
    if gone:
        return Action(Do.RELOAD, message.id, target=gone[0] if len(gone) == 1 else 0)
    if any(attachment.state is MediaState.REFUSED for attachment in message.attachments):
        return Action(Do.OPEN_INSTAGRAM, message.id)
    if message.quote is not None and message.quote.message_id is not None:
        return Action(Do.SHOW_QUOTED, message.id, target=message.quote.message_id)
    return None


def media_action(message: Message) -> Action | None:
    """Play the voice message, open the first picture or video, as far as they can be had."""
    for attachment in message.attachments:
        is_here = attachment.state is MediaState.STORED
        if attachment.kind is AttachmentKind.AUDIO and is_here:
            return Action(Do.PLAY, message.id, target=attachment.id)
        is_video = attachment.kind is AttachmentKind.VIDEO and attachment.state is MediaState.REMOTE
        if is_video or (attachment.kind in (AttachmentKind.IMAGE, AttachmentKind.VIDEO) and is_here):
            return Action(Do.OPEN_MEDIA, message.id, target=attachment.id)
    return None


def is_story_over(message: Message) -> bool:
    """Instagram says so by an empty link, its media server by not knowing the file any more."""
    picture = message.picture(AttachmentRole.STORY)
    is_gone = picture is not None and picture.state is MediaState.GONE
    return is_gone or message.story is None or not message.story.link


def story_action(message: Message) -> Action:
    """Open a story: its own file where that is here, else its address."""
    assert message.story is not None
    picture = message.picture(AttachmentRole.STORY)
    target = picture.id if picture is not None and picture.state is MediaState.STORED else 0
    return Action(Do.OPEN_STORY, message.id, message.story.link, target)


def _template_action(template: Template, message_id: int) -> Action | None:
    """Where the first link of a card leads."""
    cards = template.cards
    links = [*(b.url for b in template.buttons), *(u for c in cards for u in (c.url, *(b.url for b in c.buttons)))]
    return next((Action(Do.OPEN_LINK, message_id, url) for url in links if url), None)


def share_action(message: Message, link: str) -> Action:
    """Open a shared post itself where its address is known, else the conversation in Instagram."""
    if link.lower().startswith(("https://", "http://")):
        return Action(Do.OPEN_LINK, message.id, link)
    return Action(Do.OPEN_INSTAGRAM, message.id)
