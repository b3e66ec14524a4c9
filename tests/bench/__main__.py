"""Measures the whole monitor on this machine and prints one table.

python -m tests.bench                    everything (some minutes)
python -m tests.bench live --postgresql  a daemon: how soon it starts and rings, how much it reads, what it weighs
python -m tests.bench alerting           a daemon with 200 rules and 50 receivers: how soon each is told; a flood
python -m tests.bench linking --million  one event's cost, on both databases, with a million incidents too (long)
python -m tests.bench judging            a thousand rules on one change; what rules ask a ledger of 100,000 incidents
python -m tests.bench backtests          100,000 stored articles judged by one changed rule (some minutes to fill)
python -m tests.bench reading            articles a second on one core, hostile texts by the byte, loading, memory
python -m tests.bench calibration ROWS   what confidence is worth, on a folder of labelled rows, else on golden articles
python -m tests.bench rivals ROWS        the reader beside what else there is, on the same texts
python -m tests.bench month              what a database with retention weighs, day by day (long)

`--scale 0.1` makes the long ones (linking, backtests, month) a tenth as large."""

import argparse
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests import postgres
from tests.bench import alerting, backtests, calibration, figures, judging, linking, live, month, reading, rivals
from tests.bench.figures import Figure


def _live(options: argparse.Namespace) -> Iterator[Figure]:
    if options.postgresql:
        with postgres.server() as server:
            yield from live.measure(options.articles, options.singles, server.create, options.workers)
    else:
        yield from live.measure(options.articles, options.singles, lambda: "sqlite", options.workers)


def _alerting(options: argparse.Namespace) -> Iterator[Figure]:
    if options.postgresql:
        with postgres.server() as server:
            yield from alerting.measure(options.seconds, server.create, options.workers)
    else:
        yield from alerting.measure(options.seconds, lambda: "sqlite", options.workers)


def _linking(options: argparse.Namespace) -> Iterator[Figure]:
    sizes = linking.SIZES + (1_000_000,) * options.million
    return linking.measure([int(size * options.scale) for size in sizes])


def _judging(options: argparse.Namespace) -> Iterator[Figure]:
    return judging.measure()


def _backtests(options: argparse.Namespace) -> Iterator[Figure]:
    return backtests.measure(int(backtests.ARTICLES * options.scale))


def _calibration(options: argparse.Namespace) -> Iterator[Figure]:
    return calibration.measure(options.rows)


def _rivals(options: argparse.Namespace) -> Iterator[Figure]:
    return rivals.measure(options.rows)


def _reading(options: argparse.Namespace) -> Iterator[Figure]:
    return reading.measure()


def _month(options: argparse.Namespace) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="tocsin-bench-") as folder:
        yield from month.measure(Path(folder), articles=int(options.articles * options.scale))


PARTS: dict[str, Callable[[argparse.Namespace], Iterator[Figure]]] = {
    "live": _live, "alerting": _alerting, "judging": _judging, "linking": _linking, "backtests": _backtests,
    "reading": _reading, "calibration": _calibration, "rivals": _rivals, "month": _month,
}  # fmt: skip


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    names = ", ".join(PARTS)
    parser.add_argument(
        "parts", nargs="*", metavar="PART", help=f"{names}, or a folder of labelled rows (default: all)"
    )
    parser.add_argument(
        "--articles", type=int, default=2000, help="articles of the throughput run, and of a day (default: %(default)s)"
    )
    parser.add_argument("--singles", type=int, default=30, help="items of the latency run (default: %(default)s)")
    parser.add_argument("--seconds", type=int, default=30, help="of the alerting run (default: %(default)s)")
    parser.add_argument("--workers", type=int, default=2, help="workers (default: %(default)s)")
    parser.add_argument("--postgresql", action="store_true", help="the live run on PostgreSQL instead of SQLite")
    parser.add_argument("--scale", type=float, default=1.0, help="how large the long runs are (default: %(default)s)")
    parser.add_argument("--million", action="store_true", help="link with a million incidents too")
    options = parser.parse_args()
    parts = [part for part in options.parts if part in PARTS]
    folders = [Path(part) for part in options.parts if part not in PARTS]
    if len(folders) > 1 or not all(folder.is_dir() for folder in folders):
        parser.error(f"{' '.join(map(str, folders))}: neither one of {names}, nor one folder of labelled rows")
    options.rows = folders[0] if folders else None
    figures.show(figure for part in parts or PARTS for figure in PARTS[part](options))


if __name__ == "__main__":
    main()
