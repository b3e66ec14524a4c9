"""How the tests of the reader call it: the shipped reader, one text at a time."""

from datetime import UTC, datetime
from functools import cache

from monitor.extract.reader import Reader
from monitor.model import Article, Event, Extraction, TollKind
from monitor.resources import load_reader

TOLD = datetime(2024, 5, 15, 12, tzinfo=UTC)
"""A Wednesday."""


@cache
def reader() -> Reader:
    """The shipped reader."""
    return load_reader()


def read(text: str, title: str = "", told: datetime | None = TOLD) -> Extraction:
    """What the reader makes of a text."""
    return reader().read(Article(id="t", text=text, title=title, published=told))


def reported(extraction: Extraction, kind: TollKind) -> int | None:
    """The sum of what is reported of one kind; None where nothing is said of it."""
    best = [estimate.best for event in extraction.events if _new(event) and (estimate := event.toll.get(kind))]
    return sum(best) if best else None


def _new(event: Event) -> bool:
    return event.context == "reported" and event.scope != "cumulative"
