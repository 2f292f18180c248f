"""What a message holds, laid out: its segments from top to bottom. Neighbours, dividers and footer are not in it."""

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QRectF

from igdesk.domain.attachment import AttachmentKind, MediaState
from igdesk.domain.message import Message
from igdesk.domain.message_kinds import MessageKind, Origin
from igdesk.domain.text import is_emoji_only
from igdesk.ui import tokens
from igdesk.ui.icons import icon_size
from igdesk.ui.texts import say
from igdesk.ui.theme import Theme
from igdesk.ui.timeline.actions import Action, Do
from igdesk.ui.timeline.parts import Part, Sign, Words, fill
from igdesk.ui.timeline.scene import Scene
from igdesk.ui.timeline.speech import quoted_text, quoted_who
from igdesk.ui.timeline.text_block import TextBlock, lay_out_text, shortened

QUOTE_TOP, QUOTE_PAD, QUOTE_TEXT_X, QUOTE_BAR, QUOTE_TRAILING = 10, 2, 11, 3, 10
CARD_INSET, CARD_PAD, CARD_GAP, CARD_TRAILING = 8, 6, 10, 13
GAP_BELOW_HEAD = 6
"""Between a quote or a story card and the text."""
EMOJI_INSET = 4
CENTRED_FROM_PX = 1600
LEAST_COLUMN_PX = 80


class Frame(Enum):
    BUBBLE = auto()
    OUTLINE = auto()
    """A placeholder: an edge and no fill."""
    CARD = auto()
    PICTURES = auto()
    BARE = auto()


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    frame: Frame
    width: float
    height: float
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Measures:
    """What the width of the column and the theme allow. One for all messages of a layout."""

    column: float
    theme: Theme
    scene: Scene

    @property
    def bubble(self) -> float:
        ratio = self.theme.size("size.timeline.bubbleMaxRatio")
        return float(int(min(self.column * ratio, self.theme.size("size.timeline.bubbleMax"))))

    def block(
        self, text: str, scale: str, max_width: float, *, weight: int | None = None, max_lines: int = 0
    ) -> TextBlock:
        """Words of the interface or a name, in a step of the scale."""
        font = self.theme.font(scale, weight=weight, text=text)
        return lay_out_text(text, font, self.theme.line_height(scale), max(max_width, 1.0), max_lines=max_lines)


