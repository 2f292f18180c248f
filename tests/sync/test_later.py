"""Replies that leave later, through the sandbox."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any


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
