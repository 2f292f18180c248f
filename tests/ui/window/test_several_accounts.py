"""Several accounts side by side: one list each, or one for all of them."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAccessible, QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from igdesk.domain.account import AccountProblem, AccountState
from igdesk.domain.status import AccountStatus, Connection, EngineStatus
from igdesk.ui.inbox.model import ROW_ROLE


def rows(studio: Any) -> list[Any]:
    model = studio.window.list_pane.model
    return [model.index(at, 0).data(ROW_ROLE) for at in range(model.rowCount())]


def names(studio: Any) -> set[str]:
    return {row.name for row in rows(studio)}


def test_one_list_for_all_accounts_and_back_by_key(studio: Any) -> None:
    window = studio.window
    assert "Jonas Weber" not in names(studio)
    window.shortcuts.trigger("Alt+0")
    assert {"Mara Lindqvist", "Jonas Weber"} <= names(studio)
    assert window.findChild(QWidget, "railAllAccounts").isChecked()
    assert not window.findChild(QWidget, "railAccount1").isChecked()
    window.shortcuts.trigger("Alt+2")
    assert names(studio) == {"Jonas Weber"}
    assert window.findChild(QWidget, "railAccount2").isChecked()


def test_in_the_common_list_each_row_says_whose_it_is(studio: Any) -> None:
    studio.window.choose_account(None)
    found = {row.name: row for row in rows(studio)}
    assert found["Jonas Weber"].account.display_name == "Studio 2"
    assert "to Studio 2" in found["Jonas Weber"].sentence()
    studio.archive.accounts.set_label(studio.accounts[1], "Harbour")
    assert "to Harbour" in {row.name: row for row in rows(studio)}["Jonas Weber"].sentence()
    studio.window.choose_account(studio.accounts[0])
    assert all(row.account is None for row in rows(studio))


def test_opening_a_conversation_stays_in_the_common_list(studio: Any) -> None:
    window = studio.window
    window.choose_account(None)
    window.open_conversation(studio.talks["jonas"])
    assert window.list_pane.account_id is None
    assert window.conversation.conversation.account_id == studio.accounts[1]
    window.choose_account(studio.accounts[0])
    window.choose_account(None)
    assert window.conversation.conversation.id == studio.talks["jonas"], "what was open here is open again"


def test_the_common_list_is_remembered(studio: Any, make_studio: Callable[..., Any]) -> None:
    studio.window.choose_account(None)
    again = make_studio(accounts=2)
    assert again.window.list_pane.account_id is None
    assert again.window.findChild(QWidget, "railAllAccounts").isChecked()


def test_unread_is_counted_for_each_and_for_all(studio: Any) -> None:
    window = studio.window
    unread = studio.archive.inbox.unread_by_account()
    total = sum(unread.values())
    assert window.findChild(QWidget, "railAllAccounts").accessibleName() == f"All accounts, {total} unread"
    assert f"{unread[studio.accounts[1]]} unread" in window.findChild(QWidget, "railAccount2").accessibleName()
    window.choose_account(None)
    assert window.findChild(QWidget, "railInbox").accessibleName() == f"Inbox, {total} unread"


def test_the_footer_of_the_common_list_tells_the_gravest(studio: Any) -> None:
    window = studio.window
    window.choose_account(None)
    one, two = studio.accounts
    studio.engine.tell(EngineStatus((AccountStatus(one, Connection.ONLINE), AccountStatus(two, Connection.OFFLINE))))
    assert "Offline" in window.list_pane.footer.findChild(QWidget, "listFooterState").accessibleName()
    studio.archive.accounts.set_state(one, AccountState.NEEDS_SIGN_IN, AccountProblem.TOKEN_EXPIRED)
    assert "Offline" not in window.list_pane.footer.findChild(QWidget, "listFooterState").accessibleName()


def test_with_one_account_there_is_no_common_list(make_studio: Callable[..., Any]) -> None:
    made = make_studio(accounts=1)
    made.window.show()
    assert not made.window.findChild(QWidget, "railAllAccounts").isVisible()
    made.window.shortcuts.trigger("Alt+0")
    assert made.window.list_pane.account_id == made.accounts[0]


def test_an_account_that_is_erased_leaves_the_window_at_another(studio: Any) -> None:
    window = studio.window
    window.choose_account(studio.accounts[1])
    studio.archive.accounts.remove(studio.accounts[1])
    assert window.list_pane.account_id == studio.accounts[0]
    assert not window.findChild(QWidget, "railAllAccounts").isVisible()


def test_the_last_account_that_is_erased_leads_to_the_first_page(make_studio: Callable[..., Any]) -> None:
    made = make_studio(accounts=1)
    made.window.show()
    made.window.open_conversation(made.talks["mara"])
    made.archive.accounts.remove(made.accounts[0])
    assert made.window.pages.currentWidget() is made.window.sign_in.page
    assert made.window.conversation.conversation is None


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_right_click_on_a_tile_opens_the_menu_of_the_account(studio: Any) -> None:
    window = studio.window
    tile = window.findChild(QWidget, "railAccount2")
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(5, 5), tile.mapToGlobal(QPoint(5, 5)))
    QApplication.sendEvent(tile, event)
    menu = window.findChild(QMenu, "accountMenu")
    assert menu is not None
    assert menu.accessibleName() == "Studio 2"
    menu.close()


def test_accounts_change_places_and_their_keys_follow(studio: Any) -> None:
    window = studio.window
    one, two = studio.accounts
    window.account_actions.move(one, 1)
    assert [account.id for account in window.accounts] == [two, one]
    window.shortcuts.trigger("Alt+1")
    assert window.list_pane.account_id == two
    window.rail.findChild(QWidget, "railAccount2").dropped.emit(-5)
    assert [account.id for account in window.accounts] == [one, two]


def test_a_low_window_shows_every_tile_of_the_rail(make_studio: Callable[..., Any]) -> None:
    made = make_studio(accounts=6)
    window = made.window
    window.show()
    window.resize(900, 480)
    rail = window.rail
    tiles = [window.findChild(QWidget, name) for name in ("railAddAccount", "railInbox", "railDone", "railSettings")]
    for tile in tiles:
        assert 0 <= tile.mapTo(rail, QPoint(0, 0)).y() <= rail.height() - tile.height(), tile.objectName()
    tops = [tile.mapTo(rail, QPoint(0, 0)).y() for tile in tiles]
    assert tops == sorted(tops)
    last = window.findChild(QWidget, "railAccount6")
    last.setFocus()
    window.resize(900, 1000)
    assert 0 < last.mapTo(rail, QPoint(0, 0)).y() < rail.height()


def test_the_menu_of_an_account_begins_with_whose_it_is_and_how_it_fares(make_studio: Callable[..., Any]) -> None:
    studio = make_studio()
    studio.window.show()
    studio.tell(Connection.ONLINE, last_checked_at=studio.window.now())
    menu = studio.window.account_actions.menu(studio.window.accounts[0], studio.window)
    head = menu.findChild(QWidget, "accountMenuHead")
    assert head.accessibleName().startswith("Studio 1, Up to date · ")
    row = QAccessible.queryAccessibleInterface(menu).child(0)
    assert row.text(QAccessible.Text.Name) == head.accessibleName()
    assert menu.sizeHint().width() <= head.sizeHint().width() + 20
    first = next(action for action in menu.actions() if action.isEnabled() and not action.isSeparator())
    assert first.text() == "Mark all as read"
