"""How long before the end of its reply window a conversation comes back."""

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import QWidget

from igdesk.ui.accessible_role import set_role
from igdesk.ui.format import duration_words
from igdesk.ui.layout.popover import Popover
from igdesk.ui.plain_text import PlainText
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource
from igdesk.ui.triage.choice_row import ChoiceRow

_WIDTH = 284


class RemindPopover(Popover):
    """Answers with a lead; the usual one is on top."""

    chosen = Signal(object)

    def __init__(self, leads: Sequence[tuple[timedelta, str]], theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme_source, parent, width=_WIDTH)
        set_role(self, QAccessible.Role.PopupMenu)
        self.setObjectName("remindPopup")
        words = say("remind.heading")
        self.setAccessibleName(words)
        self.set_padding(6, 6)
        self.column.setSpacing(0)
        heading = PlainText(theme_source, self, scale="small", weight=600, color="text.secondary", text=words)
        heading.setContentsMargins(12, 6, 12, 8)
        self.column.addWidget(heading)
        self._rows: list[ChoiceRow] = []
        for number, (lead, time) in enumerate(leads):
            before = say("remind.before", time=duration_words(lead.total_seconds()))
            row = ChoiceRow(before, theme_source, self, icon_name="bell", trailing=time)
            set_role(row, QAccessible.Role.MenuItem)
            row.setObjectName(f"remind.{lead // timedelta(minutes=1)}")
            row.setAccessibleName(say("snooze.row", name=before, time=time) if time else before)
            row.clicked.connect(lambda _on=False, lead=lead: self._choose(lead))
            row.entered = lambda number=number: self._go(number)  # type: ignore[misc]
            self._rows.append(row)
            self.column.addWidget(row)
        self._current = 0
        self._rows[0].set_current(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._go((self._current + (1 if key == Qt.Key.Key_Down else -1)) % len(self._rows))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._rows[self._current].click()
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_9 and key - Qt.Key.Key_1 < len(self._rows):
            self._rows[key - Qt.Key.Key_1].click()
        else:
            super().keyPressEvent(event)
        event.accept()

    def _go(self, number: int) -> None:
        self._rows[self._current].set_current(False)
        self._current = number
        self._rows[number].set_current(True)

    def _choose(self, lead: timedelta) -> None:
        self.dismiss()
        self.chosen.emit(lead)
