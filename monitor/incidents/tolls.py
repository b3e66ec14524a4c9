"""A toll as a history of revisions: a pure fold over an incident's reports in the order they were told.

Every new figure is judged once: a rise, a correction, a retraction, later deaths on top, a conflicting claim, missing
found dead, or nothing new. Figures are never summed across reports."""

from collections.abc import Collection, Iterable, Sequence
from typing import Literal

from monitor.incidents.cues import Cue, Cues
from monitor.incidents.figures import FALLS_BY_ITSELF, Figure, Fold, Step, Told, top_of
from monitor.incidents.kinds import UNREST, VIOLENCE
from monitor.incidents.reports import is_recalled
from monitor.incidents.voices import Voice, publishers, voice_of
from monitor.model import TOLL_KINDS, Cause, Estimate, Range, Report, Revision, TollKind

BACK: frozenset[Cue] = frozenset({"freed", "found_dead"})
GROWS: frozenset[Cue] = frozenset({"continues", "later_deaths", "found_dead"})
MANY = 5
"""Of so many dead, one is no count of all."""
TOO_LIGHT = 2
"""By how much less a source may weigh that raises what was told as "at least" so many; of other figures by one less."""
MOVES: tuple[tuple[TollKind, Literal["found_dead", "later_deaths"]], ...] = (
    ("missing", "found_dead"),
    ("wounded", "later_deaths"),
)
DIED: dict[Cause, frozenset[Cue]] = {
    "found_dead": frozenset({"found_dead", "were_missing"}),
    "later_deaths": frozenset({"later_deaths", "were_hurt"}),
}
"""The words that say which of them died."""


def fold_tolls(
    reports: Iterable[Report], origins: dict[str, str], cues: Cues
) -> tuple[dict[TollKind, Range], tuple[Revision, ...]]:
    """The toll of an incident and how it came about, from its reports in the order they were told.
    `origins` maps article id -> independent publisher."""
    fold = _folded(reports, origins, cues)
    return {kind: fold.figures[kind].range for kind in TOLL_KINDS if kind in fold.figures}, tuple(fold.revisions)


def weigh(reports: Sequence[Report], cues: Cues) -> tuple[Step, ...]:
    """The same, told step by step: whose word each figure is, how much it weighs, and what came of it."""
    return tuple(_folded(reports, publishers(report.article for report in reports), cues).steps)


def _folded(reports: Iterable[Report], origins: dict[str, str], cues: Cues) -> Fold:
    fold = Fold(cues)
    for report in reports:
        if is_recalled(report) and not (fold.figures and cues.says("continues", report)):
            continue
        fold.first = fold.first or report.article.at.date()
        actor, owns_up = report.event.actor1, cues.says("owns_up", report)
        if actor is not None and actor.id is not None:
            fold.doers.add(actor.id)
        voice = voice_of(report, origins[report.article.id], cues.weights, fold.doers, owns_up=owns_up)
        if report.event.context == "negated" or cues.says("retracts", report):
            _retract(fold, report, voice)
        else:
            _take(fold, report, voice)
    return fold


def _take(fold: Fold, report: Report, voice: Voice) -> None:
    before, restated = fold.best("killed") or 0, set[TollKind]()
    for kind in TOLL_KINDS:
        estimate = report.event.toll.get(kind)
        if estimate is not None and not _died_since(fold, report, before, kind):
            restated.add(kind)
            _judge(fold, Told(kind, estimate, voice, report))
    after = fold.best("killed")
    if after is not None and after > before:
        _move(fold, report, voice, after - before, restated)


def _died_since(fold: Fold, report: Report, before: int, kind: TollKind) -> bool:
    """Whether the wounded whom a report counts are those who have died by now: they are counted among its dead."""
    wounded, killed = report.event.toll.wounded, report.event.toll.killed
    if kind != "wounded" or wounded is None or killed is None:
        return False
    return wounded.best in (killed.best, killed.best - before) and fold.cues.says("were_hurt", report)


