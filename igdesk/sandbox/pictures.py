"""The pictures of the made-up studio: flat still lifes in warm colours, drawn when somebody looks."""

from collections.abc import Callable, Sequence
from math import pi

from igdesk.sandbox.dice import Dice
from igdesk.sandbox.raster import Canvas, Colour, Point, arc, colour, curve, mix

WOOD_DARK = "#8f6243"
_FIRE = ("#c2441c", "#dd6227", "#ec8438", "#f7aa5b", "#fdd594")
LEAF = "#5f7d55"
GLAZES: tuple[tuple[str, str, str], ...] = (
    ("#a5bd92", "#6f9168", "#4c6b49"),
    ("#7fb0a6", "#3f8078", "#2f625d"),
    ("#e09a76", "#c96f4a", "#a9542f"),
    ("#e5c98a", "#c9a24a", "#a98438"),
    ("#b9c6d6", "#7d90a6", "#5a6c82"),
    ("#f4ede1", "#e6d9c5", "#cbb99f"),
)
"""Light side, middle, shadow."""


def _between(codes: Sequence[str], place: float) -> Colour:
    """A colour of a run of colours, 0 to 1."""
    index = min(int(place * (len(codes) - 1)), len(codes) - 2)
    return mix(colour(codes[index]), colour(codes[index + 1]), place * (len(codes) - 1) - index)


def _shadow(canvas: Canvas, cx: float, cy: float, rx: float, ry: float) -> None:
    dark = canvas.flat("#3a2618")
    for step in range(6):
        canvas.ellipse(cx, cy, rx * (1.25 - step * 0.1), ry * (1.25 - step * 0.1), dark, 0.07)


def _room(canvas: Canvas, table: float) -> None:
    """A wall with a slanting beam of light, and a table."""
    w, h = canvas.width, canvas.height
    canvas.box(0, 0, w, h, canvas.down("#e9dac8", "#f1e7da", 0, h * table))
    beam = [(w * 0.66, 0.0), (w * 0.98, 0.0), (w * 0.74, h * table), (w * 0.4, h * table)]
    canvas.polygon(beam, canvas.flat("#fffaf2"), 0.42)
    canvas.box(0, h * table, w, h, canvas.down("#c29069", "#a06e4b", h * table, h))
    canvas.box(0, h * table, w, h * table + 2, canvas.flat(WOOD_DARK), 0.35)


def bowl(canvas: Canvas, dice: Dice) -> None:
    w, h, unit = canvas.width, canvas.height, min(canvas.width, canvas.height)
    _room(canvas, 0.68)
    light, middle, dark = dice.choice(GLAZES[:5])
    cx, rim, half, depth = w * dice.uniform(0.46, 0.54), h * 0.5, unit * 0.36, unit * 0.32
    _shadow(canvas, cx, rim + depth + unit * 0.05, half * 0.8, unit * 0.04)
    foot = [(cx - half * 0.38, rim + depth * 0.9), (cx + half * 0.38, rim + depth * 0.9)]
    canvas.polygon(
        [*foot, (cx + half * 0.32, rim + depth * 1.14), (cx - half * 0.32, rim + depth * 1.14)], canvas.flat(dark)
    )
    left = curve(
        (cx - half, rim), (cx - half * 0.96, rim + depth * 0.75), (cx - half * 0.5, rim + depth), (cx, rim + depth)
    )
    right = [(2 * cx - x, y) for x, y in reversed(left)]
    canvas.polygon([*left, *right], canvas.across((middle, light, middle, dark), cx - half, cx + half))
    canvas.ellipse(cx, rim, half, unit * 0.075, canvas.across((light, middle), cx - half, cx + half))
    canvas.ellipse(cx, rim + unit * 0.008, half * 0.93, unit * 0.06, canvas.flat(dark))
    canvas.ellipse(cx - half * 0.08, rim + unit * 0.026, half * 0.72, unit * 0.038, canvas.flat(middle), 0.75)


