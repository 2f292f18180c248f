"""Emoji in colour, each drawn once for a size and kept as a picture."""

from collections import OrderedDict

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPixmap

FAMILIES = ("Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji")
MOST_KEPT = 600
"""Pictures of 64 device pixels: 10 MB at most."""
_ROOM = 1.3
"""Colour glyphs are wider than their size says."""

_kept: "OrderedDict[tuple[str, int, float], QPixmap]" = OrderedDict()


def emoji_font(size_px: int) -> QFont:
    """The system's font for emoji in a size."""
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPixelSize(size_px)
    return font


def paint_emoji(painter: QPainter, rect: QRectF, emoji: str, size_px: int) -> None:
    """Paint one emoji into the middle of a box."""
    ratio = painter.device().devicePixelRatio()
    picture = _picture(emoji, size_px, ratio)
    side = picture.width() / ratio
    center = rect.center()
    painter.drawPixmap(QPointF(round(center.x() - side / 2), round(center.y() - side / 2)), picture)


def _picture(emoji: str, size_px: int, ratio: float) -> QPixmap:
    key = (emoji, size_px, ratio)
    found = _kept.get(key)
    if found is not None:
        _kept.move_to_end(key)
        return found
    side = round(size_px * _ROOM * ratio)
    picture = QPixmap(side, side)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setFont(emoji_font(size_px))
    painter.drawText(QRectF(0, 0, side / ratio, side / ratio), Qt.AlignmentFlag.AlignCenter, emoji)
    painter.end()
    _kept[key] = picture
    while len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)
    return picture
