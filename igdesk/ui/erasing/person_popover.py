"""Choosing the person whose traces are to go: found by typing a name or @username."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from igdesk.store.deleting import Known
from igdesk.ui.plain_text import PlainText
from igdesk.ui.texts import left_to_right, say
from igdesk.ui.theme import ThemeSource
from igdesk.ui.triage.choice_row import ChoiceRow
from igdesk.ui.triage.find_popover import FindPopover

_WIDTH = 340
_MOST_ROWS = 7
_MOST_LETTERS = 200


class PersonPopover(FindPopover):
    """The ones who wrote last, until something is typed."""

    chosen = Signal(object)
    """ConversationId with this person."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget, find: Callable[[str, int], Sequence[Known]]) -> None:
        prompt = say("erase.person.search")
        super().__init__(prompt, "personSearch", theme_source, parent, width=_WIDTH, most_letters=_MOST_LETTERS)
        self.setObjectName("personPopup")
        self.setAccessibleName(say("erase.person.choose"))
        self._find = find
        self._none = PlainText(theme_source, self, color="text.secondary", text=say("erase.person.none"))
        self._none.setContentsMargins(12, 8, 12, 8)
        self.column.addWidget(self._none)
        self._fill()

    def _fill(self) -> None:
        self._drop_rows()
        for known in self._find(self.field.text(), _MOST_ROWS):
            username = left_to_right(f"@{known.username}") if known.username else ""
            name = known.name or username or say("row.nobody")
            row = ChoiceRow(name, self.theme_source, self, trailing=username if known.name else "", icon_name="user")
            row.setObjectName("personItem")
            row.setAccessibleName(", ".join(dict.fromkeys(filter(None, (name, username)))))
            row.clicked.connect(lambda _checked=False, known=known: self._choose(known))
            self._take(row)
        self._none.setVisible(not self._rows)
        self._go(0)
        self.refit()

    def _choose(self, known: Known) -> None:
        self.dismiss()
        self.chosen.emit(known.conversation_id)
