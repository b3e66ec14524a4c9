"""Measures the whole monitor on this machine and prints one table.

python -m tests.bench                    everything (some minutes)
python -m tests.bench live --postgresql  a daemon: how soon it starts and rings, how much it reads, what it weighs
python -m tests.bench linking --million  one event's cost, on both databases, with a million incidents too (long)"""

import argparse
from collections.abc import Callable, Iterator

from tests import postgres
from tests.bench import figures, linking, live
from tests.bench.figures import Figure


def _live(options: argparse.Namespace) -> Iterator[Figure]:
    if options.postgresql:
        with postgres.server() as server:
            yield from live.measure(options.articles, options.singles, server.create, options.workers)
    else:
        yield from live.measure(options.articles, options.singles, lambda: "sqlite", options.workers)


def _linking(options: argparse.Namespace) -> Iterator[Figure]:
    return linking.measure(linking.SIZES + (1_000_000,) * options.million)


PARTS: dict[str, Callable[[argparse.Namespace], Iterator[Figure]]] = {"live": _live, "linking": _linking}


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "parts", nargs="*", choices=[[], *PARTS], default=[], metavar="PART", help="live or linking (default: both)"
    )
    parser.add_argument(
        "--articles", type=int, default=2000, help="articles of the throughput run (default: %(default)s)"
    )
    parser.add_argument("--singles", type=int, default=30, help="items of the latency run (default: %(default)s)")
    parser.add_argument("--workers", type=int, default=2, help="workers (default: %(default)s)")
    parser.add_argument("--postgresql", action="store_true", help="the live run on PostgreSQL instead of SQLite")
    parser.add_argument("--million", action="store_true", help="link with a million incidents too")
    options = parser.parse_args()
    figures.show(figure for part in options.parts or PARTS for figure in PARTS[part](options))


if __name__ == "__main__":
    main()
