"""The first page: four ways to connect."""

from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from igdesk.ui.controls import ButtonKind
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource
from igdesk.ui.wizard.option_card import OptionCard
from igdesk.ui.wizard.page import Foot, FootButton, Step, WizardPage


class Way(Enum):
    """How an account is connected; the values are the ends of text ids and are kept."""

    TOKEN = "token"
    BROWSER = "browser"
    ENV = "env"
    DEMO = "demo"


_ICONS = {Way.TOKEN: "key", Way.BROWSER: "globe", Way.ENV: "file", Way.DEMO: "spark"}


class ChoosePage(WizardPage):
    """``chosen`` carries the Way."""

    chosen = Signal(object)
    help_wanted = Signal()

    step = Step.CONNECTION

    def __init__(self, theme_source: ThemeSource, parent: QWidget, *, offers_demo: bool, can_cancel: bool) -> None:
        super().__init__(theme_source, parent)
        self._can_cancel = can_cancel
        self.add_heading(say("wizard.choose"), say("wizard.choose.text"))
        self._cards: dict[Way, OptionCard] = {}
        for way in Way:
            if way is Way.DEMO and not offers_demo:
                continue
            title = say(f"wizard.option.{way.value}")
            pill = say("wizard.option.recommended") if way is Way.TOKEN else ""
            card = OptionCard(
                _ICONS[way],
                title,
                say(f"wizard.option.{way.value}.text"),
                theme_source,
                self,
                pill=pill,
                name=say("wizard.option.with_pill", option=title, pill=pill.lower()) if pill else title,
            )
            card.setObjectName(f"wizardOption{way.value.capitalize()}")
            self._cards[way] = card
            self.column.addWidget(card)
            self.column.addSpacing(10)
        self.column.addStretch(1)
        self._cards[Way.TOKEN].setChecked(True)

    @property
    def foot(self) -> Foot:
        help_ = FootButton(
            "wizardHelp",
            say("wizard.help"),
            self.help_wanted.emit,
            icon_name="help",
            kind=ButtonKind.LINK,
            leads=True,
        )
        return Foot(say("wizard.next"), may_go_on=True, has_back=False, has_cancel=self._can_cancel, buttons=(help_,))

    def set_can_cancel(self, can_cancel: bool) -> None:
        self._can_cancel = can_cancel
        self.changed.emit()

    @property
    def way(self) -> Way:
        return next(way for way, card in self._cards.items() if card.isChecked())

    def choose(self, way: Way) -> None:
        if way in self._cards:
            self._cards[way].setChecked(True)

    def go_on(self) -> None:
        self.chosen.emit(self.way)

    def focus_first(self) -> None:
        self._cards[self.way].setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.text()
        if number.isdecimal() and 1 <= int(number) <= len(self._cards):
            card = list(self._cards.values())[int(number) - 1]
            card.setChecked(True)
            card.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        super().keyPressEvent(event)
