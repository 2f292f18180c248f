"""The engine as a whole: bugs, full disks, a second copy, a real socket."""

import asyncio
import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from igdesk.domain.ids import ConversationId
from igdesk.domain.message_kinds import Delivery
from igdesk.domain.status import Connection
from igdesk.graph.client import GraphClient, HttpPool
from igdesk.graph.endpoint import Endpoint
from igdesk.sandbox.graph_app import GraphApp
from igdesk.sandbox.server import LoopbackServer
from igdesk.sandbox.world import World
from igdesk.store.archive import Archive
from igdesk.store.errors import DiskFull
from igdesk.store.vault import MemoryVault
from igdesk.sync.engine import Engine
from igdesk.sync.session import SignInResult


def test_a_bug_is_logged_without_words_and_the_loop_starts_again(
    rig: Any, play: Any, caplog: pytest.LogCaptureFixture
) -> None:
    async def scene() -> None:
        await rig.begin_asked()
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
        await rig.begin_asked()
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
        row = await rig.begin_asked()
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
        row = await rig.begin_asked()
        client = type(rig.engine._workers[1].link.client)
        real = client.send

        async def broken(*arguments: Any, **more: Any) -> None:
            await real(*arguments, **more)
            raise RuntimeError

        client.send = broken
        try:
            (message_id,) = rig.engine.send_text(row.id, "Who knows")
            await asyncio.sleep(1)
            assert rig.message(message_id).delivery is Delivery.UNCERTAIN
        finally:
            client.send = real
        await asyncio.sleep(60)
        assert rig.message(message_id).delivery is Delivery.SENT
        assert len(rig.world.sent) == 1

    play(rig, scene)


def test_quitting_in_the_middle_of_everything_is_quick(rig: Any, play: Any) -> None:
    async def scene() -> None:
        row = await rig.begin_asked()
        rig.faults.add("hang", "any", count=None)
        rig.engine.send_text(row.id, "On its way")
        rig.engine.want_profiles([row.id])
        rig.engine.open_conversation(row.id)
        rig.engine.sign_in(rig.world.instagram_token(), lambda result: None)
        await asyncio.sleep(3)  # ``stop`` holds the engine to one second

    play(rig, scene)


def test_what_another_program_sends_counts_as_sent_elsewhere(rig: Any, play: Any) -> None:
    """failure 98"""

    async def scene() -> None:
        row = await rig.begin_asked()
        rig.engine.send_text(row.id, "From here")
        rig.world.phone(rig.world.thread(row.remote_id), "From there")
        await asyncio.sleep(30)
        own = [m for m in rig.messages(row) if m.is_own and m.text.startswith("From")]
        assert sorted((m.text, m.origin.value) for m in own) == [("From here", "here"), ("From there", "elsewhere")]
        assert rig.row(row.remote_id).unread_count == 0

    play(rig, scene)


def test_the_status_is_told_when_something_shown_changes(rig: Any, play: Any) -> None:
    async def scene() -> None:
        await rig.begin_asked()
        await asyncio.sleep(60)
        before = len(rig.statuses)
        await rig.go_offline()
        await asyncio.sleep(600)
        assert len(rig.statuses) - before <= 3
        assert rig.statuses[-1].of(1).connection is Connection.OFFLINE

    play(rig, scene)


def test_a_refusal_that_nobody_foresaw_is_shown(rig: Any, play: Any) -> None:
    """failure 6, failure 7"""

    async def scene() -> None:
        await rig.begin_asked()
        text = "Unsupported request - method type: get"
        rig.faults.add("error", "list", count=None, code=100, type="IGApiException", message=text)
        await rig.until(lambda: rig.status().problem is not None)
        assert rig.status().problem.happened
        rig.faults.clear()
        rig.engine.check_now()
        await asyncio.sleep(3)
        assert rig.status().problem is None

    play(rig, scene)


def test_an_archive_of_a_later_version_is_only_read(rig: Any, play: Any) -> None:
    """failure 102"""

    async def scene() -> None:
        rig.connect()
        type(rig.archive).is_read_only, real = property(lambda self: True), type(rig.archive).is_read_only
        try:
            rig.start()
            await asyncio.sleep(60)
            assert rig.app.calls == []
        finally:
            type(rig.archive).is_read_only = real

    play(rig, scene)


def test_over_a_real_socket(tmp_path: Path) -> None:
    """Sign in, fetch, answer: the same over a loopback connection, in real time."""

    async def body() -> None:
        world = World(7, lambda: datetime.now(UTC), conversations=1, liveliness=0.0)
        world.say(world.threads()[0], "Is it still there?")
        archive = Archive.open(tmp_path / "profile", bytes(32), clock=lambda: datetime.now(UTC))
        pool, changed = HttpPool(), asyncio.Event()
        archive.subscribe(lambda _: changed.set())
        async with LoopbackServer(GraphApp(world)) as server:
            engine = Engine(
                archive,
                MemoryVault(),
                make_client=lambda endpoint, token, **more: GraphClient(pool, endpoint, token, **more),
                endpoint_of=lambda flavour: Endpoint(flavour, server.url),
                clock=lambda: datetime.now(UTC),
            )
            running = asyncio.create_task(engine.run())
            connected: asyncio.Future[SignInResult] = asyncio.get_running_loop().create_future()
            engine.sign_in(world.token, connected.set_result)
            async with asyncio.timeout(20):
                account_id = (await connected).account_id
                assert account_id is not None
                while not archive.timeline.newest(ConversationId(1), 1):
                    changed.clear()
                    await changed.wait()
                (message_id,) = engine.send_text(ConversationId(1), "Yes, it is.")
                while archive.timeline.by_ids([message_id])[0].delivery is not Delivery.SENT:
                    changed.clear()
                    await changed.wait()
            running.cancel()
            await asyncio.wait([running])
            await pool.aclose()
        archive.close()
        assert [sent.text for sent in world.sent] == ["Yes, it is."]
        assert server.errors == []

    (tmp_path / "profile").mkdir()
    asyncio.run(body())
