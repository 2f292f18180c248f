"""What can be done with a connected account, from its menu, the settings or a key."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from igdesk.domain.account import Account, AccountState
from igdesk.domain.conversation import InboxFilter, InboxView
from igdesk.domain.ids import AccountId
from igdesk.ui.accounts.menu_head import add_head
from igdesk.ui.banner.choice import Tone
from igdesk.ui.dialogs import AskDialog
from igdesk.ui.icons import icon
from igdesk.ui.inbox.footer import footer_state
from igdesk.ui.menu import add_row, make_menu, select_first
from igdesk.ui.texts import isolate, say

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow

MOST_AT_ONCE = 5000


class AccountActions:
    """Plain functions on the window; each takes the account it is about."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window

    def mark_all_read(self, account_id: AccountId | None) -> None:
        """Every conversation of an account, or of all."""
        window = self._window
        rows = window.archive.inbox.rows(
            InboxView.INBOX,
            InboxFilter.UNREAD,
            account_id=account_id,
            now=window.door.server_now(),
            limit=MOST_AT_ONCE,
        )
        if rows:
            window.attempt(lambda: window.archive.triage.mark_read([row.id for row in rows]))

    def move(self, account_id: AccountId, by: int) -> None:
        """So many places further down the rail, or up when negative; Alt+1 … Alt+9 follow."""
        window = self._window
        order = [account.id for account in window.accounts]
        if account_id in order:
            at = order.index(account_id)
            order.insert(max(0, min(at + by, len(order) - 1)), order.pop(at))
            window.attempt(lambda: window.archive.accounts.arrange(order))

    def pause(self, account_id: AccountId, is_paused: bool) -> None:
        """Check nothing of it, or go on."""
        self._window.door.ask(lambda engine: engine.care.pause(account_id, is_paused=is_paused))

    def run_checks(self, account_id: AccountId | None) -> None:
        """The six checks of an account, with what to do about those that fail."""
        if account_id is not None:
            self._window.sign_in.check(account_id)

    def ask_to_disconnect(self, account: Account) -> AskDialog:
        """Opens the question; the archive stays unless the person ticks that it goes too."""
        window = self._window
        dialog = AskDialog(
            window.theme_source,
            window,
            icon_name="key",
            of_tone=Tone.DANGER,
            heading=say("ask.disconnect", account=isolate(account.display_name)),
            text=say("ask.disconnect.text"),
            accept=say("ask.disconnect.accept"),
            reject=say("ask.disconnect.keep"),
            check=say("ask.disconnect.erase"),
            is_erasing=True,
        )
        dialog.setObjectName("askDisconnect")
        dialog.accepted.connect(lambda: self._disconnect(account.id, erase=dialog.is_checked))
        dialog.open()
        return dialog

    def open_menu(self, account: Account, at: QPoint, parent: QWidget) -> QMenu:
        """The menu of an account, at a place on the screen; the first row is chosen already."""
        menu = self.menu(account, parent)
        menu.popup(at)
        select_first(menu)
        return menu

    def menu(self, account: Account, parent: QWidget) -> QMenu:
        window = self._window
        menu = make_menu(window.theme_source.current, parent)
        menu.setObjectName("accountMenu")
        menu.setAccessibleName(account.display_name)
        status = window.door.status.of(account.id)
        is_read_only = window.archive.is_read_only
        state = footer_state(account, status, window.now(), is_demo=False, is_read_only=is_read_only)
        add_head(menu, account, state.text, window.theme_source.current)
        unread = window.archive.inbox.unread_by_account().get(account.id, 0)
        all_read = say("account.menu.mark_all_read")
        self._add(menu, "check", all_read, lambda: self.mark_all_read(account.id), bool(unread))
        muting = window.notifier.muting
        mute_icon = "bell-off" if muting.until(account.id) is None else "bell"
        self._add(menu, mute_icon, muting.words(account.id), lambda: muting.toggle_and_say(account.id))
        if account.state is AccountState.NEEDS_SIGN_IN:
            self._add(menu, "key", say("account.menu.reconnect"), lambda: window.sign_in.begin(account.id))
        elif account.is_paused:
            self._add(menu, "play", say("account.menu.go_on"), lambda: self.pause(account.id, False))
        else:
            self._add(menu, "pause", say("account.menu.pause"), lambda: self.pause(account.id, True))
        order = [known.id for known in window.accounts]
        if len(order) > 1:
            menu.addSeparator()
            at = order.index(account.id)
            self._add(menu, "arrow-u", say("account.menu.up"), lambda: self.move(account.id, -1), at > 0)
            self._add(menu, "arrow-d", say("account.menu.down"), lambda: self.move(account.id, 1), at < len(order) - 1)
        menu.addSeparator()
        self._add(menu, "shield", say("account.menu.checks"), lambda: self.run_checks(account.id))
        self._add(menu, "settings", say("account.menu.settings"), lambda: self.show_settings(account.id))
        return menu

    def show_settings(self, account_id: AccountId) -> None:
        """The accounts page, about this account."""
        from igdesk.ui.settings.accounts_page import AccountsPage

        self._window.settings.open("accounts")
        page = self._window.settings.place.page
        if isinstance(page, AccountsPage):
            page.choose(account_id)

    def _disconnect(self, account_id: AccountId, *, erase: bool) -> None:
        window = self._window
        shown = window.conversation.conversation
        if erase and shown is not None and shown.account_id == account_id:
            window.close_conversation()
        window.door.disconnect(account_id, erase=erase)

    def _add(self, menu: QMenu, icon_name: str, words: str, act: Callable[[], object], is_enabled: bool = True) -> None:
        sign = icon(icon_name, self._window.theme_source.current.color("text.secondary"))
        add_row(menu, words, act, sign).setEnabled(is_enabled)
