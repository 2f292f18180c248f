"""Looking for damage once a day, beside the work on the archive."""

import asyncio
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from igdesk.app import upkeep
from igdesk.app.keys import choose_passphrase, open_with_passphrase
from igdesk.app.upkeep import (
    CHECKED_ON,
    check_archive,
    finish_deleting,
    keep_media_small,
    keep_retention,
    look_over,
    tidy_up,
)
from igdesk.domain.account import Flavour
from igdesk.domain.snapshot import AccountSnapshot, ConversationSnapshot, MessageSnapshot, PersonSnapshot
from igdesk.domain.status import Problem
from igdesk.paths import open_profile
from igdesk.store import checking, passphrase
from igdesk.store.archive import Archive
from igdesk.store.errors import ArchiveBusy, ArchiveDamaged
from igdesk.sync.server_clock import ServerClock

KEY = bytes(range(32))
NOW = datetime(2026, 11, 20, 14, 36, tzinfo=UTC)
ME, LENA = PersonSnapshot("178", "studio"), PersonSnapshot("9", "lena.bakes")


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "CHECK_AFTER_S", 0.0)
    monkeypatch.setattr(upkeep, "TIDY_AFTER_S", 0.0)


def filled(folder: Path, key: bytes) -> Archive:
    """An archive of several hundred pages."""
    held = Archive.open(folder, key, clock=lambda: NOW)
    account = held.accounts.add(
        AccountSnapshot("178", "179", "178", Flavour.INSTAGRAM, "studio"), connected_at=NOW - timedelta(days=9)
    )
    for start in range(0, 600, 20):
        messages = tuple(
            MessageSnapshot(f"m{n}", NOW - timedelta(minutes=n), LENA, (ME,), f"{n} words " * 200)
            for n in range(start, start + 20)
        )
        held.ingest.conversation(
            account, ConversationSnapshot("t", NOW, (ME, LENA), messages), read_started_at=NOW, is_newest=False
        )
    held._database._checkpointer.finish()
    held._database.connection.wal_checkpoint(mode=3)
    return held


