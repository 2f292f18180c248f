"""Tells the interface what the engine is doing: once per turn of the loop, and only if something shown changed."""

import asyncio
import contextlib
from collections.abc import Callable

from igdesk.domain.status import EngineStatus
from igdesk.sync.link import shown

Listener = Callable[[EngineStatus], None]


class StatusBoard:
    """The listeners, and what they were told last."""

    def __init__(self, present: Callable[[], EngineStatus]) -> None:
        self._present = present
        self._listeners: list[Listener] = []
        self._told = EngineStatus()
        self._is_telling = False
        self.is_open = False
        """Only a running engine has anything to tell."""

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Tell ``listener`` from now on; answers how to stop that."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            with contextlib.suppress(ValueError):
                self._listeners.remove(listener)

        return unsubscribe

    def publish(self) -> None:
        """Something may have changed."""
        if self.is_open and not self._is_telling:
            self._is_telling = True
            asyncio.get_running_loop().call_soon(self._tell)

    def _tell(self) -> None:
        self._is_telling = False
        status = self._present()
        visible = status._replace(accounts=tuple(shown(account) for account in status.accounts))
        if visible == self._told:
            return
        self._told = visible
        for listener in tuple(self._listeners):
            listener(status)
