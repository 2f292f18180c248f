"""The icon of the program, painted from the brand tokens."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QLinearGradient, QPainter, QPixmap, QTransform

from igdesk.ui import tokens
from igdesk.ui.icons import paint_mark
from igdesk.ui.svg_path import parse_path

SIZES_PX = (16, 24, 32, 48, 64, 128, 256)


def app_icon() -> QIcon:
    """All sizes that window systems ask for."""
    icon = QIcon()
    for size in SIZES_PX:
        icon.addPixmap(app_pixmap(size))
    return icon


def app_pixmap(size_px: int) -> QPixmap:
    """The plate with the white mark on it; small sizes have a larger mark."""
    brand = tokens.value("brand.appIcon")
    grid = brand["grid"]
    is_small = size_px <= brand["smallUpTo"]
    scale = brand["smallMarkScale" if is_small else "markScale"]
    left, top = brand["smallMarkOffset" if is_small else "markOffset"]
    gradient = QLinearGradient(QPointF(0, 0), QPointF(0, grid))
    for position, color in enumerate(brand["gradient"]):
        gradient.setColorAt(position, QColor(color))
    pixmap = QPixmap(size_px, size_px)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setTransform(QTransform.fromScale(size_px / grid, size_px / grid))
    painter.fillPath(parse_path(brand["plate"]), gradient)
    side = tokens.value("brand.grid") * scale
    paint_mark(painter, QRectF(left, top, side, side), QColor("#FFFFFF"))
    painter.end()
    return pixmap
