"""MP4 files around samples that are there already: one track of pictures or of sound."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

_IDENTITY = struct.pack(">9i", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_LANGUAGE = 0x55C4
"""Undetermined."""


@dataclass(frozen=True, slots=True)
class Track:
    """What a file holds. The samples of a track follow each other in one piece of the file."""

    handler: bytes
    """``vide`` or ``soun``."""
    entry: bytes
    """The box that describes the samples."""
    timescale: int
    sample_ticks: int
    sample_sizes: Sequence[int]
    """Bytes of each sample; a single number stands for all of them."""
    sample_count: int
    data: bytes
    size: tuple[int, int] = (0, 0)
    sync_samples: Sequence[int] = ()
    """Pictures that stand alone, counted from 1; empty: all of them do."""


def mp4_file(brand: bytes, track: Track) -> bytes:
    """The whole file: a description first, so that it can be played while it comes."""
    head = box(b"ftyp", brand, bytes(4), brand, b"isom", b"mp42")
    # The offset stands in the description, whose length does not depend on it.
    start = len(head) + len(_movie(track, 0)) + 8
    return head + _movie(track, start) + box(b"mdat", track.data)


def box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + kind + body


def full(kind: bytes, *parts: bytes, flags: int = 0) -> bytes:
    """A box with version and flags."""
    return box(kind, struct.pack(">I", flags), *parts)


def _movie(track: Track, offset: int) -> bytes:
    ticks = track.sample_ticks * track.sample_count
    duration_ms = ticks * 1000 // track.timescale
    width, height = track.size
    volume = 0x100 if track.handler == b"soun" else 0
    header = full(
        b"mvhd",
        struct.pack(">4IIH", 0, 0, 1000, duration_ms, 0x10000, 0x100),
        bytes(10),
        _IDENTITY,
        bytes(24),
        struct.pack(">I", 2),
    )
    track_header = full(
        b"tkhd",
        struct.pack(">5I", 0, 0, 1, 0, duration_ms),
        bytes(8),
        struct.pack(">4H", 0, 0, volume, 0),
        _IDENTITY,
        struct.pack(">2I", width << 16, height << 16),
        flags=3,
    )
    media = box(
        b"mdia",
        full(b"mdhd", struct.pack(">4I2H", 0, 0, track.timescale, ticks, _LANGUAGE, 0)),
        full(b"hdlr", bytes(4), track.handler, bytes(12), b"\0"),
        box(b"minf", _media_header(track.handler), _here(), _table(track, offset)),
    )
    return box(b"moov", header, box(b"trak", track_header, media))


def _media_header(handler: bytes) -> bytes:
    return full(b"smhd", bytes(4)) if handler == b"soun" else full(b"vmhd", bytes(8), flags=1)


def _here() -> bytes:
    """The samples are in this very file."""
    return box(b"dinf", full(b"dref", struct.pack(">I", 1), full(b"url ", flags=1)))


def _table(track: Track, offset: int) -> bytes:
    """Where each sample is, how large, and when its turn comes."""
    sizes = track.sample_sizes
    is_even = len(sizes) == 1
    per_sample = b"" if is_even else struct.pack(f">{len(sizes)}I", *sizes)
    parts = [
        full(b"stsd", struct.pack(">I", 1), track.entry),
        full(b"stts", struct.pack(">3I", 1, track.sample_count, track.sample_ticks)),
        full(b"stsc", struct.pack(">4I", 1, 1, track.sample_count, 1)),
        full(b"stsz", struct.pack(">2I", sizes[0] if is_even else 0, track.sample_count), per_sample),
        full(b"stco", struct.pack(">2I", 1, offset)),
    ]
    if track.sync_samples:
        count = len(track.sync_samples)
        parts.append(full(b"stss", struct.pack(f">{count + 1}I", count, *track.sync_samples)))
    return box(b"stbl", *parts)
