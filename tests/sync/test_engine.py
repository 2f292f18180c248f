"""The engine as a whole: bugs, full disks, a second copy, a real socket."""

import asyncio
import logging
from typing import Any

import pytest

from igdesk.domain.message import Delivery
from igdesk.domain.status import Connection
from igdesk.store.errors import DiskFull


async def ready(rig: Any) -> Any:
    rig.connect()
    rig.world.say(rig.world.threads()[0], "Is it still there?")
    rig.start()
    await rig.until_quiet()
    return rig.row(rig.world.threads()[0])


def test_a_bug_is_logged_without_words_and_the_loop_starts_again(
    rig: Any, play: Any, caplog: pytest.LogCaptureFixture
) -> None:
    async def scene() -> None:
        await ready(rig)
        real = rig.archive.ingest.inbox_page

        def broken(*_: object) -> None:
            raise RuntimeError("what the customer wrote")

        rig.archive.ingest.inbox_page = broken
        await asyncio.sleep(100)
        rig.archive.ingest.inbox_page = real
        rig.world.say(rig.world.threads()[3], "still alive?")
        await asyncio.sleep(90)
        assert rig.row(rig.world.threads()[0]).unread_count == 1

    with caplog.at_level(logging.DEBUG):
        play(rig, scene)
    bugs = [record.getMessage() for record in caplog.records if "RuntimeError" in record.getMessage()]
    assert 2 <= len(bugs) <= 10
    assert "what the customer wrote" not in caplog.text
    assert "still there" not in caplog.text
    assert rig.world.instagram_token() not in caplog.text


def test_a_full_disk_is_said_and_nothing_is_lost(rig: Any, play: Any) -> None:
    """failure 99"""

    async def scene() -> None:
        await ready(rig)
        real = rig.archive.ingest.conversation

        def full(*_: object, **__: object) -> None:
            raise DiskFull

        rig.archive.ingest.conversation = full
        thread = rig.world.threads()[4]
        rig.world.say(thread, "Hello")
        await asyncio.sleep(60)
        assert rig.engine.status.problem.id == "disk_full"
        rig.archive.ingest.conversation = real
        await asyncio.sleep(90)
        assert rig.row(thread).unread_count == 1
        assert rig.engine.status.problem is None

    play(rig, scene)


def test_a_reply_that_was_sent_while_the_disk_was_full(rig: Any, play: Any) -> None:
    """failure 43, failure 99"""

    async def scene() -> None:
        row = await ready(rig)
        real = rig.archive.outbox.settle

        def full(*_: object, **__: object) -> None:
            raise DiskFull

        rig.archive.outbox.settle = full
        (message_id,) = rig.engine.send_text(row.id, "Through")
        await asyncio.sleep(300)
        assert rig.message(message_id).delivery is Delivery.SENDING
        assert rig.engine.status.problem.id == "disk_full"
        rig.archive.outbox.settle = real
        await asyncio.sleep(10)
        assert rig.message(message_id).delivery is Delivery.SENT
        assert len(rig.world.sent) == 1

    play(rig, scene)


def test_a_bug_while_sending_leaves_the_reply_uncertain(rig: Any, play: Any) -> None:
    """failure 43"""

    async def scene() -> None:
        row = await ready(rig)
        client = type(rig.engine._workers[1].link.client)
        real = client.send_text

        async def broken(*arguments: Any, **more: Any) -> None:
            await real(*arguments, **more)
            raise RuntimeError

        client.send_text = broken
        try:
            (message_id,) = rig.engine.send_text(row.id, "Who knows")
            await asyncio.sleep(1)
            assert rig.message(message_id).delivery is Delivery.UNCERTAIN
        finally:
            client.send_text = real
        await asyncio.sleep(60)
        assert rig.message(message_id).delivery is Delivery.SENT
        assert len(rig.world.sent) == 1

    play(rig, scene)


def test_quitting_in_the_middle_of_everything_is_quick(rig: Any, play: Any) -> None:
    async def scene() -> None:
        row = await ready(rig)
        rig.faults.add("hang", "any", count=None)
        rig.engine.send_text(row.id, "On its way")
        rig.engine.want_profiles([row.id])
        rig.engine.open_conversation(row.id)
        rig.engine.sign_in(rig.world.instagram_token(), lambda result: None)
        await asyncio.sleep(3)  # ``stop`` holds the engine to one second

    play(rig, scene)


def test_two_copies_on_one_account_send_each_reply_once(make_rig: Any, play: Any, tmp_path: Any) -> None:
    """failure 98: the second copy sees what the first one sent as sent elsewhere."""
    rig = make_rig()

    async def scene() -> None:
        row = await ready(rig)
        rig.engine.send_text(row.id, "From here")
        rig.world.phone(rig.world.thread(row.remote_id), "From there")
        await asyncio.sleep(30)
        own = [m for m in rig.messages(row) if m.is_own and m.text.startswith("From")]
        assert sorted((m.text, m.origin.value) for m in own) == [("From here", "here"), ("From there", "elsewhere")]
        assert rig.row(row.remote_id).unread_count == 0

    play(rig, scene)


def test_the_status_is_told_when_something_shown_changes(rig: Any, play: Any) -> None:
    async def scene() -> None:
        await ready(rig)
        await asyncio.sleep(60)
        before = len(rig.statuses)
        rig.cut = True
        await rig.until(lambda: rig.status().connection is Connection.OFFLINE)
        await asyncio.sleep(600)
        assert len(rig.statuses) - before <= 3
        assert rig.statuses[-1].of(1).connection is Connection.OFFLINE

    play(rig, scene)
