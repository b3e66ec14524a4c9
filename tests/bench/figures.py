"""Figures, and the table that shows them."""

import os
import platform
import sys
from collections.abc import Iterable, Sequence
from statistics import median, quantiles

from msgspec import Struct
from rich.console import Console
from rich.table import Table


class Figure(Struct, frozen=True):
    """One thing measured."""

    what: str
    value: float
    unit: str
    note: str = ""


def middle(values: Sequence[float]) -> float:
    """The median."""
    return median(values)


def p95(values: Sequence[float]) -> float:
    """The 95th percentile; the largest of a few."""
    return quantiles(values, n=20)[-1] if len(values) >= 20 else max(values)


def show(figures: Iterable[Figure]) -> None:
    """Print the table; on standard error each figure with its note as soon as it is there, for a run may be ended."""
    busy = os.getloadavg()[0]
    caption = (
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {busy:.1f} before"
    )
    table = Table("what", "figure", "unit", "note", caption=caption)
    table.columns[1].justify = "right"
    for figure in figures:
        shown = f"{figure.value:,.3g}" if figure.value < 100 else f"{figure.value:,.0f}"
        print(f"  {figure.what}: {shown} {figure.unit} ({figure.note})", file=sys.stderr)
        table.add_row(figure.what, shown, figure.unit, figure.note)
    Console().print(table)
