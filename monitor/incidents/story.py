"""A known happening with what tells of it, and what all weighing of reports against it shares."""

from datetime import date, timedelta

from msgspec import Struct

from monitor.model import Incident, Report

RARE = 2.0
"""Points of a figure that is rarely told of two happenings."""
COMMON = 1.5
"""Points of the least figure of ten or more."""
HEADS = 8


class Story(Struct, frozen=True):
    """An incident with the reports that it rests on, in the order they were told."""

    incident: Incident
    reports: tuple[Report, ...]


Points = tuple[float, str]
"""What one cue says for a pair or against it, and why."""


class RuledOut(Exception):
    """The pair cannot be the same happening."""


def heads(story: Story) -> tuple[Report, ...]:
    """The first and the latest of a long story stand for all."""
    return story.reports if len(story.reports) <= 2 * HEADS else (*story.reports[:HEADS], *story.reports[-HEADS:])


def days_apart(first: date, last: date, start: date, end: date) -> int:
    """Whole days between two stretches; 0 where they touch."""
    return max(0, (start - last) // timedelta(days=1), (first - end) // timedelta(days=1))


def rarity(figure: int) -> float:
    """What it says that two reports give one figure: more for 121 than for 12, and than for 120."""
    if figure < 10:
        return 1.0
    return COMMON + (0.5 if figure % 10 else 0.0) + (0.5 if figure > 100 else 0.0)
