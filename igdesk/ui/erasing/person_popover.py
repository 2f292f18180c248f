"""Choosing the person whose traces are to go: found by typing a name or @username."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from igdesk.store.deleting import Known
from igdesk.ui.controls import TextField
from igdesk.ui.layout.popover import Popover
from igdesk.ui.plain_text import PlainText
from igdesk.ui.texts import left_to_right, say
from igdesk.ui.theme import ThemeSource
from igdesk.ui.triage.choice_row import ChoiceRow

_WIDTH = 340
_MOST_ROWS = 7


class PersonPopover(Popover):
    """The ones who wrote last, until something is typed."""

    chosen = Signal(object)
    """ConversationId with this person."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget, find: Callable[[str, int], Sequence[Known]]) -> None:
        super().__init__(theme_source, parent, width=_WIDTH)
        self.setObjectName("personPopup")
        self.setAccessibleName(say("erase.person.choose"))
        self._find = find
        self.set_padding(6, 8, 6)
        self.column.setSpacing(0)
        self.field = TextField(say("erase.person.search"), theme_source, self)
        self.field.setPlaceholderText(say("erase.person.search"))
        self.field.setObjectName("personSearch")
        self.field.setMaxLength(200)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(lambda _text: self._fill())
        self.column.addWidget(self.field)
        self.column.addSpacing(6)
        self._none = PlainText(theme_source, self, color="text.secondary", text=say("erase.person.none"))
        self._none.setContentsMargins(12, 8, 12, 8)
        self.column.addWidget(self._none)
        self._rows: list[tuple[ChoiceRow, Known]] = []
        self._current = 0
        self._fill()

    def open_at(self, anchor: QWidget) -> None:
        super().open_at(anchor)
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._rows:
                self._go((self._current + (1 if key == Qt.Key.Key_Down else -1)) % len(self._rows))
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self._rows:
                    self._choose(self._rows[self._current][1])
                return True
            if key == Qt.Key.Key_Escape:
                self.dismiss()
                return True
        return super().eventFilter(watched, event)

    def _fill(self) -> None:
        for row, _ in self._rows:
            self.column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows.clear()
        self._current = 0
        for number, known in enumerate(self._find(self.field.text(), _MOST_ROWS)):
            username = left_to_right(f"@{known.username}") if known.username else ""
            name = known.name or username or say("row.nobody")
            row = ChoiceRow(name, self.theme_source, self, trailing=username if known.name else "", icon_name="user")
            row.setObjectName("personItem")
            row.setAccessibleName(", ".join(dict.fromkeys(filter(None, (name, username)))))
            row.clicked.connect(lambda _checked=False, known=known: self._choose(known))
            row.entered = lambda number=number: self._go(number)  # type: ignore[misc]
            self._rows.append((row, known))
            self.column.addWidget(row)
            row.show()
        self._none.setVisible(not self._rows)
        if self._rows:
            self._rows[0][0].set_current(True)
        self.refit()

    def _go(self, number: int) -> None:
        self._rows[self._current][0].set_current(False)
        self._current = number
        self._rows[number][0].set_current(True)

    def _choose(self, known: Known) -> None:
        self.dismiss()
        self.chosen.emit(known.conversation_id)
