"""The rules of the lock: when it closes by itself, and how long a guess waits."""

from datetime import UTC, datetime, timedelta

import pytest

from igdesk.domain.lock import (
    AFTER_CHOICES_MIN,
    LONGEST_WAIT_S,
    Away,
    Moment,
    Tries,
    read_after,
    read_tries,
    wait_after,
)

NOW = datetime(2026, 11, 20, 14, 36, tzinfo=UTC)


def at(seconds: float, *, slept: float = 0.0) -> Moment:
    return Moment(NOW + timedelta(seconds=seconds + slept), 1000.0 + seconds)


def of(timestamp: float) -> datetime:
    return datetime.fromtimestamp(timestamp, UTC)


def test_it_is_due_when_nobody_touched_anything_for_so_long() -> None:
    away = Away(timedelta(minutes=10), at(0))
    assert not away.is_due(at(599))
    assert away.left(at(599)) == timedelta(seconds=1)
    away.touch(at(599))
    assert not away.is_due(at(1198))
    assert away.is_due(at(1199))


def test_it_is_due_at_once_when_the_computer_slept() -> None:
    away = Away(timedelta(minutes=10), at(0))
    assert not away.is_due(at(20, slept=29))
    assert away.is_due(at(21, slept=29 + 31))


def test_a_clock_that_was_put_back_or_a_change_of_time_zone_locks_nothing() -> None:
    away = Away(timedelta(minutes=10), at(0))
    assert not away.is_due(at(20, slept=-7200))
    assert not away.is_due(at(40, slept=-7200))
    assert away.is_due(at(600, slept=-7200))


@pytest.mark.parametrize(
    ("kept", "minutes"), [("", 0), ("0", 0), ("10", 10), ("60", 60), ("7", 0), ("-5", 0), ("x", 0), ("9" * 5000, 0)]
)
def test_what_is_kept_is_one_of_the_choices(kept: str, minutes: int) -> None:
    assert read_after(kept) == timedelta(minutes=minutes)
    assert minutes in AFTER_CHOICES_MIN


def test_a_few_guesses_are_free_and_then_each_waits_longer() -> None:
    assert [wait_after(n) for n in range(1, 9)] == [0, 0, 5, 10, 20, 40, 60, 60]
    assert wait_after(10**9) == LONGEST_WAIT_S


def test_waiting_outlives_a_restart() -> None:
    tries = Tries()
    for _ in range(4):
        tries = tries.wrong(NOW)
    again = read_tries(tries.written(), of)
    assert again == tries
    assert again.wait_s(NOW) == 10
    assert again.wait_s(NOW + timedelta(seconds=9.5)) == 1
    assert again.wait_s(NOW + timedelta(seconds=10)) == 0


def test_a_clock_that_was_put_back_shuts_nobody_out_for_long() -> None:
    tries = Tries(9, NOW + timedelta(days=400))
    assert tries.wait_s(NOW) == LONGEST_WAIT_S


@pytest.mark.parametrize("kept", ["", "x", "3", "3 x", "-1 5", "3 99999999999999", " ", "9999999999 1"])
def test_tries_that_cannot_be_read_are_none(kept: str) -> None:
    assert read_tries(kept, of) == Tries()
    assert Tries().written() == ""
