"""Figures told over several places at once: a total over all of them, and no happening in the first.

"Missiles killed 31 people in Kyiv, Kryvyi Rih and Dnipro" covers what is known of each of the three."""

from collections.abc import Iterator

import msgspec

from monitor.incidents.cues import Cues
from monitor.incidents.kinds import UNREST, VIOLENCE
from monitor.model import Article, Event, Extraction, Place, PlaceMention

APART_KM = 30.0
"""Places nearer to each other than this may be struck by one blow."""


def over_all(article: Article, extraction: Extraction, event: Event, cues: Cues) -> Event:
    """The event as a total over the places that its figure is told of together; itself where it is told of one. What
    nature does, it does to all of them at once."""
    if event.place is None or event.event_type not in VIOLENCE | UNREST or event.control is not None:
        return event
    for listed in _lists(article, extraction, event, cues):
        places = [mention.place for mention in listed]
        if event.place.key in {place.key for place in places} and _apart(places):
            told = _text(article, listed[0])[listed[0].start : listed[-1].end]
            return msgspec.structs.replace(event, scope="period", place=_around(told, places))
    return event


def _lists(article: Article, extraction: Extraction, event: Event, cues: Cues) -> Iterator[list[PlaceMention]]:
    """The lists of places in the sentences of an event's figures."""
    for each in event.evidence:
        if each.field.startswith("toll."):
            inside = [
                mention
                for mention in extraction.places
                if mention.in_ == each.in_ and each.sentence_start <= mention.start < each.sentence_end
                if mention.place.geo_precision < 3
            ]
            yield from _runs(article, inside, cues)


def _runs(article: Article, mentions: list[PlaceMention], cues: Cues) -> Iterator[list[PlaceMention]]:
    """The mentions that are listed one after the other, each list to its last."""
    run: list[PlaceMention] = []
    for mention in mentions:
        text = _text(article, mention)
        between = text[run[-1].end : mention.start] if run else ""
        if not run or not cues.joins(between) or run[-1].place.country != mention.place.country:
            run = [] if cues.links(text, mention.start) else [mention]
            continue
        run.append(mention)
        if not cues.goes_on(between):
            yield run
            run = []


def _text(article: Article, mention: PlaceMention) -> str:
    return article.title if mention.in_ == "title" else article.text


def _apart(places: list[Place]) -> bool:
    return any(one.distance_km(other) > APART_KM for one in places for other in places)


def _around(name: str, places: list[Place]) -> Place:
    """The area of several places, called by them all."""
    lat, lon = (sum(getattr(place, axis) for place in places) / len(places) for axis in ("lat", "lon"))
    middle = msgspec.structs.replace(
        places[0], name=name, geonameid=None, admin1=None, lat=lat, lon=lon, geo_precision=3, feature="region"
    )
    radius = max(place.distance_km(middle) + place.radius_km for place in places)
    return msgspec.structs.replace(middle, radius_km=round(radius, 1))
