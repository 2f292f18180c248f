"""A field, and under it the rows that match what is typed: chosen by arrows and Enter, or with the pointer."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from igdesk.ui.announce import announce
from igdesk.ui.layout.popover import Popover
from igdesk.ui.search.search_field import SearchField
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource
from igdesk.ui.triage.choice_row import ChoiceRow


class FindPopover(Popover):
    """Subclasses make the rows in ``_fill``; the field keeps the focus, the current row is tinted."""

    def __init__(
        self, prompt: str, field_name: str, theme_source: ThemeSource, parent: QWidget, *, width: int, most_letters: int
    ) -> None:
        super().__init__(theme_source, parent, width=width)
        self.set_padding(6, 8, 6)
        self.column.setSpacing(0)
        self.field = SearchField(prompt, theme_source, self)
        self.field.setObjectName(field_name)
        self.field.setMaxLength(most_letters)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(lambda _text: self._fill())
        self.column.addWidget(self.field)
        self.column.addSpacing(6)
        self._rows: list[ChoiceRow] = []
        self._current = 0

    def open_at(self, anchor: QWidget) -> None:
        super().open_at(anchor)
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._take_key(event)
        return super().eventFilter(watched, event)

    def _fill(self) -> None:
        """Put the rows for what is typed in place of the ones before; here there are none."""
        self._drop_rows()

    def _take_key(self, event: QKeyEvent) -> bool:
        """Whether the key was for the rows and not for the field."""
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._rows:
            self._go((self._current + (1 if key == Qt.Key.Key_Down else -1)) % len(self._rows))
            self._tell()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._rows:
                self._rows[self._current].click()
                self._tell()
        elif key == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            return False
        return True

    def _tell(self) -> None:
        """The field has the focus: who listens is told which row Enter takes, and whether it is on."""
        if self._current >= len(self._rows) or not self.isVisible():
            return
        row, name = self._rows[self._current], self._rows[self._current].accessibleName()
        if row.isCheckable():
            name = say("said.ticked" if row.isChecked() else "said.not_ticked", name=name)
        announce(self, name)

    def _drop_rows(self) -> None:
        for row in self._rows:
            self.column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows.clear()

    def _take(self, row: ChoiceRow) -> None:
        """One more row, at the end."""
        number = len(self._rows)
        row.entered = lambda: self._go(number)
        self._rows.append(row)
        self.column.addWidget(row)
        row.show()  # else only once the loop turns, too late for the height

    def _go(self, number: int) -> None:
        if number >= len(self._rows):
            return  # a row on its way out
        if self._current < len(self._rows):
            self._rows[self._current].set_current(False)
        self._current = number
        self._rows[number].set_current(True)
