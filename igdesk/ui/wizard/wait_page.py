"""The page that waits for the browser, and takes the address where the browser cannot come back by itself."""

from PySide6.QtCore import QElapsedTimer, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from igdesk.domain.account import Flavour
from igdesk.domain.checks import CheckState
from igdesk.domain.status import Problem
from igdesk.ui.controls import TextButton, TextField
from igdesk.ui.format import countdown
from igdesk.ui.icons import paint_icon
from igdesk.ui.layout.turning import TurningLine
from igdesk.ui.paint import fill_rounded
from igdesk.ui.plain_text import PlainText
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource
from igdesk.ui.wizard.page import Foot, Step, WizardPage
from igdesk.ui.wizard.problem_box import ProblemBox
from igdesk.ui.wizard.remark_line import RemarkLine
from igdesk.ui.wizard.state_sign import StateSign

_CENTRE = Qt.AlignmentFlag.AlignHCenter


class _Disc(QWidget):
    """A globe on a soft disc."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self.setFixedSize(72, 72)
        theme_source.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, rect = self._theme_source.current, QPainter(self), QRectF(self.rect())
        fill_rounded(painter, rect, rect.width() / 2, theme.color("accent.soft"))
        paint_icon(painter, "globe", rect, theme.color("accent.text"), size_key="empty")


class WaitPage(WizardPage):
    """``address_given`` with what the person pasted; ``open_requested`` to show the page at Meta once more."""

    address_given = Signal(str)
    open_requested = Signal()
    copy_requested = Signal()

    step = Step.GIVE

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme_source, parent)
        self._left_s = 0.0
        self._since = QElapsedTimer()
        self._is_exchanging = False
        self._tick = QTimer(self, interval=1000)
        self._tick.timeout.connect(self._show_time)
        self._heading = PlainText(theme_source, self, scale="title2", align=_CENTRE, text=say("wizard.browser"))
        self._text = PlainText(theme_source, self, color="text.secondary", align=_CENTRE)
        self._again = TextButton(say("wizard.browser.again"), theme_source, self, icon_name="refresh")
        self._again.setObjectName("wizardOpenAgain")
        self._again.clicked.connect(self.open_requested)
        self._copy = TextButton(say("wizard.browser.copy"), theme_source, self, icon_name="copy")
        self._copy.setObjectName("wizardCopyLink")
        self._copy.clicked.connect(self.copy_requested)
        self._sign = StateSign(theme_source, self, side=16)
        self._sign.show_state(CheckState.CHECKING)
        self._time = PlainText(theme_source, self, scale="small", color="text.secondary", tabular=True, max_lines=1)
        self._note = RemarkLine(" ", theme_source, self)
        self._address = TextField(say("wizard.browser.address"), theme_source, self)
        self._address.setObjectName("wizardAddress")
        self._address.setPlaceholderText(say("wizard.browser.address.hint"))
        self._address.textChanged.connect(lambda _text: self.changed.emit())
        self._address.returnPressed.connect(self.go_on)
        self._paste = TextButton(say("wizard.token.paste"), theme_source, self, icon_name="paste")
        self._paste.setObjectName("wizardAddressPaste")
        self._paste.clicked.connect(lambda: self._address.setText(QGuiApplication.clipboard().text().strip()))
        self.problem = ProblemBox(theme_source, self)
        self.problem.link_wanted.connect(self.link_wanted)
        self._lay_out()

    @property
    def foot(self) -> Foot:
        may = bool(self._address.text().strip()) and not self._is_exchanging
        return Foot(say("wizard.next"), may_go_on=may)

    @property
    def remark(self) -> str:
        return "wizard.side.password"

    def wait(self, flavour: Flavour, *, listens: bool, is_port_taken: bool, is_https: bool, seconds: float) -> None:
        """The browser has the page now."""
        self._is_exchanging = False
        self._left_s = seconds
        self._since.start()
        if self.isVisible():
            self._tick.start()
        self._heading.set_text(say("wizard.browser"))
        self._text.set_text(say(f"wizard.browser.text.{flavour.value}" if listens else "wizard.browser.text.copy"))
        note = "wizard.browser.note.copy"
        if is_port_taken:
            note = "wizard.browser.note.taken"
        elif listens:
            note = "wizard.browser.note.certificate" if is_https else "wizard.browser.note"
        self._note.words.set_text(say(note))
        self.problem.show_problem(None)
        self._show_time()
        self.changed.emit()

    def show_exchanging(self) -> None:
        """The answer is there; Instagram is asked for the token."""
        self._is_exchanging = True
        self._tick.stop()
        self._time.set_text(say("wizard.browser.exchanging"))
        self.changed.emit()

    def show_problem(self, problem: Problem | None) -> None:
        self._is_exchanging = False
        self.problem.show_problem(problem)
        if problem is not None:
            self._address.clear()
        self.changed.emit()

    def forget(self) -> None:
        self._tick.stop()
        self._since.invalidate()
        self._address.clear()
        self.problem.show_problem(None)

    def go_on(self) -> None:
        if self.foot.may_go_on:
            self.problem.show_problem(None)
            self.address_given.emit(self._address.text().strip())

    def focus_first(self) -> None:
        self._again.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._since.isValid() and not self._is_exchanging:
            self._show_time()
            self._tick.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tick.stop()

    def _lay_out(self) -> None:
        self.column.addSpacing(8)
        self.column.addWidget(_Disc(self._theme_source, self), 0, _CENTRE)
        self.column.addSpacing(18)
        self.column.addWidget(self._heading)
        self.column.addSpacing(6)
        self.column.addWidget(self._text)
        self.column.addSpacing(18)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        both = TurningLine(
            None, lambda width: self._again.sizeHint().width() + self._copy.sizeHint().width() + 8 > width
        )
        both.setSpacing(8)
        both.addWidget(self._again)
        both.addWidget(self._copy)
        buttons.addStretch(1)
        buttons.addLayout(both)
        buttons.addStretch(1)
        self.column.addLayout(buttons)
        self.column.addSpacing(18)
        waits = QHBoxLayout()
        waits.setSpacing(8)
        waits.addStretch(1)
        waits.addWidget(self._sign)
        waits.addWidget(self._time)
        waits.addStretch(1)
        self.column.addLayout(waits)
        self.column.addSpacing(24)
        self.column.addWidget(self._note)
        self.column.addSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._address, 1)
        row.addWidget(self._paste)
        self.column.addLayout(row)
        self.column.addSpacing(14)
        self.column.addWidget(self.problem)
        self.column.addStretch(1)

    def _show_time(self) -> None:
        left = max(self._left_s - self._since.elapsed() / 1000, 0.0)
        self._time.set_text(say("wizard.browser.waiting", time=countdown(left)))
        if left <= 0:
            self._tick.stop()
