"""The settings page by page, several accounts, and every problem an account may have; for ``gallery.py``."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from igdesk.domain.account import AccountProblem, AccountState
from igdesk.ui.settings.registry import ENTRIES
from igdesk.ui.window.main_window import MainWindow

MOMENT_MS = 450
SIGNED_OUT = (
    AccountProblem.TOKEN_EXPIRED,
    AccountProblem.TOKEN_REVOKED,
    AccountProblem.CHECKPOINT,
    AccountProblem.PAGE_ROLE,
    AccountProblem.APP_SECRET,
)
Shoot = Callable[[str], None]


def settings_states(window: MainWindow, theme: str, shoot: Shoot) -> Iterator[int]:
    """Every page, and what is asked before an account is disconnected."""
    for entry in ENTRIES:
        window.settings.open(entry.id)
        yield MOMENT_MS
        shoot(f"settings-{theme}-{entry.id}")
    window.settings.open("accounts")
    page = window.settings.place.page
    assert page is not None
    page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())
    yield MOMENT_MS
    shoot(f"settings-{theme}-diagnosis")
    window.settings.place.search.setText("motion")
    yield MOMENT_MS
    shoot(f"settings-{theme}-search")
    window.settings.place.search.clear()
    window.leave_settings()


def account_states(window: MainWindow, theme: str, shoot: Shoot) -> Iterator[int]:
    """One list for all accounts, low rows, small and large letters, problems, the end of a token."""
    usual = window.appearance._replace(theme=theme)
    window.choose_account(None)
    for name, look in (
        ("all", usual),
        ("compact", usual._replace(is_compact=True)),
        ("largest", usual._replace(text_size=1.5)),
        ("smallest", usual._replace(text_size=0.875)),
    ):
        window.commands.change_appearance(look)
        yield MOMENT_MS
        shoot(f"accounts-{theme}-{name}")
    window.commands.change_appearance(usual)
    accounts = window.archive.accounts
    account = accounts.all()[0].id
    window.choose_account(account)
    for problem in AccountProblem:
        if problem is not AccountProblem.NONE:
            state = AccountState.NEEDS_SIGN_IN if problem in SIGNED_OUT else AccountState.LIMITED
            accounts.set_state(account, state, problem)
            yield MOMENT_MS
            shoot(f"accounts-{theme}-{problem.value}")
    accounts.set_state(account, AccountState.ACTIVE, AccountProblem.NONE)
    now = datetime.now(UTC)
    for days in (10, 3, 1):
        accounts.token_renewed(account, expires_at=now + timedelta(days=days - 0.5), renewed_at=now)
        accounts.renewal_failed(account, now)
        yield MOMENT_MS
        shoot(f"accounts-{theme}-token-ends-{days}")
    accounts.token_renewed(account, expires_at=now + timedelta(days=60), renewed_at=now)
