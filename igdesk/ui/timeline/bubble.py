"""A row laid out for a width: every part and its place, what is under a point, and how high it is."""

from dataclasses import dataclass, replace
from math import ceil

from PySide6.QtCore import QPointF, QRectF

from igdesk.domain.message import Message
from igdesk.ui.timeline.actions import Action, Do
from igdesk.ui.timeline.content import Content, Frame, Measures, Segment, bubble_color
from igdesk.ui.timeline.dividers import place_dividers, place_happened_after
from igdesk.ui.timeline.footer import place_footer
from igdesk.ui.timeline.links import Link
from igdesk.ui.timeline.parts import Fill, Part, Picture, Radii, Sign, Voice, Words, fill, mirrored, moved, picture_path
from igdesk.ui.timeline.reactions import place_chips
from igdesk.ui.timeline.rows import Row

FOOTER_GAP = 6
FOOTER_INSET = 5
SEGMENT_GAP = 2
CARD_RADIUS = 14


@dataclass(frozen=True, slots=True)
class Hit:
    """What the pointer is on."""

    action: Action
    part: int
    link: Link | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Bubble:
    """Valid for one row at one width. Positions are those of the column, from the top of the row."""

    row: Row
    measures: Measures
    content: Content
    height: int
    parts: tuple[Part, ...]
    body: QRectF
    """The message without dividers, reactions and footer: what the focus ring goes round."""
    divider_height: int
    """Where the message itself begins; over it stand the dividers."""

    @property
    def pictures(self) -> list[Picture]:
        return [part for part in self.parts if isinstance(part, Picture)]

    @property
    def voices(self) -> list[Voice]:
        return [part for part in self.parts if isinstance(part, Voice)]

    def hit(self, point: QPointF) -> Hit | None:
        """The link, button or picture under a point of the row."""
        for number in range(len(self.parts) - 1, -1, -1):
            part = self.parts[number]
            if isinstance(part, Words) and part.block.links:
                link = part.block.link_at(point, part.x, part.rect.top())
                if link is not None:
                    return Hit(Action(Do.OPEN_LINK, self.row.id, link.url), number, link)
            if isinstance(part, (Words, Sign, Picture)) and part.action is not None and _reach(part).contains(point):
                return Hit(part.action, number)
            if isinstance(part, Voice):
                action = part.action_at(point)
                if action is not None:
                    return Hit(action, number)
        return None


def _reach(part: Words | Sign | Picture) -> QRectF:
    """Where a part takes the pointer: small words a little beyond their edges, to 24 px."""
    if isinstance(part, Picture):
        return part.rect
    if isinstance(part, Sign):
        return part.rect.adjusted(-4, -4, 4, 4)
    own = QRectF(part.x, part.rect.top(), part.block.width, part.rect.height())
    more = max((24 - own.height()) / 2, 1)
    return own.adjusted(-3, -more, 3, more)


def assemble(row: Row, content: Content, measures: Measures, *, is_rtl: bool = False) -> Bubble:
    """Put the segments of a message between dividers and footer. Text that is laid out stays as it is."""
    theme, message = measures.theme, row.message
    parts: list[Part] = []
    joined, apart = theme.size("size.timeline.gapInGroup"), theme.size("size.timeline.gapBetweenGroups")
    y = joined if row.joins_previous else apart
    y = place_dividers(parts, row, measures, 0.0, measures.column, y)
    divider_height = round(y)
    body = QRectF()
    for number, segment in enumerate(content.segments):
        y += SEGMENT_GAP if number else 0
        x = measures.column - segment.width if message.is_own else 0.0
        radii = _radii(row, number, len(content.segments), measures)
        rect = QRectF(x, y, segment.width, segment.height)
        _place_segment(parts, segment, rect, radii, message)
        body = body.united(rect)
        y += segment.height
    if message.reactions:
        y = place_chips(parts, message, measures, body)
    if row.has_footer:
        left, right = FOOTER_INSET, measures.column - FOOTER_INSET
        y += FOOTER_GAP
        y += place_footer(parts, message, measures, left, right, y, at_end=message.is_own)
    y = place_happened_after(parts, row, measures, 0.0, measures.column, y)
    if is_rtl:
        parts = [mirrored(part, measures.column) for part in parts]
        body = QRectF(measures.column - body.right(), body.top(), body.width(), body.height())
    return Bubble(row, measures, content, ceil(y), tuple(parts), body, divider_height)


def _radii(row: Row, number: int, count: int, measures: Measures) -> Radii:
    """Full corners, but small ones where a bubble meets its neighbour at the writer's side."""
    full, joint = measures.theme.size("radius.bubble"), measures.theme.size("radius.bubbleJoint")
    top = joint if row.joins_previous or number else full
    bottom = joint if row.joins_next or number < count - 1 else full
    return (full, top, bottom, full) if row.message.is_own else (top, full, full, bottom)


def _place_segment(parts: list[Part], segment: Segment, rect: QRectF, radii: Radii, message: Message) -> None:
    match segment.frame:
        case Frame.BUBBLE:
            color, border = bubble_color(message)
            parts.append(fill(rect, radii, color, border))
        case Frame.OUTLINE:
            parts.append(fill(rect, radii, "", "bubble.placeholder.border"))
        case Frame.CARD:
            card = tuple(min(radius, CARD_RADIUS) for radius in radii)
            parts.append(fill(rect, (card[0], card[1], card[2], card[3]), "bg.raised", "line.separator"))
        case _:
            pass
    for part in segment.parts:
        placed = moved(part, rect.left(), rect.top())
        parts.append(_with_corners(placed, rect, radii) if isinstance(placed, Picture) else placed)


def _with_corners(picture: Picture, whole: QRectF, radii: Radii) -> Picture:
    """A picture takes the corners of its segment where it reaches into them."""
    rect = picture.rect
    left, right = rect.left() <= whole.left() + 0.5, rect.right() >= whole.right() - 0.5
    top, bottom = rect.top() <= whole.top() + 0.5, rect.bottom() >= whole.bottom() - 0.5
    own = (
        radii[0] if left and top else picture.radii[0],
        radii[1] if right and top else picture.radii[1],
        radii[2] if right and bottom else picture.radii[2],
        radii[3] if left and bottom else picture.radii[3],
    )
    return replace(picture, radii=own, path=picture_path(rect, own))


def has_something_to_see(bubble: Bubble) -> bool:
    """Whether a message shows more than its ground: no bubble is ever empty."""
    shown = [p for p in bubble.parts if not isinstance(p, Fill) and p.rect.top() >= bubble.divider_height - 0.5]
    return any(body_part.rect.top() < bubble.body.bottom() for body_part in shown)
