"""What alerts are about, as the words that rules write and the store finds them by: incident:ID, place:KEY, country:SY,
admin1:SY/Aleppo, actor:ID, holding:KEY, article:ID, feed:NAME, feeds:RULE."""

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


def is_holding(subject: str) -> bool:
    """Whether it is about who holds a place."""
    return subject.startswith("holding:")


def place(where: Place) -> str:
    """The totals of a place."""
    return f"place:{where.key}"


def country(code: str) -> str:
    """The totals of a country."""
    return f"country:{code}"


def actor(id: str) -> str:
    """The totals of an actor."""
    return f"actor:{id}"


def province(happening: Event | Incident) -> tuple[str, ...]:
    """The province that a happening lies in; none where it is not known."""
    where = happening.place
    return (f"admin1:{where.country}/{where.admin1}",) if where and where.country and where.admin1 else ()


def article(id: str) -> str:
    """One article, or all copies of its text, by the id of the first."""
    return f"article:{id}"


def feed(name: str) -> str:
    """One feed."""
    return f"feed:{name}"


def feeds(rule: str) -> str:
    """All the feeds that a rule listens to, as one."""
    return f"feeds:{rule}"


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
