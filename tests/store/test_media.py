"""Files of the archive: sealed, named by random keys, deleted with what they belonged to."""

import errno
import os
import stat
import struct
import sys
import threading
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from igdesk.domain.attachment import AttachmentKind, MediaState
from igdesk.domain.changes import ChangeSet
from igdesk.store.database import Database
from igdesk.store.errors import DiskFull
from igdesk.store.media import Media
from igdesk.store.media_files import MediaFiles
from igdesk.store.opening import open_database
from igdesk.store.sniff import FileRefusedError

KEY = bytes(range(32))
NOW = datetime(2026, 11, 20, 14, 36, tzinfo=UTC)


def png(seed: int = 0) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 30, 20, 8, 0, 0, 0, 0)
    pixels = zlib.compress((b"\0" + bytes([seed]) * 30) * 20)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = open_database(tmp_path / "archive.db", KEY, tmp_path / "backups", NOW)
    with made.transaction() as tx:
        tx.write(
            "insert into account (remote_id, app_scoped_id, node_id, flavour, username, name, picture_url, state,"
            " problem, human_agent, connected_at, position)"
            " values ('178', '', '178', 'instagram', 'me', 'Me', '', 'active', 'none', 'unknown', 0, 0)"
        )
        tx.write(
            "insert into participant (account_id, igsid, picture_url, profile_fetched_at)"
            " values (1, '900', 'https://p', 5)"
        )
        tx.write(
            "insert into conversation (account_id, remote_id, participant_id, last_activity_at) values (1, 'c', 1, 0)"
        )
        tx.write(
            "insert into message (conversation_id, remote_id, direction, sent_at, rank, is_dated, kind, text, delivery,"
            " origin, is_linked) values (1, 'm1', 'in', 0, 0, 1, 'media', '', 'received', 'customer', 1)"
        )
        for position in range(3):
            tx.write(
                "insert into attachment (message_id, position, remote_id, kind, mime_type, name, url,"
                " url_read_at, state) values (1, ?, '', 'unknown', '', '', 'https://x/1', 0, 'remote')",
                (position,),
            )
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "media"


@pytest.fixture
def media(database: Database, folder: Path) -> Media:
    return Media(database, folder, lambda: NOW)


@pytest.fixture
def seen(database: Database) -> list[ChangeSet]:
    changes: list[ChangeSet] = []
    database.subscribe(changes.append)
    return changes


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_stored_file_comes_back_and_is_unreadable_on_the_disk(
    media: Media, folder: Path, seen: list[ChangeSet]
) -> None:
    data = png()
    assert media.store(1, data) is MediaState.STORED  # type: ignore[arg-type]
    attachment = media.attachment(1)  # type: ignore[arg-type]
    assert attachment is not None
    assert attachment.state is MediaState.STORED
    assert attachment.kind is AttachmentKind.IMAGE
    assert (attachment.width_px, attachment.height_px, attachment.size_bytes) == (30, 20, len(data))
    assert media.read(attachment.media_key) == data
    assert seen == [ChangeSet(conversations=frozenset({1}), updated=frozenset({1}))]  # type: ignore[arg-type]
    [file] = files(folder)
    assert b"PNG" not in file.read_bytes()
    assert file.name == attachment.media_key
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_reading_works_from_any_thread(media: Media) -> None:
    media.store(1, png())  # type: ignore[arg-type]
    attachment = media.attachment(1)  # type: ignore[arg-type]
    assert attachment is not None
    found: list[bytes | None] = []
    threads = [threading.Thread(target=lambda: found.append(media.read(attachment.media_key))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [png()] * 8


def test_another_key_or_a_swapped_file_reads_as_nothing(media: Media, folder: Path) -> None:
    first = media.keep_file(png(1)).media_key
    second = media.keep_file(png(2)).media_key
    assert MediaFiles(folder, bytes(32)).read(first) is None
    paths = {path.name: path for path in files(folder)}
    paths[first].write_bytes(paths[second].read_bytes())
    assert media.read(first) is None, "a file counts only under its own name"
    paths[second].write_bytes(paths[second].read_bytes()[:-1])
    assert media.read(second) is None
    paths[second].write_bytes(b"")
    assert media.read(second) is None


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "a" * 31, "A" * 32, "a/" * 16, "\0" * 32, "ab" * 16])
def test_no_path_comes_from_outside(media: Media, key: str) -> None:
    assert media.read(key) is None
    media.delete_files([key])


def test_what_may_not_be_kept_is_refused_once_and_for_all(media: Media, folder: Path) -> None:
    """failure 88."""
    assert media.store(1, b"<html>") is MediaState.REFUSED  # type: ignore[arg-type]
    attachment = media.attachment(1)  # type: ignore[arg-type]
    assert attachment is not None
    assert attachment.state is MediaState.REFUSED
    assert files(folder) == []
    assert [a.id for a in media.missing([1, 2])] == [2]  # type: ignore[list-item]


def test_a_file_for_a_message_that_was_unsent_meanwhile_goes_again(
    media: Media, database: Database, folder: Path
) -> None:
    kept = media.keep_file(png())
    with database.transaction() as tx:
        tx.write("delete from attachment where id = 1")
    assert media.attach(1, kept) is MediaState.GONE  # type: ignore[arg-type]
    assert files(folder) == []


def test_a_discarded_file_is_deleted_with_the_commit(media: Media, database: Database, folder: Path) -> None:
    """failure 90: purge on unsend."""
    media.store(1, png())  # type: ignore[arg-type]
    attachment = media.attachment(1)  # type: ignore[arg-type]
    assert attachment is not None
    with database.transaction() as tx:
        tx.write("delete from attachment where id = 1")
        tx.discard_media([attachment.media_key])
        assert media.read(attachment.media_key), "not before it is committed"
    assert files(folder) == []
    assert database.rows("select * from discarded_media") == []


