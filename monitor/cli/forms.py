"""The forms in which the ledger is printed: a table for people; JSON, CSV and GeoJSON for programs."""

import codecs
import csv
import io
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from monitor.cli.common import Exit, console, fail

if TYPE_CHECKING:
    from rich.table import Table

Form = Literal["table", "json", "csv", "geojson"]
Cell = str | int | float | None
CsvOption = Annotated[bool, typer.Option("--csv", help="Print CSV (RFC 4180), for spreadsheets.")]
GeoJsonOption = Annotated[bool, typer.Option("--geojson", help="Print GeoJSON (RFC 7946), for maps.")]
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would carry out."""
NARROW = 72
"""Columns that a table needs to be read."""
PLAIN = {"“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "–": "-", "→": "->", "·": "-", "…": "..."}


def form(*, json: bool, csv: bool, geojson: bool = False) -> Form:
    """The one form that is asked for; the command ends where it is two."""
    offered: tuple[tuple[Form, bool], ...] = (("json", json), ("csv", csv), ("geojson", geojson))
    asked = [name for name, wanted in offered if wanted]
    if len(asked) > 1:
        fail(f"--{asked[0]} and --{asked[1]} at once: choose one", Exit.USAGE)
    return asked[0] if asked else "table"


def print_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """CSV with a header line. Texts that a spreadsheet would take for a formula get an apostrophe before them; numbers
    stay numbers."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    sys.stdout.write(out.getvalue())


def harmless(cell: Cell) -> Cell:
    """A cell that no spreadsheet carries out."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], keep: Sequence[str] = ()) -> None:
    """A table on standard output; on a terminal too narrow for one, each row as a paragraph."""
    from monitor.cli.sheet import Page

    out = console()
    if out.width >= NARROW:
        out.print(table(title, columns, rows, keep))
        return
    page = Page(out.width)
    page.heading(title)
    for first, *others in rows:
        page.heading(first)
        for column, cell in zip(columns[1:], others, strict=True):
            page.field(column, ", ".join(cell.splitlines()))
    page.print()
    print()


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], keep: Sequence[str] = ()) -> "Table":
    """A table of texts. The columns of `keep` are never broken; nothing in a cell can disturb a terminal."""
    from rich import box
    from rich.table import Table

    from monitor.cli.view import visible

    made = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for column in columns:
        made.add_column(column, no_wrap=column in keep, overflow="fold")
    for row in rows:
        made.add_row(*map(visible, row))
    return made


def speaks_unicode() -> bool:
    """Whether standard output takes any letter. Where it does not, strange ones are told in plain ones from here on."""
    codecs.register_error("tocsin-plain", _plainly)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="tocsin-plain")
    return (sys.stdout.encoding or "").lower().replace("-", "") in ("utf8", "utf8sig", "")


def _plainly(error: UnicodeError) -> tuple[str, int]:
    """The letters that an encoding does not have, in letters that every one has."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(PLAIN.get(letter, "?") for letter in error.object[error.start : error.end]), error.end
