"""The gazetteer: names of places to places, read-only and shared by all workers.

Five files, compiled by `seeds/places/build.py` and only ever mapped into memory, so that loading is instant and every
worker on a machine shares one copy:

    names.marisa   a marisa trie of folded names (see `fold`); each key has a number 0..n-1
    keys.bin       per key number one little-endian u32: tier (bits 29 and 30) and place (bits 0 to 28); or, with bit 31
                   set, the offset of a run in the same file that begins with its length and goes on with such words
    places.bin     per place one record of 24 bytes (see RECORD); countries first, then regions, then districts
    labels.marisa  a marisa trie of the names as they are shown; a record holds the number of its own
    codes.txt      the countries' ISO codes in the order of their records, each with that of its capital ("SY=123")

A key that begins with SKELETON is a looser spelling (see `skeleton`)."""

import math
import mmap
import struct
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol, TypeAlias

import msgspec

from monitor.model import GeoPrecision, Place

RECORD = struct.Struct("<IIiiHBBI")
"""label, geonameid (0: none), lat and lon in 1e-5 degrees, parent + 1 (0: none), feature, size, radius in 0.1 km."""

KEY = struct.Struct("<I")
MANY = 1 << 31
TIER = 29
LOW = (1 << TIER) - 1
EXACT, ALTERNATE, DEMONYM = 0, 1, 2
SKELETON = "~"
FEATURES = (
    "country", "region", "district", "populated", "base", "road", "river", "crossing", "site", "water", "mountain",
    "area",
)  # fmt: skip
"""What a record is. `area` is a region that no state administers: the Sahel, the Middle East; shown as "region"."""

