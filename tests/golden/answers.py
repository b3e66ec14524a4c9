"""The fields of an expected event beside those of the found one."""

from collections.abc import Iterator
from dataclasses import dataclass

from monitor.model import TOLL_KINDS, Event
from tests.golden.gold import Expected


@dataclass(frozen=True, slots=True)
class Answer:
    """One asked field: whether it is right, and what to show where it is not."""

    field: str
    right: bool
    wanted: object = ""
    got: object = ""


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
        yield Answer(kind, wanted.right(kind, estimate), expected, estimate and (estimate.best, estimate.text))
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
