"""The `tocsin` command. Each command is a file beside this one; here they get their examples and their errors."""

import sys
from collections.abc import Callable, Sequence
from typing import Annotated

import typer

from monitor import __version__
from monitor.cli import (
    acknowledge,
    alerts,
    archive,
    check,
    deliveries,
    explain,
    incidents,
    init,
    parts,
    reading,
    receivers,
    replay,
    rules,
    silences,
    status,
    territory,
    totals,
)
from monitor.cli.common import EXIT_CODES, Exit, examples, say
from monitor.errors import ArchiveError, ConfigError, QueueError, StoreError, TocsinError

COMMANDS: tuple[tuple[Callable[..., None], str], ...] = (
    (parts.run, examples("tocsin run", "tocsin run --config /etc/tocsin/config.yaml")),
    (init.init, examples("tocsin init", "tocsin init my-desk.yaml")),
    (check.check, examples("tocsin check", "tocsin check my-desk.yaml --json | jq '.findings[].message'")),
    (status.status, examples("tocsin status", "tocsin status --json | jq .queue")),
    (alerts.alerts, examples("tocsin alerts --since 24h", "tocsin alerts --limit 5 --json | jq '.[].summary'")),
    (
        explain.explain,
        examples("tocsin explain 3f2a9c01", "tocsin explain https://example.org/story --json | jq '.[].steps'"),
    ),
    (acknowledge.ack, examples("tocsin ack 3f2a", "tocsin ack 3f2a --by Amal --comment 'calling the office'")),
    (
        territory.territory,
        examples("tocsin territory --country SY", "tocsin territory Palmyra", "tocsin territory --at 2017-02-20 --csv"),
    ),
    (
        totals.totals,
        examples(
            "tocsin totals --by country --window 24h", "tocsin totals --by day --country SY --window 7d --explain"
        ),
    ),
    (
        reading.extract,
        examples(
            "tocsin extract article.txt --published 2017-02-26",
            "tocsin extract https://example.org/story --json | jq '.events[].toll'",
            "tocsin extract --jsonl articles.jsonl --jobs 2 > extractions.jsonl",
        ),
    ),
    (
        replay.replay,
        examples("tocsin replay articles.jsonl", "tocsin replay articles.jsonl --config new.yaml --json | jq .alerts"),
    ),
    (parts.scheduler, examples("tocsin scheduler --config /etc/tocsin/config.yaml")),
    (parts.worker, examples("tocsin worker --config /etc/tocsin/config.yaml")),
    (parts.web, examples("tocsin web --config /etc/tocsin/config.yaml")),
)

app = typer.Typer(
    help="Watch news feeds, keep a ledger of tolls and territory, and ring when a line that you drew is crossed.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for function, epilog in COMMANDS:
    app.command(epilog=epilog)(function)
app.add_typer(incidents.app, name="incidents")
app.add_typer(archive.app, name="archive")
app.add_typer(deliveries.app, name="deliveries")
app.add_typer(receivers.app, name="receivers")
app.add_typer(silences.app, name="silences")
app.add_typer(rules.app, name="rules")


def _version(wanted: bool) -> None:
    if wanted:
        print(f"tocsin {__version__}")
        raise typer.Exit


@app.callback()
def tocsin(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Watch news feeds, keep a ledger of tolls and territory, and ring when a line that you drew is crossed."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The entry point; returns the exit code. An error of the house is one clear message, never a traceback."""
    try:
        return int(app(arguments, prog_name="tocsin") or Exit.OK)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else Exit.FAILED
    except ConfigError as error:
        say("\n".join(error.problems))
        return Exit.USAGE
    except TocsinError as error:
        say(f"tocsin: {error}")
        return Exit.UNREACHABLE if isinstance(error, (ArchiveError, StoreError, QueueError)) else Exit.FAILED


if __name__ == "__main__":
    sys.exit(main())
