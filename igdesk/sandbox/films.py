"""Small real videos: a still life in which a light wanders, as H.264 without a codec.

Every macroblock that changes is stored as plain samples (I_PCM), every other one is skipped: any player shows it.
"""

import struct
from collections.abc import Iterator
from functools import lru_cache
from math import cos, pi, sin

from igdesk.sandbox.dice import Dice
from igdesk.sandbox.mp4 import Track, box, mp4_file
from igdesk.sandbox.pictures import MOTIFS, bowl
from igdesk.sandbox.raster import Canvas

FRAMES_PER_S = 5
KEY_EVERY = 30
"""Frames between pictures that stand alone: a seek has to go back no further."""
_BLOCK = 16
_LIGHT_PX = 40.0
_I_PCM, _I_PCM_IN_P = 25, 30


class _Bits:
    """Bits of a NAL unit, most significant first."""

    def __init__(self) -> None:
        self._done = bytearray()
        self._held, self._count = 0, 0

    def put(self, value: int, width: int) -> None:
        self._held = self._held << width | value
        self._count += width
        while self._count >= 8:
            self._count -= 8
            self._done.append(self._held >> self._count & 0xFF)
        self._held &= (1 << self._count) - 1

    def ue(self, *values: int) -> None:
        """Exponential Golomb codes."""
        for value in values:
            length = (value + 1).bit_length()
            self.put(value + 1, 2 * length - 1)

    def samples(self, data: bytes) -> None:
        """Whole bytes at the next border between bytes."""
        if self._count:
            self.put(0, 8 - self._count)
        self._done += data

    def unit(self, kind: int) -> bytes:
        """The NAL unit: closed, and without anything in it that looks like the start of another one."""
        self.put(1, 1)
        if self._count:
            self.put(0, 8 - self._count)
        return bytes((kind,)) + _guarded(bytes(self._done))


def _guarded(data: bytes) -> bytes:
    out, start = bytearray(), 0
    while True:
        at = data.find(b"\0\0", start)
        if at < 0 or at + 2 >= len(data):
            return bytes(out + data[start:])
        if data[at + 2] <= 3:
            out += data[start : at + 2] + b"\x03"
            start = at + 2
        else:
            out += data[start : at + 1]
            start = at + 1


