"""One event for each change, however often an article tells it: in its title, its lead and its body.

Two tellings are one where place, context and sides do not contradict each other. A later one is compared with the last
WINDOW events only, so that time stays linear."""

import math

import msgspec

from monitor.model import Actor, Control, Event, Evidence, Place

WINDOW = 64
"""Among how many events the same one is looked for."""
SITES = frozenset({"base", "site"})
NEAR = 0.02
"""Degrees within which a site is taken to lie in a town."""
WIDE = frozenset({"country", "region", "district", "area"})
HELD = frozenset({"controlled", "contested"})
"""What an advance can have come to."""
REGION = 3
"""The precision of a place of which only the region or the country is known."""


def merged(events: list[Event]) -> list[Event]:
    """One event for each place, status, side and context; what is told again adds its evidence and sources, and so
    does what is told of no finer place than the country ("Rebels seize town in Mali"). A second pass joins what the
    first could not tell apart yet."""
    return _undisputed(_before(_pass(_pass(_settled(events)))))


def _undisputed(events: list[Event]) -> list[Event]:
    """The events without bare denials of what the article tells as contested: that already says so."""
    contested = {
        _where(event.place)
        for event in events
        if event.context == "reported" and event.control and event.control.status == "contested"
    }
    return [event for event in events if not (_bare_denial(event) and _where(event.place) in contested)]


def _bare_denial(event: Event) -> bool:
    """Whether a place is only said not to be lost, to nobody in particular."""
    control = event.control
    return event.context == "negated" and control is not None and control.gained_by is None


def _settled(events: list[Event]) -> list[Event]:
    """The events, each village that no map knows put where the article tells most closely that it lies."""
    best: dict[str, Place] = {}
    for place in (event.place for event in events):
        if place and place.geonameid is None and _closeness(place) < _closeness(best.get(place.name, place)):
            best[place.name] = place
        elif place and place.geonameid is None:
            best.setdefault(place.name, place)
    return [
        msgspec.structs.replace(event, place=best[event.place.name])
        if event.place and event.place.name in best and event.place.geonameid is None
        else event
        for event in events
    ]


def _closeness(place: Place) -> tuple[int, float]:
    """How closely it is known where a place lies; less is closer."""
    return place.geo_precision, place.radius_km


def _before(events: list[Event]) -> list[Event]:
    """The events, with those as losers who alone are said to have taken the same place some time before."""
    taken: dict[str, list[Event]] = {}
    for event in events:
        if event.context == "historical" and event.control and event.control.status == "controlled":
            taken.setdefault(_where(event.place), []).append(event)
    return [_from_holder(event, taken.get(_where(event.place), [])) for event in events]


def _from_holder(event: Event, taken: list[Event]) -> Event:
    """A change with its loser, where it tells none and one other side had `taken` the place."""
    control, earlier = event.control, taken[0].control if len(taken) == 1 else None
    if control is None or earlier is None or event.context != "reported" or control.lost_by:
        return event
    gained, holder = control.gained_by, earlier.gained_by
    if control.status != "controlled" or gained is None or holder is None or _one_side(gained, holder):
        return event
    said = (msgspec.structs.replace(row, field="actor2") for row in taken[0].evidence if row.field == "actor1")
    control = msgspec.structs.replace(control, lost_by=holder)
    return msgspec.structs.replace(event, control=control, actor2=holder, evidence=(*event.evidence, *said))


def _one_side(one: Actor, other: Actor) -> bool:
    """Whether two actors may be one: of one name, or one of them only described, on the same side."""
    return one.id == other.id or (None in (one.id, other.id) and one.kind == other.kind)


def _pass(events: list[Event]) -> list[Event]:
    kept: list[Event] = []
    for event in sorted(events, key=_coarse):
        recent = range(max(0, len(kept) - WINDOW), len(kept))
        told = next((n for n in recent if _same(event, kept[n])), None)
        if told is None:
            kept.append(event)
        else:
            kept[told] = _with(kept[told], event)
    return kept


def _coarse(event: Event) -> bool:
    """Whether no more than the region is known; a village that only the text names is more."""
    place = event.place
    return place is None or (place.geo_precision == REGION and place.feature in WIDE)


def _same(again: Event, first: Event) -> bool:
    """Whether the second telling can mean the first change: the same place or its country, and an agent who is the same
    or not known by name."""
    one, other = again.control, first.control
    if one is None or other is None or again.context != first.context or not _one_change(one, other):
        return False
    if _turned(one, other) or _turned(other, one):
        return False
    if _differ(one.gained_by, other.gained_by) or _differ(one.lost_by, other.lost_by):
        return False
    if _where(again.place) == _where(first.place) or _part(again.place, first.place):
        return True
    if not _coarse(again):
        return False
    return again.place is None or first.place is None or again.place.country == first.place.country


