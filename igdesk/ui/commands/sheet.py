"""All shortcuts in two columns, each a line that can be chosen to be changed."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from igdesk.ui.commands.command import Group
from igdesk.ui.commands.sheet_lines import SheetLine
from igdesk.ui.controls import PaintedButton
from igdesk.ui.label import Label
from igdesk.ui.paint import fill_rounded, hairline
from igdesk.ui.search.key_caps import caps_width, paint_caps
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

LEADING = (Group.MOVE, Group.CONVERSATION)
"""Groups of the first column."""
ONE_COLUMN_PX = 620
GAP_PX = 40


class SheetRow(PaintedButton):
    """A command and its keys."""

    def __init__(self, line: SheetLine, theme_source: ThemeSource, parent: QWidget, *, is_changing: bool) -> None:
        super().__init__(theme_source, parent)
        self.line = line
        self._either = say("shortcuts.or")
        self._is_changing = is_changing and bool(line.command_id)
        self.setAccessibleName(line.spoken)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self._is_changing else Qt.FocusPolicy.NoFocus)
        self.setEnabled(self._is_changing or not is_changing)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        return QSize(220, self._line_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self._line_height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """Two lines where the name would be cut beside the keys."""
        return self._line_height() * (1 if self._is_one_line(width) else 2) - (0 if self._is_one_line(width) else 6)

    def _line_height(self) -> int:
        return max(int(self.theme.size("size.row.shortcut")), self.theme.line_height("body") + 9)

    def _is_one_line(self, width: float) -> bool:
        font = self.theme.font("body", weight=600 if self.line.is_changed else 400, text=self.line.title)
        return QFontMetricsF(font).horizontalAdvance(self.line.title) + self._keys_width() + 12 <= width

    def _keys_width(self) -> float:
        """What stands at the trailing end."""
        theme, small = self.theme, QFontMetricsF(self.theme.font("small"))
        if not self.line.keys:
            return small.horizontalAdvance(say("shortcuts.none")) + 1
        gaps = small.horizontalAdvance(f" {self._either} ") * (len(self.line.keys) - 1)
        return sum(caps_width(theme, key) for key in self.line.keys) + gaps

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, rect = self.theme, QPainter(self), QRectF(self.rect())
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        if self._is_changing and (self.underMouse() or self.isDown()):
            fill_rounded(painter, rect, theme.size("radius.sm"), theme.color("bg.hover"))
        hairline(painter, QRectF(0, rect.height() - 1, rect.width(), 1), theme.color("line.separator"))
        small = theme.font("small")
        between = f" {self._either} "
        gap = QFontMetricsF(small).horizontalAdvance(between)
        width = self._keys_width()
        none = say("shortcuts.none") if not self.line.keys else ""
        line = float(self._line_height())
        is_one_line = self._is_one_line(rect.width())
        room = QRectF(0, 0, rect.width() - (width + 12 if is_one_line else 0), line if is_one_line else line - 3)
        ends = QRectF(0, rect.height() - room.height(), 0, room.height())
        left = rect.width() - width
        if is_rtl:
            room.moveRight(rect.width())
            left = 0.0
        font = theme.font("body", weight=600 if self.line.is_changed else 400, text=self.line.title)
        painter.setFont(font)
        painter.setPen(theme.color("danger.text" if self.line.has_clash else "text.primary"))
        shown = QFontMetricsF(font).elidedText(self.line.title, Qt.TextElideMode.ElideRight, room.width())
        edge = Qt.AlignmentFlag.AlignRight if is_rtl else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, edge | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.setFont(small)
        painter.setPen(theme.color("text.tertiary"))
        if none:
            painter.drawText(QRectF(left, ends.y(), width, ends.height()), Qt.AlignmentFlag.AlignCenter, none)
        for place, key in enumerate(self.line.keys):
            if place:
                painter.setFont(small)
                painter.setPen(theme.color("text.secondary"))
                painter.drawText(QRectF(left, ends.y(), gap, ends.height()), Qt.AlignmentFlag.AlignCenter, between)
                left += gap
            left = paint_caps(painter, theme, key, left, ends.center().y())


class ShortcutSheet(QWidget):
    """Rebuilt whenever keys change."""

    wanted = Signal(str, object)
    """Id of the command to change, and its row."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self._groups: Sequence[tuple[Group, Sequence[SheetLine]]] = ()
        self._is_changing = False
        self._columns: list[QVBoxLayout] = []
        self._is_narrow = False
        self.rows: list[SheetRow] = []
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(GAP_PX)
        self._halves = (QWidget(self), QWidget(self))
        for half in self._halves:
            column = QVBoxLayout(half)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            self._columns.append(column)
            self._line.addWidget(half, 1)

    def show_lines(self, groups: Sequence[tuple[Group, Sequence[SheetLine]]], *, is_changing: bool) -> None:
        if groups == self._groups and is_changing == self._is_changing:
            return
        self._groups, self._is_changing = groups, is_changing
        self._fill()

    def row_of(self, command_id: str) -> SheetRow | None:
        return next((row for row in self.rows if row.line.command_id == command_id), None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (self.width() < ONE_COLUMN_PX) is not self._is_narrow:
            self._is_narrow = not self._is_narrow
            self._fill()

    def _fill(self) -> None:
        self.rows = []
        for column in self._columns:
            while column.count():
                item = column.takeAt(0)
                widget = item.widget() if item is not None else None
                if widget is not None:
                    widget.hide()
                    widget.deleteLater()
        for group, lines in self._groups:
            place = 0 if self._is_narrow or group in LEADING else 1
            half, column = self._halves[place], self._columns[place]
            if column.count():
                column.addSpacing(16)
            words = say(f"shortcuts.group.{group.value}")
            heading = Label(words, self._theme_source, half, scale="small", color="text.secondary", weight=600)
            column.addWidget(heading)
            column.addSpacing(3)
            for line in lines:
                row = SheetRow(line, self._theme_source, half, is_changing=self._is_changing)
                row.clicked.connect(lambda _checked=False, r=row: self._choose(r))
                column.addWidget(row)
                self.rows.append(row)
        for column in self._columns:
            column.addStretch(1)
        self._halves[1].setVisible(not self._is_narrow)

    def _choose(self, row: SheetRow) -> None:
        if self._is_changing and row.line.command_id:
            self.wanted.emit(row.line.command_id, row)
