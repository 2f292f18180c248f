"""What is done once the program is at work and nobody waits for it: clearing up, and looking for damage."""

import asyncio
import contextlib
import logging
import os
import sys
import threading
from collections.abc import Callable
from datetime import datetime

from igdesk.domain.status import KnownError, Problem
from igdesk.store.archive import Archive
from igdesk.sync.server_clock import Certainty, ServerClock

log = logging.getLogger(__name__)

TIDY_AFTER_S = 20.0
CHECK_AFTER_S = 8.0
MEDIA_EVERY_S = 600.0
PAUSE_S = 0.2
INDEX_AFTER_S = 2.0
INDEX_AGAIN_S = 10.0
LOOK_AFTER_S = 1.0
LOOK_PAUSE_S = 0.04
RETENTION_EVERY_S = 15.0
RETENTION_PAUSE_S = 0.05
ERASE_AFTER_S = 5.0
ERASE_AGAIN_S = 3.0
ERASE_LATER_S = 60.0
CHECKED_ON = "archive.checked_on"
NICENESS = 15


async def tidy_up(archive: Archive) -> None:
    """What earlier runs left behind; later, so that it is in nobody's way."""
    await asyncio.sleep(TIDY_AFTER_S)
    if archive.is_read_only:
        return
    media = archive.media
    try:
        media.delete_discarded()
        used = media.used_keys()
        missing = await asyncio.to_thread(media.missing_files, used)
        if missing:
            log.warning("%d media files are gone and are fetched again when they are shown", len(missing))
            media.forget_files(missing)
        swept = await asyncio.to_thread(media.sweep_files, used)
        await asyncio.to_thread(archive.opened_files.delete_leftovers)
        if archive.media_cache.give_up():
            log.info("media of earlier days were given up")
    except KnownError as error:
        log.warning("nothing was cleared up: %s", error.problem.id)
        return
    if swept:
        log.info("%d files that nothing refers to were deleted", swept)


async def keep_media_small(archive: Archive) -> None:
    """Give up media that were not looked at for long, or that there is no room for; now and then, a few at a time."""
    pause_s = MEDIA_EVERY_S
    while not archive.is_read_only:
        await asyncio.sleep(pause_s)
        try:
            pause_s = PAUSE_S if archive.media_cache.give_up() else MEDIA_EVERY_S
        except KnownError as error:
            log.warning("no media were given up: %s", error.problem.id)
            pause_s = MEDIA_EVERY_S


async def check_archive(archive: Archive, clock: Callable[[], datetime], show: Callable[[Problem], None]) -> None:
    """Once a day: is every page of the archive what was written? ``show`` is told if it is not."""
    await asyncio.sleep(CHECK_AFTER_S)
    today = f"{clock():%Y-%m-%d}"
    if archive.is_read_only:
        return
    try:
        if archive.settings.get(CHECKED_ON) == today:
            return
        await _in_background(archive.check)
        archive.settings.set(CHECKED_ON, today)
    except KnownError as error:
        # Not marked as done: until it is sound again, every start says so.
        log.error("the archive is not sound: %s", error.problem.id)
        show(error.problem)


async def keep_index(archive: Archive) -> None:
    """Index what was stored before there was an index, and what was too much for one transaction."""
    wait_s = INDEX_AFTER_S
    while True:
        await asyncio.sleep(wait_s)
        wait_s = INDEX_AGAIN_S
        try:
            if archive.is_index_behind:
                await _in_background(archive.build_index, gives_way=False)
        except KnownError as error:
            log.warning("the index of words could not be brought up to date: %s", error.problem.id)


async def look_over(archive: Archive) -> None:
    """What was stored before the list could be narrowed by it: some conversations at a time, newest first."""
    wait_s = LOOK_AFTER_S
    try:
        while True:
            await asyncio.sleep(wait_s)
            wait_s = LOOK_PAUSE_S
            if not archive.look_over():
                return
    except KnownError as error:
        log.warning("not every conversation was looked over: %s", error.problem.id)


async def keep_retention(archive: Archive, clock: ServerClock) -> None:
    """Delete messages that are older than the person wants to keep; once a day, a few at a time.

    Never by the computer's clock alone: one that was set ahead would make everything old, and nothing brings it back.
    """
    certainty = Certainty(clock)
    wait_s = RETENTION_EVERY_S
    while True:
        await asyncio.sleep(wait_s)
        wait_s = RETENTION_EVERY_S
        try:
            if certainty.look() and archive.retention.go_on(clock.now()):
                wait_s = RETENTION_PAUSE_S
        except KnownError as error:
            log.warning("old messages could not be deleted: %s", error.problem.id)


async def finish_deleting(archive: Archive) -> None:
    """Erase what is left of deleted conversations."""
    wait_s = ERASE_AFTER_S
    while True:
        await asyncio.sleep(wait_s)
        wait_s = ERASE_AGAIN_S
        try:
            if archive.deleting.is_unfinished:
                await _in_background(archive.deleting.finish, gives_way=False)
                if archive.deleting.is_unfinished:  # something is in use; it will not be for ever
                    wait_s = ERASE_LATER_S
        except KnownError as error:
            log.warning("deleted messages could not be erased yet: %s", error.problem.id)


async def _in_background(work: Callable[[threading.Event], object], *, gives_way: bool = True) -> None:
    """Run something long in a thread of its own that gives way to everything else and ends when this is cancelled.

    What writes must not give way: others would wait for it while it waits for the processor.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[None] = loop.create_future()
    stops = threading.Event()

    def settle(error: BaseException | None) -> None:
        if done.done():
            return
        if error is None:
            done.set_result(None)
        else:
            done.set_exception(error)

    def run() -> None:
        error: BaseException | None = None
        try:
            if gives_way:
                _give_way()
            work(stops)
        except BaseException as raised:  # noqa: BLE001 - it belongs to whoever waits
            error = raised
        with contextlib.suppress(RuntimeError):  # the loop may be closed by now
            loop.call_soon_threadsafe(settle, error)

    threading.Thread(target=run, name="upkeep", daemon=True).start()
    try:
        await done
    finally:
        stops.set()


def _give_way() -> None:
    """Lower the priority of this thread alone; only Linux knows such a thing by this call."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
