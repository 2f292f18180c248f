"""One account in the settings: picture, names, condition, and four facts about its connection."""

from datetime import datetime

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFont, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from igdesk.domain.account import Account
from igdesk.domain.status import AccountCondition, AccountStatus, conditions
from igdesk.ui.accessible_role import set_opens
from igdesk.ui.accounts.words import Fact, condition_words, facts, kind_words
from igdesk.ui.controls import IconButton, PaintedButton
from igdesk.ui.icons import paint_icon
from igdesk.ui.paint import fill_rounded, paint_avatar, stroke_rounded
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

PAD, AVATAR, GAP = 16, 48, 14
FACTS_PAD, FACTS_GAP, BETWEEN_LINES = 9, 13, 2
NARROW_PX, NAME_PX, STATE_SIGN = 470, 110, 20
_SIGNS = {
    AccountCondition.WORKING: ("check", "success.text"),
    AccountCondition.PAUSED: ("pause", "text.secondary"),
    AccountCondition.OFFLINE: ("offline", "text.secondary"),
    AccountCondition.INSTAGRAM_DOWN: ("cloud", "text.secondary"),
    AccountCondition.RESTRICTED: ("alert", "warn.text"),
    AccountCondition.TOKEN_ENDS: ("hourglass", "warn.text"),
    AccountCondition.PAUSED_BY_INSTAGRAM: ("hourglass", "warn.text"),
    AccountCondition.SIGNED_OUT: ("x", "danger.text"),
    AccountCondition.PERMISSION: ("x", "danger.text"),
}


