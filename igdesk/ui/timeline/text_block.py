"""A stretch of plain text laid out once for a width: lines, own reading direction, links."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from igdesk.domain.text import clean, graphemes, is_right_to_left
from igdesk.ui.timeline.links import Link, find_links

FIRST_CHARS = 4000
"""So much of a text is laid out at first; more on "Show all"."""
MOST_CHARS = 20_000
"""So much at most: twenty times what Instagram lets anybody send."""
FIRST_LINES = 100
MOST_LINES = 600
_LINE_BREAK = "\u2028"
_STACKED_MARKS = 6
"""From so many combining marks in a row on, a text is painted inside its own box only."""


@dataclass(frozen=True, slots=True, eq=False)
class TextBlock:
    """Lines with their places. Colours are not in it, so a change of theme leaves it as it is."""

    text: str
    layout: QTextLayout
    width: float
    """What the widest line needs."""
    height: float
    line_width: float
    """The width it was broken at; right-to-left lines end there."""
    is_rtl: bool
    links: tuple[Link, ...] = ()
    is_clipped: bool = False

    def paint(
        self,
        painter: QPainter,
        x: float,
        y: float,
        link_format: QTextCharFormat | None = None,
        marked: Sequence[tuple[tuple[int, int], QTextCharFormat]] = (),
    ) -> None:
        """Paint it with its own box at (x, y), in the colour of the pen; links and marked stretches in theirs."""
        origin = QPointF(self._layout_x(x), y)
        if self.is_clipped:
            painter.save()
            painter.setClipRect(QRectF(x, y, self.width, self.height), Qt.ClipOperation.IntersectClip)
        ranges = [_range(start, end - start, style) for (start, end), style in marked]
        if link_format is not None:
            ranges = [_range(link.start, link.length, link_format) for link in self.links] + ranges
        if ranges:
            self.layout.draw(painter, origin, ranges)
        else:
            self.layout.draw(painter, origin)
        if self.is_clipped:
            painter.restore()

    def link_rects(self, link: Link, x: float, y: float) -> list[QRectF]:
        return self.rects(link.start, link.length, x, y)

    def rects(self, begin: int, length: int, x: float, y: float) -> list[QRectF]:
        """Where a stretch stands: one rectangle for each line it touches."""
        rects = []
        left = self._layout_x(x)
        for number in range(self.layout.lineCount()):
            line = self.layout.lineAt(number)
            start, end = line.textStart(), line.textStart() + line.textLength()
            first, last = max(begin, start), min(begin + length, end)
            if first >= last:
                continue
            a, b = _x(line, first), _x(line, last)
            rects.append(QRectF(left + min(a, b), y + line.y(), abs(b - a), line.height()))
        return rects

    def link_at(self, point: QPointF, x: float, y: float) -> Link | None:
        for link in self.links:
            if any(rect.adjusted(-1, -2, 1, 2).contains(point) for rect in self.link_rects(link, x, y)):
                return link
        return None

    def _layout_x(self, x: float) -> float:
        return x - (self.line_width - self.width) if self.is_rtl else x


def lay_out_text(
    text: str, font: QFont, line_px: float, max_width: float, *, with_links: bool = False, max_lines: int = 0
) -> TextBlock:
    """Break a text into lines of at most ``max_width``; with ``max_lines`` the rest is left out with an ellipsis."""
    shown = text.replace("\n", _LINE_BREAK)
    is_rtl = is_right_to_left(shown)
    links = tuple(_in_utf16(shown, link) for link in find_links(shown)) if with_links else ()
    block = _lay_out(shown, font, line_px, max_width, is_rtl, links)
    if max_lines and block.layout.lineCount() > max_lines:
        start = _code_points(shown, block.layout.lineAt(max_lines - 1).textStart())
        rest = shown[start:].replace(_LINE_BREAK, " ")
        cut = QFontMetricsF(font).elidedText(rest, Qt.TextElideMode.ElideRight, max_width)
        block = _lay_out(shown[:start] + cut, font, line_px, max_width, is_rtl, ())
    return block


def _lay_out(
    text: str, font: QFont, line_px: float, max_width: float, is_rtl: bool, links: tuple[Link, ...]
) -> TextBlock:
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if is_rtl else Qt.LayoutDirection.LeftToRight)
    # the side that lines begin at: Qt does not turn "left" round for right-to-left text
    option.setAlignment(Qt.AlignmentFlag.AlignRight if is_rtl else Qt.AlignmentFlag.AlignLeft)
    layout.setTextOption(option)
    if links:
        heavy = QTextCharFormat()
        heavy.setFontWeight(QFont.Weight.DemiBold)
        layout.setFormats([_range(link.start, link.length, heavy) for link in links])
    layout.setCacheEnabled(True)
    y = widest = 0.0
    layout.beginLayout()
    while True:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(max_width)
        if links:
            _keep_scheme(layout, line, option, links, max_width)
        own = line.height()
        height = max(line_px, float(ceil(own - 0.5)))
        line.setPosition(QPointF(0, y + (height - own) / 2))
        y += height
        widest = max(widest, line.naturalTextWidth())
    layout.endLayout()
    width = min(float(ceil(widest)), max_width)
    return TextBlock(text, layout, width, max(y, line_px), max_width, is_rtl, links, _has_stacked_marks(text))


def _keep_scheme(
    layout: QTextLayout, line: QTextLine, option: QTextOption, links: tuple[Link, ...], max_width: float
) -> None:
    """No line ends right after the "https://" of an address: it begins on the next one, or goes on where it must."""
    start = line.textStart()
    end = start + line.textLength()
    for link in links:
        if not link.start < end <= link.start + link.scheme_length or end >= link.start + link.length:
            continue
        if link.start > start:
            line.setNumColumns(link.start - start, max_width)
            return
        # Too long for a line of its own: what of it fits stands on this one.
        option.setWrapMode(QTextOption.WrapMode.WrapAnywhere)
        layout.setTextOption(option)
        line.setLineWidth(max_width)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        return


def shortened(text: str, *, is_whole: bool) -> tuple[str, bool]:
    """What is laid out of a message's text, and whether something was left out. Never cut inside a grapheme."""
    most_chars, most_lines = (MOST_CHARS, MOST_LINES) if is_whole else (FIRST_CHARS, FIRST_LINES)
    # one character more than wanted: only then it is known whether the last grapheme is complete
    beginning = clean(text[: most_chars + 200]).strip("\n")
    lines = beginning.split("\n", most_lines)
    is_cut = len(text) > most_chars + 200 or len(beginning) > most_chars or len(lines) > most_lines
    if not is_cut:
        return beginning.rstrip(), False
    kept = "\n".join(lines[:most_lines])
    if len(kept) > most_chars:
        kept = _whole_graphemes(kept, most_chars)
    return f"{kept.rstrip()}…", True


