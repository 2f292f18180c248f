"""The banner on the window: height, buttons, ticking, closing."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from igdesk.domain.account import Account, AccountProblem, AccountState, Capability, Flavour
from igdesk.domain.ids import AccountId
from igdesk.domain.status import AccountStatus, Connection, EngineStatus
from igdesk.ui.banner.bar import BannerBar
from igdesk.ui.theme import ThemeSource

NOW = datetime(2026, 11, 20, 14, 36, tzinfo=UTC)


def account(problem: AccountProblem = AccountProblem.NONE) -> Account:
    state = AccountState.ACTIVE if problem is AccountProblem.NONE else AccountState.NEEDS_SIGN_IN
    return Account(
        AccountId(1), "1", "", "1", Flavour.INSTAGRAM, "a", "Fern", "", state, problem, Capability.UNKNOWN, None, NOW
    )


def status(connection: Connection, **parts: object) -> EngineStatus:
    return EngineStatus((AccountStatus(AccountId(1), connection, **parts),))  # type: ignore[arg-type]


@pytest.fixture
def bar(qtbot: QtBot) -> Iterator[BannerBar]:
    window = QWidget()
    qtbot.addWidget(window)
    made = BannerBar(ThemeSource(), now=lambda: NOW, parent=window)
    made.resize(900, 44)
    yield made
    window.close()


def test_it_takes_room_only_while_there_is_something(bar: BannerBar) -> None:
    bar.show_state([account()], status(Connection.ONLINE), None)
    assert bar.height() == 0
    bar.show_state([account()], status(Connection.OFFLINE), None)
    assert bar.sizeHint().height() == 44
    assert bar.accessibleName().startswith("You’re offline.")


def test_the_pause_ticks_and_can_be_closed(bar: BannerBar) -> None:
    paused = status(Connection.THROTTLED, paused_until=NOW + timedelta(seconds=402))
    bar.show_state([account()], paused, None)
    assert bar.is_ticking
    close = bar.findChild(QWidget, "bannerClose")
    assert not close.isHidden()
    assert close.accessibleName() == "Close"
    assert bar.findChild(QWidget, "bannerAction").accessibleName() == "Why?"
    close.click()
    assert bar.banner is None
    assert not bar.is_ticking
    bar.show_state([account()], paused, None)
    assert bar.banner is None, "closed is closed"


def test_reconnect_is_the_primary_action(bar: BannerBar) -> None:
    acted: list[object] = []
    bar.acted.connect(acted.append)
    bar.show_state([account(AccountProblem.TOKEN_REVOKED)], status(Connection.SIGNED_OUT), None)
    action = bar.findChild(QWidget, "bannerAction")
    assert action.accessibleName() == "Reconnect"
    action.click()
    assert acted == [bar.banner]
    assert bar.findChild(QWidget, "bannerClose").isHidden()
    assert not bar.is_ticking
