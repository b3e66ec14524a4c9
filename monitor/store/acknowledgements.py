"""Who has taken which alert on. It ends the alert's repeats and its escalation."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import Connection

from monitor.model.pace import Acknowledgement
from monitor.store import engine, timers
from monitor.store.engine import LEDGER_LOCK, Database
from monitor.store.many import among
from monitor.store.tables import alerts
from monitor.store.tables_alerting import acknowledgements

OF_ALERTS = sa.select(acknowledgements.c.document).where(among(acknowledgements.c.alert, "ids"))


class Acknowledgements:
    """The last acknowledgement of each alert."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, given: Acknowledgement) -> int:
        """Acknowledge an alert. Returns how many repeats and escalations that ends."""
        row = {"at": given.at, "document": given}
        with self._database.write(LEDGER_LOCK) as connection:
            insert = engine.insert(connection, acknowledgements).values(row | {"alert": given.alert})
            connection.execute(insert.on_conflict_do_update(index_elements=["alert"], set_=row))
            return timers.drop(connection, given.alert, ("repeat", "escalate"))

    def of(self, ids: Sequence[str]) -> dict[str, Acknowledgement]:
        """Those of some alerts, by their ids."""
        with self._database.read() as connection:
            return of_alerts(connection, ids)

    def forget(self) -> None:
        """Drop those of alerts that have gone into the archive."""
        kept = sa.select(alerts.c.id)
        with self._database.write() as connection:
            connection.execute(sa.delete(acknowledgements).where(acknowledgements.c.alert.not_in(kept)))


def of_alerts(connection: Connection, ids: Sequence[str]) -> dict[str, Acknowledgement]:
    """Those of some alerts, by their ids."""
    return {given.alert: given for given in connection.scalars(OF_ALERTS, {"ids": list(ids)})}
