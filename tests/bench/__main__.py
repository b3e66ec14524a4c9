"""Measures the whole monitor on this machine and prints one table.

python -m tests.bench                    everything, on SQLite and PostgreSQL
python -m tests.bench live linking       some of it
python -m tests.bench linking --million  linking with a million incidents as well (minutes)"""

import argparse
from collections.abc import Callable, Iterator

from tests.bench import figures, linking, live
from tests.bench.figures import Figure

PARTS: dict[str, Callable[[argparse.Namespace], Iterator[Figure]]] = {
    "live": lambda options: live.measure(options.articles, options.singles, options.database, options.workers),
    "linking": lambda options: linking.measure(linking.SIZES + (1_000_000,) * options.million),
}


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], default=[], help="which parts (default: all)")
    parser.add_argument(
        "--articles", type=int, default=2000, help="articles of the throughput run (default: %(default)s)"
    )
    parser.add_argument("--singles", type=int, default=30, help="items of the latency run (default: %(default)s)")
    parser.add_argument("--workers", type=int, default=2, help="workers (default: %(default)s)")
    parser.add_argument("--database", default="sqlite", help="database of the live run (default: %(default)s)")
    parser.add_argument("--million", action="store_true", help="link with a million incidents too")
    options = parser.parse_args()
    figures.show(figure for part in options.parts or PARTS for figure in PARTS[part](options))


if __name__ == "__main__":
    main()
