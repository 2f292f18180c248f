"""Accounts and views."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from igdesk.domain.account import Account, AccountProblem, AccountState
from igdesk.domain.conversation import Conversation, InboxView
from igdesk.domain.ids import AccountId
from igdesk.domain.status import AccountCondition, AccountStatus, Connection, EngineStatus
from igdesk.ui.rail.rail import Rail
from igdesk.ui.rail.tiles import dotted_condition
from igdesk.ui.texts import has_text

Make = Callable[..., Conversation]
NOW = datetime(2026, 11, 20, 14, 36, tzinfo=UTC)
ONE, TWO = AccountId(1), AccountId(2)


@pytest.fixture
def open_rail(make_ui: Callable[..., Any], qtbot: QtBot) -> Iterator[Callable[..., tuple[Rail, Any]]]:
    made: list[Any] = []

    def build(*conversations: Conversation, accounts: Any) -> tuple[Rail, Any]:
        ui = make_ui(*conversations, accounts=accounts)
        made.append(ui)
        rail = Rail(ui.archive, ui.engine, ui.bridge, ui.theme_source, local_now=lambda: ui.now)
        rail.show_account(ONE)
        qtbot.addWidget(rail)
        rail.resize(rail.width(), 700)
        rail.show()
        return rail, ui

    yield build
    for ui in made:
        ui.images.close()


def child(rail: Rail, name: str) -> Any:
    found = rail.findChild(QWidget, name)
    assert found is not None, name
    return found


def test_names_and_roles_of_the_contract(open_rail: Any, conversation_of: Make, account_of: Any) -> None:
    rail, _ = open_rail(
        conversation_of(1, unread_count=3),
        conversation_of(2),
        conversation_of(3, account_id=TWO, unread_count=1),
        accounts=[account_of(1), account_of(2, name="Hannah Cole", state=AccountState.NEEDS_SIGN_IN)],
    )
    assert rail.objectName() == "rail"
    assert rail.accessibleName() == "Accounts and views"
    names = {
        "railAccount1": "Fern & Clay, 1 unread",
        "railAccount2": "Hannah Cole, 1 unread, signed out",
        "railAddAccount": "Add account",
        "railInbox": "Inbox, 1 unread",
        "railWaiting": "Waiting on you, 2",
    }
    for object_name, name in names.items():
        widget = child(rail, object_name)
        assert widget.accessibleName() == name
        expected = QAccessible.Role.Button if object_name == "railAddAccount" else QAccessible.Role.RadioButton
        assert QAccessible.queryAccessibleInterface(widget).role() == expected
    assert child(rail, "railAccount1").isChecked()
    assert child(rail, "railInbox").isChecked()
    assert "Alt+2" in child(rail, "railAccount2").toolTip()
    assert "Ctrl+2" in child(rail, "railWaiting").toolTip()


def test_zero_is_left_out(open_rail: Any, conversation_of: Make, account_of: Any) -> None:
    rail, ui = open_rail(conversation_of(1, own=True), accounts=[account_of(1)])
    assert child(rail, "railAccount1").accessibleName() == "Fern & Clay"
    assert child(rail, "railInbox").accessibleName() == "Inbox"
    assert child(rail, "railWaiting").accessibleName() == "Waiting on you"
    ui.archive.put(conversation_of(1, unread_count=4))
    assert child(rail, "railInbox").accessibleName() == "Inbox, 1 unread"


def test_clicks_are_reported(open_rail: Any, account_of: Any, qtbot: QtBot) -> None:
    rail, _ = open_rail(accounts=[account_of(1), account_of(2)])
    with qtbot.waitSignal(rail.account_chosen) as account:
        qtbot.mouseClick(child(rail, "railAccount2"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(rail.view_chosen) as view:
        qtbot.mouseClick(child(rail, "railWaiting"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(rail.add_account_requested):
        qtbot.mouseClick(child(rail, "railAddAccount"), Qt.MouseButton.LeftButton)
    assert account.args == [TWO]
    assert view.args == [InboxView.WAITING]


def test_arrows_move_inside_a_group(open_rail: Any, account_of: Any, qtbot: QtBot) -> None:
    rail, _ = open_rail(accounts=[account_of(1)])
    rail.activateWindow()
    qtbot.waitUntil(rail.isActiveWindow)
    inbox = child(rail, "railInbox")
    inbox.setFocus()
    with qtbot.waitSignal(rail.view_chosen) as view:
        qtbot.keyClick(inbox, Qt.Key.Key_Down)
    assert view.args == [InboxView.WAITING]


def test_tab_comes_to_the_account_that_is_shown(open_rail: Any, account_of: Any) -> None:
    """Not to the first of them: arrows would go on from an account that nobody looks at."""
    rail, _ = open_rail(accounts=[account_of(1), account_of(2)])
    for account_id, name in ((TWO, "railAccount2"), (None, "railAllAccounts"), (ONE, "railAccount1")):
        rail.show_account(account_id)
        stops = [
            tile
            for tile in ("railAllAccounts", "railAccount1", "railAccount2")
            if child(rail, tile).focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
        assert stops == [name]


def test_marking_from_outside_reports_nothing(open_rail: Any, account_of: Any) -> None:
    rail, _ = open_rail(accounts=[account_of(1), account_of(2)])
    seen: list[object] = []
    rail.view_chosen.connect(seen.append)
    rail.account_chosen.connect(seen.append)
    rail.show_view(InboxView.WAITING)
    rail.show_account(TWO)
    assert child(rail, "railWaiting").isChecked()
    assert child(rail, "railAccount2").isChecked()
    assert not child(rail, "railAccount1").isChecked()
    assert seen == []


@pytest.mark.parametrize(
    ("parts", "connection", "told"),
    [
        ({}, Connection.ONLINE, None),
        ({}, Connection.OFFLINE, None),
        ({}, Connection.THROTTLED, AccountCondition.PAUSED_BY_INSTAGRAM),
        ({}, Connection.SIGNED_OUT, AccountCondition.SIGNED_OUT),
        ({"state": AccountState.NEEDS_SIGN_IN}, Connection.THROTTLED, AccountCondition.SIGNED_OUT),
        (
            {"state": AccountState.LIMITED, "problem": AccountProblem.PERMISSION},
            Connection.ONLINE,
            AccountCondition.PERMISSION,
        ),
        (
            {"state": AccountState.LIMITED, "problem": AccountProblem.MESSAGE_ACCESS},
            Connection.ONLINE,
            AccountCondition.PERMISSION,
        ),
        (
            {"token_expires_at": NOW + timedelta(days=6), "renewal_failed_at": NOW},
            Connection.ONLINE,
            AccountCondition.TOKEN_ENDS,
        ),
        ({"token_expires_at": NOW + timedelta(days=6)}, Connection.ONLINE, None),
        (
            {"token_expires_at": NOW + timedelta(days=11), "renewal_failed_at": NOW},
            Connection.ONLINE,
            None,
        ),
        ({"is_paused": True}, Connection.PAUSED, AccountCondition.PAUSED),
        (
            {"state": AccountState.LIMITED, "problem": AccountProblem.NO_ROLE},
            Connection.ONLINE,
            AccountCondition.PERMISSION,
        ),
        ({"state": AccountState.LIMITED, "problem": AccountProblem.RESTRICTED}, Connection.ONLINE, None),
        (
            {"state": AccountState.LIMITED, "problem": AccountProblem.RESTRICTED, "is_paused": True},
            Connection.PAUSED,
            AccountCondition.PAUSED,
        ),
    ],
)
def test_the_dot_of_an_account(
    account_of: Callable[..., Account], parts: dict[str, Any], connection: Connection, told: AccountCondition | None
) -> None:
    assert dotted_condition(account_of(1, **parts), AccountStatus(ONE, connection), NOW) is told
    assert told is None or has_text(f"rail.state.{told.value}")


def test_the_state_of_the_engine_shows(open_rail: Any, account_of: Any) -> None:
    rail, ui = open_rail(accounts=[account_of(1)])
    ui.engine.publish(EngineStatus((AccountStatus(ONE, Connection.THROTTLED),)))
    assert child(rail, "railAccount1").accessibleName() == "Fern & Clay, paused by Instagram"
    assert not rail.grab().isNull()


def test_accounts_come_and_go_and_change_their_name(open_rail: Any, account_of: Any) -> None:
    rail, ui = open_rail(accounts=[account_of(1)])
    kept = child(rail, "railAccount1")
    ui.archive.put_account(account_of(1, name="Fern and Clay"))
    assert child(rail, "railAccount1") is kept
    assert kept.accessibleName() == "Fern and Clay"
    ui.archive.put_account(account_of(2, name="Second"))
    assert child(rail, "railAccount2").accessibleName() == "Second"


def test_compact_it_has_no_words(open_rail: Any, account_of: Any) -> None:
    rail, _ = open_rail(accounts=[account_of(1)])
    assert rail.width() == 76
    rail.set_compact(True)
    assert rail.width() == 56
    assert child(rail, "railInbox").sizeHint().width() <= 56
    assert child(rail, "railInbox").accessibleName() == "Inbox"
    assert not rail.grab().isNull()


def test_a_narrow_rail_cuts_nothing_off(open_rail: Any, account_of: Any) -> None:
    rail, _ = open_rail(accounts=[account_of(1), account_of(2)])
    rail.set_compact(True)
    rail.resize(rail.width(), 700)
    rail.show()
    for name in ("railAllAccounts", "railAccount1", "railInbox", "railSettings"):
        tile = child(rail, name)
        place = tile.mapTo(rail, tile.rect().topLeft())
        assert place.x() >= 0
        assert place.x() + tile.width() <= rail.width()