def _whole_graphemes(text: str, most_chars: int) -> str:
    """The longest beginning of whole graphemes; the end is looked at alone, so that it stays quick."""
    start = max(most_chars - 400, 0)
    taken = start
    for grapheme in graphemes(text[start : most_chars + 200]):
        if taken + len(grapheme) > most_chars:
            break
        taken += len(grapheme)
    return text[: taken if taken > start else most_chars]


def _has_stacked_marks(text: str) -> bool:
    if text.isascii():
        return False
    run = 0
    for c in text:
        run = run + 1 if "\u0300" <= c <= "\u036f" or "\u0483" <= c <= "\u0489" or "\u20d0" <= c <= "\u20f0" else 0
        if run >= _STACKED_MARKS:
            return True
    return False


def utf16_span(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch of a Python text as Qt counts."""
    if text.isascii():
        return start, end
    first = len(text[:start].encode("utf-16-le", "surrogatepass")) // 2
    return first, first + len(text[start:end].encode("utf-16-le", "surrogatepass")) // 2


def _in_utf16(text: str, link: Link) -> Link:
    """Qt counts in UTF-16."""
    start, end = utf16_span(text, link.start, link.start + link.length)
    return Link(start, end - start, link.url, link.scheme_length)


def _code_points(text: str, utf16: int) -> int:
    """A place counted by Qt as a place in a Python text."""
    if text.isascii():
        return utf16
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * utf16].decode("utf-16-le", "replace"))


def _range(start: int, length: int, style: QTextCharFormat) -> QTextLayout.FormatRange:
    found = QTextLayout.FormatRange()
    found.start, found.length, found.format = start, length, style
    return found


def _x(line: object, position: int) -> float:
    at = line.cursorToX(position)  # type: ignore[attr-defined]
    return float(at[0] if isinstance(at, tuple) else at)