def _judge(fold: Fold, told: Told) -> None:
    revised = len(fold.revisions)
    reason = _weighed(fold, told)
    fold.log(told, told.estimate.best, reason, revised)


def _weighed(fold: Fold, told: Told) -> str:
    """Let a figure have its effect; returns why it had that one."""
    figure = fold.figures.get(told.kind)
    if figure is None:
        return _open(fold, told)
    if _is_old_text(fold, figure, told):
        return "a copy of a text that has had its say"
    figure.texts.add(told.report.article.text_id)
    if _comes_on_top(fold, figure, told):
        return _add(fold, figure, told)
    if told.kind == "captured" and told.estimate.best < figure.range.best and fold.cues.says_any(BACK, told.report):
        return "some of those who were taken, free again or found dead"
    if _contradicts(figure, told):
        return _dispute(fold, figure, told)
    if told.estimate.best == figure.range.best:
        return _agree(figure, told)
    return _rise(fold, figure, told) if told.estimate.best > figure.range.best else _fall(fold, figure, told)


def _comes_on_top(fold: Fold, figure: Figure, told: Told) -> bool:
    """Whether people died who had not been counted: told so ("two more"), or as fewer who had been hurt or missing
    until then."""
    if told.kind != "killed":
        return False
    fewer = told.estimate.best < figure.range.best
    hurt = fewer and (fold.cues.says("were_hurt", told.report) or _died_later(fold, told))
    return hurt or _were_missing(fold, told) or fold.cues.adds_to_toll(told.report, told.kind)


def _died_later(fold: Fold, told: Told) -> bool:
    """Whether a single person died of it on a later day than that of the first report."""
    single = told.estimate.best == 1 and fold.cues.says("later_deaths", told.report)
    return single and fold.first is not None and told.at.date() > fold.first


def _were_missing(fold: Fold, told: Told) -> bool:
    """Whether some of those who were missing are found dead, and nobody says how many are dead in all."""
    missing = fold.best("missing")
    some = missing is not None and told.estimate.best <= missing
    return some and fold.cues.says("were_missing", told.report) and not fold.cues.says("continues", told.report)


def _is_old_text(fold: Fold, figure: Figure, told: Told) -> bool:
    """Whether a text is printed again that has had its say."""
    seen = told.report.article.text_id in figure.texts and told.estimate.best <= figure.range.best
    return seen and not fold.cues.says("corrects", told.report)


def _open(fold: Fold, told: Told) -> str:
    figure = Figure(told.range, told.voice)
    fold.figures[told.kind] = figure
    figure.remember(told)
    fold.revisions.append(told.revision(None, told.estimate.best, "first_report"))
    return "the first figure"


def _rise(fold: Fold, figure: Figure, told: Told) -> str:
    against = _against(told.voice, figure.voice)
    least = figure.voice.weight - (TOO_LIGHT if figure.range.high is None else TOO_LIGHT - 1)
    if told.voice.weight < least:
        _widen(fold, figure, told)
        return f"higher, but its source weighs too little ({against}): only the range widens"
    if told.estimate.qualifier == "up_to":
        _widen(fold, figure, told)
        return "higher, but only an upper bound: the range widens"
    if _was_withdrawn(fold, figure, told):
        return f"a figure that was taken back before, by a source that weighs no more ({against})"
    _set(fold, figure, told, _cause_of_rise(fold, told))
    return f"higher, and its source weighs enough ({against})"


def _was_withdrawn(fold: Fold, figure: Figure, told: Told) -> bool:
    """Whether somebody only repeats what a correction took back. Whose word the figure is may say it again, and a toll
    that has grown may reach it."""
    weighed = figure.withdrawn.get(told.estimate.best, 0)
    other = told.voice.name != figure.voice.name and told.voice.weight <= weighed
    return other and not fold.cues.says_any(GROWS, told.report)


