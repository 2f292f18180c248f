"""A card of rows of which one is taken: by arrows and Enter, by digits, or with the pointer."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from igdesk.ui.accessible_role import set_role
from igdesk.ui.announce import tell_focus
from igdesk.ui.layout.popover import Popover
from igdesk.ui.plain_text import PlainText
from igdesk.ui.theme import ThemeSource
from igdesk.ui.triage.choice_row import ChoiceRow


class ChoicePopover(Popover):
    """Subclasses make the rows; the current one is tinted."""

    chosen = Signal(object)

    def __init__(self, heading: str, theme_source: ThemeSource, parent: QWidget, *, width: int) -> None:
        super().__init__(theme_source, parent, width=width)
        set_role(self, QAccessible.Role.PopupMenu)
        self.setAccessibleName(heading)
        self.set_padding(6, 6)
        self.column.setSpacing(0)
        words = PlainText(theme_source, self, scale="small", weight=600, color="text.secondary", text=heading)
        words.setContentsMargins(12, 6, 12, 8)
        self.column.addWidget(words)
        self._rows: list[ChoiceRow] = []
        self._current = 0

    def open_at(self, anchor: QWidget) -> None:
        super().open_at(anchor)
        QTimer.singleShot(0, self, self._tell)  # after the menu itself

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if not self._rows:
            super().keyPressEvent(event)  # Esc
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._go((self._current + (1 if key == Qt.Key.Key_Down else -1)) % len(self._rows))
            self._tell()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._rows[self._current].click()
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_9 and key - Qt.Key.Key_1 < len(self._rows):
            self._rows[key - Qt.Key.Key_1].click()
        else:
            super().keyPressEvent(event)
        event.accept()

    def _take(self, row: ChoiceRow, column: QVBoxLayout) -> None:
        """One more row, at the end."""
        number = len(self._rows)
        set_role(row, QAccessible.Role.MenuItem)
        row.entered = lambda: self._go(number)
        self._rows.append(row)
        column.addWidget(row)

    def _go(self, number: int) -> None:
        if number >= len(self._rows):
            return  # a row on its way out
        self._rows[self._current].set_current(False)
        self._current = number
        self._rows[number].set_current(True)

    def _tell(self) -> None:
        if self._rows:
            tell_focus(self._rows[self._current])

    def _choose(self, what: object) -> None:
        self.dismiss()
        self.chosen.emit(what)
