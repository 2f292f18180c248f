"""One file in the attachment tray: its picture, its name, and what is to be known of it."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QColor, QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from igdesk.domain.attachment import AttachmentKind
from igdesk.store.tray import TrayFile
from igdesk.ui.accessible_role import set_role
from igdesk.ui.composer.tray_words import facts, spoken
from igdesk.ui.controls import PaintedButton
from igdesk.ui.focus_ring import FocusRing
from igdesk.ui.format import play_time
from igdesk.ui.icons import icon_size, paint_icon
from igdesk.ui.images import ImageCache
from igdesk.ui.paint import covering_brush, fill_rounded, rounded_path, stroke_rounded
from igdesk.ui.texts import say
from igdesk.ui.theme import Theme, ThemeSource

WIDTH, PICTURE = 148, 85
_PAD_X, _PAD_Y = 9, 7
_RADIUS = 10.0
_CROSS, _CROSS_IN = 24, 6
_ICONS = {
    AttachmentKind.IMAGE: "image",
    AttachmentKind.VIDEO: "video",
    AttachmentKind.AUDIO: "mic",
    AttachmentKind.FILE: "file",
    AttachmentKind.UNKNOWN: "file",
}


def width_of(theme: Theme) -> int:
    """Of a card: large letters need the room."""
    return round(WIDTH * max(theme.scale, 1.0))


class RemoveButton(PaintedButton):
    """A cross on a dark disc, over a picture."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme_source, parent)
        self.setObjectName("composerTrayRemove")
        self.setFixedSize(_CROSS, _CROSS)

    def radius(self) -> float:
        return _CROSS / 2

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        rect = QRectF(self.rect())
        ground = theme.color("media.overlay.bg")
        ground.setAlpha(230 if self.underMouse() or self.isDown() else ground.alpha())
        fill_rounded(painter, rect, self.radius(), ground)
        paint_icon(painter, "x", rect, theme.color("media.overlay.text"), size_key="inline")


