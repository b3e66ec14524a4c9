"""Whose text it is: an agency's, by its credit, or the same as one that another outlet printed before (MinHash).

Sixteen bands of four rows find nearly every copy that shares 70 % of its shingles; the signatures then decide."""

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from operator import eq
from urllib.parse import urlsplit

from msgspec import Struct
from rensa import RMinHash

from monitor.model import Article, ArticleRef

PERMUTATIONS = 64
BANDS = 16
SEED = 1
SHINGLE = 3
MIN_WORDS = 25
"""Shorter texts are alike by chance: of them only the very same words are a copy."""
HEADLINE = 10
"""Words; still shorter ones may be the same by chance."""
COPIED = 0.6
"""Share of equal signature rows from which one text is a copy of the other."""
COPY_WINDOW = timedelta(days=7)
DAWN = datetime(1970, 1, 1, tzinfo=UTC)
HEAD, TAIL = 160, 120
"""Code points at a text's start and end in which an agency is credited."""
_WORD = re.compile(r"\w+")
_CREDIT = re.compile(r"\A[^()\n]{0,80}\([^()\n]{2,30}\)\s*[—–:-]*|\([^()\n]{2,30}\)\W*\Z")
"""A dateline with an agency's name, or the name behind the text."""


class Print(Struct, frozen=True):
    """A text's fingerprint. `text_id` is the first seen article with this text."""

    article: str
    text_id: str
    origin: str
    at: datetime
    signature: tuple[int, ...]

    @property
    def bands(self) -> tuple[int, ...]:
        """Keys, below 2**63, of which copies share at least one."""
        return bands(self.signature)


@dataclass(frozen=True, slots=True)
class Agencies:
    """Agencies by the names they go under, and the patterns of their credits."""

    by_name: Mapping[str, str]
    titles: Mapping[str, str]
    head: re.Pattern[str]
    tail: re.Pattern[str]

    def credited(self, article: Article) -> str | None:
        """The agency whose text this is: its own outlet, or one that is credited at the head or the end."""
        if article.source and (own := self.by_name.get(article.source.casefold())):
            return own
        found = self.head.search(article.text[:HEAD]) or self.tail.search(article.text[-TAIL:].rstrip())
        return self.by_name[found.group("name").casefold()] if found else None


def build_agencies(data: Mapping[str, Sequence[str]]) -> Agencies:
    """Agencies from a seed file's mapping of id -> names, the usual one first."""
    by_name = {name.casefold(): id for id, names in data.items() for name in (id, *names)}
    names = "|".join(re.escape(name) for names in data.values() for name in sorted(names, key=len, reverse=True))
    return Agencies(
        by_name=by_name,
        titles={id: names[0] for id, names in data.items()},
        head=re.compile(rf"(?:\(|[—–-]\s?|/)(?P<name>{names})(?:\)|\s?[—–-]\s|/)"),
        tail=re.compile(rf"(?:\(|[—–/-]\s?|^|\n|(?:[Ss]ource|[Vv]ia|[Bb]y):?\s)(?P<name>{names})\)?\W*\Z"),
    )


def signature(text: str) -> tuple[int, ...]:
    """The MinHash signature of a text; empty for one too short to compare."""
    words = _WORD.findall(_CREDIT.sub("", text).lower())
    if len(words) < HEADLINE:
        return ()
    size = SHINGLE if len(words) >= MIN_WORDS else len(words)
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    sketch.update([" ".join(words[i : i + size]) for i in range(len(words) - size + 1)])
    return tuple(sketch.digest())


def bands(values: Sequence[int]) -> tuple[int, ...]:
    """The band keys of a signature."""
    rows = PERMUTATIONS // BANDS
    return tuple(
        (band << 32) | zlib.crc32(repr(tuple(values[band * rows : (band + 1) * rows])).encode())
        for band in range(BANDS if values else 0)
    )


def told_when(article: Article, now: datetime) -> datetime:
    """When an article was told. One that claims to be from the future was told when it was seen, and none is older
    than the machines' clocks: feeds write year 1 where they know no date."""
    return max(min(article.told_at or now, now), DAWN)


def reference(
    article: Article, now: datetime, prints: Iterable[Print], agencies: Agencies, known: tuple[int, ...] | None = None
) -> tuple[ArticleRef, Print]:
    """What the ledger keeps of an article, and its fingerprint; `known` is its text's signature, where one has it."""
    told = told_when(article, now)
    values = signature(article.text) if known is None else known
    copied = _copied(article, told, values, prints)
    agency = agencies.credited(article)
    publisher = article.source or urlsplit(article.url or "").hostname or article.feed or article.id
    origin = agencies.titles[agency] if agency else publisher
    text_id = copied.text_id if copied else article.id
    ref = ArticleRef(
        id=article.id,
        at=told,
        source=publisher,
        origin=origin,
        url=article.url,
        title=article.title,
        revision=article.revision,
        copy_of=None if text_id == article.id else text_id,
    )
    return ref, Print(article.id, text_id, origin, told, values)


def _copied(article: Article, told: datetime, values: tuple[int, ...], prints: Iterable[Print]) -> Print | None:
    likely = [
        (alike, other)
        for other in prints
        if other.article != article.id
        and abs(told - other.at) <= COPY_WINDOW
        and (alike := _alike(values, other.signature)) >= COPIED
    ]
    return max(likely, key=lambda pair: (pair[0], pair[1].text_id))[1] if likely else None


def _alike(ours: Sequence[int], theirs: Sequence[int]) -> float:
    if not ours or not theirs:
        return 0.0
    equal: int = sum(map(eq, ours, theirs))
    return equal / PERMUTATIONS
