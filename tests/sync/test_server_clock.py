"""Instagram's clock, learnt from its answers."""

from datetime import timedelta

import pytest

from igdesk.sync.server_clock import SAMPLES, ServerClock


def test_small_differences_say_nothing(clock) -> None:
    server = ServerClock(clock)
    for difference in (-1.4, 0.9, 0.4, -0.5):
        assert not server.learn(clock() + timedelta(seconds=difference))
    assert server.now() == clock()


def test_a_wrong_clock_is_corrected(clock) -> None:
    server = ServerClock(clock)
    assert server.learn(clock() + timedelta(minutes=7))
    assert (server.now() - clock()).total_seconds() == pytest.approx(420, abs=1)


def test_one_odd_date_changes_nothing(clock) -> None:
    server = ServerClock(clock)
    for _ in range(SAMPLES):
        server.learn(clock() + timedelta(seconds=100))
    assert not server.learn(clock() + timedelta(hours=9))
    assert server.offset_s == pytest.approx(100.5)


def test_an_absurd_date_is_ignored(clock) -> None:
    server = ServerClock(clock)
    assert not server.learn(clock().replace(year=1970))
    assert server.offset_s == 0


def test_a_clock_that_was_set_right_is_believed_after_forgetting(clock) -> None:
    server = ServerClock(clock, 3600.0)
    for _ in range(SAMPLES):
        server.learn(clock() + timedelta(hours=1))
    clock.advance(hours=1)
    server.forget()
    assert server.learn(clock())
    assert server.offset_s == 0
