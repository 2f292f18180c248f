"""What a file is, judged by its bytes alone."""

import struct
import zlib

import pytest

from igdesk.store.sniff import MAX_FILE_BYTES, MAX_IMAGE_BYTES, FileRefusedError, sniff


def png(width: int = 3, height: int = 2) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 20)) + chunk(b"IEND", b"")


def jpeg(width: int = 640, height: int = 480, *, marker: int = 0xC0) -> bytes:
    thumbnail = b"\xff\xc0\x00\x11\x08\x00\x01\x00\x01"  # a frame inside the EXIF segment must not count
    exif = b"\xff\xe1" + struct.pack(">H", 2 + 6 + len(thumbnail)) + b"Exif\0\0" + thumbnail
    frame = b"\xff" + bytes([marker]) + struct.pack(">HBHHB", 17, 8, height, width, 3) + b"\0" * 9
    return b"\xff\xd8" + exif + b"\xff" + frame + b"\xff\xd9"


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", 8 + len(body)) + kind + body


def iso(brand: bytes, *rest: bytes) -> bytes:
    return box(b"ftyp", brand + b"\0\0\0\0" + brand) + b"".join(rest)


def handler(kind: bytes) -> bytes:
    return box(b"moov", box(b"hdlr", b"\0" * 8 + kind + b"\0" * 12))


def ispe(width: int, height: int) -> bytes:
    return box(b"ispe", struct.pack(">III", 0, width, height))


def webp(kind: bytes, body: bytes) -> bytes:
    return b"RIFF" + struct.pack("<I", 100) + b"WEBP" + kind + struct.pack("<I", len(body)) + body


KNOWN = [
    (png(), "image/png", 3, 2),
    (jpeg(), "image/jpeg", 640, 480),
    (jpeg(marker=0xC2), "image/jpeg", 640, 480),
    (b"GIF89a" + struct.pack("<HH", 7, 9) + b"\0" * 10, "image/gif", 7, 9),
    (webp(b"VP8 ", b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 320, 200)), "image/webp", 320, 200),
    (webp(b"VP8L", b"\x2f" + struct.pack("<I", 319 | 199 << 14)), "image/webp", 320, 200),
    (webp(b"VP8X", b"\0\0\0\0" + (319).to_bytes(3, "little") + (199).to_bytes(3, "little")), "image/webp", 320, 200),
    (iso(b"heic", ispe(512, 512), ispe(4032, 3024)), "image/heic", 4032, 3024),
    (iso(b"avif", ispe(64, 48)), "image/avif", 64, 48),
    (iso(b"isom", handler(b"vide"), handler(b"soun")), "video/mp4", None, None),
    (iso(b"isom", handler(b"soun")), "audio/mp4", None, None),
    (iso(b"M4A "), "audio/mp4", None, None),
    (iso(b"mp42"), "video/mp4", None, None),
    (iso(b"qt  ", handler(b"vide")), "video/quicktime", None, None),
    (b"RIFF\x24\0\0\0WAVEfmt ", "audio/wav", None, None),
    (b"OggS\0\x02" + b"\0" * 20, "audio/ogg", None, None),
    (b"%PDF-1.7\n%...", "application/pdf", None, None),
]


@pytest.mark.parametrize(("data", "mime_type", "width", "height"), KNOWN)
def test_known_kinds(data: bytes, mime_type: str, width: int | None, height: int | None) -> None:
    found = sniff(data)
    assert (found.mime_type, found.width_px, found.height_px) == (mime_type, width, height)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
        b"<?xml version='1.0'?><svg/>",
        b"<!doctype html><script>x()</script>",
        b"  %PDF-1.7",
        b"PK\x03\x04",
        b"MZ\x90\x00",
        b"\x7fELF",
        b"just words",
        b"\xff\xd8\xff\xe0\x00\x10JFIF",
        b"\xff\xd8\xff\xd9",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0",
        b"GIF89a\0",
        webp(b"ALPH", b"\0" * 20),
        iso(b"\x00\x01\x02\x03"),
    ],
)
def test_everything_else_is_refused(data: bytes) -> None:
    """failure 88: what a ``share`` links to is a web page, not media."""
    with pytest.raises(FileRefusedError):
        sniff(data)


@pytest.mark.parametrize(
    "data",
    [png(50_001, 1000), png(2**31 - 1, 2**31 - 1), jpeg(65_500, 65_500), png(0, 10), iso(b"heic", ispe(10**5, 10**5))],
)
def test_bombs_are_refused_by_their_header(data: bytes) -> None:
    with pytest.raises(FileRefusedError):
        sniff(data)


def test_large_files_are_refused() -> None:
    with pytest.raises(FileRefusedError):
        sniff(png() + bytes(MAX_IMAGE_BYTES))
    video = iso(b"isom", handler(b"vide"))
    assert sniff(video + bytes(MAX_IMAGE_BYTES)).mime_type == "video/mp4"
    with pytest.raises(FileRefusedError):
        sniff(video + bytes(MAX_FILE_BYTES))


@pytest.mark.parametrize("data", [entry[0] for entry in KNOWN])
def test_every_beginning_is_judged_without_a_fault(data: bytes) -> None:
    for length in range(len(data)):
        try:
            sniff(data[:length])
        except FileRefusedError:
            continue
