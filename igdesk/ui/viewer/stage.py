"""Where the picture stands: fitted, enlarged, turned, moved by the pointer. It paints what it is given."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from igdesk.ui.icons import paint_icon
from igdesk.ui.paint import fill_rounded
from igdesk.ui.theme import ThemeSource

STEP = 1.25
MOST_SCALE = 8.0
WHEEL_NOTCH = 120
RADIUS = 6
PLAY_DISC = 64
SIDE_PX, TOP_PX, BOTTOM_PX = 96, 16, 16
"""Free of the fitted picture: room for the arrows."""
_SHADOW = 24


class Stage(QWidget):
    """Sizes are those of the whole picture in its own pixels, whatever resolution is at hand."""

    zoomed = Signal()
    more_wanted = Signal()
    """The picture is shown larger than what is at hand can show well."""
    clicked = Signal()
    """On the picture, without moving it."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("viewerStage")
        self._theme_source = theme_source
        self._pixmap: QPixmap | None = None
        self._frame: QImage | None = None
        self._natural = QSizeF()
        self._icon, self._words = "", ""
        self._scale: float | None = None
        self._turns = 0
        self._offset = QPointF()
        self._pressed: QPointF | None = None
        self._has_dragged = False
        self._is_crowned = False
        self.setMouseTracking(True)

    # what is shown

    def begin(self, natural: QSizeF) -> None:
        """Another picture: fitted and upright."""
        self._pixmap = self._frame = None
        self._natural = natural
        self._icon = self._words = ""
        self._scale, self._turns, self._offset = None, 0, QPointF()
        self._is_crowned = False
        self.zoomed.emit()
        self.update()

    def show_picture(self, pixmap: QPixmap) -> None:
        """The picture in some resolution. Its proportions count, should they be others than was told."""
        self._pixmap = pixmap
        self._learn_size(pixmap.width() / pixmap.devicePixelRatio(), pixmap.height() / pixmap.devicePixelRatio())
        self.update()

    def show_frame(self, image: QImage) -> None:
        """The moment of a video."""
        self._frame = image
        self._learn_size(image.width(), image.height())
        self.update()

    def show_words(self, icon_name: str, words: str) -> None:
        """In place of a picture: why there is none, or not yet."""
        self._icon, self._words = icon_name, words
        self.update()

    def set_crowned(self, is_crowned: bool) -> None:
        """Whether the disc that plays stands on the picture."""
        if is_crowned != self._is_crowned:
            self._is_crowned = is_crowned
            self.update()

    @property
    def has_picture(self) -> bool:
        return self._pixmap is not None or self._frame is not None

    @property
    def natural(self) -> QSizeF:
        return self._natural

    @property
    def turns(self) -> int:
        """Quarter turns, clockwise."""
        return self._turns

    # size and place

    @property
    def is_fitted(self) -> bool:
        return self._scale is None

    @property
    def scale(self) -> float:
        """1 shows a pixel of the picture as one of the screen."""
        return self._fit() if self._scale is None else self._scale

    def fit(self) -> None:
        self._scale, self._offset = None, QPointF()
        self._after_zoom()

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Enlarge around a point of the stage, the middle if there is none."""
        self.zoom_to(self.scale * factor, at)

    def zoom_to(self, scale: float, at: QPointF | None = None) -> None:
        fit = self._fit()
        before = self.scale
        scale = min(max(scale, min(fit, 1.0)), max(MOST_SCALE, fit))
        if abs(scale / fit - 1) < 0.02:
            self.fit()
            return
        middle = QPointF(self.rect().center())
        point = (at or middle) - middle
        self._offset = point - (point - self._offset) * (scale / before)
        self._scale = scale
        self._after_zoom()

    def rotate(self) -> None:
        """A quarter turn clockwise."""
        self._turns = (self._turns + 1) % 4
        self._offset = QPointF()
        self._after_zoom()

    def move_by(self, dx: float, dy: float) -> None:
        self._offset += QPointF(dx, dy)
        self._hold()
        self.update()

    # events

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta().y()
        if turn and self.has_picture:
            self.zoom_by(STEP ** (turn / WHEEL_NOTCH), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed, self._has_dragged = event.position(), False
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            event.ignore()
            return
        moved = event.position() - self._pressed
        if self._has_dragged or moved.manhattanLength() > 4:
            self._has_dragged = True
            self._pressed = event.position()
            if not self.is_fitted:
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
                self.move_by(moved.x(), moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        was_pressed, self._pressed = self._pressed is not None, None
        self.unsetCursor()
        if was_pressed and not self._has_dragged and self._place().contains(event.position()):
            self.clicked.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._place().contains(event.position()):
            if self.is_fitted:
                self.zoom_to(1.0, event.position())
            else:
                self.fit()

    def leaveEvent(self, event: QEvent) -> None:
        self.unsetCursor()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hold()
        self.zoomed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._theme_source.current
        if not self.has_picture:
            self._paint_words(painter)
            return
        place = self._place()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self.is_fitted:
            shadow = QColor(0, 0, 0)
            for step in range(_SHADOW, 0, -4):
                shadow.setAlphaF(0.10 * (1 - step / _SHADOW))
                fill_rounded(painter, place.adjusted(-step, -step + 4, step, step + 4), RADIUS + step, shadow)
        painter.save()
        painter.translate(place.center())
        painter.rotate(90 * self._turns)
        size = place.size().transposed() if self._turns % 2 else place.size()
        target = QRectF(-size.width() / 2, -size.height() / 2, size.width(), size.height())
        if self._frame is not None:
            painter.drawImage(target, self._frame)
        elif self._pixmap is not None:
            painter.drawPixmap(target, self._pixmap, QRectF(self._pixmap.rect()))
        painter.restore()
        if self._is_crowned:
            disc = QRectF(0, 0, PLAY_DISC, PLAY_DISC)
            disc.moveCenter(place.center())
            fill_rounded(painter, disc, PLAY_DISC / 2, theme.color("media.overlay.bg"))
            paint_icon(painter, "play", disc, theme.color("media.overlay.text"), size_key="empty")

    # inside

    def _paint_words(self, painter: QPainter) -> None:
        theme = self._theme_source.current
        if self._icon:
            box = QRectF(self.rect()).adjusted(0, -28, 0, -28)
            paint_icon(painter, self._icon, box, theme.color("viewer.text.secondary"), size_key="empty")
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color("viewer.text.secondary"))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(QRectF(self.rect()).adjusted(120, 24, -120, 24), flags, self._words)

    def _turned(self) -> QSizeF:
        return self._natural.transposed() if self._turns % 2 else self._natural

    def _fit(self) -> float:
        """Never larger than its own pixels."""
        whole, dpr = self._turned(), self.devicePixelRatioF()
        if whole.isEmpty():
            return 1.0
        side = SIDE_PX if self.width() > 640 else 12
        room_w = max(self.width() - 2 * side, 40) * dpr
        room_h = max(self.height() - TOP_PX - BOTTOM_PX, 40) * dpr
        return min(room_w / whole.width(), room_h / whole.height(), 1.0)

    def _place(self) -> QRectF:
        whole = self._turned() * (self.scale / self.devicePixelRatioF())
        middle = QPointF(self.rect().center()) + self._offset
        return QRectF(middle.x() - whole.width() / 2, middle.y() - whole.height() / 2, whole.width(), whole.height())

    def _hold(self) -> None:
        """The picture cannot be lost: it moves only as far as there is something of it outside."""
        whole = self._turned() * (self.scale / self.devicePixelRatioF())
        most_x = max((whole.width() - self.width()) / 2, 0.0)
        most_y = max((whole.height() - self.height()) / 2, 0.0)
        self._offset = QPointF(min(max(self._offset.x(), -most_x), most_x), min(max(self._offset.y(), -most_y), most_y))

    def _after_zoom(self) -> None:
        self._hold()
        self.zoomed.emit()
        if self._pixmap is not None and self.scale * self._natural.width() > self._pixmap.width() * 1.05:
            self.more_wanted.emit()
        self.update()

    def _learn_size(self, width: float, height: float) -> None:
        """Told sizes may be wrong or missing, or those before the picture was turned upright."""
        if width <= 0 or height <= 0:
            return
        told = self._natural
        if told.isEmpty():
            self._natural = QSizeF(width, height)
        elif abs(told.width() / told.height() - width / height) > 0.02 * width / height:
            longer = max(told.width(), told.height(), width, height)
            grown = longer / max(width, height)
            self._natural = QSizeF(width * grown, height * grown)
        else:
            return
        self.zoomed.emit()
