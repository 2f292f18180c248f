"""The line under the list: whether it is up to date, and how much of the API's budget is used."""

from datetime import datetime, tzinfo
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from igdesk.domain.account import Account, AccountState
from igdesk.domain.status import AccountStatus, Connection
from igdesk.ui.controls import ButtonKind, TextButton
from igdesk.ui.format import clock_time, list_time, percent
from igdesk.ui.icons import icon_size, paint_icon
from igdesk.ui.label import Label
from igdesk.ui.paint import hairline
from igdesk.ui.texts import say
from igdesk.ui.theme import Theme, ThemeSource

INSET, GAP = 16, 5
STALE_AFTER_S = 300
"""An account that is being checked and yet was not for so long is told as not up to date."""


class FooterState(NamedTuple):
    """What the leading end says, and how loudly."""

    text: str
    icon: str
    color: str = "text.tertiary"
    icon_color: str = "text.tertiary"
    action: str = ""
    """Words of a link at the trailing end, in place of the budget."""


def footer_state(
    account: Account | None,
    status: AccountStatus,
    now: datetime,
    *,
    is_demo: bool,
    is_read_only: bool = False,
    zone: tzinfo | None = None,
) -> FooterState:
    """One state from everything that is known, the most serious first. ``is_read_only``: the archive is."""

    def at(moment: datetime | None) -> str:
        return list_time(moment, now, zone=zone) if moment else ""

    checked = at(status.last_checked_at)
    if is_demo:
        return FooterState(say("list.demo"), "info", action=say("list.demo.action"))
    if is_read_only:  # whatever Instagram might say, nobody asks it
        return FooterState(say("list.read_only"), "alert", "warn.text", "warn.text")
    if account is not None and account.state is AccountState.NEEDS_SIGN_IN:
        since = at(status.trouble_since or status.last_checked_at)
        words = say("list.stale", time=since) if since else say("list.signed_out")
        return FooterState(words, "error", "danger.text", "danger.text", say("action.reconnect"))
    if account is not None and account.is_withheld:
        return FooterState(say("list.permission"), "error", "danger.text", "danger.text")
    match status.connection:
        case Connection.SIGNED_OUT:
            words = say("list.stale", time=checked) if checked else say("list.signed_out")
            return FooterState(words, "error", "danger.text", "danger.text", say("action.reconnect"))
        case Connection.PAUSED:
            words = say("list.resting", time=clock_time(status.paused_until, zone=zone)) if status.paused_until else ""
            return FooterState(words or say("list.resting.open"), "pause")
        case Connection.THROTTLED:
            until = status.paused_until or status.next_check_at or now
            words = say("list.paused", time=clock_time(until, zone=zone))
            return FooterState(words, "hourglass", "warn.text", "warn.text")
        case Connection.OFFLINE | Connection.CAPTIVE:
            words = say("list.offline", time=checked) if checked else say("list.offline.never")
            return FooterState(words, "offline")
        case Connection.INSTAGRAM_DOWN:
            since = at(status.trouble_since or status.last_checked_at)
            words = say("list.stale", time=since) if since else say("list.connecting")
            return FooterState(words, "alert", "warn.text", "warn.text")
        case _:
            pass
    if status.last_checked_at is None or status.first_sync is not None:
        return FooterState(say("list.updating" if status.is_busy else "list.connecting"), "refresh")
    if (now - status.last_checked_at).total_seconds() > STALE_AFTER_S:
        return FooterState(say("list.stale", time=checked), "alert", "warn.text", "warn.text")
    return FooterState(say("list.up_to_date", time=checked), "check", icon_color="success.base")


class QuietButton(TextButton):
    """Words that can be clicked and do not ask for it."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__("", theme_source, parent, kind=ButtonKind.LINK, scale="micro")

    def _font(self) -> QFont:
        return self.theme.font("micro", weight=400, tabular=True)

    def _colors(self, theme: Theme) -> tuple[QColor | None, QColor | None, QColor]:
        return None, None, theme.color("text.secondary" if self.underMouse() else "text.tertiary")


class ListFooter(QWidget):
    """32 high, with a line over it."""

    budget_requested = Signal()
    """More about the API's budget."""
    outbox_requested = Signal()
    """The replies that wait."""
    action_requested = Signal()
    """The link at the trailing end: reconnect, or connect an account in the demo."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self._state = FooterState("", "")
        self._text = Label(
            "", theme_source, self, scale="micro", color="text.tertiary", weight=400, tabular=True, may_shrink=True
        )
        self._text.setObjectName("listFooterState")
        self._queued = 0
        self._budget = QuietButton(theme_source, self)
        self._budget.setObjectName("listFooterBudget")
        self._budget.clicked.connect(self._open_budget)
        self._action = TextButton("", theme_source, self, kind=ButtonKind.LINK, scale="micro")
        self._action.setObjectName("listFooterAction")
        self._action.clicked.connect(self.action_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(INSET, 1, INSET, 0)
        row.setSpacing(0)
        row.addSpacing(int(icon_size("meta")) + GAP)  # margins are not mirrored, spacing is
        row.addWidget(self._text, 1)
        row.addSpacing(8)
        row.addWidget(self._budget)
        row.addWidget(self._action)
        theme_source.changed.connect(self._fit)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as its text needs: what does not fit beside the trailing end wraps."""
        theme = self._theme_source.current
        trailing = self._action if self._state.action else self._budget
        room = self.width() - 2 * INSET - icon_size("meta") - GAP - 8 - trailing.sizeHint().width()
        wraps = self._text.fontMetrics().horizontalAdvance(self._text.text()) > room
        self._text.setWordWrap(wraps)
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if is_rtl else Qt.AlignmentFlag.AlignLeft  # else the words' own direction
        self._text.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
        least = self._text.heightForWidth(max(int(room), 40)) + 8 if wraps else 0
        self.setFixedHeight(max(int(theme.size("size.list.footer")), least))
        self.update()

    def show_state(self, state: FooterState, budget_used: float, queued: int) -> None:
        """Trailing end: a link, else what waits in the outbox, else the budget."""
        if state != self._state:
            self._state = state
            is_calm = state.color == "text.tertiary"
            self._text.set_style(color=state.color, weight=400 if is_calm else 600)
            self._text.set_text(state.text)
            self._action.set_text(state.action)
            self.update()
        used = min(max(round(budget_used * 100), 0), 100)
        words = say("list.outbox", n=queued) if queued else say("list.budget", percent=percent(used / 100))
        self._queued = queued
        if words != self._budget.words:
            self._budget.set_text(words)
            if not queued:
                self._budget.setAccessibleName(say("list.budget.name", n=used))
        self._action.setVisible(bool(state.action))
        self._budget.setVisible(not state.action)
        self._fit()

    def _open_budget(self) -> None:
        if self._queued:
            self.outbox_requested.emit()
        else:
            self.budget_requested.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme_source.current, QPainter(self)
        hairline(painter, QRectF(0, 0, self.width(), 1), theme.color("line.separator"))
        if self._state.icon:
            size = icon_size("meta")
            is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            x = self.width() - INSET - size if is_rtl else INSET
            rect = QRectF(x, (self.height() + 1 - size) / 2, size, size)
            paint_icon(painter, self._state.icon, rect, theme.color(self._state.icon_color))
