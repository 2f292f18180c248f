"""What the tests of the engine share: a loop whose time passes by itself, and a whole program around the sandbox."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import pytest

T = TypeVar("T")
START_S = 1000.0
EPOCH = datetime(2026, 11, 20, 14, 36, tzinfo=UTC)


class _Jumping(selectors.SelectSelector):
    """Never waits: time jumps to the next timer instead."""

    loop: "VirtualLoop"

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready:
            if timeout is None:
                raise AssertionError("everything waits, and nothing is under way")
            self.loop.now_s += max(timeout, 0.0)
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """An asyncio loop on a clock of its own. Work for a thread is done at once, so every run is the same."""

    def __init__(self) -> None:
        self.now_s = START_S
        self.steps = 0
        self.at_step: dict[int, Callable[[], None]] = {}
        selector = _Jumping()
        selector.loop = self
        super().__init__(selector)
        self._clock_resolution = 1e-6

    def time(self) -> float:
        return self.now_s

    def wall(self) -> datetime:
        """The computer's clock: it goes with the loop's."""
        return EPOCH + timedelta(seconds=self.now_s - START_S)

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *args: Any) -> "asyncio.Future[Any]":  # type: ignore[override]
        future = self.create_future()
        try:
            future.set_result(func(*args))
        except Exception as error:
            future.set_exception(error)
        return future

    def _run_once(self) -> None:
        self.steps += 1
        action = self.at_step.pop(self.steps, None)
        if action is not None:
            action()
        super()._run_once()  # type: ignore[misc]


@pytest.fixture
def loop() -> VirtualLoop:
    return VirtualLoop()


@pytest.fixture
def run(loop: VirtualLoop) -> Callable[[Coroutine[Any, Any, T]], T]:
    """Run a coroutine to its end on virtual time; a task that is left over fails the test."""

    def work(body: Coroutine[Any, Any, T]) -> T:
        async def whole() -> T:
            result = await body
            left = asyncio.all_tasks() - {asyncio.current_task()}
            assert not left, f"tasks left running: {left}"
            return result

        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            return runner.run(whole())

    return work
