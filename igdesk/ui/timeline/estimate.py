"""A guess of a row's height that costs next to nothing, until the row comes near the screen."""

from igdesk.domain.attachment import AttachmentKind, AttachmentRole, MediaState
from igdesk.domain.message_kinds import MessageKind
from igdesk.ui.timeline.bubble import FOOTER_GAP
from igdesk.ui.timeline.content import Measures
from igdesk.ui.timeline.picture_content import photos_of, picture_size, shown_picture
from igdesk.ui.timeline.reactions import CHIP_HEIGHT, CHIP_OVER
from igdesk.ui.timeline.rows import Row
from igdesk.ui.timeline.share_content import SHARE_PICTURE
from igdesk.ui.timeline.template_content import CARD_PICTURE, FIRST_CARDS
from igdesk.ui.timeline.text_block import FIRST_CHARS, FIRST_LINES
from igdesk.ui.timeline.text_content import is_shown_large

_CHAR_PX = 6.9
_CARD_PX = 72
_PLACEHOLDER_PX = 52
_DIVIDER_PX = 32
_EVENT_PX = 26
_BUTTON_PX = 48
_CHIPS_PX = 34


def estimate_height(row: Row, measures: Measures) -> int:
    message, theme = row.message, measures.theme
    line = theme.line_height("message")
    height = 2.0 if row.joins_previous else 12.0
    height += _DIVIDER_PX * sum((row.day is not None, bool(row.new_count), row.has_gap, row.starts_archive))
    height += _EVENT_PX * (len(row.happened) + len(row.happened_after))
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
        height += picture_size(photos[0], measures)[1]
    elif photos:
        height += 94
    here = [a for a in message.attachments if a.state in (MediaState.REMOTE, MediaState.STORED)]
    others = [a for a in here if a not in photos]
    videos = [a for a in others if a.kind is AttachmentKind.VIDEO]
    height += sum(picture_size(video, measures)[1] for video in videos)
    said_once = {
        (a.state, a.kind if a.state is MediaState.GONE else None) for a in message.attachments if a not in here
    }
    height += _CARD_PX * (len(others) - len(videos) + len(said_once) + len(message.shares))
    if message.shares and shown_picture(message, AttachmentRole.SHARE, 0) is not None:
        height += SHARE_PICTURE
    if message.template is not None:
        cards = message.template.cards[:FIRST_CARDS]
        taps = len(message.template.buttons) + sum(len(card.buttons) for card in cards)
        height += _CARD_PX * len(cards) + _BUTTON_PX * taps + (_CARD_PX if message.template.text else 0)
        height += CARD_PICTURE * len([p for p in message.pictures if p.role is AttachmentRole.CARD][:FIRST_CARDS])
    if message.quick_replies:
        height += _CHIPS_PX
    if height < 20:
        height += _PLACEHOLDER_PX
    if message.reactions:
        height += CHIP_HEIGHT - CHIP_OVER
    if row.has_footer:
        height += FOOTER_GAP + theme.line_height("micro")
    return round(height)
