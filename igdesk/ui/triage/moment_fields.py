"""A day and a time of one's own, for a snooze or a reply that leaves later."""

from datetime import datetime, tzinfo

from PySide6.QtCore import QDate, Qt, QTime, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from igdesk.domain.triage import MORNING, at_local
from igdesk.ui.announce import Urgency, announce
from igdesk.ui.controls import ButtonKind, TextButton
from igdesk.ui.plain_text import PlainText
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource
from igdesk.ui.triage.date_fields import ClockField, DayField


class MomentFields(QWidget):
    """A day, a time, and the button; what lies outside of the limits is refused with the reason."""

    accepted = Signal(object)
    changed = Signal(object)

    def __init__(
        self,
        theme_source: ThemeSource,
        parent: QWidget,
        now: datetime,
        zone: tzinfo | None,
        *,
        name: str,
        accept: str,
        start: datetime | None = None,
        last: datetime | None = None,
        too_late: str = "",
    ) -> None:
        """``name``: beginning of the names of the parts; ``accept``: words of the button; ``start``: what it shows at
        first, else tomorrow morning; ``last``: the last moment that is taken, and the words for what is later.
        """
        super().__init__(parent)
        self._now, self._zone, self._last, self._too_late = now, zone, last, too_late
        here = now.astimezone(zone)
        first = (at_local(here, 1, MORNING, zone) if start is None else start).astimezone(zone)
        end = QDate(here.year + 5, 12, 31) if last is None else _day_of(last.astimezone(zone))
        self._day = DayField(_day_of(first), say("snooze.day"), theme_source, self)
        self._day.setMinimumDate(_day_of(here))
        self._day.setMaximumDate(end)
        self._day.setObjectName(f"{name}Day")
        self._time = ClockField(QTime(first.hour, first.minute), say("snooze.time"), theme_source, self)
        self._time.setObjectName(f"{name}Time")
        self._accept = TextButton(accept, theme_source, self, kind=ButtonKind.PRIMARY)
        self._accept.setObjectName(f"{name}Accept")
        self._accept.clicked.connect(self._take)
        self._problem = PlainText(theme_source, self, scale="small", color="danger.text")
        self._problem.setObjectName(f"{name}Problem")
        self._problem.hide()
        fields = QHBoxLayout()
        fields.setSpacing(8)
        for field in (self._day, self._time):
            fields.addWidget(field, 3 if field is self._day else 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 4, 10, 6)
        column.setSpacing(10)
        column.addLayout(fields)
        column.addWidget(self._problem)
        column.addWidget(self._accept, 0, Qt.AlignmentFlag.AlignTrailing)
        self._day.dateChanged.connect(self._follow)
        self._time.timeChanged.connect(self._follow)

    def set_limits(self, now: datetime, last: datetime, too_late: str) -> None:
        """The last moment that is taken is another one now; what is chosen stays, and is judged anew."""
        self._now, self._last, self._too_late = now, last, too_late
        self._day.setMinimumDate(_day_of(now.astimezone(self._zone)))
        self._day.setMaximumDate(_day_of(last.astimezone(self._zone)))
        self._follow()

    def focus_first(self) -> None:
        self._day.setFocus(Qt.FocusReason.PopupFocusReason)

    def moment(self) -> datetime:
        """The instant of what is chosen, in the zone of the computer now."""
        here = self._now.astimezone(self._zone)
        day = self._day.date().toPython()
        at = self._time.time().toPython()
        return at_local(here, (day - here.date()).days, at, self._zone)  # type: ignore[operator, arg-type]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        else:
            event.ignore()

    def _follow(self) -> None:
        self._tell_problem()
        self.changed.emit(self.moment())

    def _take(self) -> None:
        if not self._tell_problem():
            self.accepted.emit(self.moment())

    def _tell_problem(self) -> bool:
        """Say what is wrong with the moment; whether something is."""
        moment, words = self.moment(), ""
        if moment <= self._now:
            words = say("snooze.past")
        elif self._last is not None and moment > self._last:
            words = self._too_late
        is_new = words != self._problem.text()
        self._problem.setText(words)
        self._problem.setVisible(bool(words))
        if words and is_new:
            announce(self, words, Urgency.ASSERTIVE)
        return bool(words)


def _day_of(moment: datetime) -> QDate:
    return QDate(moment.year, moment.month, moment.day)
