"""When the engine looks again: pure rules."""

from datetime import UTC, datetime

import pytest

from igdesk.sync.schedule import (
    ASLEEP_S,
    JITTER,
    LIMITED_S,
    Attention,
    Situation,
    is_night,
    list_interval_s,
    open_interval_s,
    retry_s,
)

MIDDLE = 0.5
"""The chance that leaves an interval as it is."""


@pytest.mark.parametrize(
    ("situation", "low", "high"),
    [
        (Situation(Attention.ACTIVE, quiet_s=0), 10, 15),
        (Situation(Attention.ACTIVE, quiet_s=9000), 10, 15),
        (Situation(Attention.VISIBLE, quiet_s=0), 30, 60),
        (Situation(Attention.VISIBLE, quiet_s=1000), 30, 60),
        (Situation(Attention.AWAY, quiet_s=1000), 30, 60),
        (Situation(Attention.AWAY, quiet_s=9000), 60, 300),
        (Situation(Attention.AWAY, quiet_s=9000, is_night=True), ASLEEP_S, ASLEEP_S),
        (Situation(Attention.AWAY, quiet_s=100, is_night=True), 30, 60),
        (Situation(Attention.ACTIVE, quiet_s=9000, is_night=True), 10, 15),
        (Situation(Attention.AWAY, quiet_s=9000, is_night=True, is_hot=True), 10, 10),
        (Situation(Attention.ACTIVE, is_limited=True), LIMITED_S, LIMITED_S),
    ],
)
def test_pace_of_the_list(situation: Situation, low: float, high: float) -> None:
    assert low <= list_interval_s(situation, MIDDLE) <= high


def test_open_conversation_is_read_every_15_seconds_while_the_window_is_active() -> None:
    assert open_interval_s(Situation(Attention.ACTIVE, quiet_s=9000), MIDDLE) == 15
    assert 30 <= open_interval_s(Situation(Attention.VISIBLE, quiet_s=9000), MIDDLE) <= 60
    assert open_interval_s(Situation(Attention.AWAY, quiet_s=9000), MIDDLE) >= 60


def test_everything_is_half_as_often_after_a_pause_that_instagram_asked_for() -> None:
    """failure 34"""
    calm, throttled = Situation(), Situation(was_throttled=True)
    assert list_interval_s(throttled, MIDDLE) == 2 * list_interval_s(calm, MIDDLE)
    assert open_interval_s(throttled, MIDDLE) == 2 * open_interval_s(calm, MIDDLE)


def test_the_budget_slows_it_down_from_sixty_percent() -> None:
    paces = [list_interval_s(Situation(budget_used=n / 10), MIDDLE) for n in range(11)]
    assert paces[:7] == [10.0] * 7
    assert paces[7] < paces[8] < paces[9] < paces[10]


def test_jitter_is_a_fifth_both_ways() -> None:
    assert list_interval_s(Situation(), 0) == pytest.approx(10 * (1 - JITTER))
    assert list_interval_s(Situation(), 1) == pytest.approx(10 * (1 + JITTER))


def test_retries_double_up_to_a_minute() -> None:
    assert [retry_s(n, MIDDLE) for n in (1, 2, 3, 4, 5, 6, 7, 5000)] == [2, 4, 8, 16, 32, 60, 60, 60]


def test_night_is_from_midnight_to_seven() -> None:
    assert [hour for hour in range(24) if is_night(datetime(2026, 1, 1, hour, tzinfo=UTC))] == list(range(7))
