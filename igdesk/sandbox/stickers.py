"""Stickers: a round picture with a white rim on nothing."""

import struct
import zlib
from math import hypot

from igdesk.sandbox.dice import Dice
from igdesk.sandbox.pictures import MOTIFS, bowl
from igdesk.sandbox.raster import Canvas

RIM = 0.08


def sticker_png(motif: str, size: int, variant: int) -> bytes:
    """A motif cut out as a disc; what is round it can be seen through."""
    canvas = Canvas(size, size)
    MOTIFS.get(motif, bowl)(canvas, Dice("sticker", motif, variant))
    middle, rim = (size - 1) / 2, size * RIM
    rows = bytearray()
    for y, row in enumerate(canvas.rows):
        rows.append(0)
        for x in range(size):
            inside = middle - hypot(x - middle, y - middle)
            if inside <= 0:
                rows += b"\x00\x00\x00\x00"
            elif inside < rim:
                rows += b"\xff\xff\xff" + bytes((round(255 * min(inside, 1.0)),))
            else:
                rows += bytes(row[3 * x : 3 * x + 3]) + b"\xff"
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )
