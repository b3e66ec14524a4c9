"""`tocsin incidents`: what happened, how each figure came about, and a person's word on what is one happening."""

from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.common import (
    AuthorOption,
    CommentOption,
    ConfigOption,
    Exit,
    JsonOption,
    counted,
    examples,
    fail,
    group,
    load_config,
    login,
    moment,
    print_json,
    say,
)
from monitor.cli.forms import CsvOption, Form, GeoJsonOption, form, print_csv, print_table, speaks_unicode

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from monitor.incidents.rulings import Word
    from monitor.model import Incident
    from monitor.pipeline import Desk
    from monitor.rulings import Ruled
    from monitor.store import Store
    from monitor.store.views import Wanted

app = group()
Id = Annotated[str, typer.Argument(metavar="ID", help="An incident's id, or enough of its beginning.")]
LIST = examples(
    "tocsin incidents --country SY --min-killed 10",
    "tocsin incidents --near Aleppo --km 50 --since 7d --geojson > aleppo.geojson",
    "tocsin incidents show 3f2a",
    "tocsin incidents merge 3f2a 77b0 --comment 'the same market'",
)


@app.callback(epilog=LIST)
def incidents(
    context: typer.Context,
    config: ConfigOption = None,
    since: Annotated[str | None, typer.Option(metavar="24h|DATE", help="Only what happened then or later.")] = None,
    country: Annotated[str | None, typer.Option(metavar="SY", help="Only of this country.")] = None,
    actor: Annotated[str | None, typer.Option(metavar="NAME", help="Only by or against this actor.")] = None,
    near: Annotated[str | None, typer.Option(metavar="PLACE|LAT,LON", help="Only around this place.")] = None,
    km: Annotated[float, typer.Option(help="So far around it.")] = 50.0,
    min_killed: Annotated[int, typer.Option(min=0, help="Only with at least so many killed.")] = 0,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="At most so many, the latest first.")] = 50,
    json: JsonOption = False,
    csv: CsvOption = False,
    geojson: GeoJsonOption = False,
) -> None:
    """List what happened, the latest first; show, merge or split incidents.

    Totals over a stretch ("58 killed in 24 hours") stand apart: they cover incidents and are never added to them."""
    if context.invoked_subcommand is not None:
        context.obj = config
        return
    from itertools import islice

    from monitor import clock
    from monitor.status import open_store

    shape = form(json=json, csv=csv, geojson=geojson)
    start = moment(since, clock.now())
    with open_store(load_config(config)) as store:
        wanted, fits = _asked(store, start, country, actor, near, km, min_killed)
        found = list(islice(filter(fits, store.views.incidents(wanted)), limit + 1))
    if len(found) > limit:
        say(f"Only the latest {limit}; --limit shows more.")
    _print(found[:limit], shape)


def _asked(
    store: "Store", start: "datetime | None", country: str | None, actor: str | None, near: str | None, km: float,
    killed: int,
) -> "tuple[Wanted, Callable[[Incident], bool]]":  # fmt: skip
    """What to search for, and what only a look at each incident tells."""
    from monitor.cli import lookup
    from monitor.incidents.known import WIDEST_KM, cells_around
    from monitor.store.views import Wanted

    circle = lookup.circle(near, km) if near else None
    centre = circle.centre if circle else None
    wanted = Wanted(
        since=start.date() if start else None,
        country=lookup.country(country) if country else None,
        actors=(lookup.actor(actor, store.views.actors()),) if actor else (),
        cells=cells_around(centre, km) if centre and km <= WIDEST_KM else (),
    )

    def fits(incident: "Incident") -> bool:
        deaths = incident.toll.get("killed")
        around = circle is None or (incident.place is not None and circle.holds(incident.place))
        return around and (deaths.best if deaths else 0) >= killed

    return wanted, fits


def _print(found: "Sequence[Incident]", shape: Form) -> None:
    from monitor.cli import incident_rows as shown
    from monitor.model import contract
    from monitor.model import geojson as maps

    if shape == "json":
        print_json([contract.incident(incident) for incident in found])
    elif shape == "geojson":
        print_json(maps.collection(map(maps.incident, found)))
    elif shape == "csv":
        print_csv(shown.CSV_HEAD, shown.csv_rows(found))
    else:
        _tables(found)


def _tables(found: "Sequence[Incident]") -> None:
    from monitor.cli import incident_rows as shown

    speaks_unicode()
    apart = [incident for incident in found if incident.scope != "incident"]
    happened = [incident for incident in found if incident.scope == "incident"]
    if happened:
        print_table("Incidents", shown.HEAD, shown.rows(happened), shown.KEEP)
    if apart:
        title = "Told of a stretch, not of one happening (covers incidents, is never added to them)"
        print_table(title, shown.HEAD, shown.rows(apart), shown.KEEP)
    print(f"{counted(len(happened), 'incident')}, {counted(len(apart), 'total')} over a stretch." if found else "None.")


