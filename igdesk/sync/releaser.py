"""Lets held replies go when the time to undo them is over, with a connection or without."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime

from igdesk.domain.ids import AccountId
from igdesk.domain.replying import HOLD_CHOICES_S
from igdesk.domain.status import KnownError
from igdesk.store.archive import Archive
from igdesk.sync.waking import wait_for

DISK_RETRY_S = 5.0


class Releaser:
    """One for all accounts; asleep while nothing is held."""

    def __init__(
        self,
        archive: Archive,
        *,
        server_now: Callable[[], datetime],
        on_released: Callable[[Iterable[AccountId]], None],
        on_known_error: Callable[[KnownError | None], None],
    ) -> None:
        self._archive = archive
        self._server_now = server_now
        self._on_released = on_released
        self._on_known_error = on_known_error
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Something is held, or no longer."""
        self._wake.set()

    async def run(self) -> None:
        """Release what is due, until cancelled."""
        while True:
            due = self._archive.holding.next_release()
            if due is None:
                await wait_for(self._wake, None)
                continue
            wait_s = (due - self._server_now()).total_seconds()
            if 0 < wait_s <= max(HOLD_CHOICES_S):
                await wait_for(self._wake, wait_s)
                continue
            try:
                released = self._archive.holding.release(self._server_now())
            except KnownError as trouble:
                self._on_known_error(trouble)
                await asyncio.sleep(DISK_RETRY_S)
                continue
            if not released:  # a clock between two minds: it is looked at again
                await wait_for(self._wake, 1.0)
                continue
            self._on_released(released)
