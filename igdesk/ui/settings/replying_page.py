"""Settings: how replies are written and sent, and what customers are told."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from igdesk.domain.replying import (
    ASK_HUMAN,
    CTRL_ENTER,
    ENTER,
    HOLD,
    HOLD_CHOICES_S,
    SEND_WITH,
    TELL_SEEN,
    TELL_TYPING,
    hold_s,
    is_not_off,
    is_on,
    never_ask_human,
)
from igdesk.ui.settings.controls import ChoiceField, Toggle
from igdesk.ui.settings.page import SettingsPage
from igdesk.ui.texts import say
from igdesk.ui.triage.conductor import MARK_READ, REPLIED

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow


class ReplyingPage(SettingsPage):
    """Everything applies at once."""

    def __init__(self, window: "MainWindow", parent: QWidget) -> None:
        source = window.theme_source
        super().__init__(say("settings.page.replying"), source, parent)
        self._window = window
        writing = self.add_card(say("replying.writing"))
        self._send_with = ChoiceField(
            ((ENTER, say("replying.send_with.enter")), (CTRL_ENTER, say("replying.send_with.ctrl_enter"))), source
        )
        self._send_with.chosen.connect(lambda key: self._keep(SEND_WITH, str(key)))
        writing.add_row(say("replying.send_with"), self._send_with)
        self._hold = ChoiceField([(s, say("replying.seconds", n=s)) for s in HOLD_CHOICES_S], source)
        self._hold.chosen.connect(lambda seconds: self._keep(HOLD, str(seconds)))
        writing.add_row(say("replying.hold"), self._hold, text=say("replying.hold.text"))
        human = self.add_card(say("replying.window"))
        self._ask = Toggle(source)
        self._ask.clicked.connect(self._ask_again)
        human.add_row(say("replying.ask_human"), self._ask, text=say("replying.ask_human.text"))
        reading = self.add_card(say("replying.reading"))
        self._mark_read = ChoiceField(
            (("", say("replying.mark_read.seen")), (REPLIED, say("replying.mark_read.replied"))), source
        )
        self._mark_read.chosen.connect(lambda choice: self._keep(MARK_READ, str(choice)))
        reading.add_row(say("replying.mark_read"), self._mark_read)
        self._seen = Toggle(source)
        self._seen.clicked.connect(lambda on: self._keep(TELL_SEEN, "1" if on else "0"))
        reading.add_row(say("replying.tell_seen"), self._seen, text=say("replying.tell_seen.text"))
        self._typing = Toggle(source)
        self._typing.clicked.connect(lambda on: self._keep(TELL_TYPING, "1" if on else "0"))
        reading.add_row(say("replying.tell_typing"), self._typing, text=say("replying.tell_typing.text"))
        self.finish()

    def refresh(self) -> None:
        kept = self._window.archive.settings.get
        self._send_with.choose(CTRL_ENTER if kept(SEND_WITH) == CTRL_ENTER else ENTER)
        self._hold.choose(hold_s(kept(HOLD)))
        accounts = self._window.accounts
        is_asked = is_not_off(kept(ASK_HUMAN)) and not any(kept(never_ask_human(account.id)) for account in accounts)
        self._ask.setChecked(is_asked)
        self._mark_read.choose(REPLIED if kept(MARK_READ) == REPLIED else "")
        self._seen.setChecked(is_on(kept(TELL_SEEN)))
        self._typing.setChecked(is_on(kept(TELL_TYPING)))

    def _ask_again(self, is_asked: bool) -> None:
        """On also takes back every "Don't ask again"."""
        self._keep(ASK_HUMAN, "1" if is_asked else "0")
        for account in self._window.accounts if is_asked else ():
            if self._window.archive.settings.get(never_ask_human(account.id)):
                self._keep(never_ask_human(account.id), "")

    def _keep(self, key: str, value: str) -> None:
        settings = self._window.archive.settings
        self._window.attempt(lambda: settings.set(key, value))
        if key == SEND_WITH:
            self._window.conversation.writing.follow_settings()
