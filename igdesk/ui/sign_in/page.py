"""The page on which an account is connected, or connected again, with a pasted token."""

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from igdesk.domain.status import Problem
from igdesk.domain.token_text import Verdict
from igdesk.ui.accessible_role import set_role
from igdesk.ui.announce import Urgency, announce
from igdesk.ui.banner.choice import Tone
from igdesk.ui.banner.tone import GROUND, ICON
from igdesk.ui.controls import ButtonKind, TextButton
from igdesk.ui.icons import paint_icon
from igdesk.ui.layout.margins import set_margins
from igdesk.ui.paint import fill_rounded, hairline, stroke_rounded
from igdesk.ui.plain_text import PlainText
from igdesk.ui.scroll import OverlayScrollBar
from igdesk.ui.sign_in.instructions import Instructions
from igdesk.ui.sign_in.side_panel import WIDTH as SIDE_WIDTH
from igdesk.ui.sign_in.side_panel import SidePanel
from igdesk.ui.sign_in.token_entry import TokenEntry
from igdesk.ui.texts import isolate, say
from igdesk.ui.theme import ThemeSource

DASHBOARD = "https://developers.facebook.com/apps/"
_CARD = (780, 580)
_CARD_FROM = (860, 640)
"""From this size on the page is a card in the middle; smaller windows are filled by it."""
_SIDE_FROM = 640
_FOOT = 64
_GAP = 16


class ProblemBox(QWidget):
    """Why it did not work: what happened, what to do, the code small, a page that helps."""

    link_wanted = Signal(str)

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("wizardProblem")
        self._theme_source = theme_source
        self._link = ""
        self._words = PlainText(theme_source, self, color="text.secondary")
        self._code = PlainText(theme_source, self, scale="micro", color="text.tertiary")
        self._open = TextButton(say("wizard.token.error.link"), theme_source, self, kind=ButtonKind.LINK, small=True)
        self._open.clicked.connect(lambda: self.link_wanted.emit(self._link))
        column = QVBoxLayout(self)
        set_margins(column, self, 41, 9, 14, 9 + _GAP)
        column.setSpacing(4)
        column.addWidget(self._words)
        foot = QHBoxLayout()
        foot.addWidget(self._code)
        foot.addStretch(1)
        foot.addWidget(self._open)
        column.addLayout(foot)
        theme_source.changed.connect(self.update)
        self.hide()

    def show_problem(self, problem: Problem | None) -> None:
        if problem is None:
            self.hide()
            return
        self._words.set_parts(problem.happened, problem.cure)
        self._code.set_text(say("explain.code", code=problem.code) if problem.code else "")
        self._code.setVisible(bool(problem.code))
        self._link = problem.link
        self._open.setVisible(bool(problem.link))
        self.setAccessibleName(self._words.text())
        self.show()
        announce(self, self._words.text(), Urgency.ASSERTIVE)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme_source.current, QPainter(self)
        rect = QRectF(self.rect()).adjusted(0, 0, 0, -_GAP)
        fill_rounded(painter, rect, theme.size("radius.send"), theme.color(GROUND[Tone.DANGER]))
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        box = QRectF(rect.right() - 30 if is_rtl else 10, 8, 20, 20)
        paint_icon(painter, "error", box, theme.color(ICON[Tone.DANGER]), size_key="menu")


