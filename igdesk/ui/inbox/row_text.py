"""The text of one row laid out for a width: broken, cut with an ellipsis, ready to draw in any colour."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

from igdesk.domain.text import is_right_to_left
from igdesk.ui.icons import icon_size
from igdesk.ui.inbox.row import ListRow, Mark
from igdesk.ui.paint import badge_width
from igdesk.ui.texts import isolate
from igdesk.ui.theme import Theme

GAP_TO_TIME, GAP_TO_BADGE = 8.0, 10.0
GAP_AFTER_NAME, VERIFIED_SIZE = 4.0, 14.0
GAP_AFTER_ICON = 4.0
NAME_MIN = 96.0
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


@dataclass(frozen=True, slots=True)
class RowText:
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


def lay_out(row: ListRow, width: float, theme: Theme, interface: Qt.LayoutDirection) -> RowText:
    """``width`` is the room from the leading edge of the name to the trailing edge of the time."""
    time_width = QFontMetricsF(time_font(row, theme)).horizontalAdvance(row.time)
    name_font = theme.font("name", weight=700 if row.is_unread else None, text=row.name)
    room = width - time_width - GAP_TO_TIME
    if row.is_verified:
        room -= GAP_AFTER_NAME + VERIFIED_SIZE
    name = _cut(row.name, name_font, max(room, min(NAME_MIN, width)))
    name_direction = RIGHT_TO_LEFT if is_right_to_left(row.name) else LEFT_TO_RIGHT

    snippet = row.snippet
    font = theme.font("body", weight=500 if row.is_unread else None)
    badge_room = badge_width(theme, row.badge) + GAP_TO_BADGE if row.badge else 0.0
    room = width - badge_room
    is_prefixed = bool(snippet.icon or snippet.prefix)
    indent = icon_size("meta") + GAP_AFTER_ICON if snippet.icon else 0.0
    prefix = None
    if snippet.prefix:
        prefix_font = theme.font("body", weight=600) if snippet.mark in (Mark.DRAFT, Mark.NOT_SENT) else font
        prefix = Line(snippet.prefix, prefix_font, _direction(snippet.prefix, interface))
        indent += prefix.width + QFontMetricsF(font).horizontalAdvance(" ")
    direction = interface if is_prefixed else _direction(snippet.text, interface)
    parts = _broken(snippet.text, font, room, indent, 1 if row.pill else 2)
    lines = tuple(Line(isolate(part) if is_prefixed else part, font, direction) for part in parts)
    return RowText(Line(name, name_font, name_direction), prefix, lines, indent, direction, badge_room, time_width)


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
