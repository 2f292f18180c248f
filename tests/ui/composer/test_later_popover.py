"""A time of one's own, also on the days on which the clocks change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QDate, QTime
from PySide6.QtWidgets import QDateEdit, QTimeEdit, QWidget
from pytestqt.qtbot import QtBot

from igdesk.ui.composer.later_popover import LaterPopover
from igdesk.ui.controls import TextButton
from igdesk.ui.theme import ThemeSource
from igdesk.ui.triage.choice_row import ChoiceRow

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("now", "day", "clock", "expected"),
    [
        # skipped: as much later as the clocks skip; twice: the first
        (datetime(2026, 3, 28, 20, tzinfo=UTC), (2026, 3, 29), (2, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (datetime(2026, 10, 24, 20, tzinfo=UTC), (2026, 10, 25), (2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (datetime(2026, 10, 24, 20, tzinfo=UTC), (2026, 10, 25), (3, 30), datetime(2026, 10, 25, 2, 30, tzinfo=UTC)),
    ],
)
def test_a_time_of_ones_own(
    qtbot: QtBot, now: datetime, day: tuple[int, int, int], clock: tuple[int, int], expected: datetime
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    closes_at = now + timedelta(hours=20)
    popover = LaterPopover([], closes_at, now, ThemeSource(), parent, zone=BERLIN)
    found: list[object] = []
    popover.chosen.connect(found.append)
    popover.findChild(ChoiceRow, "laterCustom").click()
    popover.findChild(QDateEdit, "laterDay").setDate(QDate(*day))
    popover.findChild(QTimeEdit, "laterTime").setTime(QTime(*clock))
    popover.findChild(TextButton, "laterAccept").click()
    assert found == [expected]


def test_what_is_outside_is_refused(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    now = datetime(2026, 3, 28, 20, 10, tzinfo=UTC)
    popover = LaterPopover([], now + timedelta(minutes=50), now, ThemeSource(), parent, zone=UTC)
    found: list[object] = []
    popover.chosen.connect(found.append)
    popover.findChild(ChoiceRow, "laterCustom").click()
    time, accept = popover.findChild(QTimeEdit, "laterTime"), popover.findChild(TextButton, "laterAccept")
    assert time.time() == QTime(20, 55), "the last moment"
    for outside in (QTime(20, 56), QTime(20, 10), QTime(3, 0)):
        time.setTime(outside)
        accept.click()
    assert found == []
