"""The archive file: encrypted, whole or not at all, and every trouble in plain words."""

import os
from shutil import copy

import apsw
import pytest

from igdesk.domain.status import KnownError
from igdesk.store.archive import Archive
from igdesk.store.checkpoint import START_PAGES
from igdesk.store.database import WAL_LIMIT_BYTES, Database, connect
from igdesk.store.errors import (
    ArchiveBusy,
    ArchiveDamaged,
    ArchiveError,
    ArchiveLocked,
    ArchiveReadOnly,
    DiskFull,
    known,
)


def database_of(archive):
    return archive._database


def fill(desk, count=60):
    desk.read(*(desk.said(f"m{i}", i - count, f"NEEDLE number {i}") for i in range(count)))


def test_no_plain_text_in_any_file(desk):
    """Neither the file nor its log shows a text, a name, an id or the key."""
    fill(desk)
    desk.archive.inbox.save_draft(desk.conversation_id, "NEEDLE in a draft")
    desk.archive.outbox.enqueue(desk.conversation_id, ["NEEDLE in a reply"], now=desk.now)
    log = desk.archive.path.with_name("archive.db-wal")
    assert log.stat().st_size > 10_000
    words = [
        b"NEEDLE",
        b"lena.bakes",
        b"thread-1",
        b"SQLite format",
        b"create table",
        desk.key,
        desk.key.hex().encode(),
    ]
    for _ in range(2):
        for path in desk.files(desk.folder):
            content = path.read_bytes()
            assert not [word for word in words if word in content], path.name
        desk.reopen()


def test_everything_survives_a_restart(desk):
    """failure 100: unread marks too"""
    fill(desk)
    before = desk.messages, desk.conversation
    desk.reopen()
    assert (desk.messages, desk.conversation) == before
    assert desk.conversation.unread_count == 60


def test_only_the_owner_may_read_the_file(desk):
    if os.name == "posix":
        assert desk.archive.path.stat().st_mode & 0o077 == 0


def test_a_wrong_key_is_told_from_damage(desk, tmp_path):
    fill(desk)
    desk.archive.close()
    with pytest.raises(ArchiveLocked) as caught:
        Archive.open(desk.folder, bytes(32), clock=desk.clock)
    assert "key" in caught.value.problem.happened
    content = bytearray(desk.archive.path.read_bytes())
    content[100] ^= 1
    desk.archive.path.write_bytes(content)
    with pytest.raises(ArchiveDamaged) as damaged:
        Archive.open(desk.folder, desk.key, clock=desk.clock)
    assert "backups" in damaged.value.problem.cure
    assert str(desk.folder) in damaged.value.problem.cure


def test_the_cure_for_damage_leaves_nothing_behind_that_would_damage_the_copy_too(tmp_path, clock):
    """failure 99: what a killed program left in ``archive.db-wal`` belongs to the damaged file."""
    folder, elsewhere = tmp_path / "archive", tmp_path / "elsewhere"
    elsewhere.mkdir()
    archive = Archive.open(folder, bytes(range(32)), clock=clock)
    archive.settings.set("told", "before")
    archive.close()
    (folder / "backups").mkdir()
    copy(folder / "archive.db", folder / "backups" / "archive-v1.db")
    archive = Archive.open(folder, bytes(range(32)), clock=clock)
    for number in range(300):
        archive.settings.set(f"later {number}", "x" * 200)
    for left in folder.glob("archive.db*"):  # as they lie there when the program is killed
        copy(left, elsewhere)
    archive.close()
    for left in elsewhere.iterdir():
        copy(left, folder)
    assert (folder / "archive.db-wal").stat().st_size > 0
    # What the words say: all that begins with archive.db goes away, the copy becomes archive.db.
    assert "everything that begins with “archive.db”" in ArchiveDamaged().problem.cure
    for left in folder.glob("archive.db*"):
        left.unlink()
    copy(folder / "backups" / "archive-v1.db", folder / "archive.db")
    archive = Archive.open(folder, bytes(range(32)), clock=clock)
    archive.check()
    assert archive.settings.get("told") == "before"
    archive.close()


