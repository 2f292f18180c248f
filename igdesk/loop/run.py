"""Runs the main coroutine of the program on Qt."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication

from igdesk.loop.qt_loop import QtLoop

T = TypeVar("T")


def run(main: Coroutine[Any, Any, T], app: QCoreApplication) -> T:
    """Like ``asyncio.run``: run ``main``, then cancel and await whatever is left."""
    with asyncio.Runner(loop_factory=lambda: QtLoop(app)) as runner:
        return runner.run(main)
