"""Labels switched on and off, found by typing, made by typing on; the number keys switch the first nine."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from igdesk.domain.conversation import Conversation
from igdesk.domain.ids import LabelId
from igdesk.domain.label import Label, label_key, label_name
from igdesk.ui.texts import isolate, say
from igdesk.ui.theme import ThemeSource
from igdesk.ui.triage.choice_row import ChoiceRow, Rule
from igdesk.ui.triage.find_popover import FindPopover

_WIDTH = 248
_MOST_ROWS = 9
_MOST_LETTERS = 400


class LabelPopover(FindPopover):
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
        prompt = say("labels.search")
        super().__init__(prompt, "labelSearch", theme_source, parent, width=_WIDTH, most_letters=_MOST_LETTERS)
        self.setObjectName("labelPopup")
        self.setAccessibleName(say("labels.heading"))
        self._labels, self._make = labels, make
        self._count = len(rows)
        self._on: dict[LabelId, int] = {}
        for row in rows:
            for label_id in row.label_ids:
                self._on[label_id] = self._on.get(label_id, 0) + 1
        self._rule = Rule(theme_source, self)
        self._fill()

    def _take_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if Qt.Key.Key_1 <= key <= Qt.Key.Key_9 and not self.field.text() and not event.modifiers() & ~_KEYPAD:
            self._switch_number(key - Qt.Key.Key_1)
            return True
        return super()._take_key(event)

    def _switch_number(self, number: int) -> None:
        labels = self._labels()
        if number < len(labels):
            self._switch(labels[number].id)

    def _fill(self) -> None:
        """The labels that match, and the one that could be made."""
        self._drop_rows()
        labels = self._labels()
        wanted = label_key(label_name(self.field.text()))
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
            self._add(row, partial(self._switch, label.id))
        if wanted and all(label_key(label.name) != wanted for label in labels):
            name = label_name(self.field.text())
            row = ChoiceRow(say("labels.create", name=isolate(name)), self.theme_source, self, icon_name="plus")
            row.setObjectName("labelCreate")
            row.setAccessibleName(say("labels.create", name=name))
            self._add(row, self._create)
        self._rule.setVisible(bool(self._rows))
        self.column.removeWidget(self._rule)
        self.column.addWidget(self._rule)
        edit = ChoiceRow(say("labels.edit"), self.theme_source, self, icon_name="settings")
        edit.setObjectName("labelEdit")
        edit.setAccessibleName(say("labels.edit"))
        self._add(edit, self._edit)
        self._go(0 if wanted else min(self._current, len(self._rows) - 1))
        self.refit()

    def _add(self, row: ChoiceRow, run: Callable[[], object]) -> None:
        row.clicked.connect(lambda _checked=False: run())
        self._take(row)

    def _switch(self, label_id: LabelId) -> None:
        is_on = self._on.get(label_id, 0) < self._count
        self._on[label_id] = self._count if is_on else 0
        self.switched.emit(label_id, is_on)
        self._fill()

    def _create(self) -> None:
        made = self._make(self.field.text())
        if made is not None:
            self.field.clear()
            if self._on.get(made.id, 0) < self._count:
                self._switch(made.id)

    def _edit(self) -> None:
        self.dismiss()
        self.edit_wanted.emit()


_KEYPAD = Qt.KeyboardModifier.KeypadModifier
