"""Tickers: articles whose entries begin with the time of day, each of which may bring older ones up to date."""

import re
from itertools import pairwise

from monitor.extract.words.tokens import Document, Sentence

TIME = re.compile(r"[\[(*•]?\s?([01]?\d|2[0-3])(?:[:hH]|\.(?=\d\d[^\W\d_]))([0-5]\d)(?![\d.,:]*\d)")
"""A time of day that opens an entry: "08:40", "[14h30]", "9.25am"."""
FEWEST = 2
"""Entries that make a ticker."""


def entries(document: Document) -> list[int]:
    """For each sentence how late its entry was written, from 1 on; 0 outside of entries. The latest may stand first."""
    times = [_time(document, sentence) for sentence in document.sentences]
    told = [time for time in times if time is not None]
    if len(told) < FEWEST:
        return [0] * len(times)
    rising = sum((here < there) - (here > there) for here, there in pairwise(told))
    ranks: list[int] = []
    seen = 0
    for time in times:
        seen += time is not None
        ranks.append(len(told) + 1 - seen if seen and rising < 0 else seen)
    return ranks


def _time(document: Document, sentence: Sentence) -> int | None:
    """The time of day that opens a sentence, in minutes."""
    found = TIME.match(document.text, sentence.start) if sentence.kind == "body" else None
    return 60 * int(found[1]) + int(found[2]) if found else None
