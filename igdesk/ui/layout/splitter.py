"""The line between two columns, dragged by pointer or moved by keys."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from igdesk.ui.accessible_role import set_role
from igdesk.ui.layout import limits
from igdesk.ui.paint import fill, hairline
from igdesk.ui.theme import ThemeSource


class Splitter(QWidget):
    """1 px line in an 8 px grab area. Asks for a width of its column; the columns decide."""

    width_wanted = Signal(int)
    reset = Signal()

    def __init__(
        self,
        object_name: str,
        name: str,
        theme_source: ThemeSource,
        parent: QWidget,
        *,
        is_column_leading: bool,
        least: int,
        most: int,
    ) -> None:
        """``is_column_leading``: the column whose width it moves lies before the line."""
        super().__init__(parent)
        self.setObjectName(object_name)
        self.setAccessibleName(name)
        set_role(self, QAccessible.Role.Splitter)
        self._theme_source = theme_source
        self._is_column_leading = is_column_leading
        self._limits = (least, most)
        self._width = least
        self._drag: tuple[float, int] | None = None
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme_source.changed.connect(self.update)

    def place(self, edge: int, height: int, column_width: int) -> None:
        """``edge`` is the border between the columns in pixels from the left of the parent."""
        self._width = column_width
        self.setGeometry(edge - limits.GRAB // 2, 0, limits.GRAB, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme_source.current, QPainter(self)
        middle = limits.GRAB // 2
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        column_is_left = self._is_column_leading is not is_rtl
        x = middle - 1 if column_is_left else middle
        if self.hasFocus():
            fill(painter, QRectF(x - 0.5, 0, 2, self.height()), theme.color("focus.ring"))
        else:
            hairline(painter, QRectF(x, 0, 1, self.height()), theme.color("line.separator"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._drag = (event.globalPosition().x(), self._width)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None:
            start, width = self._drag
            self.width_wanted.emit(width + round(event.globalPosition().x() - start) * self._sign())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._drag = None
        self.reset.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Left:
                self.width_wanted.emit(self._width - limits.STEP * self._sign())
            case Qt.Key.Key_Right:
                self.width_wanted.emit(self._width + limits.STEP * self._sign())
            case Qt.Key.Key_Home:
                self.width_wanted.emit(self._limits[0])
            case Qt.Key.Key_End:
                self.width_wanted.emit(self._limits[1])
            case _:
                super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _sign(self) -> int:
        """Whether moving right makes the column wider."""
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        return 1 if self._is_column_leading is not is_rtl else -1
