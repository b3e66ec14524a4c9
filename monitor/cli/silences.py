"""`tocsin silences`: which alerts nobody is told of for a while, on whose word and why."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.common import (
    AuthorOption,
    ConfigOption,
    Exit,
    JsonOption,
    counted,
    examples,
    fail,
    group,
    login,
    opened,
    print_json,
    say,
)
from monitor.cli.forms import print_table, speaks_unicode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.config import Config
    from monitor.model import Alert
    from monitor.model.route import Matcher
    from monitor.model.silence import Silence
    from monitor.store import Store

app = group()
LIST = examples("tocsin silences", "tocsin silences add place=Homs --for 2h -m 'exercise'", "tocsin silences end 3fa2")
ADD = examples(
    "tocsin silences add country=SD 'rule=~mass.*' --for 2h --comment 'exercise'",
    "tocsin silences add severity!=critical --until 2026-03-02T06:00 --comment 'night' --dry-run",
)
SHOWN = 10
"""Alerts that a preview names."""


@app.callback(epilog=LIST)
@app.command("list", epilog=examples("tocsin silences list --all", "tocsin silences list --json"))
def silences(
    context: typer.Context,
    config: ConfigOption = None,
    every: Annotated[bool, typer.Option("--all", help="Also those that have ended.")] = False,
    json: JsonOption = False,
) -> None:
    """List the silences that hold or will hold; add one, or end one."""
    if context.invoked_subcommand is not None:
        context.obj = config
        return
    from monitor import clock

    now = clock.now()
    with opened(config or context.obj) as (settings, store):
        added = store.silences.all(None if every else now)
    fixed = [each.silence() for each in settings.silences]
    known = [("configuration", each) for each in fixed if every or each.end > now] + [("added", each) for each in added]
    if json:
        print_json([_plain(each) | {"from": source, "state": _state(each, now)} for source, each in known])
    elif known:
        speaks_unicode()
        rows = (_row(source, each, now) for source, each in known)
        print_table("Silences", ("id", "state", "alerts with", "until", "by", "comment", "from"), rows, ("id",))
    else:
        print("None.")


@app.command(epilog=ADD)
def add(
    context: typer.Context,
    matchers: Annotated[
        list[str], typer.Argument(metavar="MATCHER…", help="place=Homs severity!=critical rule=~mass.*")
    ],
    comment: Annotated[str, typer.Option("--comment", "-m", help="Why; it is shown with every alert that is muted.")],
    span: Annotated[str | None, typer.Option("--for", metavar="2h", help="So long from its start.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Or until then (UTC unless it says so).")] = None,
    start: Annotated[str | None, typer.Option(metavar="DATE", help="From then. [default: now]")] = None,
    author: AuthorOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what it would have muted.")] = False,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Add a silence: alerts that all matchers match are told to nobody while it holds.

    They are kept with its reason. Whoever heard an alert before still hears its correction."""
    from monitor import clock
    from monitor.model.silence import Silence, silence_id

    now = clock.now()
    wanted = _matchers(matchers)
    begin, end = _when(span, until, start, now)
    made = Silence(silence_id(*map(str, wanted), begin.isoformat()), wanted, author or login(), comment, begin, end)
    with opened(config or context.obj) as (settings, store):
        _warn_of_labels(settings, wanted)
        muted, total = _matched(store, made, now)
        if not dry_run:
            store.silences.add(made)
    if json:
        print_json(_plain(made) | {"added": not dry_run, "would_have_muted": [alert.id for alert in muted]})
        return
    speaks_unicode()
    print("Nothing was added." if dry_run else f"{made.id} holds from {_stamp(begin)} until {_stamp(end)}.")
    _preview(muted, total)


