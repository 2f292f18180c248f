"""What the interface asks for and the network has to answer: each in a task of its own, none able to end the engine."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from igdesk.domain.status import KnownError
from igdesk.sync.supervision import frames

Job = Callable[[], Awaitable[None]]


class Errands:
    """Before the engine runs they wait."""

    def __init__(self, on_known_error: Callable[[KnownError | None], None], log: logging.Logger) -> None:
        self._on_known_error = on_known_error
        self._log = log
        self._group: asyncio.TaskGroup | None = None
        self._early: list[Job] = []

    def spawn(self, job: Job) -> None:
        """Run it beside everything else."""
        if self._group is None:
            self._early.append(job)
        else:
            self._group.create_task(self._guarded(job), name="command")

    def begin(self, group: asyncio.TaskGroup) -> None:
        """The engine runs: what waited is run now."""
        self._group = group
        early, self._early = self._early, []
        for job in early:
            self.spawn(job)

    def end(self) -> None:
        self._group = None

    async def _guarded(self, job: Job) -> None:
        try:
            await job()
        except KnownError as error:
            self._on_known_error(error)
        except Exception as error:  # noqa: BLE001 - one command must not end the engine
            self._log.error("a command stopped by %s", frames(error))
