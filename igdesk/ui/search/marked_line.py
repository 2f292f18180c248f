"""One line of text with marked stretches, cut with an ellipsis where it does not fit."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption

from igdesk.ui.paint import fill_rounded
from igdesk.ui.search.marks import Span
from igdesk.ui.theme import Theme

BEFORE_SHARE = 0.85
"""Of the line up to the end of the first mark, when the beginning had to go."""
_LEAD = "… "
_LTR, _RTL = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft


def draw_marked(
    painter: QPainter,
    rect: QRectF,
    theme: Theme,
    text: str,
    spans: Sequence[Span],
    *,
    font: QFont,
    ink: str,
    direction: Qt.LayoutDirection,
    at_right: bool,
    mark_weight: int = 600,
) -> float:
    """Draw it in ``rect`` and give the width it took. Marks differ by ground and weight, not by colour alone."""
    heavy = QFont(font)
    heavy.setWeight(QFont.Weight(mark_weight))
    text, spans = brought_near(text, spans, heavy, rect.width())
    slack = sum(
        QFontMetricsF(heavy).horizontalAdvance(text[a:b]) - QFontMetricsF(font).horizontalAdvance(text[a:b])
        for a, b in spans
    )
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, max(rect.width() - slack - 1, 1))
    limit = len(shown) if shown == text else max(len(shown) - 1, 0)
    kept = [(a, min(b, limit)) for a, b in spans if a < limit]
    layout = QTextLayout(shown, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    option.setTextDirection(direction)
    option.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
    layout.setTextOption(option)
    layout.setFormats([_bold(a, b, heavy, theme.color("mark.text")) for a, b in kept])
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(1e6)
    line.setPosition(QPointF(0, 0))
    layout.endLayout()
    width = min(line.naturalTextWidth(), rect.width())
    metrics = QFontMetricsF(font)
    top = rect.top() + (rect.height() - metrics.height()) / 2
    x = rect.right() - width if at_right else rect.left()
    if direction is _RTL:
        x -= line.naturalTextRect().left()
    for a, b in kept:
        edges = (_x(line, a), _x(line, b))
        left, right = x + min(edges), x + max(edges)
        ground = QRectF(left - 1, top, right - left + 2, metrics.height())
        fill_rounded(painter, ground, 3, theme.color("mark.bg"))
    painter.setPen(theme.color(ink))
    layout.draw(painter, QPointF(x, top + metrics.ascent() - line.ascent()))
    return width


def brought_near(text: str, spans: Sequence[Span], font: QFont, room: float) -> tuple[str, Sequence[Span]]:
    """The line without its beginning where the first mark would otherwise be cut off; some words stay before it."""
    metrics = QFontMetricsF(font)
    rest = metrics.horizontalAdvance(" …")
    if not spans or metrics.horizontalAdvance(text[: spans[0][1]]) + rest <= room:
        return text, spans
    first, end = spans[0]
    start = first
    while start > 0:
        before = text.rfind(" ", 0, start - 1) + 1
        if metrics.horizontalAdvance(_LEAD + text[before:end]) + rest > room * BEFORE_SHARE:
            break
        start = before
    shift = len(_LEAD) - start
    return _LEAD + text[start:], [(a + shift, b + shift) for a, b in spans]


def _bold(start: int, end: int, font: QFont, ink: QColor) -> QTextLayout.FormatRange:
    found = QTextLayout.FormatRange()
    found.start = start
    found.length = end - start
    style = QTextCharFormat()
    style.setFont(font)
    style.setForeground(ink)
    found.format = style
    return found


def _x(line: object, position: int) -> float:
    at = line.cursorToX(position)  # type: ignore[attr-defined]
    return float(at[0] if isinstance(at, tuple) else at)