def _plate(canvas: Canvas, cx: float, cy: float, radius: float, light: str, rim: str) -> None:
    shade = canvas.flat("#3a2618")
    for grow in (1.05, 1.02):
        canvas.ellipse(cx + radius * 0.03, cy + radius * 0.05, radius * grow, radius * grow, shade, 0.09)
    canvas.ellipse(cx, cy, radius, radius, canvas.down(light, rim, cy - radius, cy + radius))
    canvas.ring(cx, cy, radius * 0.7, radius * 0.7, max(radius * 0.025, 1.2), canvas.flat("#ffffff"), 0.45)
    canvas.ellipse(cx, cy, radius * 0.66, radius * 0.66, canvas.flat(light), 0.6)


def _sprig(canvas: Canvas, x: float, y: float, length: float, tilt: float) -> None:
    """A twig with pairs of leaves."""
    green = canvas.flat(LEAF)
    end = (x + length, y - length * tilt)
    canvas.stroke([(x, y), end], max(length * 0.02, 1.6), green)
    for step in range(1, 6):
        px, py = x + length * step / 5.4, y - length * tilt * step / 5.4
        for side in (-1, 1):
            tip = (px + length * 0.13, py - length * (0.11 * side + tilt * 0.08))
            middle = ((px + tip[0]) / 2, (py + tip[1]) / 2)
            bulge = length * 0.035
            canvas.polygon(
                [
                    (px, py),
                    (middle[0] - bulge, middle[1] - bulge * side),
                    tip,
                    (middle[0] + bulge, middle[1] + bulge * side),
                ],
                green,
            )


def plates(canvas: Canvas, dice: Dice) -> None:
    w, h, unit = canvas.width, canvas.height, min(canvas.width, canvas.height)
    canvas.box(0, 0, w, h, canvas.down("#e0d1ba", "#d8c6ac", 0, h))
    light, middle, _dark = dice.choice(GLAZES[:5])
    _plate(canvas, w * 0.36, h * 0.5, unit * 0.37, "#f7f2e9", "#ebe1d2")
    _plate(canvas, w * 0.8, h * 0.32, unit * 0.25, light, middle)
    _plate(canvas, w * 0.79, h * 0.82, unit * 0.15, "#f7f2e9", "#ebe1d2")
    _sprig(canvas, w * 0.36 - unit * 0.19, h * 0.5 + unit * 0.09, unit * 0.36, dice.uniform(0.35, 0.6))


def _mug(canvas: Canvas, x: float, base: float, size: float, glaze: tuple[str, str, str]) -> None:
    light, middle, dark = glaze
    width, height = size * 0.78, size
    top = base - height
    handle = arc(x + width, top + height * 0.5, size * 0.26, size * 0.28, -pi / 2, pi / 2, 20)
    canvas.stroke(handle, size * 0.1, canvas.flat(dark))
    canvas.box(x, top, x + width, base, canvas.across((light, middle, dark), x, x + width))
    canvas.box(x, top + height * 0.63, x + width, base, canvas.across(("#efe4d3", "#e2d3bd"), x, x + width))
    canvas.ellipse(x + width / 2, base, width / 2, size * 0.06, canvas.flat("#e6d8c4"))
    canvas.ellipse(x + width / 2, top, width / 2, size * 0.085, canvas.flat(light))
    canvas.ellipse(x + width / 2, top + size * 0.008, width * 0.44, size * 0.062, canvas.flat("#4a3426"))


def mugs(canvas: Canvas, dice: Dice) -> None:
    w, h, unit = canvas.width, canvas.height, min(canvas.width, canvas.height)
    canvas.box(0, 0, w, h, canvas.down("#f4ede3", "#e9dccb", 0, h * 0.75))
    canvas.polygon([(0, h * 0.4), (w, h * 0.12), (w, 0), (0, 0)], canvas.flat("#fffaf3"), 0.5)
    shelf = h * 0.77
    canvas.box(0, shelf, w, shelf + unit * 0.055, canvas.flat("#ad7850"))
    canvas.box(0, shelf + unit * 0.055, w, h, canvas.flat("#cbb59b"))
    canvas.box(0, shelf + unit * 0.055, w, shelf + unit * 0.1, canvas.flat("#8f6d4e"), 0.35)
    count = 3 if w > h * 1.1 else 2
    first = dice.integer(0, 4)
    size = min(unit * 0.38, w / (count * 1.35))
    for index in range(count):
        x = w * (index + 0.5) / count - size * 0.5
        _mug(canvas, x, shelf, size, GLAZES[(first + index) % 5])


