"""The engine against a server, a clock and a disk that mean it badly: others live on, nothing is sent twice."""

import asyncio
import errno
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from igdesk.domain.attachment import MediaState
from igdesk.domain.message_kinds import Delivery
from igdesk.domain.outbox import FailureReason
from igdesk.domain.status import Connection
from igdesk.sandbox.script import them
from igdesk.store.errors import ArchiveReadOnly, DiskFull
from igdesk.store.media_files import MediaFiles
from igdesk.store.moments import to_ms
from igdesk.store.vault import NoKeychain
from igdesk.sync.rereads import LONGEST_S, Rereads


def node(thread: Any) -> str:
    """What the path of a read of this conversation contains."""
    return str(thread.id.split("=")[0])


def received(rig: Any) -> Counter[str]:
    return Counter(sent.text for sent in rig.world.sent)


# One bad conversation


@pytest.mark.parametrize(
    ("kind", "settings"),
    [
        ("html", {}),
        ("garbage", {}),
        ("truncated", {}),
        ("empty", {"status": 200}),
        ("wrong_content_type", {"type": "text/html"}),
        ("drop_after", {}),
        ("error", {"code": 2, "status": 500}),
    ],
)
def test_a_conversation_with_an_unreadable_answer_does_not_keep_the_others_waiting(
    rig: Any, play: Any, kind: str, settings: dict[str, Any]
) -> None:
    """failure 57: read first after every list, it would be the only one that is ever read."""

    async def scene() -> None:
        bad, good = rig.world.threads()[:2]
        rig.faults.add(kind, "read", count=None, path=node(bad), **settings)
        rig.connect()
        rig.start()
        await asyncio.sleep(600)
        rig.world.say(bad, "Nobody reads this")
        for number in range(3):
            rig.world.say(good, f"Hello {number}")
            await asyncio.sleep(120)
            assert rig.row(good).preview.text == f"Hello {number}"
        rows = [rig.row(thread) for thread in rig.world.threads()]
        assert len(rows) == 12, "all of them are in the list"
        assert sum(bool(rig.messages(row)) for row in rows) == 11
        (id_,) = rig.engine.send_text(rig.row(good).id, "Good morning!")
        await rig.until(lambda: rig.message(id_).delivery is Delivery.SENT)
        rig.faults.clear()
        await asyncio.sleep(1800)
        assert rig.row(bad).preview.text == "Nobody reads this", "after a while it is tried again"

    play(rig, scene)


# A list that says "new" again and again


@pytest.mark.parametrize("updated_time", ["2026-11-20T20:00:00+0000", "2099-01-01T00:00:00+0000", None, "soon"])
def test_a_list_entry_that_stays_ahead_is_read_ever_more_seldom(rig: Any, play: Any, updated_time: object) -> None:
    """failure 60: the reads are bounded, and what is really new is read at once."""

    async def scene() -> None:
        await rig.begin()
        thread = rig.world.threads()[4]
        rig.faults.add("replaced_fields", "list", count=None, everywhere=True, values={"updated_time": updated_time})
        before = len(rig.calls("read"))
        await asyncio.sleep(6 * 3600)
        rows = len(rig.world.threads())
        assert len(rig.calls("read")) - before <= rows * 18, "a dozen reads each in six hours, not two thousand"
        rig.faults.clear()
        rig.world.say(thread, "Still there?")
        await asyncio.sleep(60)
        assert rig.row(thread).preview.text == "Still there?"

    play(rig, scene)


def test_one_entry_of_the_far_future_does_not_hide_what_is_new_further_down(
    make_rig: Callable[..., Any], play: Any
) -> None:
    """failure 55, failure 60: a mark of 2099 would end every walk on the first page."""
    rig = make_rig(conversations=40)

    async def scene() -> None:
        await rig.begin()
        fault = rig.faults.add(
            "replaced_fields", "list", count=1, everywhere=True, values={"updated_time": "2099-01-01T00:00:00+0000"}
        )
        await rig.until(lambda: fault.hits)
        await rig.stop()
        for number, thread in enumerate(rig.world.threads()):
            rig.world.say(thread, f"While you were away {number}")
        await asyncio.sleep(3600)
        rig.open().start()
        await rig.until_quiet()
        await asyncio.sleep(30)
        assert all(rig.row(t).preview.text.startswith("While you were away") for t in rig.world.threads())

    play(rig, scene)


