"""The page on which one of several Pages is chosen."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from igdesk.domain.snapshot import AccountSnapshot
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource
from igdesk.ui.wizard.option_card import OptionCard
from igdesk.ui.wizard.page import Foot, Step, WizardPage


class FacebookPage(WizardPage):
    """``chosen`` carries the node of the Page."""

    chosen = Signal(str)

    step = Step.GIVE

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme_source, parent)
        self.add_heading(say("wizard.page"), say("wizard.page.text"))
        self._cards: dict[str, OptionCard] = {}
        self._list = QVBoxLayout()
        self._list.setSpacing(10)
        self.column.addLayout(self._list)
        self.column.addStretch(1)

    @property
    def foot(self) -> Foot:
        return Foot(say("wizard.next"), may_go_on=bool(self._cards))

    def offer(self, pages: Sequence[tuple[str, AccountSnapshot]]) -> None:
        """Show these; the first is preselected."""
        for card in self._cards.values():
            card.deleteLater()
        self._cards = {}
        for node_id, account in pages:
            handle = f"@{account.username}" if account.username else ""
            card = OptionCard("user", account.name or handle, handle, self._theme_source, self)
            card.setObjectName(f"wizardPage{len(self._cards)}")
            self._list.addWidget(card)
            self._cards[node_id] = card
        for card in list(self._cards.values())[:1]:
            card.setChecked(True)
        self.changed.emit()

    def go_on(self) -> None:
        for node_id, card in self._cards.items():
            if card.isChecked():
                self.chosen.emit(node_id)
                return

    def focus_first(self) -> None:
        for card in self._cards.values():
            if card.isChecked():
                card.setFocus(Qt.FocusReason.OtherFocusReason)