def _pot(
    canvas: Canvas, cx: float, base: float, width: float, height: float, glaze: tuple[str, str, str], waist: float
) -> None:
    """A rounded vessel; ``waist`` is the width of its mouth against its belly."""
    top, half = base - height, width / 2
    left = [
        *curve(
            (cx - half * waist, top),
            (cx - half * 1.12, top + height * 0.2),
            (cx - half * 1.05, base),
            (cx - half * 0.62, base),
        ),
    ]
    canvas.polygon([*left, *[(2 * cx - x, y) for x, y in reversed(left)]], canvas.across(glaze, cx - half, cx + half))
    canvas.ellipse(cx, top, half * waist, max(height * 0.03, 1.5), canvas.flat(glaze[2]))


def shelves(canvas: Canvas, dice: Dice) -> None:
    w, h, unit = canvas.width, canvas.height, min(canvas.width, canvas.height)
    canvas.box(0, 0, w, h, canvas.down("#ece4d9", "#ddd2c4", 0, h))
    for level in (0.4, 0.8):
        y = h * level
        canvas.box(0, y + unit * 0.03, w, y + unit * 0.055, canvas.flat("#6b5240"), 0.18)
        canvas.box(0, y, w, y + unit * 0.032, canvas.flat("#9a6b48"))
        x = unit * 0.04
        while x < w - unit * 0.08:
            width, height = unit * dice.uniform(0.13, 0.26), unit * dice.uniform(0.14, 0.27)
            _pot(canvas, x + width / 2, y, width, height, dice.choice(GLAZES), dice.uniform(0.55, 0.95))
            x += width + unit * dice.uniform(0.04, 0.1)
    canvas.box(0, h * 0.93, w, h, canvas.flat("#baa487"))


def vase(canvas: Canvas, dice: Dice) -> None:
    w, h, unit = canvas.width, canvas.height, min(canvas.width, canvas.height)
    canvas.box(0, 0, w, h * 0.76, canvas.down("#c3d8dc", "#aac6cc", 0, h * 0.76))
    canvas.box(w * 0.04, 0, w * 0.43, h * 0.7, canvas.flat("#d7e6e8"), 0.55)
    canvas.box(0, h * 0.76, w, h, canvas.down("#ece2d4", "#d9cbb8", h * 0.76, h))
    cx, base = w * dice.uniform(0.46, 0.54), h * 0.87
    _shadow(canvas, cx + unit * 0.05, base, unit * 0.22, unit * 0.03)
    mouth = base - unit * 0.46
    for lean in (-0.62, -0.22, 0.12, 0.5):
        lean += dice.uniform(-0.06, 0.06)
        tip = (cx + lean * unit * 0.55, mouth - unit * dice.uniform(0.3, 0.42))
        stem: list[Point] = curve(
            (cx, mouth + 4), (cx, mouth - unit * 0.12), (tip[0] * 0.6 + cx * 0.4, tip[1] + unit * 0.1), tip, 10
        )
        canvas.stroke(stem, max(unit * 0.009, 1.6), canvas.flat(LEAF))
        for index in (4, 6, 8, 10):
            px, py = stem[index]
            side = 1 if index % 4 else -1
            leaf = curve(
                (px, py),
                (px + side * unit * 0.03, py - unit * 0.05),
                (px + side * unit * 0.08, py - unit * 0.04),
                (px + side * unit * 0.1, py - unit * 0.01),
                6,
            )
            back = curve(
                (px + side * unit * 0.1, py - unit * 0.01),
                (px + side * unit * 0.06, py + unit * 0.02),
                (px + side * unit * 0.03, py + unit * 0.015),
                (px, py),
                6,
            )
            canvas.polygon([*leaf, *back], canvas.flat(dice.choice(("#5f7d55", "#6d8a60", "#547049"))))
    glaze = dice.choice((GLAZES[5], GLAZES[5], GLAZES[1], GLAZES[2]))
    half, neck = unit * 0.19, unit * 0.068
    left = [
        (cx - neck, mouth),
        *curve(
            (cx - neck, mouth + unit * 0.1),
            (cx - half, mouth + unit * 0.17),
            (cx - half * 1.15, base - unit * 0.1),
            (cx - half * 0.72, base),
        ),
    ]
    canvas.polygon([*left, *[(2 * cx - x, y) for x, y in reversed(left)]], canvas.across(glaze, cx - half, cx + half))
    canvas.ellipse(cx, mouth, neck, unit * 0.014, canvas.flat("#a98d6c"))
    canvas.box(cx - half * 0.93, base - unit * 0.2, cx + half * 0.93, base - unit * 0.194, canvas.flat(glaze[2]), 0.7)


