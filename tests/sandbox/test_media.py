"""Signed links and the bytes behind them."""

import struct
import zlib

import pytest

from igdesk.sandbox.films import video_mp4
from igdesk.sandbox.pictures import MOTIFS, avatar_png, gif_bytes, picture_png
from igdesk.sandbox.sounds import voice_mp4


def read_png(data):
    """Size and pixels of an RGB PNG without filters; fails on any wrong checksum."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    place, size, packed = 8, (0, 0), b""
    while place < len(data):
        (length,) = struct.unpack_from(">I", data, place)
        kind, body = data[place + 4 : place + 8], data[place + 8 : place + 8 + length]
        assert struct.unpack_from(">I", data, place + 8 + length)[0] == zlib.crc32(kind + body)
        if kind == b"IHDR":
            size = struct.unpack_from(">II", body)
        elif kind == b"IDAT":
            packed += body
        place += 12 + length
    rows = zlib.decompress(packed)
    assert len(rows) == size[1] * (size[0] * 3 + 1)
    return size, rows


@pytest.mark.parametrize("motif", MOTIFS)
def test_pictures_are_small_valid_and_repeatable(motif):
    data = picture_png(motif, 240, 180, 5)
    size, rows = read_png(data)
    assert size == (240, 180)
    assert len(set(rows)) > 20
    assert data == picture_png(motif, 240, 180, 5)
    assert len(data) < 60_000


def test_avatars_differ():
    avatars = {avatar_png("portrait", variant) for variant in range(8)}
    assert len(avatars) > 5
    assert read_png(next(iter(avatars)))[0] == (160, 160)


def test_gif_is_an_animation():
    data = gif_bytes(40, 40, 1)
    assert data[:6] == b"GIF89a"
    assert data[-1:] == b"\x3b"
    assert b"NETSCAPE2.0" in data
    assert data.count(b"\x21\xf9\x04") == 4


def links(caller, username):
    for message in caller.messages(username):
        for attachment in message.get("attachments", {"data": []})["data"]:
            data = attachment.get("image_data") or attachment.get("video_data") or {"url": attachment.get("file_url")}
            yield attachment["mime_type"], data["url"]


@pytest.mark.parametrize(
    ("username", "start"),
    [
        ("mara.lindqvist", b"\x89PNG"),
        ("galerie.nordlicht", b"%PDF-1.4"),
        ("sofia.ek", b"GIF89a"),
    ],
)
def test_link_leads_to_bytes_of_the_type_that_was_promised(caller, username, start):
    (mime_type, url), *_ = links(caller, username)
    assert url.startswith("http://127.0.0.1:8080/cdn/")
    reply = caller.follow(url)
    assert (reply.status, reply.headers["content-type"]) == (200, mime_type)
    assert reply.body.startswith(start)


@pytest.mark.parametrize("username", ["studio.marlow", "carlos.ibanez.cocina"])
def test_sound_and_film_are_mp4(caller, username):
    reply = next(caller.follow(url) for mime_type, url in links(caller, username) if "mp4" in mime_type)
    assert reply.status == 200
    assert reply.body[4:8] == b"ftyp"
    assert b"moov" in reply.body[:64]


def boxes(data, at=0, end=None):
    """Kind and content of each box of an MP4 file."""
    end = len(data) if end is None else end
    while at < end:
        (length,) = struct.unpack_from(">I", data, at)
        assert length >= 8
        yield data[at + 4 : at + 8], data[at + 8 : at + length]
        at += length
    assert at == end


def inside(data, *path):
    for kind in path:
        data = dict(boxes(data))[kind]
    return data


@pytest.mark.parametrize(("data", "seconds"), [(voice_mp4(4, 1), 4), (video_mp4("kiln", 150, 98, 3, 1), 3)])
def test_files_that_play_have_a_length_and_samples_where_they_say(data, seconds):
    parts = list(boxes(data))
    assert [kind for kind, _ in parts] == [b"ftyp", b"moov", b"mdat"]
    movie = parts[1][1]
    scale, length = struct.unpack_from(">2I", inside(movie, b"mvhd"), 12)
    assert length == seconds * scale
    table = inside(movie, b"trak", b"mdia", b"minf", b"stbl")
    size, count = struct.unpack_from(">2I", inside(table, b"stsz"), 4)
    sizes = [size] * count if size else struct.unpack_from(f">{count}I", inside(table, b"stsz"), 12)
    assert sum(sizes) == len(parts[2][1])
    (offset,) = struct.unpack_from(">I", inside(table, b"stco"), 8)
    assert data[offset : offset + 50] == parts[2][1][:50]


def test_voices_differ_and_repeat():
    """failure 31: a voice message is sound in MP4, whatever it is labelled as."""
    assert voice_mp4(2, 1) == voice_mp4(2, 1) != voice_mp4(2, 2)
    assert len(set(voice_mp4(2, 1))) > 100


def test_a_film_moves_and_never_looks_like_the_start_of_a_unit():
    data = video_mp4("bowl", 96, 64, 2, 4)
    picture = dict(boxes(data))[b"mdat"]
    at, units = 0, []
    while at < len(picture):
        (length,) = struct.unpack_from(">I", picture, at)
        units.append(picture[at + 4 : at + 4 + length])
        at += 4 + length
    assert len(units) == 10
    assert units[0][0] == 0x65
    assert {unit[0] for unit in units[1:]} == {0x41}
    assert all(unit.find(sign) < 0 for unit in units for sign in (b"\0\0\0", b"\0\0\1", b"\0\0\2"))
    assert len(set(units)) == len(units)


def test_picture_has_the_size_that_was_promised(caller):
    (message,) = [m for m in caller.messages("mara.lindqvist") if "attachments" in m]
    data = message["attachments"]["data"][0]["image_data"]
    assert read_png(caller.follow(data["url"]).body)[0] == (data["width"], data["height"])


def test_links_expire_and_a_read_gives_fresh_ones(caller, clock):
    """failures 75, 78, 79"""
    old = next(links(caller, "mara.lindqvist"))[1]
    assert caller.follow(old).status == 200
    clock.advance(days=6)
    assert caller.follow(old).status == 403
    fresh = next(links(caller, "mara.lindqvist"))[1]
    assert fresh != old
    assert caller.follow(fresh).status == 200


def test_links_stay_the_same_for_a_day(caller, clock):
    old = next(links(caller, "mara.lindqvist"))[1]
    clock.advance(hours=2)
    assert next(links(caller, "mara.lindqvist"))[1] == old
    caller.world.media.fresh_links = True
    assert next(links(caller, "mara.lindqvist"))[1] != old
    assert caller.follow(next(links(caller, "mara.lindqvist"))[1]).status == 200


def test_forged_and_unknown_links(caller):
    url = next(links(caller, "mara.lindqvist"))[1]
    assert caller.follow(url.replace("signature=", "signature=0")).status == 403
    assert caller.get("/cdn/ig_messaging_cdn/", asset_id="1", signature="x", oe="7FFFFFFF").status == 404


def test_no_token_is_needed(caller):
    url = next(links(caller, "mara.lindqvist"))[1]
    caller.token = None
    assert caller.follow(url).status == 200


def test_profile_picture(caller):
    person = caller.world.thread("mara.lindqvist").person
    url = caller.get(f"/v26.0/{person.igsid}", fields="profile_pic").value["profile_pic"]
    assert read_png(caller.follow(url).body)[0] == (160, 160)