def _turned(one: Control, other: Control) -> bool:
    """Whether the one change took the place from whoever had gained it by the other."""
    held = one.status == other.status == "controlled"
    return held and one.lost_by is not None and other.gained_by is not None and one.lost_by.id == other.gained_by.id


def _part(one: Place | None, other: Place | None) -> bool:
    """Whether one place is a base or another site in the other."""
    if one is None or other is None or SITES.isdisjoint((one.feature, other.feature)):
        return False
    apart = one.name not in other.name and other.name not in one.name
    if apart and {one.feature, other.feature} != {"base", "populated"}:
        return False
    return math.isclose(one.lat, other.lat, abs_tol=NEAR) and math.isclose(one.lon, other.lon, abs_tol=NEAR)


def _one_change(one: Control, other: Control) -> bool:
    """Whether two statuses can tell one change: the same, or left by one side and taken by another."""
    if one.status == other.status:
        return True
    if "advance" in (one.status, other.status) and not HELD.isdisjoint((one.status, other.status)):
        return _entered(other, one) if one.status == "advance" else _entered(one, other)
    if {one.status, other.status} != {"controlled", "abandoned"}:
        return False
    taken, left = (one, other) if one.status == "controlled" else (other, one)
    return taken.gained_by is None or left.lost_by is None or taken.gained_by.id != left.lost_by.id


def _entered(taken: Control, advance: Control) -> bool:
    """Whether an advance led to a place's being taken, by the same side or by one that is left open."""
    if advance.gained_by is None:
        return False
    if taken.gained_by is None:
        return taken.lost_by is None or taken.lost_by.id != advance.gained_by.id
    return taken.gained_by.id == advance.gained_by.id


def _differ(one: Actor | None, other: Actor | None) -> bool:
    """Whether two actors cannot be the same; one who is only described can be anybody on his side."""
    if one is None or other is None or one.id == other.id:
        return False
    return (one.id is not None and other.id is not None) or {one.kind, other.kind} == {"state_force", "rebel"}


def _where(place: Place | None) -> str:
    """The same for the same place or site, whatever a base or a road is called."""
    if place is None:
        return ""
    if place.geonameid is None and place.feature != "populated":
        return f"{place.feature} {place.lat:.2f} {place.lon:.2f}"
    return place.key


def _with(first: Event, again: Event) -> Event:
    """The first telling with the evidence and sources of the second, and the sides that only it names."""
    control, other = first.control, again.control
    if control is None or other is None:
        return first
    later = control.status == "advance" and other.status in HELD
    if later or other.status == "controlled" != control.status:
        return _with(again, first)
    gained, lost = _better(control.gained_by, other.gained_by), _better(control.lost_by, other.lost_by)
    exact = again if _says_which(again, first) else first
    return msgspec.structs.replace(
        first,
        place=exact.place,
        evidence=tuple(dict.fromkeys((*_cast(first, gained), *_cast(again, gained)))),
        attribution=tuple(dict.fromkeys((*first.attribution, *again.attribution))),
        control=msgspec.structs.replace(
            exact.control or control, status=control.status, gained_by=gained, lost_by=lost
        ),
        actor1=gained or lost,
        actor2=lost if gained else None,
        confidence=max(first.confidence, again.confidence),
    )


def _says_which(again: Event, first: Event) -> bool:
    """Whether the second telling says which place it was: the town itself, where the first tells of a site in it, or
    the site by its name, where the first tells only of some part of the town."""
    if again.place is None or first.place is None or not _full(again):
        return False
    town = first.place.feature in SITES and again.place.feature == "populated"
    return town or (again.place.feature in SITES and first.place.feature == "populated" and not _full(first))


def _full(event: Event) -> bool:
    return event.control is not None and event.control.extent == "full"


def _cast(event: Event, gained: Actor | None) -> tuple[Evidence, ...]:
    """The evidence of an event; who lost becomes the second actor where the other telling says who gained."""
    if event.control is None or event.control.gained_by or gained is None:
        return event.evidence
    return tuple(
        msgspec.structs.replace(row, field="actor2") if row.field == "actor1" else row for row in event.evidence
    )


def _better(one: Actor | None, other: Actor | None) -> Actor | None:
    """The actor who is known by name, else the one more fully described ("Syrian rebels"), else the first."""
    if one and other and one.id is None and other.id is None:
        words = set(one.text.casefold().split())
        return other if words < set(other.text.casefold().split()) else one
    return other if other and (one is None or (one.id is None and other.id is not None)) else one