class SignInPage(QWidget):
    """Emits the token to check; is told what came of it. The text stays until it worked."""

    check_requested = Signal(str)
    cancelled = Signal()
    demo_requested = Signal()
    link_wanted = Signal(str)

    def __init__(
        self,
        theme_source: ThemeSource,
        parent: QWidget | None = None,
        *,
        offers_demo: bool = False,
        has_keychain: bool = True,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("wizard")
        set_role(self, QAccessible.Role.Grouping)
        self.setAccessibleName(say("wizard.pane"))
        self._theme_source = theme_source
        self._is_busy = False
        self._card = QWidget(self)
        self._side = SidePanel(theme_source, self._card, has_keychain=has_keychain)
        self._heading = PlainText(theme_source, self, scale="title1")
        self._intro = PlainText(theme_source, self, color="text.secondary")
        self._instructions = Instructions(theme_source, self)
        self._instructions.dashboard_wanted.connect(lambda: self.link_wanted.emit(DASHBOARD))
        self._entry = TokenEntry(theme_source, self)
        self._entry.judged.connect(self._follow)
        self._entry.accepted.connect(self._check)
        self._problem = ProblemBox(theme_source, self)
        self._problem.link_wanted.connect(self.link_wanted)
        self._cancel = TextButton(say("wizard.cancel"), theme_source, self, kind=ButtonKind.GHOST)
        self._cancel.setObjectName("wizardCancel")
        self._cancel.clicked.connect(self.cancelled)
        self._demo = TextButton(say("wizard.demo"), theme_source, self)
        self._demo.setObjectName("wizardOptionDemo")
        self._demo.clicked.connect(self.demo_requested)
        self._demo.setVisible(offers_demo)
        self._next = TextButton(say("wizard.token.check"), theme_source, self, kind=ButtonKind.PRIMARY)
        self._next.setObjectName("wizardNext")
        self._next.clicked.connect(self._check)
        self._lay_out()
        theme_source.changed.connect(self.update)
        self.start()

    def start(self, account_name: str = "", *, can_cancel: bool = False) -> None:
        """A new account, or ``account_name`` once more. What was typed for a failed try stays."""
        if account_name:
            self._heading.set_text(say("wizard.token.reconnect", account=isolate(account_name)))
            self._intro.set_text(say("wizard.token.reconnect.text"))
        else:
            self._heading.set_text(say("wizard.token"))
            self._intro.set_text(say("wizard.token.text"))
        self._cancel.setVisible(can_cancel)
        self._problem.show_problem(None)
        self._side.show_step(0)
        self._follow(self._entry.verdict)

    def set_checking(self, is_checking: bool) -> None:
        """Instagram is being asked."""
        self._is_busy = is_checking
        self._entry.set_busy(is_checking)
        self._side.show_step(1 if is_checking else 0)
        self._follow(self._entry.verdict)

    def show_problem(self, problem: Problem) -> None:
        """It did not work; the token stays in the field for another try."""
        self.set_checking(False)
        self._entry.clear_hint()
        self._problem.show_problem(problem)
        QTimer.singleShot(0, self._area, lambda: self._area.ensureWidgetVisible(self._problem))
        self._entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_already_connected(self) -> None:
        """The token was good, but the account is here already."""
        self.set_checking(False)
        self._entry.show_verdict(Verdict.ALREADY_CONNECTED)
        self._follow(Verdict.ALREADY_CONNECTED)

    def forget(self) -> None:
        """It worked, or was given up: no token stays in the window."""
        self._entry.clear()
        self._problem.show_problem(None)
        self.set_checking(False)

    def focus_token(self) -> None:
        self._entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme_source.current, QPainter(self)
        card, radius = QRectF(self._card.geometry()), theme.size("radius.dialog") if self._is_card() else 0.0
        painter.fillRect(self.rect(), theme.color("bg.list"))
        fill_rounded(painter, card, radius, theme.color("bg.canvas"))
        if not self._side.isHidden():
            side = QRectF(self._side.geometry()).translated(card.topLeft())
            painter.save()
            painter.setClipRect(side)
            fill_rounded(painter, card, radius, theme.color("bg.rail"))
            painter.restore()
        if radius:
            stroke_rounded(painter, card, radius, theme.color("line.separator"))
        foot = card.bottom() - _FOOT
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        body = card.adjusted(0, 0, -self._side_width(), 0) if is_rtl else card.adjusted(self._side_width(), 0, 0, 0)
        hairline(painter, QRectF(body.left(), foot, body.width(), 1), theme.color("line.separator"))

    def _lay_out(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(36, 32, 36, 20)
        column.setSpacing(0)
        for widget, gap in (
            (self._heading, 6),
            (self._intro, 16),
            (self._instructions, 24),
            (self._entry, 16),
            (self._problem, 0),
        ):
            column.addWidget(widget)
            column.addSpacing(gap)
        life = QHBoxLayout()
        life.setSpacing(10)
        life.addWidget(_InfoSign(self._theme_source, body), 0, Qt.AlignmentFlag.AlignTop)
        life.addWidget(
            PlainText(self._theme_source, body, scale="small", color="text.secondary", text=say("wizard.token.life")), 1
        )
        column.addLayout(life)
        column.addStretch(1)
        area = self._area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(body)
        for part in (area.viewport(), body):
            part.setAutoFillBackground(False)
        self._bar = OverlayScrollBar(area, self._theme_source)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 16, 24, 16)
        foot.setSpacing(8)
        foot.addWidget(self._demo)
        foot.addStretch(1)
        foot.addWidget(self._cancel)
        foot.addWidget(self._next)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(area, 1)
        right.addLayout(foot)
        row = QHBoxLayout(self._card)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._side)
        row.addLayout(right, 1)

    def _is_card(self) -> bool:
        return self.width() >= _CARD_FROM[0] and self.height() >= _CARD_FROM[1]

    def _side_width(self) -> int:
        return 0 if self._side.isHidden() else SIDE_WIDTH

    def _place(self) -> None:
        self._side.setVisible(self.width() >= _SIDE_FROM)
        if self._is_card():
            width, height = _CARD
            self._card.setGeometry((self.width() - width) // 2, (self.height() - height) // 2, width, height)
        else:
            self._card.setGeometry(self.rect())
        self.update()

    def _follow(self, verdict: object) -> None:
        self._next.setEnabled(isinstance(verdict, Verdict) and verdict.may_be_checked and not self._is_busy)

    def _check(self) -> None:
        if self._next.isEnabled():
            token = self._entry.token
            self._problem.show_problem(None)
            self.set_checking(True)
            self.check_requested.emit(token)


class _InfoSign(QWidget):
    """The small i before a side remark."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self.setFixedSize(14, 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme_source.current
        paint_icon(QPainter(self), "info", QRectF(self.rect()), theme.color("text.secondary"), size_key="inline")
