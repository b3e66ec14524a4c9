"""What is usual, by the windows before: robust against the single bad week, and against what is rare."""

import math
from collections.abc import Iterable
from datetime import date
from statistics import median

from msgspec import Struct

AS_DEVIATION = 1.4826
"""How many times the median absolute deviation a standard deviation is, where figures scatter normally."""


class Level(Struct, frozen=True):
    """What happened within the window that ends today, what is usual, and from where on it is a surge."""

    value: int
    usual: float
    line: int


def level(days: Iterable[tuple[date, int]], today: date, window: int, windows: int, factor: float, least: int) -> Level:
    """Judge daily figures. `window` is in days; the `windows` before it are the baseline. Scatter is the median
    absolute deviation, and never less than what rare events scatter by chance (the square root of their number)."""
    sums = [0] * (windows + 1)
    for day, figure in days:
        back = (today - day).days // window
        if 0 <= back <= windows:
            sums[back] += figure
    usual = median(sums[1:])
    spread = max(AS_DEVIATION * median(abs(each - usual) for each in sums[1:]), math.sqrt(max(usual, 1.0)))
    return Level(sums[0], usual, max(least, math.ceil(usual + factor * spread)))
