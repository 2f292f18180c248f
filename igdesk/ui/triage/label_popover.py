"""Labels switched on and off, found by typing, made by typing on; the number keys switch the first nine."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from igdesk.domain.conversation import Conversation
from igdesk.domain.ids import LabelId
from igdesk.domain.label import Label, label_key, label_name
from igdesk.ui.controls import TextField
from igdesk.ui.layout.popover import Popover
from igdesk.ui.texts import isolate, say
from igdesk.ui.theme import ThemeSource
from igdesk.ui.triage.choice_row import ChoiceRow, Rule

_WIDTH = 248
_MOST_ROWS = 9


class LabelPopover(Popover):
    """Stays open while one switches; every switch is done at once."""

    switched = Signal(object, bool)
    """LabelId, on or off."""
    edit_wanted = Signal()

    def __init__(
        self,
        theme_source: ThemeSource,
        parent: QWidget,
        labels: Callable[[], tuple[Label, ...]],
        make: Callable[[str], Label | None],
        rows: Sequence[Conversation],
    ) -> None:
        """``labels`` gives the list as it is now, ``make`` a new one."""
        super().__init__(theme_source, parent, width=_WIDTH)
        self.setObjectName("labelPopup")
        self.setAccessibleName(say("labels.heading"))
        self._labels, self._make = labels, make
        self._count = len(rows)
        self._on: dict[LabelId, int] = {}
        for row in rows:
            for label_id in row.label_ids:
                self._on[label_id] = self._on.get(label_id, 0) + 1
        self.set_padding(6, 8, 6)
        self.column.setSpacing(0)
        self._field = TextField(say("labels.search"), theme_source, self)
        self._field.setPlaceholderText(say("labels.search"))
        self._field.setObjectName("labelSearch")
        self._field.setMaxLength(400)
        self._field.installEventFilter(self)
        self._field.textChanged.connect(lambda _text: self._fill())
        self.column.addWidget(self._field)
        self.column.addSpacing(6)
        self._rows: list[tuple[ChoiceRow, Callable[[], object]]] = []
        self._current = 0
        self._rule = Rule(theme_source, self)
        self._fill()

    def open_at(self, anchor: QWidget) -> None:
        super().open_at(anchor)
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._take_key(event)
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._rows:
            self._go((self._current + (1 if key == Qt.Key.Key_Down else -1)) % len(self._rows))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._rows:
                self._rows[self._current][1]()
        elif key == Qt.Key.Key_Escape:
            self.dismiss()
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_9 and not self._field.text() and not event.modifiers() & ~_KEYPAD:
            self._switch_number(key - Qt.Key.Key_1)
        else:
            return False
        return True

    def _switch_number(self, number: int) -> None:
        labels = self._labels()
        if number < len(labels):
            self._switch(labels[number].id)

    def _fill(self) -> None:
        """The labels that match, and the one that could be made."""
        for row, _ in self._rows:
            self.column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows.clear()
        labels = self._labels()
        wanted = label_key(label_name(self._field.text()))
        found = [(n, label) for n, label in enumerate(labels, 1) if wanted in label_key(label.name)]
        for number, label in found[:_MOST_ROWS]:
            on = self._on.get(label.id, 0)
            row = ChoiceRow(
                label.name,
                self.theme_source,
                self,
                colour=label.colour,
                trailing=str(number) if number <= 9 else "",
                is_on=on == self._count,
                is_mixed=0 < on < self._count,
            )
            row.setObjectName("labelItem")
            row.setAccessibleName(say("labels.item", name=label.name, colour=say(f"label.{label.colour.value}")))
            self._take(row, partial(self._switch, label.id))
        if wanted and all(label_key(label.name) != wanted for label in labels):
            name = label_name(self._field.text())
            row = ChoiceRow(say("labels.create", name=isolate(name)), self.theme_source, self, icon_name="plus")
            row.setObjectName("labelCreate")
            row.setAccessibleName(say("labels.create", name=name))
            self._take(row, self._create)
        self._rule.setVisible(bool(self._rows))
        self.column.removeWidget(self._rule)
        self.column.addWidget(self._rule)
        edit = ChoiceRow(say("labels.edit"), self.theme_source, self, icon_name="settings")
        edit.setObjectName("labelEdit")
        edit.setAccessibleName(say("labels.edit"))
        self._take(edit, self._edit)
        self._current = min(self._current, len(self._rows) - 1) if not wanted else 0
        self._rows[self._current][0].set_current(True)
        self.refit()

    def _take(self, row: ChoiceRow, run: Callable[[], object]) -> None:
        number = len(self._rows)
        row.clicked.connect(lambda _checked=False: run())
        row.entered = lambda: self._go(number)
        self._rows.append((row, run))
        self.column.addWidget(row)
        row.show()  # else only once the loop turns, too late for the height

    def _go(self, number: int) -> None:
        self._rows[self._current][0].set_current(False)
        self._current = number
        self._rows[number][0].set_current(True)

    def _switch(self, label_id: LabelId) -> None:
        is_on = self._on.get(label_id, 0) < self._count
        self._on[label_id] = self._count if is_on else 0
        self.switched.emit(label_id, is_on)
        self._fill()

    def _create(self) -> None:
        made = self._make(self._field.text())
        if made is not None:
            self._field.clear()
            if self._on.get(made.id, 0) < self._count:
                self._switch(made.id)

    def _edit(self) -> None:
        self.dismiss()
        self.edit_wanted.emit()


_KEYPAD = Qt.KeyboardModifier.KeypadModifier
