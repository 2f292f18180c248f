"""Trouble of the archive is over once something could be written; trouble of the keychain is not."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from igdesk.store.archive import Archive
from igdesk.store.errors import DiskFull
from igdesk.store.vault import NoKeychain
from igdesk.sync.trouble import Trouble


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    archive = Archive.open(tmp_path / "archive", bytes(32), clock=lambda: datetime(2026, 11, 20, tzinfo=UTC))
    yield archive
    archive.close()


def test_a_full_disk_is_over_once_something_was_written(archive: Archive) -> None:
    trouble = Trouble(archive, lambda: None)
    full = DiskFull()
    trouble.note(full)
    assert trouble.present is full
    archive.settings.set("theme", "dark")
    assert trouble.present is None


def test_a_missing_keychain_is_told_until_it_is_there(archive: Archive) -> None:
    trouble = Trouble(archive, lambda: None)
    locked = NoKeychain()
    trouble.note(locked)
    archive.settings.set("theme", "dark")
    assert trouble.present is locked
    trouble.note(None)
    assert trouble.present is None


def test_what_comes_up_is_told_at_once(archive: Archive) -> None:
    published: list[object] = []
    trouble = Trouble(archive, lambda: published.append(trouble.present))
    full = DiskFull()
    trouble.note(full)
    trouble.note(None)
    assert published == [full, None]
