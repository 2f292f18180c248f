""" "Seen" and the typing dots: only where the person wants them, never in anybody's way."""

import asyncio
from typing import Any

from igdesk.domain.attention import Attention
from igdesk.domain.replying import TELL_SEEN, TELL_TYPING
from igdesk.domain.status import Connection


async def ready(rig: Any, *wishes: str) -> Any:
    rig.connect()
    thread = rig.world.threads()[0]
    rig.world.say(thread, "Hello?")
    for key in wishes:
        rig.archive.settings.set(key, "1")
    rig.start()
    await rig.until_quiet()
    return thread


def told(rig: Any) -> list[str]:
    return [action.kind for action in rig.world.actions]


def test_nothing_is_told_that_nobody_asked_for(rig: Any, play: Any) -> None:
    """failure 67"""

    async def scene() -> None:
        row = rig.row(await ready(rig))
        rig.archive.inbox.mark_read(row.id)
        rig.engine.tell_seen(row.id)
        rig.engine.tell_writing(row.id, is_writing=True)
        await asyncio.sleep(60)
        assert told(rig) == []

    play(rig, scene)


def test_seen_is_told_once_for_each_message(rig: Any, play: Any) -> None:
    """failure 67"""

    async def scene() -> None:
        thread = await ready(rig, TELL_SEEN)
        row = rig.row(thread)
        rig.engine.tell_seen(row.id)
        rig.engine.tell_seen(row.id)
        await asyncio.sleep(1)
        assert told(rig) == ["mark_seen"]
        rig.world.say(thread, "And now?")
        await asyncio.sleep(30)
        rig.engine.tell_seen(row.id)
        await asyncio.sleep(1)
        assert told(rig) == ["mark_seen", "mark_seen"]

    play(rig, scene)


def test_typing_is_told_every_fifteen_seconds_and_taken_back(rig: Any, play: Any) -> None:
    async def scene() -> None:
        row = rig.row(await ready(rig, TELL_TYPING))
        for _ in range(200):
            rig.engine.tell_writing(row.id, is_writing=True)
            await asyncio.sleep(0.1)
        assert told(rig) == ["typing_on", "typing_on"]
        rig.engine.tell_writing(row.id, is_writing=False)
        rig.engine.tell_writing(row.id, is_writing=False)
        await asyncio.sleep(1)
        assert told(rig) == ["typing_on", "typing_on", "typing_off"]

    play(rig, scene)


def test_a_reply_ends_the_dots_by_itself(rig: Any, play: Any) -> None:
    async def scene() -> None:
        row = rig.row(await ready(rig, TELL_TYPING))
        rig.engine.tell_writing(row.id, is_writing=True)
        await asyncio.sleep(1)
        rig.engine.send_text(row.id, "Here I am")
        rig.engine.tell_writing(row.id, is_writing=False)
        await asyncio.sleep(5)
        assert told(rig) == ["typing_on"]

    play(rig, scene)


def test_a_refusal_is_silent_and_nothing_is_tried_for_a_while(rig: Any, play: Any) -> None:
    async def scene() -> None:
        thread = await ready(rig, TELL_TYPING, TELL_SEEN)
        row = rig.row(thread)
        rig.world.refuse(thread, "temporary")
        before = len(rig.calls("send"))
        for _ in range(10):
            rig.engine.tell_writing(row.id, is_writing=True)
            rig.engine.tell_seen(row.id)
            await asyncio.sleep(20)
        assert len(rig.calls("send")) - before == 1
        assert rig.status().connection is Connection.ONLINE
        assert rig.status().problem is None

    play(rig, scene)


def test_offline_nothing_is_kept_for_later(rig: Any, play: Any) -> None:
    async def scene() -> None:
        row = rig.row(await ready(rig, TELL_SEEN, TELL_TYPING))
        rig.cut = True
        await asyncio.sleep(60)
        rig.engine.tell_seen(row.id)
        rig.engine.tell_writing(row.id, is_writing=True)
        rig.cut = False
        rig.engine.check_now()
        await asyncio.sleep(60)
        assert told(rig) == []

    play(rig, scene)


def test_after_24_hours_nothing_is_told(rig: Any, play: Any) -> None:
    """failure 24"""

    async def scene() -> None:
        row = rig.row(await ready(rig, TELL_SEEN))
        rig.engine.set_attention(Attention.AWAY)  # fewer looks, the same day
        await asyncio.sleep(25 * 3600)
        rig.engine.set_attention(Attention.ACTIVE)
        rig.engine.tell_seen(row.id)
        await asyncio.sleep(5)
        assert told(rig) == []

    play(rig, scene)


def test_messages_never_wait_for_it(rig: Any, play: Any) -> None:
    async def scene() -> None:
        row = rig.row(await ready(rig, TELL_TYPING))
        rig.faults.add("slow", "send", seconds=20)
        rig.engine.tell_writing(row.id, is_writing=True)
        await asyncio.sleep(0.1)
        rig.engine.send_text(row.id, "At once")
        await asyncio.sleep(1)
        assert rig.sent_texts == ["At once"]

    play(rig, scene)
