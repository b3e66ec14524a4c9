"""A toll as a history of revisions: a pure fold over an incident's reports in the order they were told.

Every new figure is judged once: a rise, a correction, a retraction, later deaths on top, a conflicting claim, missing
found dead, or nothing new. Figures are never summed across reports."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from monitor.incidents.cues import Cues
from monitor.incidents.kinds import UNREST, VIOLENCE
from monitor.incidents.voices import WEIGHTS, Voice, voice_of
from monitor.model import TOLL_KINDS, Cause, Estimate, Range, Report, Revision, TollKind

FALLS_BY_ITSELF = frozenset({"missing", "captured", "besieged", "displaced"})
"""Kinds whose number goes down as people are found, freed or return; nobody has to correct anything."""
MOVES: tuple[tuple[TollKind, Literal["found_dead", "later_deaths"]], ...] = (
    ("missing", "found_dead"),
    ("wounded", "later_deaths"),
)


@dataclass(slots=True)
class _Figure:
    """One kind's figure as it stands: whose word it is, what each side says, and which values and texts were seen."""

    range: Range
    voice: Voice
    sides: dict[str, Estimate] = field(default_factory=dict)
    neutral: Estimate | None = None
    values: set[int] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    added: set[int] = field(default_factory=set)


@dataclass(slots=True)
class _Fold:
    cues: Cues
    figures: dict[TollKind, _Figure] = field(default_factory=dict)
    revisions: list[Revision] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Told:
    """One report's figure of one kind, with its voice."""

    kind: TollKind
    estimate: Estimate
    voice: Voice
    report: Report

    @property
    def at(self) -> datetime:
        return self.report.article.at


def fold_tolls(
    reports: Iterable[Report], origins: dict[str, str], cues: Cues
) -> tuple[dict[TollKind, Range], tuple[Revision, ...]]:
    """The toll of an incident and how it came about, from its reports in the order they were told.
    `origins` maps article id -> independent publisher."""
    fold = _Fold(cues)
    for report in reports:
        voice = voice_of(report, origins[report.article.id], owns_up=cues.says("owns_up", report))
        if report.event.context == "negated" or cues.says("retracts", report):
            _retract(fold, report, voice)
        else:
            _take(fold, report, voice)
    return {kind: fold.figures[kind].range for kind in TOLL_KINDS if kind in fold.figures}, tuple(fold.revisions)


def _take(fold: _Fold, report: Report, voice: Voice) -> None:
    before = _best(fold, "killed")
    for kind in TOLL_KINDS:
        estimate = report.event.toll.get(kind)
        if estimate is not None:
            _judge(fold, _Told(kind, estimate, voice, report))
    after = _best(fold, "killed")
    if before is not None and after is not None and after > before:
        _move(fold, report, after - before)


def _judge(fold: _Fold, told: _Told) -> None:
    figure = fold.figures.get(told.kind)
    if figure is None:
        _open(fold, told)
        return
    if _is_old_text(fold, figure, told):
        return
    figure.texts.add(told.report.article.text_id)
    if fold.cues.adds_to_toll(told.report, told.kind) and told.kind == "killed":
        _add(fold, figure, told)
    elif _contradicts(figure, told):
        _dispute(fold, figure, told)
    elif told.estimate.best == figure.range.best:
        _agree(figure, told)
    elif told.estimate.best > figure.range.best:
        _rise(fold, figure, told)
    else:
        _fall(fold, figure, told)


def _is_old_text(fold: _Fold, figure: _Figure, told: _Told) -> bool:
    """Whether a text is printed again that has had its say."""
    seen = told.report.article.text_id in figure.texts and told.estimate.best <= figure.range.best
    return seen and not fold.cues.says("corrects", told.report)


def _open(fold: _Fold, told: _Told) -> None:
    figure = _Figure(_range(told.estimate), told.voice)
    fold.figures[told.kind] = figure
    _remember(figure, told)
    fold.revisions.append(_revision(told, None, told.estimate.best, "first_report"))


def _rise(fold: _Fold, figure: _Figure, told: _Told) -> None:
    if told.voice.weight + 2 <= figure.voice.weight or told.estimate.qualifier == "up_to":
        _widen(fold, figure, told)
        return
    _set(fold, figure, told, _cause_of_rise(fold, told))


def _cause_of_rise(fold: _Fold, told: _Told) -> Cause:
    if told.kind == "killed":
        missing = fold.figures.get("missing")
        if missing is not None and missing.range.best > 0 and fold.cues.says("found_dead", told.report):
            return "found_dead"
        if fold.cues.says("later_deaths", told.report):
            return "later_deaths"
    return "rise"


def _fall(fold: _Fold, figure: _Figure, told: _Told) -> None:
    corrects = fold.cues.says("corrects", told.report)
    if _may_lower(figure.voice, told.voice, corrects):
        _set(fold, figure, told, "correction")
    elif told.kind in FALLS_BY_ITSELF and told.voice.weight + 1 >= figure.voice.weight:
        _set(fold, figure, told, _cause_of_fall(fold, told))
    elif told.estimate.best not in figure.values:
        _widen(fold, figure, told)


def _cause_of_fall(fold: _Fold, told: _Told) -> Cause:
    return "found_dead" if told.kind == "missing" and fold.cues.says("found_dead", told.report) else "correction"


