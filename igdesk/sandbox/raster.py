"""A small software painter: filled shapes with smooth edges on rows of bytes, and the PNG around them."""

import struct
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from math import ceil, cos, floor, pi, sin, sqrt

Colour = tuple[int, int, int]
Point = tuple[float, float]
SUB = 3
"""Scan lines per row of pixels: the smoothness of edges."""


def colour(code: str) -> Colour:
    """From ``#rrggbb``."""
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    return (
        round(first[0] + (second[0] - first[0]) * share),
        round(first[1] + (second[1] - first[1]) * share),
        round(first[2] + (second[2] - first[2]) * share),
    )


class Paint(ABC):
    """What a shape is filled with: rows of RGB bytes as wide as the canvas."""

    @abstractmethod
    def row(self, y: int) -> bytes: ...

    @property
    def is_flat(self) -> bool:
        return False


class Flat(Paint):
    def __init__(self, code: str | Colour, width: int) -> None:
        self.colour = colour(code) if isinstance(code, str) else code
        self._row = bytes(self.colour) * width

    def row(self, y: int) -> bytes:
        return self._row

    @property
    def is_flat(self) -> bool:
        return True


class Down(Paint):
    """A gradient from top to bottom."""

    def __init__(self, top: Colour, bottom: Colour, y0: float, y1: float, width: int) -> None:
        self._ends, self._span, self._width = (top, bottom), (y0, max(y1 - y0, 1.0)), width

    def row(self, y: int) -> bytes:
        share = min(max((y - self._span[0]) / self._span[1], 0.0), 1.0)
        return bytes(mix(*self._ends, share)) * self._width


class Across(Paint):
    """A gradient from left to right through any number of colours."""

    def __init__(self, colours: Sequence[Colour], x0: float, x1: float, width: int) -> None:
        last = len(colours) - 1
        start, end = max(int(x0), 0), min(int(x1) + 1, width)
        step = last / max(x1 - x0, 1.0)
        row = bytearray(bytes(colours[0]) * start)
        for x in range(start, end):
            place = (x - x0) * step
            index = 0 if place < 0 else last - 1 if place >= last else int(place)
            (r0, g0, b0), (r1, g1, b1), share = colours[index], colours[index + 1], place - index
            share = 0.0 if share < 0 else 1.0 if share > 1 else share
            row += bytes((int(r0 + (r1 - r0) * share), int(g0 + (g1 - g0) * share), int(b0 + (b1 - b0) * share)))
        row += bytes(colours[last]) * (width - max(end, start))
        self._row = bytes(row)

    def row(self, y: int) -> bytes:
        return self._row


