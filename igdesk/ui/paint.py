"""The small painted things that lists, headers and panes share: avatars, pills, badges, rings, lines."""

import math
from functools import cache
from zlib import crc32

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QTransform,
)

from igdesk.domain.text import graphemes
from igdesk.domain.window import WindowLevel
from igdesk.ui import tokens
from igdesk.ui.icons import icon_size, paint_icon
from igdesk.ui.svg_path import parse_path
from igdesk.ui.theme import Theme, has_unspaced_script

PILL_PAD_LEADING, PILL_PAD_TRAILING, PILL_GAP = 5.0, 7.0, 3.0
BADGE_PAD = 5.0
VERIFIED_LOBES, VERIFIED_DEPTH = 8, 0.075
VERIFIED_TICK = "m7.600 12.400 3 3 5.800-6.200"

RTL = Qt.LayoutDirection.RightToLeft
CENTER = Qt.AlignmentFlag.AlignCenter


def rounded_path(rect: QRectF, radii: tuple[float, float, float, float]) -> QPainterPath:
    """A rectangle with a radius for each corner: top left, top right, bottom right, bottom left."""
    limit = min(rect.width(), rect.height()) / 2
    tl, tr, br, bl = (min(max(r, 0.0), limit) for r in radii)
    left, top, right, bottom = rect.left(), rect.top(), rect.right(), rect.bottom()
    path = QPainterPath(QPointF(left + tl, top))
    path.lineTo(right - tr, top)
    if tr:
        path.arcTo(QRectF(right - 2 * tr, top, 2 * tr, 2 * tr), 90, -90)
    path.lineTo(right, bottom - br)
    if br:
        path.arcTo(QRectF(right - 2 * br, bottom - 2 * br, 2 * br, 2 * br), 0, -90)
    path.lineTo(left + bl, bottom)
    if bl:
        path.arcTo(QRectF(left, bottom - 2 * bl, 2 * bl, 2 * bl), 270, -90)
    path.lineTo(left, top + tl)
    if tl:
        path.arcTo(QRectF(left, top, 2 * tl, 2 * tl), 180, -90)
    path.closeSubpath()
    return path


def fill(painter: QPainter, rect: QRect | QRectF, color: QColor) -> None:
    """A filled rectangle in a plain colour.

    Not with ``fillRect``: to choose among its forms PySide6 makes the 169 gradients of Qt known, 2 ms of every start.
    """
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRect(rect)
    painter.restore()


def fill_rounded(painter: QPainter, rect: QRectF, radius: float, fill: QColor) -> None:
    """A filled rectangle with equal corners."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    limit = min(radius, rect.width() / 2, rect.height() / 2)
    painter.drawRoundedRect(rect, limit, limit)


def stroke_rounded(painter: QPainter, rect: QRectF, radius: float, color: QColor, width: float = 1) -> None:
    """An outline that lies wholly inside ``rect``."""
    half = width / 2
    inner = rect.adjusted(half, half, -half, -half)
    limit = min(max(radius - half, 0), inner.width() / 2, inner.height() / 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(color, width))
    painter.drawRoundedRect(inner, limit, limit)


EXACT = 0.006


def covering_brush(pixmap: QPixmap, rect: QRectF, *, is_whole: bool = False) -> QBrush:
    """The picture in its own proportions as a brush that covers a box, or lies in it uncut; middle in the middle."""
    flat = QPixmap(pixmap)
    flat.setDevicePixelRatio(1)
    fits = rect.width() / flat.width(), rect.height() / flat.height()
    scale = min(fits) if is_whole else max(fits)
    place = QTransform()
    x, y = rect.center().x() - flat.width() * scale / 2, rect.center().y() - flat.height() * scale / 2
    if abs(scale - 1) < EXACT:
        place.translate(round(x), round(y))  # decoded for this very box: copied, not scaled again in every frame
    else:
        place.translate(x, y)
        place.scale(scale, scale)
    brush = QBrush(flat)
    brush.setTransform(place)
    return brush


def hairline(painter: QPainter, rect: QRectF, color: QColor) -> None:
    """A line one device pixel thick at the top (wide ``rect``) or left (tall ``rect``) edge, on the pixel grid."""
    transform = painter.deviceTransform()
    dpr = transform.m11()
    origin = transform.map(rect.topLeft())
    x = rect.left() + (round(origin.x()) - origin.x()) / dpr
    y = rect.top() + (round(origin.y()) - origin.y()) / dpr
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    if rect.width() >= rect.height():
        fill(painter, QRectF(x, y, rect.width(), 1 / dpr), color)
    else:
        fill(painter, QRectF(x, y, 1 / dpr, rect.height()), color)
    painter.restore()


def initials(name: str) -> str:
    """First grapheme of the first and last word; one for scripts that do not abbreviate; # without a name."""
    words = [word for word in (w.lstrip("@_.-·") for w in name.split()) if word != ""]
    if not words:
        return "#"
    first = _first_grapheme(words[0])
    if has_unspaced_script(first) or len(words) == 1:
        return first.upper()
    return (first + _first_grapheme(words[-1])).upper()


