"""Looking things up for people: incidents by what somebody asks for, territory with the claims behind it.

Everything here only reads, each answer from one look at the database, while the daemon writes."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from msgspec import Struct

from monitor.incidents import Base, Story, in_told_order
from monitor.model import Alert, Claim, Delivery, Holding, Incident, Report, subject
from monitor.model.ruling import Ruling
from monitor.store import alerts as alert_log
from monitor.store import rulings as ruling_log
from monitor.store.deliveries import load
from monitor.store.engine import Database
from monitor.store.many import among
from monitor.store.tables import deliveries, delivery_alerts
from monitor.store.tables_ledger import claims, holdings, incidents, reports, rulings

_TOLD_OF = sa.type_coerce(delivery_alerts.c.document, sa.Text)
"""An alert as it is written, its id first."""
AT_ONCE = 200
"""Incidents fetched together: whoever has enough stops."""


class Wanted(Struct, frozen=True):
    """What incidents are asked for: all of it. `since` and `until` are days on which they may have happened, `cells`
    those of `monitor.incidents.cell_of`, `actors` ids of one who did it or to whom it was done."""

    since: date | None = None
    until: date | None = None
    country: str | None = None
    actors: tuple[str, ...] = ()
    cells: tuple[int, ...] = ()


ALL = Wanted()


class Held(Struct, frozen=True):
    """A holding by its key, with the claims that it rests on and what older ones left."""

    key: str
    holding: Holding
    claims: tuple[Claim, ...]
    base: Base | None


class Told(Struct, frozen=True):
    """All about one incident: itself with its reports, the alerts about it, and what people decided."""

    story: Story
    alerts: tuple[Alert, ...]
    rulings: tuple[Ruling, ...]


class Views:
    """What people ask of the ledger."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def incidents(self, wanted: Wanted = ALL) -> Iterator[Incident]:
        """Incidents and totals that somebody reports, the latest day first."""
        query = _asked(wanted).order_by(incidents.c.last_day.desc(), incidents.c.id)
        with self._database.read() as connection:
            rows = connection.execute(query, execution_options={"yield_per": AT_ONCE}).scalars()
            yield from (incident for incident in rows if incident.sources)

    def ids(self, prefix: str = "", limit: int = 1000) -> list[str]:
        """The ids of incidents that begin so, the latest first. An id that is another incident's by now, because a
        person merged the two, gives that one's."""
        own = sa.select(incidents.c.id).where(incidents.c.id.startswith(prefix, autoescape=True))
        joined = sa.select(rulings.c.incident, rulings.c.other).where(
            rulings.c.other.startswith(prefix, autoescape=True)
        )
        with self._database.read() as connection:
            found = list(connection.scalars(own.order_by(incidents.c.last_day.desc(), incidents.c.id).limit(limit)))
            merged = [row.incident for row in connection.execute(joined) if row.other not in found] if prefix else []
        return list(dict.fromkeys([*found, *merged]))

    def told(self, id: str) -> Told | None:
        """All about an incident, by its whole id."""
        rests_on = sa.select(reports.c.document).where(reports.c.incident == id)
        with self._database.read() as connection:
            incident: Incident | None = connection.scalar(sa.select(incidents.c.document).where(incidents.c.id == id))
            if incident is None:
                return None
            told: Sequence[Report] = list(connection.scalars(rests_on))
            about = tuple(map(subject.incident, (incident.id, *incident.aliases)))
            raised = alert_log.of_subjects(connection, about)
            decided = ruling_log.of(connection, id)
        return Told(Story(incident, in_told_order(told)), tuple(raised), tuple(decided))

    def territory(self, country: str | None = None, keys: Sequence[str] = ()) -> list[Held]:
        """Who holds what, by place; of one country or of some places, where these are given."""
        chosen = sa.select(holdings)
        told = sa.select(claims.c.place, claims.c.document)
        if country is not None:
            chosen = chosen.where(holdings.c.country == country)
        if keys:
            chosen, told = chosen.where(among(holdings.c.place, "keys")), told.where(among(claims.c.place, "keys"))
        with self._database.read() as connection:
            rows = connection.execute(chosen.order_by(holdings.c.place), {"keys": keys} if keys else {}).all()
            behind: dict[str, list[Claim]] = defaultdict(list)
            for row in connection.execute(told, {"keys": keys} if keys else {}):
                behind[row.place].append(row.document)
        return [Held(row.place, row.document, tuple(behind[row.place]), row.base) for row in rows]

    def deliveries_of(self, ids: Sequence[str]) -> list[Delivery]:
        """The deliveries that tell of these alerts, in the order they were planned."""
        begins = sa.or_(*(_TOLD_OF.startswith(f'{{"id":"{id}"', autoescape=True) for id in ids), sa.false())
        telling = sa.select(delivery_alerts.c.delivery).where(begins)
        query = sa.select(deliveries).where(deliveries.c.id.in_(telling))
        with self._database.read() as connection:
            return load(connection, query.order_by(deliveries.c.created, deliveries.c.id))

    def actors(self) -> frozenset[str]:
        """The ids of everybody in the incidents."""
        columns = (incidents.c.actor1, incidents.c.actor2)
        query = sa.union(*(sa.select(column).where(column.is_not(None)) for column in columns))
        with self._database.read() as connection:
            return frozenset(connection.scalars(query))


def _asked(wanted: Wanted) -> sa.Select[Any]:
    query: sa.Select[Any] = sa.select(incidents.c.document)
    if wanted.since is not None:
        query = query.where(incidents.c.last_day >= wanted.since)
    if wanted.until is not None:
        query = query.where(incidents.c.first_day <= wanted.until)
    if wanted.country is not None:
        query = query.where(incidents.c.country == wanted.country)
    if wanted.actors:
        query = query.where(sa.or_(*(column.in_(wanted.actors) for column in (incidents.c.actor1, incidents.c.actor2))))
    if wanted.cells:
        query = query.where(sa.or_(incidents.c.cell.in_(wanted.cells), incidents.c.cell.is_(None)))
    return query
