"""The page on which the six checks are made, and made again until they pass."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from igdesk.domain.checks import CheckId, Checkup
from igdesk.domain.status import Problem
from igdesk.ui.accessible_role import set_role
from igdesk.ui.announce import announce
from igdesk.ui.check_words import CheckLink, LinkAction, heading
from igdesk.ui.controls import ButtonKind
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource
from igdesk.ui.wizard.check_row import CheckRow
from igdesk.ui.wizard.page import Foot, FootButton, Step, WizardPage
from igdesk.ui.wizard.problem_box import ProblemBox


class ChecksPage(WizardPage):
    """Shows a Checkup. What its links and buttons ask for is emitted."""

    check_again = Signal()
    another_token = Signal()
    report_wanted = Signal()
    accepted = Signal()

    step = Step.CHECKS

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme_source, parent)
        self._checkup = Checkup(is_running=True)
        self._is_busy = False
        self._has_account = False
        self._was_copied = False
        self._title, self._line = self.add_heading(*heading(self._checkup), gap=14)
        self._list = QWidget(self)
        self._list.setObjectName("wizardChecks")
        self._list.setAccessibleName(say("wizard.step.checks"))
        set_role(self._list, QAccessible.Role.List)
        rows = QVBoxLayout(self._list)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self._rows: dict[CheckId, CheckRow] = {}
        for check_id in CheckId:
            is_last = check_id is CheckId.CONVERSATIONS
            row = self._rows[check_id] = CheckRow(check_id, theme_source, self._list, is_last=is_last)
            row.link_clicked.connect(self._follow_link)
            rows.addWidget(row)
        self.problem = ProblemBox(theme_source, self)
        self.problem.link_wanted.connect(self.link_wanted)
        self.column.addWidget(self._list)
        self.column.addSpacing(12)
        self.column.addWidget(self.problem)
        self.column.addStretch(1)

    @property
    def foot(self) -> Foot:
        checkup = self._checkup
        buttons: list[FootButton] = []
        if checkup.open_ids and not checkup.is_running:
            words = say("wizard.report.copied" if self._was_copied else "wizard.report.copy")
            buttons.append(
                FootButton("wizardCopyReport", words, self.report_wanted.emit, kind=ButtonKind.LINK, leads=True)
            )
            buttons.append(
                FootButton("wizardCheckAgain", say("wizard.check_again"), self.check_again.emit, icon_name="refresh")
            )
        words = say("wizard.done" if self._has_account else "wizard.next")
        may = (checkup.may_continue or self._has_account) and not self._is_busy and not checkup.is_running
        has_cancel = not buttons and not (self._has_account and may)
        return Foot(words, may, has_back=not self._has_account, has_cancel=has_cancel, buttons=tuple(buttons))

    @property
    def remark(self) -> str:
        return "wizard.side.report" if self._checkup.open_ids and not self._checkup.is_running else "wizard.side.token"

    @property
    def checkup(self) -> Checkup:
        return self._checkup

    def start(self, *, has_account: bool = False) -> None:
        """From the beginning. ``has_account``: a connected account is looked at, and nothing is connected after it."""
        self._has_account = has_account
        self._is_busy = False
        self.problem.show_problem(None)
        self.show_checkup(Checkup(is_running=True))

    def show_checkup(self, checkup: Checkup) -> None:
        was_running, self._checkup = self._checkup.is_running, checkup
        self._was_copied = False
        if checkup.is_running:
            self.problem.show_problem(None)
        for result in checkup.results:
            self._rows[result.id].show_result(result, checkup.flavour)
        title, line = heading(checkup)
        self._title.set_text(title)
        self._line.set_text(line)
        self.changed.emit()
        if was_running and not checkup.is_running:
            announce(self._title, title)

    def set_busy(self, is_busy: bool) -> None:
        """The account is being made."""
        self._is_busy = is_busy
        self.changed.emit()

    def show_problem(self, problem: Problem) -> None:
        """What kept the account from being made, or from being checked at all."""
        self._is_busy = False
        if self._checkup.is_running:
            self._checkup = self._checkup.ended()
            for result in self._checkup.results:
                self._rows[result.id].show_result(result, self._checkup.flavour)
        self.problem.show_problem(problem)
        self.changed.emit()

    def show_copied(self) -> None:
        self._was_copied = True
        self.changed.emit()
        announce(self._title, say("wizard.report.copied"))

    def copy(self, report: str) -> None:
        QGuiApplication.clipboard().setText(report)
        self.show_copied()

    def go_on(self) -> None:
        if self.foot.may_go_on:
            self.accepted.emit()

    def focus_first(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow_link(self, link: object) -> None:
        if not isinstance(link, CheckLink):
            return
        match link.action:
            case LinkAction.ANOTHER_TOKEN | LinkAction.NEW_TOKEN:
                self.another_token.emit()
            case LinkAction.CHECK_AGAIN:
                self.check_again.emit()
            case LinkAction.COPY_REPORT:
                self.report_wanted.emit()
            case LinkAction.CONTINUE:
                self.go_on()
            case _:
                self.link_wanted.emit(link.url)