class Canvas:
    """An RGB picture that shapes are painted on."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.rows = [bytearray(width * 3) for _ in range(height)]

    # -- paints

    def flat(self, code: str | Colour) -> Flat:
        return Flat(code, self.width)

    def down(self, top: str | Colour, bottom: str | Colour, y0: float, y1: float) -> Down:
        return Down(_as_colour(top), _as_colour(bottom), y0, y1, self.width)

    def across(self, colours: Iterable[str | Colour], x0: float, x1: float) -> Across:
        return Across([_as_colour(code) for code in colours], x0, x1, self.width)

    # -- shapes

    def box(self, x0: float, y0: float, x1: float, y1: float, paint: Paint, alpha: float = 1.0) -> None:
        self.polygon([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], paint, alpha)

    def ellipse(self, cx: float, cy: float, rx: float, ry: float, paint: Paint, alpha: float = 1.0) -> None:
        if rx <= 0 or ry <= 0:
            return
        for y in range(max(floor(cy - ry), 0), min(ceil(cy + ry), self.height)):
            spans: list[tuple[float, float]] = []
            for sub in range(SUB):
                offset = (y + (sub + 0.5) / SUB - cy) / ry
                if -1.0 < offset < 1.0:
                    half = rx * sqrt(1.0 - offset * offset)
                    spans.append((cx - half, cx + half))
            self._row(y, spans, paint, alpha)

    def polygon(self, points: Sequence[Point], paint: Paint, alpha: float = 1.0) -> None:
        """Even-odd filling of a closed polygon."""
        crossings: dict[int, list[float]] = {}
        previous = points[-1]
        bottom = self.height * SUB
        for point in points:
            (x0, y0), (x1, y1) = (previous, point) if previous[1] <= point[1] else (point, previous)
            previous = point
            if y1 - y0 < 1e-9:
                continue
            slope = (x1 - x0) / (y1 - y0)
            first, last = max(ceil(y0 * SUB - 0.5), 0), min(ceil(y1 * SUB - 0.5), bottom)
            x = x0 + ((first + 0.5) / SUB - y0) * slope
            for line in range(first, last):
                crossings.setdefault(line, []).append(x)
                x += slope / SUB
        rows: dict[int, list[list[float]]] = {}
        for line, xs in crossings.items():
            xs.sort()
            rows.setdefault(line // SUB, []).append(xs)
        for y, lines in rows.items():
            for index in range(0, max(map(len, lines)) - 1, 2):
                self._row(y, [(xs[index], xs[index + 1]) for xs in lines if len(xs) > index + 1], paint, alpha)

    def stroke(self, points: Sequence[Point], width: float, paint: Paint, alpha: float = 1.0) -> None:
        """A line with round joints."""
        half = width / 2
        for (x0, y0), (x1, y1) in pairwise(points):
            length = sqrt((x1 - x0) ** 2 + (y1 - y0) ** 2)
            if length < 1e-6:
                continue
            nx, ny = -(y1 - y0) / length * half, (x1 - x0) / length * half
            self.polygon([(x0 + nx, y0 + ny), (x1 + nx, y1 + ny), (x1 - nx, y1 - ny), (x0 - nx, y0 - ny)], paint, alpha)
        if alpha == 1.0 and width > 1.5:
            for x, y in points:
                self.ellipse(x, y, half, half, paint)

    def ring(self, cx: float, cy: float, rx: float, ry: float, width: float, paint: Paint, alpha: float = 1.0) -> None:
        """The outline of an ellipse."""
        outer, inner = arc(cx, cy, rx + width / 2, ry + width / 2), arc(cx, cy, rx - width / 2, ry - width / 2)
        self.polygon([*outer, *reversed(inner)], paint, alpha)

    # -- pixels

    def _row(self, y: int, spans: Sequence[tuple[float, float]], paint: Paint, alpha: float) -> None:
        """One row of a shape from its spans on the scan lines of that row."""
        if not 0 <= y < self.height or not spans:
            return
        starts, ends = zip(*spans, strict=True)
        left, right = max(floor(min(starts)), 0), min(ceil(max(ends)), self.width)
        if right <= left:
            return
        solid_from = solid_to = left
        if len(spans) == SUB:
            solid_from = min(max(ceil(max(starts)), left), right)
            solid_to = max(min(floor(min(ends)), right), solid_from)
        row, source = self.rows[y], paint.row(y)
        if solid_to > solid_from:
            part = slice(solid_from * 3, solid_to * 3)
            if alpha >= 1.0:
                row[part] = source[part]
            else:
                _blend(row, source, solid_from, solid_to, alpha, paint.is_flat)
        weight = alpha / SUB
        for x in (*range(left, solid_from), *range(solid_to, right)):
            cover = 0.0
            after = x + 1
            for start, end in spans:
                inside = (min(after, end)) - (max(x, start))
                if inside > 0:
                    cover += inside
            if cover > 0:
                share, i = cover * weight, x * 3
                red, green, blue = row[i], row[i + 1], row[i + 2]
                row[i] = int(red + (source[i] - red) * share)
                row[i + 1] = int(green + (source[i + 1] - green) * share)
                row[i + 2] = int(blue + (source[i + 2] - blue) * share)

    def png(self) -> bytes:
        """The picture as a PNG file."""
        raw = b"".join(b"\x00" + row for row in self.rows)
        header = struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)
        chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(raw, 6)), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in chunks)


def arc(
    cx: float, cy: float, rx: float, ry: float, start: float = 0.0, end: float = 2 * pi, steps: int = 48
) -> list[Point]:
    """Points on an ellipse; angles run clockwise from the right, as the y axis points down."""
    return [
        (cx + rx * cos(start + (end - start) * i / steps), cy + ry * sin(start + (end - start) * i / steps))
        for i in range(steps + 1)
    ]


def curve(start: Point, first: Point, second: Point, end: Point, steps: int = 14) -> list[Point]:
    """Points on a cubic Bézier curve."""
    points: list[Point] = []
    for i in range(steps + 1):
        t = i / steps
        a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
        points.append(
            (
                a * start[0] + b * first[0] + c * second[0] + d * end[0],
                a * start[1] + b * first[1] + c * second[1] + d * end[1],
            )
        )
    return points


def _as_colour(code: str | Colour) -> Colour:
    return colour(code) if isinstance(code, str) else code


def _blend(row: bytearray, source: bytes, start: int, end: int, alpha: float, is_flat: bool) -> None:
    """Mix a run of pixels; a flat colour goes through a table per channel, which is many times faster."""
    for channel in range(3):
        part = slice(start * 3 + channel, end * 3, 3)
        if is_flat:
            row[part] = row[part].translate(_table(source[start * 3 + channel], alpha))
        else:
            row[part] = bytes(
                round(old + (new - old) * alpha) for old, new in zip(row[part], source[part], strict=True)
            )


@lru_cache(maxsize=512)
def _table(target: int, alpha: float) -> bytes:
    """Every channel value mixed with one target."""
    return bytes(round(value + (target - value) * alpha) for value in range(256))


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
