"""A step chart in letters: the best figure as a line, what lies between lowest and highest shaded.

Twice as fine letters where the terminal knows them, plain ASCII where it does not."""

from collections.abc import Iterator

from msgspec import Struct

from monitor.charts import Chart, Tick


class Letters(Struct, frozen=True):
    """What a chart is drawn with."""

    line: str
    upright: str
    rise: tuple[str, str]
    """Where a line that goes up turns: below, above."""
    fall: tuple[str, str]
    """Where a line that goes down turns: above, below."""
    shade: str
    axis: str
    tick: str


UNICODE = Letters("─", "│", ("╯", "╭"), ("╮", "╰"), "░", "│", "┤")
ASCII = Letters("-", "|", ("+", "+"), ("+", "+"), ".", "|", "+")
NARROWEST = 12
"""Columns that a chart needs; on less there is none."""


def drawn(chart: Chart, width: int, height: int, letters: Letters = UNICODE) -> list[str]:
    """The chart on lines of at most `width` columns: `height` rows, and one for the time. Empty where it cannot fit."""
    margin = max(len(str(tick.value)) for tick in chart.ticks)
    columns = width - margin - 2
    if columns < NARROWEST or height < 2:
        return []
    cells = _cells(chart, columns, height, letters)
    labels = {_row(tick.height, height): tick for tick in chart.ticks}
    rows = [
        f"{_label(labels.get(row), margin)} {letters.tick if row in labels else letters.axis}{''.join(line).rstrip()}"
        for row, line in reversed(list(enumerate(cells)))
    ]
    return [row.rstrip() for row in rows] + [" " * (margin + 2) + _times(chart, columns)]


def _label(tick: Tick | None, margin: int) -> str:
    return f"{tick.value if tick else '':>{margin}}"


def _row(height: float, rows: int) -> int:
    return round(height * (rows - 1))


def _cells(chart: Chart, columns: int, rows: int, letters: Letters) -> list[list[str]]:
    """Row by row from the bottom up."""
    cells = [[" "] * columns for _ in range(rows)]
    before: int | None = None
    for column, (low, best, high) in enumerate(_heights(chart, columns, rows)):
        for row in range(low, high + 1):
            cells[row][column] = letters.shade
        cells[best][column] = letters.line
        if before is not None and before != best:
            _turn(cells, column, before, best, letters)
        before = best
    return cells


def _heights(chart: Chart, columns: int, rows: int) -> Iterator[tuple[int, int, int]]:
    """Column by column the rows of low, best and high."""
    for column in range(columns):
        stretch = chart.at((column + 0.999) / columns)
        yield _row(stretch.low, rows), _row(stretch.best, rows), _row(stretch.high, rows)


def _turn(cells: list[list[str]], column: int, before: int, best: int, letters: Letters) -> None:
    """The upright where the line steps from one row to another."""
    for row in range(min(before, best) + 1, max(before, best)):
        cells[row][column] = letters.upright
    first, second = letters.rise if best > before else letters.fall
    cells[before][column], cells[best][column] = first, second


def _times(chart: Chart, columns: int) -> str:
    """The first moment at the left, the end at the right, where both fit."""
    form = "%H:%M" if chart.start.date() == chart.end.date() else "%Y-%m-%d %H:%M"
    first, last = f"{chart.start:%Y-%m-%d %H:%M}", f"{chart.end:{form}}"
    gap = columns - len(first) - len(last)
    return f"{first}{' ' * gap}{last}" if gap > 0 else first[:columns]
