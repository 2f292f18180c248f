"""Diagnosis of one account: what its connection is made of, what it used, and what went wrong lately."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from igdesk.domain.account import Account
from igdesk.domain.health import CallSlot, ToldError, last_day
from igdesk.domain.status import AccountStatus
from igdesk.ui import format as fmt
from igdesk.ui.accounts.words import diagnosis_lines, error_line
from igdesk.ui.controls import TextButton
from igdesk.ui.plain_text import PlainText
from igdesk.ui.settings.call_plot import CallPlot
from igdesk.ui.settings.page import PAD_X, Card, Row
from igdesk.ui.texts import say, unmarked
from igdesk.ui.theme import ThemeSource

ERRORS_SHOWN = 8


class PlotRow(QWidget):
    """The plot with its heading and the sum."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD_X, 12, PAD_X, 8)
        column.setSpacing(10)
        head = QHBoxLayout()
        head.addWidget(PlainText(theme_source, self, weight=500, max_lines=2, text=say("budget.calls.sum")), 1)
        self._sum = PlainText(theme_source, self, color="text.secondary", tabular=True)
        head.addWidget(self._sum)
        column.addLayout(head)
        self.plot = CallPlot(theme_source, self)
        column.addWidget(self.plot)

    def show_slots(self, slots: Sequence[CallSlot], now: datetime) -> None:
        day = last_day(tuple(slots), now)
        self._sum.set_text(fmt.number(sum(slot.calls for slot in day)))
        self.plot.show_slots(day, now)


class ErrorRow(QWidget):
    """What happened, the cure, and small at the end code, time and trace id."""

    def __init__(self, error: ToldError, now: datetime, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD_X, 9, PAD_X, 9)
        column.setSpacing(2)
        column.addWidget(PlainText(theme_source, self, weight=500, text=error.happened))
        if error.cure:
            column.addWidget(PlainText(theme_source, self, scale="small", color="text.secondary", text=error.cure))
        small = PlainText(theme_source, self, scale="micro", color="text.tertiary", text=error_line(error, now))
        small.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        column.addWidget(small)


class DiagnosisCard(Card):
    """Read only; a report of it can be copied and holds no token, no message and no name."""

    report_wanted = Signal()

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme_source, parent)
        self._source = theme_source
        self._lines: list[tuple[str, str]] = []
        self._rows: list[QWidget] = []
        self._errors: tuple[ToldError, ...] | None = None
        self._error_rows: list[QWidget] = []
        self.plot_row = PlotRow(theme_source, self)
        copy = TextButton(say("action.copy_report"), theme_source, self, small=True, icon_name="copy")
        copy.setObjectName("diagnosisCopy")
        copy.clicked.connect(self.report_wanted)
        self._copy_row = Row(
            say("diagnosis.report"),
            theme_source,
            self,
            text=say("diagnosis.report.text"),
            controls=(copy,),
            keeps_names=True,
        )
        self.add(self.plot_row)
        self.add(self._copy_row)

    def show_account(self, account: Account, status: AccountStatus, slots: Sequence[CallSlot], now: datetime) -> None:
        """The lines anew, where they changed."""
        lines = diagnosis_lines(account, status, now)
        if [heading for heading, _ in lines] != [heading for heading, _ in self._lines]:
            for row in self._rows:
                self.column.removeWidget(row)
                row.deleteLater()
            self._rows = [self._make_line(heading, value) for heading, value in lines]
            for place, row in enumerate(self._rows):
                self.column.insertWidget(place, row)
        else:
            for row, (heading, value) in zip(self._rows, lines, strict=True):
                value_label = row.findChild(PlainText, "diagnosisValue")
                assert isinstance(value_label, PlainText)
                value_label.set_text(value)
                value_label.setAccessibleName(f"{heading}: {value}")
        self._lines = lines
        self.plot_row.show_slots(slots, now)
        self.update()

    def show_errors(self, errors: Sequence[ToldError], now: datetime) -> None:
        """The latest ones, the newest first."""
        shown = tuple(errors[:ERRORS_SHOWN])
        if shown == self._errors:
            return
        self._errors = shown
        for row in self._error_rows:
            self.column.removeWidget(row)
            row.deleteLater()
        self._error_rows = [ErrorRow(error, now, self._source, self) for error in shown]
        if not shown:
            self._error_rows = [Row(say("diagnosis.no_errors"), self._source, self)]
        place = self.column.indexOf(self._copy_row)
        for offset, row in enumerate(self._error_rows):
            self.column.insertWidget(place + offset, row)
            row.show()
        self.update()

    def report(self, version: str, now: datetime) -> str:
        """For support: numbers and codes, no names."""
        lines = [f"igdesk {version}", now.isoformat(timespec="seconds")]
        lines += [f"{heading}: {value}" for heading, value in self._lines]
        for error in self._errors or ():
            lines.append(f"- {error.happened} {error_line(error, now)}")
        return unmarked("\n".join(lines))

    def _make_line(self, heading: str, value: str) -> QWidget:
        end = Qt.AlignmentFlag.AlignTrailing
        value_label = PlainText(self._source, self, color="text.secondary", text=value, tabular=True, align=end)
        value_label.setObjectName("diagnosisValue")
        value_label.setMaximumWidth(380)
        row = Row(heading, self._source, self, controls=(value_label,), keeps_names=True)
        value_label.setAccessibleName(f"{heading}: {value}")
        return row