PRECISION: dict[str, GeoPrecision] = {
    "country": 3,
    "region": 3,
    "area": 3,
    "district": 2,
    "road": 2,
    "river": 3,
    "water": 3,
    "mountain": 2,
}
WORDS = 32768
"""Words and pairs of words that are remembered; by Zipf's law nearly all of a text is among them."""
ARTICLES = ("al ", "ar ", "as ", "ash ", "ad ", "an ", "at ", "az ", "el ", "ul ", "adh ", "ath ")
LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ə": "a", "ħ": "h"}
)
SHORT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
SOUNDS = (
    ("kh", "h"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("zh", "z"), ("dj", "j"), ("ou", "u"), ("oo", "u"), ("ee", "i"),
    ("ei", "i"), ("ai", "i"), ("ay", "i"), ("ey", "i"), ("aw", "u"), ("au", "u"), ("ow", "u"), ("iy", "i"), ("y", "i"),
    ("w", "u"),
    ("q", "k"), ("c", "k"), ("o", "u"), ("e", "i"), ("v", "b"), ("p", "b"),
)  # fmt: skip
"""What transliterations of one name differ in; applied in this order to both sides."""


KM_PER_DEGREE = 111.2

Buffer: TypeAlias = bytes | mmap.mmap


class Trie(Protocol):
    """The part of marisa_trie.Trie that is used here."""

    def iter_prefixes_with_ids(self, key: str) -> Iterator[tuple[str, int]]: ...
    def get(self, key: str) -> int | None: ...
    def iterkeys(self, prefix: str) -> Iterator[str]: ...
    def restore_key(self, index: int) -> str: ...


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """A name as the trie knows it: lower case, without accents, apostrophes and full stops, hyphens as spaces."""
    plain = name if name.isascii() else unicodedata.normalize("NFKD", name).translate(LETTERS)
    kept = "".join(
        " " if ch in "-–/_" else ch for ch in plain.lower().translate(LETTERS) if ch.isalnum() or ch in " -–/_&"
    )
    return " ".join(SHORT.get(word, word) for word in kept.split())


def without_article(key: str) -> str:
    """A folded name without a leading Arabic article: "ar raqqah" gives "raqqah"."""
    for article in ARTICLES:
        if key.startswith(article) and len(key) > len(article) + 2:
            return key[len(article) :]
    return key


@lru_cache(maxsize=65536)
def skeleton(key: str) -> str:
    """What is left of a folded name without what transliterations differ in: articles, doubled letters, vowels."""
    bare = without_article(key).replace(" al ", " ").replace(" el ", " ").replace(" ", "")
    if bare.endswith("ah"):
        bare = bare[:-1]
    for written, sound in SOUNDS:
        bare = bare.replace(written, sound)
    return SKELETON + "".join(ch for ch, before in zip(bare, " " + bare, strict=False) if ch != before)


class Candidate(msgspec.Struct, frozen=True, cache_hash=True, gc=False):
    """One place that a name can mean. `tier` says how it matched, `size` is the logarithm of its people (0 to 255)."""

    index: int
    tier: int
    label: int
    geonameid: int
    lat: float
    lon: float
    parent: int
    feature: str
    size: int
    radius_km: float


def covers(around: Candidate, item: Candidate) -> bool:
    """Whether a place lies in a region's radius."""
    east = (item.lon - around.lon) * math.cos(math.radians(item.lat))
    return KM_PER_DEGREE * math.hypot(item.lat - around.lat, east) < around.radius_km


class Opening(NamedTuple):
    """What a word is to the gazetteer: its key, the number of that key if some place is called so, and whether longer
    names begin with the word."""

    key: str
    number: int | None
    longer: bool


class Gazetteer:
    """Names to places. Lookups take microseconds and never touch the disk beyond the mapped pages."""

    def __init__(self, names: Trie, keys: Buffer, places: Buffer, labels: Trie, codes: Sequence[str]) -> None:
        self._names = names
        self._keys = keys
        self._places = places
        self._labels = labels
        pairs = [item.partition("=") for item in codes]
        self._codes = tuple(code for code, _, _ in pairs)
        self._capitals = {index: int(place) for index, (_, _, place) in enumerate(pairs) if place}
        self.opening = lru_cache(maxsize=WORDS)(self._opening)
        self.begins = lru_cache(maxsize=WORDS)(self._begins)
        self.candidates = lru_cache(maxsize=16384)(self._meanings)
        self._candidate = lru_cache(maxsize=16384)(self._read)
        self._parents = lru_cache(maxsize=16384)(self._climb)
        self._known = lru_cache(maxsize=16384)(self._describe)

    def matches(self, text: str) -> list[tuple[str, int]]:
        """Every key that begins the folded text at its start, with its number: one probe for a run of words."""
        return list(self._names.iter_prefixes_with_ids(text))

    def _opening(self, word: str) -> Opening:
        """What a word, as it is written, is to the gazetteer."""
        key = fold(word)
        return Opening(key, self.number(key), self._begins(key + " "))

    def _begins(self, start: str) -> bool:
        """Whether any key begins so."""
        return next(self._names.iterkeys(start), None) is not None

    def number(self, key: str) -> int | None:
        """The number of a key, None if no place has that name."""
        return self._names.get(key)

    def _meanings(self, number: int) -> tuple[Candidate, ...]:
        """The places that a key can mean, best tier and largest first."""
        (word,) = KEY.unpack_from(self._keys, 4 * number)
        if not word & MANY:
            return (self._candidate(word),)
        start = word ^ MANY
        (count,) = KEY.unpack_from(self._keys, start)
        words = struct.unpack_from(f"<{count}I", self._keys, start + 4)
        return tuple(map(self._candidate, words))

    def lookup(self, name: str) -> tuple[Candidate, ...]:
        """The places of a name as it is written, without its skeleton."""
        number = self.number(fold(name))
        return self.candidates(number) if number is not None else ()

    def loosely(self, name: str) -> tuple[Candidate, ...]:
        """The places whose names differ only in transliteration. For use with a country context only."""
        key = fold(name)
        bare = without_article(key)
        for attempt in (bare, skeleton(key)) if bare != key else (skeleton(key),):
            number = self.number(attempt)
            if number is not None:
                return self.candidates(number)
        return ()

    def _read(self, word: int) -> Candidate:
        index, tier = word & LOW, word >> TIER
        label, geonameid, lat, lon, parent, feature, size, radius = RECORD.unpack_from(
            self._places, RECORD.size * index
        )
        return Candidate(
            index, tier, label, geonameid, lat / 1e5, lon / 1e5, parent, FEATURES[feature], size, radius / 10
        )

    def country_index(self, code: str) -> int:
        """The index of a country by its ISO 3166-1 alpha-2 code."""
        return self._codes.index(code)

    def capital(self, country: Candidate) -> Candidate | None:
        """The capital of a country, where it is known."""
        index = self._capitals.get(country.index)
        return self._candidate(index) if index is not None else None

    def at(self, index: int) -> Candidate:
        """The place with this index."""
        return self._candidate(index)

    def label(self, candidate: Candidate) -> str:
        """The name as it is shown."""
        return self._labels.restore_key(candidate.label)

    def parents(self, candidate: Candidate) -> tuple[Candidate, ...]:
        """The district, region and country that hold a place, the smallest first."""
        return self._parents(candidate.index)

    def _climb(self, index: int) -> tuple[Candidate, ...]:
        above, place = [], self._candidate(index)
        while place.parent:
            place = self._candidate(place.parent - 1)
            above.append(place)
        return tuple(above)

    def country(self, candidate: Candidate) -> str | None:
        """ISO 3166-1 alpha-2 of the country that holds a place (its own for a country); None for seas and the like."""
        top = candidate
        for parent in self.parents(candidate):
            top = parent
        return self._codes[top.index] if top.index < len(self._codes) else None

    def division(self, candidate: Candidate) -> int:
        """The index of the first-level division that holds a place or is it, else of its country, else its own."""
        chain = [candidate, *self.parents(candidate)]
        return chain[-2].index if len(chain) > 1 else candidate.index

    def region(self, candidate: Candidate) -> str | None:
        """The name of the first-level division that holds a place (its own name for a division)."""
        for place in (candidate, *self.parents(candidate)):
            if place.feature == "region" and place.parent:
                return self.label(place)
        return None

    def place(self, candidate: Candidate) -> Place:
        """The place as the rest of the program knows it."""
        return self._known(candidate.index)

    def _describe(self, index: int) -> Place:
        candidate = self.at(index)
        feature = candidate.feature
        return Place(
            name=self.label(candidate),
            geonameid=candidate.geonameid or None,
            country=self.country(candidate),
            admin1=self.region(candidate),
            lat=candidate.lat,
            lon=candidate.lon,
            geo_precision=PRECISION.get(feature, 1),
            radius_km=candidate.radius_km,
            feature="region" if feature == "area" else feature,
        )
