"""Settings: accounts and their diagnosis."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from igdesk.domain.account import AccountProblem, AccountState
from igdesk.domain.health import CallSlot, SeenError, ToldError, slot_of
from igdesk.domain.status import Connection
from igdesk.ui.dialogs import AskDialog

NOW = datetime(2026, 11, 20, 14, 36, tzinfo=UTC)


@pytest.fixture
def care(studio: Any) -> Any:
    studio.window.settings.open("accounts")
    return studio.engine.care


def page(studio: Any) -> Any:
    return studio.window.settings.place.page


def find(studio: Any, name: str) -> Any:
    found = page(studio).findChild(QWidget, name)
    assert found is not None, name
    return found


def card(studio: Any, number: int) -> Any:
    return find(studio, f"settingsAccount{studio.accounts[number]}")


def lines(studio: Any) -> dict[str, str]:
    return dict(page(studio).diagnosis._lines)


def test_each_account_has_a_card_that_says_how_it_fares(studio: Any, care: Any) -> None:
    assert card(studio, 0).accessibleName() == "Studio 1, Working"
    assert card(studio, 0).isChecked()
    studio.archive.accounts.set_state(studio.accounts[1], AccountState.NEEDS_SIGN_IN, AccountProblem.TOKEN_EXPIRED)
    assert card(studio, 1).accessibleName() == "Studio 2, Signed out"
    studio.archive.accounts.set_state(studio.accounts[1], AccountState.LIMITED, AccountProblem.NO_ROLE)
    assert card(studio, 1).accessibleName() == "Studio 2, No role on the app"
    studio.tell(Connection.THROTTLED)
    assert card(studio, 0).accessibleName() == "Studio 1, Paused by Instagram"


def test_a_token_that_cannot_be_renewed_counts_down(studio: Any, care: Any) -> None:
    account_id = studio.accounts[0]
    studio.archive.accounts.token_renewed(account_id, expires_at=NOW + timedelta(days=6), renewed_at=NOW)
    assert card(studio, 0).accessibleName() == "Studio 1, Working"
    studio.archive.accounts.renewal_failed(account_id, NOW - timedelta(days=1))
    assert card(studio, 0).accessibleName() == "Studio 1, Could not renew, 6 days left"
    assert lines(studio)["Renewed"].startswith("Not possible since")


def test_name_and_colour_are_the_persons_own(studio: Any, care: Any) -> None:
    field = next(c for c in page(studio).findChildren(QWidget) if c.accessibleName() == "Name in igdesk")
    field.setFocus()
    field.selectAll()
    field.insert("The shop")
    field.editingFinished.emit()
    assert studio.archive.accounts.get(studio.accounts[0]).display_name == "The shop"
    assert card(studio, 0).accessibleName() == "The shop, Working"
    assert studio.window.rail.findChild(QWidget, "railAccount1").accessibleName().startswith("The shop")
    field.setText("")
    field.setModified(True)
    field.editingFinished.emit()
    assert studio.archive.accounts.get(studio.accounts[0]).display_name == "Studio 1"
    next(c for c in page(studio).findChildren(QWidget) if c.accessibleName() == "Colour 3").click()
    assert studio.archive.accounts.get(studio.accounts[0]).tint == 2


def test_pausing_asks_the_engine(studio: Any, care: Any) -> None:
    find(studio, "settingsPause").click()
    assert care.asked == [("pause", studio.accounts[0], True)]


@pytest.mark.parametrize("erase", [False, True])
def test_disconnecting_is_asked_first_and_the_safe_choice_has_the_focus(studio: Any, care: Any, erase: bool) -> None:
    card(studio, 1).click()
    find(studio, "settingsDisconnect").click()
    dialog = studio.window.findChild(AskDialog, "askDisconnect")
    assert dialog.accessibleName() == "Disconnect Studio 2?"
    dialog.findChild(QWidget, "askReject").click()
    assert care.asked == []
    find(studio, "settingsDisconnect").click()
    dialog = studio.window.findChildren(AskDialog, "askDisconnect")[-1]
    if erase:
        dialog.findChild(QWidget, "askCheck").click()
    dialog.findChild(QWidget, "askAccept").click()
    assert care.asked == [("disconnect", studio.accounts[1], erase)]


def test_the_diagnosis_names_everything_about_the_connection(studio: Any, care: Any) -> None:
    account_id = studio.accounts[0]
    studio.archive.accounts.token_renewed(account_id, expires_at=NOW + timedelta(days=30), renewed_at=NOW)
    studio.archive.accounts.set_permissions(account_id, ["instagram_business_basic"])
    studio.archive.health.keep(account_id, [CallSlot(slot_of(NOW), 12, 18)], [], last_checked_at=NOW)
    seen = SeenError("paused", "613", "Atrace01", NOW, NOW, 3)
    care.told = (ToldError("Instagram asks for a pause.", "It goes on by itself.", seen),)
    studio.tell(Connection.ONLINE, budget_used=0.18)
    page(studio).refresh()
    found = lines(studio)
    assert found["Connected by"] == "Instagram Login"
    assert "9001" in found["Professional id"]
    assert "9011" in found["Id for this app"]
    assert "30 days left" in found["Token"]
    assert "instagram_business_basic" in found["Permissions"]
    assert found["Instagram’s meter"] == "18\u00a0%"
    plot = page(studio).diagnosis.plot_row.plot
    assert plot.accessibleName() == "Calls in the last 24 hours, 12"
    find(studio, "diagnosisCopy").click()
    report = QGuiApplication.clipboard().text()
    assert "Instagram asks for a pause." in report
    assert "Atrace01" in report
    assert "3 times" in report
    assert "Studio" not in report, "no names"


def test_the_menu_of_an_account(studio: Any, care: Any) -> None:
    actions = studio.window.account_actions
    account = studio.window.accounts[0]
    menu = actions.menu(account, studio.window)
    head, *rows = [action for action in menu.actions() if action.text()]
    assert head.text() == "Studio 1, Connecting"
    words = [row.text() for row in rows]
    assert words == [
        "Mark all as read", "Mute for 1 hour", "Pause checking", "Move up", "Move down", "Run the checks",
        "Account settings…",
    ]  # fmt: skip
    assert studio.archive.inbox.unread_by_account()[account.id]
    rows[0].trigger()
    assert not studio.archive.inbox.unread_by_account().get(account.id)
    studio.archive.accounts.set_paused(account.id, True)
    menu = actions.menu(studio.window.accounts[0], studio.window)
    assert "Go on checking" in [action.text() for action in menu.actions()]


def test_bars_of_the_plot_are_walked_by_arrows(studio: Any, care: Any, qtbot: Any) -> None:
    from PySide6.QtCore import Qt

    studio.archive.health.keep(studio.accounts[0], [CallSlot(slot_of(NOW) - 1, 7, 1), CallSlot(slot_of(NOW), 5, 1)], [])
    page(studio).refresh()
    plot = page(studio).diagnosis.plot_row.plot
    plot.setFocus()
    qtbot.keyClick(plot, Qt.Key.Key_End)
    assert plot.accessibleDescription().startswith("5 calls")
    qtbot.keyClick(plot, Qt.Key.Key_Left)
    assert plot.accessibleDescription().startswith("7 calls")