def measures_for(width_px: int, theme: Theme, scene: Scene) -> Measures:
    """Measures of a list so wide. In a very wide one the column of messages stands in the middle."""
    room = width_px - 2 * theme.size("size.timeline.paddingX")
    if width_px >= CENTRED_FROM_PX:
        room = min(room, tokens.value("layout.messageColumnMax"))
    return Measures(float(max(int(room), LEAST_COLUMN_PX)), theme, scene)


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
    quote = _quote(message, measures, inner) if message.quote is not None else None
    card = _story_card(message, measures) if has_story else None
    width = max(
        text.width if text else 0.0,
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
        parts.append(Words(text, QRectF(pad_x, y, width, text.height), _text_color(message), is_right=None))
        y += text.height
        if is_cut:
            y += _paste_rest(parts, message, measures, pad_x, y, width, is_whole=is_whole)
    bottom = pad_y if text is not None or card is None else CARD_INSET
    return Segment(Frame.BUBBLE, width + 2 * pad_x, y + bottom, tuple(parts))


def _emoji_segment(text: str, measures: Measures) -> Segment:
    block = measures.block(text, "emojiOnly", measures.bubble)
    rect = QRectF(EMOJI_INSET, 0, block.width, block.height)
    return Segment(Frame.BARE, block.width + 2 * EMOJI_INSET, block.height, (Words(block, rect, "text.primary"),))


def _paste_rest(
    parts: list[Part], message: Message, measures: Measures, x: float, y: float, width: float, *, is_whole: bool
) -> float:
    """Under a very long text: the way to the rest of it. Returns the height."""
    if is_whole:
        words, color, action = say("message.too_long"), _meta_color(message), None
    else:
        words, color, action = say("message.show_all"), "text.link", Action(Do.SHOW_ALL, message.id)
    block = measures.block(words, "body", width, weight=None if is_whole else 600)
    parts.append(Words(block, QRectF(x, y + 4, width, block.height), color, action))
    return block.height + 4


@dataclass(frozen=True, slots=True, eq=False)
class _Quote:
    who: TextBlock
    line: TextBlock
    width: float
    meta: str
    action: Action | None

    def paste(self, parts: list[Part], x: float, y: float, width: float) -> float:
        height = self.who.height + self.line.height + 2 * QUOTE_PAD + 1
        parts.append(fill(QRectF(x, y, width, height), (0, 4, 4, 0), "bubble.quote.bg"))
        parts.append(fill(QRectF(x, y, QUOTE_BAR, height), (1.5, 0, 0, 1.5), "bubble.quote.bar"))
        inner = width - QUOTE_TEXT_X - QUOTE_TRAILING
        who = QRectF(x + QUOTE_TEXT_X, y + QUOTE_PAD, inner, self.who.height)
        parts.append(Words(self.who, who, "accent.text", self.action))
        line = QRectF(who.left(), who.bottom(), inner, self.line.height)
        parts.append(Words(self.line, line, self.meta, self.action, is_right=None))
        return height


def _quote(message: Message, measures: Measures, inner: float) -> _Quote:
    quote = message.quote
    assert quote is not None
    room = inner - QUOTE_TEXT_X - QUOTE_TRAILING
    who = measures.block(quoted_who(quote, measures.scene), "small", room, weight=600, max_lines=1)
    line = measures.block(quoted_text(quote), "small", room, max_lines=1)
    action = None
    if quote.message_id is not None:
        action = Action(Do.SHOW_QUOTED, message.id, target=quote.message_id)
    width = QUOTE_TEXT_X + max(who.width, line.width) + QUOTE_TRAILING
    return _Quote(who, line, width, _meta_color(message), action)


@dataclass(frozen=True, slots=True, eq=False)
class _StoryCard:
    title: TextBlock
    second: TextBlock
    width: float
    thumb: tuple[float, float]
    is_gone: bool
    action: Action | None

    def paste(self, parts: list[Part], x: float, y: float, width: float) -> float:
        thumb_w, thumb_h = self.thumb
        height = max(thumb_h, self.title.height + self.second.height) + 2 * CARD_PAD
        parts.append(fill(QRectF(x, y, width, height), 10, "bubble.quote.bg"))
        thumb = QRectF(x + CARD_PAD, y + (height - thumb_h) / 2, thumb_w, thumb_h)
        if self.is_gone:
            parts.append(fill(thumb, 6, "", "line.control"))
        else:
            parts.append(fill(thumb, 6, "accent.soft"))
        size = icon_size("menu")
        sign = QRectF(thumb.center().x() - size / 2, thumb.center().y() - size / 2, size, size)
        parts.append(Sign("story", sign, "text.tertiary" if self.is_gone else "accent.text", self.action))
        left = thumb.right() + CARD_GAP
        room = width - (left - x) - CARD_TRAILING
        top = y + (height - self.title.height - self.second.height) / 2
        parts.append(Words(self.title, QRectF(left, top, room, self.title.height), "text.primary"))
        below = QRectF(left, top + self.title.height, room, self.second.height)
        parts.append(Words(self.second, below, "text.secondary" if self.is_gone else "text.link", self.action))
        return height


def _story_card(message: Message, measures: Measures) -> _StoryCard:
    thumb_w, thumb_h = tokens.value("size.timeline.storyThumb")
    taken = CARD_PAD + thumb_w + CARD_GAP + CARD_TRAILING
    room = measures.bubble - 2 * CARD_INSET - taken
    link = message.story.link if message.story is not None else ""
    is_reply = message.kind is MessageKind.STORY_REPLY
    title = measures.block(
        say("message.story_reply" if is_reply else "message.story_mention"), "body", room, weight=600
    )
    if link:
        second = measures.block(say("message.open_story"), "body", room, weight=600)
        action = Action(Do.OPEN_STORY, message.id, link)
    else:
        second, action = measures.block(say("message.story_gone"), "body", room), None
    width = taken + max(title.width, second.width)
    return _StoryCard(title, second, width, (thumb_w, thumb_h), not link, action)


def bubble_color(message: Message) -> tuple[str, str]:
    """Fill and edge of a bubble."""
    if not message.is_own:
        return "bubble.in", ""
    if message.origin is Origin.ELSEWHERE:
        return "bubble.phone", "bubble.phone.border"
    return "bubble.out", ""


def _text_color(message: Message) -> str:
    return "bubble.out.text" if message.is_own else "bubble.in.text"


def _meta_color(message: Message) -> str:
    return "bubble.out.meta" if message.is_own else "bubble.in.meta"


def photos_of(message: Message) -> list[int]:
    """Places of the attachments that are shown as pictures."""
    shown = (MediaState.REMOTE, MediaState.STORED)
    return [i for i, a in enumerate(message.attachments) if a.kind is AttachmentKind.IMAGE and a.state in shown]
