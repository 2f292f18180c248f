"""Keys as they are printed: small boxes in a row."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from igdesk.ui.paint import fill_rounded, stroke_rounded
from igdesk.ui.theme import Theme

HEIGHT, PAD, GAP = 18.0, 6.0, 4.0
LEAST = 18.0


def caps_width(theme: Theme, caps: Sequence[str]) -> float:
    """Room for the keys of one combination."""
    metrics = QFontMetricsF(theme.font("micro", weight=500))
    least = caps_height(theme)
    return sum(max(_width(metrics, cap), least) for cap in caps) + GAP * max(len(caps) - 1, 0)


def caps_height(theme: Theme) -> float:
    """18, or what large letters need."""
    return max(HEIGHT, theme.line_height("micro") + 4.0)


def paint_caps(painter: QPainter, theme: Theme, caps: Sequence[str], left: float, middle: float) -> float:
    """Paint them from ``left`` on, whatever the reading direction: keys are read as they are pressed."""
    font = theme.font("micro", weight=500)
    metrics, height = QFontMetricsF(font), caps_height(theme)
    painter.save()
    painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # else ">" would be mirrored
    for cap in caps:
        box = QRectF(left, middle - height / 2, max(_width(metrics, cap), height), height)
        fill_rounded(painter, box, 4, theme.color("bg.raised"))
        stroke_rounded(painter, box, 4, theme.color("line.control"))
        painter.setFont(font)
        painter.setPen(theme.color("text.secondary"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, cap)
        left = box.right() + GAP
    painter.restore()
    return left - GAP


def _width(metrics: QFontMetricsF, cap: str) -> float:
    return max(LEAST, metrics.horizontalAdvance(cap) + 2 * PAD)
