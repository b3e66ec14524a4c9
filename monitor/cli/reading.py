"""`tocsin extract`: the command; what it does is in extract, source and view."""

from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.common import ConfigOption, JsonOption, console, load_config, print_json


def extract(
    where: Annotated[str, typer.Argument(metavar="[PATH|URL|-]", help="The article: plain text or HTML.")] = "-",
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="When it was published; relative dates in it lean on that.")
    ] = None,
    json: JsonOption = False,
    explain: Annotated[bool, typer.Option("--explain", help="Also show which words each answer rests on.")] = False,
    jsonl: Annotated[
        str | None, typer.Option(metavar="PATH|-", help="Read one JSON object a line, print one Extraction a line.")
    ] = None,
    config: ConfigOption = None,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="With --jsonl: so many processes.")] = 1,
) -> None:
    """Read articles and print what they say happened.

    Exit code 1: some of the input could not be read; with --jsonl the rest goes on."""
    if jsonl is not None:
        raise typer.Exit(_stream(jsonl, jobs))
    from monitor.cli.source import read_article
    from monitor.cli.view import explained, show
    from monitor.extract.explain import explain as why
    from monitor.model import contract
    from monitor.resources import load_reader

    private = config is not None and load_config(config).network.allow_private
    article = read_article(where, published, allow_private=private)
    extraction = load_reader().read(article)
    if json:
        print_json(contract.extraction(extraction))
    else:
        show(article, extraction, console())
        if explain:
            print(*explained(article, extraction), *why(load_reader(), article), sep="\n")


def _stream(path: str, jobs: int) -> int:
    import sys

    from monitor.cli.extract import stream
    from monitor.errors import ReadError

    if path == "-":
        return stream(sys.stdin.buffer, jobs)
    try:
        with Path(path).open("rb") as lines:
            return stream(lines, jobs)
    except OSError as error:
        raise ReadError(f"{path} cannot be read: {error.strerror}") from None