def test_a_key_of_another_length_is_a_bug(tmp_path, clock):
    with pytest.raises(ValueError, match="32 bytes"):
        Archive.open(tmp_path, b"short", clock=clock)


@pytest.mark.parametrize("junk", [b"no archive at all" * 1000, b"junk" * 100, bytes(8192)])
def test_a_file_that_is_no_archive_is_refused_and_kept(tmp_path, clock, junk):
    (tmp_path / "archive.db").write_bytes(junk)
    with pytest.raises(ArchiveError):
        Archive.open(tmp_path, bytes(32), clock=clock)
    assert (tmp_path / "archive.db").read_bytes() == junk


def test_damage_is_found_by_the_check_and_never_read_as_data(desk):
    """failure 99: one flipped bit in the middle of the file"""
    fill(desk, 2400)
    desk.archive.check()
    desk.archive.close()
    content = bytearray(desk.archive.path.read_bytes())
    for page in range(len(content) // 4096 * 3 // 4, len(content) // 4096):
        content[page * 4096 + 77] ^= 1
    desk.archive.path.write_bytes(content)
    archive = Archive.open(desk.folder, desk.key, clock=desk.clock)
    try:
        with pytest.raises(ArchiveDamaged):
            archive.check()
        with pytest.raises(ArchiveDamaged):
            archive.timeline.newest(1, 500)
    finally:
        archive.close()


def test_a_full_disk_loses_the_transaction_and_nothing_else(desk):
    """failure 99"""
    fill(desk, 5)
    before = desk.messages, desk.conversation
    database = database_of(desk.archive)
    pages = database.row("pragma page_count")[0]
    database.rows(f"pragma max_page_count = {pages + 1}")
    published = len(desk.changes)
    with pytest.raises(DiskFull) as caught:
        desk.read(*(desk.said(f"n{i}", i, "x" * 900) for i in range(20)))
    assert isinstance(caught.value, KnownError)
    assert (desk.messages, desk.conversation) == before
    assert len(desk.changes) == published
    database.rows("pragma max_page_count = 100000")
    assert desk.read(*(desk.said(f"n{i}", i, "x" * 900) for i in range(20))).new_messages == 20


def test_a_locked_file_is_told_and_nothing_is_written(desk):
    """failure 99: the file is held by another program"""
    fill(desk, 3)
    other = connect(desk.archive.path, desk.key)
    database_of(desk.archive).rows("pragma busy_timeout = 0")
    other.execute("begin immediate")
    try:
        assert len(desk.messages) == 3, "reading goes on"
        with pytest.raises(ArchiveBusy):
            desk.archive.inbox.save_draft(desk.conversation_id, "hello")
    finally:
        other.execute("rollback")
        other.close()
    desk.archive.inbox.save_draft(desk.conversation_id, "hello")
    assert desk.conversation.draft == "hello"


def test_a_folder_that_may_not_be_written_is_told(tmp_path, clock, monkeypatch):
    def refuse(*_: object) -> int:
        raise PermissionError

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(ArchiveReadOnly):
        Archive.open(tmp_path / "new", bytes(32), clock=clock)


def test_an_error_of_ours_is_not_dressed_up():
    error = apsw.SQLError("no such column")
    assert known(error) is error
    assert isinstance(known(apsw.IOError("disk I/O error")), ArchiveError)


def test_an_exception_rolls_everything_back(desk):
    fill(desk, 2)
    database = database_of(desk.archive)
    published = len(desk.changes)
    with pytest.raises(ZeroDivisionError), database.transaction() as tx:
        tx.write("delete from message")
        tx.conversation(desk.conversation_id)
        raise ZeroDivisionError
    assert len(desk.messages) == 2
    assert len(desk.changes) == published


def test_transactions_do_not_nest(desk):
    database = database_of(desk.archive)
    with database.transaction(), pytest.raises(RuntimeError), database.transaction():
        pass
    desk.archive.settings.set("a", "b")
    assert desk.archive.settings.get("a") == "b"


def test_a_change_is_published_once_after_its_commit(desk):
    seen = []
    desk.archive.subscribe(lambda change: seen.append((change, desk.archive.statistics.transactions)))
    before = desk.archive.statistics.transactions
    fill(desk, 3)
    assert [transactions for _, transactions in seen] == [before + 1]


def test_changes_keep_their_order_when_a_listener_writes(desk):
    fill(desk, 1)
    conversation_id = desk.conversation_id
    second = []

    def write(change):
        if change.arrived:
            desk.archive.inbox.mark_read(conversation_id)

    desk.archive.subscribe(write)
    desk.archive.subscribe(second.append)
    desk.read(desk.said("late", 1))
    assert [bool(change.arrived) for change in second] == [True, False]


def test_a_listener_that_fails_does_not_make_a_write_fail(desk, caplog):
    def fail(_):
        raise ZeroDivisionError

    desk.archive.subscribe(fail)
    unsubscribe = desk.archive.subscribe(lambda _: None)
    fill(desk, 1)
    assert len(desk.messages) == 1
    assert "a listener failed" in caplog.text
    assert "NEEDLE" not in caplog.text
    unsubscribe()
    unsubscribe()


def test_the_log_is_moved_into_the_file_in_a_thread(desk):
    """A commit never has to wait for a checkpoint, and the log does not grow for ever."""
    fill(desk, 1)
    database = database_of(desk.archive)
    log = desk.archive.path.with_name("archive.db-wal")
    with database.transaction() as tx:
        for i in range(START_PAGES + 200):
            tx.write("insert into setting (key, value) values (?, ?)", (f"k{i}", "x" * 4000))
    database._checkpointer.finish()
    assert log.stat().st_size > WAL_LIMIT_BYTES
    for i in range(50):
        desk.archive.settings.set("again", str(i))
    assert log.stat().st_size <= WAL_LIMIT_BYTES, "the log started over"


def test_the_file_is_ready_for_a_power_cut(desk):
    """failure 99: a claim must be on the disk before its request leaves"""
    database = database_of(desk.archive)
    assert database.row("pragma synchronous") == (2,)
    assert database.row("pragma journal_mode") == ("wal",)
    assert database.row("pragma foreign_keys") == (1,)
    assert database.row("pragma cipher") == ("chacha20",)
    assert abs(database.row("pragma cache_size")[0]) <= 4096


def test_only_what_can_be_read_again_does_not_wait_for_the_disk(desk):
    levels = []
    database = database_of(desk.archive)

    def note(_cursor, sql, _bindings):
        if sql == "commit":
            levels.append(database.connection.pragma("synchronous"))
        return True

    database.connection.exec_trace = note
    desk.read(desk.said("m1", -60, "one"))
    desk.archive.inbox.save_draft(desk.conversation_id, "a draft")
    desk.archive.outbox.enqueue(desk.conversation_id, ["a reply"], now=desk.now)
    desk.read(desk.said("m1", -60, "one"), desk.said("m2", -50, "two"))
    database.connection.exec_trace = None
    assert levels == [1, 2, 2, 1]
    assert database.row("pragma synchronous") == (2,)


def test_a_failed_write_leaves_the_disk_waited_for(desk):
    database = database_of(desk.archive)
    with pytest.raises(ZeroDivisionError), database.transaction(waits_for_disk=False) as tx:
        tx.write("delete from setting")
        assert database.row("pragma synchronous") == (1,)
        raise ZeroDivisionError
    assert database.row("pragma synchronous") == (2,)
    with database.transaction(waits_for_disk=False):
        assert database.row("pragma synchronous") == (2,)


def test_settings(desk):
    settings = desk.archive.settings
    assert settings.get("x", "default") == "default"
    settings.set("x", "1")
    desk.without_transaction(lambda: settings.set("x", "1"))
    assert desk.reopen().settings.get("x") == "1"


def test_a_connection_that_cannot_be_keyed_is_closed(tmp_path):
    path = tmp_path / "x.db"
    path.write_bytes(b"junk" * 2000)
    with pytest.raises(ArchiveDamaged):
        Database(path, bytes(32))
    path.rename(tmp_path / "y.db")
