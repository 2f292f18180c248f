"""The page on which the person's own app at Meta is named, before the browser opens."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from igdesk.domain.account import Flavour
from igdesk.domain.status import Problem
from igdesk.ui.check_words import DASHBOARD
from igdesk.ui.controls import TextButton, TextField
from igdesk.ui.plain_text import PlainText
from igdesk.ui.secret_field import SecretField
from igdesk.ui.settings.controls import Segments
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource
from igdesk.ui.wizard.instructions import Instructions
from igdesk.ui.wizard.page import Foot, Step, WizardPage
from igdesk.ui.wizard.problem_box import ProblemBox

REDIRECTS = {Flavour.INSTAGRAM: "https://localhost:8714/", Flavour.FACEBOOK: "http://localhost:8714/"}
"""What is registered at Meta; Instagram Login asks for https."""


class AppPage(WizardPage):
    """``open_requested`` when the ID is there, and the secret or one in the vault."""

    open_requested = Signal()
    flavour_chosen = Signal(object)

    step = Step.GIVE

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme_source, parent)
        self._known: dict[Flavour, str] = {}
        self._typed: dict[Flavour, tuple[str, str, str]] = {}
        self._flavour = Flavour.INSTAGRAM
        self.add_heading(say("wizard.app"), say("wizard.app.text"), 14)
        choices = [(flavour, say(f"wizard.app.{flavour.value}")) for flavour in Flavour]
        self._flavours = Segments(choices, theme_source, self)
        self._flavours.setObjectName("wizardProduct")
        self._flavours.setAccessibleName(say("wizard.app.product"))
        self._flavours.choose(self._flavour)
        self._flavours.chosen.connect(self._choose)
        self._steps: dict[Flavour, Instructions] = {}
        for flavour in Flavour:
            steps = tuple(say(f"wizard.app.{flavour.value}.step.{n}", b="\x02", e="\x03") for n in (1, 2, 3))
            self._steps[flavour] = Instructions(steps, theme_source, self)
            self._steps[flavour].link_wanted.connect(lambda: self.link_wanted.emit(DASHBOARD))
        self.redirect = TextField(say("wizard.app.redirect"), theme_source, self)
        self.redirect.setObjectName("wizardRedirect")
        self.redirect.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._copy = TextButton(say("wizard.app.redirect.copy"), theme_source, self, icon_name="copy")
        self._copy.setObjectName("wizardRedirectCopy")
        self._copy.setAccessibleName(say("wizard.app.redirect.copy.name"))
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.redirect.text().strip()))
        self.app_id = TextField(say("wizard.app.id"), theme_source, self)
        self.app_id.setObjectName("wizardAppId")
        self.app_id.setFixedHeight(42)
        self.app_secret = SecretField(
            "key", say("wizard.app.secret"), say("wizard.app.secret.show"), say("wizard.app.secret.hide"),
            theme_source, self,
        )  # fmt: skip
        self.app_secret.edit.setObjectName("wizardAppSecret")
        self._kept = PlainText(theme_source, self, scale="small", color="text.secondary")
        self.problem = ProblemBox(theme_source, self)
        self.problem.link_wanted.connect(self.link_wanted)
        self._lay_out()
        for edit in (self.app_id, self.app_secret.edit, self.redirect):
            edit.textChanged.connect(self._follow)
            edit.returnPressed.connect(self.go_on)
        self._show()

    @property
    def foot(self) -> Foot:
        return Foot(say("wizard.app.open"), may_go_on=self._is_complete)

    @property
    def remark(self) -> str:
        return "wizard.side.password"

    @property
    def flavour(self) -> Flavour:
        return self._flavour

    def choose(self, flavour: Flavour) -> None:
        """Show this product, as after a click on it."""
        self._flavours.choose(flavour)
        self._choose(flavour)

    def show_known(self, flavour: Flavour, app_id: str) -> None:
        """An app that was entered before: its secret is in the vault, and stays there."""
        self._known[flavour] = app_id
        if flavour is self._flavour and app_id and not self.app_id.text():
            self.app_id.setText(app_id)
        self._follow()

    def show_problem(self, problem: Problem | None) -> None:
        self.problem.show_problem(problem)
        if problem is not None:
            self.focus_first()

    def forget(self) -> None:
        """No secret stays in the window."""
        self._typed.clear()
        self.app_secret.reveal.setChecked(False)
        self.app_secret.edit.clear()
        self.problem.show_problem(None)

    def go_on(self) -> None:
        if self._is_complete:
            self.problem.show_problem(None)
            self.open_requested.emit()

    def focus_first(self) -> None:
        target = self.app_secret if self.app_id.text() and not self._has_secret else self.app_id
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        self.column.addWidget(self._flavours, 0, Qt.AlignmentFlag.AlignLeading)
        self.column.addSpacing(16)
        for steps in self._steps.values():
            self.column.addWidget(steps)
        self.column.addSpacing(10)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.redirect, 1)
        row.addWidget(self._copy)
        self.column.addLayout(row)
        self.column.addSpacing(16)
        pair = QHBoxLayout()
        pair.setSpacing(12)
        for words, widget in ((say("wizard.app.id"), self.app_id), (say("wizard.app.secret"), self.app_secret)):
            cell = QVBoxLayout()
            cell.setSpacing(6)
            cell.addWidget(PlainText(self._theme_source, self, weight=600, text=words))
            cell.addWidget(widget)
            cell.addStretch(1)
            pair.addLayout(cell, 1)
        self.column.addLayout(pair)
        self.column.addSpacing(6)
        self.column.addWidget(self._kept)
        self.column.addSpacing(14)
        self.column.addWidget(self.problem)
        self.column.addStretch(1)
        for before, after in (
            (self._flavours, self._steps[Flavour.INSTAGRAM].link),
            (self._steps[Flavour.INSTAGRAM].link, self._steps[Flavour.FACEBOOK].link),
            (self._steps[Flavour.FACEBOOK].link, self.redirect),
            (self.redirect, self._copy),
            (self._copy, self.app_id),
            (self.app_id, self.app_secret.edit),
        ):
            QWidget.setTabOrder(before, after)

    def _choose(self, flavour: object) -> None:
        if not isinstance(flavour, Flavour) or flavour is self._flavour:
            return
        self._typed[self._flavour] = (self.app_id.text(), self.app_secret.edit.text(), self.redirect.text())
        self._flavour = flavour
        self._show()
        self.flavour_chosen.emit(flavour)

    def _show(self) -> None:
        flavour = self._flavour
        for of, steps in self._steps.items():
            steps.setVisible(of is flavour)
        app_id, secret, redirect = self._typed.get(flavour, (self._known.get(flavour, ""), "", REDIRECTS[flavour]))
        self.app_id.setText(app_id)
        self.app_secret.edit.setText(secret)
        self.redirect.setText(redirect)
        self._follow()

    def _follow(self) -> None:
        has_kept = self._has_kept_secret and not self.app_secret.edit.text()
        self._kept.set_text(say("wizard.app.kept") if has_kept else say("wizard.app.once"))
        self.changed.emit()

    @property
    def _has_kept_secret(self) -> bool:
        known = self._known.get(self._flavour, "")
        return bool(known) and "".join(self.app_id.text().split()) == known

    @property
    def _has_secret(self) -> bool:
        return bool(self.app_secret.edit.text().strip()) or self._has_kept_secret

    @property
    def _is_complete(self) -> bool:
        return bool(self.app_id.text().strip()) and self._has_secret and bool(self.redirect.text().strip())