@app.command(epilog=examples("tocsin incidents show 3f2a", "tocsin incidents show 3f2a --json | jq .steps"))
def show(context: typer.Context, id: Id, config: ConfigOption = None, json: JsonOption = False) -> None:
    """Show one incident: its figures over time, whose word each is, and why each article belongs to it."""
    from monitor.cli import lookup
    from monitor.cli.apart import told_apart
    from monitor.cli.incident_page import page, plain
    from monitor.desk import desk_of
    from monitor.incidents import covers
    from monitor.status import open_store
    from monitor.store.views import Wanted

    settings = load_config(config or context.obj)
    with open_store(settings) as store:
        told = store.views.told(lookup.incident(store, id))
        if told is None:
            fail(f"the incident {id} has just gone", Exit.FAILED)
        one = told.story.incident
        around = Wanted(since=one.date_start, country=one.place.country if one.place else None)
        apart = told_apart(store, told.story)
        totals = [each for each in store.views.incidents(around) if each.scope == "period" and covers(each, one)]
    cues = desk_of(settings).cues
    if json:
        print_json(plain(told, totals, apart, cues))
    else:
        page(told, totals, apart, cues, unicode=speaks_unicode()).print()


@app.command(epilog=examples("tocsin incidents merge 3f2a 77b0 --comment 'the same market'"))
def merge(
    context: typer.Context,
    one: Id,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The incident that is the same one.")],
    author: AuthorOption = None,
    comment: CommentOption = "",
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Decide that two incidents are one happening.

    The first keeps its id. Figures are judged again over all articles, and whoever was alarmed by what no longer stands
    is told. Later articles find the merged incident."""
    from monitor import rulings
    from monitor.cli import lookup

    def decide(store: "Store", desk: "Desk", word: "Word") -> "Ruled":
        first, second = lookup.incident(store, one), lookup.incident(store, other)
        doubt = rulings.doubts(store, desk, first, second)
        ruled = rulings.merge(store, desk, first, second, word)
        if doubt:
            say(f"Merged, though {doubt}. `tocsin incidents undo {first}` takes it back.")
        return ruled

    _decide(decide, author, comment, config or context.obj, json=json)


@app.command(epilog=examples("tocsin incidents split 3f2a 9c1d44 --comment 'another bomb'"))
def split(
    context: typer.Context,
    id: Id,
    articles: Annotated[list[str], typer.Argument(metavar="ARTICLE…", help="Ids of articles that tell of another.")],
    author: AuthorOption = None,
    comment: CommentOption = "",
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Decide that some articles of an incident tell of another happening.

    `tocsin incidents show ID` lists the articles with their ids."""
    from monitor import rulings
    from monitor.cli import lookup

    def decide(store: "Store", desk: "Desk", word: "Word") -> "Ruled":
        return rulings.split(store, desk, lookup.incident(store, id), set(articles), word)

    _decide(decide, author, comment, config or context.obj, json=json)


@app.command(epilog=examples("tocsin incidents undo 3f2a"))
def undo(
    context: typer.Context,
    id: Id,
    author: AuthorOption = None,
    comment: CommentOption = "",
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Take back the last decision about an incident."""
    from monitor import rulings
    from monitor.cli import lookup

    def decide(store: "Store", desk: "Desk", word: "Word") -> "Ruled":
        return rulings.undo(store, desk, lookup.incident(store, id), word)

    _decide(decide, author, comment, config or context.obj, json=json)


def _decide(
    decide: "Callable[[Store, Desk, Word], Ruled]",
    author: str | None,
    comment: str,
    config: "ConfigOption",
    *,
    json: bool,
) -> None:
    from monitor import clock
    from monitor.desk import desk_of
    from monitor.incidents.rulings import CannotRule, Word
    from monitor.status import open_store

    settings = load_config(config)
    with open_store(settings) as store:
        try:
            ruled = decide(store, desk_of(settings), Word(author or login(), clock.now(), comment))
        except CannotRule as error:
            fail(str(error), Exit.USAGE)
    _report(ruled, json=json)


def _report(ruled: "Ruled", *, json: bool) -> None:
    import msgspec

    from monitor.model import contract
    from monitor.notify.message import one_line

    ruling, alerts = ruled
    if json:
        print_json({"ruling": msgspec.to_builtins(ruling), "alerts": [contract.alert(alert) for alert in alerts]})
        return
    done = {
        "merge": f"{ruling.other} is {ruling.incident} from now on.",
        "split": f"{ruling.other} is an incident of its own from now on.",
        "undo": f"What was decided about {ruling.incident} and {ruling.other} is undone.",
    }
    print(done[ruling.kind])
    for alert in alerts:
        print(f"  {alert.status}, {alert.rule}: {one_line(alert.summary)} ({alert.muted or 'will be told'})")
    if not alerts:
        print("  No alert is to be corrected.")
