"""The owner's own fields: what stands in their place, the same for everybody."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from igdesk.domain.saved_reply import FIELD_MAX, TEXT_MAX, OwnField
from igdesk.store.saved_replies import SavedReplyStore
from igdesk.ui.controls import IconButton, TextButton, TextField
from igdesk.ui.layout.turning import TurningLine
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

if TYPE_CHECKING:
    from igdesk.ui.settings.page import SettingsPage

_NAME, _NARROW = 200, 400


class _FieldRow(QWidget):
    """Name, value, away with it."""

    def __init__(self, card: "OwnFieldsCard", field: OwnField, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self.field = field
        self._card = card
        self.name = TextField(say("saved.own.name"), theme_source, self)
        self.name.setObjectName("savedFieldName")
        self.name.setMaxLength(FIELD_MAX * 4)
        self.name.setText(field.name)
        self.value = TextField(say("saved.own.value", name=field.name), theme_source, self)
        self.value.setObjectName("savedFieldValue")
        self.value.setMaxLength(TEXT_MAX)
        self.value.setText(field.value)
        away = IconButton("trash", say("saved.own.delete", name=field.name), theme_source, self, size_key="menu")
        away.clicked.connect(lambda: card.drop(field))
        for line in (self.name, self.value):
            line.editingFinished.connect(self._keep)
        for line in (self.name, self.value):
            line.setCursorPosition(0)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(16, 6, 10, 6)
        inside.setSpacing(8)
        both = TurningLine(None, lambda width: width < _NARROW, turned=self._turned)
        both.setSpacing(8)
        both.addWidget(self.name)
        both.addWidget(self.value, 1)
        inside.addLayout(both, 1)
        inside.addWidget(away)
        self._turned(False)

    def _turned(self, is_narrow: bool) -> None:
        """The name takes the whole of a line of its own."""
        self.name.setMinimumWidth(0 if is_narrow else _NAME)
        self.name.setMaximumWidth(16_777_215 if is_narrow else _NAME)

    def _keep(self) -> None:
        if (self.name.text(), self.value.text()) != (self.field.name, self.field.value):
            self.name.set_problem(not self._card.keep(self.field, self.name.text(), self.value.text()))


class OwnFieldsCard:
    """A card on the page, rebuilt when the fields are others."""

    def __init__(self, page: "SettingsPage", store: SavedReplyStore, changed: Callable[[], None]) -> None:
        self._page = page
        self._store = store
        self._changed = changed
        page.add_heading(say("saved.own"))
        self._card = page.add_card()
        new = TextButton(say("saved.own.new"), page.theme_source, page.body, icon_name="plus")
        new.setObjectName("savedFieldNew")
        new.clicked.connect(self.make)
        page.add_buttons(new)
        self._rebuild()

    @property
    def rows(self) -> list[_FieldRow]:
        items = [self._card.column.itemAt(at) for at in range(self._card.column.count())]
        return [row for item in items if item is not None and isinstance(row := item.widget(), _FieldRow)]

    def make(self) -> None:
        """One more, ready to be named."""
        number, known = 1, {field.name for field in self._store.fields()}
        while say("saved.own.fresh", n=number) in known:
            number += 1
        name = say("saved.own.fresh", n=number)
        self._store.set_field(name, "")
        self._rebuild()
        row = next((row for row in self.rows if row.field.name == name), None)
        if row is not None:
            row.name.setFocus()
            row.name.selectAll()

    def keep(self, field: OwnField, name: str, value: str) -> bool:
        """Whether the name can be taken."""
        if not self._store.set_field(name, value):
            return False
        if OwnField(name, value).key != field.key:
            self._store.drop_field(field.name)
        self._rebuild()
        return True

    def drop(self, field: OwnField) -> None:
        self._store.drop_field(field.name)
        self._rebuild()

    def _rebuild(self) -> None:
        fields = self._store.fields()
        if [row.field for row in self.rows] != list(fields):
            while (item := self._card.column.takeAt(0)) is not None:
                widget = item.widget()
                if widget is not None:
                    widget.hide()
                    widget.deleteLater()
            for field in fields:
                self._card.add(_FieldRow(self, field, self._page.theme_source, self._card))
        self._card.setVisible(bool(fields))
        self._card.update()
        self._changed()
