"""The emoji in rows, painted: a table to screen readers, with no widget inside."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QStyleOptionViewItem, QTableView, QWidget

from igdesk.ui.emoji_paint import paint_emoji
from igdesk.ui.paint import fill_rounded, stroke_rounded
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource
from igdesk.ui.tip import TellingDelegate

COLUMNS = 10
CELL, HEADING = 34, 28
EMOJI = 22
LONG_PRESS_MS = 450
_Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it."""

    id: str
    title: str
    signs: tuple[str, ...]


class GridModel(QAbstractTableModel):
    """Rows of ten; a heading takes a whole row."""

    def __init__(self, name_of: Callable[[str], str], parent: QWidget) -> None:
        super().__init__(parent)
        self._name_of = name_of
        self._rows: list[Section | tuple[str, ...]] = []

    def show(self, sections: Sequence[Section]) -> None:
        self.beginResetModel()
        self._rows = []
        for section in sections:
            self._rows.append(section)
            self._rows += [section.signs[i : i + COLUMNS] for i in range(0, len(section.signs), COLUMNS)]
        self.endResetModel()

    def row(self, row: int) -> Section | tuple[str, ...]:
        return self._rows[row]

    def width_of(self, row: int) -> int:
        """How many emoji stand in a row; none in a heading."""
        found = self._rows[row]
        return 0 if isinstance(found, Section) else len(found)

    def sign(self, index: _Index) -> str:
        """The emoji of a cell; empty for headings and the rest of a row."""
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return ""
        row = self._rows[index.row()]
        return row[index.column()] if not isinstance(row, Section) and index.column() < len(row) else ""

    def heading_of(self, row: int) -> Section | None:
        """The section a row belongs to."""
        for at in range(min(row, len(self._rows) - 1), -1, -1):
            found = self._rows[at]
            if isinstance(found, Section):
                return found
        return None

    def heading_row(self, section_id: str) -> int:
        rows = enumerate(self._rows)
        return next((at for at, row in rows if isinstance(row, Section) and row.id == section_id), -1)

    def rowCount(self, parent: _Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else COLUMNS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Rows and columns have no names; their numbers would only be read aloud."""
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not self.sign(index):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole) or not index.isValid():
            return None
        row = self._rows[index.row()]
        if isinstance(row, Section):
            return row.title if index.column() == 0 and role == Qt.ItemDataRole.AccessibleTextRole else None
        sign = self.sign(index)
        return self._name_of(sign) if sign else None


class _Painter(TellingDelegate):
    def __init__(self, grid: "EmojiGrid", theme_source: ThemeSource) -> None:
        super().__init__(theme_source, grid)
        self._grid = grid

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model, theme = self._grid.rows, self._theme_source.current
        row = model.row(index.row())
        rect = QRectF(option.rect)
        if isinstance(row, Section):
            if index.column() == 0:
                painter.setFont(theme.font("small", weight=600, text=row.title))
                painter.setPen(theme.color("text.secondary"))
                side = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(rect.adjusted(2, 0, 0, 0), side, row.title)
            return
        sign = model.sign(index)
        if not sign:
            return
        cell = QRectF(0, 0, CELL - 1, CELL - 1)
        cell.moveCenter(rect.center())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = theme.size("radius.control")
        if index == self._grid.currentIndex():
            fill_rounded(painter, cell, radius, theme.color("bg.hover"))
            stroke_rounded(painter, cell, radius, theme.color("focus.ring"), 2)
        elif index == self._grid.hovered:
            fill_rounded(painter, cell, radius, theme.color("bg.hover"))
        paint_emoji(painter, rect, sign, EMOJI)


class EmojiGrid(QTableView):
    """Moves over headings and short rows as over nothing."""

    chosen = Signal(str, bool)
    """An emoji, and whether the picker stays open."""
    tones_wanted = Signal(str)
    current_moved = Signal()
    scrolled = Signal()

    def __init__(self, name_of: Callable[[str], str], theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("emojiGrid")
        self.rows = GridModel(name_of, self)
        self.hovered = QModelIndex()
        self._was_long = False
        self._press = QTimer(self, singleShot=True, interval=LONG_PRESS_MS)
        self._press.timeout.connect(self._pressed_long)
        self.setModel(self.rows)
        self.setItemDelegate(_Painter(self, theme_source))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setAutoScroll(False)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.setStyleSheet("QTableView { background: transparent; }")
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
            header.setMinimumSectionSize(1)
        self.horizontalHeader().setDefaultSectionSize(CELL)
        self.verticalHeader().setDefaultSectionSize(CELL)
        self.verticalScrollBar().setSingleStep(CELL // 2)
        self.verticalScrollBar().valueChanged.connect(self.scrolled)
        theme_source.changed.connect(self.viewport().update)

    def show_sections(self, sections: Sequence[Section]) -> None:
        """Show these; the first emoji is the current one."""
        self.clearSpans()
        self.hovered = QModelIndex()
        self.rows.show(sections)
        for row in range(self.rows.rowCount()):
            if isinstance(self.rows.row(row), Section):
                self.setSpan(row, 0, 1, COLUMNS)
                self.setRowHeight(row, HEADING)
        self.scrollToTop()
        self.step(0, 0)

    def section_on_top(self) -> Section | None:
        row = self.rowAt(HEADING // 2)
        return self.rows.heading_of(row) if row >= 0 else None

    def scroll_to_section(self, section_id: str) -> None:
        """Its heading to the top, its first emoji the current one."""
        row = self.rows.heading_row(section_id)
        if row >= 0:
            self._go(row + 1, 0, QAbstractItemView.ScrollHint.EnsureVisible)
            self.scrollTo(self.rows.index(row, 0), QAbstractItemView.ScrollHint.PositionAtTop)

    @property
    def current_sign(self) -> str:
        return self.rows.sign(self.currentIndex())

    def step(self, rows: int, columns: int) -> None:
        """Step by rows or columns; to the right of the last one the next row begins."""
        at = self.currentIndex()
        count = self.rows.rowCount()
        if not self.rows.sign(at):
            first = next((r for r in range(count) if not isinstance(self.rows.row(r), Section)), -1)
            if first >= 0:
                self._go(first, 0)
            return
        row, column = at.row(), at.column() + columns
        if columns and (column < 0 or column >= self.rows.width_of(row)):
            step = 1 if column > 0 else -1
            row = self._next_line(row, step)
            if row < 0:
                return
            column = 0 if step > 0 else self.rows.width_of(row) - 1
        for _ in range(abs(rows)):
            following = self._next_line(row, 1 if rows > 0 else -1)
            if following < 0:
                break
            row = following
        self._go(row, min(column, self.rows.width_of(row) - 1))

    def _next_line(self, row: int, step: int) -> int:
        row += step
        while 0 <= row < self.rows.rowCount():
            if not isinstance(self.rows.row(row), Section):
                return row
            row += step
        return -1

    def _go(
        self, row: int, column: int, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        index = self.rows.index(row, column)
        self.setCurrentIndex(index)
        if row and isinstance(self.rows.row(row - 1), Section):
            self.scrollTo(self.rows.index(row - 1, 0), hint)  # with its heading
        self.scrollTo(index, hint)
        self.viewport().update()
        self.current_moved.emit()

    # hands

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()  # the picker decides

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._was_long = False
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and self.rows.sign(index):
            self.setCurrentIndex(index)
            self._press.start()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._press.stop()
        sign = self.rows.sign(self.indexAt(event.position().toPoint()))
        if event.button() is Qt.MouseButton.LeftButton and sign and not self._was_long and sign == self.current_sign:
            self.chosen.emit(sign, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(event.position().toPoint())

    def leaveEvent(self, event: object) -> None:
        self._hover(QPoint(-1, -1))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(event.pos())
        if self.rows.sign(index):
            self.setCurrentIndex(index)
            self.tones_wanted.emit(self.rows.sign(index))

    def _hover(self, at: QPoint) -> None:
        found = self.indexAt(at)
        if found != self.hovered:
            self.hovered = found
            self.viewport().setCursor(
                Qt.CursorShape.PointingHandCursor if self.rows.sign(found) else Qt.CursorShape.ArrowCursor
            )
            self.viewport().update()

    def _pressed_long(self) -> None:
        self._was_long = True
        self.tones_wanted.emit(self.current_sign)

    def say_current(self) -> str:
        """The name of the current emoji, for who listens."""
        name = self.rows.data(self.currentIndex(), Qt.ItemDataRole.AccessibleTextRole)
        return str(name) if name else say("emoji.none")
