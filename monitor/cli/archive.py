"""`tocsin archive`: what was kept, and the daemon's articles in the form that `tocsin replay` reads."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from monitor.cli.common import ConfigOption, Exit, JsonOption, console, examples, fail, load_config, moment, print_json

if TYPE_CHECKING:
    from monitor.archive import Archive

app = typer.Typer(no_args_is_help=True, context_settings={"help_option_names": ["-h", "--help"]})


@app.callback(epilog=examples("tocsin archive list", "tocsin archive export --since 7d -o week.jsonl"))
def archive() -> None:
    """Look into the archive, and export articles for `tocsin replay`."""


@app.command("list", epilog=examples("tocsin archive list", "tocsin archive list --json | jq '.files[].month'"))
def list_(config: ConfigOption = None, json: JsonOption = False) -> None:
    """Show the files of the archive, a month each, and since when the database keeps everything."""
    from monitor.keeping import archive_of
    from monitor.status import open_store

    settings = load_config(config)
    kept = archive_of(settings.data_dir)
    with open_store(settings) as store:
        oldest = store.retention.oldest()
    if json:
        files = [{"month": f"{volume.month:%Y-%m}", "bytes": volume.size} for volume in kept.volumes()]
        print_json({"database_since": oldest.isoformat() if oldest else None, "files": files})
        return
    _show(kept)
    print(f"The database has the articles since {oldest:%Y-%m-%d %H:%M}." if oldest else "The database has no article.")


def _show(kept: "Archive") -> None:
    from monitor.cli.forms import table
    from monitor.times import size

    volumes = kept.volumes()
    rows = [(f"{volume.month:%Y-%m}", size(volume.size)) for volume in volumes]
    if rows:
        rows.append(("in all", size(sum(volume.size for volume in volumes))))
        console().print(table(str(kept.folder), ("month", "size"), rows))
    else:
        print(f"Nothing is archived yet in {kept.folder}.")


@app.command(
    epilog=examples(
        "tocsin archive export --since 7d -o week.jsonl",
        "tocsin archive export --since 2026-03-01 --until 2026-04-01 | gzip > march.jsonl.gz",
    )
)
def export(
    config: ConfigOption = None,
    since: Annotated[str | None, typer.Option(metavar="24h|DATE", help="Only what came then or later.")] = None,
    until: Annotated[str | None, typer.Option(metavar="24h|DATE", help="Only what came before.")] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The file. [default: standard output]")] = None,
) -> None:
    """Write the daemon's articles as `tocsin replay` reads them, in the order in which they came.

    They come from the archive and from the database, one a line, while the daemon goes on working."""
    from monitor import clock
    from monitor.keeping import archive_of, articles
    from monitor.lines import line
    from monitor.status import open_store

    settings, now = load_config(config), clock.now()
    span = moment(since, now), moment(until, now, "--until")
    with open_store(settings) as store, _target(output) as out:
        for article in articles(store, archive_of(settings.data_dir), *span):
            out.write(line(article))


@contextmanager
def _target(path: Path | None) -> Iterator[BinaryIO]:
    if path is None:
        yield sys.stdout.buffer
        return
    try:
        with path.open("wb") as file:
            yield file
    except OSError as error:
        fail(f"{path}: {error.strerror}", Exit.USAGE)