def test_rereads_grow_apart_and_news_starts_over() -> None:
    rereads, moment, read_at = Rereads(), timedelta(0), []
    for second in range(0, 4 * 3600, 10):
        if rereads.allows(1, None, float(second)):  # type: ignore[arg-type]
            read_at.append(second)
    assert read_at[:4] == [0, 10, 20, 40]
    assert read_at[-1] - read_at[-2] >= LONGEST_S
    assert moment == timedelta(0)
    assert rereads.allows(2, None, 0.0)  # type: ignore[arg-type]
    assert not rereads.allows(2, None, 1.0)  # type: ignore[arg-type]
    rereads.forget()
    assert rereads.allows(2, None, 1.0)  # type: ignore[arg-type]


# Replies


def test_a_reply_in_a_conversation_that_disappears_is_given_to_the_person(rig: Any, play: Any) -> None:
    """failure 33, failure 60: no read will ever tell, so nothing waits for one for ever."""

    async def scene() -> None:
        await rig.begin()
        thread = rig.world.threads()[0]
        rig.faults.add("drop_before", "send")
        rig.faults.add("error", "read", count=None, path=node(thread), code=100, subcode=33, status=400)
        (id_,) = rig.engine.send_text(rig.row(thread).id, "Are you there?")
        await rig.until(lambda: rig.message(id_).delivery is Delivery.UNCERTAIN)
        await rig.until(lambda: rig.message(id_).delivery is Delivery.FAILED, within_s=600)
        assert rig.message(id_).failure == FailureReason.NOT_CONFIRMED.value
        assert rig.row(thread).unavailable_code
        assert not received(rig)

    play(rig, scene)


def test_send_again_while_the_echo_is_late_sends_once(rig: Any, play: Any) -> None:
    """failure 33, failure 45: the first attempt comes to light while the second one waits for the connection."""

    async def scene() -> None:
        await rig.begin()
        thread = rig.world.threads()[0]
        rig.faults.add("late_echo", "send", reads=2)
        rig.faults.add("drop_after", "send")
        (id_,) = rig.engine.send_text(rig.row(thread).id, "On our way")
        await rig.until(lambda: rig.message(id_).delivery is Delivery.FAILED)
        assert received(rig)["On our way"] == 1
        # Throttled: the reply waits while reads go on to show what is there.
        rig.archive.outbox.send_again(id_, rig.engine.server_now())
        with rig.archive._database.transaction() as tx:
            later = to_ms(rig.engine.server_now() + timedelta(seconds=60))
            tx.write("update outbox set not_before = ? where message_id = ?", (later, id_))
        assert rig.message(id_).delivery is Delivery.QUEUED
        worker = rig.engine._workers[1]
        await worker.reader.read(rig.row(thread).id, thread.id, 0)
        assert rig.message(id_).delivery is Delivery.SENT
        worker.sender.wake()
        await asyncio.sleep(120)
        assert received(rig)["On our way"] == 1
        assert [m.text for m in rig.messages(rig.row(thread))].count("On our way") == 1

    play(rig, scene)


@pytest.mark.parametrize("wrong_for_s", [1, 6, 40])
@pytest.mark.parametrize("hours", [-30, -1, 1, 30])
def test_a_clock_that_is_set_while_a_reply_leaves_changes_nothing(
    rig: Any, play: Any, hours: int, wrong_for_s: int
) -> None:
    """failure 33: the computer's clock jumps before the request and is put right before or after the echo is read."""
    jump = timedelta(0)
    rig.clock = lambda: rig.loop.wall() + jump

    async def scene() -> None:
        nonlocal jump
        await rig.begin()
        thread = rig.world.threads()[0]
        rig.faults.add("drop_after", "send")
        jump = timedelta(hours=hours)
        ids = rig.engine.send_text(rig.row(thread).id, "Yes")
        if not ids:  # the wrong clock says that the window is closed: nothing is sent, the draft stays
            return
        await asyncio.sleep(wrong_for_s)
        jump = timedelta(0)
        await rig.until(lambda: rig.message(ids[0]).delivery in (Delivery.SENT, Delivery.FAILED), within_s=3600)
        await asyncio.sleep(600)
        assert received(rig)["Yes"] <= 1
        assert [m.text for m in rig.messages(rig.row(thread))].count("Yes") == 1, "the echo is not another message"
        if rig.message(ids[0]).delivery is Delivery.SENT:
            assert received(rig)["Yes"] == 1
        else:
            assert rig.message(ids[0]).failure == FailureReason.WINDOW_CLOSED.value
            assert not received(rig)

    play(rig, scene)


