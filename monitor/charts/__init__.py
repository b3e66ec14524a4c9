"""The geometry of a step chart: how a figure rose and fell, between its lowest and highest, on axes from 0 to 1. Pure.

`letters` draws it for a terminal or a plain mail, `picture` as an image; where everything stands is decided here."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count as powers

from msgspec import Struct

TAIL = 0.06
"""Share of the width on which the last figure stands, so that it can be seen."""
NICE = (1, 2, 5)
"""Distances of ticks, times a power of ten."""


class Step(Struct, frozen=True):
    """A figure from a moment on. `high` None: nobody set an upper bound."""

    at: datetime
    low: int
    best: int
    high: int | None


class Stretch(Struct, frozen=True):
    """A step as drawn: from `start` to `end` across, its figures up the chart, all from 0 to 1."""

    start: float
    end: float
    low: float
    best: float
    high: float
    step: Step


class Tick(Struct, frozen=True):
    """A figure on the upright axis and its height, from 0 to 1."""

    value: int
    height: float


class Chart(Struct, frozen=True):
    """A step chart. `stretches` join without gaps, from 0 to 1 across."""

    stretches: tuple[Stretch, ...]
    ticks: tuple[Tick, ...]
    start: datetime
    end: datetime

    def at(self, across: float) -> Stretch:
        """The stretch at a point across, from 0 to 1; the last that begins there or before."""
        begun = [stretch for stretch in self.stretches if stretch.start <= across]
        return begun[-1] if begun else self.stretches[0]

    def corners(self) -> tuple[tuple[float, float], ...]:
        """The corners of the line of best figures, across and up: what a page draws as one path."""
        return tuple(point for each in self.stretches for point in ((each.start, each.best), (each.end, each.best)))


def chart(steps: Sequence[Step], until: datetime | None = None, ticks: int = 4) -> Chart:
    """The chart of some steps, in the order of their time; at least one. It ends a little after the last of them, or
    at `until` where that is later. About `ticks` ticks, the lowest 0."""
    start, last = steps[0].at, steps[-1].at
    seen = last + max((last - start) * (TAIL / (1 - TAIL)), timedelta(minutes=1))
    end = max(until, seen) if until else seen
    marks = _marks(max(max(step.best, step.high or 0) for step in steps), ticks)
    top = marks[-1]
    across = [(step.at - start) / (end - start) for step in steps]
    stretches = tuple(
        Stretch(
            begin, until, step.low / top, step.best / top, (step.best if step.high is None else step.high) / top, step
        )
        for step, begin, until in zip(steps, across, [*across[1:], 1.0], strict=True)
    )
    return Chart(stretches, tuple(Tick(mark, mark / top) for mark in marks), start, end)


def _marks(highest: int, count: int) -> list[int]:
    """Round figures from 0 to the highest or just above it, about `count` steps apart."""
    highest = max(highest, 1)
    distances = (step * 10**power for power in powers() for step in NICE)
    distance = next(each for each in distances if each * count >= highest)
    return list(range(0, highest + distance, distance))
