"""What the conditions of a rule look at: a happening, a place that changed hands, or a feed, in the same few words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from monitor.model import Actor, ArticleRef, Feed, Holding, HoldingShift, Incident, Place, TollKind


@dataclass(frozen=True, slots=True)
class Facts:
    """`countries` are those that a thing without a place belongs to; `figures` the best figures of its toll."""

    place: Place | None = None
    actors: frozenset[str] = frozenset()
    sources: tuple[str, ...] = ()
    event_types: tuple[str, ...] = ()
    figures: Mapping[TollKind, int] = field(default_factory=lambda: MappingProxyType({}))
    victims: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    country: str | None = None


def of_incident(incident: Incident) -> Facts:
    """A happening, as all its reports together tell it."""
    return Facts(
        place=incident.place,
        actors=_ids((incident.actor1, incident.actor2)),
        sources=incident.sources,
        event_types=(incident.event_type, incident.sub_event_type),
        figures={kind: told.best for kind, told in incident.toll.items()},
        victims=incident.victims,
        voices=incident.voices,
        languages=incident.languages,
        country=incident.place.country if incident.place else None,
    )


def of_holding(holding: Holding, shift: HoldingShift) -> Facts:
    """A place that changed hands, with who says so."""
    told = [(claim.article, claim.attribution) for claim in shift.claims]
    return Facts(
        place=holding.place,
        actors=_ids((holding.controller, holding.previous)),
        sources=holding.sources,
        voices=tuple({kind for article, quoted in told for kind in article.voices(quoted)}),
        languages=tuple({article.language for article, _ in told if article.language}),
        country=holding.place.country,
    )


def of_article(ref: ArticleRef, places: Iterable[Place]) -> tuple[Facts, ...]:
    """An article by itself: once for each place that it names, or once for no place."""
    plain = Facts(
        sources=(ref.source,),
        voices=(ref.kind,) if ref.kind else (),
        languages=(ref.language,) if ref.language else (),
    )
    named = {place.key: place for place in places}.values()
    return tuple(replace(plain, place=place, country=place.country) for place in named) or (plain,)


def of_feed(feed: Feed) -> Facts:
    """A feed: where it is published, and by whom."""
    return Facts(
        sources=(feed.source,),
        voices=(feed.kind,) if feed.kind else (),
        languages=(feed.language,) if feed.language else (),
        country=feed.country,
    )


def _ids(actors: Iterable[Actor | None]) -> frozenset[str]:
    return frozenset(actor.id for actor in actors if actor is not None and actor.id)
