"""What the rules ask the past (see `monitor.rules.past`), answered by indexes."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Connection

from monitor.incidents import cell_of
from monitor.model import Alert, Incident
from monitor.rules.past import Day, Tally, Trace
from monitor.store import engine
from monitor.store.tables import alerts, feeds
from monitor.store.tables_ledger import beginnings, incidents

LEDGER = "ledger"
OVERDUE = timedelta(minutes=5)
"""Of many feeds some are always about to be polled."""
AT_ONCE = 50
"""Incidents that are looked at together: the first few are mostly enough."""


def began(connection: Connection) -> datetime | None:
    """When the ledger took in its first article."""
    at: datetime | None = connection.scalar(sa.select(beginnings.c.at).where(beginnings.c.what == LEDGER))
    return at


def begin(connection: Connection, now: datetime) -> None:
    """Note that the ledger has begun, if it had not."""
    engine.insert_new(connection, beginnings, [{"what": LEDGER, "at": now}])


def seen(connection: Connection, asked: Trace, fits: Callable[[Incident], bool]) -> bool:
    """Whether any incident of the trace fits, the latest looked at first."""
    return any(_any(connection, condition, asked, fits) for condition in _of(asked))


def _of(asked: Trace) -> tuple[ColumnElement[bool], ...]:
    if asked.of == "actor":
        return incidents.c.actor1 == asked.value, incidents.c.actor2 == asked.value
    if asked.of == "event_type":
        return (incidents.c.kind == asked.value,)
    return (incidents.c.cell == cell_of(asked.place),)


def _any(
    connection: Connection, condition: ColumnElement[bool], asked: Trace, fits: Callable[[Incident], bool]
) -> bool:
    query = sa.select(incidents.c.document).where(condition).order_by(incidents.c.last_day.desc())
    if asked.countries:
        query = query.where(incidents.c.country.in_(asked.countries))
    with connection.execute(query, execution_options={"yield_per": AT_ONCE}) as found:
        return any(_is_one(asked, incident) and fits(incident) for incident in found.scalars())


def _is_one(asked: Trace, incident: Incident) -> bool:
    if incident.id in asked.besides or not incident.sources:
        return False
    return asked.of != "place" or (incident.place is not None and incident.place.key == asked.value)


def tallies(connection: Connection, asked: Tally) -> list[Day]:
    """The days on which anything happened, the oldest first."""
    columns = incidents.c.last_day, incidents.c.killed
    told = incidents.c.kind.is_not(None), incidents.c.last_day >= asked.since
    parts = [sa.select(*columns).where(condition, *told, *_only(asked)) for condition in _whose(asked)]
    found = sa.union_all(*parts).subquery()
    killed = sa.func.coalesce(sa.func.sum(found.c.killed), 0)
    query = sa.select(found.c.last_day, sa.func.count(), sa.cast(killed, sa.BigInteger)).group_by(found.c.last_day)
    return [Day(*row) for row in connection.execute(query.order_by(found.c.last_day))]


def _whose(asked: Tally) -> tuple[ColumnElement[bool], ...]:
    if asked.of == "actor":
        other = sa.or_(incidents.c.actor1.is_(None), incidents.c.actor1 != asked.value)
        return incidents.c.actor1 == asked.value, sa.and_(incidents.c.actor2 == asked.value, other)
    if asked.of == "admin1":
        return (sa.and_(incidents.c.country == asked.country, incidents.c.admin1 == asked.value),)
    return (incidents.c.country == asked.value,)


def _only(asked: Tally) -> list[ColumnElement[bool]]:
    given = ((incidents.c.country, asked.countries), (incidents.c.kind, asked.kinds))
    return [column.in_(values) for column, values in given if values]


def heard(connection: Connection, now: datetime) -> dict[str, datetime]:
    """When each feed last gave a new article, or was added. One whose poll is overdue was not asked lately: the program
    has been off, and nobody knows yet whether the feed was silent."""
    asked = feeds.c.active, feeds.c.heard_at.is_not(None), feeds.c.next_poll_at > now - OVERDUE
    return {row.feed: row.heard_at for row in connection.execute(sa.select(feeds).where(*asked))}


WITHHELD = sa.and_(
    alerts.c.muted.is_not(None),
    sa.not_(
        sa.and_(
            sa.type_coerce(alerts.c.document, sa.Text).like('%"receivers":[]%'),
            sa.type_coerce(alerts.c.document, sa.Text).like('%"again":null%'),
        )
    ),
)
"""The same as of an alert; texts in a document have their quotes escaped."""


def last_of(connection: Connection, rules: Sequence[str]) -> list[Alert]:
    """What each of these rules said last about each subject, where it still fires."""
    latest: sa.Select[Any] = sa.select(sa.func.max(alerts.c.seq)).where(alerts.c.rule.in_(rules), ~WITHHELD)
    latest = latest.group_by(alerts.c.rule, alerts.c.subject)
    firing = sa.select(alerts.c.document).where(alerts.c.seq.in_(latest), alerts.c.status == "firing")
    return list(connection.scalars(firing.order_by(alerts.c.seq)))
