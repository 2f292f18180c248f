"""The page on which a token is pasted."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from igdesk.domain.status import Problem
from igdesk.domain.token_text import Verdict
from igdesk.ui.check_words import DASHBOARD
from igdesk.ui.texts import isolate, say
from igdesk.ui.theme import ThemeSource
from igdesk.ui.wizard.instructions import Instructions
from igdesk.ui.wizard.page import Foot, Step, WizardPage
from igdesk.ui.wizard.problem_box import ProblemBox
from igdesk.ui.wizard.remark_line import RemarkLine
from igdesk.ui.wizard.token_entry import TokenEntry

STEPS = ("wizard.token.step.1", "wizard.token.step.2", "wizard.token.step.3", "wizard.token.step.4")


class TokenPage(WizardPage):
    """Emits the token to check. The text stays until it worked or was given up."""

    check_requested = Signal(str)

    step = Step.GIVE

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme_source, parent)
        self._is_busy = False
        self._heading, self._intro = self.add_heading(say("wizard.token"), say("wizard.token.text"), 16)
        steps = tuple(say(text_id, b="\x02", e="\x03") for text_id in STEPS)
        self._instructions = Instructions(steps, theme_source, self)
        self._instructions.link_wanted.connect(lambda: self.link_wanted.emit(DASHBOARD))
        self._entry = TokenEntry(theme_source, self)
        self._entry.judged.connect(lambda _verdict: self.changed.emit())
        self._entry.accepted.connect(self.go_on)
        self.problem = ProblemBox(theme_source, self)
        self.problem.link_wanted.connect(self.link_wanted)
        for widget, gap in ((self._instructions, 24), (self._entry, 16), (self.problem, 0)):
            self.column.addWidget(widget)
            self.column.addSpacing(gap)
        self.column.addWidget(RemarkLine(say("wizard.token.life"), theme_source, self))
        self.column.addStretch(1)

    def start(self, account_name: str = "") -> None:
        """A new account, or ``account_name`` once more. What was typed stays."""
        if account_name:
            self._heading.set_text(say("wizard.token.reconnect", account=isolate(account_name)))
            self._intro.set_text(say("wizard.token.reconnect.text"))
        else:
            self._heading.set_text(say("wizard.token"))
            self._intro.set_text(say("wizard.token.text"))
        self.problem.show_problem(None)

    @property
    def foot(self) -> Foot:
        may = self._entry.verdict.may_be_checked and not self._is_busy
        return Foot(say("wizard.token.check"), may_go_on=may)

    def set_checking(self, is_checking: bool) -> None:
        """Instagram is being asked about this token."""
        self._is_busy = is_checking
        self._entry.set_busy(is_checking)
        self.changed.emit()

    def show_problem(self, problem: Problem) -> None:
        """It did not work; the token stays in the field for another try."""
        self.set_checking(False)
        self._entry.clear_hint()
        self.problem.show_problem(problem)
        self.focus_first()

    def forget(self) -> None:
        """It worked, or was given up: no token stays in the window."""
        self._entry.clear()
        self.problem.show_problem(None)
        self.set_checking(False)

    def go_on(self) -> None:
        if self.foot.may_go_on:
            self.problem.show_problem(None)
            self.check_requested.emit(self._entry.token)

    def focus_first(self) -> None:
        self._entry.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def verdict(self) -> Verdict:
        return self._entry.verdict
