"""What the reader costs: articles a second on one core, the price of hostile texts by the byte, loading and memory.

Measured is processor time, so that what else the machine does takes no part in it."""

import multiprocessing
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import msgspec

from monitor.extract.reader import Reader
from monitor.model import Article
from monitor.resources import load_reader
from tests.bench import hostile
from tests.bench.figures import Figure
from tests.bench.ordinary import SENTENCES, report
from tests.golden.gold import load
from tests.golden.runner import FOLDER

LONG, SHORT = 150, 100
"""Words from which a golden article is a long report, and up to which it is a wire's short item."""
NEWS = 300
"""Words that a report of ordinary length has at least."""
QUIET = 4
"""Ordinary reports that a desk is brought for one that tells of harm."""
ROUNDS = 9
LENGTH = 1_000_000
"""Characters of a hostile text."""


def measure() -> Iterator[Figure]:
    """All of it."""
    yield from _fresh()
    reader, golden = load_reader(), [one.article for one in load(FOLDER / "open")]
    long = _joined([one for one in golden if _words(one) >= LONG])
    yield _rate(reader, "reports", long)
    yield _rate(reader, "reports in capitals", [msgspec.structs.replace(one, text=one.text.upper()) for one in long])
    ordinary = [report(n) for n in range(len(SENTENCES))]
    yield _rate(reader, "ordinary news", ordinary)
    yield _rate(reader, "a desk's feeds", [one for n, each in enumerate(ordinary) for one in _desk(n, each, long)])
    yield _rate(reader, "short items", [one for one in golden if _words(one) <= SHORT])
    for name, unit in hostile.FAMILIES.items():
        one = Article(id="hostile", text=hostile.text(unit, LENGTH))
        seconds = _seconds(partial(reader.read, one))
        yield Figure(name, 1e6 * seconds / len(one.text.encode()), "µs/byte", f"{unit!r} over and over")


def _desk(n: int, each: Article, long: Sequence[Article]) -> list[Article]:
    """An ordinary report, and behind every fourth one of those that tell of harm: what a desk's feeds bring."""
    return [each, long[n // QUIET % len(long)]] if n % QUIET == QUIET - 1 else [each]


def _words(article: Article) -> int:
    return len(article.text.split())


def _joined(articles: Sequence[Article]) -> list[Article]:
    """Reports of ordinary length, out of the few that golden articles are long enough to make."""
    made: list[Article] = []
    for article in articles:
        if made and _words(made[-1]) < NEWS:
            made[-1] = msgspec.structs.replace(made[-1], text=f"{made[-1].text}\n\n{article.text}")
        else:
            made.append(article)
    return [article for article in made if _words(article) >= NEWS]


def _rate(reader: Reader, name: str, articles: Sequence[Article]) -> Figure:
    """How many a second, in the best of some rounds: the first only warms the memory of words."""
    best = min(_seconds(lambda: [reader.read(article) for article in articles]) for _ in range(ROUNDS))
    words = sum(map(_words, articles)) // len(articles)
    return Figure(f"{name}, one core", len(articles) / best, "articles/s", f"{len(articles)} of {words} words")


def _fresh() -> Iterator[Figure]:
    """A process of its own: what it takes to load the reader, and what it weighs when it has read."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        seconds, loaded, used = pool.apply(_load)
    yield Figure("loading", seconds, "s")
    yield Figure("memory, loaded", loaded, "MB", "resident")
    yield Figure("memory, a worker's", used, "MB", "resident, when it has read all golden articles")


def _load() -> tuple[float, float, float]:
    """Seconds to load the reader, and megabytes before and behind some reading."""
    seconds = _seconds(load_reader)
    loaded = _megabytes()
    for one in load(FOLDER / "open"):
        load_reader().read(one.article)
    return seconds, loaded, _megabytes()


def _seconds(work: Callable[[], object]) -> float:
    """Processor time of some work."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
