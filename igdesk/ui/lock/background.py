"""Work that takes a moment on purpose, such as deriving a key, beside the interface."""

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal


class InBackground(QObject):
    """One thing at a time; what comes of it is told on the thread of the interface."""

    _done = Signal(object, object)
    """Whom to tell, and what."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.is_busy = False
        self._done.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def run(self, work: Callable[[], Any], then: Callable[[Any], None], failed: Callable[[Exception], None]) -> bool:
        """Begin; False while something else is under way. What ``work`` raises is handed to ``failed``."""
        if self.is_busy:
            return False
        self.is_busy = True
        threading.Thread(target=self._work, args=(work, then, failed), name="lock", daemon=True).start()
        return True

    def _work(self, work: Callable[[], Any], then: Callable[[Any], None], failed: Callable[[Exception], None]) -> None:
        try:
            tells, told = then, work()
        except Exception as error:  # noqa: BLE001 - it belongs to whoever asked
            tells, told = failed, error
        with suppress(RuntimeError):  # the window may be gone by now
            self._done.emit(tells, told)

    def _tell(self, tells: Callable[[Any], None], told: object) -> None:
        self.is_busy = False
        tells(told)
