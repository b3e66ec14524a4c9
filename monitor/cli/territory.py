"""`tocsin territory`: who holds what, since when, and who says so."""

from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.common import ConfigOption, Exit, JsonOption, counted, fail, load_config, print_json
from monitor.cli.forms import CsvOption, Form, GeoJsonOption, form, print_csv, print_table, speaks_unicode

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from monitor.store import Store
    from monitor.store.views import Held


def territory(
    place: Annotated[
        str | None, typer.Argument(metavar="[PLACE]", help="One place, with its history and the sentences behind it.")
    ] = None,
    config: ConfigOption = None,
    actor: Annotated[str | None, typer.Option(metavar="NAME", help="Only what this actor holds.")] = None,
    country: Annotated[str | None, typer.Option(metavar="SY", help="Only in this country.")] = None,
    at: Annotated[
        str | None, typer.Option("--at", metavar="DATE|24h", help="As it was known then, instead of now.")
    ] = None,
    json: JsonOption = False,
    csv: CsvOption = False,
    geojson: GeoJsonOption = False,
) -> None:
    """Show who holds what: place by place, since when, who says so, and who held it before.

    A claim by one side alone is marked claimed until somebody independent, or the loser, confirms it."""
    from monitor import clock
    from monitor.cli import lookup
    from monitor.status import open_store

    shape = form(json=json, csv=csv, geojson=geojson)
    then = lookup.end_of(at, clock.now())
    with open_store(load_config(config)) as store:
        code = lookup.country(country) if country else None
        found = _then(store.views.territory(code), then)
        if actor:
            held_by = lookup.actor(actor, _actors(found))
            found = [each for each in found if each.holding.controller and each.holding.controller.id == held_by]
        if place:
            found = _called(found, place, store)
    _print(found, shape, history=place is not None)


def _then(found: "Sequence[Held]", at: "datetime | None") -> "list[Held]":
    """The holdings as they were known at a moment."""
    import msgspec

    from monitor.incidents import known_at

    if at is None:
        return list(found)
    known = ((each, known_at(each.claims, each.base, at)) for each in found)
    return [msgspec.structs.replace(each, holding=holding) for each, holding in known if holding is not None]


def _actors(found: "Sequence[Held]") -> "set[str]":
    return {each.holding.controller.id for each in found if each.holding.controller and each.holding.controller.id}


def _called(found: "list[Held]", place: str, store: "Store") -> "list[Held]":
    """The holdings of a place by its name. Nothing known of a place that there is says so and is no mistake."""
    from difflib import get_close_matches

    from monitor.cli.lookup import same_name
    from monitor.resources import find_place

    chosen = [each for each in found if same_name(each.holding.place, place)]
    meant = find_place(place)
    if not chosen and meant is not None:
        chosen = [each for each in found if each.key.rstrip("~") == meant.key]
    if not chosen and meant is None:
        names = {each.holding.place.name.casefold(): each.holding.place.name for each in store.views.territory()}
        close = [names[name] for name in get_close_matches(place.casefold(), names)]
        hint = f"; did you mean {' or '.join(f'`{name}`' for name in close)}?" if close else ""
        fail(f"no place is known as {place!r}{hint}", Exit.USAGE)
    return chosen


def _print(found: "Sequence[Held]", shape: Form, *, history: bool) -> None:
    from monitor.cli import holding_rows as shown
    from monitor.model import contract
    from monitor.model import geojson as maps

    if shape == "json":
        print_json([contract.holding(each.holding) for each in found])
    elif shape == "geojson":
        print_json(maps.collection(maps.holding(each.key, each.holding) for each in found))
    elif shape == "csv":
        print_csv(shown.CSV_HEAD, shown.csv_rows(found))
    elif not found:
        print("Nobody is said to hold, or to fight for, anything here.")
    elif history:
        speaks_unicode()
        shown.page(found).print()
    else:
        speaks_unicode()
        print_table("Territory", shown.HEAD, shown.rows(found), shown.KEEP)
        print(f"{counted(len(found), 'place')}.")