def shop(canvas: Canvas, dice: Dice) -> None:
    w, h, unit = canvas.width, canvas.height, min(canvas.width, canvas.height)
    canvas.box(0, 0, w, h, canvas.flat("#e8d7c3"))
    canvas.box(0, h * 0.24, w, h * 0.85, canvas.flat("#23403b"))
    canvas.box(w * 0.03, h * 0.4, w * 0.6, h * 0.85, canvas.down("#f7dca6", "#f2cf8e", h * 0.4, h * 0.85))
    canvas.box(w * 0.7, h * 0.46, w * 0.93, h * 0.68, canvas.flat("#edc983"))
    canvas.ellipse(w * 0.92, h * 0.73, unit * 0.013, unit * 0.013, canvas.flat("#e8d7c3"))
    accent = canvas.flat(dice.choice(("#c4614a", "#3f8078", "#c9a24a")))
    stripe = w / 7.5
    for index in range(9):
        paint = canvas.flat("#f5efe6") if index % 2 else accent
        x = index * stripe - stripe * 0.4
        canvas.box(x, h * 0.29, x + stripe, h * 0.38, paint)
        canvas.ellipse(x + stripe / 2, h * 0.38, stripe / 2, unit * 0.045, paint)
    dark = canvas.flat("#3d2a20")
    px = w * dice.uniform(0.14, 0.24)
    canvas.ellipse(px, h * 0.63, unit * 0.042, unit * 0.042, dark)
    canvas.polygon(
        [
            (px - unit * 0.07, h * 0.85),
            *arc(px, h * 0.76, unit * 0.062, unit * 0.085, pi, 2 * pi, 16),
            (px + unit * 0.07, h * 0.85),
        ],
        dark,
    )
    canvas.box(w * 0.34, h * 0.72, w * 0.54, h * 0.735, dark)
    canvas.box(w * 0.43, h * 0.73, w * 0.445, h * 0.85, dark)
    canvas.box(w * 0.38, h * 0.675, w * 0.425, h * 0.72, canvas.flat("#fdf8ef"))
    canvas.box(0, h * 0.85, w, h, canvas.flat("#b5a797"))


def kiln(canvas: Canvas, dice: Dice) -> None:
    w, h, unit = canvas.width, canvas.height, min(canvas.width, canvas.height)
    canvas.box(0, 0, w, h, canvas.flat("#251b18"))
    cx, spring, floor_y = w * 0.5, h * 0.42, h * 0.86

    def arch(half: float, rise: float, code: str) -> None:
        points = [*arc(cx, spring, half, rise, pi, 2 * pi, 32), (cx + half, floor_y), (cx - half, floor_y)]
        canvas.polygon(points, canvas.flat(code))

    half = min(w * 0.36, unit * 0.42)
    arch(half, h * 0.36, "#4a3731")
    arch(half * 0.73, h * 0.24, "#e79a55")
    for step in range(14):
        shrink, glow_colour = 0.715 - step * 0.045, _between(_FIRE, step / 13)
        canvas.ellipse(cx, spring + h * 0.14, half * shrink, h * (0.36 - step * 0.0225), canvas.flat(glow_colour))
    canvas.box(0, floor_y, w, h, canvas.flat("#1a1211"))
    canvas.box(cx - half, spring, cx - half * 0.73, floor_y, canvas.flat("#4a3731"))
    canvas.box(cx + half * 0.73, spring, cx + half, floor_y, canvas.flat("#4a3731"))
    glow = ("#7a3018", "#5c2212", "#471a10")
    for place in (-0.42, 0.04, 0.44):
        width, height = half * dice.uniform(0.24, 0.34), h * dice.uniform(0.12, 0.26)
        _pot(canvas, cx + place * half, floor_y, width, height, glow, dice.uniform(0.6, 0.95))


