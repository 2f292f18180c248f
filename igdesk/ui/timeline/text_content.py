"""The bubble with quote, story card and text."""

from dataclasses import replace

from PySide6.QtCore import QRectF

from igdesk.domain.message import Message
from igdesk.domain.message_kinds import MessageKind
from igdesk.domain.text import is_emoji_only
from igdesk.ui.texts import say
from igdesk.ui.timeline.actions import Action, Do
from igdesk.ui.timeline.content import Frame, Measures, Segment, meta_color, text_color
from igdesk.ui.timeline.heads import quote_head, story_head
from igdesk.ui.timeline.parts import Part, Words
from igdesk.ui.timeline.text_block import lay_out_text, shortened

CARD_INSET, QUOTE_TOP = 8, 10
GAP_BELOW_HEAD = 6
"""Between a quote or a story card and the text."""
EMOJI_INSET = 4


def is_shown_large(message: Message) -> bool:
    return message.quote is None and message.story is None and is_emoji_only(message.text.strip())


def lay_out_text_segment(message: Message, measures: Measures, *, is_whole: bool) -> Segment | None:
    """The bubble with quote, story card and text; None when there is none of them."""
    shown, is_cut = shortened(message.text, is_whole=is_whole)
    has_story = message.kind in (MessageKind.STORY_REPLY, MessageKind.STORY_MENTION)
    if not shown.strip() and message.quote is None and not has_story:
        return None
    theme = measures.theme
    if is_shown_large(message) and not has_story:
        return _emoji_segment(shown.strip(), measures)
    pad_x, pad_y = theme.size("size.timeline.bubblePadX"), theme.size("size.timeline.bubblePadY")
    inner = measures.bubble - 2 * pad_x
    text = None
    if shown.strip():
        text = lay_out_text(shown, theme.font("message"), theme.line_height("message"), inner, with_links=True)
    rest = _words_of_rest(message, measures, inner, is_whole=is_whole) if text is not None and is_cut else None
    quote = quote_head(message, measures, inner) if message.quote is not None else None
    card = story_head(message, measures, inner + 2 * pad_x - 2 * CARD_INSET) if has_story else None
    width = max(
        text.width if text else 0.0,
        rest.block.width if rest else 0.0,
        min(quote.width, inner) if quote else 0.0,
        card.width + 2 * CARD_INSET - 2 * pad_x if card else 0.0,
    )
    parts: list[Part] = []
    y = float(pad_y)
    if card is not None:
        y = CARD_INSET + card.paste(parts, CARD_INSET, CARD_INSET, width + 2 * pad_x - 2 * CARD_INSET)
    if quote is not None:
        y = y + GAP_BELOW_HEAD if card is not None else float(QUOTE_TOP)
        y += quote.paste(parts, pad_x, y, width)
    if text is not None:
        y += GAP_BELOW_HEAD if parts else 0
        parts.append(Words(text, QRectF(pad_x, y, width, text.height), text_color(message), is_right=None))
        y += text.height
        if rest is not None:
            parts.append(replace(rest, rect=QRectF(pad_x, y + 4, width, rest.block.height)))
            y += rest.block.height + 4
    bottom = pad_y if text is not None or card is None else CARD_INSET
    return Segment(Frame.BUBBLE, width + 2 * pad_x, y + bottom, tuple(parts))


def _emoji_segment(text: str, measures: Measures) -> Segment:
    block = measures.block(text, "emojiOnly", measures.bubble)
    rect = QRectF(EMOJI_INSET, 0, block.width, block.height)
    return Segment(Frame.BARE, block.width + 2 * EMOJI_INSET, block.height, (Words(block, rect, "text.primary"),))


def _words_of_rest(message: Message, measures: Measures, inner: float, *, is_whole: bool) -> Words:
    """Under a very long text: the way to the rest of it. Wherever it will stand."""
    if is_whole:
        words, color, action = say("message.too_long"), meta_color(message), None
    else:
        words, color, action = say("message.show_all"), "text.link", Action(Do.SHOW_ALL, message.id)
    return Words(measures.block(words, "body", inner, weight=None if is_whole else 600), QRectF(), color, action)
