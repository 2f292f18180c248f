"""Plain files for other programs."""

import os
import stat
import sys
from pathlib import Path

import pytest

from igdesk.store.opened_files import OpenedFiles


@pytest.fixture
def opened(tmp_path: Path) -> OpenedFiles:
    return OpenedFiles(tmp_path / "opened")


def test_only_this_person_may_read_it_and_nobody_may_run_it(opened: OpenedFiles, tmp_path: Path) -> None:
    path = opened.write(b"sound", "Voice message.m4a")
    assert path.read_bytes() == b"sound"
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert opened.delete(path)
    assert not path.parent.exists()


@pytest.mark.parametrize("name", ["../x", "a/b", "/etc/passwd", "", ".", ".."])
def test_names_with_a_path_are_not_taken(opened: OpenedFiles, tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="without a path"):
        opened.write(b"x", name)
    assert not (tmp_path / "x").exists()


def test_a_full_disk_leaves_nothing(opened: OpenedFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """failure 99"""

    def full(descriptor: int, _mode: str) -> int:
        os.close(descriptor)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fdopen", full)
    with pytest.raises(OSError, match="space"):
        opened.write(b"x", "a.mp4")
    assert list((tmp_path / "opened").iterdir()) == []


def test_what_is_not_its_own_is_not_deleted(opened: OpenedFiles, tmp_path: Path) -> None:
    other = tmp_path / "important" / "file.txt"
    other.parent.mkdir()
    other.write_text("x")
    assert not opened.delete(other)
    opened.delete_all()
    assert other.exists()


def test_at_the_end_everything_goes(opened: OpenedFiles, tmp_path: Path) -> None:
    for _ in range(3):
        opened.write(b"x", "a.mp4")
    opened.delete_all()
    assert not (tmp_path / "opened").exists()