def landscape(canvas: Canvas, dice: Dice) -> None:
    w, h, unit = canvas.width, canvas.height, min(canvas.width, canvas.height)
    canvas.box(0, 0, w, h, canvas.down("#cfe0dc", "#f3e7d2", 0, h * 0.65))
    canvas.ellipse(w * dice.uniform(0.62, 0.8), h * 0.24, unit * 0.085, unit * 0.085, canvas.flat("#f7e3a9"))
    for level, code in ((0.5, "#b7c9b4"), (0.6, "#8fab92"), (0.72, "#6b8f75"), (0.84, "#46705a")):
        y, swing = h * level, h * dice.uniform(0.05, 0.11)
        ridge = [*curve((0, y), (w * 0.25, y - swing), (w * 0.3, y + swing), (w * 0.55, y), 16)]
        ridge += curve((w * 0.55, y), (w * 0.75, y - swing), (w * 0.85, y + swing * 0.4), (w, y - swing * 0.3), 16)
        canvas.polygon([*ridge, (w, h), (0, h)], canvas.flat(code))


def plant(canvas: Canvas, dice: Dice) -> None:
    w, h, unit = canvas.width, canvas.height, min(canvas.width, canvas.height)
    canvas.box(0, 0, w, h, canvas.flat(dice.choice(("#f1dfd0", "#dfe9e2", "#efe6cf", "#e4e1ec"))))
    canvas.box(0, h * 0.82, w, h, canvas.flat("#c79f78"))
    cx, base = w / 2, h * 0.86
    for lean in (-0.5, -0.25, 0.02, 0.27, 0.5):
        tip = (cx + lean * unit * 0.75, h * (0.16 + abs(lean) * 0.4))
        side = unit * 0.085
        leaf = curve(
            (cx, h * 0.6), (cx + lean * unit * 0.2 - side, h * 0.45), (tip[0] - side, tip[1] + unit * 0.16), tip, 10
        )
        back = curve(
            tip, (tip[0] + side, tip[1] + unit * 0.16), (cx + lean * unit * 0.2 + side, h * 0.45), (cx, h * 0.6), 10
        )
        canvas.polygon([*leaf, *back], canvas.flat(dice.choice(("#547049", "#6d8a60", "#7f9c70", "#466342"))))
    _pot(canvas, cx, base, unit * 0.4, unit * 0.3, dice.choice(GLAZES), 0.92)


def portrait(canvas: Canvas, dice: Dice) -> None:
    """A bust without features."""
    w, h, unit = canvas.width, canvas.height, min(canvas.width, canvas.height)
    canvas.box(0, 0, w, h, canvas.flat(dice.choice(("#dfe9e2", "#f1dccd", "#d9e4ee", "#efe3c4", "#e6ddec", "#cfe2dd"))))
    skin = canvas.flat(dice.choice(("#f0c9a8", "#d9a27a", "#b07a52", "#8a5a3a", "#e7b894")))
    hair = canvas.flat(dice.choice(("#2e221c", "#5b3a24", "#8a5a32", "#c99a5a", "#6b6b6e", "#7d2f22")))
    shirt = canvas.flat(dice.choice(("#3f8078", "#c96f4a", "#7d90a6", "#c9a24a", "#6f9168", "#f4ede1")))
    cx, cy, long_hair = w / 2, h * 0.42, dice.chance(0.55)
    if long_hair:
        canvas.ellipse(cx, cy + unit * 0.06, unit * 0.245, unit * 0.33, hair)
    canvas.ellipse(cx, h * 1.02, unit * 0.4, unit * 0.33, shirt)
    canvas.box(cx - unit * 0.07, cy + unit * 0.1, cx + unit * 0.07, cy + unit * 0.32, skin)
    canvas.ellipse(cx, cy + unit * 0.31, unit * 0.07, unit * 0.05, skin)
    canvas.ellipse(cx, cy, unit * 0.165, unit * 0.2, skin)
    fringe = arc(cx, cy - unit * 0.03, unit * 0.195, unit * 0.2, pi, 2 * pi, 20)
    canvas.polygon(
        [
            *fringe,
            *curve(
                (cx + unit * 0.195, cy - unit * 0.03),
                (cx + unit * 0.1, cy - unit * 0.13),
                (cx - unit * 0.1, cy - unit * 0.08),
                (cx - unit * 0.195, cy - unit * 0.03),
                10,
            ),
        ],
        hair,
    )


