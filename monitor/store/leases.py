"""Leases: of several processes that could do one job, one leads, and another takes over when it goes silent."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from monitor.store import engine
from monitor.store.engine import Database
from monitor.store.tables import leases


class Leases:
    """Roles that only one process may have at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def hold(self, name: str, holder: str, now: datetime, ttl: timedelta) -> bool:
        """Take or renew a lease until `now + ttl`. False: somebody else has it."""
        row = {"name": name, "holder": holder, "until": now + ttl}
        free = sa.or_(leases.c.holder == holder, leases.c.until <= now)
        with self._database.write() as connection:
            take = engine.insert(connection, leases).values(row)
            take = take.on_conflict_do_update(index_elements=["name"], set_=row, where=free)
            return engine.changed(connection, take) > 0

    def release(self, name: str, holder: str) -> None:
        """Give a lease back, where `holder` has it, so that nobody need wait for its end."""
        with self._database.write() as connection:
            connection.execute(sa.delete(leases).where(leases.c.name == name, leases.c.holder == holder))

    def holder(self, name: str, now: datetime | None = None) -> str | None:
        """Who has the lease, or had it last; with `now`, only who has it still."""
        query = sa.select(leases.c.holder).where(leases.c.name == name)
        if now is not None:
            query = query.where(leases.c.until > now)
        with self._database.read() as connection:
            return connection.scalar(query)
