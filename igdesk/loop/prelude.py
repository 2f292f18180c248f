"""Plain Qt until the program has its asyncio loop: importing that can wait until the window is painted."""

import signal
from collections.abc import Callable
from types import FrameType

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QWidget

from igdesk.loop.ending_signals import ending_signals

SIGNALS_MS = 200
"""Python's signal handlers run between two instructions of Python; Qt asleep executes none."""


class Prelude(QObject):
    """Runs Qt until ``finish`` or until the program shall end."""

    def __init__(self, app: QCoreApplication) -> None:
        super().__init__()
        self._loop = QEventLoop(self)
        self._is_finished = False
        self._is_ended = False
        app.aboutToQuit.connect(self.end)

    def run(self) -> bool:
        """True once ``finish`` was called; False when the program shall end instead."""
        timer = QTimer()
        timer.timeout.connect(lambda: None)
        timer.start(SIGNALS_MS)
        former = {number: signal.signal(number, self._on_signal) for number in ending_signals()}
        try:
            if not (self._is_finished or self._is_ended):
                self._loop.exec()  # nested in nothing: asyncio is not loaded yet
        finally:
            for number, handler in former.items():
                signal.signal(number, handler)
        return self._is_finished and not self._is_ended

    def finish(self) -> None:
        self._is_finished = True
        self._loop.quit()

    def end(self) -> None:
        self._is_ended = True
        self._loop.quit()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.end()


class FirstPaint(QObject):
    """Calls back once, right after a window was painted for the first time."""

    def __init__(self, window: QWidget, then: Callable[[], None]) -> None:
        super().__init__(window)
        self._window: QWidget | None = window
        self._then = then
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._window is not None:
            self._window.removeEventFilter(self)
            self._window = None
            # The children are painted in the same pass, after their parent; a posted call comes after all of them.
            QTimer.singleShot(0, self._then)
        return False