def _against(new: Voice, known: Voice) -> str:
    return f"{new.weight} against {known.weight} of {known.called}"


def _cause_of_rise(fold: Fold, told: Told) -> Cause:
    if told.kind == "killed":
        missing = fold.figures.get("missing")
        if missing is not None and missing.range.best > 0 and fold.cues.says("found_dead", told.report):
            return "found_dead"
        if fold.cues.says("later_deaths", told.report):
            return "later_deaths"
    return "rise"


def _fall(fold: Fold, figure: Figure, told: Told) -> str:
    if _lags(fold, figure, told):
        return "a lower figure that was known before"
    if _is_one_of_many(fold, figure, told):
        return "one of the dead, and no count of them"
    allowed = _may_lower(figure.voice, told.voice, corrects=fold.cues.says("corrects", told.report))
    if allowed:
        figure.withdraw(told)
        _set(fold, figure, told, "correction")
        return f"lower, {allowed}"
    if told.kind in FALLS_BY_ITSELF and told.voice.weight + 1 >= figure.voice.weight:
        _set(fold, figure, told, _cause_of_fall(fold, told))
        return "lower, as such figures fall: people are found, freed or return"
    if told.estimate.best in figure.values:
        return "a lower figure that was known before"
    against = _against(told.voice, figure.voice)
    _widen(fold, figure, told)
    return f"lower, but its source weighs no more ({against}): only the range widens"


def _is_one_of_many(fold: Fold, figure: Figure, told: Told) -> bool:
    """Whether a report tells of one of those who died: nobody corrects a toll of many to one without saying so."""
    many = told.kind == "killed" and told.estimate.best == 1 and figure.range.best >= MANY
    return many and not fold.cues.says("corrects", told.report)


def _lags(fold: Fold, figure: Figure, told: Told) -> bool:
    """Whether another publisher only comes later with what its source had said before it said more."""
    known = told.estimate.best in figure.values and told.kind not in FALLS_BY_ITSELF
    other = told.voice.publisher != figure.voice.publisher and told.voice.weight <= figure.voice.weight
    return known and other and not fold.cues.says("corrects", told.report)


def _cause_of_fall(fold: Fold, told: Told) -> Cause:
    return "found_dead" if told.kind == "missing" and fold.cues.says("found_dead", told.report) else "correction"


def _may_lower(known: Voice, new: Voice, *, corrects: bool) -> str:
    """Why a source may lower a figure; empty where it may not. The same source may, a weightier one, or one nearly as
    weighty that says outright that it corrects."""
    if new.name == known.name:
        return "by the same source"
    if new.weight > known.weight:
        return f"by a weightier source ({_against(new, known)})"
    if corrects and new.weight + 1 >= known.weight:
        return f"told as a correction by a source that weighs enough ({_against(new, known)})"
    if new.weight == known.weight and new.publisher == known.publisher:
        return "by the same publisher"
    return ""


def _add(fold: Fold, figure: Figure, told: Told) -> str:
    """People who died on top of a known toll; another outlet that tells of the same ones adds nobody."""
    whole = fold.cues.counts_to(told.report, told.kind)
    more = told.estimate.best if whole is None else whole - figure.range.best
    if more <= 0 or (whole is None and more in figure.added):
        return "later deaths that were counted already"
    figure.added.add(more)
    before, old = figure.range.best, figure.range
    figure.range = Range(low=old.low + more, best=before + more, high=figure.raised(more))
    figure.values.add(figure.range.best)
    fold.revisions.append(told.revision(before, figure.range.best, "later_deaths"))
    return f"told as coming on top: {before} + {more}"


def _contradicts(figure: Figure, told: Told) -> bool:
    """Whether two sides of a fight, or a side and somebody who is none, give different figures."""
    if told.report.event.event_type not in VIOLENCE | UNREST or told.kind != "killed":
        return False
    if told.voice.side is None:
        return bool(figure.sides)
    return figure.neutral is not None or bool(figure.sides.keys() - {told.voice.side})