class _Film:
    """One still picture in luma and chroma, and the frames made from it."""

    def __init__(self, motif: str, width: int, height: int, variant: int) -> None:
        canvas = Canvas(width, height)
        MOTIFS.get(motif, bowl)(canvas, Dice("film", motif, variant))
        self.width, self.height = width, height
        self.columns, self.rows = -(-width // _BLOCK), -(-height // _BLOCK)
        self._luma, self._blue, self._red = _planes(canvas, self.columns * _BLOCK, self.rows * _BLOCK)
        self._blocks = [self._block(column, row) for row in range(self.rows) for column in range(self.columns)]

    def head(self) -> tuple[bytes, bytes]:
        """Sequence and picture parameters."""
        bits = _Bits()
        for value in (66, 0xC0, 30):  # constrained baseline, level 3
            bits.put(value, 8)
        bits.ue(0, 4, 2, 1)
        bits.put(0, 1)
        bits.ue(self.columns - 1, self.rows - 1)
        bits.put(0b11, 2)
        right, bottom = (self.columns * _BLOCK - self.width) // 2, (self.rows * _BLOCK - self.height) // 2
        bits.put(1, 1)
        bits.ue(0, right, 0, bottom)
        bits.put(0, 1)
        picture = _Bits()
        picture.ue(0, 0)
        picture.put(0, 2)
        picture.ue(0, 0, 0)
        picture.put(0, 3)
        picture.ue(0, 0, 0)
        picture.put(0b100, 3)
        return bits.unit(0x67), picture.unit(0x68)

    def frame(self, number: int) -> bytes:
        since = number % KEY_EVERY
        lit = self._lit(number)
        bits = _Bits()
        bits.ue(0, 5 if since else 7, 0)
        bits.put(since, 8)
        if since:
            bits.put(0b000, 3)
        else:
            bits.ue(number // KEY_EVERY & 1)
            bits.put(0b00, 2)
        bits.ue(0, 1)
        if not since:
            for place, plain in enumerate(self._blocks):
                bits.ue(_I_PCM)
                bits.samples(lit.get(place, plain))
            return bits.unit(0x65)
        before = -1
        for place in sorted(lit.keys() | self._lit(number - 1).keys()):
            bits.ue(place - before - 1, _I_PCM_IN_P)
            bits.samples(lit.get(place, self._blocks[place]))
            before = place
        if before < len(self._blocks) - 1:
            bits.ue(len(self._blocks) - 1 - before)
        return bits.unit(0x41)

    @lru_cache(maxsize=2)  # noqa: B019 - a film lives for a moment
    def _lit(self, number: int) -> dict[int, bytes]:
        """The blocks that the light falls on in a frame."""
        turn = 2 * pi * number / (6 * FRAMES_PER_S)
        x, y = self.width * (0.5 + 0.3 * cos(turn)), self.height * (0.5 + 0.3 * sin(turn))
        first, last = int(x - _LIGHT_PX) // _BLOCK, int(x + _LIGHT_PX) // _BLOCK
        top, bottom = int(y - _LIGHT_PX) // _BLOCK, int(y + _LIGHT_PX) // _BLOCK
        return {
            row * self.columns + column: self._block(column, row, (x, y))
            for row in range(max(top, 0), min(bottom + 1, self.rows))
            for column in range(max(first, 0), min(last + 1, self.columns))
        }

    def _block(self, column: int, row: int, light: tuple[float, float] | None = None) -> bytes:
        x, y = column * _BLOCK, row * _BLOCK
        luma = b"".join(line[x : x + _BLOCK] for line in self._luma[y : y + _BLOCK])
        if light is not None:
            luma = _lighter(luma, light[0] - x, light[1] - y)
        x, y = x // 2, y // 2
        return luma + b"".join(
            line[x : x + _BLOCK // 2] for plane in (self._blue, self._red) for line in plane[y : y + _BLOCK // 2]
        )


def _lighter(luma: bytes, x: float, y: float) -> bytes:
    """A block under a light whose middle is at this place of it."""
    lit = bytearray(luma)
    for number, value in enumerate(luma):
        away = (((number & 15) - x) ** 2 + ((number >> 4) - y) ** 2) / (_LIGHT_PX * _LIGHT_PX)
        if away < 1:
            lit[number] = int(value + (235 - value) * 0.6 * (1 - away))
    return bytes(lit)


def _planes(canvas: Canvas, width: int, height: int) -> tuple[list[bytes], list[bytes], list[bytes]]:
    """Luma of every pixel and chroma of every fourth, the last column and row repeated to full blocks."""
    known: dict[tuple[int, int, int], tuple[int, int, int]] = {}
    luma, blue, red = [], [], []
    for y in range(height):
        row = canvas.rows[min(y, canvas.height - 1)]
        pixels = list(zip(row[0::3], row[1::3], row[2::3], strict=True))
        pixels += [pixels[-1]] * (width - canvas.width)
        for pixel in set(pixels) - known.keys():
            r, g, b = pixel
            known[pixel] = (
                round(16 + 0.257 * r + 0.504 * g + 0.098 * b),
                round(128 - 0.148 * r - 0.291 * g + 0.439 * b),
                round(128 + 0.439 * r - 0.368 * g - 0.071 * b),
            )
        values = [known[pixel] for pixel in pixels]
        luma.append(bytes(value[0] for value in values))
        if y % 2 == 0:
            blue.append(bytes(value[1] for value in values[::2]))
            red.append(bytes(value[2] for value in values[::2]))
    return luma, blue, red


def _frames(film: _Film, count: int) -> Iterator[bytes]:
    for number in range(count):
        unit = film.frame(number)
        yield struct.pack(">I", len(unit)) + unit


def video_mp4(motif: str, width: int, height: int, duration_s: int, variant: int) -> bytes:
    """A video of this size (even numbers) and length."""
    film = _Film(motif, width, height, variant)
    sequence, picture = film.head()
    frames = list(_frames(film, max(duration_s, 1) * FRAMES_PER_S))
    config = box(
        b"avcC",
        bytes((1, *sequence[1:4], 0xFF, 0xE1)),
        struct.pack(">H", len(sequence)) + sequence + b"\x01",
        struct.pack(">H", len(picture)) + picture,
    )
    entry = box(
        b"avc1",
        bytes(6) + struct.pack(">H", 1) + bytes(16),
        struct.pack(">2H2I4xH", width, height, 0x480000, 0x480000, 1),
        bytes(32) + struct.pack(">Hh", 24, -1),
        config,
    )
    track = Track(
        b"vide",
        entry,
        timescale=FRAMES_PER_S * 100,
        sample_ticks=100,
        sample_sizes=[len(frame) for frame in frames],
        sample_count=len(frames),
        data=b"".join(frames),
        size=(width, height),
        sync_samples=range(1, len(frames) + 1, KEY_EVERY),
    )
    return mp4_file(b"isom", track)
