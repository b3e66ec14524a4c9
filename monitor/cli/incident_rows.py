"""Incidents as rows: of a table for people, of CSV for programs."""

from collections.abc import Iterable, Iterator, Sequence

from monitor.cli.forms import Cell
from monitor.cli.view import where
from monitor.model import TOLL_KINDS, Actor, Incident, Place, Range

HEAD = ("when", "where", "what", "killed", "sources", "id")
KEEP = ("when", "killed", "sources", "id")
SHORTEST_ID = 8
CSV_HEAD = (
    "id", "date_start", "date_end", "scope", "event_type", "sub_event_type", "actor1", "actor2", "place", "admin1",
    "country", "lat", "lon", "geo_precision", "radius_km",
    *(f"{kind}_{bound}" for kind in TOLL_KINDS for bound in ("low", "best", "high")), "sources", "articles",
)  # fmt: skip


def rows(found: Sequence[Incident]) -> Iterator[tuple[str, ...]]:
    """The rows of a table."""
    length = id_length(incident.id for incident in found)
    for incident in found:
        others = [f"{figure(told)} {kind}" for kind, told in incident.toll.items() if kind != "killed" and told.best]
        kind = (incident.sub_event_type or incident.event_type).replace("/", " / ")
        what = "\n".join(filter(None, (kind, who(incident.actor1, incident.actor2), *others)))
        killed = figure(incident.toll["killed"]) if "killed" in incident.toll else "–"
        place = where(incident.place) or "no place"
        yield when(incident), place, what, killed, str(len(incident.sources)), incident.id[:length]


def id_length(ids: Iterable[str]) -> int:
    """To how many letters ids can be cut so that each still means one."""
    known = set(ids)
    whole = max((len(id) for id in known), default=SHORTEST_ID)
    return next((n for n in range(SHORTEST_ID, whole) if len({id[:n] for id in known}) == len(known)), whole)


def csv_rows(found: Iterable[Incident]) -> Iterator[list[Cell]]:
    """The rows of CSV, every figure in a column of its own."""
    for incident in found:
        bounds: list[Cell] = []
        for kind in TOLL_KINDS:
            told = incident.toll.get(kind)
            bounds += [told.low, told.best, told.high] if told else [None, None, None]
        yield [
            incident.id, incident.date_start.isoformat(), incident.date_end.isoformat(), incident.scope,
            incident.event_type, incident.sub_event_type, _name(incident.actor1), _name(incident.actor2),
            *spot(incident.place), *bounds, "; ".join(incident.sources), "; ".join(incident.articles),
        ]  # fmt: skip


def spot(place: Place | None) -> list[Cell]:
    """Name, province, country, latitude, longitude, precision and radius of a place."""
    if place is None:
        return [None] * 7
    return [place.name, place.admin1, place.country, place.lat, place.lon, place.geo_precision, place.radius_km]


def figure(told: Range) -> str:
    """`14`, `50+` where no upper bound is known, `14 (12–20)` where sources differ."""
    best = f"{told.best:,}" + ("+" if told.high is None else "")
    if told.low >= told.best and told.high in (None, told.best):
        return best
    return f"{best} ({told.low:,}–{'' if told.high is None else f'{told.high:,}'})"


def when(incident: Incident) -> str:
    """`2026-03-14`, or two of them."""
    first, last = incident.date_start, incident.date_end
    return f"{first}" if first == last else f"{first}\nto {last:%m-%d}"


def who(by: Actor | None, to: Actor | None) -> str:
    """`Islamic State → civilians`."""
    if to is None:
        return _name(by) or ""
    return f"{_name(by) or '?'} → {_name(to)}"


def _name(actor: Actor | None) -> str | None:
    return actor.name if actor else None
