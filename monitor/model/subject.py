"""What alerts are about, as the words that rules write and the store finds them by: incident:ID, place:KEY, country:SY,
actor:ID, holding:KEY."""

from collections.abc import Callable

from monitor.model.event import Event
from monitor.model.incident import Incident
from monitor.model.place import Place


def incident(id: str) -> str:
    """One incident."""
    return f"incident:{id}"


def holding(key: str) -> str:
    """Who holds a place."""
    return f"holding:{key}"


def place(where: Place) -> str:
    """The totals of a place."""
    return f"place:{where.key}"


def country(code: str) -> str:
    """The totals of a country."""
    return f"country:{code}"


def actor(id: str) -> str:
    """The totals of an actor."""
    return f"actor:{id}"


def totals(happening: Event | Incident) -> tuple[str, ...]:
    """All totals that a happening may count in."""
    where = happening.place
    found = [] if where is None else [place(where), *([country(where.country)] if where.country else [])]
    ids = sorted({each.id for each in (happening.actor1, happening.actor2) if each is not None and each.id})
    return (*found, *map(actor, ids))


def counting(total: str) -> Callable[[Event | Incident], bool]:
    """Whether a happening counts in a total, asked of many."""
    kind, _, name = total.partition(":")
    if kind == "actor":
        return lambda happening: any(
            each is not None and each.id == name for each in (happening.actor1, happening.actor2)
        )
    if kind == "country":
        return lambda happening: happening.place is not None and happening.place.country == name
    return lambda happening: happening.place is not None and happening.place.key == name
