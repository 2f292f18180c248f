"""Carries what the archive and the engine publish into Qt signals."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from igdesk.domain.changes import NOTHING, ChangeSet
from igdesk.domain.status import EngineStatus

SETTLE_MS = 5
"""Views lay out their rows in a timer of 0 ms and are painted after it."""


class PublishesChanges(Protocol):
    """What the bridge needs of the archive."""

    def subscribe(self, listener: Callable[[ChangeSet], None], /) -> Callable[[], None]: ...


class PublishesStatus(Protocol):
    """What the bridge needs of the engine."""

    def subscribe(self, listener: Callable[[EngineStatus], None], /) -> Callable[[], None]: ...


class ChangeBridge(QObject):
    """One for the window. Both sources call on the Qt thread, so the signals are direct."""

    changed = Signal(object)
    """A ChangeSet, once for each committed transaction that changed something: for what the person reads."""
    settled = Signal(object)
    """The same for what stands around it: numbers, details, the composer. At once after what the person did; when
    customers wrote, their messages are painted first, and what comes close together settles as one."""
    status_changed = Signal(object)
    """The EngineStatus."""

    def __init__(self, archive: PublishesChanges, engine: PublishesStatus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._unsettled = NOTHING
        self._settling = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settling.timeout.connect(self.settle)
        self._unsubscribe = [archive.subscribe(self._publish), engine.subscribe(self.status_changed.emit)]

    def settle(self) -> None:
        """Tell what has not settled yet, now."""
        self._settling.stop()
        changes, self._unsettled = self._unsettled, NOTHING
        if changes:
            self.settled.emit(changes)

    def _publish(self, changes: ChangeSet) -> None:
        self._unsettled = self._unsettled.merge(changes)
        self.changed.emit(changes)
        if not changes.arrived:
            self.settle()
        elif not self._settling.isActive():
            self._settling.start()

    def close(self) -> None:
        """Stop listening; nothing is emitted any more."""
        self._settling.stop()
        while self._unsubscribe:
            self._unsubscribe.pop()()
