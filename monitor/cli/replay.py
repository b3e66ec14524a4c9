"""`tocsin replay`: what a configuration would have made of archived articles."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.common import (
    ConfigOption,
    Exit,
    JsonOption,
    config_path,
    counted,
    load_config,
    print_json,
    say,
)
from monitor.cli.differences import differences

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.progress import Progress

    from monitor.replay import Outcome


def replay(
    articles: Annotated[
        Path,
        typer.Argument(metavar="ARTICLES.jsonl", help="One article a line, as `tocsin extract --jsonl` reads them."),
    ],
    config: ConfigOption = None,
    against: Annotated[
        Path | None,
        typer.Option(metavar="OTHER", help="A second configuration: what would it have told more, less or earlier?"),
    ] = None,
    json: JsonOption = False,
    jobs: Annotated[int | None, typer.Option(min=1, max=64, help="Processes that read. [default: one a core]")] = None,
) -> None:
    """Run archived articles through the same code as the daemon, with the articles' own clock.

    Nothing is sent. What a person decided about incidents (`tocsin incidents merge`) takes no part: replay shows what
    articles and configuration make of it by themselves. The same ones give the same outcome, byte for byte. A line that
    cannot be read is named on standard error and the rest goes on; the exit code is then 1."""
    import os

    from monitor.desk import desk_of
    from monitor.replay import side_by_side as run

    one = config_path(config)
    paths = [one] if against is None else [one, against]
    desks = [desk_of(load_config(path)) for path in paths]
    try:
        lines = articles.open("rb")
    except OSError as error:
        say(f"tocsin: {articles}: {error.strerror}")
        raise typer.Exit(Exit.USAGE) from None
    with lines, _bar() as bar:
        outcomes = run(lines, desks, jobs or os.cpu_count() or 1, _teller(bar))
    if against is not None:
        differences(outcomes[0], outcomes[1], (one, against), json=json)
    elif json:
        print_json(outcomes[0].plain())
    else:
        _show(outcomes[0])
    for problem in outcomes[0].problems:
        say(f"{articles}: {problem}")
    raise typer.Exit(Exit.FAILED if outcomes[0].problems else Exit.OK)


def _bar() -> "Progress":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    return Progress(
        BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=Console(stderr=True), transient=True
    )


def _teller(bar: "Progress") -> "Callable[[int, int], None]":
    task = bar.add_task("articles", total=None)
    return lambda done, total: bar.update(task, completed=done, total=total)


def _show(outcome: "Outcome") -> None:
    from monitor.cli.forms import print_table, speaks_unicode
    from monitor.notify.message import one_line

    speaks_unicode()
    rows = [
        (
            f"{alert.at:%Y-%m-%d %H:%M}", alert.rule, alert.status, alert.severity, one_line(alert.summary),
            ", ".join(alert.receivers) or alert.notify_reason,
        )
        for alert in outcome.alerts
    ]  # fmt: skip
    if rows:
        print_table("Alerts", ("at", "rule", "status", "severity", "what", "told to"), rows, ("at", "status"))
    parts = (
        counted(outcome.articles, "article"),
        counted(len(outcome.incidents), "incident"),
        counted(len(outcome.territory), "holding"),
        counted(len(outcome.alerts), "alert"),
    )
    print(", ".join(parts) + ".")
