"""Order of callbacks and the life of timers, side by side with plain asyncio."""

import asyncio
import contextvars
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QTimer

from igdesk.loop.qt_loop import QtLoop


async def _order() -> list[str]:
    """A tangle of callbacks, timers and tasks that records who came when."""
    loop, seen = asyncio.get_running_loop(), []
    done = loop.create_future()

    def first() -> None:
        seen.append("first")
        loop.call_soon(seen.append, "from first")
        loop.call_later(0, seen.append, "due from first")

    async def task(name: str, turns: int) -> None:
        for turn in range(turns):
            seen.append(f"{name}{turn}")
            await asyncio.sleep(0)

    loop.call_soon(first)
    loop.call_soon(seen.append, "second")
    loop.call_later(0.020, seen.append, "20 ms")
    loop.call_later(0.010, seen.append, "10 ms")
    loop.call_later(0.040, done.set_result, None)
    loop.call_later(0.010, seen.append, "10 ms again")
    cancelled = loop.call_soon(seen.append, "never")
    cancelled.cancel()
    async with asyncio.TaskGroup() as group:
        group.create_task(task("a", 3))
        group.create_task(task("b", 2))
    await done
    return seen


def test_order_equals_plain_asyncio(run: Callable[..., Any]) -> None:
    assert run(_order()) == asyncio.run(_order())


def test_callbacks_of_a_burst_keep_their_order(run: Callable[..., Any]) -> None:
    async def body() -> None:
        loop, seen = asyncio.get_running_loop(), []
        for number in range(5000):
            loop.call_soon(seen.append, number)
        done = loop.create_future()
        loop.call_soon(done.set_result, None)
        await done
        assert seen == list(range(5000))

    run(body())


def test_qt_gets_its_turn_during_a_burst(run: Callable[..., Any]) -> None:
    """A chain of callbacks that never ends by itself is cut into slices: a Qt timer still fires."""

    async def body() -> None:
        loop = asyncio.get_running_loop()
        done, turns = loop.create_future(), 0
        QTimer.singleShot(30, lambda: done.set_result(None))

        def again() -> None:
            nonlocal turns
            turns += 1
            if not done.done():
                loop.call_soon(again)

        again()
        await done
        assert turns > 100

    run(body())


def test_cancelled_timeouts_leave_no_timer(loop: QtLoop) -> None:
    """20,000 cancelled ``asyncio.timeout(600)``: plain qasync keeps 20,000 Qt timers for ten minutes."""

    async def body() -> None:
        most = 0
        for _ in range(20_000):
            async with asyncio.timeout(600):
                await asyncio.sleep(0)
                most = max(most, loop.pump.held_timers)
        assert most <= 2

    loop.run_until_complete(body())
    assert loop.pump.live_timers == 0
    assert loop.pump.held_timers == 0
    assert loop.pump.qt_timers == 0


def test_many_timers_at_once_are_one_qt_timer(loop: QtLoop) -> None:
    handles = [loop.call_later(600 + n, int) for n in range(20_000)]
    assert (loop.pump.live_timers, loop.pump.qt_timers) == (20_000, 1)
    for handle in handles[:-1]:
        handle.cancel()
        handle.cancel()
    assert loop.pump.live_timers == 1
    assert loop.pump.held_timers < 200
    handles[-1].cancel()
    assert (loop.pump.held_timers, loop.pump.qt_timers) == (0, 0)


def test_a_cancelled_first_timer_does_not_delay_the_second(run: Callable[..., Any]) -> None:
    async def body() -> None:
        loop = asyncio.get_running_loop()
        done = loop.create_future()
        first = loop.call_later(0.005, done.set_result, "cancelled")
        loop.call_later(0.010, done.set_result, "second")
        first.cancel()
        assert await done == "second"

    run(body())


@pytest.mark.parametrize("delay_s", [0.0, 0.001, 0.0137, 0.1])
def test_a_timer_is_never_early(run: Callable[..., Any], delay_s: float) -> None:
    async def body() -> None:
        loop = asyncio.get_running_loop()
        due = loop.time() + delay_s
        await asyncio.sleep(delay_s)
        assert loop.time() >= due - time.get_clock_info("monotonic").resolution

    run(body())


def test_a_time_beyond_32_bits_of_milliseconds_waits(loop: QtLoop) -> None:
    handle = loop.call_later(90 * 86_400, lambda: pytest.fail("fired"))
    loop.run_until_complete(asyncio.sleep(0.005))
    assert loop.pump.live_timers == 1
    handle.cancel()


def test_call_later_returns_a_timer_handle(loop: QtLoop) -> None:
    due = loop.time() + 5
    handle = loop.call_at(due, int)
    assert isinstance(handle, asyncio.TimerHandle)
    assert handle.when() == due
    handle.cancel()
    assert handle.cancelled()


def test_call_soon_threadsafe_returns_a_handle_and_keeps_the_context(run: Callable[..., Any]) -> None:
    name = contextvars.ContextVar("name", default="none")

    async def body() -> None:
        loop = asyncio.get_running_loop()
        seen: asyncio.Future[str] = loop.create_future()
        context = contextvars.copy_context()
        context.run(name.set, "thread")
        handles: list[asyncio.Handle] = []

        def elsewhere() -> None:
            handles.append(loop.call_soon_threadsafe(lambda: seen.set_result(name.get()), context=context))

        thread = threading.Thread(target=elsewhere)
        thread.start()
        assert await seen == "thread"
        thread.join()
        assert isinstance(handles[0], asyncio.Handle)

    run(body())


def test_a_thread_can_cancel_what_it_queued(run: Callable[..., Any]) -> None:
    async def body() -> None:
        loop = asyncio.get_running_loop()

        def elsewhere() -> None:
            loop.call_soon_threadsafe(pytest.fail, "ran").cancel()

        await asyncio.to_thread(elsewhere)
        await asyncio.sleep(0)

    run(body())


def test_nothing_is_taken_after_close(loop: QtLoop) -> None:
    loop.close()
    for call in (loop.call_soon, loop.call_soon_threadsafe):
        with pytest.raises(RuntimeError):
            call(int)
    with pytest.raises(RuntimeError):
        loop.call_later(1, int)


def test_a_failing_callback_is_reported_and_the_rest_runs(loop: QtLoop) -> None:
    reports: list[dict[str, Any]] = []
    loop.set_exception_handler(lambda _loop, context: reports.append(context))
    seen: list[str] = []
    loop.call_soon(lambda: 1 / 0)
    loop.call_soon(seen.append, "after")
    loop.run_until_complete(asyncio.sleep(0))
    assert seen == ["after"]
    assert isinstance(reports[0]["exception"], ZeroDivisionError)