class TrayCard(QWidget):
    """Focused by arrows, removed by Del, moved with Ctrl and the arrows or by dragging."""

    remove_wanted = Signal(int)
    move_wanted = Signal(int, int)
    """File and steps: -1 is one place earlier."""
    step_wanted = Signal(int)
    """The focus goes to a neighbour."""
    focused = Signal(int)

    def __init__(self, file: TrayFile, images: ImageCache, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._images = images
        self._theme_source = theme_source
        self._file = file
        self._pressed_at: QPoint | None = None
        set_role(self, QAccessible.Role.ListItem)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._remove = RemoveButton(theme_source, self)
        self._remove.clicked.connect(lambda: self.remove_wanted.emit(self._file.id))
        self._ring = FocusRing(self, theme_source, lambda: _RADIUS)
        self._name()
        theme_source.changed.connect(self._follow_theme)

    @property
    def file(self) -> TrayFile:
        return self._file

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab comes to, in order."""
        return (self, self._remove)

    def show_file(self, file: TrayFile) -> None:
        """The same card for a file that changed, e.g. was looked at."""
        if file != self._file:
            self._file = file
            self._name()
            self.update()

    def sizeHint(self) -> QSize:
        theme = self._theme_source.current
        return QSize(width_of(theme), PICTURE + 2 * _PAD_Y + 2 * theme.line_height("small"))

    def resizeEvent(self, event: object) -> None:
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        self._remove.move(_CROSS_IN if is_rtl else self.width() - _CROSS - _CROSS_IN, _CROSS_IN + 1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(self._file.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        forward = -1 if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else 1
        step = {Qt.Key.Key_Right: forward, Qt.Key.Key_Left: -forward}.get(Qt.Key(event.key()), 0)
        moves = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_wanted.emit(self._file.id)
        elif step and moves:
            self.move_wanted.emit(self._file.id, step)
        elif step:
            self.step_wanted.emit(step)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Dragged over half of a neighbour it takes its place."""
        if self._pressed_at is None:
            return
        moved = event.position().toPoint().x() - self._pressed_at.x()
        if abs(moved) < max(QApplication.startDragDistance(), self.width() // 2 + 8):
            return
        forward = -1 if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else 1
        self.move_wanted.emit(self._file.id, forward if moved > 0 else -forward)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = None

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme_source.current, QPainter(self)
        rect = QRectF(self.rect())
        fill_rounded(painter, rect, _RADIUS, theme.color("bg.raised"))
        top = QRectF(0, 0, rect.width(), PICTURE)
        self._paint_picture(painter, top)
        self._paint_words(painter, QRectF(_PAD_X, PICTURE + _PAD_Y - 1, rect.width() - 2 * _PAD_X, 0))
        is_bad = bool(self._file.problem)
        stroke_rounded(painter, rect, _RADIUS, theme.color("danger.base" if is_bad else "line.control"))

    def _paint_picture(self, painter: QPainter, rect: QRectF) -> None:
        theme, file = self._theme_source.current, self._file
        pixmap = None
        if file.kind is AttachmentKind.IMAGE and file.media_key:
            pixmap = self._images.pixmap(file.media_key, rect.size().toSize(), self.devicePixelRatioF())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = rounded_path(rect, (_RADIUS, _RADIUS, 0, 0))
        if pixmap is not None:
            painter.fillPath(path, covering_brush(pixmap, rect))
        else:
            painter.fillPath(path, theme.color("bg.sunken"))
            paint_icon(painter, _ICONS[file.kind], rect, theme.color("text.tertiary"), size_key="composer")
        if file.duration_ms:
            self._paint_length(painter, rect, play_time(file.duration_ms))

    def _paint_length(self, painter: QPainter, rect: QRectF, text: str) -> None:
        theme = self._theme_source.current
        font = theme.font("micro", weight=600, tabular=True)
        width = QFontMetricsF(font).horizontalAdvance(text) + 12
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        pill = QRectF(rect.right() - width - 7 if is_rtl else 7, rect.bottom() - 25, width, 18)
        fill_rounded(painter, pill, 5, theme.color("media.overlay.bg"))
        painter.setFont(font)
        painter.setPen(theme.color("media.overlay.text"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_words(self, painter: QPainter, at: QRectF) -> None:
        theme, file = self._theme_source.current, self._file
        line = float(theme.line_height("small"))
        self._paint_line(painter, QRectF(at.x(), at.y(), at.width(), line), file.name, "text.primary", 600)
        rect = QRectF(at.x(), at.y() + line, at.width(), line)
        words = facts(file) if file.id >= 0 else say("tray.checking.short")
        icon, ink = ("error", "danger.text") if file.problem else ("info" if file.note else "", "text.secondary")
        if icon:
            size = icon_size("meta")
            is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            box = QRectF(rect.right() - size if is_rtl else rect.x(), rect.center().y() - size / 2, size, size)
            paint_icon(painter, icon, box, theme.color(ink), size_key="meta")
            rect.adjust(0 if is_rtl else size + 4, 0, -(size + 4) if is_rtl else 0, 0)
        self._paint_line(painter, rect, words, ink, None)

    def _paint_line(self, painter: QPainter, rect: QRectF, text: str, ink: str, weight: int | None) -> None:
        theme = self._theme_source.current
        font = theme.font("small", weight=weight)
        color: QColor = theme.color(ink)
        painter.setFont(font)
        painter.setPen(color)
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if is_rtl else Qt.AlignmentFlag.AlignLeft
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideMiddle, rect.width())
        painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute, shown)

    def _name(self) -> None:
        name = self._file.name
        self.setAccessibleName(spoken(self._file))
        self.setToolTip(f"{name}\n{facts(self._file)}" if self._file.id >= 0 else name)
        remove = say("tray.remove", name=name)
        self._remove.setAccessibleName(remove)
        self._remove.setToolTip(f"{remove} (Del)")

    def _follow_theme(self) -> None:
        self.updateGeometry()
        self.update()
