"""What a file really is, judged by its bytes; whoever sent it may claim anything."""

import re
from dataclasses import dataclass, replace

from igdesk.store.moving import duration_ms, is_animated

MIB = 1024 * 1024
MAX_IMAGE_BYTES = 20 * MIB
MAX_FILE_BYTES = 64 * MIB
"""The most that is worth downloading for any kind of file."""
MAX_PIXELS = 50_000_000

_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_AVIF_BRANDS = {b"avif", b"avis"}
_SIZE_SEARCH_BYTES = 256 * 1024
_JPEG_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_JPEG_BARE = {0x01, *range(0xD0, 0xD9)}


@dataclass(frozen=True, slots=True)
class Sniffed:
    """Type and size of a file that may be kept."""

    mime_type: str
    width_px: int | None = None
    height_px: int | None = None
    duration_ms: int | None = None
    is_animated: bool = False


class FileRefusedError(Exception):
    """The file is of no known kind, damaged at its beginning, or too large. Not a fault of anybody here."""


def sniff(data: bytes) -> Sniffed:
    """The type of a file, or FileRefusedError.

    Only kinds that cannot do anything are known: no SVG, no HTML, no archive, no program.
    """
    found = _kind(data)
    limit = MAX_IMAGE_BYTES if found.mime_type.startswith("image/") else MAX_FILE_BYTES
    if len(data) > limit:
        raise FileRefusedError(f"{len(data)} bytes are too many for {found.mime_type}")
    if found.width_px is not None and found.height_px is not None:
        if not found.width_px or not found.height_px:
            raise FileRefusedError("a picture without an area")
        if found.width_px * found.height_px > MAX_PIXELS:
            raise FileRefusedError(f"{found.width_px} x {found.height_px} pixels are too many")
    length = duration_ms(data, found.mime_type)
    return replace(found, duration_ms=length, is_animated=is_animated(data, found.mime_type))


def _kind(data: bytes) -> Sniffed:
    head = data[:16]
    if head.startswith(b"\xff\xd8\xff"):
        return Sniffed("image/jpeg", *_jpeg_size(data))
    if head.startswith(b"\x89PNG\r\n\x1a\n") and data[12:16] == b"IHDR":
        return Sniffed("image/png", _big(data, 16, 4), _big(data, 20, 4))
    if head.startswith((b"GIF87a", b"GIF89a")):
        return Sniffed("image/gif", _little(data, 6, 2), _little(data, 8, 2))
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return Sniffed("image/webp", *_webp_size(data))
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return Sniffed("audio/wav")
    if head[4:8] == b"ftyp":
        return _iso_media(data)
    if head.startswith(b"OggS"):
        return Sniffed("audio/ogg")
    if head.startswith(b"%PDF-"):
        return Sniffed("application/pdf")
    raise FileRefusedError("a kind of file that is not kept")


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """Width and height from the frame header, stepping over the segments before it."""
    at = 2
    while at + 9 <= len(data):
        if data[at] != 0xFF:
            break
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1  # fill byte
        elif marker in _JPEG_BARE:
            at += 2
        elif marker in _JPEG_FRAMES:
            return _big(data, at + 7, 2), _big(data, at + 5, 2)
        else:
            at += 2 + max(_big(data, at + 2, 2), 2)
    raise FileRefusedError("a JPEG file without a frame")


def _webp_size(data: bytes) -> tuple[int, int]:
    chunk = data[12:16]
    if chunk == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        return _little(data, 26, 2) & 0x3FFF, _little(data, 28, 2) & 0x3FFF
    if chunk == b"VP8L" and data[20:21] == b"\x2f":
        bits = _little(data, 21, 4)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if chunk == b"VP8X":
        return _little(data, 24, 3) + 1, _little(data, 27, 3) + 1
    raise FileRefusedError("a WebP file without a picture")


def _iso_media(data: bytes) -> Sniffed:
    """MP4 and its relatives. Voice messages come with all sorts of brands: what is in it decides."""
    brand = data[8:12]
    if brand in _AVIF_BRANDS:
        return Sniffed("image/avif", *_heif_size(data))
    if brand in _HEIF_BRANDS:
        kind = "image/avif" if b"avif" in data[8:64] else "image/heic"
        return Sniffed(kind, *_heif_size(data))
    handlers = {data[at : at + 4] for at in (m.end() + 8 for m in re.finditer(b"hdlr", data))}
    if b"vide" in handlers:
        return Sniffed("video/quicktime" if brand == b"qt  " else "video/mp4")
    if b"soun" in handlers or brand in (b"M4A ", b"M4B "):
        return Sniffed("audio/mp4")
    if not re.fullmatch(rb"[A-Za-z0-9 ]{4}", brand):
        raise FileRefusedError("an MP4 file without a brand")
    return Sniffed("video/mp4")


def _heif_size(data: bytes) -> tuple[int | None, int | None]:
    """The largest picture that the header names; tiles and previews are named too."""
    places = (m.end() + 4 for m in re.finditer(b"ispe", data[:_SIZE_SEARCH_BYTES]))
    sizes = [(_big(data, at, 4), _big(data, at + 4, 4)) for at in places if at + 8 <= len(data)]
    return max(sizes, key=lambda size: size[0] * size[1], default=(None, None))


def _big(data: bytes, at: int, length: int) -> int:
    return _number(data, at, length, "big")


def _little(data: bytes, at: int, length: int) -> int:
    return _number(data, at, length, "little")


def _number(data: bytes, at: int, length: int, order: str) -> int:
    part = data[at : at + length]
    if len(part) < length:
        raise FileRefusedError("the file ends in its header")
    return int.from_bytes(part, "big" if order == "big" else "little")
