"""What the interface asks of the network runs beside everything else, and its faults stay its own."""

import asyncio
import logging
from typing import Any

import pytest

from igdesk.domain.status import KnownError, Problem
from igdesk.sync.errands import Errands

LOG = logging.getLogger("test")


def test_what_was_asked_before_the_engine_ran_is_done_in_its_order(run: Any) -> None:
    done: list[str] = []
    errands = Errands(lambda error: None, LOG)

    async def scene() -> None:
        for name in ("one", "two"):
            errands.spawn(lambda name=name: note(name))
        await asyncio.sleep(1)
        assert done == []
        async with asyncio.TaskGroup() as group:
            errands.begin(group)
            errands.spawn(lambda: note("three"))

    async def note(name: str) -> None:
        done.append(name)

    run(scene())
    assert done == ["one", "two", "three"]


def test_one_that_fails_ends_no_other(run: Any, caplog: pytest.LogCaptureFixture) -> None:
    told: list[KnownError | None] = []
    done: list[str] = []
    known = KnownError(Problem("disk_full", "The disk is full.", "Make room."))
    errands = Errands(told.append, LOG)

    async def refused() -> None:
        raise known

    async def broken() -> None:
        raise ValueError("the words of a customer")

    async def slow() -> None:
        await asyncio.sleep(5)
        done.append("slow")

    async def scene() -> None:
        async with asyncio.TaskGroup() as group:
            errands.begin(group)
            for job in (slow, refused, broken):
                errands.spawn(job)

    run(scene())
    assert done == ["slow"]
    assert told == [known]
    assert "ValueError" in caplog.text
    assert "customer" not in caplog.text


def test_what_is_asked_after_the_end_waits_for_the_next_start(run: Any) -> None:
    done: list[str] = []
    errands = Errands(lambda error: None, LOG)

    async def job() -> None:
        done.append("late")

    async def scene() -> None:
        async with asyncio.TaskGroup() as group:
            errands.begin(group)
        errands.end()
        errands.spawn(job)
        assert done == []
        async with asyncio.TaskGroup() as group:
            errands.begin(group)

    run(scene())
    assert done == ["late"]
