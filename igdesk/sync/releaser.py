"""Lets replies go that are held to be undone, or scheduled, when their time has come; with a connection or without."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from datetime import datetime

from igdesk.domain.account import Capability
from igdesk.domain.conversation import Conversation
from igdesk.domain.ids import AccountId, MessageId
from igdesk.domain.replying import HOLD_CHOICES_S
from igdesk.domain.status import KnownError
from igdesk.domain.window import window_at
from igdesk.store.archive import Archive
from igdesk.sync.server_clock import Certainty, ServerClock
from igdesk.sync.supervision import Supervisor
from igdesk.sync.trouble import DISK_RETRY_S
from igdesk.sync.waking import wait_for

LOOK_S = 60.0
DOUBT_S = 120.0
"""So long a scheduled reply waits for an answer that tells the time. Without a network there is none."""


class Releaser:
    """One for all accounts; asleep while nothing is held."""

    def __init__(
        self,
        archive: Archive,
        *,
        server_clock: ServerClock,
        on_released: Callable[[Iterable[AccountId]], None],
        on_known_error: Callable[[KnownError | None], None],
    ) -> None:
        self._archive = archive
        self._server_clock = server_clock
        self._on_released = on_released
        self._on_known_error = on_known_error
        self._wake = asyncio.Event()
        self._certainty = Certainty(server_clock, patience_s=DOUBT_S)

    def wake(self) -> None:
        """Something is held, or no longer."""
        self._wake.set()

    async def keep_running(self, chance: Callable[[], float], log: logging.Logger) -> None:
        """Run, also after a bug."""
        supervisor = Supervisor(chance=chance, on_known_error=self._on_known_error, log=log)
        await supervisor.keep("holding", self.run)

    async def run(self) -> None:
        """Release what is due, until cancelled."""
        while True:
            is_sure = self._certainty.look()
            wait_s = self._wait_s()
            if wait_s is None or wait_s > 0:
                await wait_for(self._wake, wait_s)
                continue
            now = self._server_clock.now()
            try:
                released = self._archive.holding.release(now)
                if is_sure:
                    released |= self._archive.scheduling.release(now)
            except KnownError as trouble:
                self._on_known_error(trouble)
                await asyncio.sleep(DISK_RETRY_S)
                continue
            self._on_released(released)
            if not released:  # a clock between two minds, or a reply that missed its time
                await wait_for(self._wake, 1.0)

    def _wait_s(self) -> float | None:
        """Seconds until something is due; None while nothing is held or scheduled."""
        now, waits = self._server_clock.now(), []
        held = self._archive.holding.next_release()
        if held is not None:
            wait_s = (held - now).total_seconds()
            waits.append(wait_s if wait_s <= max(HOLD_CHOICES_S) else 0.0)
        scheduled = self._archive.scheduling.next_due()
        if scheduled is not None:  # looked at once a minute: computers sleep, and clocks are put right
            waits.append(min((scheduled - now).total_seconds(), LOOK_S))
        return max(min(waits), 0.0) if waits else None


def keep_for_later(
    archive: Archive, row: Conversation, text: str, send_at: datetime, now: datetime, quoted: MessageId | None
) -> bool:
    """Keep a reply until then; False where Instagram would not take it without the tag of a human reply."""
    window = window_at(row.last_inbound_at, now, Capability.NOT_GRANTED)
    is_inside = window.closes_at is None or now <= send_at <= window.closes_at
    if not text.strip() or not row.can_reply or not is_inside:
        return False
    archive.scheduling.add(row.id, text, send_at, quoted=quoted)
    return True
