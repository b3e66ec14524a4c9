"""A place while it is compiled, and what the compiling steps share."""

import math
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from monitor.extract.places.gazetteer import ALTERNATE, fold

HERE = Path(__file__).resolve().parent
TRANSLITERATED = frozenset((HERE / "transliterated.txt").read_text().split())
"""Countries whose names reach English through transliteration or several official spellings: a skeleton helps."""


@dataclass
class Row:
    """A place before it is written. `parent` is another row; `names` maps a folded key to its tier."""

    label: str
    lat: float
    lon: float
    feature: str
    country: str | None = None
    parent: "Row | None" = None
    geonameid: int = 0
    people: int = 0
    radius: float = 0.0
    names: dict[str, int] = field(default_factory=dict)
    index: int = 0

    def call(self, name: str, tier: int = ALTERNATE) -> None:
        """Know this row by another name; the better tier stays."""
        key = fold(name)
        if len(key) > 1:
            self.names[key] = min(tier, self.names.get(key, tier))


def latin(name: str) -> bool:
    """Whether English news could print the name: Latin letters, a capital, no code, no list."""
    if not 2 < len(name) < 50 or any(ch.isdigit() or ch in ",()[];:" for ch in name):
        return False
    if name.isupper() and len(name) <= 4:
        return False
    if not name[0].isupper() and not re.match(r"(?:al|el|ar|as|ash|ad|an|at|az)-[A-Z]", name):
        return False
    return name.isascii() or all(not ch.isalpha() or unicodedata.name(ch, "").startswith("LATIN") for ch in name)


def apart(row: Row, lat: float, lon: float) -> float:
    """Kilometres, on a plane."""
    return 111.2 * math.hypot(row.lat - lat, (row.lon - lon) * math.cos(math.radians(lat)))
