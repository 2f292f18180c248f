"""Icons painted from the paths of the design tokens."""

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QPixmap,
    QPixmapCache,
    QTransform,
)

from igdesk.ui import tokens
from igdesk.ui.svg_path import parse_path

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

_FILL_MARK = "F:"


def icon_size(size_key: str) -> float:
    """A step of ``icon.sizes``, e.g. ``toolbar`` -> 19."""
    size: float = tokens.value("icon.sizes")[size_key]
    return size


def paint_icon(
    painter: QPainter,
    name: str,
    rect: QRectF,
    color: QColor,
    *,
    size_key: str = "",
    layout_direction: Qt.LayoutDirection | None = None,
) -> None:
    """Paint an icon in the middle of ``rect``: at the size of ``size_key``, else as large as fits.

    Icons that point are mirrored in right-to-left layouts (default: the application's direction).
    """
    size = icon_size(size_key) if size_key else min(rect.width(), rect.height())
    scale = size / tokens.value("icon.grid")
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.center() - QPointF(size / 2, size / 2))
    if _is_mirrored(name, layout_direction):
        painter.translate(size, 0)
        painter.scale(-scale, scale)
    else:
        painter.scale(scale, scale)
    painter.fillPath(icon_path(name, _stroke_at(size)), color)
    painter.restore()


def icon_pixmap(
    name: str, size: float, color: QColor, dpr: float, layout_direction: Qt.LayoutDirection | None = None
) -> QPixmap:
    """The icon as a picture, for places that take nothing else. Kept in Qt's pixmap cache."""
    mirrored = _is_mirrored(name, layout_direction)
    key = f"icon/{name}/{size}/{color.rgba():08x}/{dpr}/{mirrored}"
    pixmap = QPixmap()
    if QPixmapCache.find(key, pixmap):
        return pixmap
    pixmap = QPixmap(round(size * dpr), round(size * dpr))
    pixmap.setDevicePixelRatio(dpr)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_icon(painter, name, QRectF(0, 0, size, size), color, layout_direction=layout_direction)
    painter.end()
    QPixmapCache.insert(key, pixmap)
    return pixmap


def icon(name: str, color: QColor, size: float = 18) -> "QIcon":
    """For menus and actions, sharp at the usual ratios."""
    from PySide6.QtGui import QIcon  # its enums are many, and the first window has no menu

    made = QIcon()
    for dpr in (1.0, 2.0):
        made.addPixmap(icon_pixmap(name, size, color, dpr))
    made.setIsMask(True)  # of one colour: it may be painted in another
    return made


@cache
def icon_path(name: str, stroke: float) -> QPainterPath:
    """The area that the icon covers on its 24-unit grid: strokes as outlines, so it can be filled in one go."""
    area = QPainterPath()
    area.setFillRule(Qt.FillRule.WindingFill)
    stroker = QPainterPathStroker()
    stroker.setWidth(stroke)
    stroker.setCapStyle(Qt.PenCapStyle.RoundCap)
    stroker.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    stroker.setCurveThreshold(0.02)
    for data in tokens.value("icon.paths")[name]:
        if data.startswith(_FILL_MARK):
            area.addPath(parse_path(data[len(_FILL_MARK) :]))
        else:
            area.addPath(stroker.createStroke(parse_path(data)))
    return area


def paint_mark(painter: QPainter, rect: QRectF, color: QColor) -> None:
    """The mark of igdesk in one colour; the tray line is left out of the bubble."""
    scale = min(rect.width(), rect.height()) / tokens.value("brand.grid")
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setTransform(QTransform(scale, 0, 0, scale, rect.x(), rect.y()), combine=True)
    painter.fillPath(_mark_path(), color)
    painter.restore()


@cache
def _mark_path() -> QPainterPath:
    stroker = QPainterPathStroker()
    stroker.setWidth(tokens.value("brand.trayStrokeWidth"))
    stroker.setCurveThreshold(0.02)
    tray = stroker.createStroke(parse_path(tokens.value("brand.markTrayStroke")))
    return parse_path(tokens.value("brand.markBubble")).subtracted(tray)


def _stroke_at(size: float) -> float:
    """Small icons have a heavier stroke, so that it does not fade."""
    heavier: float | None = tokens.value("icon.strokeAt").get(f"{size:g}")
    return heavier or tokens.value("icon.stroke")


def _is_mirrored(name: str, layout_direction: Qt.LayoutDirection | None) -> bool:
    if name not in tokens.value("icon.mirrorInRtl"):
        return False
    direction = QGuiApplication.layoutDirection() if layout_direction is None else layout_direction
    return direction is Qt.LayoutDirection.RightToLeft
