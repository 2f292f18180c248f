"""Everything attached that is not shown as a picture: files, and what could not be loaded."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF

from igdesk.domain.attachment import Attachment, AttachmentKind, MediaState
from igdesk.domain.message import Message
from igdesk.domain.message_kinds import MessageKind
from igdesk.domain.text import clean, one_line
from igdesk.ui.icons import icon_size
from igdesk.ui.texts import left_to_right, say
from igdesk.ui.timeline.actions import Action, Do
from igdesk.ui.timeline.content import Frame, Measures, Segment
from igdesk.ui.timeline.parts import Part, Sign, Words, fill
from igdesk.ui.timeline.picture_content import photos_of
from igdesk.ui.timeline.placeholder import outline
from igdesk.ui.timeline.playing_content import playing_segment
from igdesk.ui.timeline.speech import file_facts, gone_words
from igdesk.ui.timeline.text_block import TextBlock

FILE_WIDTH = 253
FILE_TILE, FILE_PAD, FILE_GAP = 36, 12, 10
MOST_CARDS = 10
"""Files or shared posts of one message that get a card of their own."""

_CARDS = {
    AttachmentKind.VIDEO: ("video", "row.video"),
    AttachmentKind.AUDIO: ("mic", "row.voice"),
    AttachmentKind.FILE: ("file", "row.file"),
    AttachmentKind.UNKNOWN: ("file", "row.attachment"),
    AttachmentKind.IMAGE: ("image", "row.photo"),
}


def file_segments(message: Message, measures: Measures, cover: Attachment | None) -> list[Segment]:
    """A card for each; what is gone of one kind, or was refused, is said once."""
    shown = {photo.id for photo in photos_of(message)}
    others = [a for a in message.attachments if a.id not in shown and a is not cover]
    if message.kind is MessageKind.DISAPPEARING:
        others = [a for a in others if a.state is not MediaState.GONE]  # it never was here
    gone = [a for a in others if a.state is MediaState.GONE]
    refused = [a for a in others if a.state is MediaState.REFUSED]
    segments = [_card(message, a, measures) for a in others if a not in gone and a not in refused][:MOST_CARDS]
    if refused:
        icon, _ = _CARDS[refused[0].kind]
        action = Action(Do.OPEN_INSTAGRAM, message.id)
        segments.append(outline(measures, icon, say("message.refused"), say("command.open_instagram"), action))
    for kind in dict.fromkeys(a.kind for a in gone):
        lost = [a for a in gone if a.kind is kind]
        action = Action(Do.RELOAD, message.id, target=lost[0].id if len(lost) == 1 else 0)
        icon, _ = _CARDS[kind]
        segments.append(outline(measures, icon, gone_words(kind, len(lost)), say("message.reload"), action))
    return segments


def _card(message: Message, attachment: Attachment, measures: Measures) -> Segment:
    return playing_segment(message, attachment, measures) or _file_card(message, attachment, measures)


def _file_card(message: Message, attachment: Attachment, measures: Measures) -> Segment:
    """A file: what is known of it, and where it can be had."""
    icon, kind_id = _CARDS[attachment.kind]
    left = float(FILE_PAD + FILE_TILE + FILE_GAP)
    width = min(float(FILE_WIDTH), measures.bubble)
    is_file = attachment.kind in (AttachmentKind.FILE, AttachmentKind.UNKNOWN)
    can_save = is_file and measures.scene.saves_media
    end = icon_size("toolbar") + FILE_PAD if can_save else 0.0
    room = width - left - FILE_PAD - end
    name = one_line(clean(attachment.name[:300]))
    title = measures.block(
        left_to_right(name) if name and is_file else say(kind_id), "body", room, weight=600, max_lines=1
    )
    lines: list[tuple[TextBlock, str, Action | None]] = [(title, "text.primary", None)]
    facts = file_facts(attachment)
    if facts:
        meta = "bubble.out.meta" if message.is_own else "bubble.in.meta"
        lines.append((measures.block(" · ".join(facts), "small", room, max_lines=1), meta, None))
    if not can_save:
        way = measures.block(say("command.open_instagram"), "small", room, weight=600)
        lines.append((way, "text.link", Action(Do.OPEN_INSTAGRAM, message.id)))
    segment = _tile_card(icon, lines, width, left, room)
    if not can_save:
        return segment
    size = icon_size("toolbar")
    sign = QRectF(width - FILE_PAD - size, (segment.height - size) / 2, size, size)
    save = Sign("download", sign, "text.secondary", Action(Do.SAVE_MEDIA, message.id, target=attachment.id))
    return Segment(segment.frame, width, segment.height, (*segment.parts, save))


def _tile_card(
    icon: str, lines: Sequence[tuple[TextBlock, str, Action | None]], width: float, left: float, room: float
) -> Segment:
    height = sum(block.height for block, _, _ in lines)
    total = max(height + 18, FILE_TILE + 2 * 9.0)
    tile = QRectF(FILE_PAD, (total - FILE_TILE) / 2, FILE_TILE, FILE_TILE)
    size = icon_size("toolbar")
    sign = QRectF(tile.center().x() - size / 2, tile.center().y() - size / 2, size, size)
    parts: list[Part] = [fill(tile, 8, "accent.soft"), Sign(icon, sign, "accent.text")]
    y = (total - height) / 2
    for block, color, action in lines:
        parts.append(Words(block, QRectF(left, y, room, block.height), color, action))
        y += block.height
    return Segment(Frame.BUBBLE, width, total, tuple(parts))
