"""Silences that people added while the program ran; those of the configuration are not here."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from msgspec.structs import replace
from sqlalchemy import Connection

from monitor.model.pace import Timer
from monitor.model.silence import Silence
from monitor.store import engine
from monitor.store.engine import LEDGER_LOCK, Database
from monitor.store.tables_alerting import silences, timers
from monitor.store.timers import put

COLUMNS = silences.c.starts, silences.c.ends, silences.c.document
NOW = sa.select(*COLUMNS).where(silences.c.starts <= sa.bindparam("now"), silences.c.ends > sa.bindparam("now"))

HOLDS = sa.select(timers.c.document).where(timers.c.kind == "hold")


class Silences:
    """Who wanted which alerts kept quiet, until when, and why."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, silence: Silence) -> None:
        """Add one; it holds for every alert that is decided from now on."""
        row = {"starts": silence.start, "ends": silence.end, "document": silence}
        with self._database.write(LEDGER_LOCK) as connection:
            insert = engine.insert(connection, silences).values(row | {"id": silence.id})
            connection.execute(insert.on_conflict_do_update(index_elements=["id"], set_=row))

    def end(self, id: str, now: datetime) -> bool:
        """End one early; what waited for its end is due now. False: there is none of that id, or it has ended."""
        stop = sa.update(silences).where(silences.c.id == id, silences.c.ends > now)
        with self._database.write(LEDGER_LOCK) as connection:
            ended = engine.changed(connection, stop.values(ends=now)) > 0
            waiting: list[Timer] = list(connection.scalars(HOLDS)) if ended else []
            put(connection, [replace(each, due=now) for each in waiting if each.silence == id])
        return ended

    def active(self, now: datetime) -> Sequence[Silence]:
        """Those that hold now."""
        with self._database.read() as connection:
            return active(connection, now)

    def all(self, ended_after: datetime | None = None) -> list[Silence]:
        """All of them, or those that end after a moment; the last to end first."""
        query = sa.select(*COLUMNS).order_by(silences.c.ends.desc(), silences.c.id)
        if ended_after is not None:
            query = query.where(silences.c.ends > ended_after)
        with self._database.read() as connection:
            return [_silence(row) for row in connection.execute(query)]

    def ids(self, prefix: str = "", limit: int = 1000) -> list[str]:
        """The ids that begin so, the last to end first."""
        query = sa.select(silences.c.id).where(silences.c.id.startswith(prefix, autoescape=True))
        with self._database.read() as connection:
            return list(connection.scalars(query.order_by(silences.c.ends.desc(), silences.c.id).limit(limit)))


def active(connection: Connection, now: datetime) -> Sequence[Silence]:
    """Those that hold now."""
    return [_silence(row) for row in connection.execute(NOW, {"now": now})]


def _silence(row: Any) -> Silence:
    silence: Silence = row.document
    return replace(silence, start=row.starts, end=row.ends)
