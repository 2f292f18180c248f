"""Reads SVG path data into QPainterPath: M L H V C S Q T A Z, absolute and relative."""

import math

from PySide6.QtGui import QPainterPath

_COUNT = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4, "q": 4, "t": 2, "a": 7, "z": 0}
_FLAGS = (3, 4)
"""Positions of the two flags of an arc: one digit each, often run together with what follows."""


def parse_path(data: str) -> QPainterPath:
    """The path that the data describes. Raises ValueError where it is not path data."""
    return _Pen(data).draw()


class _Reader:
    """Walks over the characters of path data."""

    def __init__(self, data: str) -> None:
        self.data = data
        self.at = 0

    def skip(self) -> None:
        while self.at < len(self.data) and self.data[self.at] in " ,\t\n\r":
            self.at += 1

    def command(self) -> str:
        """The next command letter, or nothing if numbers go on or the data ends."""
        self.skip()
        if self.at < len(self.data) and self.data[self.at].lower() in _COUNT:
            self.at += 1
            return self.data[self.at - 1]
        return ""

    @property
    def is_done(self) -> bool:
        self.skip()
        return self.at >= len(self.data)

    def flag(self) -> float:
        self.skip()
        digit = self.data[self.at : self.at + 1]
        if digit not in ("0", "1"):
            raise ValueError(f"no flag at {self.at} of {self.data!r}")
        self.at += 1
        return float(digit)

    def number(self) -> float:
        """A number ends where its second dot, a sign or any other character begins."""
        self.skip()
        start = at = self.at
        data, end = self.data, len(self.data)
        if at < end and data[at] in "+-":
            at += 1
        while at < end and data[at].isdigit():
            at += 1
        if at < end and data[at] == ".":
            at += 1
            while at < end and data[at].isdigit():
                at += 1
        if at < end and data[at] in "eE":
            at += 2 if data[at + 1 : at + 2] in ("+", "-") else 1
            while at < end and data[at].isdigit():
                at += 1
        self.at = at
        try:
            return float(data[start:at])
        except ValueError:
            raise ValueError(f"no number at {start} of {data!r}") from None


class _Pen:
    """Draws one path; remembers what the shorthand commands refer to."""

    def __init__(self, data: str) -> None:
        self.reader = _Reader(data)
        self.path = QPainterPath()
        self.x = self.y = 0.0
        self.start = (0.0, 0.0)
        self.control: tuple[str, float, float] = ("", 0.0, 0.0)
        """Kind and place of the last control point."""

    def draw(self) -> QPainterPath:
        command = ""
        while not self.reader.is_done:
            found = self.reader.command()
            if found:
                command = found
            elif not command or command in "zZ":
                raise ValueError(f"no command at {self.reader.at} of {self.reader.data!r}")
            kind = command.lower()
            values = [
                self.reader.flag() if kind == "a" and place in _FLAGS else self.reader.number()
                for place in range(_COUNT[kind])
            ]
            self._step(kind, values, is_relative=command.islower())
            if command in "mM":
                command = "l" if command == "m" else "L"
        return self.path

    def _step(self, kind: str, v: list[float], *, is_relative: bool) -> None:
        ox, oy = (self.x, self.y) if is_relative else (0.0, 0.0)
        control = ("", 0.0, 0.0)
        match kind:
            case "m":
                self.path.moveTo(ox + v[0], oy + v[1])
                self.start = (ox + v[0], oy + v[1])
            case "l":
                self.path.lineTo(ox + v[0], oy + v[1])
            case "h":
                self.path.lineTo(ox + v[0], self.y)
            case "v":
                self.path.lineTo(self.x, oy + v[0])
            case "c":
                control = ("c", ox + v[2], oy + v[3])
                self.path.cubicTo(ox + v[0], oy + v[1], control[1], control[2], ox + v[4], oy + v[5])
            case "s":
                first = self._reflected("c")
                control = ("c", ox + v[0], oy + v[1])
                self.path.cubicTo(*first, control[1], control[2], ox + v[2], oy + v[3])
            case "q":
                control = ("q", ox + v[0], oy + v[1])
                self.path.quadTo(control[1], control[2], ox + v[2], oy + v[3])
            case "t":
                control = ("q", *self._reflected("q"))
                self.path.quadTo(control[1], control[2], ox + v[0], oy + v[1])
            case "a":
                self._arc(v[0], v[1], v[2], v[3] == 1, v[4] == 1, ox + v[5], oy + v[6])
            case _:
                self.path.closeSubpath()
                self.path.moveTo(*self.start)
        place = self.path.currentPosition()
        self.x, self.y = place.x(), place.y()
        self.control = control

    def _reflected(self, kind: str) -> tuple[float, float]:
        if self.control[0] != kind:
            return self.x, self.y
        return 2 * self.x - self.control[1], 2 * self.y - self.control[2]

    def _arc(self, rx: float, ry: float, turn_deg: float, is_large: bool, sweeps: bool, x: float, y: float) -> None:
        """Elliptical arc from endpoints (SVG 1.1, F.6.5), drawn as cubics of at most a quarter turn."""
        rx, ry = abs(rx), abs(ry)
        if not rx or not ry:
            self.path.lineTo(x, y)
            return
        if (x, y) == (self.x, self.y):
            return
        cos_t, sin_t = math.cos(math.radians(turn_deg)), math.sin(math.radians(turn_deg))
        dx, dy = (self.x - x) / 2, (self.y - y) / 2
        px, py = cos_t * dx + sin_t * dy, cos_t * dy - sin_t * dx
        excess = (px / rx) ** 2 + (py / ry) ** 2
        if excess > 1:
            rx, ry = rx * math.sqrt(excess), ry * math.sqrt(excess)
        under = (px * ry) ** 2 + (py * rx) ** 2
        factor = math.sqrt(max((rx * ry) ** 2 - under, 0.0) / under)
        if is_large == sweeps:
            factor = -factor
        qx, qy = factor * rx * py / ry, -factor * ry * px / rx
        cx = cos_t * qx - sin_t * qy + (self.x + x) / 2
        cy = sin_t * qx + cos_t * qy + (self.y + y) / 2
        angle = math.atan2((py - qy) / ry, (px - qx) / rx)
        span = math.atan2((-py - qy) / ry, (-px - qx) / rx) - angle
        if sweeps and span < 0:
            span += 2 * math.pi
        elif not sweeps and span > 0:
            span -= 2 * math.pi
        pieces = max(math.ceil(abs(span) / (math.pi / 2) - 1e-9), 1)
        step = span / pieces
        reach = 4 / 3 * math.tan(step / 4)

        def place(u: float, v: float) -> tuple[float, float]:
            return cx + cos_t * rx * u - sin_t * ry * v, cy + sin_t * rx * u + cos_t * ry * v

        for _ in range(pieces):
            following = angle + step
            c1 = place(math.cos(angle) - reach * math.sin(angle), math.sin(angle) + reach * math.cos(angle))
            c2 = place(
                math.cos(following) + reach * math.sin(following), math.sin(following) - reach * math.cos(following)
            )
            self.path.cubicTo(*c1, *c2, *place(math.cos(following), math.sin(following)))
            angle = following
        self.path.lineTo(x, y)  # lands exactly on the endpoint
