"""`tocsin totals`: how much was suffered within a window, by country, actor, place or day."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from monitor.cli.common import ConfigOption, Exit, JsonOption, counted, fail, load_config, print_json
from monitor.cli.forms import Cell, CsvOption, Form, form, print_csv, print_table, speaks_unicode

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from monitor.incidents import Part
    from monitor.incidents.tallies import Tally
    from monitor.model import TollKind

Metric = Literal["killed", "wounded", "captured", "missing", "displaced"]
METRICS: tuple["TollKind", ...] = ("killed", "wounded", "captured", "missing", "displaced")
NOTHING = "–"


def totals(
    config: ConfigOption = None,
    by: Annotated[
        Literal["country", "actor", "place", "day"], typer.Option(help="What the totals are of.")
    ] = "country",
    window: Annotated[
        str | None, typer.Option(metavar="24h|7d", help="How far back they reach. [default: 24h; 7d by day]")
    ] = None,
    at: Annotated[str | None, typer.Option(metavar="DATE|24h", help="Where the window ends. [default: now]")] = None,
    country: Annotated[str | None, typer.Option(metavar="SY", help="Only of this country.")] = None,
    actor: Annotated[str | None, typer.Option(metavar="NAME", help="Only by or against this actor.")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Also show what each figure is made of.")] = False,
    metric: Annotated[Metric, typer.Option(help="The figure that --explain takes apart.")] = "killed",
    json: JsonOption = False,
    csv: CsvOption = False,
) -> None:
    """Add up who was killed, wounded or displaced within a window, counting nobody twice.

    A total that is told of a stretch ("58 killed in 24 hours") covers the incidents inside it: the larger of the two
    counts. A running war total never enters. An incident counts for each of its actors, and under
    "nobody identified" where it has none. With --at, what happened by
    then is added up as it is known now."""
    from datetime import timedelta

    from monitor import clock
    from monitor.cli import lookup
    from monitor.incidents.tallies import tallies
    from monitor.resources import load_country_names
    from monitor.status import open_store
    from monitor.store.views import Wanted

    shape = form(json=json, csv=csv)
    reach = _window(window or ("7d" if by == "day" else "24h"))
    end = lookup.end_of(at, clock.now()) or clock.now()
    with open_store(load_config(config)) as store:
        wanted = Wanted(
            since=(end - reach - timedelta(days=2)).date(),
            until=end.date(),
            country=lookup.country(country) if country else None,
            actors=(lookup.actor(actor, store.views.actors()),) if actor else (),
        )
        found = tallies(store.views.incidents(wanted), by, end, reach, load_country_names())
    _print(found, shape, by, end, reach, metric if explain else None)


def _window(text: str) -> "timedelta":
    from monitor.model.settings import parse_duration

    try:
        found = parse_duration(text)
    except ValueError as error:
        fail(f"--window: {error}", Exit.USAGE)
    if not found:
        fail("--window: a window of no length holds nothing", Exit.USAGE)
    return found


def _print(
    found: "Sequence[Tally]", shape: Form, by: str, end: "datetime", reach: "timedelta", metric: Metric | None
) -> None:
    from monitor.model.settings import format_duration

    if shape == "json":
        rows = [plain(tally) for tally in found]
        print_json({"by": by, "at": end.isoformat(), "window": format_duration(reach), "totals": rows})
    elif shape == "csv":
        head = (by, "name", *(f"{kind}_{bound}" for kind in METRICS for bound in ("low", "best", "high")), "incidents")
        print_csv(head, map(_csv_row, found))
    else:
        _show(found, by, end, reach, metric)


def plain(tally: "Tally") -> dict[str, Any]:
    """A total for programs, every figure with what it is made of."""
    import msgspec

    return {
        "key": tally.key,
        "name": tally.name,
        "toll": msgspec.to_builtins(tally.toll),
        "parts": {kind: [_plain_part(part) for part in tally.parts(kind)] for kind in tally.toll},
        "incidents": [incident.id for incident in tally.incidents],
        "left_out": [incident.id for incident in tally.left_out],
    }


def _plain_part(part: "Part") -> dict[str, Any]:
    covered = [_plain_part(each) for each in part.covers]
    return {"incident": part.incident.id, "scope": part.incident.scope, "value": part.value, "covers": covered}


def _csv_row(tally: "Tally") -> list[Cell]:
    bounds: list[Cell] = []
    for kind in METRICS:
        told = tally.toll.get(kind)
        bounds += [told.low, told.best, told.high] if told else [None, None, None]
    return [tally.key, tally.name, *bounds, len(tally.incidents)]


def _show(found: "Sequence[Tally]", by: str, end: "datetime", reach: "timedelta", metric: Metric | None) -> None:
    from monitor.model.settings import format_duration
    from monitor.times import stamp

    speaks_unicode()
    span = f"within {format_duration(reach)} to {stamp(end)}"
    if not any(tally.incidents or tally.left_out for tally in found):
        print(f"Nothing is known to have happened {span}.")
        return
    kinds = [kind for kind in METRICS if kind == "killed" or any(kind in tally.toll for tally in found)]
    rows = [_row(tally, kinds) for tally in found]
    print_table(f"By {by}, {span}", (by, *kinds, "incidents"), rows, (*kinds, "incidents"))
    if metric is not None:
        print(*_explained(found, metric), sep="\n")


def _row(tally: "Tally", kinds: "Sequence[TollKind]") -> list[str]:
    from monitor.cli.incident_rows import figure

    figures = [figure(tally.toll[kind]) if kind in tally.toll else NOTHING for kind in kinds]
    happened = sum(incident.scope == "incident" for incident in tally.incidents)
    over = len(tally.incidents) - happened
    return [tally.name, *figures, f"{happened}" + (f" and {counted(over, 'total')}" if over else "")]


def _explained(found: "Sequence[Tally]", metric: Metric) -> Iterator[str]:
    from monitor.cli.view import visible

    for tally in found:
        if tally.incidents or tally.left_out:
            yield visible(f"{tally.name}, {metric}:")
        for part in tally.parts(metric):
            yield f"  {part.value:>7,}  {_told(part)}"
            yield from (f"             covers {each.value:,}  {_told(each)}" for each in part.covers)
        silent = [each for each in tally.incidents if metric not in each.toll]
        if silent:
            yield f"           of {counted(len(silent), 'incident')} nobody says how many were {metric}"
        for incident in tally.left_out:
            yield f"           not counted: {incident.id[:8]} is told of {incident.date_start} to {incident.date_end}"


def _told(part: "Part") -> str:
    from monitor.cli.view import visible, where

    incident = part.incident
    what = "total over a stretch" if incident.scope == "period" else incident.sub_event_type or incident.event_type
    days = f"{incident.date_start}" if incident.scope == "incident" else f"{incident.date_start} to {incident.date_end}"
    return visible(f"{incident.id[:8]}  {days}  {where(incident.place) or 'no place'}, {what}")