def _dispute(fold: Fold, figure: Figure, told: Told) -> str:
    """Claims of opposing sides never add up: they widen low to high, and the best is the lower one, until somebody
    weighty who is no side settles it."""
    disputed = figure.disputed
    figure.remember(told)
    claims = [*figure.sides.values(), *([figure.neutral] if figure.neutral else [])]
    settles = disputed and told.voice.side is None and told.voice.weight >= fold.cues.weights.settling
    best = told.estimate.best if settles else min(claim.best for claim in claims)
    before = figure.range
    low = min(best, before.low, *(claim.low for claim in claims))
    high = max(best, before.high or 0, *(top_of(claim) for claim in claims))
    figure.range = Range(low=low, best=best, high=high)
    if figure.range != before:
        fold.revisions.append(told.revision(before.best, best, "conflicting_claim"))
    if settles:
        return f"settles what the sides dispute: no side itself, and weighs {told.voice.weight}"
    return "the sides contradict each other: the lower figure is the best, all of them the range"


def _widen(fold: Fold, figure: Figure, told: Told) -> None:
    old, estimate = figure.range, told.estimate
    low = min(old.low, estimate.low)
    high = max(top_of(estimate), old.high or 0, old.best) if estimate.best > old.best else old.high
    figure.range = Range(low=low, best=old.best, high=high)
    figure.values.add(estimate.best)
    if figure.range != old:
        fold.revisions.append(told.revision(old.best, old.best, "conflicting_claim"))


def _agree(figure: Figure, told: Told) -> str:
    figure.remember(told)
    if told.voice.weight > figure.voice.weight:
        against = _against(told.voice, figure.voice)
        figure.voice = told.voice
        return f"the same figure, by a weightier source ({against}), whose word it is from now on"
    return "the same figure"


def _set(fold: Fold, figure: Figure, told: Told, cause: Cause) -> None:
    before, figure.range = figure.range.best, told.range
    figure.voice = told.voice
    figure.sides.clear()
    figure.remember(told)
    fold.revisions.append(told.revision(before, figure.range.best, cause))


def _retract(fold: Fold, report: Report, voice: Voice) -> None:
    """A report that says it did not happen, or takes its figures back, empties the toll; a mere denial by a side, or by
    a weaker source, only lowers what is certain."""
    denied = [kind for kind in TOLL_KINDS if report.event.toll.get(kind)] or list(fold.figures)
    for kind in denied:
        figure = fold.figures.get(kind)
        if figure is None or figure.range.best == 0:
            continue
        told = Told(kind, Estimate(0, 0, 0, "exact", ""), voice, report)
        allowed = _may_lower(figure.voice, voice, corrects=fold.cues.says("retracts", report))
        revised = len(fold.revisions)
        if allowed and voice.side is None:
            figure.withdraw(told)
            _set(fold, figure, told, "retraction")
            fold.log(told, 0, f"denied or taken back, {allowed}", revised)
        else:
            _widen(fold, figure, told)
            fold.log(told, 0, "denied, but not by a source that could take it back: only the range widens", revised)


def _move(fold: Fold, report: Report, voice: Voice, died: int, restated: Collection[TollKind]) -> None:
    """The missing who are found dead and the wounded who die leave their own figures, unless those are restated."""
    for kind, cue in MOVES:
        figure = fold.figures.get(kind)
        if figure is None or kind in restated or not figure.range.best or not fold.cues.says_any(DIED[cue], report):
            continue
        old = figure.range
        best, high = max(0, old.best - died), None if old.high is None else max(0, old.high - died)
        figure.range = Range(low=max(0, old.low - died), best=best, high=high)
        fold.revisions.append(Revision(report.article.at, report.article.id, kind, old.best, best, cue))
        why = f"{died} of them are counted among the killed from now on"
        at = report.article.at
        fold.steps.append(Step(at, report.id, kind, None, voice, figure.range, figure.voice, cue, why))
