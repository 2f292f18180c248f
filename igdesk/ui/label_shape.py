"""The shape of a label: each of the eight colours has its own, so that colour alone never tells."""

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath

from igdesk.ui import tokens
from igdesk.ui.svg_path import parse_path
from igdesk.ui.theme import Theme

if TYPE_CHECKING:
    from igdesk.domain.label import LabelColour

_GRID = 10


def paint_label_shape(painter: QPainter, rect: QRectF, theme: Theme, colour: "LabelColour") -> None:
    """Filled, in the square ``rect``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / _GRID, rect.height() / _GRID)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(f"label.{colour.value}"))
    painter.drawPath(_path(colour.value))
    painter.restore()


@cache
def _path(colour: str) -> QPainterPath:
    path = parse_path(tokens.value("label.shapePath10")[colour])
    path.setFillRule(Qt.FillRule.OddEvenFill)
    return path
