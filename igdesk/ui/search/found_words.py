"""What is looked for in a conversation, marked wherever it stands in what people wrote."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen, QTextCharFormat

from igdesk.domain.query import Term
from igdesk.ui.paint import fill_rounded, stroke_rounded
from igdesk.ui.search.marks import Span, marks
from igdesk.ui.timeline.text_block import TextBlock, utf16_span

if TYPE_CHECKING:
    from igdesk.ui.theme import Theme

MOST_KEPT = 300
RADIUS = 3.0


class FoundWords:
    """For the delegate of the timeline, as long as somebody looks for these."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._terms = tuple(terms)
        self.current: int | None = None
        """The hit that was jumped to: its words have an edge too."""
        self._kept: dict[int, tuple[TextBlock, list[Span]]] = {}

    def spans(self, block: TextBlock) -> list[Span]:
        """Where they stand in a text, as Qt counts; worked out once for each."""
        kept = self._kept.get(id(block))
        if kept is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            found = [utf16_span(block.text, *span) for span in marks(block.text, self._terms)]
            kept = self._kept[id(block)] = (block, found)
        return kept[1]

    def paint(
        self, painter: QPainter, block: TextBlock, place: QPointF, theme: "Theme", message_id: int
    ) -> list[tuple[Span, QTextCharFormat]]:
        """The ground of the marks; how their letters are to be painted."""
        spans = self.spans(block)
        if not spans:
            return []
        ink = QTextCharFormat()
        ink.setForeground(theme.color("mark.text"))
        for start, end in spans:
            for rect in block.rects(start, end - start, place.x(), place.y()):
                ground: QRectF = rect.adjusted(-1, 1, 1, -1)
                fill_rounded(painter, ground, RADIUS, theme.color("mark.bg"))
                if message_id == self.current:
                    stroke_rounded(painter, ground, RADIUS, theme.color("focus.ring"), 1.5)
        painter.setPen(QPen())
        return [(span, ink) for span in spans]