def _first_grapheme(word: str) -> str:
    return word[0] if word.isascii() else graphemes(word)[0]


def avatar_tint_index(participant_key: str) -> int:
    """Always the same tint for the same person."""
    return crc32(participant_key.encode("utf-8", "replace")) % 8


def paint_avatar(
    painter: QPainter,
    rect: QRectF,
    theme: Theme,
    participant_key: str,
    name: str,
    pixmap: QPixmap | None = None,
    *,
    tint: int | None = None,
) -> None:
    """The picture in a circle, or initials on the person's tint until a picture is there.

    ``tint``: one that was chosen, in place of the person's own.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if pixmap is not None and not pixmap.isNull():
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        size = pixmap.deviceIndependentSize()
        scale = max(rect.width() / size.width(), rect.height() / size.height())
        brush_origin = rect.center() - QPointF(size.width() * scale / 2, size.height() * scale / 2)
        painter.translate(brush_origin)
        painter.scale(scale, scale)
        painter.setBrush(pixmap)
        corner = (rect.topLeft() - brush_origin) / scale
        painter.drawEllipse(QRectF(corner, rect.size() / scale))
    else:
        ground, letters = theme.avatar_tint(avatar_tint_index(participant_key) if tint is None else tint)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawEllipse(rect)
        text = initials(name)
        ratio = tokens.value("avatar.initialsRatio")
        font = theme.font("body", weight=600, text=text)
        sized = QFont(font)
        sized.setPixelSize(max(round(rect.height() * ratio), 8))
        painter.setFont(sized)
        painter.setPen(letters)
        painter.drawText(rect, CENTER, text)
    painter.restore()


PILL_ICON = {
    WindowLevel.OPEN: "clock",
    WindowLevel.SOON: "hourglass",
    WindowLevel.URGENT: "alert",
    WindowLevel.HUMAN: "agent",
    WindowLevel.CLOSED: "lock",
}


def pill_width(theme: Theme, text: str) -> float:
    """Width of a pill with this text."""
    metrics = QFontMetricsF(theme.font("micro", weight=600, tabular=True))
    return PILL_PAD_LEADING + icon_size("pill") + PILL_GAP + metrics.horizontalAdvance(text) + PILL_PAD_TRAILING


def paint_pill(
    painter: QPainter,
    x: float,
    y: float,
    theme: Theme,
    level: WindowLevel,
    text: str,
    *,
    direction: Qt.LayoutDirection = Qt.LayoutDirection.LeftToRight,
) -> float:
    """A pill whose leading top corner is (x, y); returns its width. Right-to-left, it grows to the left."""
    width, height = pill_width(theme, text), theme.size("size.pill")
    is_rtl = direction is RTL
    rect = QRectF(x - width if is_rtl else x, y, width, height)
    ink = theme.color(f"pill.{level.value}.text")
    painter.save()
    fill_rounded(painter, rect, height / 2, theme.color(f"pill.{level.value}.bg"))
    size = icon_size("pill")
    icon_x = rect.right() - PILL_PAD_LEADING - size if is_rtl else rect.left() + PILL_PAD_LEADING
    icon_rect = QRectF(icon_x, rect.center().y() - size / 2, size, size)
    paint_icon(painter, PILL_ICON[level], icon_rect, ink, layout_direction=direction)
    painter.setFont(theme.font("micro", weight=600, tabular=True))
    painter.setPen(ink)
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # the words decide, not the window
    taken = PILL_PAD_LEADING + size + PILL_GAP
    words = rect.adjusted(PILL_PAD_TRAILING, 0, -taken, 0) if is_rtl else rect.adjusted(taken, 0, 0, 0)
    side = Qt.AlignmentFlag.AlignRight if is_rtl else Qt.AlignmentFlag.AlignLeft
    painter.drawText(words, side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, text)
    painter.restore()
    return width


def badge_width(theme: Theme, text: str, *, small: bool = False) -> float:
    """Width of a badge: round for one figure, longer for more."""
    height = theme.size("size.badgeSmall" if small else "size.badge")
    metrics = QFontMetricsF(theme.font("micro", weight=600, tabular=True))
    return max(height, metrics.horizontalAdvance(text) + 2 * BADGE_PAD)


def paint_badge(
    painter: QPainter,
    trailing: float,
    y: float,
    theme: Theme,
    text: str,
    *,
    muted: bool = False,
    small: bool = False,
    ring: QColor | None = None,
    direction: Qt.LayoutDirection = Qt.LayoutDirection.LeftToRight,
) -> float:
    """A number in a lozenge whose trailing top corner is (trailing, y); returns its width.

    ``ring`` paints a 2 px edge of the ground around it, where it lies on something.
    """
    height = theme.size("size.badgeSmall" if small else "size.badge")
    width = badge_width(theme, text, small=small)
    rect = QRectF(trailing if direction is RTL else trailing - width, y, width, height)
    painter.save()
    if ring is not None:
        fill_rounded(painter, rect.adjusted(-2, -2, 2, 2), height / 2 + 2, ring)
    fill_rounded(painter, rect, height / 2, theme.color("badge.muted.bg" if muted else "badge.bg"))
    painter.setFont(theme.font("micro", weight=600, tabular=True))
    painter.setPen(theme.color("badge.muted.text" if muted else "badge.text"))
    painter.drawText(rect, CENTER, text)
    painter.restore()
    return width


def paint_focus_ring(painter: QPainter, rect: QRectF, theme: Theme, radius: float) -> None:
    """The 2 px ring, wholly inside ``rect``."""
    painter.save()
    stroke_rounded(painter, rect, radius, theme.color("focus.ring"), theme.size("size.control.focusRing"))
    painter.restore()


def paint_verified(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """The sign after the name of a verified account."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / 24, rect.height() / 24)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("accent.base"))
    painter.drawPath(_verified_ground())
    tick = QPen(theme.color("accent.on"), 2.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    tick.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(tick)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(parse_path(VERIFIED_TICK))
    painter.restore()


@cache
def _verified_ground() -> QPainterPath:
    """A disc with a wavy edge on a grid of 24."""
    path = QPainterPath()
    steps = VERIFIED_LOBES * 12
    for step in range(steps):
        angle = 2 * math.pi * step / steps
        reach = 12 * (1 - VERIFIED_DEPTH + VERIFIED_DEPTH * math.cos(VERIFIED_LOBES * angle))
        point = QPointF(12 + reach * math.cos(angle), 12 + reach * math.sin(angle))
        path.lineTo(point) if step else path.moveTo(point)
    path.closeSubpath()
    return path