class AccountCard(PaintedButton):
    """Chosen like a radio button: the rest of the page is about the chosen one."""

    menu_wanted = Signal(object)
    """The widget under which the menu of the account opens."""

    def __init__(self, account: Account, theme_source: ThemeSource, parent: QWidget, *, is_demo: bool) -> None:
        super().__init__(theme_source, parent)
        self.account = account
        self._is_demo = is_demo
        self._condition = AccountCondition.WORKING
        self._state = ""
        self._facts: tuple[Fact, ...] = ()
        self.setObjectName(f"settingsAccount{account.id}")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        self._more = IconButton("more", say("account.menu"), theme_source, self)
        self._more.setObjectName("settingsAccountMenu")
        set_opens(self._more)
        self._more.clicked.connect(lambda: self.menu_wanted.emit(self._more))

    def radius(self) -> float:
        return self.theme.size("radius.card")

    def show_account(self, account: Account, status: AccountStatus, now: datetime) -> None:
        """What is so now; painted again only if that is news."""
        condition = next(conditions(account, status, now))
        state, found = condition_words(condition, account, now), facts(account, now, is_demo=self._is_demo)
        news = (account, condition, state, found)
        if news == (self.account, self._condition, self._state, self._facts):
            return
        self.account, self._condition, self._state, self._facts = news
        told = ", ".join(f"{fact.label}: {fact.value}" for fact in found)
        self.setAccessibleName(say("account.card", account=account.display_name, state=state))
        self.setAccessibleDescription(f"{kind_words(account)}. {told}")
        self._more.setAccessibleDescription(account.display_name)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(320, PAD - 1 + self._head() + FACTS_GAP + self._facts_height() + PAD - 1)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._place()
        super().changeEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(self._more)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect())
        if self.underMouse() and not self.isChecked():
            fill_rounded(painter, whole.adjusted(3, 3, -3, -3), self.radius() - 3, theme.color("bg.hover"))
        circle = self._at(PAD, PAD - 1 + (self._head() - AVATAR) / 2, AVATAR, AVATAR)
        account = self.account
        paint_avatar(painter, circle, theme, account.remote_id, account.display_name, tint=account.tint)
        if self.isChecked():
            stroke_rounded(painter, circle.adjusted(-4, -4, 4, 4), AVATAR, theme.color("accent.base"), 2)
        high, low = theme.line_height("title3"), theme.line_height("small")
        is_below = self._is_state_below()
        top = PAD - 1 + (self._head() - high - low * (2 if is_below else 1)) / 2
        self._paint_state(painter, top + high + low if is_below else None)
        room = self._names_room(beside_state=not is_below)
        name = self._at(PAD + AVATAR + GAP, top, room, high)
        self._write(
            painter, name, account.display_name, theme.font("title3", text=account.display_name), "text.primary"
        )
        second = self._at(PAD + AVATAR + GAP, top + high, room, low)
        self._write(painter, second, kind_words(account), theme.font("small"), "text.secondary")
        self._paint_facts(painter)

    def _paint_state(self, painter: QPainter, below: float | None) -> None:
        """At the trailing end, or under the names where there is no room beside them."""
        theme = self.theme
        icon, ink = _SIGNS[self._condition]
        line = theme.line_height("body" if below is None else "small")
        if below is None:
            width = self._state_width() - STATE_SIGN
            x = self.width() - PAD - 46 - width
            y = PAD - 1 + self._head() / 2 - line / 2
        else:
            x, y = PAD + AVATAR + GAP + STATE_SIGN, below
            width = self.width() - x - PAD
        self._write(painter, self._at(x, y, width, line), self._state, theme.font("small", weight=500), ink)
        paint_icon(painter, icon, self._at(x - STATE_SIGN, y + line / 2 - 7.5, 15, 15), theme.color(ink))

    def _state_width(self) -> float:
        wanted = QFontMetricsF(self.theme.font("small", weight=500)).horizontalAdvance(self._state) + 2
        return min(wanted, self.width() * 0.42) + STATE_SIGN

    def _names_room(self, *, beside_state: bool) -> float:
        state = self._state_width() + 12 if beside_state else 0
        return self.width() - 2 * PAD - AVATAR - GAP - state - 44

    def _is_state_below(self) -> bool:
        """Whether the state would push a name under what it needs."""
        name = QFontMetricsF(self.theme.font("title3", text=self.account.display_name))
        needed = min(name.horizontalAdvance(self.account.display_name), NAME_PX * self.theme.scale)
        return self.width() > 0 and self._names_room(beside_state=True) < needed

    def _paint_facts(self, painter: QPainter) -> None:
        theme = self.theme
        top = PAD - 1 + self._head() + FACTS_GAP
        first, second = theme.line_height("micro"), theme.line_height("small")
        box = QRectF(PAD, top, self.width() - 2 * PAD, self._facts_height())
        fill_rounded(painter, box, theme.size("radius.control"), theme.color("bg.pane"))
        columns = self._columns()
        width = (box.width() - 28) / columns
        for number, fact in enumerate(self._facts):
            x, y = PAD + 14 + (number % columns) * width, top + FACTS_PAD + (number // columns) * self._fact_pitch()
            label = self._at(x, y, width - 8, first)
            self._write(painter, label, fact.label, theme.font("micro"), "text.secondary")
            value = self._at(x, y + first + BETWEEN_LINES, width - 8, second)
            self._write(painter, value, fact.value, theme.font("small", weight=500), "text.primary")

    def _write(self, painter: QPainter, rect: QRectF, text: str, font: QFont, ink: str) -> None:
        painter.setFont(font)
        painter.setPen(self.theme.color(ink))
        cut = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if is_rtl else Qt.AlignmentFlag.AlignLeft
        painter.drawText(rect, side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, cut)

    def _at(self, x: float, y: float, width: float, height: float) -> QRectF:
        """A place counted from the leading edge."""
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        return QRectF(self.width() - x - width if is_rtl else x, y, width, height)

    def _place(self) -> None:
        side = self._more.sizeHint().width()
        x = PAD if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else self.width() - PAD - side
        self._more.setGeometry(x, PAD - 1 + (self._head() - side) // 2, side, side)

    def _fit(self) -> None:
        self._place()
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def _restyle(self) -> None:
        super()._restyle()
        self._fit()

    def _columns(self) -> int:
        """How many facts stand beside each other: two where it is narrow, one where words would be cut."""
        if self.width() >= NARROW_PX:
            return 4
        value = QFontMetricsF(self.theme.font("small", weight=500))
        widest = max((value.horizontalAdvance(fact.value) for fact in self._facts), default=0.0)
        return 2 if widest <= (self.width() - 2 * PAD - 28) / 2 - 8 else 1

    def _facts_height(self) -> int:
        rows = len(range(0, max(len(self._facts), 1), self._columns()))
        return 2 * FACTS_PAD + rows * self._fact_pitch() - (self._fact_pitch() - self._fact_lines())

    def _fact_lines(self) -> int:
        return self.theme.line_height("micro") + BETWEEN_LINES + self.theme.line_height("small")

    def _fact_pitch(self) -> int:
        return self._fact_lines() + 10

    def _head(self) -> int:
        """As high as picture or names need."""
        small = 2 if self._is_state_below() else 1
        return max(AVATAR, self.theme.line_height("title3") + small * self.theme.line_height("small"))
