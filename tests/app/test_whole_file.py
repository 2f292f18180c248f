"""A file that is written is the new one or the old one, and nothing lies beside it."""

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from igdesk.whole_file import write_whole


def test_the_old_content_gives_way_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("what was longer before")
    write_whole(path, (b"new ", b"content"), flushes_name=True)
    assert path.read_bytes() == b"new content"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("moment", ["open", "write", "fsync", "replace"])
def test_a_write_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    """failure 99."""
    path = tmp_path / "file"
    path.write_text("old")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    def chunks_of_a_full_disk() -> Iterator[bytes]:
        yield b"begun"
        full()

    chunks = chunks_of_a_full_disk() if moment == "write" else [b"new"]
    with monkeypatch.context() as patch:
        if moment in ("open", "fsync"):
            patch.setattr(os, moment, full)
        elif moment == "replace":
            patch.setattr(Path, "replace", full)
        with pytest.raises(OSError, match="No space left"):
            write_whole(path, chunks)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.touch(0o644)
    write_whole(path, [b"secret"])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_name_may_be_as_long_as_a_name_can_be(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 255)
    write_whole(path, [b"content"])
    assert path.read_bytes() == b"content"