def test_a_file_that_cannot_be_deleted_now_is_deleted_at_the_next_start(
    media: Media, database: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = media.keep_file(png()).media_key
    with monkeypatch.context() as patch:

        def held(*_: Any, **__: Any) -> None:
            raise PermissionError(errno.EACCES, "in use")

        patch.setattr(Path, "unlink", held)
        with database.transaction() as tx:
            tx.discard_media([key])
    assert database.rows("select media_key from discarded_media") == [(key,)]
    media.delete_discarded()
    assert files(folder) == []
    assert database.rows("select media_key from discarded_media") == []


def test_a_full_disk_is_said_and_leaves_nothing(media: Media, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """failure 99."""

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull):
        media.keep_file(png())
    assert files(folder) == []


def test_the_sweep_deletes_orphans_of_earlier_runs_only(media: Media, database: Database, folder: Path) -> None:
    media.store(1, png(1))  # type: ignore[arg-type]
    orphan = media.keep_file(png(2)).media_key
    (folder / orphan[:2] / "half.part").write_bytes(b"x")
    used = media.used_keys()
    assert media.sweep_files(used) == 0, "what this run wrote may not be attached yet"
    for path in files(folder):
        os.utime(path, (1, 1))
    later = Media(database, folder, lambda: NOW)
    assert later.sweep_files(used) == 2
    assert {path.name for path in files(folder)} == used
    assert len(used) == 1


def test_a_fresh_link_revives_what_seemed_gone(media: Media, seen: list[ChangeSet], database: Database) -> None:
    """failure 79."""
    media.set_state(1, MediaState.GONE)  # type: ignore[arg-type]
    media.update_url(1, "https://x/2", read_at=NOW)  # type: ignore[arg-type]
    attachment = media.attachment(1)  # type: ignore[arg-type]
    assert attachment is not None
    assert (attachment.url, attachment.state) == ("https://x/2", MediaState.REMOTE)
    before = database.statistics.transactions
    media.update_url(1, "https://x/2", read_at=NOW)  # type: ignore[arg-type]
    media.set_state(1, MediaState.REMOTE)  # type: ignore[arg-type]
    assert database.statistics.transactions == before, "nothing new, nothing written"
    assert len(seen) == 2


def test_the_source_of_an_attachment(media: Media) -> None:
    source = media.source(2)  # type: ignore[arg-type]
    assert source is not None
    assert (source.message_remote_id, source.conversation_id, source.account_id) == ("m1", 1, 1)
    assert media.source(99) is None  # type: ignore[arg-type]


def test_a_stored_file_that_somebody_deleted_may_be_fetched_again(
    media: Media, folder: Path, seen: list[ChangeSet], database: Database
) -> None:
    media.store(1, png())  # type: ignore[arg-type]
    media.store_picture(1, png(3))  # type: ignore[arg-type]
    used = media.used_keys()
    assert media.missing_files(used) == frozenset()
    for path in files(folder):
        path.unlink()
    assert media.missing_files(used) == used
    media.forget_files(used)
    assert [a.id for a in media.missing([1])] == [1]  # type: ignore[list-item]
    assert [m.participant_id for m in media.missing_pictures([1])] == [1]  # type: ignore[list-item]
    assert seen[-1].updated == {1}
    assert seen[-1].conversations == {1}
    before = database.statistics.transactions
    media.forget_files(used)
    assert database.statistics.transactions == before


def test_a_media_folder_that_is_away_is_not_taken_for_empty(media: Media, folder: Path) -> None:
    """It may be on a disk that comes back; files forgotten meanwhile would be swept away then."""
    media.store(1, png())  # type: ignore[arg-type]
    away = folder.with_name("away")
    folder.rename(away)
    assert media.missing_files(media.used_keys()) == frozenset()
    assert media.read(next(iter(media.used_keys()))) is None
    away.rename(folder)
    assert media.read(next(iter(media.used_keys()))) == png()


def test_a_profile_picture_is_fetched_again_only_when_the_profile_is_newer(
    database: Database, folder: Path, seen: list[ChangeSet]
) -> None:
    """failure 75: fetched again when the profile is newer; the same picture is not written again."""
    now = NOW
    media = Media(database, folder, lambda: now)
    [missing] = media.missing_pictures([1, 1])  # type: ignore[list-item]
    assert (missing.participant_id, missing.url) == (1, "https://p")
    assert media.store_picture(missing.participant_id, png(1))
    assert media.missing_pictures([1]) == []  # type: ignore[list-item]
    assert seen == [ChangeSet(conversations=frozenset({1}))]  # type: ignore[arg-type]
    first = files(folder)
    now += timedelta(days=1)
    assert not media.store_picture(missing.participant_id, png(1))
    assert files(folder) == first
    assert media.store_picture(missing.participant_id, png(2))
    assert len(files(folder)) == 1
    assert files(folder) != first
    with pytest.raises(FileRefusedError):
        media.store_picture(missing.participant_id, b"%PDF-1.4")
    assert len(files(folder)) == 1


def test_no_two_files_share_a_name_or_a_nonce(media: Media, folder: Path) -> None:
    keys = {media.keep_file(png()).media_key for _ in range(30)}
    heads = {path.read_bytes()[:16] for path in files(folder)}
    assert len(keys) == len(heads) == 30


def test_a_stored_file_names_the_conversation_that_shows_it(media: Media, seen: list[ChangeSet]) -> None:
    media.store(1, png())
    assert seen[-1].updated == {1}
    assert seen[-1].conversations == {1}, "else the timeline does not look"
