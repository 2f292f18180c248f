"""When the summary of the morning is due: once a day, at its hour or not long after it."""

from datetime import datetime, timedelta, timezone

import pytest

from igdesk.domain.morning import CHOICES, Morning, day_end, read_morning

HERE = timezone(timedelta(hours=2))
FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=HERE)
WORKING = (1, 2, 3, 4, 5)


@pytest.mark.parametrize(
    ("here", "told_on", "is_due"),
    [
        (FRIDAY, "", True),
        (FRIDAY - timedelta(seconds=1), "", False),
        (FRIDAY + timedelta(hours=2, minutes=59), "2026-11-19", True),
        (FRIDAY + timedelta(hours=3), "", False),
        (FRIDAY, "2026-11-20", False),
        (FRIDAY + timedelta(days=1), "", False),
        (FRIDAY + timedelta(days=3), "2026-11-20", True),
    ],
)
def test_when_it_is_due(here: datetime, told_on: str, is_due: bool) -> None:
    assert Morning(9).is_due(here, told_on, WORKING) is is_due


def test_every_day_is_every_day_and_working_days_are_those_of_the_country() -> None:
    saturday, sunday = FRIDAY + timedelta(days=1), FRIDAY + timedelta(days=2)
    assert Morning(9, is_daily=True).is_due(saturday, "", WORKING)
    assert Morning(9).is_due(sunday, "", (7, 1, 2, 3, 4))
    assert not Morning(9).is_due(FRIDAY, "", (7, 1, 2, 3, 4))


def test_what_is_kept_is_one_of_the_choices_or_never() -> None:
    for one in CHOICES:
        assert read_morning(one.kept) == one
    for kept in ("", "9", "w9", "25w", "9x", "nonsense"):
        assert read_morning(kept) is None


def test_the_day_ends_at_midnight_here() -> None:
    assert day_end(FRIDAY) == datetime(2026, 11, 21, 0, 0, tzinfo=HERE)
