"""Keeps loops running: what the person can act on is told, a bug is logged, and the loop starts again later."""

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path

from igdesk.domain.status import KnownError
from igdesk.sync import schedule

LONG_RUN_S = 300.0
"""A loop that ran this long before it failed starts again soon."""


class Supervisor:
    """Restarts loops with growing pauses."""

    def __init__(
        self,
        *,
        chance: Callable[[], float],
        on_known_error: Callable[[KnownError | None], None],
        log: logging.Logger,
    ) -> None:
        self._chance = chance
        self._on_known_error = on_known_error
        self._log = log

    async def keep(self, name: str, loop: Callable[[], Awaitable[None]]) -> None:
        """Run ``loop`` until it returns or this task is cancelled."""
        failures = 0
        while True:
            started_s = asyncio.get_running_loop().time()
            try:
                await loop()
            except KnownError as error:
                self._log.warning("%s: %s", name, error.problem.id)
                self._on_known_error(error)
            except Exception as error:  # noqa: BLE001 - a bug in one loop must not end the others
                self._log.error("%s stopped by %s", name, frames(error))
            else:
                return
            if asyncio.get_running_loop().time() - started_s > LONG_RUN_S:
                failures = 0
            failures += 1
            await asyncio.sleep(schedule.retry_s(failures, self._chance(), first_s=3.0))


def frames(error: BaseException) -> str:
    """Kind and places of an exception, without its words: they may hold what a person wrote."""
    if isinstance(error, BaseExceptionGroup):
        return " + ".join(frames(e) for e in error.exceptions)
    places = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} at " + " < ".join(
        f"{Path(place.filename).name}:{place.lineno} {place.name}" for place in reversed(places[-8:])
    )
