"""A loop on the application of the test session, and a way to run coroutines on it."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from igdesk.loop.qt_loop import QtLoop


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[QtLoop]:
    made = QtLoop(qapp)
    yield made
    made.close()


@pytest.fixture
def run(qapp: QApplication) -> Callable[[Coroutine[Any, Any, Any]], Any]:
    def call(body: Coroutine[Any, Any, Any]) -> Any:
        async def guarded() -> Any:
            async with asyncio.timeout(20):
                result = await body
            assert asyncio.all_tasks() == {asyncio.current_task()}, "tasks left running"
            return result

        with asyncio.Runner(loop_factory=lambda: QtLoop(qapp)) as runner:
            return runner.run(guarded())

    return call
