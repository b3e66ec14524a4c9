"""Measures the reader against gold articles, field by field.

    python -m tests.golden.runner open [--misses]    the table of a folder; with --misses every answer that differs

The expected and the found events of an article are paired by figures, control, place and context, the best first."""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from msgspec.structs import replace

from monitor.model import TOLL_KINDS, Article, Event, Extraction, Toll, TollKind
from tests.golden.gold import Expected, Gold, load

FOLDER = Path(__file__).parent / "en"
SUMMED: tuple[TollKind, ...] = ("killed", "wounded")
Read = Callable[[Article], Extraction]


@dataclass(slots=True)
class Tally:
    """Right answers of those asked."""

    right: int = 0
    asked: int = 0

    @property
    def share(self) -> float:
        """1.0 where nothing was asked."""
        return self.right / self.asked if self.asked else 1.0


@dataclass(frozen=True, slots=True)
class Answer:
    """One asked field: whether it is right, and what to show where it is not."""

    field: str
    right: bool
    wanted: object = ""
    got: object = ""


@dataclass(slots=True)
class Score:
    """The tallies of many articles, and what was wrong in each."""

    fields: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    misses: list[str] = field(default_factory=list)

    def take(self, gold: Gold, answers: Iterable[Answer]) -> None:
        """Count the answers to one article."""
        for answer in answers:
            tally = self.fields[answer.field]
            tally.asked += 1
            tally.right += answer.right
            if not answer.right:
                self.misses.append(f"{gold.id}: {answer.field}: wanted {answer.wanted}, got {answer.got}")

    @property
    def total(self) -> Tally:
        """All fields together."""
        return Tally(sum(t.right for t in self.fields.values()), sum(t.asked for t in self.fields.values()))


def measure(cases: Iterable[Gold], read: Read) -> Score:
    """Read every article and compare."""
    score = Score()
    for gold in cases:
        score.take(gold, compare(gold, read(gold.article).events))
    return score


def compare(gold: Gold, found: tuple[Event, ...]) -> Iterator[Answer]:
    """Every field of an article that the gold asks for."""
    yield from _sums(gold, found)
    pairs, used = aligned(gold.events, found)
    for n, wanted in enumerate(gold.events):
        got = pairs.get(n)
        if not wanted.optional:
            yield Answer("events found", got is not None, brief(wanted), "nothing")
        if got:
            yield from fields(wanted, got)
    for m, event in enumerate(found):
        yield Answer("events not spurious", m in used, "nothing", brief(event))


def _sums(gold: Gold, found: tuple[Event, ...]) -> Iterator[Answer]:
    """The deaths and wounds of the whole article, told as new; asked where the gold leaves nothing open."""
    asked = [event for event in gold.events if _live(event.context, event.scope)]
    for kind in SUMMED:
        if any(_left_open(event, kind) for event in gold.events):
            continue
        wanted = sum(int(event.figure(kind) or 0) for event in asked)
        told = [each.toll.get(kind) for each in found if _live(each.context, each.scope)]
        got = sum(estimate.best for estimate in told if estimate)
        yield Answer(f"{kind} of the article", wanted == got, wanted, got)


def _live(context: str, scope: str) -> bool:
    return context == "reported" and scope != "cumulative"


def _left_open(event: Expected, kind: TollKind) -> bool:
    told = event.figure(kind)
    doubtful = event.scope != "cumulative" and "any" in (event.context, event.scope)
    return told == "any" or (told is not None and (event.optional or doubtful))


def aligned(wanted: tuple[Expected, ...], found: tuple[Event, ...]) -> tuple[dict[int, Event], set[int]]:
    """Which found event answers which expected one, the best fit first, and which found events were used."""
    fits = [(fit(wanted[n], found[m]), -n, -m) for n, m in product(range(len(wanted)), range(len(found)))]
    pairs: dict[int, int] = {}
    for _, n, m in sorted((each for each in fits if each[0] > 0), reverse=True):
        if -n not in pairs and -m not in pairs.values():
            pairs[-n] = -m
    used = set(pairs.values())
    return {n: _completed(wanted[n], found, m, used) for n, m in pairs.items()}, used


def _completed(wanted: Expected, found: tuple[Event, ...], m: int, used: set[int]) -> Event:
    """A capture and its toll may be found as one event or as two: the other half of a gold event that has both."""
    event = found[m]
    if not wanted.control or not any(wanted.figure(kind) is not None for kind in TOLL_KINDS):
        return event
    for other, half in enumerate(found):
        if other in used or half.context != event.context:
            continue
        if event.control and event.toll == Toll() and half.control is None:
            used.add(other)
            return replace(event, toll=half.toll)
        if event.control is None and half.control and half.toll == Toll():
            used.add(other)
            return replace(half, toll=event.toll)
    return event