Motif = Callable[[Canvas, Dice], None]
MOTIFS: dict[str, Motif] = {
    "bowl": bowl,
    "plates": plates,
    "mugs": mugs,
    "shelves": shelves,
    "vase": vase,
    "shop": shop,
    "kiln": kiln,
    "landscape": landscape,
    "plant": plant,
    "portrait": portrait,
}


def picture_png(motif: str, width: int, height: int, variant: int) -> bytes:
    """A still life of exactly this size; the same variant is always the same picture."""
    canvas = Canvas(width, height)
    MOTIFS.get(motif, bowl)(canvas, Dice("picture", motif, variant))
    return canvas.png()


def avatar_png(motif: str, variant: int) -> bytes:
    return picture_png(motif, 160, 160, variant)


def gif_bytes(width: int, height: int, variant: int) -> bytes:
    """An endless animation: a bowl turning into the colours of the glazes."""
    codes = [glaze[1] for glaze in GLAZES]
    palette = b"".join(bytes.fromhex(code[1:]) for code in ("#f3ece1", "#b98a63", *codes))
    out = bytearray(b"GIF89a" + width.to_bytes(2, "little") + height.to_bytes(2, "little") + b"\xf2\x00\x00" + palette)
    out += b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
    for frame in range(4):
        out += b"\x21\xf9\x04\x04" + (18).to_bytes(2, "little") + b"\x00\x00"
        out += b"\x2c" + bytes(4) + width.to_bytes(2, "little") + height.to_bytes(2, "little") + b"\x00"
        out += _gif_data(_gif_frame(width, height, 2 + (variant + frame) % 6, frame))
    out += b"\x3b"
    return bytes(out)


def _gif_frame(width: int, height: int, glaze: int, frame: int) -> bytes:
    """Palette indices of one frame: a table and half an ellipse, hopping a little."""
    rows: list[bytes] = []
    rim, radius = height * 0.4 - (frame % 2) * height * 0.04, width * 0.34
    for y in range(height):
        ground = 1 if y > height * 0.78 else 0
        half = 0
        if rim <= y < rim + radius * 0.95:
            half = int(radius * (1 - ((y - rim) / (radius * 0.95)) ** 2) ** 0.5)
        side = width // 2 - half
        rows.append(bytes([ground]) * side + bytes([glaze]) * (half * 2) + bytes([ground]) * (width - side - half * 2))
    return b"".join(rows)


def _gif_data(indices: Sequence[int]) -> bytes:
    """Run the indices through LZW codes of a fixed four bits, clearing the table before it could grow."""
    bits, count = 0, 0
    packed = bytearray()

    def put(code: int) -> None:
        nonlocal bits, count
        bits |= code << count
        count += 4
        while count >= 8:
            packed.append(bits & 0xFF)
            bits >>= 8
            count -= 8

    for position, index in enumerate(indices):
        if position % 6 == 0:
            put(8)
        put(index)
    put(9)
    packed.append(bits & 0xFF)
    blocks = bytearray(b"\x03")
    for start in range(0, len(packed), 255):
        block = packed[start : start + 255]
        blocks += bytes([len(block)]) + block
    return bytes(blocks + b"\x00")