@pytest.mark.parametrize("erase", [False, True])
@pytest.mark.parametrize("after_s", [0.0, 0.2, 2.0])
def test_an_account_removed_while_a_send_is_under_way(rig: Any, play: Any, erase: bool, after_s: float) -> None:
    """failure 20, failure 33: the other account goes on, and what left is not sent again."""

    async def scene() -> None:
        await rig.begin()
        thread = rig.world.threads()[0]
        row = rig.row(thread)
        rig.slow_answers = 5.0
        ids = [rig.engine.send_text(row.id, f"Part {n}")[0] for n in range(3)]
        await asyncio.sleep(after_s)
        rig.engine.care.disconnect(row.account_id, erase=erase)
        rig.engine.care.disconnect(row.account_id, erase=erase)
        rig.engine.send_text(row.id, "too late")
        rig.archive.inbox.mark_read(row.id)
        rig.engine.check_now()
        await asyncio.sleep(60)
        rig.slow_answers = 0.0
        kept = rig.archive.timeline.by_ids(ids)
        assert bool(kept) is not erase
        assert all(m.delivery in (Delivery.QUEUED, Delivery.UNCERTAIN, Delivery.SENT) for m in kept)
        rig.world.tokens.get(rig.world.instagram_token()).revoked = 0  # disconnecting took it back
        rig.engine.sign_in(rig.world.instagram_token(), lambda result: None)
        await asyncio.sleep(900)
        assert rig.engine.status.accounts[0].connection is Connection.ONLINE
        assert all(count == 1 for count in received(rig).values())
        if not erase:
            assert [m.delivery for m in rig.archive.timeline.by_ids(ids)] == [Delivery.SENT] * 3
            assert rig.sent_texts[:3] == ["Part 0", "Part 1", "Part 2"]

    play(rig, scene)


# The disk


@contextmanager
def failing_writes(rig: Any, fails: Callable[[], Exception | None]) -> Iterator[None]:
    """The archive file refuses some writes: the statement itself or the commit at its end."""
    database = rig.archive._database
    run, run_once = database.run, database._run_once

    def guarded(sql: str, parameters: Any = ()) -> int:
        if (error := fails()) is not None:
            raise error
        return int(run(sql, parameters))

    def guarded_once(sql: str) -> None:
        if sql == "commit" and (error := fails()) is not None:
            raise error
        run_once(sql)

    database.run, database._run_once = guarded, guarded_once
    try:
        yield
    finally:
        database.run, database._run_once = run, run_once


@pytest.mark.parametrize("fault", [None, "drop_after"])
@pytest.mark.parametrize("write", range(0, 40, 3))
def test_a_disk_that_is_full_at_any_write_of_a_send(rig: Any, play: Any, write: int, fault: Any) -> None:
    """failure 99, failure 33: every statement and every commit from Enter to the tick fails once."""

    async def scene() -> None:
        await rig.begin()
        thread = rig.world.threads()[0]
        rig.world.say(thread, "Hello?")
        if fault is not None:
            rig.faults.add(fault, "send")
        left = write

        def fails() -> Exception | None:
            nonlocal left
            left -= 1
            return DiskFull() if left == -1 else None

        with failing_writes(rig, fails):
            try:
                ids = rig.engine.send_text(rig.row(thread).id, "Yes, of course")
            except DiskFull:
                ids = ()
                assert not rig.archive.outbox.items(), "all of it or nothing"
            await asyncio.sleep(600)
        if not ids:
            ids = rig.engine.send_text(rig.row(thread).id, "Yes, of course")
            await asyncio.sleep(600)
        assert received(rig) == {"Yes, of course": 1}
        assert rig.message(ids[0]).delivery is Delivery.SENT
        shown = [m.text for m in rig.messages(rig.row(thread))]
        assert (shown.count("Yes, of course"), shown.count("Hello?")) == (1, 1)
        assert rig.engine.status.problem is None

    play(rig, scene)


