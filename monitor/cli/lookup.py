"""What people mean by the names they type: countries, actors, circles on the map, ids of incidents.

Whatever nobody knows ends the command, with the nearest that somebody does."""

import re
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from monitor.cli.common import Exit, fail, moment, say

if TYPE_CHECKING:
    from monitor.model import Place
    from monitor.rules import Near
    from monitor.store import Store

SPOT = re.compile(r"\s*([-+]?\d+(?:\.\d+)?)\s*,\s*([-+]?\d+(?:\.\d+)?)\s*")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
LONGEST_ID = 32


def country(text: str) -> str:
    """The ISO 3166-1 letters of a country, by these or by its name."""
    from monitor.model.country import COUNTRIES
    from monitor.resources import find_place

    if text.upper() in COUNTRIES:
        return text.upper()
    found = find_place(text)
    if found is None or found.feature != "country" or found.country is None:
        fail(f"{text!r} is no country; write its two letters, like SY, or its English name", Exit.USAGE)
    return found.country


def end_of(text: str | None, now: datetime) -> datetime | None:
    """The moment that `24h` (before now) or an ISO 8601 time means; of a bare date its end, for people mean the day."""
    found = moment(text, now, "--at")
    if found is None or text is None or not DAY.fullmatch(text):
        return found
    return found + timedelta(days=1)


def actor(text: str, met: Iterable[str]) -> str:
    """The id of an actor, by its id or one of its names; `met` are ids that the ledger knows."""
    from monitor.config.problems import nearest
    from monitor.extract.actors.index import slug
    from monitor.resources import load_actor_names

    names = {**{id: id for id in met}, **load_actor_names()}
    wanted = slug(text)
    bare = wanted.removeprefix("the-").removesuffix("-group")
    found = names.get(wanted) or names.get(bare)
    if found is None:
        meant = nearest(wanted, names).partition(" known:")[0].rstrip(";")
        fail(f"no actor is known as {text!r}{meant}", Exit.USAGE)
    return found


def circle(text: str, km: float) -> "Near":
    """A circle around a place by name, or around `LAT,LON` in degrees."""
    from pydantic import ValidationError

    from monitor.resources import called_so, find_place
    from monitor.rules import Near

    try:
        if spot := SPOT.fullmatch(text):
            return Near(lat=float(spot[1]), lon=float(spot[2]), km=km)
        near = Near(place=text, km=km)
    except ValidationError:
        fail(f"--near {text} --km {km:g}: latitude is -90 to 90, longitude -180 to 180, km 0 to 20000", Exit.USAGE)
    if not near.locate(find_place):
        fail(f"no place is known as {text!r}; check its spelling, or give LAT,LON", Exit.USAGE)
    if near.centre is not None and not called_so(text):
        say(f"No place is called {text!r}; {near.centre.name} ({near.centre.country}) is taken for it.")
    return near


def incident(store: "Store", prefix: str) -> str:
    """The whole id of the one incident whose id begins so."""
    return _whole("incident", "incidents", prefix, store.views.ids)


def delivery(store: "Store", prefix: str) -> str:
    """The whole id of the one delivery whose id begins so."""
    return _whole("delivery", "deliveries", prefix, store.deliveries.ids)


def alert(store: "Store", prefix: str) -> str:
    """The whole id of the one alert whose id begins so."""
    return _whole("alert", "alerts", prefix, store.alerts.ids)


def silence(store: "Store", prefix: str) -> str:
    """The whole id of the one silence whose id begins so."""
    return _whole("silence", "silences", prefix, store.silences.ids)


def _whole(noun: str, plural: str, prefix: str, ids: Callable[[str], list[str]]) -> str:
    """The one id that begins so; `ids` gives all that begin so."""
    from monitor.config.problems import nearest

    wanted = prefix.strip().lower()
    found = ids(wanted) if re.fullmatch(rf"[0-9a-f]{{1,{LONGEST_ID}}}", wanted) else []
    if not found:
        known = {id[: max(len(wanted), 4)]: id for id in ids("")}
        meant = nearest(wanted, known).partition(" known:")[0].rstrip(";") if known else ""
        fail(f"there is no {noun} {prefix!r}{meant}; `tocsin {plural}` lists them", Exit.USAGE)
    if len(found) > 1 and wanted not in found:
        fail(f"{len(found)} {plural} have an id that begins with {prefix}: {', '.join(found[:5])}", Exit.USAGE)
    return wanted if wanted in found else found[0]


def receiver(text: str, known: Iterable[str]) -> str:
    """A receiver of one of the names."""
    from monitor.config.problems import nearest

    names = sorted(known)
    if text not in names:
        fail(f"there is no receiver {text!r}{nearest(text, names)}", Exit.USAGE)
    return text


def same_name(place: "Place", text: str) -> bool:
    """Whether a place is called so, whatever the accents and hyphens."""
    from monitor.extract.places.gazetteer import fold, without_article

    return without_article(fold(place.name)) == without_article(fold(text))
