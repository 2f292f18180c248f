"""A guess of a row's height that costs next to nothing, until the row comes near the screen."""

from igdesk.domain.message_kinds import MessageKind
from igdesk.ui.timeline.bubble import CHIP_HEIGHT, CHIP_OVER, FOOTER_GAP
from igdesk.ui.timeline.content import Measures, is_shown_large, photos_of
from igdesk.ui.timeline.media_content import picture_size
from igdesk.ui.timeline.rows import Row
from igdesk.ui.timeline.text_block import FIRST_CHARS, FIRST_LINES

_CHAR_PX = 6.9
_CARD_PX = 72
_PLACEHOLDER_PX = 52
_DIVIDER_PX = 32


def estimate_height(row: Row, measures: Measures) -> int:
    message, theme = row.message, measures.theme
    line = theme.line_height("message")
    height = 2.0 if row.joins_previous else 12.0
    height += _DIVIDER_PX * sum((row.day is not None, bool(row.new_count), row.has_gap, row.starts_archive))
    text = message.text[:FIRST_CHARS]
    if text and message.kind is not MessageKind.UNSENT:
        if len(text) < 40 and is_shown_large(message):
            height += 48
        else:
            per_line = max((measures.bubble - 24) / _CHAR_PX, 8)
            lines = min(sum(1 + int(len(p) / per_line) for p in text.split("\n")), FIRST_LINES)
            height += lines * line + 16 + (42 if message.quote is not None else 0)
    if message.kind in (MessageKind.STORY_REPLY, MessageKind.STORY_MENTION):
        height += _CARD_PX
    photos = photos_of(message)
    if len(photos) == 1:
        height += picture_size(message.attachments[photos[0]], measures)[1]
    elif photos:
        height += min(-(-len(photos) // 3), 3) * 97
    height += _CARD_PX * (len(message.attachments) - len(photos) + len(message.shares))
    if height < 20:
        height += _PLACEHOLDER_PX
    if message.reactions:
        height += CHIP_HEIGHT - CHIP_OVER
    if row.has_footer:
        height += FOOTER_GAP + theme.line_height("micro")
    return round(height)