@pytest.mark.parametrize("seed", range(6))
def test_a_disk_that_is_full_again_and_again(make_rig: Callable[..., Any], play: Any, seed: int) -> None:
    """failure 99: whatever could not be written comes later, once."""
    dice = random.Random(seed)
    rig = make_rig(conversations=5)

    async def scene() -> None:
        await rig.begin()
        threads = rig.world.threads()[:3]
        for thread in threads:
            rig.world.say(thread, "Hello?")
        await asyncio.sleep(30)
        said, written = Counter[str](), Counter[str]()
        trouble: list[Exception] = [DiskFull(), ArchiveReadOnly()]
        with failing_writes(rig, lambda: dice.choice(trouble) if dice.random() < 0.15 else None):
            for number in range(15):
                thread = dice.choice(threads)
                said[f"Question {number}"] += 1
                rig.world.say(thread, f"Question {number}")
                try:
                    if rig.engine.send_text(rig.row(thread).id, f"Answer {number}"):
                        written[f"Answer {number}"] += 1
                except (DiskFull, ArchiveReadOnly):
                    pass
                await asyncio.sleep(dice.choice((0.0, 1.0, 20.0)))
            await asyncio.sleep(60)
        await asyncio.sleep(1800)
        assert received(rig) == written
        shown = Counter(m.text for thread in threads for m in rig.messages(rig.row(thread)))
        assert all(shown[text] == 1 for text in said + written)
        assert not rig.archive.outbox.items()

    play(rig, scene)


def test_a_full_disk_at_the_start_is_told_and_waited_out(rig: Any, play: Any, tmp_path: Any) -> None:
    """failure 99: a reply found half-sent is not touched before that is written down."""

    async def scene() -> None:
        await rig.begin()
        thread = rig.world.threads()[0]
        rig.slow_answers = 30.0
        (id_,) = rig.engine.send_text(rig.row(thread).id, "Half-way")
        await rig.until(lambda: rig.message(id_).delivery is Delivery.SENDING)
        await asyncio.sleep(1)
        await rig.kill(tmp_path / "later")
        rig.slow_answers = 0.0
        rig.open()
        with failing_writes(rig, DiskFull):
            rig.start()
            await asyncio.sleep(120)
            assert rig.engine.status.problem.id == "disk_full"
            assert rig.message(id_).delivery is Delivery.SENDING
        await rig.until(lambda: rig.message(id_).delivery is Delivery.SENT)
        assert received(rig) == {"Half-way": 1}
        assert rig.engine.status.problem is None

    play(rig, scene)


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EACCES])
def test_media_that_cannot_be_written_stop_nothing(
    rig: Any, play: Any, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    """failure 99, failure 78: the message stays, other people's pictures are tried, and later it works."""

    async def scene() -> None:
        await rig.begin()
        thread = rig.world.threads()[0]
        rig.world.say(thread, "Look", line=them(0, photos=("bowl",)))
        await asyncio.sleep(20)
        row = rig.row(thread)
        (attachment,) = rig.messages(row)[-1].attachments
        rows = [rig.row(t).id for t in rig.world.threads()]
        rig.engine.want_profiles(rows)
        write = MediaFiles.write

        def refuse(*_: object) -> str:
            raise OSError(error, "no room")

        monkeypatch.setattr(MediaFiles, "write", refuse)
        rig.engine.want_media([attachment.id])
        rig.engine.want_pictures(rows)
        await asyncio.sleep(300)
        assert rig.archive.media.attachment(attachment.id).state is MediaState.REMOTE
        rig.world.say(thread, "Still here")
        await asyncio.sleep(30)
        assert rig.row(thread).preview.text == "Still here"
        monkeypatch.setattr(MediaFiles, "write", write)
        rig.engine.reload_media(attachment.id)
        await asyncio.sleep(1200)
        rig.engine.want_pictures(rows)
        await asyncio.sleep(60)
        assert rig.archive.media.attachment(attachment.id).state is MediaState.STORED
        assert all(rig.row(t).participant.picture_key for t in rig.world.threads() if t.person.picture)

    play(rig, scene)


def test_an_account_whose_token_cannot_be_forgotten_stays_connected(rig: Any, play: Any) -> None:
    """failure 95: the keychain refuses, so nothing is half-removed and the person is told."""

    async def scene() -> None:
        await rig.begin()
        forget, thread = rig.vault.delete_token, rig.world.threads()[0]

        def locked(_remote_id: str) -> None:
            raise NoKeychain

        rig.vault.delete_token = locked
        rig.engine.care.disconnect(rig.row(thread).account_id, erase=True)
        await asyncio.sleep(30)
        assert any(status.problem is not None for status in rig.statuses), "it is told"
        (id_,) = rig.engine.send_text(rig.row(thread).id, "Still connected")
        await rig.until(lambda: rig.message(id_).delivery is Delivery.SENT)
        rig.vault.delete_token = forget
        rig.engine.care.disconnect(rig.row(thread).account_id, erase=True)
        await asyncio.sleep(5)
        assert rig.archive.accounts.all() == ()

    play(rig, scene)
