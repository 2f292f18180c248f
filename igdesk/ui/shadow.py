"""The shadow of a card that lies over the window, as soft as the tokens want it."""

from math import erf, sqrt

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QImage, QPainter, QPixmap, QPixmapCache

from igdesk.ui import tokens
from igdesk.ui.theme import Theme

_SAME = 80
"""From this length on, a shadow is the same but for a middle that can be stretched."""


def paint_shadow(painter: QPainter, card: QRectF, theme: Theme, reach: int) -> None:
    """The shadow around a card, no further than ``reach``."""
    whole = card.toRect().adjusted(-reach, -reach, reach, reach)
    shade = _kept(min(round(card.width()), _SAME), min(round(card.height()), _SAME), theme, reach)
    for left, width, from_x, from_width in _parts(whole.left(), whole.width(), shade.width()):
        for top, height, from_y, from_height in _parts(whole.top(), whole.height(), shade.height()):
            place = QRect(left, top, width, height)
            painter.drawPixmap(place, shade, QRect(from_x, from_y, from_width, from_height))


def _parts(start: int, length: int, known: int) -> tuple[tuple[int, int, int, int], ...]:
    """Place and length of each piece, in the painting and in the picture: two ends and a stretched middle."""
    if length == known:
        return ((start, length, 0, known),)
    head = known // 2
    tail = known - head - 1
    middle = length - head - tail
    return (
        (start, head, 0, head),
        (start + head, middle, head, 1),
        (start + head + middle, tail, head + 1, tail),
    )


def _kept(width: int, height: int, theme: Theme, reach: int) -> QPixmap:
    key = f"shadow/{width}/{height}/{reach}/{theme.name}"
    pixmap = QPixmap()
    if not QPixmapCache.find(key, pixmap):
        pixmap = QPixmap.fromImage(_shade(width, height, theme, reach))
        QPixmapCache.insert(key, pixmap)
    return pixmap


def _shade(width: int, height: int, theme: Theme, reach: int) -> QImage:
    """Both layers of the tokens, line by line."""
    far, near = tokens.value("shadow.popup")
    dark = [theme.color(layer["color"]).alphaF() * 255 for layer in (far, near)]
    across = [_profile(width, reach, layer["blur"] / 2, 0) for layer in (far, near)]
    down = [_profile(height, reach, layer["blur"] / 2, layer["y"]) for layer in (far, near)]
    image = QImage(width + 2 * reach, height + 2 * reach, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    for y in range(image.height()):
        one, two = dark[0] * down[0][y], dark[1] * down[1][y]
        line = bytes([int(one * a + two * b + 0.5) for a, b in zip(*across, strict=True)])
        strip = QImage(line, image.width(), 1, image.width(), QImage.Format.Format_Alpha8)
        painter.drawImage(QPoint(0, y), strip)
    painter.end()
    return image


def _profile(length: int, reach: int, spread: float, offset: float) -> list[float]:
    """How much of a blurred stretch is left at each pixel, from 0 to 1; fades out before the reach ends."""
    found = []
    for at in range(-reach, length + reach):
        place = at + 0.5 - offset
        inside = 0.5 * (erf(place / spread / sqrt(2)) - erf((place - length) / spread / sqrt(2)))
        outside = max(-at - 0.5, at + 0.5 - length, 0.0)
        found.append(inside * min(1.0, (reach - outside) / (reach / 2)))
    return found
