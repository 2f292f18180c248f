"""Settings: the connected accounts, what is chosen for each, and the state of its connection."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QAccessible, QGuiApplication, QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from igdesk import __version__
from igdesk.domain.account import Account, AccountState
from igdesk.domain.health import ToldError
from igdesk.domain.ids import AccountId
from igdesk.ui.accessible_role import set_role
from igdesk.ui.announce import announce
from igdesk.ui.controls import PaintedButton, TextButton, TextField
from igdesk.ui.icons import paint_icon
from igdesk.ui.paint import avatar_tint_index, fill_rounded, stroke_rounded
from igdesk.ui.settings.account_card import AccountCard
from igdesk.ui.settings.controls import Toggle
from igdesk.ui.settings.diagnosis import DiagnosisCard
from igdesk.ui.settings.page import Card, SettingsPage
from igdesk.ui.texts import isolate, say
from igdesk.ui.theme import ThemeSource

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow

TINTS = 8
LOOK_EVERY_MS = 30_000


class TintButton(PaintedButton):
    """One of the eight colours."""

    def __init__(self, tint: int, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme_source, parent)
        self._tint = tint
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAccessibleName(say("accounts.tint.name", n=tint + 1))
        self.setToolTip(say("accounts.tint.name", n=tint + 1))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def radius(self) -> float:
        return 15

    def sizeHint(self) -> QSize:
        return QSize(30, 30)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        ground, letters = theme.avatar_tint(self._tint)
        disc = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        fill_rounded(painter, disc, 12, ground)
        if self.isChecked():
            stroke_rounded(painter, QRectF(self.rect()), 15, theme.color("accent.base"), 2)
            paint_icon(painter, "check", disc, letters, size_key="inline")
        elif self.underMouse():
            stroke_rounded(painter, QRectF(self.rect()), 15, theme.color("line.control"))


class TintChoice(QWidget):
    """The eight colours in a row."""

    chosen = Signal(int)

    def __init__(self, theme_source: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, QAccessible.Role.Grouping)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(2)
        self._group = QButtonGroup(self)
        self._buttons: list[TintButton] = []
        for tint in range(TINTS):
            button = TintButton(tint, theme_source, self)
            button.clicked.connect(lambda _checked=False, t=tint: self.chosen.emit(t))
            self._group.addButton(button)
            self._buttons.append(button)
            line.addWidget(button)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def choose(self, tint: int) -> None:
        self._buttons[tint % TINTS].setChecked(True)


class AccountsPage(SettingsPage):
    """About all accounts, and below about the chosen one."""

    def __init__(self, window: "MainWindow", parent: QWidget) -> None:
        source = window.theme_source
        super().__init__(say("settings.page.accounts"), source, parent)
        self._window = window
        self._account_id: AccountId | None = window.list_pane.account_id
        self._cards: dict[AccountId, AccountCard] = {}
        self._group = QButtonGroup(self)
        self._all = self.add_card()
        set_role(self._all, QAccessible.Role.Grouping)
        self._all.setAccessibleName(say("settings.page.accounts"))
        add = TextButton(say("accounts.add"), source, self.body, icon_name="plus")
        add.setObjectName("settingsAddAccount")
        add.clicked.connect(window.add_account)
        self._checks = TextButton(say("action.run_checks"), source, self.body, icon_name="refresh")
        self._checks.setObjectName("settingsRunChecks")
        self._checks.clicked.connect(lambda: window.account_actions.run_checks(self._account_id))
        self.add_buttons(add, self._checks)
        self._own_heading = self.add_heading("")
        self._own = self.add_card()
        self._fill_own(self._own)
        self._diagnosis_heading = self.add_heading("")
        self.diagnosis = DiagnosisCard(source, self.body)
        self.diagnosis.report_wanted.connect(self._copy_report)
        self.column.addWidget(self.diagnosis)
        self.finish()
        self._again = QTimer(self, interval=LOOK_EVERY_MS)
        self._again.timeout.connect(self.refresh)

    @property
    def account(self) -> Account | None:
        """The chosen one."""
        return self._window.account(self._account_id)

    def choose(self, account_id: AccountId) -> None:
        """Make the rest of the page about this account."""
        self._account_id = account_id
        self._name.setModified(False)
        self.refresh()

    def refresh(self) -> None:
        window = self._window
        accounts = window.accounts
        if self.account is None:
            self._account_id = accounts[0].id if accounts else None
        if list(self._cards) != [account.id for account in accounts]:
            self._make_cards(accounts)
        status, now = window.door.status, window.now()
        for account in accounts:
            self._cards[account.id].show_account(account, status.of(account.id), now)
            self._cards[account.id].setChecked(account.id == self._account_id)
        shown = self.account
        self._all.setVisible(bool(accounts))
        for part in (self._own_heading, self._own, self._diagnosis_heading, self.diagnosis, self._checks):
            part.setVisible(shown is not None)
        if shown is not None:
            self._show_own(shown)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._again.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._again.stop()

    # inside

    def _fill_own(self, card: Card) -> None:
        source = self.theme_source
        self._name = TextField(say("accounts.name"), source, card)
        self._name.setFixedWidth(220)
        self._name.setMaxLength(80)
        self._name.editingFinished.connect(self._keep_name)
        card.add_row(say("accounts.name"), self._name, text=say("accounts.name.text"))
        self._tints = TintChoice(source)
        self._tints.chosen.connect(
            lambda tint: self._change(lambda a: self._window.archive.accounts.set_tint(a.id, tint))
        )
        card.add_row(say("accounts.tint"), self._tints)
        self._pause = Toggle(source)
        self._pause.setObjectName("settingsPause")
        self._pause.clicked.connect(
            lambda is_on: self._change(lambda a: self._window.account_actions.pause(a.id, is_on))
        )
        card.add_row(say("accounts.pause"), self._pause, text=say("accounts.pause.text"))
        self._disconnect = TextButton(say("accounts.disconnect.button"), source, card, small=True)
        self._disconnect.set_ink("danger.text")
        self._disconnect.setObjectName("settingsDisconnect")
        self._disconnect.clicked.connect(
            lambda: self._change(lambda a: self._window.account_actions.ask_to_disconnect(a))
        )
        card.add_row(
            say("accounts.disconnect"), self._disconnect, text=say("accounts.disconnect.text"), keeps_names=True
        )

    def _make_cards(self, accounts: tuple[Account, ...]) -> None:
        for card in self._cards.values():
            self._group.removeButton(card)
            self._all.column.removeWidget(card)
            card.deleteLater()
        self._cards = {}
        for account in accounts:
            card = AccountCard(account, self.theme_source, self._all, is_demo=self._window.is_demo)
            card.clicked.connect(lambda _checked=False, a=account.id: self.choose(a))
            card.menu_wanted.connect(lambda anchor, a=account.id: self._open_menu(a, anchor))
            self._cards[account.id] = card
            self._group.addButton(card)
            self._all.add(card)
            card.show()

    def _show_own(self, account: Account) -> None:
        window, now = self._window, self._window.now()
        name = isolate(account.display_name)
        self._own_heading.set_text(say("accounts.own", account=name))
        if not (self._name.hasFocus() and self._name.isModified()):
            self._name.setText(account.display_name)
        self._tints.choose(avatar_tint_index(account.remote_id) if account.tint is None else account.tint)
        self._pause.setChecked(account.is_paused)
        is_in = account.state is not AccountState.NEEDS_SIGN_IN
        self._pause.setEnabled(is_in)
        self._diagnosis_heading.set_text(say("accounts.diagnosis", account=name))
        status = window.door.status.of(account.id)
        self.diagnosis.show_account(account, status, window.archive.health.calls(account.id), now)
        account_id = account.id

        def show(errors: tuple[ToldError, ...]) -> None:
            if account_id == self._account_id:
                self.diagnosis.show_errors(errors, window.now())
                slots = window.archive.health.calls(account_id)
                self.diagnosis.plot_row.show_slots(slots, window.now())

        window.door.ask(lambda engine: show(engine.care.errors(account_id)))

    def _change(self, act: Callable[[Account], object]) -> None:
        account = self.account
        if account is not None:
            self._window.attempt(lambda: act(account))

    def _keep_name(self) -> None:
        account = self.account
        if account is None or not self._name.isModified():
            return
        self._name.setModified(False)
        typed = self._name.text().strip()
        label = "" if typed in ("", account.name) else typed
        self._change(lambda a: self._window.archive.accounts.set_label(a.id, label))

    def _open_menu(self, account_id: AccountId, anchor: object) -> None:
        account = self._window.account(account_id)
        if account is not None and isinstance(anchor, QWidget):
            at = anchor.mapToGlobal(QPoint(0, anchor.height() + 2))
            self._window.account_actions.open_menu(account, at, anchor)

    def _copy_report(self) -> None:
        QGuiApplication.clipboard().setText(self.diagnosis.report(__version__, self._window.now()))
        announce(self, say("diagnosis.copied"))
