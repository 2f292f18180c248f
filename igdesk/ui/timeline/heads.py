"""What stands over the text of a bubble: the message that is quoted, the story that is answered."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from igdesk.domain.attachment import Attachment, AttachmentRole, MediaState
from igdesk.domain.message import Message
from igdesk.domain.message_kinds import MessageKind
from igdesk.ui import tokens
from igdesk.ui.icons import icon_size
from igdesk.ui.texts import say
from igdesk.ui.timeline.actions import Action, Do, is_story_over, story_action
from igdesk.ui.timeline.content import Measures, meta_color
from igdesk.ui.timeline.parts import Part, Sign, Words, fill
from igdesk.ui.timeline.picture_content import picture_part
from igdesk.ui.timeline.speech import quoted_text, quoted_who
from igdesk.ui.timeline.text_block import TextBlock

QUOTE_PAD, QUOTE_TEXT_X, QUOTE_BAR, QUOTE_TRAILING, QUOTE_GAP = 2, 11, 3, 10, 8
CARD_PAD, CARD_GAP, CARD_TRAILING = 6, 10, 13


@dataclass(frozen=True, slots=True, eq=False)
class QuoteHead:
    """A bar, who wrote it, and a line of it or its picture."""

    who: TextBlock
    line: TextBlock
    picture: Attachment | None
    thumb: float
    width: float
    color: str
    is_right: bool | None
    action: Action | None

    def paste(self, parts: list[Part], x: float, y: float, width: float) -> float:
        words = self.who.height + self.line.height
        height = max(words + 2 * QUOTE_PAD + 1, self.thumb + 8 if self.picture is not None else 0)
        ground = QRectF(x, y, width, height)
        parts.append(fill(ground, (0, 4, 4, 0), "bubble.quote.bg"))
        parts.append(fill(QRectF(x, y, QUOTE_BAR, height), (1.5, 0, 0, 1.5), "bubble.quote.bar"))
        left = x + QUOTE_TEXT_X
        if self.picture is not None:
            box = QRectF(left - 3, y + (height - self.thumb) / 2, self.thumb, self.thumb)
            parts.append(picture_part(self.picture, box, radii=(4, 4, 4, 4), ground="bg.sunken", action=self.action))
            left = box.right() + QUOTE_GAP
        inner = x + width - left - QUOTE_TRAILING
        top = y + (height - words) / 2
        who = QRectF(left, top, inner, self.who.height)
        parts.append(Words(self.who, who, "accent.text", self.action))
        line = QRectF(left, who.bottom(), inner, self.line.height)
        parts.append(Words(self.line, line, self.color, self.action, is_right=self.is_right))
        return height


def quote_head(message: Message, measures: Measures, inner: float) -> QuoteHead:
    quote = message.quote
    assert quote is not None
    picture = quote.picture
    if picture is not None and picture.state not in (MediaState.REMOTE, MediaState.STORED):
        picture = None
    thumb = float(measures.theme.size("size.timeline.quoteThumb"))
    taken = QUOTE_TEXT_X + QUOTE_TRAILING + (thumb + QUOTE_GAP - 3 if picture is not None else 0)
    room = inner - taken
    who = measures.block(quoted_who(quote, measures.scene), "small", room, weight=600, max_lines=1)
    line = measures.block(quoted_text(quote), "small", room, max_lines=1)
    is_right = None if quote.text.strip() else False  # a word of the interface, where there is no text
    action = None
    if quote.message_id is not None:
        action = Action(Do.SHOW_QUOTED, message.id, target=quote.message_id)
    return QuoteHead(
        who, line, picture, thumb, taken + max(who.width, line.width), meta_color(message), is_right, action
    )


@dataclass(frozen=True, slots=True, eq=False)
class StoryHead:
    """A card with the picture of the story while it lives, else a sign that it is over."""

    title: TextBlock
    second: TextBlock
    width: float
    thumb: tuple[float, float]
    picture: Attachment | None
    is_over: bool
    action: Action | None

    def paste(self, parts: list[Part], x: float, y: float, width: float) -> float:
        thumb_w, thumb_h = self.thumb
        height = max(thumb_h, self.title.height + self.second.height) + 2 * CARD_PAD
        parts.append(fill(QRectF(x, y, width, height), 10, "bubble.quote.bg"))
        thumb = QRectF(x + CARD_PAD, y + (height - thumb_h) / 2, thumb_w, thumb_h)
        size = icon_size("menu")
        sign = QRectF(thumb.center().x() - size / 2, thumb.center().y() - size / 2, size, size)
        if self.is_over:
            parts.append(fill(thumb, 6, "", "line.control"))
            parts.append(Sign("story", sign, "text.tertiary"))
        elif self.picture is not None:
            parts.append(
                picture_part(
                    self.picture, thumb, radii=(6, 6, 6, 6), ground="accent.soft", sign="story",
                    sign_color="accent.text", action=self.action,
                )
            )  # fmt: skip
        else:
            parts.append(fill(thumb, 6, "accent.soft"))
            parts.append(Sign("story", sign, "accent.text", self.action))
        left = thumb.right() + CARD_GAP
        room = width - (left - x) - CARD_TRAILING
        top = y + (height - self.title.height - self.second.height) / 2
        parts.append(Words(self.title, QRectF(left, top, room, self.title.height), "text.primary"))
        below = QRectF(left, top + self.title.height, room, self.second.height)
        parts.append(Words(self.second, below, "text.secondary" if self.is_over else "text.link", self.action))
        return height


def story_head(message: Message, measures: Measures, most: float) -> StoryHead:
    thumb_w, thumb_h = tokens.value("size.timeline.storyThumb")
    taken = CARD_PAD + thumb_w + CARD_GAP + CARD_TRAILING
    room = most - taken
    is_reply = message.kind is MessageKind.STORY_REPLY
    title = measures.block(
        say("message.story_reply" if is_reply else "message.story_mention"), "body", room, weight=600
    )
    is_over = is_story_over(message)
    if is_over:
        second, action = measures.block(say("message.story_gone"), "body", room), None
    else:
        second = measures.block(say("message.open_story"), "body", room, weight=600)
        action = story_action(message)
    picture = message.picture(AttachmentRole.STORY)
    return StoryHead(
        title, second, taken + max(title.width, second.width), (thumb_w, thumb_h), picture, is_over, action
    )
