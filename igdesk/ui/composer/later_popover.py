"""When a reply leaves that is sent later: only times at which Instagram still takes it."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from igdesk.domain.triage import SnoozePreset
from igdesk.ui.format import moment_near
from igdesk.ui.layout.popover import Popover
from igdesk.ui.plain_text import PlainText
from igdesk.ui.texts import isolate, say
from igdesk.ui.theme import ThemeSource
from igdesk.ui.triage.choice_row import ChoiceRow

_WIDTH = 300


class LaterPopover(Popover):
    """Rows of times, by arrows and Enter, digits, or the pointer."""

    chosen = Signal(object)

    def __init__(
        self,
        times: Sequence[tuple[SnoozePreset, datetime]],
        closes_at: datetime,
        now: datetime,
        theme_source: ThemeSource,
        parent: QWidget,
    ) -> None:
        super().__init__(theme_source, parent, width=_WIDTH)
        self.setObjectName("laterPopup")
        self.setAccessibleName(say("later.heading"))
        self.column.setContentsMargins(26, 26, 26, 26)
        self.column.setSpacing(0)
        heading = PlainText(
            theme_source, self, scale="small", weight=600, color="text.secondary", text=say("later.heading")
        )
        heading.setContentsMargins(12, 6, 12, 8)
        self.column.addWidget(heading)
        self._rows: list[ChoiceRow] = []
        for preset, moment in times:
            words, time = say(f"snooze.{preset.value}"), moment_near(moment, now)
            row = ChoiceRow(words, theme_source, self, icon_name="clock", trailing=time)
            row.setAccessibleName(say("snooze.row", name=words, time=time))
            row.clicked.connect(lambda _on=False, moment=moment: self._choose(moment))
            number = len(self._rows)
            row.entered = lambda number=number: self._go(number)  # type: ignore[misc]
            self._rows.append(row)
            self.column.addWidget(row)
        until = say("later.until", time=isolate(moment_near(closes_at, now)))
        note = PlainText(theme_source, self, scale="small", color="text.secondary", text=until)
        note.setContentsMargins(12, 8, 12, 6)
        self.column.addWidget(note)
        self._current = 0
        self._rows[0].set_current(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._go((self._current + (1 if key == Qt.Key.Key_Down else -1)) % len(self._rows))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._rows[self._current].click()
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_9 and key - Qt.Key.Key_1 < len(self._rows):
            self._rows[key - Qt.Key.Key_1].click()
        else:
            super().keyPressEvent(event)
        event.accept()

    def _go(self, number: int) -> None:
        self._rows[self._current].set_current(False)
        self._current = number
        self._rows[number].set_current(True)

    def _choose(self, moment: datetime) -> None:
        self.dismiss()
        self.chosen.emit(moment)
