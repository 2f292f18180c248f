"""The text of one row laid out for a width: broken, cut with an ellipsis, ready to draw in any colour."""

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

from igdesk.domain.text import is_right_to_left
from igdesk.ui.icons import icon_size
from igdesk.ui.inbox.row import ListRow, Mark
from igdesk.ui.paint import badge_width, pill_width
from igdesk.ui.texts import isolate
from igdesk.ui.theme import Theme

if TYPE_CHECKING:
    from igdesk.domain.label import Label

GAP_TO_TIME, GAP_TO_BADGE = 8.0, 10.0
GAP_AFTER_NAME, VERIFIED_SIZE = 4.0, 14.0
GAP_AFTER_ICON = 4.0
MARK_SIZE, GAP_BETWEEN_MARKS = 13.0, 4.0
SHAPE_SIZE, GAP_AFTER_SHAPE, GAP_BETWEEN_LABELS = 9.0, 5.0, 8.0
LABEL_MIN = 36.0
"""A name that would be shorter than this is counted instead."""
NAME_MIN = 96.0
PILL_GAP_COMPACT = 6.0
ELLIPSIS = "…"
LEFT_TO_RIGHT, RIGHT_TO_LEFT = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft


class Line:
    """One line of text in one font."""

    def __init__(self, text: str, font: QFont, direction: Qt.LayoutDirection) -> None:
        self.text = text
        self.direction = direction
        self._layout = QTextLayout(text, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        option.setTextDirection(direction)
        option.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        self._layout.setTextOption(option)
        self._layout.setCacheEnabled(True)
        self._layout.beginLayout()
        line = self._layout.createLine()
        if line.isValid():
            line.setLineWidth(1e6)
            line.setPosition(QPointF(0, 0))
        self._layout.endLayout()
        self.width = line.naturalTextWidth() if line.isValid() else 0.0
        self._ascent = line.ascent() if line.isValid() else 0.0
        metrics = QFontMetricsF(font)
        self._font_ascent, self._font_height = metrics.ascent(), metrics.ascent() + metrics.descent()

    def draw(self, painter: QPainter, x: float, top: float, height: float) -> None:
        """With the pen of the painter, at left ``x``, its own font centred in ``height`` whatever else is in it."""
        baseline = round(top + (height - self._font_height) / 2 + self._font_ascent)
        self._layout.draw(painter, QPointF(x, baseline - self._ascent))


class RowText(NamedTuple):
    """The lines of a row."""

    name: Line
    prefix: Line | None
    snippet: tuple[Line, ...]
    snippet_indent: float
    """Room for icon and prefix before the first line of the snippet."""
    snippet_side: Qt.LayoutDirection
    """The side at which the snippet begins."""
    badge_room: float
    """Kept free at the trailing end of the snippet."""
    time_width: float
    labels: tuple["LabelText", ...] = ()
    more_labels: Line | None = None
    """How many more labels there are, after those that fit."""


class LabelText(NamedTuple):
    """A label on the third line."""

    label: "Label"
    start: float
    """After the leading edge of the line."""
    name: Line | None
    """None: the shape stands alone."""


def marks_of(row: ListRow) -> tuple[str, ...]:
    """Icons after the name: what the owner decided, as far as the list tells."""
    conversation = row.conversation
    marks = (
        ("bell", conversation.reminded_at is not None),
        ("moon", conversation.is_back_from_snooze and conversation.reminded_at is None),
        ("pin", conversation.is_pinned),
        ("bell-off", conversation.is_muted),
    )
    return tuple(icon for icon, is_set in marks if is_set)


def lay_out(
    row: ListRow, width: float, theme: Theme, interface: Qt.LayoutDirection, *, shows_label_names: bool = True
) -> RowText:
    """``width`` is the room from the leading edge of the name to the trailing edge of the time."""
    time_width = QFontMetricsF(time_font(row, theme)).horizontalAdvance(row.time)
    name_font = theme.font("name", weight=700 if row.is_unread else None, text=row.name)
    room = width - time_width - GAP_TO_TIME
    if row.is_verified:
        room -= GAP_AFTER_NAME + VERIFIED_SIZE
    room -= len(marks_of(row)) * (GAP_BETWEEN_MARKS + MARK_SIZE)
    name = _cut(row.name, name_font, max(room, min(NAME_MIN, width)))
    name_direction = RIGHT_TO_LEFT if is_right_to_left(row.name) else LEFT_TO_RIGHT

    snippet = row.snippet
    font = theme.font("body", weight=500 if row.is_unread else None)
    badge_room = badge_width(theme, row.badge) + GAP_TO_BADGE if row.badge else 0.0
    if theme.is_compact and row.short_pill:
        badge_room += pill_width(theme, row.short_pill) + PILL_GAP_COMPACT
    room = width - badge_room
    is_prefixed = bool(snippet.icon or snippet.prefix)
    indent = icon_size("meta") + GAP_AFTER_ICON if snippet.icon else 0.0
    prefix = None
    if snippet.prefix:
        prefix_font = theme.font("body", weight=600) if snippet.mark in (Mark.DRAFT, Mark.NOT_SENT) else font
        prefix = Line(snippet.prefix, prefix_font, _direction(snippet.prefix, interface))
        indent += prefix.width + QFontMetricsF(font).horizontalAdvance(" ")
    direction = interface if is_prefixed else _direction(snippet.text, interface)
    is_one_line = theme.is_compact or bool(row.pill or row.labels)
    parts = _broken(snippet.text, font, room, indent, 1 if is_one_line else 2)
    lines = tuple(Line(isolate(part) if is_prefixed else part, font, direction) for part in parts)
    labels, more = (
        _lay_out_labels(row, width, theme, interface, shows_names=shows_label_names) if row.labels else ((), None)
    )
    return RowText(
        Line(name, name_font, name_direction),
        prefix,
        lines,
        indent,
        direction,
        badge_room,
        time_width,
        labels,
        more,
    )


def _lay_out_labels(
    row: ListRow, width: float, theme: Theme, interface: Qt.LayoutDirection, *, shows_names: bool
) -> tuple[tuple[LabelText, ...], Line | None]:
    """As many as fit after the pill, the last name cut; then how many more there are."""
    font = theme.font("micro", weight=500)
    metrics = QFontMetricsF(font)
    at = pill_width(theme, row.pill) + GAP_BETWEEN_LABELS if row.pill else 0.0
    placed: list[LabelText] = []
    for number, label in enumerate(row.labels):
        left = len(row.labels) - number - 1
        after = metrics.horizontalAdvance(f"+{left}") + GAP_BETWEEN_LABELS if left else 0.0
        room = width - at - after - SHAPE_SIZE
        if room < 0:
            break
        if not shows_names:
            placed.append(LabelText(label, at, None))
            at += SHAPE_SIZE + GAP_AFTER_SHAPE
            continue
        room -= GAP_AFTER_SHAPE
        needed = metrics.horizontalAdvance(label.name)
        if needed > room and (placed or room < LABEL_MIN):
            break
        name = Line(isolate(_cut(label.name, font, room)), font, _direction(label.name, interface))
        placed.append(LabelText(label, at, name))
        at += SHAPE_SIZE + GAP_AFTER_SHAPE + name.width + GAP_BETWEEN_LABELS
    rest = len(row.labels) - len(placed)
    return tuple(placed), Line(f"+{rest}", font, LEFT_TO_RIGHT) if rest else None


def time_font(row: ListRow, theme: Theme) -> QFont:
    return theme.font("small", weight=600 if row.is_unread else None, tabular=True)


def _direction(text: str, interface: Qt.LayoutDirection) -> Qt.LayoutDirection:
    """The text's own, by its first strong letter; the interface's if it has none."""
    if is_right_to_left(text):
        return RIGHT_TO_LEFT
    return LEFT_TO_RIGHT if any(c.isalpha() for c in text) else interface


def _cut(text: str, font: QFont, room: float) -> str:
    """Cut at the end of the text's own direction, never inside a grapheme."""
    cut = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
    if cut != text and cut.endswith(ELLIPSIS):
        return cut[: -len(ELLIPSIS)].rstrip() + ELLIPSIS
    return cut


def _broken(text: str, font: QFont, room: float, indent: float, most: int) -> list[str]:
    """One or two lines, the last one cut; ``indent`` is taken from the first."""
    if not text:
        return []
    if most == 1 or QFontMetricsF(font).horizontalAdvance(text) <= room - indent:
        return [_cut(text, font, room - indent)]
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(room - indent)
    first = line.textLength()
    layout.endLayout()
    head, rest = text[:first].rstrip(), text[first:].strip()
    return [head, _cut(rest, font, room)] if rest else [head]
