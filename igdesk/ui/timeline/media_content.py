"""Attachments, shared posts and placeholders, laid out as segments of a message."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QRectF

from igdesk.domain.attachment import Attachment, AttachmentKind, MediaState
from igdesk.domain.message import Message, Share
from igdesk.domain.message_kinds import MessageKind
from igdesk.domain.text import clean, one_line
from igdesk.ui.icons import icon_size
from igdesk.ui.texts import left_to_right, say
from igdesk.ui.timeline.actions import Action, Do, share_action
from igdesk.ui.timeline.content import Content, Frame, Measures, Segment, lay_out_text_segment, photos_of
from igdesk.ui.timeline.parts import Part, Picture, Sign, Words, fill, picture_path
from igdesk.ui.timeline.speech import file_facts
from igdesk.ui.timeline.text_block import TextBlock

PLACEHOLDER_WIDTH = 292
PLACEHOLDER_TEXT_X = 38
PLACEHOLDER_ICON = 16
SHARE_WIDTH = 236
FILE_WIDTH = 253
FILE_TILE = 36
ALBUM_GAP, ALBUM_COLUMNS, ALBUM_MOST = 3, 3, 9
MOST_CARDS = 10
"""Files or shared posts of one message that get a card of their own."""

_PLACEHOLDERS = {
    MessageKind.UNSUPPORTED: ("unsupported", "message.unsupported"),
    MessageKind.WITHHELD: ("reel", "message.withheld"),
    MessageKind.UNSENT: ("unsent", "message.unsent"),
    MessageKind.DISAPPEARING: ("eye-off", "message.disappearing"),
}
_LEADS_TO_INSTAGRAM = frozenset({MessageKind.UNSUPPORTED, MessageKind.WITHHELD})
_CARDS = {
    AttachmentKind.VIDEO: ("video", "row.video"),
    AttachmentKind.AUDIO: ("mic", "row.voice"),
    AttachmentKind.FILE: ("file", "row.file"),
    AttachmentKind.UNKNOWN: ("file", "row.attachment"),
    AttachmentKind.IMAGE: ("image", "row.photo"),
}
_GONE = {
    AttachmentKind.IMAGE: "message.media_gone",
    AttachmentKind.VIDEO: "message.video_gone",
    AttachmentKind.AUDIO: "message.voice_gone",
    AttachmentKind.FILE: "message.file_gone",
    AttachmentKind.UNKNOWN: "message.file_gone",
}


def lay_out_content(message: Message, measures: Measures, *, is_whole: bool = False) -> Content:
    """All of a message. There is always something to see."""
    if message.kind is MessageKind.UNSENT:
        return Content((_placeholder(message, measures, MessageKind.UNSENT),))
    segments = [*_pictures(message, measures), *_cards(message, measures), *_shares(message, measures)]
    text = lay_out_text_segment(message, measures, is_whole=is_whole)
    if message.kind in _PLACEHOLDERS:
        segments.insert(0, _placeholder(message, measures, message.kind))
    if text is not None:
        is_head = message.quote is not None or not segments
        segments.insert(0 if is_head else len(segments), text)
    return Content(tuple(segments) or (_placeholder(message, measures, MessageKind.WITHHELD),))


def _placeholder(message: Message, measures: Measures, kind: MessageKind) -> Segment:
    icon, text_id = _PLACEHOLDERS[kind]
    if kind in _LEADS_TO_INSTAGRAM:
        return _outline(
            measures, icon, say(text_id), say("command.open_instagram"), Action(Do.OPEN_INSTAGRAM, message.id)
        )
    return _outline(measures, icon, say(text_id))


def _outline(measures: Measures, icon: str, text: str, link: str = "", action: Action | None = None) -> Segment:
    """Words in place of what cannot be shown, and the way on if there is one."""
    theme = measures.theme
    pad = theme.size("size.timeline.bubblePadY")
    trailing = theme.size("size.timeline.bubblePadX")
    room = min(PLACEHOLDER_WIDTH, measures.bubble) - PLACEHOLDER_TEXT_X - trailing
    words = measures.block(text, "body", room)
    line = theme.line_height("body")
    sign = QRectF(13, pad + (line - PLACEHOLDER_ICON) / 2, PLACEHOLDER_ICON, PLACEHOLDER_ICON)
    parts: list[Part] = [
        Sign(icon, sign, "text.secondary"),
        Words(words, QRectF(PLACEHOLDER_TEXT_X, pad, room, words.height), "text.secondary"),
    ]
    width, y = words.width, pad + words.height
    if link:
        way = measures.block(link, "body", room, weight=600)
        parts.append(Words(way, QRectF(PLACEHOLDER_TEXT_X, y, room, way.height), "text.link", action))
        width, y = max(width, way.width), y + way.height
    total = PLACEHOLDER_TEXT_X + width + trailing
    fitted = tuple(_fitted(part, total - PLACEHOLDER_TEXT_X - trailing) for part in parts)
    return Segment(Frame.OUTLINE, total, y + pad, fitted)


def _fitted(part: Part, width: float) -> Part:
    """Words in a box no wider than the segment turned out to be."""
    if isinstance(part, Words):
        rect = QRectF(part.rect.left(), part.rect.top(), width, part.rect.height())
        return replace(part, rect=rect)
    return part


def _pictures(message: Message, measures: Measures) -> list[Segment]:
    """One picture in its proportions, or several as tiles."""
    photos = [message.attachments[i] for i in photos_of(message)]
    if not photos:
        return []
    if len(photos) == 1:
        width, height = picture_size(photos[0], measures)
        picture = _picture(message, photos[0], QRectF(0, 0, width, height))
        return [Segment(Frame.PICTURES, width, height, (picture,))]
    tile = min(measures.theme.size("size.timeline.albumTile"), (measures.bubble - 2 * ALBUM_GAP) // ALBUM_COLUMNS)
    shown = photos[:ALBUM_MOST]
    columns = min(len(shown), ALBUM_COLUMNS)
    lines = -(-len(shown) // columns)
    step = tile + ALBUM_GAP
    parts: list[Part] = []
    for place, photo in enumerate(shown):
        rect = QRectF(place % columns * step, place // columns * step, tile, tile)
        more = len(photos) - ALBUM_MOST if place == ALBUM_MOST - 1 else 0
        parts.append(_picture(message, photo, rect, measures, more))
    return [Segment(Frame.PICTURES, columns * step - ALBUM_GAP, lines * step - ALBUM_GAP, tuple(parts))]


def picture_size(photo: Attachment, measures: Measures) -> tuple[float, float]:
    """The box of a single picture; 4:3 until its size is known, so that nothing moves when it arrives."""
    theme = measures.theme
    most_w = min(theme.size("size.timeline.mediaMaxW"), measures.bubble)
    most_h, least = theme.size("size.timeline.mediaMaxH"), theme.size("size.timeline.mediaMin")
    own_w, own_h = photo.width_px or 0, photo.height_px or 0
    if own_w <= 0 or own_h <= 0:
        return most_w, float(round(most_w * 3 / 4))
    scale = min(most_w / own_w, most_h / own_h, 1.0)
    return float(round(max(own_w * scale, min(least, most_w)))), float(round(max(own_h * scale, 48)))


def _picture(
    message: Message, photo: Attachment, rect: QRectF, measures: Measures | None = None, more: int = 0
) -> Picture:
    radii = (0.0, 0.0, 0.0, 0.0)
    count = measures.block(f"+{more}", "title3", rect.width(), weight=600) if measures is not None and more else None
    is_stored = photo.state is MediaState.STORED
    return Picture(
        photo.id,
        photo.media_key if is_stored else "",
        not is_stored,
        rect,
        radii,
        picture_path(rect, radii),
        "bubble.out" if message.is_own else "bubble.in",
        count,
        Action(Do.OPEN_MEDIA, message.id, target=photo.id) if is_stored else None,
    )


def _cards(message: Message, measures: Measures) -> list[Segment]:
    """Everything attached that is not shown as a picture."""
    photos = set(photos_of(message))
    others = [a for i, a in enumerate(message.attachments) if i not in photos][:MOST_CARDS]
    segments = []
    for attachment in others:
        if attachment.state is MediaState.GONE:
            icon, _ = _CARDS[attachment.kind]
            action = Action(Do.RELOAD, message.id, target=attachment.id)
            segments.append(_outline(measures, icon, say(_GONE[attachment.kind]), say("message.reload"), action))
        elif attachment.state is MediaState.REFUSED:
            icon, _ = _CARDS[attachment.kind]
            action = Action(Do.OPEN_INSTAGRAM, message.id)
            segments.append(_outline(measures, icon, say("message.refused"), say("command.open_instagram"), action))
        else:
            segments.append(_file_card(message, attachment, measures))
    return segments


def _file_card(message: Message, attachment: Attachment, measures: Measures) -> Segment:
    """A video, voice message or file: what is known of it, and where it can be played."""
    icon, kind_id = _CARDS[attachment.kind]
    pad = 10.0
    left = pad + FILE_TILE + 10
    width = min(float(FILE_WIDTH), measures.bubble)
    room = width - left - 12
    name = one_line(clean(attachment.name[:300]))
    is_named = bool(name) and attachment.kind in (AttachmentKind.FILE, AttachmentKind.UNKNOWN)
    title = measures.block(left_to_right(name) if is_named else say(kind_id), "body", room, weight=600, max_lines=1)
    lines: list[tuple[TextBlock, str, Action | None]] = [(title, "text.primary", None)]
    facts = file_facts(attachment)
    if facts:
        meta = "bubble.out.meta" if message.is_own else "bubble.in.meta"
        lines.append((measures.block(" · ".join(facts), "small", room, max_lines=1), meta, None))
    way = measures.block(say("command.open_instagram"), "body", room, weight=600)
    lines.append((way, "text.link", Action(Do.OPEN_INSTAGRAM, message.id)))
    return _tile_card(Frame.BUBBLE, icon, lines, width, left, pad)


def _tile_card(
    frame: Frame,
    icon: str,
    lines: Sequence[tuple[TextBlock, str, Action | None]],
    width: float,
    left: float,
    pad: float,
) -> Segment:
    height = sum(block.height for block, _, _ in lines)
    total = max(height + 18, FILE_TILE + 2 * pad)
    tile = QRectF(pad, (total - FILE_TILE) / 2, FILE_TILE, FILE_TILE)
    size = icon_size("toolbar")
    sign = QRectF(tile.center().x() - size / 2, tile.center().y() - size / 2, size, size)
    parts: list[Part] = [fill(tile, 8, "accent.soft"), Sign(icon, sign, "accent.text")]
    y = (total - height) / 2
    for block, color, action in lines:
        parts.append(Words(block, QRectF(left, y, width - left - 12, block.height), color, action))
        y += block.height
    return Segment(frame, width, total, tuple(parts))


def _shares(message: Message, measures: Measures) -> list[Segment]:
    if message.kind is MessageKind.SHARE and not message.shares and not message.text.strip():
        return [_placeholder(message, measures, MessageKind.WITHHELD)]
    known = [share for share in message.shares if share.link or share.name or share.description]
    if message.shares and not known:
        return [_placeholder(message, measures, MessageKind.WITHHELD)]
    return [_share_card(message, share, measures) for share in known[:MOST_CARDS]]


def _share_card(message: Message, share: Share, measures: Measures) -> Segment:
    """A shared post or reel with what Instagram tells of it."""
    is_reel = "/reel" in share.link
    pad = float(measures.theme.size("size.timeline.bubblePadX"))
    width = min(float(SHARE_WIDTH), measures.bubble)
    room = width - 2 * pad
    parts: list[Part] = []
    size = icon_size("menu")
    title = measures.block(
        say("message.shared_reel" if is_reel else "message.shared_post"), "body", room - size - 8, weight=600
    )
    y = 10.0
    parts.append(Sign("reel" if is_reel else "image", QRectF(pad, y, size, size), "text.secondary"))
    parts.append(Words(title, QRectF(pad + size + 8, y, room - size - 8, title.height), "text.primary"))
    y += title.height
    for text in (share.name, share.description):
        line = one_line(clean(text[:1000]))
        if line:
            block = measures.block(line, "small", room, max_lines=2)
            y += 2
            parts.append(Words(block, QRectF(pad, y, room, block.height), "text.secondary", is_right=None))
            y += block.height
    y += 6
    arrow = icon_size("inline")
    way = measures.block(say("command.open_instagram"), "small", room - arrow - 6, weight=600)
    action = share_action(message, share.link)
    parts.append(Sign("open", QRectF(pad, y + (way.height - arrow) / 2, arrow, arrow), "text.link", action))
    parts.append(Words(way, QRectF(pad + arrow + 6, y, room - arrow - 6, way.height), "text.link", action))
    return Segment(Frame.CARD, width, y + way.height + 10, tuple(parts))
