"""Cards of what was passed on: posts, reels, stories, profiles, products, links."""

from PySide6.QtCore import QRectF

from igdesk.domain.attachment import Attachment, AttachmentRole
from igdesk.domain.message import Message, Share, ShareKind
from igdesk.domain.message_kinds import MessageKind
from igdesk.domain.text import clean, one_line
from igdesk.ui.icons import icon_size
from igdesk.ui.texts import left_to_right, say
from igdesk.ui.timeline.actions import share_action
from igdesk.ui.timeline.content import Frame, Measures, Segment
from igdesk.ui.timeline.links import shown_host
from igdesk.ui.timeline.parts import Part, Sign, Words, fill
from igdesk.ui.timeline.picture_content import cover_of, picture_part, shown_picture
from igdesk.ui.timeline.placeholder import placeholder
from igdesk.ui.timeline.speech import share_title

SHARE_WIDTH, SHARE_PICTURE = 236, 150
MOST_CARDS = 10
TAG_INSET, TAG_PAD, TAG_HEIGHT = 8, 8, 22
PLAY_DISC = 44

SHARE_ICONS = {
    ShareKind.POST: "image",
    ShareKind.REEL: "reel",
    ShareKind.STORY: "story",
    ShareKind.PROFILE: "user",
    ShareKind.PRODUCT: "basket",
    ShareKind.LINK: "link",
    ShareKind.UNKNOWN: "image",
}
_TAGS = {
    ShareKind.POST: "share.post",
    ShareKind.REEL: "share.reel",
    ShareKind.STORY: "share.story",
    ShareKind.PRODUCT: "share.product",
}


def share_segments(message: Message, measures: Measures) -> list[Segment]:
    known = [(i, s) for i, s in enumerate(message.shares) if is_known(message, i)]
    if message.shares and not known:
        return [placeholder(message, measures, MessageKind.WITHHELD)]
    if message.kind is MessageKind.SHARE and not message.shares and not message.text.strip():
        return [placeholder(message, measures, MessageKind.WITHHELD)]
    return [
        _card(message, share, shown_picture(message, AttachmentRole.SHARE, place), measures)
        for place, share in known[:MOST_CARDS]
    ]


def is_known(message: Message, place: int) -> bool:
    """Whether anything is told of a shared thing, be it its picture."""
    share = message.shares[place]
    told = share.link or share.name or share.description
    return bool(told) or message.picture(AttachmentRole.SHARE, place) is not None or cover_of(message) is not None


def _card(message: Message, share: Share, picture: Attachment | None, measures: Measures) -> Segment:
    pad = float(measures.theme.size("size.timeline.bubblePadX"))
    width = min(float(SHARE_WIDTH), measures.bubble)
    room = width - 2 * pad
    parts: list[Part] = []
    action = share_action(message, share.link)
    y = 10.0
    title = share_title(share)
    if picture is not None:
        rect = QRectF(0, 0, width, round(width * SHARE_PICTURE / SHARE_WIDTH))
        parts.append(picture_part(picture, rect, ground="bg.sunken", sign=SHARE_ICONS[share.kind], action=action))
        parts += _on_picture(share, rect, measures)
        y += rect.height()
        block = measures.block(title, "body", room, weight=600)
        parts.append(Words(block, QRectF(pad, y, room, block.height), "text.primary"))
    else:
        size = icon_size("menu")
        block = measures.block(title, "body", room - size - 8, weight=600)
        parts.append(Sign(SHARE_ICONS[share.kind], QRectF(pad, y, size, size), "text.secondary"))
        parts.append(Words(block, QRectF(pad + size + 8, y, room - size - 8, block.height), "text.primary"))
    y += block.height
    for text, lines, is_right in _details(share):
        detail = measures.block(text, "small", room, max_lines=lines)
        y += 2
        parts.append(Words(detail, QRectF(pad, y, room, detail.height), "text.secondary", is_right=is_right))
        y += detail.height
    y += 6
    arrow = icon_size("inline")
    is_link = share.kind is ShareKind.LINK or (share.kind is ShareKind.PRODUCT and not _is_instagram(share.link))
    words = say("message.open_link") if is_link and share.link else say("command.open_instagram")
    way = measures.block(words, "small", room - arrow - 6, weight=600)
    parts.append(Sign("open", QRectF(pad, y + (way.height - arrow) / 2, arrow, arrow), "text.link", action))
    parts.append(Words(way, QRectF(pad + arrow + 6, y, room - arrow - 6, way.height), "text.link", action))
    return Segment(Frame.CARD, width, y + way.height + 10, tuple(parts))


def _details(share: Share) -> list[tuple[str, int, bool | None]]:
    """Texts under the title: how many lines of the card each may take, and at which edge it stands (see Words)."""
    found: list[tuple[str, int, bool | None]] = []
    if share.author:
        found.append(
            (say("message.shared_from", username=left_to_right(f"@{one_line(clean(share.author))}")), 1, False)
        )
    for text in (share.name, share.description):
        line = one_line(clean(text[:1000]))
        if line:
            found.append((line, 2, None))
    host = shown_host(share.link)
    if host and not _is_instagram(share.link):
        found.append((left_to_right(host), 1, False))
    return found


def _is_instagram(link: str) -> bool:
    host = shown_host(link)
    return host == "instagram.com" or host.endswith(".instagram.com")


def _on_picture(share: Share, rect: QRectF, measures: Measures) -> list[Part]:
    """What kind it is, at the leading corner; a play sign on what moves."""
    parts: list[Part] = []
    if share.kind is ShareKind.REEL:
        parts += play_disc(rect, PLAY_DISC)
    text_id = _TAGS.get(share.kind)
    if text_id:
        size = icon_size("inline")
        block = measures.block(say(text_id), "micro", rect.width() / 2, weight=500, max_lines=1)
        width = TAG_PAD + size + 5 + block.width + TAG_PAD
        tag = QRectF(rect.left() + TAG_INSET, rect.top() + TAG_INSET, width, TAG_HEIGHT)
        sign = QRectF(tag.left() + TAG_PAD, tag.center().y() - size / 2, size, size)
        words = QRectF(sign.right() + 5, tag.center().y() - block.height / 2, block.width, block.height)
        parts.append(fill(tag, 6, "media.overlay.bg"))
        parts.append(Sign(SHARE_ICONS[share.kind], sign, "media.overlay.text"))
        parts.append(Words(block, words, "media.overlay.text"))
    return parts


def play_disc(rect: QRectF, size: float) -> list[Part]:
    """The sign of something that moves, in the middle of its picture."""
    disc = QRectF(rect.center().x() - size / 2, rect.center().y() - size / 2, size, size)
    icon = icon_size("toolbar")
    sign = QRectF(disc.center().x() - icon / 2, disc.center().y() - icon / 2, icon, icon)
    return [fill(disc, size / 2, "media.overlay.bg"), Sign("play", sign, "media.overlay.text")]
