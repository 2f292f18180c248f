"""Leads through the wizard: which page comes when, what is asked of the engine, and what came of it."""

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication

from igdesk import __version__
from igdesk.domain.account import Account, AccountState, Flavour
from igdesk.domain.env_text import EnvKind
from igdesk.domain.ids import AccountId
from igdesk.domain.snapshot import AccountSnapshot
from igdesk.domain.status import EngineStatus, FirstSync, Problem
from igdesk.ui.texts import say
from igdesk.ui.wizard.choose_page import Way
from igdesk.ui.wizard.memory import Place, WizardMemory
from igdesk.ui.wizard.page import Step, WizardPage
from igdesk.ui.wizard.pages import WizardPages
from igdesk.ui.wizard.wizard import Wizard

if TYPE_CHECKING:
    from igdesk.sync.connecting import Connecting
    from igdesk.sync.session import SignInResult
    from igdesk.sync.sign_in_steps import Progress
    from igdesk.ui.window.main_window import MainWindow

_SECOND = {Way.TOKEN: "wizard.step.token", Way.BROWSER: "wizard.step.browser", Way.ENV: "wizard.step.env"}


class SignInConductor:
    """One for the window. What was typed stays until it worked or was given up."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._memory = WizardMemory(window.archive)
        self._place = Place()
        self._again: Account | None = None
        self._looked_at: AccountId | None = None
        """A connected account whose checks are shown."""
        self._account: AccountSnapshot | None = None
        self._connected: AccountId | None = None
        self._wait_url = ""
        self._synced: FirstSync | None = None
        self._unsubscribe: Callable[[], None] | None = None
        self.page = Wizard(window.theme_source, window.pages, has_keychain=window.passphrase is None)
        window.pages.addWidget(self.page)
        self.page.back_requested.connect(self._go_back)
        self.page.cancelled.connect(self.leave)
        self.page.put_away.connect(self._put_away)
        self.page.step_clicked.connect(self._go_to_step)
        self.page.activated.connect(self._check_again_by_itself)
        self._pages = WizardPages(window, self.page, self._wire)

    # What the window asks for

    def begin(self, account_id: AccountId | None = None) -> None:
        """A new account, or one that has to sign in again; where it was left, if it was."""
        window = self._window
        self._again, self._looked_at = window.account(account_id), None
        self._pages.choose.set_can_cancel(bool(window.accounts))
        remote_id = self._again.remote_id if self._again is not None else ""
        kept = self._memory.load()
        self._place = kept if kept is not None and kept.account == remote_id else Place(account=remote_id)
        window.pages.setCurrentWidget(self.page)
        way = self._way
        self._pages.choose.choose(way)
        if self._place.page == "checks":
            self._resume()
        elif self._place.page == "give" or self._again is not None:
            self._give(asks_for_file=False)
        else:
            self._show(self._pages.choose)

    def check(self, account_id: AccountId) -> None:
        """The six checks of a connected account."""
        self._again, self._looked_at = None, account_id
        self._window.pages.setCurrentWidget(self.page)
        page = self._pages.checks
        page.start(has_account=True)
        self._show(page)
        self._ask(lambda connecting: connecting.check_account(account_id, self._hear))

    def leave(self) -> None:
        """Give it up: nothing of it stays. Back to the columns, or without an account to the beginning."""
        if self._looked_at is None:
            self._forget()
            self._ask(lambda connecting: connecting.forget())
        else:
            self._ask(lambda connecting: connecting.cancel())
        if self._window.accounts:
            self._go_to_columns()
        else:
            self._show(self._pages.choose)

    def _put_away(self) -> None:
        """Back to the columns for now; what was typed is there again when the wizard is."""
        if self._window.accounts:
            self._ask(lambda connecting: connecting.cancel())
            self._finish()

    def follow_take_over(self, result: "SignInResult | None") -> None:
        """Credentials of the environment are being tried (None), and what came of it."""
        page = self._pages.token
        if result is None:
            self._place = Place(page="give")
            self._window.pages.setCurrentWidget(self.page)
            self._show(page)
            page.set_checking(True)
        elif result.problem is not None:
            page.show_problem(result.problem)
        else:
            page.set_checking(False)

    def _wire(self, name: str, page: Any) -> None:
        """A page was made: hear what it asks for."""
        match name:
            case "choose":
                page.chosen.connect(self._take_way)
                page.help_wanted.connect(self._help)
            case "token":
                page.check_requested.connect(self._check_token)
            case "app":
                page.open_requested.connect(self._open_browser)
                page.flavour_chosen.connect(self._ask_known_app)
            case "wait":
                page.address_given.connect(self._take_address)
                page.open_requested.connect(self._open_again)
                page.copy_requested.connect(lambda: QApplication.clipboard().setText(self._wait_url))
            case "facebook":
                page.chosen.connect(self._choose_page)
            case "env":
                page.taken.connect(self._take_env)
            case "checks":
                page.check_again.connect(self._check_again)
                page.another_token.connect(self._give_another)
                page.report_wanted.connect(self._copy_report)
                page.accepted.connect(self._connect)
            case "ready":
                page.finished.connect(self._finish)
                page.another_wanted.connect(self.begin)

    # Going to and fro

    @property
    def _way(self) -> Way:
        return Way(self._place.way) if self._place.way in [way.value for way in Way] else Way.TOKEN

    def _show(self, page: WizardPage) -> None:
        self.page.show_page(page, say(_SECOND.get(self._way, "wizard.step.token")))
        if self._looked_at is None and page.step is not Step.READY:
            name = {Step.CONNECTION: "choose", Step.CHECKS: "checks"}.get(page.step, "give")
            self._place = replace(self._place, page=name)
            self._memory.keep(self._place)

    def _take_way(self, way: object) -> None:
        if way is Way.DEMO:
            self._window.demo_requested.emit()
        elif isinstance(way, Way):
            self._place = replace(self._place, way=way.value)
            self._give()

    def _give(self, *, asks_for_file: bool = True) -> None:
        """The second step of the way that was chosen."""
        match self._way:
            case Way.BROWSER:
                page = self._pages.app
                kept = [flavour for flavour in Flavour if flavour.value == self._place.flavour]
                page.choose(kept[0] if kept else Flavour.INSTAGRAM)
                self._ask_known_app(page.flavour)
                self._show(page)
            case Way.ENV:
                env = self._pages.env
                near = Path(".env")
                if not env.has_file and near.is_file():
                    env.read(near)
                self._show(env)
                if not env.has_file and asks_for_file:
                    env.ask_for_file()
            case _:
                self._pages.token.start(self._again.display_name if self._again is not None else "")
                self._show(self._pages.token)

    def _give_another(self) -> None:
        """The token did not do: another one, by the same way."""
        if self._looked_at is not None:
            self.begin(self._looked_at)
            return
        self._ask(lambda connecting: connecting.cancel())
        if self._way is Way.TOKEN:
            self._pages.token.forget()
        self._give()

    def _go_back(self) -> None:
        self._ask(lambda connecting: connecting.cancel())
        if self._pages.current in ("token", "app", "env"):
            self._show(self._pages.choose)
        elif self._pages.current != "choose":
            self._give()

    def _go_to_step(self, step: int) -> None:
        self._ask(lambda connecting: connecting.cancel())
        if step == Step.CONNECTION:
            self._show(self._pages.choose)
        elif step == Step.GIVE:
            self._give()

    def _go_to_columns(self) -> None:
        self._window.pages.setCurrentWidget(self._window.columns)
        self._window.list_pane.list.setFocus()

    def _forget(self) -> None:
        """No token, no secret and no value of a file stays in the window."""
        self._pages.forget()
        self._account = None
        self._place = Place()
        self._memory.forget()

    def _help(self) -> None:
        from igdesk.ui.banner.explain import ExplainPopover

        window = self._window
        text = say("wizard.help.text")
        self._popover = ExplainPopover(window.theme_source, window, say("wizard.help"), text)
        self._popover.open_at(self.page.help_anchor)

    # A token

    def _check_token(self, token: str) -> None:
        self._start_checks(lambda connecting: connecting.check(token, self._hear, expected_account=self._expected))

    def _take_env(self) -> None:
        page = self._pages.env
        token, secret = page.value_of(EnvKind.TOKEN), page.value_of(EnvKind.APP_SECRET)
        expected = self._expected or page.value_of(EnvKind.ACCOUNT)
        app_id, flavour = page.value_of(EnvKind.APP_ID), page.token_flavour

        def check(connecting: "Connecting") -> None:
            if app_id and secret and flavour is not None:
                connecting.keep_app(flavour, app_id, secret)
            connecting.check(token, self._hear, app_secret=secret, expected_account=expected)

        self._start_checks(check)

    @property
    def _expected(self) -> str:
        return self._again.remote_id if self._again is not None else ""

    # The checks

    def _start_checks(self, job: "Callable[[Connecting], None]") -> None:
        page = self._pages.checks
        page.start()
        self._show(page)
        self._ask(job)

    def _resume(self) -> None:
        self._pages.checks.start()
        self._show(self._pages.checks)
        self._ask(lambda connecting: connecting.resume(self._hear, self._give))

    def _check_again(self) -> None:
        self._ask(lambda connecting: connecting.check_again(self._hear))

    def _check_again_by_itself(self) -> None:
        is_here = self._window.pages.currentWidget() is self.page
        if is_here and self._pages.current == "checks":
            checkup = self._pages.checks.checkup
            if not checkup.is_running and checkup.failed and self._pages.checks.problem.isHidden():
                self._check_again()

    def _copy_report(self) -> None:
        from igdesk.ui.check_words import report

        page = self._pages.checks
        page.copy(report(page.checkup, version=__version__, system=sys.platform, now=self._window.now()))

    def _hear(self, progress: "Progress") -> None:
        """How the try goes."""
        if progress.account is not None:
            self._account = progress.account
        if progress.wait is not None:
            self._show_wait(progress)
        elif progress.pages:
            self._pages.facebook.offer([(page.node_id, page.account) for page in progress.pages])
            self._show(self._pages.facebook)
        elif progress.problem is not None:
            self._show_problem(progress.problem)
        elif progress.checkup is not None:
            page = self._pages.checks
            if self.page.page is not page:
                page.start()
                self._show(page)
            page.show_checkup(progress.checkup)
            if not progress.checkup.is_running and self.page.page is page:
                self._offer_focus()

    def _offer_focus(self) -> None:
        """The checks are over: unless the focus is inside the list, what comes next gets it."""
        focused = QApplication.focusWidget()
        checks = self._pages.checks
        if focused is None or focused is checks or not checks.isAncestorOf(focused):
            self.page.focus_next()

    def _show_problem(self, problem: Problem) -> None:
        if self._way is Way.BROWSER and self._looked_at is None:
            page = self._pages.app
            self._show(page)
            page.show_problem(problem)
        elif self._way is Way.TOKEN and self._looked_at is None and problem.id == "no_token":
            self._show(self._pages.token)
            self._pages.token.show_problem(problem)
        else:
            self._pages.checks.show_problem(problem)

    # The browser

    def _ask_known_app(self, flavour: Flavour) -> None:
        self._place = replace(self._place, flavour=flavour.value)
        show = self._pages.app.show_known
        self._ask(lambda connecting: connecting.known_app(flavour, lambda app_id: show(flavour, app_id)))

    def _open_browser(self) -> None:
        from igdesk.sync.sign_in_steps import BrowserWish

        page = self._pages.app
        wish = BrowserWish(
            page.flavour,
            page.app_id.text(),
            page.app_secret.edit.text(),
            page.redirect.text().strip(),
            self._expected,
            lambda worked: (
                say("wizard.browser.page" if worked else "wizard.browser.page.failed"),
                say("wizard.browser.page.text"),
            ),
        )
        self._ask(lambda connecting: connecting.sign_in_with_browser(wish, self._hear))

    def _show_wait(self, progress: "Progress") -> None:
        wait = progress.wait
        assert wait is not None
        self._wait_url = wait.url
        page = self._pages.wait
        page.wait(
            self._pages.app.flavour,
            listens=wait.listens,
            is_port_taken=wait.is_port_taken,
            is_https=wait.redirect_uri.startswith("https:"),
            seconds=wait.ends_in_s,
        )
        self._show(page)
        self._window.open_url(wait.url)

    def _open_again(self) -> None:
        if self._wait_url:
            self._window.open_url(self._wait_url)

    def _take_address(self, address: str) -> None:
        def take(connecting: "Connecting") -> None:
            problem = connecting.take_address(address)
            if problem is not None:
                self._pages.wait.show_problem(problem)
            else:
                self._pages.wait.show_exchanging()

        self._ask(take)

    def _choose_page(self, node_id: str) -> None:
        self._start_checks(lambda connecting: connecting.choose_page(node_id, self._hear))

    # Ready

    def _connect(self) -> None:
        if self._looked_at is not None:
            account = self._window.account(self._looked_at)
            is_out = account is not None and account.state is AccountState.NEEDS_SIGN_IN
            if not is_out or not self._pages.checks.checkup.may_continue:
                self._window.door.check_now()
                self._go_to_columns()
                return
            self._again, self._looked_at = account, None  # its token is accepted after all: sign in with it
        self._pages.checks.set_busy(True)
        self._ask(lambda connecting: connecting.connect(self._kept))

    def _kept(self, result: "SignInResult") -> None:
        if result.account_id is None:
            if result.problem is not None:
                self._pages.checks.show_problem(result.problem)
            return
        account, has_passed = self._account, self._pages.checks.checkup.has_passed
        self._connected = result.account_id
        self._forget()
        self._window.choose_account(result.account_id)
        if self._again is not None or account is None:
            self._finish()
            return
        self._pages.ready.show_account(account, has_passed=has_passed)
        if self._unsubscribe is None:
            self._unsubscribe = self._window.door.subscribe(self._show_progress)
        self._show(self._pages.ready)
        self.page.focus_next()
        self._show_progress(self._window.door.status)

    def _show_progress(self, status: EngineStatus) -> None:
        if self._connected is None or self.page.page is not self._pages.ready:
            return
        now = status.of(self._connected)
        if now.first_sync is not None:
            self._pages.ready.show_progress(now.first_sync.done, now.first_sync.total)
            self._synced = now.first_sync
        elif now.last_checked_at is not None and not now.is_busy:
            total = self._synced.total if self._synced is not None else 0
            self._pages.ready.show_progress(total, total, is_over=True)

    def _finish(self) -> None:
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
        self._connected = None
        self._go_to_columns()

    def _ask(self, job: "Callable[[Connecting], None]") -> None:
        self._window.door.ask(lambda engine: job(engine.connecting))
