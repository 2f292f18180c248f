"""Carries what the archive and the engine publish into Qt signals."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from igdesk.domain.changes import ChangeSet
from igdesk.domain.status import EngineStatus


class PublishesChanges(Protocol):
    """What the bridge needs of the archive."""

    def subscribe(self, listener: Callable[[ChangeSet], None], /) -> Callable[[], None]: ...


class PublishesStatus(Protocol):
    """What the bridge needs of the engine."""

    def subscribe(self, listener: Callable[[EngineStatus], None], /) -> Callable[[], None]: ...


class ChangeBridge(QObject):
    """One for the window. Both sources call on the Qt thread, so the signals are direct."""

    changed = Signal(object)
    """A ChangeSet, once for each committed transaction that changed something."""
    status_changed = Signal(object)
    """The EngineStatus."""

    def __init__(self, archive: PublishesChanges, engine: PublishesStatus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._unsubscribe = [archive.subscribe(self.changed.emit), engine.subscribe(self.status_changed.emit)]

    def close(self) -> None:
        """Stop listening; nothing is emitted any more."""
        while self._unsubscribe:
            self._unsubscribe.pop()()
