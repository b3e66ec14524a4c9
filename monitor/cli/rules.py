"""`tocsin rules`: what rings and when, tried out on articles and on what the ledger remembers."""

import re
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.common import (
    ConfigOption,
    Exit,
    JsonOption,
    console,
    counted,
    examples,
    fail,
    group,
    load_config,
    moment,
    print_json,
    say,
)
from monitor.cli.forms import print_table, speaks_unicode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.backtest import Backtest
    from monitor.config import Config
    from monitor.replay import Timed
    from monitor.rules import RuleBase

app = group()
ARTICLE_ID = re.compile(r"[0-9a-f]{16}")
LIST = examples(
    "tocsin rules",
    'tocsin rules test "mass casualties" article.txt --published 2024-03-15',
    "tocsin rules backtest --since 30d --config new.yaml",
)


@app.callback(epilog=LIST)
@app.command("list", epilog=examples("tocsin rules list --json"))
def rules(context: typer.Context, config: ConfigOption = None, json: JsonOption = False) -> None:
    """List the rules: what each rings for. Try them on articles, or on what the ledger remembers."""
    if context.invoked_subcommand is not None:
        context.obj = config
        return
    from monitor.cli.rule_rows import HEAD, listed

    settings = load_config(config or context.obj)
    if json:
        print_json([rule.model_dump(mode="json", by_alias=True) for rule in settings.rules])
    elif settings.rules:
        speaks_unicode()
        print_table("Rules", HEAD, listed(settings.rules), ("type", "severity"))
    else:
        print("None.")


@app.command(
    "test",
    epilog=examples(
        'tocsin rules test "mass casualties" article.txt --published 2024-03-15',
        'tocsin rules test "new territory" first.html https://example.org/second --json',
    ),
)
def try_out(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="RULE", help="The name of a rule of the configuration.")],
    articles: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ARTICLE]…", help="Files, addresses, - or the ids of articles that came."),
    ] = None,
    ledger: Annotated[
        bool, typer.Option("--ledger", help="Judge with what the ledger remembers, and say how it stands now.")
    ] = False,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="When they were published, where they do not say so.")
    ] = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Tell what a rule would say about articles, and why or why not, condition by condition.

    They are read in the order of their dates by a ledger that knows nothing else, or with `--ledger` by your own as it
    is; nothing is sent or kept."""
    from monitor import clock
    from monitor.cli import rule_trial as shown
    from monitor.desk import desk_of
    from monitor.status import open_store

    settings = load_config(config or context.obj)
    (rule,) = _chosen(settings, [name])
    if not articles and not ledger:
        fail("name an article to try it on, or --ledger to see how it stands now", Exit.USAGE)
    if not ledger and (rule.run_up() or rule.watches):
        say(f"{name} looks back: on an empty ledger that says little; --ledger judges with what yours remembers")
    desk = desk_of(settings.model_copy(update={"rules": (rule,)}))
    with ExitStack() as stack:
        store = stack.enter_context(open_store(settings)) if ledger else None
        found = shown.tried(_given(settings, articles or [], published), desk, store, clock.now())
    if json:
        print_json([shown.plain(rule, each) for each in found.articles] + shown.plain_watch(found))
        return
    speaks_unicode()
    shown.page(rule, found).print()


@app.command(
    epilog=examples("tocsin rules backtest", 'tocsin rules backtest "mass casualties" --since 90d --config new.yaml')
)
def backtest(
    context: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(metavar="[RULE]…", help="Only these rules.")] = None,
    since: Annotated[str, typer.Option(metavar="30d|DATE", help="From when on.")] = "30d",
    limit: Annotated[int, typer.Option(min=0, max=10_000, help="Show the last alerts, so many.")] = 10,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Tell how often rules would have rung on what the ledger remembers: which, when, how many a day.

    The incidents are as the ledger links them today, and are judged with the articles' own clock; nothing is read anew
    and nothing is sent. `tocsin replay` does all of it anew."""
    from monitor import clock
    from monitor.backtest import backtest as run
    from monitor.cli import rule_rows as shown
    from monitor.cli.progress import counting
    from monitor.desk import desk_of
    from monitor.model import contract
    from monitor.status import open_store

    settings, now = load_config(config or context.obj), clock.now()
    chosen, start = _chosen(settings, names or []), moment(since, now) or now
    desk = desk_of(settings.model_copy(update={"rules": chosen}))
    with open_store(settings) as store, counting("articles") as tell:
        found = run(store, desk, start, now, tell)
    tallies = shown.tallies(chosen, found.alerts, start, now)
    if json:
        alerts = [contract.alert(alert) for alert in found.alerts]
        rang = [shown.plain(tally, start) for tally in tallies]
        print_json({"since": start.isoformat(), "articles": found.articles, "rules": rang, "alerts": alerts})
        return
    rows = shown.trials(tallies, start, unicode=speaks_unicode(), columns=console().width)
    print_table("Would have rung", shown.TESTED, rows, shown.KEPT)
    if found.alerts and limit:
        print_table("The last of them", shown.RANG, shown.rang(found.alerts[-limit:]), ("when", "severity"))
    print(_summary(found))


def _summary(found: "Backtest") -> str:
    days = max(1, (found.until - found.since).days)
    told = counted(len(found.alerts), "alert")
    return f"{told} on {counted(found.articles, 'article')} that changed the ledger within {counted(days, 'day')}."


def _given(settings: "Config", names: "Sequence[str]", published: str | None) -> "list[Timed]":
    """The articles that are named, each at its own time, the oldest first."""
    from msgspec.structs import replace

    from monitor import clock
    from monitor.cli.source import read_article
    from monitor.errors import ReadError
    from monitor.replay import Timed
    from monitor.status import open_store

    timed = []
    for name in names:
        kept = None
        if not Path(name).exists() and ARTICLE_ID.fullmatch(name):
            with open_store(settings) as store:
                kept = store.articles.get(name)
            if kept is None:
                raise ReadError(f"{name}: there is no such file, and no article with this id came")
        private = settings.network.allow_private
        article = kept or replace(read_article(name, published, allow_private=private), id=name)
        if article.published is None:
            say(f"{name} says no date and is taken for new; --published DATE dates it")
            article = replace(article, published=article.fetched or clock.now())
        timed.append(Timed(article.fetched or article.published or clock.now(), article))
    return sorted(timed, key=lambda each: each.now)


def _chosen(settings: "Config", names: "Sequence[str]") -> "tuple[RuleBase, ...]":
    from monitor.config.problems import nearest

    known: dict[str, RuleBase] = {rule.name: rule for rule in settings.rules}
    for name in names:
        if name not in known:
            fail(f"there is no rule {name!r}{nearest(name, known)}", Exit.USAGE)
    return tuple(known[name] for name in names) if names else tuple(known.values())
