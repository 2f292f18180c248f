"""The media folder stays small: by age, by room, and by what the person chose."""

import struct
import zlib
from datetime import timedelta
from typing import Any

import pytest

from igdesk.domain.attachment import AttachmentKind, MediaState
from igdesk.domain.message import MessageKind
from igdesk.domain.snapshot import AttachmentSnapshot
from igdesk.store import media_cache
from igdesk.store.media_cache import KeepMedia


def png(shade: int, extra: int = 0) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    row = zlib.compress(b"\0" + bytes([shade]))
    padding = chunk(b"tEXt", b"x\0" + bytes(extra)) if extra else b""
    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + padding + chunk(b"IDAT", row) + chunk(b"IEND", b"")


def photo(number: int) -> AttachmentSnapshot:
    return AttachmentSnapshot(f"a{number}", AttachmentKind.IMAGE, "image/png", url=f"https://x.fbsbx.com/{number}")


def attachment(desk: Any, number: int) -> Any:
    return desk.message(f"m{number}").attachments[0]


@pytest.fixture
def full(desk: Any) -> Any:
    """Ten photos, fetched a minute apart, 100 kB each."""
    desk.read(*(desk.said(f"m{n}", -1000 + n, "", attachments=(photo(n),)) for n in range(10)))
    for n in range(10):
        desk.archive.media.store(attachment(desk, n).id, png(n, 100_000))
        desk.clock.advance(minutes=1)
    assert desk.archive.media_cache.use().files == 10
    return desk


def stored(desk: Any) -> list[int]:
    return [n for n in range(10) if attachment(desk, n).state is MediaState.STORED]


def test_media_are_kept_for_a_week_after_they_were_looked_at(full: Any) -> None:
    """failure 90: a short cache is the default, as the terms are read to demand"""
    cache = full.archive.media_cache
    assert cache.keep is KeepMedia.WEEK
    assert cache.give_up() == 0
    full.clock.advance(days=6)
    full.archive.media.read(attachment(full, 3).media_key)
    cache.write_shown()
    full.clock.advance(days=2)
    assert cache.give_up() == 9
    assert stored(full) == [3]
    assert cache.give_up() == 0
    assert len(list(full.files(full.folder / "media"))) == 1


def test_what_was_given_up_may_be_fetched_again(full: Any) -> None:
    full.clock.advance(days=8)
    keys = [attachment(full, n).media_key for n in range(10)]
    full.changes.clear()
    full.archive.media_cache.give_up()
    change = full.last_change()
    assert len(change.updated) == 10
    assert change.conversations == {full.conversation_id}
    assert all(full.archive.media.read(key) is None for key in keys)
    again = attachment(full, 0)
    assert (again.state, again.media_key) == (MediaState.REMOTE, "")
    assert full.archive.media.missing([again.id]) == [again]
    assert full.archive.media.store(again.id, png(0)) is MediaState.STORED
    assert full.archive.media_cache.use().files == 1


