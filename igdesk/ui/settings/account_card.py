"""One account in the settings: picture, names, how it fares, and four facts about its connection."""

from datetime import datetime

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFont, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from igdesk.domain.account import Account
from igdesk.domain.status import AccountStatus
from igdesk.ui.accessible_role import set_opens
from igdesk.ui.accounts.words import Fact, Fare, facts, fare, fare_words, kind_words
from igdesk.ui.controls import IconButton, PaintedButton
from igdesk.ui.icons import paint_icon
from igdesk.ui.paint import fill_rounded, paint_avatar, stroke_rounded
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

PAD, AVATAR, GAP = 16, 48, 14
FACTS_PAD, FACTS_GAP, BETWEEN_LINES = 9, 13, 2
NARROW_PX = 470
_SIGNS = {
    Fare.WORKING: ("check", "success.text"),
    Fare.PAUSED: ("pause", "text.secondary"),
    Fare.OFFLINE: ("offline", "text.secondary"),
    Fare.UNCLEAR: ("cloud", "text.secondary"),
    Fare.RESTRICTED: ("alert", "warn.text"),
    Fare.TOKEN_ENDS: ("hourglass", "warn.text"),
    Fare.PAUSED_BY_INSTAGRAM: ("hourglass", "warn.text"),
    Fare.SIGNED_OUT: ("x", "danger.text"),
    Fare.PERMISSION: ("x", "danger.text"),
}


class AccountCard(PaintedButton):
    """Chosen like a radio button: the rest of the page is about the chosen one."""

    menu_wanted = Signal(object)
    """The widget under which the menu of the account opens."""

    def __init__(self, account: Account, theme_source: ThemeSource, parent: QWidget, *, is_demo: bool) -> None:
        super().__init__(theme_source, parent)
        self.account = account
        self._is_demo = is_demo
        self._fare = Fare.WORKING
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
        state, found = fare_words(account, status, now), facts(account, now, is_demo=self._is_demo)
        news = (account, fare(account, status, now), state, found)
        if news == (self.account, self._fare, self._state, self._facts):
            return
        self.account, self._fare, self._state, self._facts = news
        told = ", ".join(f"{fact.label}: {fact.value}" for fact in found)
        self.setAccessibleName(say("account.card", account=account.display_name, state=state))
        self.setAccessibleDescription(f"{kind_words(account)}. {told}")
        self._more.setAccessibleDescription(account.display_name)
        self.updateGeometry()
        self.update()

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
        self._place()
        self.setFixedHeight(self.sizeHint().height())

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
        state_width = self._paint_state(painter)
        room = self.width() - 2 * PAD - AVATAR - GAP - state_width - 12 - 44
        high, low = theme.line_height("title3"), theme.line_height("small")
        top = PAD - 1 + (self._head() - high - low) / 2
        name = self._at(PAD + AVATAR + GAP, top, room, high)
        self._write(
            painter, name, account.display_name, theme.font("title3", text=account.display_name), "text.primary"
        )
        second = self._at(PAD + AVATAR + GAP, top + high, room, low)
        self._write(painter, second, kind_words(account), theme.font("small"), "text.secondary")
        self._paint_facts(painter)

    def _paint_state(self, painter: QPainter) -> float:
        theme = self.theme
        icon, ink = _SIGNS[self._fare]
        font = theme.font("small", weight=500)
        wanted = QFontMetricsF(font).horizontalAdvance(self._state) + 2
        width = min(wanted, self.width() * 0.42)
        trailing = PAD + 46
        middle = PAD - 1 + self._head() / 2
        line = theme.line_height("body")
        words = self._at(self.width() - trailing - width, middle - line / 2, width, line)
        self._write(painter, words, self._state, font, ink)
        sign = self._at(self.width() - trailing - width - 20, middle - 7.5, 15, 15)
        paint_icon(painter, icon, sign, theme.color(ink))
        return width + 20

    def _paint_facts(self, painter: QPainter) -> None:
        theme = self.theme
        top = PAD - 1 + self._head() + FACTS_GAP
        first, second = theme.line_height("micro"), theme.line_height("small")
        box = QRectF(PAD, top, self.width() - 2 * PAD, self._facts_height())
        fill_rounded(painter, box, theme.size("radius.control"), theme.color("bg.pane"))
        columns = 2 if self._is_narrow() else 4
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

    def _is_narrow(self) -> bool:
        return self.width() < NARROW_PX

    def _facts_height(self) -> int:
        rows = 2 if self._is_narrow() else 1
        return 2 * FACTS_PAD + rows * self._fact_pitch() - (self._fact_pitch() - self._fact_lines())

    def _fact_lines(self) -> int:
        return self.theme.line_height("micro") + BETWEEN_LINES + self.theme.line_height("small")

    def _fact_pitch(self) -> int:
        return self._fact_lines() + 10

    def _head(self) -> int:
        """As high as picture or names need."""
        return max(AVATAR, self.theme.line_height("title3") + self.theme.line_height("small"))
