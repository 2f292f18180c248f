"""Settings: all shortcuts, changed one by one; single letters on or off."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from igdesk.ui.commands.sheet import ShortcutSheet
from igdesk.ui.commands.sheet_lines import sheet_lines
from igdesk.ui.controls import ButtonKind, TextButton
from igdesk.ui.settings.controls import Toggle
from igdesk.ui.settings.key_popover import KeyPopover
from igdesk.ui.settings.page import SettingsPage
from igdesk.ui.texts import say

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow


class ShortcutsPage(SettingsPage):
    def __init__(self, window: "MainWindow", parent: QWidget) -> None:
        source = window.theme_source
        super().__init__(say("settings.page.shortcuts"), source, parent, text=say("shortcuts.text"), is_wide=True)
        self._window = window
        self._is_changing = False
        self.change = TextButton(say("shortcuts.change"), source, self.body)
        self.change.setObjectName("shortcutsChange")
        self.change.clicked.connect(self._switch)
        self.usual = TextButton(say("shortcuts.usual.all"), source, self.body, kind=ButtonKind.LINK)
        self.usual.setObjectName("shortcutsUsual")
        self.usual.clicked.connect(lambda: window.registry.reset())
        self._letters = Toggle(source)
        self._letters.clicked.connect(lambda is_on: window.registry.use_letters(is_on))
        card = self.add_card()
        card.add_row(say("shortcuts.letters"), self._letters, text=say("shortcuts.letters.text"))
        line = QHBoxLayout()
        line.addWidget(self.change)
        line.addWidget(self.usual)
        line.addStretch(1)
        self.column.addSpacing(14)
        self.column.addLayout(line)
        self.column.addSpacing(14)
        self.sheet = ShortcutSheet(source, self.body)
        self.sheet.wanted.connect(self._open)
        self.column.addWidget(self.sheet)
        self.finish()
        stop = window.registry.subscribe(self.refresh)
        self.destroyed.connect(stop)
        self.refresh()

    def refresh(self) -> None:
        registry = self._window.registry
        self._letters.setChecked(registry.has_letters)
        self.change.set_text(say("shortcuts.changed" if self._is_changing else "shortcuts.change"))
        self.usual.setVisible(self._is_changing and any(registry.is_changed(c) for c in registry.all()))
        self.sheet.show_lines(sheet_lines(registry, is_changing=self._is_changing), is_changing=self._is_changing)

    def _switch(self) -> None:
        self._is_changing = not self._is_changing
        self.refresh()

    def _open(self, command_id: str, row: object) -> None:
        if isinstance(row, QWidget):
            registry = self._window.registry
            popover = KeyPopover(registry, registry.get(command_id), self.theme_source, self._window)
            popover.open_at(row)
            popover.field.setFocus()
