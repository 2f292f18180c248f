"""When a reply leaves that is sent later: only times at which Instagram still takes it."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import QWidget

from igdesk.domain.scheduled import BEFORE_THE_END
from igdesk.domain.triage import SnoozePreset
from igdesk.ui.accessible_role import set_role
from igdesk.ui.format import moment_near
from igdesk.ui.layout.popover import Popover
from igdesk.ui.plain_text import PlainText
from igdesk.ui.texts import isolate, say
from igdesk.ui.theme import ThemeSource
from igdesk.ui.triage.choice_row import ChoiceRow, Rule
from igdesk.ui.triage.moment_fields import MomentFields

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
        *,
        zone: tzinfo | None = None,
    ) -> None:
        super().__init__(theme_source, parent, width=_WIDTH)
        set_role(self, QAccessible.Role.PopupMenu)
        self.setObjectName("laterPopup")
        self.setAccessibleName(say("later.heading"))
        self.set_padding(6, 6)
        self.column.setSpacing(0)
        heading = PlainText(
            theme_source, self, scale="small", weight=600, color="text.secondary", text=say("later.heading")
        )
        heading.setContentsMargins(12, 6, 12, 8)
        self.column.addWidget(heading)
        self._rows: list[ChoiceRow] = []
        for preset, moment in times:
            words, time = say(f"snooze.{preset.value}"), moment_near(moment, now, zone=zone)
            row = ChoiceRow(words, theme_source, self, icon_name="clock", trailing=time)
            row.setAccessibleName(say("snooze.row", name=words, time=time))
            row.clicked.connect(lambda _on=False, moment=moment: self._choose(moment))
            self._take(row)
        self._rule = Rule(theme_source, self)
        self._rule.setVisible(bool(times))
        self.column.addWidget(self._rule)
        custom = ChoiceRow(say("snooze.custom"), theme_source, self, icon_name="pencil")
        custom.setObjectName("laterCustom")
        custom.setAccessibleName(say("snooze.custom"))
        custom.clicked.connect(self._show_fields)
        self._take(custom)
        last = closes_at - BEFORE_THE_END
        time = isolate(moment_near(last, now, zone=zone))
        self._fields = MomentFields(
            theme_source,
            self,
            now,
            zone,
            name="later",
            accept=say("later.accept"),
            start=min(_next_hour(now), last),
            last=last,
            too_late=say("later.too_late", time=time),
        )
        self._fields.accepted.connect(self._choose)
        self._fields.changed.connect(self.refit)
        self._fields.hide()
        self.column.addWidget(self._fields)
        until = say("later.until", time=isolate(moment_near(closes_at, now, zone=zone)))
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

    def _take(self, row: ChoiceRow) -> None:
        number = len(self._rows)
        set_role(row, QAccessible.Role.MenuItem)
        row.entered = lambda: self._go(number)
        self._rows.append(row)
        self.column.addWidget(row)

    def _show_fields(self) -> None:
        """The presets give way to a day and a time."""
        for row in (*self._rows, self._rule):
            row.hide()
        self._fields.show()
        self.refit()
        self._fields.focus_first()

    def _go(self, number: int) -> None:
        self._rows[self._current].set_current(False)
        self._current = number
        self._rows[number].set_current(True)

    def _choose(self, moment: datetime) -> None:
        self.dismiss()
        self.chosen.emit(moment)


def _next_hour(now: datetime) -> datetime:
    """The full hour after the next quarter of one."""
    begun = now + timedelta(hours=1, minutes=15)
    return begun - timedelta(minutes=begun.minute, seconds=begun.second, microseconds=begun.microsecond)