def _may_lower(known: Voice, new: Voice, corrects: bool) -> bool:
    """The same source, a weightier one, or one nearly as weighty that says outright that it corrects."""
    if new.name == known.name or new.weight > known.weight:
        return True
    if corrects:
        return new.weight + 1 >= known.weight
    return new.weight == known.weight and new.publisher == known.publisher


def _add(fold: _Fold, figure: _Figure, told: _Told) -> None:
    """People who died on top of a known toll; another outlet that tells of the same ones adds nobody."""
    more = told.estimate.best
    if more in figure.added:
        return
    figure.added.add(more)
    before, old = figure.range.best, figure.range
    high = None if old.high is None else old.high + more
    figure.range = Range(low=old.low + more, best=before + more, high=high)
    figure.values.add(figure.range.best)
    fold.revisions.append(_revision(told, before, figure.range.best, "later_deaths"))


def _contradicts(figure: _Figure, told: _Told) -> bool:
    """Whether two sides of a fight, or a side and somebody who is none, give different figures."""
    if told.report.event.event_type not in VIOLENCE | UNREST or told.kind != "killed":
        return False
    if told.voice.side is None:
        return bool(figure.sides)
    return figure.neutral is not None or bool(figure.sides.keys() - {told.voice.side})


def _dispute(fold: _Fold, figure: _Figure, told: _Told) -> None:
    """Claims of opposing sides never add up: they widen low to high, and the best is the lower one, until somebody
    weighty who is no side settles it."""
    disputed = figure.neutral is not None or len(figure.sides) > 1
    _remember(figure, told)
    claims = [*figure.sides.values(), *([figure.neutral] if figure.neutral else [])]
    settles = disputed and told.voice.side is None and told.voice.weight >= WEIGHTS["monitor"]
    best = told.estimate.best if settles else min(claim.best for claim in claims)
    before = figure.range
    low = min(best, before.low, *(claim.low for claim in claims))
    high = max(best, before.high or 0, *(_top(claim) for claim in claims))
    figure.range = Range(low=low, best=best, high=high)
    if figure.range != before:
        fold.revisions.append(_revision(told, before.best, best, "conflicting_claim"))


def _widen(fold: _Fold, figure: _Figure, told: _Told) -> None:
    old, estimate = figure.range, told.estimate
    low = min(old.low, estimate.low)
    high = max(_top(estimate), old.high or 0, old.best) if estimate.best > old.best else old.high
    figure.range = Range(low=low, best=old.best, high=high)
    figure.values.add(estimate.best)
    if figure.range != old:
        fold.revisions.append(_revision(told, old.best, old.best, "conflicting_claim"))


def _agree(figure: _Figure, told: _Told) -> None:
    _remember(figure, told)
    if told.voice.weight > figure.voice.weight:
        figure.voice = told.voice


def _set(fold: _Fold, figure: _Figure, told: _Told, cause: Cause) -> None:
    before, figure.range = figure.range.best, _range(told.estimate)
    figure.voice = told.voice
    figure.sides.clear()
    _remember(figure, told)
    fold.revisions.append(_revision(told, before, figure.range.best, cause))


def _remember(figure: _Figure, told: _Told) -> None:
    figure.values.add(told.estimate.best)
    figure.texts.add(told.report.article.text_id)
    if told.voice.side is not None:
        figure.sides[told.voice.side] = told.estimate
    else:
        figure.neutral = told.estimate


def _retract(fold: _Fold, report: Report, voice: Voice) -> None:
    """A report that says it did not happen, or takes its figures back, empties the toll; a mere denial by a side, or by
    a weaker source, only lowers what is certain."""
    denied = [kind for kind in TOLL_KINDS if report.event.toll.get(kind)] or list(fold.figures)
    for kind in denied:
        figure = fold.figures.get(kind)
        if figure is None or figure.range.best == 0:
            continue
        told = _Told(kind, Estimate(0, 0, 0, "exact", ""), voice, report)
        if _may_lower(figure.voice, voice, fold.cues.says("retracts", report)) and voice.side is None:
            _set(fold, figure, told, "retraction")
        else:
            _widen(fold, figure, told)


def _move(fold: _Fold, report: Report, died: int) -> None:
    """The missing who are found dead and the wounded who die leave their own figures, unless those are restated."""
    for kind, cue in MOVES:
        figure = fold.figures.get(kind)
        restated = report.event.toll.get(kind) is not None
        if figure is None or restated or not figure.range.best or not fold.cues.says(cue, report):
            continue
        old = figure.range
        best, high = max(0, old.best - died), None if old.high is None else max(0, old.high - died)
        figure.range = Range(low=max(0, old.low - died), best=best, high=high)
        fold.revisions.append(Revision(report.article.at, report.article.id, kind, old.best, best, cue))


def _best(fold: _Fold, kind: TollKind) -> int | None:
    figure = fold.figures.get(kind)
    return None if figure is None else figure.range.best


def _range(estimate: Estimate) -> Range:
    return Range(low=estimate.low, best=estimate.best, high=estimate.high)


def _top(estimate: Estimate) -> int:
    return estimate.best if estimate.high is None else estimate.high


def _revision(told: _Told, before: int | None, after: int, cause: Cause) -> Revision:
    return Revision(told.at, told.report.article.id, told.kind, before, after, cause)