def fit(wanted: Expected, found: Event) -> float:
    """How well a found event may be the expected one; 0 where they share no kind of figure and no control."""
    same = [kind for kind in TOLL_KINDS if wanted.figure(kind) not in (None, "any") and found.toll.get(kind)]
    loose = any(wanted.figure(kind) == "any" and found.toll.get(kind) for kind in TOLL_KINDS)
    control = wanted.control is not None and found.control is not None
    if not (same or loose or control):
        return 0.0
    exact = sum(_figure(wanted, found, kind) for kind in same)
    score = 1.0 * len(same) + 3.0 * exact + 4.0 * control + 0.5 * (not wanted.optional)
    off = wanted.off(found.place)
    score += 2.0 - off if off is not None and off <= 1 else 0.0
    score += 1.0 * (wanted.context in ("any", found.context))
    score += 0.5 * (wanted.scope in ("any", found.scope))
    return score + 0.5 * bool(control and found.control and wanted.control == found.control.status)


def _figure(wanted: Expected, found: Event, kind: TollKind) -> bool:
    expected, estimate = wanted.figure(kind), found.toll.get(kind)
    return expected == "any" or expected == (estimate.best if estimate else None)


def fields(wanted: Expected, found: Event) -> Iterator[Answer]:
    """The fields of one pair of events."""
    yield from _toll(wanted, found)
    yield from _kind(wanted, found)
    yield from _people(wanted, found)
    if wanted.control != "any":
        status = found.control.status if found.control else None
        if wanted.control or status:
            yield Answer("control", wanted.control == status, wanted.control, status)
    if wanted.place not in (None, "any"):
        yield Answer(
            "place", wanted.near(found.place), wanted.place, found.place and (found.place.name, found.place.country)
        )
    if wanted.date is not None:
        yield Answer("date", wanted.date == found.time.start, wanted.date, found.time.start)
    if wanted.says not in (None, "any"):
        kinds = {each.kind for each in found.attribution}
        yield Answer("says", set(wanted.says or ()) == kinds, wanted.says, sorted(kinds))


def _toll(wanted: Expected, found: Event) -> Iterator[Answer]:
    for kind in TOLL_KINDS:
        expected, estimate = wanted.figure(kind), found.toll.get(kind)
        if expected is None and estimate is None:
            continue
        yield Answer(kind, _figure(wanted, found, kind), expected, estimate and (estimate.best, estimate.text))
        if expected in (None, "any") or estimate is None:
            continue
        qualifier = wanted.qualifier(kind)
        if qualifier != "any":
            yield Answer("qualifier", qualifier == estimate.qualifier, qualifier, (estimate.qualifier, estimate.text))
        high = getattr(wanted, f"{kind}_high", None)
        if high not in (None, "any"):
            yield Answer("high", high == estimate.high, high, estimate.high)


def _kind(wanted: Expected, found: Event) -> Iterator[Answer]:
    if wanted.type not in (None, "any"):
        yield Answer("type", wanted.type == found.event_type, wanted.type, found.event_type)
    if wanted.sub not in (None, "any"):
        yield Answer("sub type", wanted.sub == found.sub_event_type, wanted.sub, found.sub_event_type)
    if wanted.context != "any":
        yield Answer("context", wanted.context == found.context, wanted.context, found.context)
    if wanted.scope != "any":
        yield Answer("scope", wanted.scope == found.scope, wanted.scope, found.scope)


def _people(wanted: Expected, found: Event) -> Iterator[Answer]:
    gained, lost = (found.control.gained_by, found.control.lost_by) if found.control else (None, None)
    sides = (
        ("actor1", wanted.actor1, found.actor1), ("actor2", wanted.actor2, found.actor2),
        ("gained by", wanted.gained_by, gained), ("lost by", wanted.lost_by, lost),
    )  # fmt: skip
    for name, expected, actor in sides:
        if expected not in (None, "any"):
            yield Answer(name, expected == (actor.id if actor else None), expected, actor and (actor.id or actor.text))
    kinds = (("actor1 kind", wanted.actor1_kind, found.actor1), ("actor2 kind", wanted.actor2_kind, found.actor2))
    for name, kind, actor in kinds:
        if kind is not None:
            yield Answer(name, kind == (actor.kind if actor else None), kind, actor and (actor.kind, actor.text))


def brief(event: Expected | Event) -> str:
    """An event in a line, for the list of misses."""
    if isinstance(event, Expected):
        toll = {kind: event.figure(kind) for kind in TOLL_KINDS if event.figure(kind) is not None}
        return f"{event.context} {event.scope} {toll} {event.control or ''} {event.place or ''}"
    shown = {kind: (each.best, each.text) for kind in TOLL_KINDS if (each := event.toll.get(kind))}
    control = event.control and (event.control.status, event.control.gained_by and event.control.gained_by.id)
    return f"{event.context} {event.scope} {shown} {control or ''} {event.place and event.place.name}"


def table(score: Score) -> str:
    """The figures as a person reads them."""
    rows = [*sorted(score.fields.items()), ("total", score.total)]
    return "\n".join(f"{name:24} {t.share:6.3f}  {t.right:5} of {t.asked}" for name, t in rows)


def main(arguments: list[str]) -> None:
    """The table of the folders named; with --misses also what differs."""
    from monitor.resources import load_reader

    for name in (each for each in arguments if not each.startswith("-")):
        cases = load(FOLDER / name)
        score = measure(cases, load_reader().read)
        if "--misses" in arguments:
            print("\n".join(score.misses))
        print(f"{name}: {len(cases)} articles\n{table(score)}")


if __name__ == "__main__":
    main(sys.argv[1:])