def test_over_the_room_the_least_recently_shown_go_first(full: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = full.archive.media_cache
    cache.set_keep(KeepMedia.ROOM)
    full.archive.media.read(attachment(full, 0).media_key)
    full.archive.media.read(attachment(full, 4).media_key)
    monkeypatch.setattr(media_cache, "MB", 1000)
    cache.set_room_mb(500)
    assert cache.give_up() == 6
    assert cache.give_up() == 0
    assert stored(full) == [0, 4, 8, 9]
    assert cache.use().size_bytes <= 500_000


def test_as_long_as_there_is_room_age_does_not_count(full: Any) -> None:
    full.archive.media_cache.set_keep(KeepMedia.ROOM)
    full.clock.advance(days=400)
    assert full.archive.media_cache.give_up() == 0


def test_for_the_session_only_everything_goes_at_the_next_start(full: Any) -> None:
    full.archive.media_cache.set_keep(KeepMedia.SESSION)
    assert full.archive.media_cache.give_up() == 0
    full.clock.advance(minutes=1)
    full.reopen()
    assert full.archive.media_cache.give_up() == 10
    assert stored(full) == []


def test_pieces_of_a_large_clear_up_are_small(full: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media_cache, "AT_ONCE", 4)
    assert [full.archive.media_cache.empty() for _ in range(4)] == [4, 4, 2, 0]
    assert stored(full) == []


def test_files_of_replies_that_wait_stay(full: Any) -> None:
    (queued,) = full.archive.outbox.enqueue(full.conversation_id, ["with a picture"], now=full.now)
    key = attachment(full, 5).media_key
    with full.archive._database.transaction() as tx:
        tx.write("update attachment set message_id = ?, position = 0 where media_key = ?", (queued, key))
    full.clock.advance(days=30)
    assert full.archive.media_cache.give_up() == 9
    assert full.archive.media.read(key) is not None


def test_an_unsent_message_takes_its_media_along(full: Any) -> None:
    """failure 90: purged on unsend, file and row"""
    key = attachment(full, 9).media_key
    rest = [full.said(f"m{n}", 0) for n in range(9)]
    rest = [m for m in (full.message(f"m{n}") for n in range(9)) if m]
    shown = [full.said(m.remote_id, (m.sent_at - full.now).total_seconds(), "") for m in rest]
    full.read(*shown)
    full.clock.advance(minutes=1)
    shown = [full.said(m.remote_id, (m.sent_at - full.now).total_seconds(), "") for m in rest]
    full.read(*shown)
    assert full.message("m9").kind is MessageKind.UNSENT
    assert full.archive.media.read(key) is None
    assert full.archive.media_cache.use().files == 9


def test_choices_last_and_nonsense_is_the_default(full: Any) -> None:
    full.archive.media_cache.set_keep(KeepMedia.MONTH)
    full.archive.media_cache.set_room_mb(1000)
    full.reopen()
    assert full.archive.media_cache.keep is KeepMedia.MONTH
    assert full.archive.media_cache.room_mb == 1000
    full.archive.settings.set(media_cache.KEEP, "for ever")
    full.archive.settings.set(media_cache.ROOM, "-1")
    assert full.archive.media_cache.keep is KeepMedia.WEEK
    assert full.archive.media_cache.room_mb == media_cache.DEFAULT_ROOM_MB


def test_nothing_to_give_up_opens_no_transaction(full: Any) -> None:
    full.archive.media_cache.write_shown()
    full.without_transaction(full.archive.media_cache.give_up)


def test_bars_of_a_voice_are_remembered(desk: Any) -> None:
    voice = AttachmentSnapshot("v", AttachmentKind.AUDIO, "audio/mp4", url="https://x.fbsbx.com/v")
    desk.read(desk.said("m1", -5, "", attachments=(voice,)))
    number = desk.message("m1").attachments[0].id
    assert desk.message("m1").attachments[0].waveform == b""
    desk.archive.media.set_sound(number, b"\x01\x80\xff", 24_000)
    assert desk.last_change().updated == {desk.message("m1").id}
    told = desk.message("m1").attachments[0]
    assert (told.waveform, told.duration_ms) == (b"\x01\x80\xff", 24_000)
    desk.without_transaction(lambda: desk.archive.media.set_sound(number, b"\x01\x80\xff", 24_000))


def test_the_gallery_goes_over_the_whole_conversation(desk: Any) -> None:
    film = AttachmentSnapshot("f", AttachmentKind.VIDEO, "video/mp4", url="https://x.fbsbx.com/f")
    pdf = AttachmentSnapshot("p", AttachmentKind.FILE, "application/pdf", url="https://x.fbsbx.com/p")
    desk.read(
        desk.said("m1", -500, "", attachments=(photo(1), photo(2))),
        desk.said("m2", -400, "words"),
        desk.answered("m3", -300, "", attachments=(film,)),
        desk.said("m4", -200, "", attachments=(pdf,)),
        desk.said("m5", -100, "", attachments=(photo(5),)),
    )
    gallery = desk.archive.gallery
    ids = gallery.ids(desk.conversation_id)
    assert gallery.count(desk.conversation_id) == len(ids) == 4
    items = gallery.items(ids)
    assert [item.attachment.id for item in items] == ids
    assert [item.is_video for item in items] == [False, False, True, False]
    assert [item.is_own for item in items] == [False, False, True, False]
    assert [i.attachment.id for i in gallery.newest(desk.conversation_id, 2)] == [ids[3], ids[2]]
    assert gallery.items([ids[2], 999, ids[0]])[1].attachment.id == ids[0]
    desk.archive.media.set_state(ids[0], MediaState.REFUSED)
    assert gallery.count(desk.conversation_id) == 3


def test_the_gallery_of_another_conversation_costs_nothing_here(desk: Any) -> None:
    """The plan begins with the messages with files of the conversation, whatever else is stored."""
    desk.read(desk.said("m1", -500, "", attachments=(photo(1),)))
    database = desk.archive._database
    asked: list[str] = []
    run = database.rows
    database.rows = lambda sql, parameters=(): (asked.append(sql), run(sql, parameters))[1]
    desk.archive.gallery.ids(desk.conversation_id)
    desk.archive.gallery.newest(desk.conversation_id, 6)
    for sql in asked:
        if "conversation_id = ?" in sql:
            values = (1,) * sql.count("?")
            plan = [row[3] for row in database.connection.execute(f"explain query plan {sql}", values)]
            assert any("message_with_files" in step for step in plan), plan
            assert not any(step.startswith("SCAN") for step in plan), plan


def test_ages_are_those_of_the_settings() -> None:
    assert media_cache._AGE[KeepMedia.WEEK] == timedelta(days=7)
