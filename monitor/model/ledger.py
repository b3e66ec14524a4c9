"""What an article does to the ledger: changes of incidents and holdings, for the rules and the store."""

from datetime import date

from msgspec import Struct

from monitor.model.actor import Actor
from monitor.model.event import Attribution, ControlStatus
from monitor.model.incident import ArticleRef, Holding, Incident, Quote, Report
from monitor.model.place import Place


class Claim(Struct, frozen=True):
    """What one article says about who holds a place. `denied`: it says that this is not so. `relieves`: an advance that
    ended a siege. `on`: the day meant."""

    id: str
    article: ArticleRef
    place: Place
    status: ControlStatus
    on: date
    gained_by: Actor | None = None
    lost_by: Actor | None = None
    partial: bool = False
    denied: bool = False
    relieves: bool = False
    attribution: tuple[Attribution, ...] = ()
    quotes: tuple[Quote, ...] = ()

    @property
    def ground(self) -> str:
        """The key of what is held. What is near a town or a part of it is not the town."""
        part = self.place.geo_precision == 2 and self.place.feature == "populated"
        return f"{self.place.key}~" if part else self.place.key


class IncidentChange(Struct, frozen=True):
    """One incident before and after an article. `before` None: it is new; `after` None: no report of it is left.
    `reports` are all that it now rests on, in the order they were told."""

    id: str
    before: Incident | None
    after: Incident | None
    reports: tuple[Report, ...]


class HoldingShift(Struct, frozen=True):
    """One place's holding before and after an article; `claims` are all that it now rests on, in order."""

    key: str
    before: Holding | None
    after: Holding | None
    claims: tuple[Claim, ...]


class Changes(Struct, frozen=True):
    """Everything that one article changes in the ledger. `notes` say what did not enter it, and why."""

    article: ArticleRef
    incidents: tuple[IncidentChange, ...] = ()
    holdings: tuple[HoldingShift, ...] = ()
    notes: tuple[str, ...] = ()


class Verdict(Struct, frozen=True):
    """What one rule decided about one subject, and why."""

    rule: str
    subject: str
    fired: bool
    reason: str
