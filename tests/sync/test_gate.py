"""The turns of one account at Meta's budget."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from igdesk.sync.gate import Gate, Priority


class Bucket:
    """One call a second."""

    def __init__(self) -> None:
        self.free_at_s = 0.0
        self.taken: list[float] = []
        self.asked = 0

    def delay(self, now_s: float) -> float:
        self.asked += 1
        return max(self.free_at_s - now_s, 0.0)

    def take(self, now_s: float) -> None:
        assert now_s >= self.free_at_s, "the budget was overdrawn"
        self.taken.append(now_s)
        self.free_at_s = now_s + 1.0


@pytest.fixture
def bucket() -> Bucket:
    return Bucket()


def test_the_most_urgent_goes_first_and_equals_in_order(run: Callable[[Any], Any], bucket: Bucket) -> None:
    async def body() -> None:
        gate, order = Gate(bucket), []

        async def caller(name: str, priority: Priority) -> None:
            await gate.turn(priority)
            order.append(name)

        await gate.turn(Priority.LIST)
        async with asyncio.TaskGroup() as group:
            for name, priority in (
                ("background", Priority.BACKGROUND),
                ("first", Priority.FIRST_SYNC),
                ("changed 1", Priority.CHANGED),
                ("changed 2", Priority.CHANGED),
                ("list", Priority.LIST),
                ("open", Priority.OPEN),
                ("confirm", Priority.CONFIRM),
            ):
                group.create_task(caller(name, priority))
        assert order == ["confirm", "open", "list", "changed 1", "changed 2", "first", "background"]
        assert bucket.taken == pytest.approx([1000.0 + 1.001 * n for n in range(8)])
        gate.close()

    run(body())


def test_nobody_waits_for_ever_where_hardly_any_call_is_left(run: Callable[[Any], Any]) -> None:
    """failure 34: the list and the conversation on the screen want more turns than there are."""

    class Slow(Bucket):
        def take(self, now_s: float) -> None:
            super().take(now_s)
            self.free_at_s = now_s + 60.0

    async def body() -> None:
        gate, turns = Gate(Slow()), []

        async def again_and_again(priority: Priority) -> None:
            while True:
                await gate.turn(priority)
                turns.append(priority)

        kinds = (Priority.OPEN, Priority.LIST, Priority.CHANGED, Priority.BACKGROUND)
        tasks = [asyncio.create_task(again_and_again(priority)) for priority in kinds]
        await asyncio.sleep(3600)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert all(turns.count(priority) >= 8 for priority in kinds), turns
        gate.close()

    run(body())


def test_giving_up_a_wait_costs_nobody_a_turn(run: Callable[[Any], Any], bucket: Bucket) -> None:
    async def body() -> None:
        gate = Gate(bucket)
        await gate.turn(Priority.LIST)
        waiting = [asyncio.create_task(gate.turn(Priority.OPEN)) for _ in range(3)]
        last = asyncio.create_task(gate.turn(Priority.BACKGROUND))
        await asyncio.sleep(0)
        assert gate.waiting == 4
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        await last
        assert len(bucket.taken) == 2
        assert gate.waiting == 0

    run(body())


def test_a_turn_that_was_given_at_the_moment_of_a_cancel_blocks_nobody(
    run: Callable[[Any], Any], bucket: Bucket
) -> None:
    async def body() -> None:
        gate = Gate(bucket)
        await gate.turn(Priority.LIST)
        first = asyncio.create_task(gate.turn(Priority.OPEN))
        second = asyncio.create_task(gate.turn(Priority.OPEN))
        await asyncio.sleep(0)
        asyncio.get_running_loop().call_later(1.001, first.cancel)
        await second
        await asyncio.gather(first, return_exceptions=True)
        assert len(bucket.taken) <= 3

    run(body())


def test_no_busy_waiting(run: Callable[[Any], Any], bucket: Bucket) -> None:
    async def body() -> None:
        gate = Gate(bucket)
        bucket.free_at_s = 5000.0
        waiting = [asyncio.create_task(gate.turn(Priority.CHANGED)) for _ in range(20)]
        await asyncio.gather(*waiting)
        assert bucket.asked <= 20 + 2 * 20 + 2  # once for each that came, once or twice for each that goes

    run(body())


def test_a_budget_that_was_freed_early_is_noticed(
    run: Callable[[Any], Any], bucket: Bucket, loop: asyncio.AbstractEventLoop
) -> None:
    async def body() -> None:
        gate = Gate(bucket)
        bucket.free_at_s = 9000.0
        task = asyncio.create_task(gate.turn(Priority.LIST))
        await asyncio.sleep(1)
        bucket.free_at_s = 0.0
        gate.refresh()
        await task
        assert loop.time() < 1010

    run(body())


def test_closing_lets_everybody_go(run: Callable[[Any], Any], bucket: Bucket) -> None:
    async def body() -> None:
        gate = Gate(bucket)
        bucket.free_at_s = 9000.0
        task = asyncio.create_task(gate.turn(Priority.LIST))
        await asyncio.sleep(0)
        gate.close()
        with pytest.raises(asyncio.CancelledError):
            await task

    run(body())
