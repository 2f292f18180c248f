"""Instagram's clock, learnt from its answers."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from igdesk.sync.server_clock import SAMPLES, Certainty, ServerClock

NOW = datetime(2026, 11, 20, 14, 36, tzinfo=UTC)


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


def test_nothing_is_certain_before_enough_answers_told_the_time(run: Callable[[Any], Any]) -> None:
    async def body() -> None:
        loop, set_ahead = asyncio.get_running_loop(), [timedelta(0)]

        def wall() -> datetime:
            return NOW + timedelta(seconds=loop.time()) + set_ahead[0]

        clock = ServerClock(wall)
        certainty, patient = Certainty(clock), Certainty(clock, patience_s=120.0)
        assert not certainty.look()
        for _ in range(3):
            clock.learn(wall())
        assert certainty.look()
        assert patient.look() is False, "it began to look after them"
        await asyncio.sleep(60)
        assert certainty.look()
        set_ahead[0] = timedelta(days=3)
        assert not certainty.look(), "the clock was set"
        clock.learn(wall() - set_ahead[0])
        assert not certainty.look(), "older answers outweigh a single one"
        await asyncio.sleep(3600)
        assert not certainty.look(), "without answers nothing is certain"
        assert patient.look() is False
        await asyncio.sleep(120)
        assert patient.look(), "without a network the computer's clock counts in the end"

    run(body())
