"""What stands between messages: start of the archive, day line, what happened, gap, "n new messages"."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF

from igdesk.domain.timeline_event import TimelineEvent
from igdesk.ui.format import day_line
from igdesk.ui.icons import icon_size
from igdesk.ui.texts import say, unmarked
from igdesk.ui.timeline.actions import Action, Do
from igdesk.ui.timeline.content import Measures
from igdesk.ui.timeline.parts import Part, Rule, Shape, Sign, Words, fill
from igdesk.ui.timeline.rows import Row
from igdesk.ui.timeline.speech import SHAPE_HERE, event_words, start_text

ABOVE = 6
BELOW_DAY, BELOW_NEW, BELOW_GAP, BELOW_EVENT = 10, 12, 12, 10
BETWEEN_EVENTS = 4
SHAPE_SIZE, SHAPE_GAP = 9.0, 4.0
_GAP_PAD = 8


def place_dividers(parts: list[Part], row: Row, measures: Measures, left: float, right: float, y: float) -> float:
    """Put everything that stands before a message; returns where the message begins."""
    if not row.has_divider:
        return y
    y += ABOVE
    if row.starts_archive:
        y = _line(parts, start_text(row, measures.scene), measures, left, right, y, weight=None) + BELOW_DAY
    day = row.message.sent_at.astimezone(measures.scene.zone).date()
    before = [event for event in row.happened if event.at.astimezone(measures.scene.zone).date() != day]
    if row.day is not None:
        y = _events(parts, before, measures, left, right, y)
    if row.day is not None:
        text = day_line(row.message.sent_at, measures.scene.today, zone=measures.scene.zone)
        y = _line(parts, text, measures, left, right, y, weight=500) + BELOW_DAY
    if row.has_gap:
        y = _gap(parts, row, measures, left, right, y) + BELOW_GAP
    since = [event for event in row.happened if row.day is None or event not in before]
    y = _events(parts, since, measures, left, right, y)
    if row.new_count:
        y = _new(parts, row.new_count, measures, left, right, y) + BELOW_NEW
    return y


def _line(
    parts: list[Part], text: str, measures: Measures, left: float, right: float, y: float, *, weight: int | None
) -> float:
    block = measures.block(text, "small", right - left, weight=weight)
    parts.append(Words(block, QRectF(left, y, right - left, block.height), "text.tertiary", is_centred=True))
    return y + block.height


def place_happened_after(parts: list[Part], row: Row, measures: Measures, left: float, right: float, y: float) -> float:
    """What happened since the newest message; returns where it ends."""
    if row.happened_after:
        y = _events(parts, row.happened_after, measures, left, right, y + BELOW_EVENT) - BELOW_EVENT
    return y


def _events(
    parts: list[Part], events: Sequence[TimelineEvent], measures: Measures, left: float, right: float, y: float
) -> float:
    """Lines under each other, and the room under the last one."""
    for event in events:
        y = _event(parts, event, measures, left, right, y) + BETWEEN_EVENTS
    return y + BELOW_EVENT - BETWEEN_EVENTS if events else y


def _event(parts: list[Part], event: TimelineEvent, measures: Measures, left: float, right: float, y: float) -> float:
    """Words in the middle; the shape of a label stands before its name."""
    before, shape, after = event_words(event, measures.scene).partition(SHAPE_HERE)
    if not shape or event.label_colour is None:
        return _line(parts, f"{before}{after}", measures, left, right, y, weight=None)
    words = measures.block(before.rstrip(), "small", right - left, max_lines=1)
    taken = words.width + SHAPE_GAP + SHAPE_SIZE + SHAPE_GAP
    # Marks are of no use where a name stands alone, and may come from a taller font.
    name = measures.block(unmarked(after).strip(), "small", right - left - taken, max_lines=1)
    height = max(words.height, name.height)
    x = (left + right - taken - name.width) / 2
    parts.append(Words(words, QRectF(x, y, words.width, height), "text.tertiary"))
    at = x + words.width + SHAPE_GAP
    parts.append(Shape(event.label_colour, QRectF(at, y + (height - SHAPE_SIZE) / 2, SHAPE_SIZE, SHAPE_SIZE)))
    parts.append(Words(name, QRectF(x + taken, y, name.width, height), "text.tertiary"))
    return y + height


def _new(parts: list[Part], count: int, measures: Measures, left: float, right: float, y: float) -> float:
    block = measures.block(say("divider.new", n=count), "small", right - left, weight=600)
    parts.append(Words(block, QRectF(left, y, right - left, block.height), "accent.text", is_centred=True))
    middle = (left + right) / 2
    line_y = y + int(block.height / 2)
    reach = block.width / 2 + 10
    if middle - reach > left:
        parts.append(Rule(QRectF(left, line_y, middle - reach - left, 1), "bubble.phone.border"))
        parts.append(Rule(QRectF(middle + reach, line_y, right - middle - reach, 1), "bubble.phone.border"))
    return y + block.height


def _gap(parts: list[Part], row: Row, measures: Measures, left: float, right: float, y: float) -> float:
    """The words and the way on in one line, or in two where the column is narrow."""
    size = icon_size("inline")
    room = right - left - 2 * 12
    words = measures.block(say("divider.gap"), "small", room - size - 7)
    way = measures.block(say("command.open_instagram"), "small", room, weight=600)
    is_one_line = size + 7 + words.width + 5 + way.width <= room
    height = 2 * _GAP_PAD + words.height + (0 if is_one_line else way.height + 2)
    box = QRectF(left, y, right - left, height)
    parts.append(fill(box, 10, "", "bubble.placeholder.border", is_dashed=True))
    first = size + 7 + words.width
    taken = first + 5 + way.width if is_one_line else first
    x = box.center().x() - taken / 2
    top = y + _GAP_PAD
    parts.append(Sign("gap", QRectF(x, top + (min(words.height, 16) - size) / 2, size, size), "text.tertiary"))
    parts.append(Words(words, QRectF(x + size + 7, top, words.width, words.height), "text.secondary"))
    action = Action(Do.OPEN_INSTAGRAM, row.id)
    if is_one_line:
        parts.append(Words(way, QRectF(x + first + 5, top, way.width, way.height), "text.link", action))
    else:
        below = QRectF(box.center().x() - way.width / 2, top + words.height + 2, way.width, way.height)
        parts.append(Words(way, below, "text.link", action))
    return y + height
