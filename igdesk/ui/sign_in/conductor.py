"""Leads through the sign-in page: shows it, asks the engine, and goes back to the columns when it worked."""

from typing import TYPE_CHECKING

from igdesk.domain.account import Account
from igdesk.domain.ids import AccountId
from igdesk.ui.sign_in.page import SignInPage

if TYPE_CHECKING:
    from igdesk.sync.session import SignInResult
    from igdesk.ui.main_window import MainWindow


class SignInConductor:
    """One for the window. What was typed stays until a token worked or the page was left."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._again: Account | None = None
        self._attempt = 0
        offers_demo = not window.is_demo and not window.accounts
        self.page = SignInPage(
            window.theme_source, window.pages, offers_demo=offers_demo, has_keychain=window.has_keychain
        )
        window.pages.addWidget(self.page)
        self.page.check_requested.connect(self._check)
        self.page.cancelled.connect(self.leave)
        self.page.demo_requested.connect(window.demo_requested)
        self.page.link_wanted.connect(window.open_url)

    def begin(self, account_id: AccountId | None = None) -> None:
        """A new account, or one that has to sign in again."""
        self._again = self._window.account(account_id)
        name = self._again.display_name if self._again is not None else ""
        self.page.start(name, can_cancel=bool(self._window.accounts))
        self._window.pages.setCurrentWidget(self.page)
        self.page.focus_token()

    def leave(self) -> None:
        """Back to the columns; a check that is under way may still succeed, quietly."""
        if not self._window.accounts:
            return
        self._attempt += 1
        self.page.forget()
        self._window.pages.setCurrentWidget(self._window.columns)
        self._window.list_pane.list.setFocus()

    def _check(self, token: str) -> None:
        self._attempt += 1
        attempt, before = self._attempt, {account.id for account in self._window.accounts}
        again = self._again

        def done(result: "SignInResult") -> None:
            if attempt == self._attempt:
                self._finish(result, before, again)

        expected = again.remote_id if again is not None else ""
        self._window.door.sign_in(token, done, expected_account=expected)

    def _finish(self, result: "SignInResult", before: set[AccountId], again: Account | None) -> None:
        if result.account_id is None:
            if result.problem is not None:
                self.page.show_problem(result.problem)
            else:
                self.page.set_checking(False)
        elif again is None and result.account_id in before:
            self.page.show_already_connected()
        else:
            self.page.forget()
            self._window.pages.setCurrentWidget(self._window.columns)
            self._window.choose_account(result.account_id)
            self._window.list_pane.list.setFocus()
