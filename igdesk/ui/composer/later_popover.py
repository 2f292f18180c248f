"""When a reply leaves that is sent later: only times at which Instagram still takes it."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from igdesk.domain.scheduled import BEFORE_THE_END
from igdesk.domain.triage import SnoozePreset
from igdesk.ui.announce import Urgency, announce
from igdesk.ui.format import moment_near
from igdesk.ui.plain_text import PlainText
from igdesk.ui.texts import isolate, say
from igdesk.ui.theme import ThemeSource
from igdesk.ui.triage.choice_popover import ChoicePopover
from igdesk.ui.triage.choice_row import ChoiceRow, Rule
from igdesk.ui.triage.moment_fields import MomentFields

_WIDTH = 300
Times = Sequence[tuple[SnoozePreset, datetime]]


class LaterPopover(ChoicePopover):
    """Answers with an instant."""

    def __init__(
        self,
        times: Times,
        closes_at: datetime,
        now: datetime,
        theme_source: ThemeSource,
        parent: QWidget,
        *,
        zone: tzinfo | None = None,
    ) -> None:
        super().__init__(say("later.heading"), theme_source, parent, width=_WIDTH)
        self.setObjectName("laterPopup")
        self._zone = zone
        self._shown: tuple[Times, datetime | None, datetime] | None = None
        self._presets: list[SnoozePreset | None] = []
        """What each row stands for; None: a time of one's own."""
        self._places = QVBoxLayout()
        self._places.setSpacing(0)
        self.column.addLayout(self._places)
        self._fields: MomentFields | None = None
        self._note = PlainText(theme_source, self, scale="small", color="text.secondary")
        self._note.setObjectName("laterNote")
        self._note.setContentsMargins(12, 8, 12, 6)
        self.column.addWidget(self._note)
        self.show_choices(times, closes_at, now)

    def show_choices(self, times: Times, closes_at: datetime | None, now: datetime) -> None:
        """What can be chosen now. Without an end of the window nothing can: it has closed while this was open."""
        times = tuple(times)
        if (times, closes_at, now) == self._shown:
            return
        before, self._shown = self._shown, (times, closes_at, now)
        if closes_at is None:
            self._close(say("later.closed"))
            return
        end = closes_at if before is None else before[1]
        has_grown = end is not None and closes_at > end
        time = isolate(moment_near(closes_at, now, zone=self._zone))
        self._note.setText(say("later.until.again" if has_grown else "later.until", time=time))
        if end != closes_at:
            announce(self, self._note.text())
        if self._fields is not None:
            last = closes_at - BEFORE_THE_END
            self._fields.set_limits(now, last, self._too_late(last, now))
        elif before is None or (before[0], before[1]) != (times, closes_at):
            self._fill(times, now)
        self.refit()

    def _fill(self, times: Times, now: datetime) -> None:
        """Rows of the presets, then the one for a time of one's own; the current one stays the same."""
        was = self._presets[self._current] if self._presets else SnoozePreset.HOUR
        self._clear()
        for preset, moment in times:
            words, time = say(f"snooze.{preset.value}"), moment_near(moment, now, zone=self._zone)
            row = ChoiceRow(words, self.theme_source, self, icon_name="clock", trailing=time)
            row.setAccessibleName(say("snooze.row", name=words, time=time))
            row.clicked.connect(lambda _on=False, moment=moment: self._choose(moment))
            self._add(row, preset)
        if times:
            rule = Rule(self.theme_source, self)
            self._places.addWidget(rule)
            rule.show()
        custom = ChoiceRow(say("snooze.custom"), self.theme_source, self, icon_name="pencil")
        custom.setObjectName("laterCustom")
        custom.setAccessibleName(say("snooze.custom"))
        custom.clicked.connect(self._show_fields)
        self._add(custom, None)
        self._go(self._presets.index(was) if was in self._presets else 0)

    def _clear(self) -> None:
        self._rows, self._presets, self._current = [], [], 0
        while (item := self._places.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _close(self, words: str) -> None:
        """Nothing is left to choose; it is said why, and what was typed stays where it is."""
        self._clear()
        if self._fields is not None:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self._fields.hide()
        self._note.setText(words)
        announce(self, words, Urgency.ASSERTIVE)
        self.refit()

    def _too_late(self, last: datetime, now: datetime) -> str:
        return say("later.too_late", time=isolate(moment_near(last, now, zone=self._zone)))

    def _add(self, row: ChoiceRow, preset: SnoozePreset | None) -> None:
        self._take(row, self._places)
        self._presets.append(preset)
        row.show()

    def _show_fields(self) -> None:
        """The presets give way to a day and a time."""
        closes_at, now = (None, None) if self._shown is None else self._shown[1:]
        if closes_at is None or now is None:
            return
        last: datetime = closes_at - BEFORE_THE_END
        self._clear()
        self._fields = MomentFields(
            self.theme_source,
            self,
            now,
            self._zone,
            name="later",
            accept=say("later.accept"),
            start=min(_next_hour(now), last),
            last=last,
            too_late=self._too_late(last, now),
        )
        self._fields.accepted.connect(self._choose)
        self._fields.changed.connect(self.refit)
        self.column.insertWidget(self.column.indexOf(self._note), self._fields)
        self._fields.show()
        self.refit()
        self._fields.focus_first()


def _next_hour(now: datetime) -> datetime:
    """The full hour after the next quarter of one."""
    begun = now + timedelta(hours=1, minutes=15)
    return begun - timedelta(minutes=begun.minute, seconds=begun.second, microseconds=begun.microsecond)
