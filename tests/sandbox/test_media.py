"""Signed links and the bytes behind them."""

import struct
import zlib

import pytest

from igdesk.sandbox.pictures import MOTIFS, avatar_png, gif_bytes, picture_png


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
def test_sound_and_film_are_headers_of_mp4(caller, username):
    reply = next(caller.follow(url) for mime_type, url in links(caller, username) if "mp4" in mime_type)
    assert reply.status == 200
    assert reply.body[4:8] == b"ftyp"


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
