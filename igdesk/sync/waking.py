"""Waiting for a moment or for something to happen, whichever comes first."""

import asyncio


async def wait_for(event: asyncio.Event, seconds: float | None) -> bool:
    """Wait until ``event`` is set or the time is over; True and the event cleared if it was set."""
    if not event.is_set():
        if seconds is not None and seconds <= 0:
            await asyncio.sleep(0)
        else:
            try:
                async with asyncio.timeout(seconds):
                    await event.wait()
            except TimeoutError:
                return False
    was_set = event.is_set()
    event.clear()
    return was_set
