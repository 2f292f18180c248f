"""Settings: how much of Instagram's budget is used, and how often igdesk looks for news."""

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from igdesk.domain.account import Account
from igdesk.domain.pace import BATTERY_KEY, PACE_KEY, Pace, pace_of
from igdesk.domain.status import Connection
from igdesk.sync.power import has_battery
from igdesk.sync.schedule import usual_intervals
from igdesk.ui import format as fmt
from igdesk.ui.accessible_role import set_role
from igdesk.ui.controls import TextButton
from igdesk.ui.paint import fill, fill_rounded
from igdesk.ui.plain_text import PlainText
from igdesk.ui.settings.controls import ChoiceField, Toggle
from igdesk.ui.settings.diagnosis import PlotRow
from igdesk.ui.settings.page import PAD_X, SettingsPage
from igdesk.ui.texts import isolate, say
from igdesk.ui.theme import ThemeSource

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow

SLOW_FROM = 0.7
REST = timedelta(hours=1)
LOOK_EVERY_MS = 15_000
_ROWS = ("open", "front", "background", "night")


class BudgetMeter(QWidget):
    """A bar with a mark where igdesk slows down."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self._used = 0.0
        self.setObjectName("budgetMeter")
        set_role(self, QAccessible.Role.ProgressBar)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme_source.changed.connect(self.update)
        self.show_used(0.0)

    def show_used(self, used: float) -> None:
        self._used = min(max(used, 0.0), 1.0)
        self.setAccessibleName(say("updates.meter.name", n=round(self._used * 100)))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, 10)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme_source.current, QPainter(self)
        rect = QRectF(self.rect())
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        fill_rounded(painter, rect, 5, theme.color("bg.sunken"))
        width = max(rect.width() * self._used, 10.0 if self._used else 0.0)
        done = QRectF(rect.right() - width if is_rtl else rect.left(), rect.top(), width, rect.height())
        fill_rounded(painter, done, 5, theme.color("warn.base" if self._used >= SLOW_FROM else "accent.base"))
        at = rect.width() * SLOW_FROM
        mark = QRectF(rect.right() - at if is_rtl else rect.left() + at, rect.top(), 2, rect.height())
        fill(painter, mark, theme.color("warn.base"))


class MeterRow(QWidget):
    """Heading, percentage, the bar, and where the number comes from."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD_X, 12, PAD_X, 12)
        column.setSpacing(7)
        line = QHBoxLayout()
        line.addWidget(PlainText(theme_source, self, weight=500, text=say("updates.meter")), 1)
        self._percent = PlainText(theme_source, self, weight=600, tabular=True)
        line.addWidget(self._percent)
        column.addLayout(line)
        self.meter = BudgetMeter(theme_source, self)
        column.addWidget(self.meter)
        self._text = PlainText(theme_source, self, scale="small", color="text.secondary")
        column.addWidget(self._text)

    def show_used(self, used: float, text: str) -> None:
        self._percent.set_text(fmt.percent(used))
        self.meter.show_used(used)
        self._text.set_text(text)


class UpdatesPage(SettingsPage):
    """About the account whose list is shown, or the first one."""

    def __init__(self, window: "MainWindow", parent: QWidget) -> None:
        source = window.theme_source
        super().__init__(say("settings.page.updates"), source, parent)
        self._window = window
        self._heading = self.add_heading("")
        self._budget = self.add_card()
        self._meter = MeterRow(source, self._budget)
        self._plot = PlotRow(source, self._budget)
        self._budget.add(self._meter)
        self._budget.add(self._plot)
        card = self.add_card(say("updates.often"))
        self._pace = ChoiceField([(pace, say(f"updates.pace.{pace.value}")) for pace in Pace], source)
        self._pace.chosen.connect(lambda _pace: self._choose())
        card.add_row(say("updates.pace"), self._pace, text=say("updates.pace.text"))
        self._intervals = [PlainText(source, card, color="text.secondary", tabular=True) for _ in _ROWS]
        for name, label in zip(_ROWS, self._intervals, strict=True):
            card.add_row(say(f"updates.every.{name}"), label, keeps_names=True)
        self._battery = Toggle(source)
        self._battery.clicked.connect(lambda _is_on: self._choose())
        if has_battery():
            card.add_row(say("updates.battery"), self._battery)
        else:
            self._battery.setParent(self.body)
            self._battery.hide()
        check = TextButton(say("updates.check"), source, self.body, icon_name="refresh")
        check.setObjectName("settingsCheckNow")
        check.setToolTip(say("updates.check.tooltip", key="F5"))
        check.clicked.connect(window.door.check_now)
        self._rest = TextButton(say("updates.rest"), source, self.body, icon_name="pause")
        self._rest.setObjectName("settingsRest")
        self._rest.clicked.connect(self._toggle_rest)
        self.add_buttons(check, self._rest)
        self.finish()
        self._again = QTimer(self, interval=LOOK_EVERY_MS)
        self._again.timeout.connect(self.refresh)

    @property
    def account(self) -> Account | None:
        """The one whose budget is shown."""
        window = self._window
        shown = window.account(window.list_pane.account_id)
        return shown or (window.accounts[0] if window.accounts else None)

    def refresh(self) -> None:
        window, account = self._window, self.account
        for part in (self._heading, self._budget, self._rest):
            part.setVisible(account is not None)
        settings = window.archive.settings
        pace = pace_of(settings.get(PACE_KEY))
        self._pace.choose(pace)
        self._battery.setChecked(settings.get(BATTERY_KEY, "1") != "0")
        for label, seconds in zip(self._intervals, usual_intervals(pace.factor), strict=True):
            label.set_text(_every(seconds))
        if account is None:
            return
        self._heading.set_text(say("updates.budget", account=isolate(account.display_name)))
        status = window.door.status.of(account.id)
        checked = status.last_checked_at or account.last_checked_at
        at = isolate(fmt.clock_time(checked)) if checked is not None else ""
        text = say("updates.meter.text", time=at) if at else say("updates.meter.never")
        self._meter.show_used(status.budget_used, text)
        is_resting = status.connection is Connection.PAUSED
        self._rest.set_text(say("updates.go_on") if is_resting else say("updates.rest"))
        self._rest.icon_name = "play" if is_resting else "pause"
        account_id = account.id
        window.door.ask(lambda engine: engine.care.keep_health())
        self._plot.show_slots(window.archive.health.calls(account_id), window.now())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._again.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._again.stop()

    def _choose(self) -> None:
        pace, is_slower = self._pace.value, self._battery.isChecked()
        if isinstance(pace, Pace):
            self._window.door.ask(lambda engine: engine.care.choose_pace(pace, is_slower_on_battery=is_slower))
            self.refresh()

    def _toggle_rest(self) -> None:
        account = self.account
        if account is None:
            return
        account_id, window = account.id, self._window
        if window.door.status.of(account_id).connection is not Connection.PAUSED:
            until = window.now() + REST
            window.door.ask(lambda engine: engine.care.rest(account_id, until))
        elif account.is_paused:
            window.account_actions.pause(account_id, False)
        else:
            window.door.ask(lambda engine: engine.care.rest(account_id, None))


def _every(seconds: float) -> str:
    """``every 15 s``, ``every 5 min``."""
    whole = round(seconds)
    if whole < 120:
        return say("updates.every.s", n=whole)
    return say("updates.every.min", n=round(whole / 60))
