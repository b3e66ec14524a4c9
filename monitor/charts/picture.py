"""A step chart as a PNG picture: the line of best figures over what lies between lowest and highest. Pure.

All of it is upright or level, so rectangles of a few colours are enough, and the picture may be stretched sideways. It
has no letters: whoever shows it writes figures and times beside it, where they can be read and searched."""

import struct
import zlib
from itertools import pairwise

from monitor.charts import Chart

WIDTH, HEIGHT = 1040, 240
"""Pixels: twice as many as it is shown with, so that it is sharp on good screens."""
STROKE = 6
PAPER, GRID, SHADE, LINE = range(4)
PALETTE = bytes((0xFF, 0xFF, 0xFF, 0xDD, 0xE2, 0xE6, 0xF3, 0xD3, 0xCB, 0xA4, 0x1E, 0x0E))
"""Red, green and blue of the four colours above."""

Rows = list[bytearray]


def drawn(chart: Chart) -> bytes:
    """The chart as a PNG file."""
    rows = [bytearray(WIDTH) for _ in range(HEIGHT)]
    for tick in chart.ticks:
        _fill(rows, 0, _down(tick.height), WIDTH, _down(tick.height) + 2, GRID)
    for each in chart.stretches:
        _fill(rows, _across(each.start), _down(each.high), _across(each.end), _down(each.low), SHADE)
    corners = chart.corners()
    for (x0, y0), (x1, y1) in pairwise(corners):
        top, bottom = sorted((_down(y0), _down(y1)))
        _fill(rows, _across(x0), top, _across(x1) + STROKE, bottom + STROKE, LINE)
    return _png(rows)


def _across(share: float) -> int:
    return round(share * (WIDTH - STROKE))


def _down(height: float) -> int:
    return round((1 - height) * (HEIGHT - STROKE))


def _fill(rows: Rows, left: int, top: int, right: int, bottom: int, colour: int) -> None:
    for row in rows[top:bottom]:
        row[left:right] = bytes([colour]) * (min(right, WIDTH) - left)


def _png(rows: Rows) -> bytes:
    """Rows of palette indices, a byte a pixel, as a PNG file (ISO/IEC 15948)."""
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 3, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + bytes(row) for row in rows), 9)
    chunks = ((b"IHDR", header), (b"PLTE", PALETTE), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in chunks)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
