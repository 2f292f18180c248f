"""A folder that goes away, and a process that is killed while it writes: nothing half-done counts."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from igdesk.store.archive import Archive
from igdesk.store.errors import ArchiveGone
from igdesk.store.media import Media

KILLED_IN = {
    "before the sync": "os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)",
    "before the name": "pathlib.Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)",
    "before the row": "Media.attach = lambda *_: os.kill(os.getpid(), signal.SIGKILL)",
    "before the commit": "Transaction.name_conversations = lambda *_: os.kill(os.getpid(), signal.SIGKILL)",
}
PROGRAM = """
import os, pathlib, signal, sys
from datetime import UTC, datetime
from igdesk.store.archive import Archive
from igdesk.store.database import Transaction
from igdesk.store.media import Media
archive = Archive.open(pathlib.Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), clock=lambda: datetime.now(UTC))
{kill}
archive.media.store(1, bytes.fromhex(sys.argv[3]))
"""
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
    "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)


@pytest.fixture
def photo(desk):
    """A message with a photo that is not fetched yet."""
    from igdesk.domain.attachment import AttachmentKind
    from igdesk.domain.snapshot import AttachmentSnapshot

    attachment = AttachmentSnapshot("a1", AttachmentKind.IMAGE, url="https://scontent.cdninstagram.com/x.png")
    desk.read(desk.said("m1", -60, attachments=(attachment,)))
    return desk


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("kill", KILLED_IN.values(), ids=KILLED_IN.keys())
def test_killed_in_the_middle_of_a_media_write(photo, kill):
    """failure 99: the photo counts as not fetched, and what is left of it is swept away."""
    photo.archive.close()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(kill=kill), str(photo.folder), photo.key.hex(), PNG.hex()],
        timeout=60,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    archive = photo.open()
    archive.check()
    (attachment,) = photo.message("m1").attachments
    assert (attachment.state.value, attachment.media_key) == ("remote", "")
    for path in (photo.folder / "media").rglob("*"):
        if path.is_file():
            os.utime(path, (1, 1))
    archive.media.sweep_files(archive.media.used_keys())
    assert not list(photo.files(photo.folder / "media"))
    archive.media.store(attachment.id, PNG)
    assert archive.media.read(photo.message("m1").attachments[0].media_key) == PNG


@pytest.mark.skipif(sys.platform == "win32", reason="an open file keeps its name there")
@pytest.mark.parametrize("replaced", [False, True])
def test_a_folder_that_vanishes_is_said_and_nothing_goes_into_the_void(desk, tmp_path, replaced):
    """failure 99: a claim written into a file without a name would be forgotten, and the reply sent again later."""
    desk.read(desk.said("m1", -60))
    (id_,) = desk.archive.outbox.enqueue(desk.conversation_id, ["Yes"], now=desk.now)
    away = tmp_path / "away"
    desk.folder.rename(away)
    if replaced:
        other = Archive.open(desk.folder, desk.key, clock=desk.clock)
        other.close()
    for write in (
        lambda: desk.archive.outbox.claim(id_, desk.now),
        lambda: desk.archive.inbox.save_draft(desk.conversation_id, "typed"),
        lambda: desk.read(desk.said("m2", -1)),
    ):
        with pytest.raises(ArchiveGone) as caught:
            write()
        assert "put the folder back" in caught.value.problem.cure
    assert desk.texts() == ["hello", "Yes"], "what is open can still be read"
    assert not (desk.folder / "archive.db").exists() or replaced
    if replaced:
        desk.folder.rename(tmp_path / "other")
    away.rename(desk.folder)
    assert desk.archive.outbox.claim(id_, desk.now), "back in its place it goes on"


def test_looking_for_damage_never_makes_a_file(desk, tmp_path):
    """failure 99: an empty archive in place of one that is away would pass for a fresh start."""
    desk.folder.rename(tmp_path / "away")
    desk.folder.mkdir()
    with pytest.raises(Exception, match="archive"):
        desk.archive.check()
    assert list(desk.folder.iterdir()) == []
    desk.folder.rmdir()
    (tmp_path / "away").rename(desk.folder)


def test_media_go_where_the_folder_should_be(photo):
    media: Media = photo.archive.media
    (attachment,) = photo.message("m1").attachments
    media.store(attachment.id, PNG)
    (stored,) = photo.message("m1").attachments
    for path in photo.files(photo.folder / "media"):
        path.unlink()
    for folder in sorted((photo.folder / "media").rglob("*"), reverse=True):
        folder.rmdir()
    Path(photo.folder / "media").rmdir()
    assert media.read(stored.media_key) is None
    assert media.read(media.keep_file(PNG).media_key) == PNG
