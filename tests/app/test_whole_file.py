"""A file that is written is the new one or the old one, and nothing lies beside it."""

import errno
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from igdesk import whole_file
from igdesk.whole_file import put_in_place, write_whole


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


class Scanner:
    """Holds on to a new file for some tries, as programs against viruses do on Windows."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, refusals: int, platform: str = "win32") -> None:
        self.refusals, self.tries = refusals, 0
        replace = Path.replace

        def guarded(path: Path, target: Path) -> Path:
            self.tries += 1
            if self.tries <= self.refusals:
                raise PermissionError(errno.EACCES, "The process cannot access the file")
            return replace(path, target)

        monkeypatch.setattr(sys, "platform", platform)
        monkeypatch.setattr(whole_file, "PAUSE_S", 0)
        monkeypatch.setattr(Path, "replace", guarded)


def test_a_scanner_of_windows_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An export of an hour is not thrown away because somebody looks at it."""
    scanner = Scanner(monkeypatch, 3)
    write_whole(tmp_path / "file", [b"content"])
    assert (tmp_path / "file").read_bytes() == b"content"
    assert scanner.tries == 4
    (tmp_path / "folder.part").mkdir()
    put_in_place(tmp_path / "folder.part", tmp_path / "folder")
    assert (tmp_path / "folder").is_dir()


@pytest.mark.parametrize(("platform", "tries"), [("win32", whole_file.TRIES + 1), ("linux", 1), ("darwin", 1)])
def test_what_stays_forbidden_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str, tries: int
) -> None:
    scanner = Scanner(monkeypatch, 99, platform)
    with pytest.raises(PermissionError):
        write_whole(tmp_path / "file", [b"content"])
    assert scanner.tries == tries
    assert list(tmp_path.iterdir()) == []
