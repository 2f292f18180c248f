"""The way round a forgotten passphrase: a token of a connected account proves whose igdesk this is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from igdesk.domain.status import Problem
from igdesk.ui.banner.choice import Tone
from igdesk.ui.card_dialog import CardDialog
from igdesk.ui.controls import ButtonKind, TextButton
from igdesk.ui.dialogs import IconDisc
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource
from igdesk.ui.unlock.page import Remark
from igdesk.ui.wizard.token_entry import TokenEntry

_WIDTH = 500


class ForgottenDialog(CardDialog):
    """Takes the token; whoever opened it has it looked at."""

    token_given = Signal(str)
    dashboard_wanted = Signal()

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme_source, parent)
        self._is_busy = False
        self.setObjectName("lockForgotten")
        words = self.write(say("lock.proof"), say("lock.proof.text"))
        words.addSpacing(8)
        self._entry = TokenEntry(theme_source, self)
        self._entry.judged.connect(lambda _verdict: self._follow())
        self._entry.accepted.connect(self._submit)
        words.addWidget(self._entry)
        self._remark = Remark(theme_source, self)
        self._remark.words.setObjectName("lockForgottenRemark")
        self._remark.setMinimumHeight(2 * theme_source.current.line_height("small"))
        words.addWidget(self._remark)
        dashboard = TextButton(f"{say('lock.proof.dashboard')} ↗", theme_source, self, kind=ButtonKind.LINK)
        dashboard.setObjectName("lockForgottenDashboard")
        dashboard.setAccessibleName(say("wizard.token.dashboard"))
        dashboard.clicked.connect(self.dashboard_wanted)
        back = TextButton(say("wizard.back"), theme_source, self)
        back.setObjectName("lockForgottenBack")
        back.clicked.connect(self.reject)
        self._go = TextButton(say("lock.proof.do"), theme_source, self, kind=ButtonKind.PRIMARY)
        self._go.setObjectName("lockForgottenAccept")
        self._go.clicked.connect(self._submit)
        sign = IconDisc("lock", Tone.INFO, theme_source, self)
        self.arrange(sign, words, back, self._go, width_px=_WIDTH, link=dashboard)
        self._entry.setFocus(Qt.FocusReason.TabFocusReason)
        self._follow()

    def show_problem(self, problem: Problem) -> None:
        """Why the token proves nothing."""
        self._is_busy = False
        self._entry.set_busy(False)
        self._remark.tell(f"{problem.happened} {problem.cure}".strip(), is_problem=True)
        self._follow()
        self._entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def done(self, result: int) -> None:
        """No token stays in the window."""
        self._entry.clear()
        super().done(result)

    def _follow(self) -> None:
        self._go.setEnabled(not self._is_busy and self._entry.verdict.may_be_checked)

    def _submit(self) -> None:
        if self._go.isEnabled():
            self._is_busy = True
            self._entry.set_busy(True)
            self._remark.tell("", is_problem=False)
            self._follow()
            self.token_given.emit(self._entry.token)
