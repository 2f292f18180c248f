"""Nothing that comes from outside decides where a file is written."""

from pathlib import Path
from typing import Any

import pytest

from igdesk.domain.attachment import AttachmentKind, MediaState
from igdesk.domain.snapshot import AttachmentSnapshot

NAMES = ("../../../escaped.png", "/etc/cron.d/evil", "..\\..\\evil.exe", "C:\\evil.bat", "a\0b", "x" * 5000, "CON", "")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080000000a6ac5d40000000a49444154789c6360000000020001e221bc33"
    "0000000049454e44ae426082"
)


def everything(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", NAMES)
def test_names_with_path_parts_go_nowhere(desk: Any, tmp_path: Path, name: str) -> None:
    """failure 78: the name, the id and the type of a file are only shown"""
    file = AttachmentSnapshot(name, AttachmentKind.IMAGE, name, name=name, url="https://x.fbsbx.com/1")
    desk.read(desk.said("m1", -5, "", attachments=(file,)))
    before = everything(tmp_path.parent)
    number = desk.message("m1").attachments[0].id
    assert desk.archive.media.store(number, PNG) is MediaState.STORED
    new = everything(tmp_path.parent) - before
    media = desk.folder / "media"
    assert {path for path in new if path.suffix not in (".db", ".db-wal", ".db-shm")} == set(desk.files(media))
    (written,) = desk.files(media)
    assert written.name == desk.message("m1").attachments[0].media_key
    assert not written.stat().st_mode & 0o111
    assert PNG not in written.read_bytes()


@pytest.mark.parametrize("key", ["../archive.db", "..", "/etc/passwd", "a" * 31, "A" * 32, "", "0" * 32 + "/x"])
def test_keys_that_are_no_keys_read_and_delete_nothing(desk: Any, key: str) -> None:
    archive = desk.folder / "archive.db"
    assert desk.archive.media.read(key) is None
    desk.archive.media.delete_files([key])
    assert archive.exists()
