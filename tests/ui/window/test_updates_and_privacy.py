"""Settings: the budget, the pace, where the data is, and erasing it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from igdesk.domain.health import CallSlot, slot_of
from igdesk.domain.pace import PACE_KEY, Pace
from igdesk.domain.status import Connection
from igdesk.ui.dialogs import AskDialog
from igdesk.ui.settings import updates_page

NOW = datetime(2026, 11, 20, 14, 36, tzinfo=UTC)


def page(studio: Any, name: str) -> Any:
    studio.window.settings.open(name)
    return studio.window.settings.place.page


def find(where: Any, name: str) -> Any:
    found = where.findChild(QWidget, name)
    assert found is not None, name
    return found


def named(where: Any, name: str) -> Any:
    return next(child for child in where.findChildren(QWidget) if child.accessibleName() == name)


def test_the_meter_says_what_instagram_reported(studio: Any) -> None:
    studio.archive.health.keep(studio.accounts[0], [CallSlot(slot_of(NOW), 2318, 18)], [])
    studio.tell(Connection.ONLINE, budget_used=0.18, last_checked_at=NOW)
    shown = page(studio, "updates")
    assert find(shown, "budgetMeter").accessibleName() == "API use in the last hour, 18 percent"
    assert shown._plot.plot.accessibleName() == "Calls in the last 24 hours, 2318"
    studio.tell(Connection.ONLINE, budget_used=0.85, last_checked_at=NOW)
    assert find(shown, "budgetMeter").accessibleName() == "API use in the last hour, 85 percent"


def test_the_words_under_the_list_lead_to_the_budget(studio: Any) -> None:
    studio.tell(Connection.ONLINE, budget_used=0.18, last_checked_at=NOW)
    studio.window.findChild(QWidget, "listFooterBudget").click()
    assert studio.window.settings.place.page_id == "updates"


def test_another_pace_is_told_to_the_engine_and_shown_at_once(studio: Any) -> None:
    shown = page(studio, "updates")
    intervals = [label.text() for label in shown._intervals]
    assert intervals == ["every 15 s", "every 15 s", "every 60 s", "every 5 min"]
    studio.archive.settings.set(PACE_KEY, Pace.CALM.value)
    choice = named(shown, "Pace")
    choice.choose(Pace.CALM)
    choice.chosen.emit(Pace.CALM)
    assert ("pace", Pace.CALM, True) in studio.engine.care.asked
    assert [label.text() for label in shown._intervals] == ["every 30 s", "every 30 s", "every 2 min", "every 10 min"]


def test_a_rest_of_an_hour_and_its_end(studio: Any) -> None:
    shown = page(studio, "updates")
    button = find(shown, "settingsRest")
    assert button.accessibleName() == "Pause for 1 hour"
    button.click()
    assert studio.engine.care.asked[-1] == ("rest", studio.accounts[0], NOW + timedelta(hours=1))
    studio.tell(Connection.PAUSED, paused_until=NOW + timedelta(hours=1))
    assert button.accessibleName() == "Go on checking"
    button.click()
    assert studio.engine.care.asked[-1] == ("rest", studio.accounts[0], None)


@pytest.mark.parametrize("is_there", [True, False])
def test_the_battery_is_asked_about_only_where_there_is_one(
    studio: Any, monkeypatch: pytest.MonkeyPatch, is_there: bool
) -> None:
    monkeypatch.setattr(updates_page, "has_battery", lambda: is_there)
    shown = page(studio, "updates")
    assert ("Slower on battery" in {row.title for row in shown.rows}) is is_there


def test_where_the_data_is(studio: Any) -> None:
    opened: list[Path] = []
    studio.window.open_folder = opened.append
    shown = page(studio, "privacy")
    rows = {row.title: row.text for row in shown.rows}
    assert "encrypted" in rows["Archive"]
    assert rows["Token"] == "In the keychain of this computer"
    assert "nobody else" in rows["Nothing is sent to us"]
    find(shown, "privacyArchiveFolder").click()
    assert opened == [studio.archive.folder]


def test_everything_is_erased_only_by_somebody_who_means_it(studio: Any) -> None:
    asked: list[bool] = []
    studio.window.erase_requested.connect(lambda: asked.append(True))
    find(page(studio, "privacy"), "privacyEraseAll").click()
    dialog = studio.window.findChild(AskDialog, "askEraseAll")
    accept = dialog.findChild(QWidget, "askAccept")
    assert "2 accounts" in dialog.accessibleDescription()
    assert not accept.isEnabled()
    dialog.findChild(QWidget, "askTyped").setText("eras")
    assert not accept.isEnabled()
    dialog.findChild(QWidget, "askTyped").setText(" Erase ")
    accept.click()
    assert asked == [True]


def test_a_full_disk_leads_to_the_folder(studio: Any) -> None:
    from igdesk.domain.status import Problem

    opened: list[Path] = []
    studio.window.open_folder = opened.append
    studio.window.show_problem(Problem("disk_full", "The disk is full.", "Make room."))
    studio.window.commands.act_on_banner(studio.window.banner.banner)
    assert opened == [studio.archive.folder]


def test_the_report_for_support_names_nobody(studio: Any) -> None:
    from PySide6.QtGui import QGuiApplication

    from igdesk.domain.health import SeenError, ToldError

    seen = SeenError("paused", "613", "Atrace01", NOW, NOW, 3)
    studio.engine.care.told = (ToldError("Instagram asks for a pause.", "", seen),)
    find(page(studio, "about"), "aboutCopy").click()
    report = QGuiApplication.clipboard().text()
    assert "account 2" in report
    assert "Instagram asks for a pause." in report
    assert "Atrace01" in report
    assert "Studio" not in report
    assert "studio1" not in report