@app.command(epilog=examples("tocsin silences end 3fa2"))
def end(
    context: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID", help="A silence's id, or enough of its beginning.")],
    config: ConfigOption = None,
) -> None:
    """End a silence now. States that it muted and that still last are told now."""
    from monitor import clock
    from monitor.cli import lookup

    with opened(config or context.obj) as (settings, store):
        if any(each.silence().id.startswith(id) for each in settings.silences):
            fail(f"the silence {id} stands in the configuration; take it out there", Exit.USAGE)
        whole = lookup.silence(store, id)
        ended = store.silences.end(whole, clock.now())
    print(f"{whole} is over." if ended else f"{whole} had ended already.")


def _matchers(texts: "Sequence[str]") -> "tuple[Matcher, ...]":
    from pydantic_core import PydanticCustomError

    from monitor.model.route import parse_matcher

    try:
        return tuple(parse_matcher(text) for text in texts)
    except PydanticCustomError as error:
        fail(f"{' '.join(texts)}: {error.message()}", Exit.USAGE)


def _when(span: str | None, until: str | None, start: str | None, now: datetime) -> tuple[datetime, datetime]:
    """From when until when; ends the command where that is no time."""
    from monitor.model.settings import parse_duration

    if (span is None) == (until is None):
        fail("say how long: --for 2h, or --until 2026-03-02T06:00", Exit.USAGE)
    begin = now if start is None else _date(start, "--start")
    try:
        end = begin + parse_duration(span) if span is not None else _date(until or "", "--until")
    except (ValueError, OverflowError) as error:
        fail(f"--for: {error}", Exit.USAGE)
    if end <= max(begin, now):
        fail(f"it would end at {_stamp(end)}, before it {'is added' if end <= now else 'starts'}", Exit.USAGE)
    return begin, end


def _date(text: str, option: str) -> datetime:
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        fail(f"{option}: {text!r} is no date; write it like 2026-03-02T06:00", Exit.USAGE)
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _warn_of_labels(settings: "Config", matchers: "Sequence[Matcher]") -> None:
    from monitor.config.problems import nearest
    from monitor.model.alert import LABELS

    known = [*LABELS, *(name for rule in settings.rules for name in rule.labels)]
    for matcher in matchers:
        if matcher.label not in known:
            say(f"No alert has the label {matcher.label!r}{nearest(matcher.label, known)}")


def _matched(store: "Store", silence: "Silence", now: datetime) -> "tuple[list[Alert], int]":
    """The alerts of the last day that somebody was told of and that a silence would have muted; and of how many."""
    from monitor.model.silence import holds

    recent = store.alerts.recent(10_000, now - timedelta(days=1))
    told = [alert for alert in recent if alert.status == "firing" and alert.muted is None]
    return [alert for alert in told if holds(silence.matchers, alert.labels)], len(told)


def _preview(muted: "Sequence[Alert]", total: int) -> None:
    from monitor.notify.message import one_line

    print(f"It would have muted {len(muted)} of the {counted(total, 'alert')} of the last day.")
    for alert in muted[:SHOWN]:
        print(f"  {_stamp(alert.at)}  {alert.severity}  {one_line(alert.rule)}: {one_line(alert.summary)}")
    if len(muted) > SHOWN:
        print(f"  … and {len(muted) - SHOWN} more")


def _plain(silence: "Silence") -> "dict[str, object]":
    return {
        "id": silence.id,
        "matchers": [str(matcher) for matcher in silence.matchers],
        "author": silence.author,
        "comment": silence.comment,
        "start": silence.start.isoformat(),
        "end": silence.end.isoformat(),
    }


def _row(source: str, silence: "Silence", now: datetime) -> tuple[str, ...]:
    matchers = "\n".join(map(str, silence.matchers))
    return silence.id, _state(silence, now), matchers, _stamp(silence.end), silence.author, silence.comment, source


def _state(silence: "Silence", now: datetime) -> str:
    if silence.end <= now:
        return "ended"
    return "holds" if silence.start <= now else f"from {_stamp(silence.start)}"


def _stamp(time: datetime) -> str:
    from monitor.times import stamp

    return stamp(time)
