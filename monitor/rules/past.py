"""What rules ask the past: who was ever seen where, how much happened day by day, and when each feed was last heard."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Literal, Protocol

from msgspec import Struct

from monitor.model import Alert, Feed, Incident, Place


class Trace(Struct, frozen=True):
    """Incidents to look for: of an actor, at a place, or of a kind (ACLED's sub-event type); of any of the `countries`,
    where some are given, and none of those in `besides`. `place` is that of `of: place`, whose key is the value."""

    of: Literal["actor", "place", "event_type"]
    value: str
    place: Place | None = None
    countries: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()


class Tally(Struct, frozen=True):
    """Happenings to count by day, from `since` on: of a country, of a province (`country` and its name), or of an actor
    on either side; of any of the `countries` and `kinds`, where some are given. Totals over a stretch are no
    happenings: they tell of the same people again."""

    of: Literal["country", "admin1", "actor"]
    value: str
    since: date
    country: str | None = None
    countries: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


class Day(Struct, frozen=True):
    """What happened on one day, as far as it is told."""

    day: date
    incidents: int
    killed: int


class Past(Protocol):
    """What the ledger remembers, without the article at hand."""

    def began(self) -> datetime | None:
        """When it took in its first article; None where there was none yet."""
        ...

    def seen(self, asked: Trace, fits: Callable[[Incident], bool]) -> bool:
        """Whether any incident of the trace fits."""
        ...

    def tallies(self, asked: Tally) -> Sequence[Day]:
        """The days on which anything happened."""
        ...


class Vigil(Struct, frozen=True):
    """What a rule sees when time has passed and no article came.

    `feeds` are those of the configuration, `heard` when each last gave a new article, or was added; a feed that is not
    in it has not been asked yet. `standing` are the alerts of the rules that watch which still fire."""

    now: datetime
    feeds: Sequence[Feed]
    heard: Mapping[str, datetime]
    standing: Sequence[Alert]
    past: Past

    def told(self, rule: str) -> dict[str, Alert]:
        """What a rule said that still stands, by its subject."""
        return {alert.subject: alert for alert in self.standing if alert.rule == rule}
