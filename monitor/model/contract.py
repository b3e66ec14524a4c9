"""The JSON that other programs read: the shapes of CONTRACT, built from the nouns. Pure; nothing is rounded away."""

from typing import Any

import msgspec

from monitor.model.account import Account
from monitor.model.alert import Alert
from monitor.model.event import Event, Extraction
from monitor.model.incident import Holding, Incident, Quote
from monitor.model.place import PlaceMention

Json = dict[str, Any]


def _plain(value: Any) -> Any:
    """Structs, dates and tuples as plain JSON values; the Python-safe name `in_` becomes `in`."""
    return _renamed(msgspec.to_builtins(value))


def _renamed(value: Any) -> Any:
    if isinstance(value, dict):
        return {("in" if key == "in_" else key): _renamed(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_renamed(item) for item in value]
    return value


def place_mention(mention: PlaceMention) -> Json:
    """A Place as `tocsin extract` lists it: text, in, start, end and the place's own fields, flat."""
    flat: Json = {"text": mention.text, "in": mention.in_, "start": mention.start, "end": mention.end}
    flat.update(_plain(mention.place))
    return flat


def event(value: Event) -> Json:
    """An Event."""
    plain: Json = _plain(value)
    return plain


def account(value: Account) -> Json:
    """One row of an Extraction's explanation."""
    plain: Json = _plain(value)
    return plain


def extraction(value: Extraction) -> Json:
    """An Extraction: {id, language, published, places, events}."""
    return {
        "id": value.id,
        "language": value.language,
        "published": value.published.isoformat() if value.published else None,
        "places": [place_mention(mention) for mention in value.places],
        "events": [event(item) for item in value.events],
    }


def incident(value: Incident) -> Json:
    """An Incident of the ledger."""
    plain: Json = _plain(value)
    return plain


def holding(value: Holding) -> Json:
    """A Holding of the territory ledger."""
    plain: Json = _plain(value)
    return plain


def quote(value: Quote) -> Json:
    """A sentence that says so, as an alert's evidence has it."""
    plain: Json = _plain(value)
    return plain


def alert(value: Alert) -> Json:
    """An Alert."""
    plain: Json = _plain(value)
    return plain
