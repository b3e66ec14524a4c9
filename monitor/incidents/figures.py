"""The figures of a toll while it is told: how each stands, whose word it is, and what became of every one told."""

from dataclasses import dataclass, field
from datetime import date, datetime

from msgspec import Struct

from monitor.incidents.cues import Cues
from monitor.incidents.voices import Voice
from monitor.model import Cause, Estimate, Range, Report, Revision, TollKind

FALLS_BY_ITSELF = frozenset({"missing", "besieged", "displaced"})
"""Kinds whose number goes down as people are found or return; nobody has to correct anything. Who was captured was
captured, though he be free again."""


class Step(Struct, frozen=True):
    """What one report's figure of one kind did to the toll, and why. `told` is None for people who left the figure as
    they died; `cause` None where the figure and its range stayed as they were; `range` is what they were after it, and
    `stands` the voice whose word the figure was then."""

    at: datetime
    report: str
    kind: TollKind
    told: int | None
    voice: Voice
    range: Range
    stands: Voice
    cause: Cause | None
    reason: str


@dataclass(frozen=True, slots=True)
class Told:
    """One report's figure of one kind, with its voice."""

    kind: TollKind
    estimate: Estimate
    voice: Voice
    report: Report

    @property
    def at(self) -> datetime:
        """When the report was told."""
        return self.report.article.at

    @property
    def range(self) -> Range:
        """The figure's own bounds."""
        return Range(low=self.estimate.low, best=self.estimate.best, high=self.estimate.high)

    def revision(self, before: int | None, after: int, cause: Cause) -> Revision:
        """The change that the report makes."""
        return Revision(self.at, self.report.article.id, self.kind, before, after, cause)


@dataclass(slots=True)
class Figure:
    """One kind's figure as it stands: whose word it is, what each side says, and which values and texts were seen."""

    range: Range
    voice: Voice
    sides: dict[str, Estimate] = field(default_factory=dict)
    neutral: Estimate | None = None
    values: set[int] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    added: set[int] = field(default_factory=set)
    withdrawn: dict[int, int] = field(default_factory=dict)
    """Figures that a correction took back, each with the weight of the weightier of the two voices."""

    @property
    def disputed(self) -> bool:
        """Whether more than one party has given a figure."""
        return self.neutral is not None or len(self.sides) > 1

    def remember(self, told: Told) -> None:
        """Keep that this was said, and by whom."""
        self.values.add(told.estimate.best)
        self.texts.add(told.report.article.text_id)
        if told.voice.side is not None:
            self.sides[told.voice.side] = told.estimate
        else:
            self.neutral = told.estimate

    def withdraw(self, told: Told) -> None:
        """Keep that this figure takes the higher ones back."""
        if told.kind not in FALLS_BY_ITSELF:
            weight = max(self.voice.weight, told.voice.weight)
            self.withdrawn |= {value: weight for value in self.values if value > told.estimate.best}

    def raised(self, more: int) -> int | None:
        """The upper bound once more have died. Where it is another side's claim, that may have counted them already."""
        old = self.range
        if old.high is None:
            return None
        return max(old.high, old.best + more) if self.sides and self.disputed else old.high + more


@dataclass(slots=True)
class Fold:
    """A toll as far as it is told."""

    cues: Cues
    doers: set[str] = field(default_factory=set)
    """Who did it, by the reports so far."""
    figures: dict[TollKind, Figure] = field(default_factory=dict)
    revisions: list[Revision] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    first: date | None = None
    """The day on which it was first told."""

    def best(self, kind: TollKind) -> int | None:
        """What one figure is by now; None where nobody has said one."""
        figure = self.figures.get(kind)
        return None if figure is None else figure.range.best

    def log(self, told: Told, best: int | None, reason: str, revised: int) -> None:
        """Keep what became of a figure. `revised` is how many revisions there were before it."""
        cause = self.revisions[-1].cause if len(self.revisions) > revised else None
        now = self.figures[told.kind]
        step = Step(told.at, told.report.id, told.kind, best, told.voice, now.range, now.voice, cause, reason)
        self.steps.append(step)


def top_of(estimate: Estimate) -> int:
    """The highest that a figure may be; where it is open above, what it says."""
    return estimate.best if estimate.high is None else estimate.high