def damage(archive: Archive) -> None:
    """A page in the middle is not what was written."""
    with archive.path.open("r+b") as file:
        file.seek(archive.path.stat().st_size // 2)
        file.write(b"\0" * 64)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    held = filled(tmp_path, KEY)
    yield held
    held.close()


class Looks:
    """Counts the checks and notes what was shown."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.count = 0
        self.shown: list[Problem] = []
        self.now = NOW
        self.check: Callable[[threading.Event | None], None] = archive.check
        archive.check = self._counted  # type: ignore[method-assign]

    def _counted(self, stops: threading.Event | None = None) -> None:
        self.count += 1
        self.check(stops)

    def run(self) -> None:
        asyncio.run(check_archive(self.archive, lambda: self.now, self.shown.append))


@pytest.fixture
def looks(archive: Archive) -> Looks:
    return Looks(archive)


def test_once_a_day(looks: Looks) -> None:
    """failure 99"""
    looks.run()
    looks.run()
    assert looks.count == 1
    looks.now += timedelta(days=1)
    looks.run()
    assert looks.count == 2
    assert looks.shown == []


def test_damage_is_shown_and_looked_for_again_at_the_next_start(looks: Looks, archive: Archive) -> None:
    """failure 99"""
    damage(archive)
    for _ in range(2):
        looks.run()
    assert [problem.id for problem in looks.shown] == ["archive_damaged"] * 2
    assert looks.count == 2
    assert archive.settings.get(CHECKED_ON) == ""


def test_damage_does_not_keep_what_is_sound_from_being_read(looks: Looks, archive: Archive) -> None:
    def damaged(_stops: object) -> None:
        raise ArchiveDamaged

    looks.check = damaged
    looks.run()
    assert len(archive.accounts.all()) == 1
    assert looks.shown[0].cure


def test_it_runs_beside_the_work_and_gives_way(looks: Looks, archive: Archive) -> None:
    """Nothing waits for it: another thread, another connection, the lowest priority, no transaction kept open."""
    seen: list[Any] = []
    begun = threading.Event()
    check = looks.check
    own_priority = os.getpriority(os.PRIO_PROCESS, 0) if sys.platform == "linux" else 0

    def noting(stops: Any) -> None:
        begun.set()
        seen.append(threading.current_thread())
        if sys.platform == "linux":
            seen.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
        check(stops)

    looks.check = noting
    statements = archive.statistics.statements

    async def body() -> None:
        checking_ = asyncio.create_task(check_archive(archive, lambda: NOW, looks.shown.append))
        await asyncio.to_thread(begun.wait, 10)
        archive.settings.set("meanwhile", "yes")
        await checking_

    asyncio.run(body())
    assert seen[0] is not threading.main_thread()
    assert seen[1:] in ([], [upkeep.NICENESS])
    assert archive.statistics.statements - statements < 12, "the check itself asks nothing of this connection"
    assert sys.platform != "linux" or os.getpriority(os.PRIO_PROCESS, 0) == own_priority


def test_quitting_ends_it(looks: Looks, archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """The end of the program does not wait for two hundred megabytes."""
    monkeypatch.setattr(checking, "LOOKS_EVERY", 1)
    ended, begun = threading.Event(), threading.Event()
    check = looks.check

    def slow(stops: Any) -> None:
        begun.set()
        assert stops.wait(10)
        check(stops)
        ended.set()

    looks.check = slow

    async def body() -> None:
        task = asyncio.create_task(check_archive(archive, lambda: NOW, looks.shown.append))
        await asyncio.to_thread(begun.wait, 10)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(body())
    assert ended.wait(10)
    assert looks.shown == []
    assert archive.settings.get(CHECKED_ON) == "", "it found nothing because it did not look"


def test_an_archive_in_use_elsewhere_is_told_in_words(looks: Looks) -> None:
    def busy(_stops: object) -> None:
        raise ArchiveBusy

    looks.check = busy
    looks.run()
    assert [problem.id for problem in looks.shown] == ["archive_busy"]


def test_clearing_up_on_a_full_disk_stops_nothing(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """failure 99"""

    def fail(*_: object) -> None:
        raise ArchiveBusy

    monkeypatch.setattr(type(archive.media), "delete_discarded", fail)
    asyncio.run(tidy_up(archive))


def test_plain_files_of_an_earlier_run_are_deleted_and_those_of_this_one_stay(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("igdesk.app.upkeep.TIDY_AFTER_S", 0)
    old = archive.folder / "opened" / "abc" / "voice.m4a"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"x")
    os.utime(old.parent, (1_000_000_000, 1_000_000_000))
    own = archive.opened_files.write(b"y", "voice.m4a")
    asyncio.run(tidy_up(archive))
    assert not old.parent.exists()
    assert own.read_bytes() == b"y"
    archive.close()
    assert not (archive.folder / "opened").exists()


def test_media_are_given_up_now_and_then(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few at a time, until there is nothing to give up; then again after a while."""
    left, asked, done = [3, 2, 1, 0], [], asyncio.Event()

    def give_up(_cache: object) -> int:
        asked.append(len(left))
        if not left:
            done.set()
            raise ArchiveBusy
        return left.pop(0)

    monkeypatch.setattr("igdesk.app.upkeep.MEDIA_EVERY_S", 0)
    monkeypatch.setattr("igdesk.app.upkeep.PAUSE_S", 0)
    monkeypatch.setattr(type(archive.media_cache), "give_up", give_up)

    async def body() -> None:
        task = asyncio.create_task(keep_media_small(archive))
        await done.wait()
        task.cancel()

    asyncio.run(body())
    assert asked[:4] == [4, 3, 2, 1]


@pytest.fixture
def run_damaged(tmp_path: Path, bare_env: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Runs the whole program on an archive that was damaged behind its back."""

    def run(script: str, harm: Callable[[Archive], None]) -> Any:
        profile = open_profile(str(tmp_path / "profile"))
        profile.create()
        monkeypatch.setattr(passphrase, "SCRYPT_N", 2**14)
        choose_passphrase(profile, "correct horse battery")
        archive = filled(profile.archive, open_with_passphrase(profile, "correct horse battery").archive_key)
        harm(archive)
        archive.close()
        return subprocess.run(
            [sys.executable, str(Path(__file__).parent / "driven.py"), script, "--profile", str(profile.folder)],
            env=bare_env | {"QT_QPA_PLATFORM": "offscreen"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


def test_the_window_tells_of_damage(run_damaged: Callable[..., Any]) -> None:
    """failure 99: the check finds it, and so does whoever meets it first; what is sound stays readable."""
    found = run_damaged("damaged", damage)
    assert found.returncode == 0, found.stderr
    assert json.loads(found.stdout) == {"shown": [["archive_damaged", True]] * 2, "boxes": 0, "rows": 1}


def test_an_inbox_that_cannot_be_read_at_all_is_said(run_damaged: Callable[..., Any]) -> None:
    """failure 99: the file opens, and nothing behind its first pages is what was written."""

    def harm(archive: Archive) -> None:
        size = archive.path.stat().st_size
        with archive.path.open("r+b") as file:
            file.seek(4096 * 2)
            file.write(b"\0" * (size - 4096 * 2))

    found = run_damaged("problem", harm)
    assert found.returncode == 1, found.stderr
    assert "damaged" in json.loads(found.stdout)["text"]


def test_an_older_archive_is_looked_over_once(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "LOOK_AFTER_S", 0.0)
    monkeypatch.setattr(upkeep, "LOOK_PAUSE_S", 0.0)
    with archive._database.transaction() as tx:
        tx.write("update conversation set has_photos = null")
    asyncio.run(look_over(archive))
    assert archive._database.rows("select distinct has_photos from conversation") == [(0,)]
    before = archive.statistics.transactions
    asyncio.run(look_over(archive))
    assert archive.statistics.transactions == before


def test_what_was_deleted_is_erased_and_what_is_old_goes(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ERASE_AFTER_S", "ERASE_AGAIN_S", "RETENTION_EVERY_S", "RETENTION_PAUSE_S"):
        monkeypatch.setattr(upkeep, name, 0.0)
    (talk,) = archive._database.rows("select id from conversation")

    async def until(task: Any, condition: Callable[[], bool]) -> None:
        working = asyncio.create_task(task)
        for _ in range(2000):
            await asyncio.sleep(0.01)
            if condition():
                break
        working.cancel()
        assert condition()

    archive.inbox.mark_read(talk[0])
    archive.triage.done([talk[0]])
    archive._database.rows("update message set sent_at = sent_at - 40000000000 where id % 20 < 10 returning id")
    archive.retention.set_days(365)

    def answered() -> bool:
        clock.learn(archive._clock())
        return count(archive) == 300

    clock = ServerClock(archive._clock)
    asyncio.run(until(keep_retention(archive, clock), answered))
    assert archive.deleting.delete(talk)
    assert count(archive) == 300, "a long conversation is erased beside the work"
    asyncio.run(until(finish_deleting(archive), lambda: not archive.deleting.is_unfinished))
    assert count(archive) == 0


def count(archive: Archive) -> int:
    return int(archive._database.rows("select count(*) from message")[0][0])


def test_a_clock_that_was_set_ahead_deletes_nothing(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before Instagram has told the time nobody knows what is old, and what is deleted never comes back."""
    for name in ("RETENTION_EVERY_S", "RETENTION_PAUSE_S"):
        monkeypatch.setattr(upkeep, name, 0.0)
    (talk,) = archive._database.rows("select id from conversation")
    archive.inbox.mark_read(talk[0])
    archive.triage.done([talk[0]])
    archive.retention.set_days(365)
    before, right = count(archive), archive._clock
    clock = ServerClock(lambda: right() + timedelta(days=3000))

    async def body() -> None:
        working = asyncio.create_task(keep_retention(archive, clock))
        for _ in range(20):
            await asyncio.sleep(0.005)
        for _ in range(20):
            clock.learn(right())
            await asyncio.sleep(0.005)
        working.cancel()

    asyncio.run(body())
    assert clock.heard == 20
    assert count(archive) == before
