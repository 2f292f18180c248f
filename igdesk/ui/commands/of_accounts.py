"""Commands on the account that is shown: checks, pause, connecting another."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from igdesk.domain.account import Account, AccountState
from igdesk.domain.ids import AccountId
from igdesk.ui.commands.command import Command, Place
from igdesk.ui.texts import say

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow


def commands(window: "MainWindow") -> Iterable[Command]:
    def shown() -> Account | None:
        return window.account(window.list_pane.account_id)

    def can_pause() -> bool:
        account = shown()
        return account is not None and account.state is not AccountState.NEEDS_SIGN_IN

    def pause() -> None:
        account = shown()
        if account is not None:
            window.account_actions.pause(account.id, not account.is_paused)

    def pause_words() -> str:
        account = shown()
        is_paused = account is not None and account.is_paused
        return say("account.menu.go_on" if is_paused else "account.menu.pause")

    yield Command("pause_checking", pause, icon="pause", applies=can_pause, words=pause_words, place=Place.INSIDE)

    def muted() -> AccountId | None:
        return window.list_pane.account_id

    yield Command(
        "mute_hour",
        lambda: window.notifier.muting.toggle_and_say(muted()),
        icon="bell-off",
        applies=lambda: bool(window.accounts),
        words=lambda: window.notifier.muting.words(muted()),
        place=Place.INSIDE,
    )
    yield Command(
        "run_checks",
        lambda: window.account_actions.run_checks(window.list_pane.account_id),
        icon="shield",
        applies=lambda: shown() is not None,
        words=lambda: say("account.menu.checks"),
        place=Place.INSIDE,
    )
    yield Command(
        "add_account", window.add_account, icon="plus", words=lambda: say("rail.add_account"), place=Place.INSIDE
    )
