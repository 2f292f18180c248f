"""The menu of the tray icon: how things stand, people who wait, and what can be done without the window."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from igdesk.domain.account import Account, Capability
from igdesk.domain.conversation import Conversation, InboxFilter, InboxSort, InboxView
from igdesk.domain.ids import AccountId, ConversationId
from igdesk.domain.status import Connection
from igdesk.domain.window import window_at
from igdesk.ui.format import badge_count, number, window_pill
from igdesk.ui.icons import icon
from igdesk.ui.inbox.footer import footer_state
from igdesk.ui.notices.words import name_of
from igdesk.ui.texts import isolate, say

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow

PEOPLE = 2


@dataclass(frozen=True, slots=True)
class MenuActs:
    """What the rows do."""

    open_window: Callable[[], None]
    open_account: Callable[[AccountId], None]
    open_conversation: Callable[[ConversationId], None]
    mute: Callable[[], None]
    lock: Callable[[], None]
    open_settings: Callable[[], None]


def numbers(window: "MainWindow") -> tuple[int, int]:
    """Conversations with unread messages and conversations that wait, over all accounts."""
    counts = window.archive.inbox.counts(now=window.door.server_now())
    return counts.unread, counts.waiting


def is_resting(window: "MainWindow") -> bool:
    """Whether no account is checked, because the person wants it so."""
    status = window.door.status
    return bool(window.accounts) and all(
        account.is_paused or status.of(account.id).connection is Connection.PAUSED for account in window.accounts
    )


def pause_all(window: "MainWindow", is_paused: bool) -> None:
    for account in window.accounts:
        window.account_actions.pause(account.id, is_paused)


def tray_menu(window: "MainWindow", acts: MenuActs) -> QMenu:
    """As it is now; a new one is made when something changes. While igdesk is locked nobody is named."""
    menu = QMenu(window)
    menu.setObjectName("trayMenu")
    ink = window.theme_source.current.color("text.secondary")

    def add(words: str, act: Callable[[], object] | None, icon_name: str = "") -> None:
        row = QAction(words.replace("&", "&&"), menu)
        if icon_name:
            row.setIcon(icon(icon_name, ink))
        if act is None:
            row.setEnabled(False)
        else:
            row.triggered.connect(lambda _checked=False: act())
        menu.addAction(row)

    is_open = not window.is_locked
    unread, waiting = numbers(window)
    if is_open or window.notifier.tells_texts:
        add(say("tray.summary", unread=number(unread), waiting=number(waiting)), None)
    state = _state_words(window) if is_open else say("lock.title")
    if state:
        add(state, None)
    menu.addSeparator()
    add(say("tray.open"), acts.open_window, "inbox")
    if len(window.accounts) > 1 and is_open:
        by_account = window.archive.inbox.unread_by_account()
        for account in window.accounts:
            add(_account_words(account, by_account.get(account.id, 0)), partial(acts.open_account, account.id))
    people = _pressing(window) if is_open else []
    if people:
        menu.addSeparator()
    server_now = window.door.server_now()
    for one in people:
        add(_person_words(one, server_now), partial(acts.open_conversation, one.id), "hourglass")
    menu.addSeparator()
    add(say("updates.check"), window.door.check_now, "refresh")
    if window.accounts:
        muting = window.notifier.muting
        add(muting.words(None), acts.mute, "bell-off" if muting.until(None) is None else "bell")
        resting = is_resting(window)
        words = say("updates.go_on" if resting else "tray.pause")
        add(words, lambda: pause_all(window, not resting), "play" if resting else "pause")
    if window.accounts and is_open:
        add(say("tray.lock"), acts.lock, "lock")
    menu.addSeparator()
    if is_open:
        add(say("command.settings"), acts.open_settings, "settings")
    add(say("command.quit"), window.quit_requested.emit, "quit")
    return menu


def _account_words(account: Account, unread: int) -> str:
    name = isolate(account.display_name)
    return say("tray.account", account=name, n=badge_count(unread)) if unread else name


def _person_words(conversation: Conversation, server_now: datetime) -> str:
    window = window_at(conversation.last_inbound_at, server_now, Capability.NOT_GRANTED)
    return say("tray.person", name=isolate(name_of(conversation)), left=window_pill(window, server_now))


def _pressing(window: "MainWindow") -> list[Conversation]:
    return window.archive.inbox.rows(
        InboxView.WAITING,
        InboxFilter.CLOSING_SOON,
        sort=InboxSort.WINDOW,
        now=window.door.server_now(),
        limit=PEOPLE,
    )


def _state_words(window: "MainWindow") -> str:
    """The line under the list, of the account that has the most to say."""
    status, now = window.door.status, window.now()
    is_demo, is_read_only = window.is_demo, window.archive.is_read_only
    states = [
        footer_state(account, status.of(account.id), now, is_demo=is_demo, is_read_only=is_read_only)
        for account in window.accounts
    ]
    troubled = [state for state in states if state.icon not in ("check", "refresh")]
    return (troubled or states)[0].text if states else ""
