"""Commands that move through the window: conversations, views, accounts, panes."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from igdesk.domain.account import Account
from igdesk.domain.conversation import InboxView
from igdesk.ui.commands.command import Command, Group, Place
from igdesk.ui.texts import left_to_right, say

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow

MOVE = Group.MOVE


def commands(window: "MainWindow") -> Iterable[Command]:
    act = window.commands

    def step(by: int) -> Callable[[], None]:
        return lambda: window.list_pane.step(by)

    yield Command(
        "next_conversation",
        step(1),
        ("J", "Alt+Down", "Ctrl+PgDown"),
        ("J", "Ctrl+Alt+Down"),
        MOVE,
        icon="chev-d",
        repeats=True,
    )
    yield Command(
        "previous_conversation",
        step(-1),
        ("K", "Alt+Up", "Ctrl+PgUp"),
        ("K", "Ctrl+Alt+Up"),
        MOVE,
        icon="chev-u",
        repeats=True,
    )
    yield Command("next_unread", lambda: act.next_unread(1), ("N", "Ctrl+J"), group=MOVE, icon="chev-d", repeats=True)
    yield Command(
        "previous_unread",
        lambda: act.next_unread(-1),
        ("Shift+N", "Ctrl+Shift+J"),
        group=MOVE,
        icon="chev-u",
        repeats=True,
    )
    yield from _views(window)
    for n in range(1, 10):
        yield Command(
            f"account_{n}",
            _account_chooser(window, n),
            (f"Alt+{n}",),
            (f"Meta+{n}",),
            MOVE,
            place=Place.INSIDE,
            family="accounts",
            is_listed=False,
            words=_numbered(n),
        )
    yield Command(
        "all_accounts",
        lambda: window.choose_account(None),
        ("Alt+0",),
        ("Meta+0",),
        MOVE,
        Place.INSIDE,
        icon="users",
        applies=lambda: len(window.accounts) > 1,
    )
    yield Command("next_pane", lambda: act.next_pane(1), ("F6",), group=MOVE, place=Place.INSIDE, is_listed=False)
    yield Command(
        "previous_pane", lambda: act.next_pane(-1), ("Shift+F6",), group=MOVE, place=Place.INSIDE, is_listed=False
    )
    yield Command("menu", act.open_menu, ("Shift+F10",), ("Meta+Return",), MOVE, Place.EVERYWHERE, is_listed=False)
    yield Command("back", act.go_back, ("Alt+Left",), ("Ctrl+[",), MOVE, Place.INSIDE, is_listed=False)
    yield Command("escape", act.escape, ("Esc",), group=Group.WRITE, place=Place.INSIDE, is_fixed=True, is_listed=False)


def accounts(window: "MainWindow") -> Iterator[Command]:
    """Go to each account, with the key of the first nine."""
    for n, account in enumerate(window.accounts, 1):
        yield Command(
            f"go_to_account_{account.id}",
            _opener(window, account),
            (f"Alt+{n}",) if n < 10 else (),
            (f"Meta+{n}",) if n < 10 else (),
            MOVE,
            icon="users",
            words=_namer(account),
            applies=lambda: len(window.accounts) > 1,
        )


def _views(window: "MainWindow") -> Iterator[Command]:
    icons = {
        InboxView.INBOX: "inbox",
        InboxView.WAITING: "waiting",
        InboxView.SNOOZED: "moon",
        InboxView.DONE: "done",
    }
    for n, (view, icon) in enumerate(icons.items(), 1):
        yield Command(
            f"go_to_{view.value}",
            _view_chooser(window, view),
            (f"Ctrl+{n}",),
            group=MOVE,
            place=Place.INSIDE,
            icon=icon,
            family="views",
        )


def _view_chooser(window: "MainWindow", view: InboxView) -> Callable[[], None]:
    return lambda: window.choose_view(view)


def _numbered(number: int) -> Callable[[], str]:
    return lambda: say("command.account", n=number)


def _account_chooser(window: "MainWindow", number: int) -> Callable[[], None]:
    def choose() -> None:
        if number <= len(window.accounts):
            window.choose_account(window.accounts[number - 1].id)

    return choose


def _opener(window: "MainWindow", account: Account) -> Callable[[], None]:
    return lambda: window.choose_account(account.id)


def _namer(account: Account) -> Callable[[], str]:
    return lambda: say("command.go_to_account", account=left_to_right(f"@{account.username}"))
