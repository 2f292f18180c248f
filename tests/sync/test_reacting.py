"""Reactions on their way to Instagram, through the sandbox."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from igdesk.domain.message import ReactionState
from igdesk.domain.outbox import FailureReason
from igdesk.domain.reaction import HEART, OFFERED, offered_to
from igdesk.domain.status import Connection


async def ready(rig: Any) -> tuple[Any, Any]:
    """A running program; a thread of the sandbox and its newest message here."""
    rig.connect()
    thread = rig.world.threads()[0]
    rig.world.say(thread, "It arrived!")
    rig.start()
    await rig.until_quiet()
    return thread, rig.messages(rig.row(thread))[-1]


def own(rig: Any, message: Any) -> list[tuple[str, ReactionState]]:
    return [(r.emoji, r.state) for r in rig.message(message.id).reactions if r.is_own]


def at_instagram(rig: Any, thread: Any, message: Any) -> str:
    return thread.find(message.remote_id).reactions.get(rig.world.businesses[0].ig_id, "")


def test_set_changed_and_taken_back(rig: Any, play: Any) -> None:
    async def scene() -> None:
        thread, message = await ready(rig)
        rig.engine.react(message.id, HEART)
        assert own(rig, message) == [(HEART, ReactionState.SETTING)]
        await asyncio.sleep(0.2)
        assert own(rig, message) == [(HEART, ReactionState.SET)]
        assert at_instagram(rig, thread, message) == HEART
        assert not rig.row(thread).is_waiting
        rig.engine.react(message.id, "🔥")
        await asyncio.sleep(0.2)
        assert at_instagram(rig, thread, message) == "🔥"
        rig.engine.react(message.id, "")
        assert own(rig, message) == [("🔥", ReactionState.REMOVING)]
        await asyncio.sleep(0.2)
        assert (own(rig, message), at_instagram(rig, thread, message)) == ([], "")
        await asyncio.sleep(120)
        assert own(rig, message) == [], "reads agree"
        assert [a.kind for a in rig.world.actions] == ["react", "react", "unreact"]
        assert rig.world.sent == []

    play(rig, scene)


@pytest.mark.parametrize("fault", ["drop_after", "server_error_after", "drop_before", "hang", "truncated"])
def test_an_unknown_outcome_is_simply_tried_again(rig: Any, play: Any, fault: str) -> None:
    """failure 33: a reaction is set, not added; nobody can get two of them"""

    async def scene() -> None:
        thread, message = await ready(rig)
        rig.faults.add(fault, "send", processed=True)
        rig.engine.react(message.id, HEART)
        await asyncio.sleep(0.01)
        assert own(rig, message) == [(HEART, ReactionState.SETTING)], "failure 43: it never looks set before it is"
        await rig.until(lambda: own(rig, message) == [(HEART, ReactionState.SET)])
        assert at_instagram(rig, thread, message) == HEART
        assert len(thread.find(message.remote_id).reactions) == 1

    play(rig, scene)


def test_it_survives_a_power_cut(rig: Any, play: Any, tmp_path: Path) -> None:
    async def scene() -> None:
        thread, message = await ready(rig)
        rig.cut = True
        rig.engine.react(message.id, HEART)
        await asyncio.sleep(5)
        await rig.kill(tmp_path / "two")
        rig.cut = False
        rig.open()
        assert own(rig, message) == [(HEART, ReactionState.SETTING)]
        rig.start()
        await rig.until(lambda: own(rig, message) == [(HEART, ReactionState.SET)])
        assert at_instagram(rig, thread, message) == HEART

    play(rig, scene)


def test_an_account_that_cannot_react_is_asked_three_times_and_remembered(rig: Any, play: Any) -> None:
    """failure 66"""

    async def scene() -> None:
        thread, message = await ready(rig)
        rig.world.can_react = False
        before = len(rig.calls("send"))
        rig.engine.react(message.id, HEART)
        await rig.until(lambda: own(rig, message) == [(HEART, ReactionState.FAILED)])
        assert len(rig.calls("send")) - before == 3
        assert rig.status().connection is Connection.ONLINE, "Instagram itself is well"
        assert rig.archive.reactions.failure(message.id)[0] is FailureReason.TEMPORARY
        account, now = rig.archive.accounts.get(1), rig.engine.server_now()
        refused_at = rig.archive.reactions.refused_at(1)
        assert offered_to(account, refused_at, now) == ()
        assert offered_to(account, refused_at, now + timedelta(days=31)) == OFFERED
        assert rig.archive.reactions.forget_failure(message.id)
        assert own(rig, message) == []
        assert rig.row(thread).is_waiting

    play(rig, scene)


def test_one_that_could_react_before_is_not_written_off(rig: Any, play: Any) -> None:
    async def scene() -> None:
        _, message = await ready(rig)
        rig.engine.react(message.id, HEART)
        await asyncio.sleep(1)
        rig.world.can_react = False
        rig.engine.react(message.id, "🔥")
        await rig.until(lambda: ("🔥", ReactionState.FAILED) in own(rig, message))
        assert (HEART, ReactionState.SET) in own(rig, message), "it is still what it was"
        assert rig.archive.reactions.refused_at(1) is None

    play(rig, scene)


def test_after_the_window_nothing_is_tried(rig: Any, play: Any) -> None:
    """failure 24: the tag of a human reply is never put on a reaction"""

    async def scene() -> None:
        thread, message = await ready(rig)
        rig.cut = True
        rig.engine.react(message.id, HEART)
        await asyncio.sleep(25 * 3600)
        before = len(rig.calls("send"))
        rig.cut = False
        rig.engine.check_now()
        await rig.until(lambda: own(rig, message) == [(HEART, ReactionState.FAILED)])
        assert rig.archive.reactions.failure(message.id)[0] is FailureReason.WINDOW_CLOSED
        assert len(rig.calls("send")) == before
        assert at_instagram(rig, thread, message) == ""

    play(rig, scene)


def test_a_message_that_is_gone(rig: Any, play: Any) -> None:
    async def scene() -> None:
        thread, message = await ready(rig)
        rig.world.unsend(thread, thread.find(message.remote_id))
        rig.engine.react(message.id, HEART)
        await rig.until(lambda: own(rig, message) == [(HEART, ReactionState.FAILED)])
        assert rig.archive.reactions.refused_at(1) is None, "that says nothing about the account"

    play(rig, scene)


def test_signed_out_it_waits(rig: Any, play: Any) -> None:
    async def scene() -> None:
        _, message = await ready(rig)
        rig.faults.add("error", "send", code=190, subcode=463, status=401)
        rig.engine.react(message.id, HEART)
        await asyncio.sleep(5)
        assert own(rig, message) == [(HEART, ReactionState.SETTING)]
        rig.engine.sign_in(rig.world.instagram_token(), lambda result: None)
        await rig.until(lambda: own(rig, message) == [(HEART, ReactionState.SET)])

    play(rig, scene)
