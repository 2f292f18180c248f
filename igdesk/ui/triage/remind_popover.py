"""How long before the end of its reply window a conversation comes back."""

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtWidgets import QWidget

from igdesk.ui.format import duration_words
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource
from igdesk.ui.triage.choice_popover import ChoicePopover
from igdesk.ui.triage.choice_row import ChoiceRow

_WIDTH = 284


class RemindPopover(ChoicePopover):
    """Answers with a lead; the usual one is on top."""

    def __init__(self, leads: Sequence[tuple[timedelta, str]], theme_source: ThemeSource, parent: QWidget) -> None:
        """``leads``: each with the time at which the conversation comes back, in words, or nothing."""
        super().__init__(say("remind.heading"), theme_source, parent, width=_WIDTH)
        self.setObjectName("remindPopup")
        for lead, time in leads:
            before = say("remind.before", time=duration_words(lead.total_seconds()))
            row = ChoiceRow(before, theme_source, self, icon_name="bell", trailing=time)
            row.setObjectName(f"remind.{lead // timedelta(minutes=1)}")
            row.setAccessibleName(say("snooze.row", name=before, time=time) if time else before)
            row.clicked.connect(lambda _on=False, lead=lead: self._choose(lead))
            self._take(row, self.column)
        self._go(0)
