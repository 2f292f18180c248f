"""Replies that leave later, through the sandbox."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest


def test_it_leaves_at_its_time_and_once(rig: Any, play: Any, tmp_path: Path) -> None:
    async def scene() -> None:
        row = await rig.begin_asked()
        at = rig.engine.server_now() + timedelta(hours=2)
        assert rig.engine.send_later(row.id, "Later", at)
        rig.engine.send_text(row.id, "At once")
        await asyncio.sleep(7100)
        assert rig.sent_texts == ["At once"], "it holds back nothing"
        await rig.kill(tmp_path / "two")
        rig.open().start()
        await asyncio.sleep(300)
        assert rig.sent_texts == ["At once", "Later"]
        assert rig.world.sent[-1].tag == ""

    play(rig, scene)


def test_only_times_inside_of_the_window(rig: Any, play: Any) -> None:
    """failure 24"""

    async def scene() -> None:
        row = await rig.begin_asked()
        now = rig.engine.server_now()
        assert not rig.engine.send_later(row.id, "Too late", now + timedelta(hours=25))
        assert not rig.engine.send_later(row.id, "Past", now - timedelta(minutes=1))
        assert not rig.engine.send_later(row.id, " ", now + timedelta(hours=1))
        assert rig.archive.scheduling.of(row.id) == []

    play(rig, scene)


def test_off_at_its_time_it_is_not_sent_behind_anybodys_back(rig: Any, play: Any, tmp_path: Path) -> None:
    async def scene() -> None:
        row = await rig.begin_asked()
        rig.engine.send_later(row.id, "Later", rig.engine.server_now() + timedelta(hours=1))
        await rig.kill(tmp_path / "two")
        await asyncio.sleep(3 * 3600)
        rig.open().start()
        await asyncio.sleep(120)
        assert rig.sent_texts == []
        assert rig.archive.scheduling.of(row.id)[0].is_missed

    play(rig, scene)


@pytest.mark.parametrize("ahead", [timedelta(hours=2, minutes=5), timedelta(hours=9)])
def test_a_clock_that_is_ahead_at_the_start_sends_nothing_too_early(
    rig: Any, play: Any, tmp_path: Path, ahead: timedelta
) -> None:
    """Computers start with the time of another zone, until the network has put it right."""

    async def scene() -> None:
        row = await rig.begin_asked()
        rig.engine.send_later(row.id, "Later", rig.engine.server_now() + timedelta(hours=2))
        await rig.kill(tmp_path / "two")
        right, rig.clock = rig.clock, lambda: rig.loop.wall() + ahead
        rig.open().start()
        await asyncio.sleep(600)
        (kept,) = rig.archive.scheduling.of(row.id)
        assert not kept.is_missed, "its time has not come"
        assert rig.sent_texts == []
        rig.clock = right
        await asyncio.sleep(7200)
        assert rig.sent_texts == ["Later"]

    play(rig, scene)


def test_offline_what_was_scheduled_waits_for_the_network_from_its_time_on(rig: Any, play: Any, tmp_path: Path) -> None:
    async def scene() -> None:
        row = await rig.begin_asked()
        rig.engine.send_later(row.id, "Later", rig.engine.server_now() + timedelta(minutes=5))
        await rig.kill(tmp_path / "two")
        rig.cut = True
        rig.open().start()
        await asyncio.sleep(600)
        assert rig.archive.scheduling.of(row.id) == []
        rig.cut = False
        await asyncio.sleep(120)
        assert rig.sent_texts == ["Later"]

    play(rig, scene)
