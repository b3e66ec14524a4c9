"""The past in plain memory, for whoever tells the ledger's way again: backtests and tests."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime

from monitor.model import Incident, IncidentChange
from monitor.rules.past import Day, Tally, Trace


class Annals:
    """Takes the changes of the ledger one after the other, and answers as the ledger would."""

    def __init__(self) -> None:
        self._began: datetime | None = None
        self._incidents: dict[str, Incident] = {}
        self._by_key: dict[str, dict[str, None]] = defaultdict(dict)

    def take(self, changes: Iterable[IncidentChange], now: datetime) -> None:
        """What one article changed."""
        self._began = self._began or now
        for change in changes:
            self._forget(change.id)
            if change.after is not None and change.after.sources:
                self._incidents[change.id] = change.after
                for key in _keys(change.after):
                    self._by_key[key][change.id] = None

    def began(self) -> datetime | None:
        """See Past."""
        return self._began

    def seen(self, asked: Trace, fits: Callable[[Incident], bool]) -> bool:
        """See Past."""
        found = self._latest_first(f"{asked.of}:{asked.value}")
        return any(
            incident.id not in asked.besides
            and (not asked.countries or _country(incident) in asked.countries)
            and fits(incident)
            for incident in found
        )

    def tallies(self, asked: Tally) -> Sequence[Day]:
        """See Past."""
        days: dict[date, list[Incident]] = defaultdict(list)
        for incident in self._latest_first(f"{asked.of}:{asked.country or ''}{asked.value}"):
            if incident.date_end >= asked.since and counts(asked, incident):
                days[incident.date_end].append(incident)
        return [Day(day, len(found), sum(map(killed, found))) for day, found in sorted(days.items())]

    def _latest_first(self, key: str) -> Iterator[Incident]:
        return (self._incidents[id] for id in reversed(list(self._by_key.get(key, ()))))

    def _forget(self, id: str) -> None:
        known = self._incidents.pop(id, None)
        for key in _keys(known) if known else ():
            self._by_key[key].pop(id, None)


def counts(asked: Tally, incident: Incident) -> bool:
    """Whether an incident of a tally's country, province or actor is one of those that it counts."""
    return (
        incident.scope == "incident"
        and bool(incident.sources)
        and (not asked.countries or _country(incident) in asked.countries)
        and (not asked.kinds or incident.sub_event_type in asked.kinds)
    )


def killed(incident: Incident) -> int:
    """The best figure of its dead; 0 where none is told."""
    known = incident.toll.get("killed")
    return known.best if known else 0


def _country(incident: Incident) -> str | None:
    return incident.place.country if incident.place else None


def _keys(incident: Incident) -> Iterator[str]:
    """What it is found by."""
    place = incident.place
    if incident.scope == "incident":
        yield f"event_type:{incident.sub_event_type}"
    for id in {actor.id for actor in (incident.actor1, incident.actor2) if actor is not None and actor.id}:
        yield f"actor:{id}"
    if place is not None:
        yield f"place:{place.key}"
        if place.country:
            yield f"country:{place.country}"
        if place.country and place.admin1:
            yield f"admin1:{place.country}{place.admin1}"
