"""Archives of every age: created, brought up to date with a copy before each step, or opened for reading only."""

import shutil
from pathlib import Path

import apsw
import pytest

from igdesk.domain.conversation import InboxView
from igdesk.domain.ids import AccountId
from igdesk.store.archive import Archive
from igdesk.store.database import connect
from igdesk.store.errors import ArchiveDamaged, ArchiveError, ArchiveTooNew
from igdesk.store.opening import open_database
from igdesk.store.schema import MIGRATIONS, VERSION, Migration

ARCHIVES = Path(__file__).parent.parent / "archives"
KEY = bytes.fromhex("5e" * 32)
"""Key of the archives in ``tests/archives``; they hold invented people only."""


def next_migrations(*statements: str) -> list[Migration]:
    return [*MIGRATIONS, *(Migration(VERSION + n, sql) for n, sql in enumerate(statements, 1))]


RELEASED = sorted(int(path.stem[1:]) for path in ARCHIVES.glob("v*.db"))


@pytest.mark.parametrize("number", RELEASED)
def test_an_archive_of_every_released_version_opens(tmp_path, clock, number):
    """Made with ``tests/archives/make.py`` when the version was released."""
    shutil.copy(ARCHIVES / f"v{number}.db", tmp_path / "archive.db")
    archive = Archive.open(tmp_path, KEY, clock=clock)
    try:
        archive.check()
        (account,) = archive.accounts.all()
        assert account.username == "northwind.ceramics"
        (conversation,) = archive.inbox.rows(InboxView.INBOX, now=clock())
        assert conversation.participant.username == "lena.bakes"
        assert conversation.draft == "A draft"
        texts = [message.text for message in archive.timeline.newest(conversation.id, 60)]
        assert texts == ["Is the blue one still there?", "Yes, it is", "Shall I keep it for you?"]
        assert archive.outbox.queued_count() == 1
        assert not archive.is_read_only
    finally:
        archive.close()
    assert bool(list((tmp_path / "backups").glob("*.db"))) == (number < VERSION)


def test_the_first_release_is_among_the_archives():
    assert RELEASED[0] == 1
    assert RELEASED[-1] <= VERSION


def test_a_new_archive_has_the_newest_version_and_no_backup(desk):
    connection = connect(desk.archive.path, desk.key)
    assert connection.execute("pragma user_version").get == VERSION
    connection.close()
    assert not (desk.folder / "backups").exists()


def test_each_step_is_preceded_by_an_encrypted_copy(desk, clock):
    """failure 99"""
    desk.read(desk.said("m1", -5, "NEEDLE"))
    desk.archive.close()
    path, backups = desk.archive.path, desk.folder / "backups"
    steps = [f"create table extra{n} (x text) strict" for n in range(5)]
    for count in range(1, 6):
        clock.advance(seconds=1)
        open_database(path, desk.key, backups, clock(), next_migrations(*steps[:count])).close()
    copies = sorted(backups.iterdir(), key=lambda copy: int(copy.name.split("-")[1][1:]))
    assert [copy.name.split("-")[1] for copy in copies] == [f"v{VERSION + n}" for n in (2, 3, 4)], "the last three"
    for copy in copies:
        assert b"NEEDLE" not in copy.read_bytes()
        connection = connect(copy, desk.key)
        assert connection.execute("select text from message").get == "NEEDLE"
        connection.close()


def test_a_step_that_fails_leaves_the_archive_as_it_was(desk, clock):
    desk.read(desk.said("m1", -5))
    desk.archive.close()
    broken = next_migrations("create table extra (x text) strict; insert into missing values (1)")
    with pytest.raises(apsw.SQLError):
        open_database(desk.archive.path, desk.key, desk.folder / "backups", clock(), broken)
    archive = desk.open()
    assert not archive.is_read_only
    assert len(desk.messages) == 1
    assert len(list((desk.folder / "backups").glob("*.db"))) == 1


def test_without_a_copy_nothing_is_changed(desk, clock):
    desk.archive.close()
    (desk.folder / "backups").write_text("in the way")
    with pytest.raises(ArchiveError) as caught:
        open_database(
            desk.archive.path, desk.key, desk.folder / "backups", clock(), next_migrations("create table e (x text)")
        )
    assert caught.value.problem.id == "backup_failed"
    desk.open()
    assert not desk.archive.is_read_only


def test_an_archive_of_a_later_version_can_be_read_only(desk, clock):
    desk.read(desk.said("m1", -5))
    (reply,) = desk.archive.outbox.enqueue(desk.conversation_id, ["yes"], now=desk.now)
    desk.archive.outbox.claim(reply, desk.now)
    desk.archive.close()
    later = next_migrations("alter table message add column colour text")
    open_database(desk.archive.path, desk.key, desk.folder / "backups", clock(), later).close()
    archive = desk.open()
    assert archive.is_read_only
    assert archive.read_only_reason is not None
    assert "newer version" in archive.read_only_reason.problem.happened
    assert desk.texts() == ["hello", "yes"]
    for write in (
        lambda: archive.inbox.save_draft(desk.conversation_id, "no"),
        lambda: archive.inbox.mark_read(desk.conversation_id),
        lambda: archive.outbox.enqueue(desk.conversation_id, ["no"], now=desk.now),
        lambda: desk.read(desk.said("m2", -1)),
    ):
        with pytest.raises(ArchiveTooNew):
            write()
    assert archive.outbox.recover() == 0
    archive.sweep()
    assert desk.texts() == ["hello", "yes"]


def test_a_later_version_that_took_something_away_is_refused(desk, clock):
    desk.archive.close()
    later = next_migrations("alter table message drop column failure_words")
    open_database(desk.archive.path, desk.key, desk.folder / "backups", clock(), later).close()
    with pytest.raises(ArchiveTooNew):
        desk.open()


def test_an_empty_file_is_a_new_archive(tmp_path, clock):
    """The power went between the making of the file and its first page."""
    (tmp_path / "archive.db").touch()
    archive = Archive.open(tmp_path, KEY, clock=clock)
    assert archive.accounts.all() == ()
    assert archive.accounts.get(AccountId(1)) is None
    archive.close()


def test_an_archive_that_was_emptied_is_not_taken_for_a_new_one(desk, clock):
    desk.archive.close()
    desk.archive.path.write_bytes(b"")
    with pytest.raises(ArchiveDamaged):
        Archive.open(desk.archive.path.parent, desk.key, clock=clock)
    assert desk.archive.path.read_bytes() == b""
    desk.archive.path.unlink()  # the cure: moved away
    Archive.open(desk.archive.path.parent, desk.key, clock=clock).close()


def test_the_present_schema_is_known_without_loading_its_steps():
    from igdesk.store.opening import PRESENT

    assert PRESENT == VERSION
