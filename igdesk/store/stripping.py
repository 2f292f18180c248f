"""Where and with what a picture or film was taken stays here: such notes are removed before a file is sent."""

from collections.abc import Iterator

_ORIENTED = b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00%c\x00\x00\x00\x00\x00\x00"
"""A note of one entry: which side is up."""
_PNG_NOTES = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"})
_PARENTS = frozenset({b"moov", b"trak", b"udta", b"meta"})
_FILM_NOTES = frozenset({b"\xa9xyz", b"loci", b"XMP_", b"meta", b"uuid"})


def strip_jpeg(data: bytes) -> bytes:
    """The same picture without EXIF, XMP and IPTC; the orientation is kept. Unreadable structure: as it is."""
    out = bytearray(data[:2])
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xDA or marker in (0x01, *range(0xD0, 0xDA)):
            break
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if end > len(data) or end < at + 4:
            return data
        segment = data[at:end]
        if marker == 0xE1 and segment[4:10] == b"Exif\x00\x00":
            side = _orientation(segment[10:])
            if side > 1:
                note = _ORIENTED % side
                out += b"\xff\xe1" + (len(note) + 2).to_bytes(2, "big") + note
        elif marker not in (0xE1, 0xED, 0xFE):
            out += segment
        at = end
    return bytes(out) + data[at:]


def _orientation(tiff: bytes) -> int:
    order = {b"II": "little", b"MM": "big"}.get(tiff[:2])
    if order is None:
        return 1

    def number(at: int, length: int) -> int:
        return int.from_bytes(tiff[at : at + length], "little" if order == "little" else "big")

    start = number(4, 4)
    for entry in range(min(number(start, 2), 200)):
        at = start + 2 + 12 * entry
        if number(at, 2) == 0x0112:
            side = number(at + 8, 2)
            return side if 1 <= side <= 8 else 1
    return 1


def strip_png(data: bytes) -> bytes:
    """The same picture without notes."""
    out = bytearray(data[:8])
    at = 8
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        if end > len(data):
            return data
        if data[at + 4 : at + 8] not in _PNG_NOTES:
            out += data[at:end]
        at = end
    return bytes(out)


def strip_film(data: bytes) -> bytes:
    """The same film or sound with its notes blanked in place, so that nothing in it moves."""
    out = bytearray(data)
    for start, end, name in _boxes(data, 0, len(data), depth=0):
        if name in _FILM_NOTES:
            out[start + 4 : start + 8] = b"free"
            out[start + 8 : end] = bytes(end - start - 8)
    return bytes(out)


def _boxes(data: bytes, at: int, end: int, *, depth: int) -> Iterator[tuple[int, int, bytes]]:
    """Boxes of the index of a film, with what they hold; notes themselves are not looked into."""
    while at + 8 <= end:
        size, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        size = size or end - at
        if size < 8 or at + size > end:
            return
        if depth or name in (b"moov", b"uuid", b"meta"):
            yield at, at + size, name
        if name in _PARENTS and name not in _FILM_NOTES and depth < 4:
            yield from _boxes(data, at + 8, at + size, depth=depth + 1)
        at += size


def film_facts(data: bytes) -> tuple[int | None, int | None, int | None]:
    """Width, height and length in milliseconds of an MP4 or MOV file, as far as its index tells."""
    width = height = duration_ms = None
    for start, end, name in _boxes(data, 0, len(data), depth=0):
        body = data[start + 8 : end]
        if name == b"mvhd" and len(body) >= 32:
            scale, length = (20, 8) if body[0] == 1 else (12, 4)
            rate = int.from_bytes(body[scale : scale + 4], "big")
            ticks = int.from_bytes(body[scale + 4 : scale + 4 + length], "big")
            if rate and ticks < 1 << 48:
                duration_ms = ticks * 1000 // rate
        elif name == b"tkhd" and len(body) >= 84:
            across, down = (int.from_bytes(body[at : at + 2], "big") for at in (-8, -4))
            if across and down:
                width, height = across, down
    return width, height, duration_ms
