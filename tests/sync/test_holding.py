"""Replies that can be undone for some seconds."""

import asyncio
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from igdesk.domain.message_kinds import Delivery


def test_it_leaves_when_its_time_is_over(rig: Any, play: Any) -> None:
    async def scene() -> None:
        row = await rig.begin_asked()
        (message_id,) = rig.engine.send_text(row.id, "Yes", hold_s=5)
        await asyncio.sleep(4.9)
        assert rig.message(message_id).delivery is Delivery.HELD
        assert rig.sent_texts == []
        await asyncio.sleep(0.5)
        assert rig.message(message_id).delivery is Delivery.SENT
        assert rig.sent_texts == ["Yes"]

    play(rig, scene)


def test_undone_it_is_the_draft_and_never_sent(rig: Any, play: Any) -> None:
    async def scene() -> None:
        row = await rig.begin_asked()
        rig.engine.send_text(row.id, "Yes  and\n\nno", hold_s=5)
        await asyncio.sleep(3)
        assert rig.engine.undo_send(row.id)
        assert not rig.engine.undo_send(row.id)
        assert rig.row(row.remote_id).draft == "Yes  and\n\nno"
        await asyncio.sleep(60)
        assert rig.sent_texts == []

    play(rig, scene)


def test_too_late_is_told(rig: Any, play: Any) -> None:
    async def scene() -> None:
        row = await rig.begin_asked()
        rig.engine.send_text(row.id, "Yes", hold_s=5)
        await asyncio.sleep(5.1)
        assert not rig.engine.undo_send(row.id)
        assert rig.row(row.remote_id).draft == ""

    play(rig, scene)


def test_offline_it_stops_being_held_and_waits(rig: Any, play: Any) -> None:
    async def scene() -> None:
        row = await rig.begin_asked()
        rig.cut = True
        await asyncio.sleep(60)
        (message_id,) = rig.engine.send_text(row.id, "Yes", hold_s=5)
        await asyncio.sleep(6)
        assert rig.message(message_id).delivery is Delivery.QUEUED
        rig.cut = False
        rig.engine.check_now()
        await rig.until(lambda: rig.message(message_id).delivery is Delivery.SENT)
        assert rig.sent_texts == ["Yes"]

    play(rig, scene)


def test_the_order_is_that_of_pressing_send(rig: Any, play: Any) -> None:
    async def scene() -> None:
        row = await rig.begin_asked()
        rig.engine.send_text(row.id, "one", hold_s=10)
        rig.engine.send_text(row.id, "two")
        await asyncio.sleep(9)
        assert rig.sent_texts == []
        await asyncio.sleep(5)
        assert rig.sent_texts == ["one", "two"]

    play(rig, scene)


@pytest.mark.parametrize("seed", range(6))
def test_killed_at_any_moment_it_is_neither_lost_nor_sent_twice_nor_sent_though_undone(
    make_rig: Callable[..., Any], play: Any, tmp_path: Path, seed: int
) -> None:
    """failure 33, failure 45"""
    dice = random.Random(seed)
    rig = make_rig(conversations=2)

    async def scene() -> None:
        row = await rig.begin_asked()
        written: dict[Any, str] = {}
        undone: set[str] = set()
        for life in range(10):
            text = f"Reply {life}"
            (message_id,) = rig.engine.send_text(row.id, text, hold_s=dice.choice((5, 10)))
            written[message_id] = text
            await asyncio.sleep(dice.choice((0.0, 0.5, 4.0, 4.999, 5.0, 5.001, 12.0)))
            if dice.random() < 0.4 and rig.archive.holding.newest(row.id) is not None:
                held = rig.archive.holding.newest(row.id)
                if rig.engine.undo_send(row.id):
                    undone |= {written.pop(i) for i in held.message_ids}
            if dice.random() < 0.3:
                rig.faults.add(dice.choice(("drop_after", "hang", "server_error_after")), "send", processed=True)
            reached = asyncio.Event()
            rig.loop.at_step[rig.loop.steps + dice.randint(1, 60)] = reached.set
            await reached.wait()
            await rig.kill(tmp_path / f"life {life}")
            await rig.settle_sandbox()
            rig.faults.clear()
            rig.open().start()
        await rig.until(
            lambda: all(
                m.delivery in (Delivery.SENT, Delivery.FAILED) for m in rig.archive.timeline.by_ids(list(written))
            ),
            within_s=3600,
        )
        assert not undone & set(rig.sent_texts), "undone, and sent all the same"
        assert len(set(rig.sent_texts)) == len(rig.sent_texts), "sent twice"
        kept = rig.archive.timeline.by_ids(list(written))
        assert {m.text for m in kept} == set(written.values()), "lost"
        assert {m.text for m in kept if m.delivery is Delivery.SENT} <= set(rig.sent_texts)

    play(rig, scene)
