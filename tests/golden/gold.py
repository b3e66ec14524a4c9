"""Gold articles: the compact notation of `tests/golden/README.md`, read strictly: an unknown key is a mistake."""

import datetime as dt
from pathlib import Path
from typing import Literal

import msgspec
import yaml
from msgspec import Struct

from monitor.model import (
    ActorKind,
    Article,
    AttributionKind,
    Context,
    ControlStatus,
    Estimate,
    Place,
    Qualifier,
    Scope,
    TollKind,
)

Free = Literal["any"]
"""The coder leaves this open: either answer is right."""

Where = tuple[str | float, ...]
"""A place as gold names it: name, latitude, longitude and, for a region, how many kilometres off is still right."""

NEAR_KM = 50.0
NOON = dt.time(12, tzinfo=dt.UTC)


class Expected(Struct, frozen=True, forbid_unknown_fields=True):
    """One event as a careful coder enters it. What is left out of `type` to `says` is not asked;
    a toll that is left out must be null, and a `KIND_q` that is left out is `exact`."""

    type: str | None = None
    sub: str | None = None
    context: Context | Free = "reported"
    scope: Scope | Free = "incident"
    killed: int | Free | None = None
    wounded: int | Free | None = None
    captured: int | Free | None = None
    missing: int | Free | None = None
    displaced: int | Free | None = None
    besieged: int | Free | None = None
    killed_q: Qualifier | Free = "exact"
    wounded_q: Qualifier | Free = "exact"
    captured_q: Qualifier | Free = "exact"
    missing_q: Qualifier | Free = "exact"
    displaced_q: Qualifier | Free = "exact"
    besieged_q: Qualifier | Free = "exact"
    killed_high: int | Free | None = None
    """Asked where sources differ or a range is told; `any` or nothing: not asked."""
    wounded_high: int | Free | None = None
    actor1: str | None = None
    actor2: str | None = None
    actor1_kind: ActorKind | None = None
    actor2_kind: ActorKind | None = None
    control: ControlStatus | Free | None = None
    gained_by: str | None = None
    lost_by: str | None = None
    extent: Literal["full", "partial"] | None = None
    place: Where | Free | None = None
    date: dt.date | None = None
    says: tuple[AttributionKind, ...] | Free | None = None
    optional: bool = False
    """Right if it is found, no miss if it is not."""

    def figure(self, kind: TollKind) -> int | Free | None:
        """What is expected of one kind of toll."""
        value: int | Free | None = getattr(self, kind)
        return value

    def qualifier(self, kind: TollKind) -> Qualifier | Free:
        """How the figure of one kind is qualified."""
        value: Qualifier | Free = getattr(self, f"{kind}_q")
        return value

    def right(self, kind: TollKind, found: Estimate | None) -> bool:
        """Whether an estimate of one kind has the expected figure."""
        return self.figure(kind) in ("any", found.best if found else None)

    def off(self, place: Place | None) -> float | None:
        """How far a place is from the expected one, as a share of what is still right; None where none is expected."""
        return None if self.place is None or self.place == "any" else off(self.place, place)

    def near(self, place: Place | None) -> bool:
        """Whether a place is the expected one."""
        off = self.off(place)
        return off is not None and off <= 1


class Gold(Struct, frozen=True, forbid_unknown_fields=True):
    """One article with everything that it says happened."""

    id: str
    published: dt.date
    source: str
    text: str
    events: tuple[Expected, ...]
    title: str = ""

    @property
    def article(self) -> Article:
        """As a feed would have served it."""
        at = dt.datetime.combine(self.published, NOON)
        return Article(id=self.id, text=self.text, title=self.title, published=at, source=self.source)


def off(wanted: Where, place: Place | None) -> float | None:
    """How far a place is from the expected one, as a share of what is still right; None where there is no place."""
    if place is None:
        return None
    lat, lon, *rest = (float(value) for value in wanted[1:])
    where = Place("", None, None, None, lat, lon, 1, 0.0)
    return where.distance_km(place) / (rest[0] if rest else NEAR_KM)


def load(folder: Path) -> tuple[Gold, ...]:
    """All gold articles of a folder, in a fixed order."""
    rows = (row for path in sorted(folder.glob("*.yaml")) for row in yaml.safe_load(path.read_bytes()))
    return tuple(msgspec.convert(row, Gold) for row in rows)
