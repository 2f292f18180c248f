"""Cards with buttons, as programs send them, and the answers that were offered for a tap."""

from PySide6.QtCore import QRectF

from igdesk.domain.attachment import AttachmentRole
from igdesk.domain.message import Button, ButtonKind, Card, Message
from igdesk.domain.text import clean, one_line
from igdesk.ui.icons import icon_size
from igdesk.ui.texts import left_to_right, say
from igdesk.ui.timeline.actions import Action, Do
from igdesk.ui.timeline.content import Frame, Measures, Segment
from igdesk.ui.timeline.links import shown_host
from igdesk.ui.timeline.parts import Part, Rule, Sign, Words, fill
from igdesk.ui.timeline.picture_content import picture_part, shown_picture
from igdesk.ui.timeline.text_block import TextBlock, lay_out_text

CARD_WIDTH, CARD_PICTURE = 252, 132
FIRST_CARDS = 3
"""So many cards are laid out at first; more on "Show all"."""
BUTTON_PAD = 8
MOST_LINES = 8
"""Of a title or subtitle; Instagram allows 80 characters."""
CHIP_PAD, CHIP_GAP = 10, 4


def template_segments(message: Message, measures: Measures, *, is_whole: bool) -> list[Segment]:
    template = message.template
    if template is None:
        return []
    segments = []
    if template.text or template.buttons:
        segments.append(_text_card(message, template.text, template.buttons, measures))
    cards = template.cards if is_whole else template.cards[:FIRST_CARDS]
    segments += [_card(message, place, card, measures) for place, card in enumerate(cards)]
    if len(cards) < len(template.cards):
        segments.append(_rest(message, len(template.cards) - len(cards), measures))
    return segments


def quick_reply_segments(message: Message, measures: Measures) -> list[Segment]:
    """The offered answers as chips, in lines: the customer taps them, nobody here does."""
    if not message.quick_replies:
        return []
    room = measures.bubble
    placed: list[tuple[TextBlock, float, float]] = []
    x = y = widest = 0.0
    for reply in message.quick_replies:
        title = one_line(clean(reply.title), 40)
        block = measures.block(title, "small", room - 2 * CHIP_PAD, weight=500, max_lines=1)
        width = block.width + 2 * CHIP_PAD
        if x and x + width > room:
            x, y = 0.0, y + block.height + 2 * CHIP_GAP + CHIP_GAP
        placed.append((block, x, y))
        x += width + CHIP_GAP
        widest = max(widest, x - CHIP_GAP)
    height = placed[0][0].height + 2 * CHIP_GAP
    parts: list[Part] = []
    for block, left, top in placed:
        chip = QRectF(left, top + CHIP_GAP, block.width + 2 * CHIP_PAD, height)
        parts.append(fill(chip, height / 2, "", "bubble.phone.border"))
        words = QRectF(left + CHIP_PAD, chip.top() + CHIP_GAP, block.width, block.height)
        parts.append(Words(block, words, "text.secondary", is_right=None))
    return [Segment(Frame.BARE, widest, placed[-1][2] + CHIP_GAP + height, tuple(parts))]


def _text_card(message: Message, text: str, buttons: tuple[Button, ...], measures: Measures) -> Segment:
    theme = measures.theme
    pad = float(theme.size("size.timeline.bubblePadX"))
    width = min(float(CARD_WIDTH), measures.bubble)
    parts: list[Part] = []
    y = 10.0
    shown = clean(text[:4000]).strip()
    if shown:
        font, line = theme.font("message"), theme.line_height("message")
        block = lay_out_text(shown, font, line, width - 2 * pad, with_links=True)
        parts.append(Words(block, QRectF(pad, y, width - 2 * pad, block.height), "text.primary", is_right=None))
        y += block.height
    y = _place_buttons(parts, message, buttons, measures, width, y + (10 if buttons else 0))
    return Segment(Frame.CARD, width, y if buttons else y + 10, tuple(parts))


def _card(message: Message, place: int, card: Card, measures: Measures) -> Segment:
    pad = float(measures.theme.size("size.timeline.bubblePadX"))
    width = min(float(CARD_WIDTH), measures.bubble)
    room = width - 2 * pad
    parts: list[Part] = []
    y = 0.0
    action = Action(Do.OPEN_LINK, message.id, card.url) if card.url else None
    picture = shown_picture(message, AttachmentRole.CARD, place)
    if picture is not None:
        rect = QRectF(0, 0, width, round(width * CARD_PICTURE / CARD_WIDTH))
        parts.append(picture_part(picture, rect, ground="bg.sunken", action=action))
        y = rect.height()
    y += 10
    for text, scale, weight, color, lines in (
        (card.title, "body", 600, "text.primary", MOST_LINES),
        (card.subtitle, "small", None, "text.secondary", MOST_LINES),
    ):
        line = one_line(clean(text[:1000]))
        if line:
            block = measures.block(line, scale, room, weight=weight, max_lines=lines)
            words_action = action if scale == "body" else None
            parts.append(Words(block, QRectF(pad, y, room, block.height), color, words_action, is_right=None))
            y += block.height + 2
    if card.url:
        y = _place_host(parts, card.url, action, measures, pad, y, room)
    y = _place_buttons(parts, message, card.buttons, measures, width, y + 8)
    return Segment(Frame.CARD, width, y if card.buttons else y + 2, tuple(parts))


def _place_host(
    parts: list[Part], url: str, action: Action | None, measures: Measures, x: float, y: float, room: float
) -> float:
    """Where a tap leads, in words: nobody follows a link without having seen that."""
    block = measures.block(left_to_right(shown_host(url)), "micro", room, max_lines=1)
    parts.append(Words(block, QRectF(x, y, room, block.height), "text.tertiary", action))
    return y + block.height


def _place_buttons(
    parts: list[Part], message: Message, buttons: tuple[Button, ...], measures: Measures, width: float, y: float
) -> float:
    """A line for each button, over its whole width; links say where they lead."""
    pad = float(measures.theme.size("size.timeline.bubblePadX"))
    size = icon_size("inline")
    for button in buttons:
        is_link = button.kind is ButtonKind.LINK
        action = Action(Do.OPEN_LINK, message.id, button.url) if is_link else None
        color = "text.link" if is_link else "text.secondary"
        left = pad + size + 8
        room = width - left - pad
        title = one_line(clean(button.title[:300])) or shown_host(button.url)
        block = measures.block(title, "body", room, weight=600, max_lines=1)
        parts.append(Rule(QRectF(0, y, width, 1), "line.separator"))
        top = y + BUTTON_PAD
        sign = QRectF(pad, top + (block.height - size) / 2, size, size)
        parts.append(Sign("open" if is_link else "reply", sign, color, action))
        parts.append(Words(block, QRectF(left, top, room, block.height), color, action))
        y = top + block.height
        if is_link:
            y = _place_host(parts, button.url, action, measures, left, y, room)
        y += BUTTON_PAD
    return y


def _rest(message: Message, count: int, measures: Measures) -> Segment:
    """The way to the cards that are not shown yet."""
    pad = float(measures.theme.size("size.timeline.bubblePadX"))
    width = min(float(CARD_WIDTH), measures.bubble)
    block = measures.block(say("message.more_cards", n=count), "body", width - 2 * pad, weight=600)
    words = Words(block, QRectF(pad, 8, width - 2 * pad, block.height), "text.link", Action(Do.SHOW_ALL, message.id))
    return Segment(Frame.CARD, width, block.height + 16, (words,))
