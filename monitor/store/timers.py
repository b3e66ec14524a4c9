"""What is to be decided again about alerts, and when. Rows are written and taken inside the ledger's transaction, so
that of several workers one decides, once."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from monitor.model.pace import Timer
from monitor.store import engine
from monitor.store.engine import Database
from monitor.store.many import among
from monitor.store.tables_alerting import timers

DUE = (
    sa.select(timers.c.document)
    .where(among(timers.c.id, "ids"), timers.c.due <= sa.bindparam("now"))
    .order_by(timers.c.due, timers.c.id)
)
NEXT = sa.select(sa.func.min(timers.c.due))
GONE = sa.delete(timers).where(among(timers.c.id, "ids"))


class Timers:
    """Alerts that wait, repeat or escalate."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def due(self, now: datetime, limit: int) -> list[str]:
        """The ids of what is to be decided now, the longest due first."""
        query = sa.select(timers.c.id).where(timers.c.due <= now).order_by(timers.c.due, timers.c.id).limit(limit)
        with self._database.read() as connection:
            return list(connection.scalars(query))

    def next(self) -> datetime | None:
        """When the next one is due."""
        with self._database.read() as connection:
            found: datetime | None = connection.scalar(NEXT)
        return found

    def postpone(self, id: str, until: datetime) -> None:
        """Leave one alone until then."""
        with self._database.write() as connection:
            connection.execute(sa.update(timers).where(timers.c.id == id).values(due=until))

    def of(self, alert: str) -> list[Timer]:
        """All that wait about one alert, the soonest first."""
        query = sa.select(timers.c.document).where(timers.c.alert == alert).order_by(timers.c.due, timers.c.id)
        with self._database.read() as connection:
            return list(connection.scalars(query))


def take(connection: Connection, ids: Sequence[str], now: datetime) -> list[Timer]:
    """Remove those of these timers that are due, and give them to the caller, who decides."""
    found: list[Timer] = list(connection.scalars(DUE, {"ids": list(ids), "now": now}))
    if found:
        connection.execute(GONE, {"ids": [timer.id for timer in found]})
    return found


def put(connection: Connection, wanted: Iterable[Timer]) -> None:
    """Set timers; one of the same id is moved."""
    for timer in wanted:
        row = {"kind": timer.kind, "due": timer.due, "alert": timer.alert.id, "document": timer}
        insert = engine.insert(connection, timers).values(row | {"id": timer.id})
        connection.execute(insert.on_conflict_do_update(index_elements=["id"], set_=row))


def drop(connection: Connection, alert: str, kinds: Sequence[str]) -> int:
    """Remove an alert's timers of these kinds. Returns how many there were."""
    return engine.changed(connection, sa.delete(timers).where(timers.c.alert == alert, timers.c.kind.in_(kinds)))
