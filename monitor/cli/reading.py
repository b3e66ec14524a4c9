"""`tocsin extract`: the command; what it does is in extract, source and view."""

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.common import ConfigOption, JsonOption, console, load_config, print_json, say


def extract(
    where: Annotated[str, typer.Argument(metavar="[PATH|URL|-]", help="The article: plain text or HTML.")] = "-",
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="When it was published; relative dates in it lean on that.")
    ] = None,
    json: JsonOption = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Also show what each answer rests on, and why other figures were left.")
    ] = False,
    jsonl: Annotated[
        str | None, typer.Option(metavar="PATH|-", help="Read one JSON object a line, print one Extraction a line.")
    ] = None,
    config: ConfigOption = None,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="With --jsonl: so many processes.")] = 1,
) -> None:
    """Read articles and print what they say happened.

    Exit code 1: some of the input could not be read; with --jsonl the rest goes on."""
    if jsonl is not None:
        if where != "-" or published:
            raise typer.BadParameter("--jsonl names the input, and each line its own date: give no other")
        raise typer.Exit(_stream(jsonl, jobs, explain))
    from monitor.cli.account import show_account
    from monitor.cli.extract import plain
    from monitor.cli.source import read_article
    from monitor.cli.view import show
    from monitor.extract.explain import explain as account_of
    from monitor.extract.found import UNDATED
    from monitor.resources import load_reader

    private = config is not None and load_config(config).network.allow_private
    article = read_article(where, published, allow_private=private)
    reader = load_reader()
    reading = reader.study(article)
    account = account_of(reader, reading) if explain else None
    if reader.day(article, reading.document) == UNDATED:
        say("No date of publication is known: with --published DATE, relative dates and what is long past can be told.")
    if json:
        print_json(plain(reading.extraction, account))
        return
    show(article, reading.extraction, console())
    if account is not None:
        show_account(article, reading.extraction, account, console())


def _stream(path: str, jobs: int, explain: bool) -> int:
    import sys

    from monitor.cli.extract import stream
    from monitor.errors import ReadError

    if path == "-":
        return stream(sys.stdin.buffer, jobs, explain)
    with ExitStack() as opened:
        try:
            lines = opened.enter_context(Path(path).open("rb"))
        except OSError as error:
            raise ReadError(f"{path} cannot be read: {error.strerror}") from None
        return stream(lines, jobs, explain)
