"""Rows of a card put into another order: by their grips, with the pointer or the arrow keys."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from igdesk.ui.controls import IconButton
from igdesk.ui.paint import fill_rounded
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

_SIDE = 24
_LINE = 2
_EDGE = 40
"""So near to the edge of what is seen the page scrolls along."""


class Grip(IconButton):
    """What a row is held by."""

    stepped = Signal(int)
    """One place up (-1) or down (1)."""
    begun = Signal()
    moved = Signal(QPointF)
    """On the screen."""
    ended = Signal(bool)
    """Whether it was let go where it is, and not given up."""

    def __init__(self, name: str, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__("grip", name, theme_source, parent, size_key="menu", side=_SIDE)
        self.setAccessibleDescription(say("settings.order.keys"))
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self._pressed_at: QPointF | None = None
        self._is_dragging = False

    def event(self, event: QEvent) -> bool:
        is_key = event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        if is_key and self._is_dragging and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self._end(is_done=False)  # and nothing else: the settings stay open
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed_at = event.globalPosition()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is None:
            return
        way = (event.globalPosition() - self._pressed_at).manhattanLength()
        if not self._is_dragging and way >= QApplication.startDragDistance():
            self._is_dragging = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.begun.emit()
        if self._is_dragging:
            self.moved.emit(event.globalPosition())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._end(is_done=True)

    def _end(self, *, is_done: bool) -> None:
        was_dragging, self._is_dragging, self._pressed_at = self._is_dragging, False, None
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setDown(False)
        if was_dragging:
            self.ended.emit(is_done)


class RowOrder:
    """One card whose rows can be dragged; a line tells where the row would come to stand."""

    def __init__(
        self,
        area: QScrollArea,
        card: QWidget,
        rows: Callable[[], Sequence[QWidget]],
        move: Callable[[int, int], None],
        theme_source: ThemeSource,
    ) -> None:
        """``move`` is told from which place to which."""
        self._area = area
        self._card = card
        self._rows = rows
        self._move = move
        self._line = _Line(theme_source, card)
        self._line.hide()
        self._from = -1
        self._gap = -1

    def follow(self, grip: Grip, row: QWidget) -> None:
        """Let the row be dragged by its grip."""
        grip.begun.connect(lambda: self._begin(row))
        grip.moved.connect(self._show_gap)
        grip.ended.connect(self._end)

    def _begin(self, row: QWidget) -> None:
        self._from = list(self._rows()).index(row)

    def _show_gap(self, place: QPointF) -> None:
        rows = self._rows()
        if not 0 <= self._from < len(rows):
            return
        y = self._card.mapFromGlobal(place).y()
        self._gap = sum(y > row.y() + row.height() / 2 for row in rows)
        at = rows[self._gap].y() if self._gap < len(rows) else rows[-1].y() + rows[-1].height()
        self._line.setGeometry(QRect(10, round(at) - _LINE, self._card.width() - 20, 2 * _LINE - 1))
        self._line.setVisible(self._gap not in (self._from, self._from + 1))
        self._line.raise_()
        body = self._card.parentWidget()
        assert body is not None
        inside = body.mapFromGlobal(place)
        self._area.ensureVisible(round(inside.x()), round(inside.y()), 0, _EDGE)

    def _end(self, is_done: bool) -> None:
        source, gap, self._from, self._gap = self._from, self._gap, -1, -1
        self._line.hide()
        if is_done and source >= 0 and gap >= 0:
            target = gap - 1 if gap > source else gap
            if target != source:
                self._move(source, target)


class _Line(QWidget):
    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        fill_rounded(QPainter(self), QRectF(self.rect()), _LINE, self._theme_source.current.color("accent.base"))
