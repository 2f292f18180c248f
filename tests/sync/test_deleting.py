"""Conversations deleted here while the engine works: they stay away, and no message of a customer is lost."""

import asyncio
import random
from collections.abc import Callable
from typing import Any

import pytest

from igdesk.domain.attention import Attention


def ids(rig: Any, thread: Any) -> set[str]:
    found = rig.archive.inbox.find(1, thread.id)
    return set() if found is None else {m.remote_id for m in rig.archive.timeline.newest(found, 500)}


def delete(rig: Any, thread: Any) -> None:
    found = rig.archive.inbox.find(1, thread.id)
    rig.engine.open_conversation(None)
    assert rig.archive.deleting.delete([found])


def test_it_stays_away_and_a_new_message_brings_it_back(rig: Any, play: Any) -> None:
    async def scene() -> None:
        await rig.begin()
        thread = rig.world.threads()[3]
        before = ids(rig, thread)
        delete(rig, thread)
        calls = len(rig.calls("read"))
        await asyncio.sleep(300)
        rig.engine.check_now()
        await asyncio.sleep(300)
        assert ids(rig, thread) == set()
        assert len(rig.calls("read")) - calls <= 1, "nothing new is read again and again"
        rig.world.say(thread, "Are you open on Saturday?")
        await asyncio.sleep(30)
        row = rig.row(thread)
        assert [m.text for m in rig.messages(row)] == ["Are you open on Saturday?"]
        assert row.unread_count == 1
        assert row.participant.username, "who it is, is known again"
        assert not ids(rig, thread) & before

    play(rig, scene)


@pytest.mark.parametrize("after_s", [0.0, 0.3, 0.6, 1.0, 2.0])
def test_deleted_while_a_read_is_under_way(rig: Any, play: Any, after_s: float) -> None:
    async def scene() -> None:
        await rig.begin()
        thread = rig.world.threads()[3]
        before = ids(rig, thread)
        rig.world.say(thread, "Just now")
        rig.engine.check_now()
        await asyncio.sleep(after_s)
        held = ids(rig, thread)
        delete(rig, thread)
        await asyncio.sleep(120)
        left = ids(rig, thread)
        assert not left & before
        assert len(left) == (0 if held - before else 1), "what was not here yet is not lost"

    play(rig, scene)


def test_the_open_conversation_is_deleted(rig: Any, play: Any) -> None:
    async def scene() -> None:
        await rig.begin()
        thread = rig.world.threads()[2]
        rig.engine.open_conversation(rig.row(thread).id)
        await asyncio.sleep(20)
        delete(rig, thread)
        await asyncio.sleep(60)
        assert ids(rig, thread) == set()
        rig.world.phone(thread, "Sent from the phone")
        await asyncio.sleep(60)
        assert [m.text for m in rig.messages(rig.row(thread))] == ["Sent from the phone"]

    play(rig, scene)


def test_during_the_first_fetch_nothing_is_lost(make_rig: Callable[..., Any], play: Any) -> None:
    """Whatever was read is deleted at once; what is new at any moment still comes."""
    rig = make_rig(conversations=30)
    chance = random.Random(5)

    async def scene() -> None:
        rig.connect()
        rig.start()
        deleted: dict[str, set[str]] = {}
        said: dict[str, set[str]] = {}
        for number in range(60):
            await asyncio.sleep(0.7)
            threads = rig.world.threads()
            thread = threads[chance.randrange(len(threads))]
            if number % 3 == 0 and rig.archive.inbox.find(1, thread.id) is not None:
                deleted.setdefault(thread.id, set()).update(ids(rig, thread))
                delete(rig, thread)
            elif number % 3 == 1:
                said.setdefault(thread.id, set()).add(rig.world.say(thread, f"News {number}").id)
        await rig.until_quiet()
        await asyncio.sleep(200)
        assert deleted
        for thread in rig.world.threads():
            now, gone = ids(rig, thread), deleted.get(thread.id, set())
            assert not now & gone, "nothing comes back"
            assert said.get(thread.id, set()) - gone <= now, "nothing new is lost"
            if thread.id not in deleted and thread.is_listed(rig.world.now()):
                assert now, "the others are untouched"

    play(rig, scene)


def test_a_conversation_that_instagram_does_not_hand_out(rig: Any, play: Any) -> None:
    """It may be a message: the owner sees that there is something, and it is tried again."""

    async def scene() -> None:
        await rig.begin()
        thread = rig.world.threads()[4]
        delete(rig, thread)
        rig.faults.add("error", "read", count=None, code=1, status=500, message="An unknown error occurred")
        rig.world.say(thread, "Hello again")
        await asyncio.sleep(60)
        row = rig.row(thread)
        assert row.unavailable_code
        assert rig.messages(row) == []
        rig.faults.clear()
        rig.engine.set_attention(Attention.AWAY)  # fewer looks, the same day
        await asyncio.sleep(26 * 3600)
        assert [m.text for m in rig.messages(rig.row(thread))] == ["Hello again"]

    play(rig, scene)


def test_one_that_could_not_be_read_and_holds_nothing_new(rig: Any, play: Any) -> None:
    async def scene() -> None:
        await rig.begin()
        thread = rig.world.threads()[4]
        delete(rig, thread)
        rig.faults.add("error", "read", count=None, code=1, status=500, message="An unknown error occurred")
        message = rig.world.say(thread, "Never mind")
        await asyncio.sleep(60)
        assert rig.row(thread).unavailable_code
        rig.world.unsend(thread, message)
        rig.faults.clear()
        rig.engine.set_attention(Attention.AWAY)  # fewer looks, the same day
        await asyncio.sleep(26 * 3600)
        assert rig.archive.inbox.find(1, thread.id) is None

    play(rig, scene)
