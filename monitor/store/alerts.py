"""The log of alerts. Rows are written inside the ledger's transaction, by `add`."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from monitor.model import Alert
from monitor.model.alert import MutedBy
from monitor.store import engine
from monitor.store.engine import Database
from monitor.store.many import among
from monitor.store.prepared import Prepared
from monitor.store.tables import ALERT, alerts


class Alerts:
    """Alerts as they were raised, revised and resolved."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def recent(self, limit: int = 20, since: datetime | None = None, *, muted: bool | None = None) -> list[Alert]:
        """The latest first; of those raised at `since` or later, that nobody was told of (`muted`) or that somebody
        was, where these are given."""
        query = sa.select(alerts.c.document).order_by(alerts.c.at.desc(), alerts.c.seq.desc()).limit(limit)
        if since is not None:
            query = query.where(alerts.c.at >= since)
        if muted is not None:
            query = query.where(alerts.c.muted.is_not(None) if muted else alerts.c.muted.is_(None))
        with self._database.read() as connection:
            return list(connection.scalars(query))

    def about(self, subjects: Sequence[str]) -> list[Alert]:
        """All that was logged about these subjects, oldest first."""
        with self._database.read() as connection:
            return of_subjects(connection, subjects)

    def muted(self, since: datetime) -> dict[MutedBy, int]:
        """How many alerts of then or later nobody was told of, by what kept them from it. One that was told after all
        is none of them."""
        later = alerts.alias("later")
        again = sa.exists().where(later.c.id == alerts.c.id, later.c.seq > alerts.c.seq)
        query = sa.select(alerts.c.muted, sa.func.count()).where(alerts.c.muted.is_not(None), alerts.c.at >= since)
        with self._database.read() as connection:
            rows = connection.execute(query.where(~again).group_by(alerts.c.muted).order_by(alerts.c.muted))
            return {row[0]: row[1] for row in rows}

    def ids(self, prefix: str = "", limit: int = 1000) -> list[str]:
        """The ids that begin so, the latest first."""
        query = sa.select(alerts.c.id).where(alerts.c.id.startswith(prefix, autoescape=True)).group_by(alerts.c.id)
        with self._database.read() as connection:
            return list(connection.scalars(query.order_by(sa.func.max(alerts.c.seq).desc()).limit(limit)))

    def get(self, id: str) -> Alert | None:
        """The alert as it stands now."""
        history = self.history(id)
        return history[-1] if history else None

    def history(self, id: str) -> list[Alert]:
        """Everything that was said under one id, in the order it was said."""
        query = sa.select(alerts.c.document).where(alerts.c.id == id).order_by(alerts.c.seq)
        with self._database.read() as connection:
            return list(connection.scalars(query))


def add(connection: Connection, raised: Iterable[Alert]) -> None:
    """Log alerts. One that is there already (same id, status and time) stays as it is."""
    rows = [
        {
            "id": alert.id,
            "status": alert.status,
            "at": alert.at,
            "rule": alert.rule,
            "subject": alert.subject,
            "severity": alert.severity,
            "document": alert,
            "muted": alert.muted_by,
        }
        for alert in raised
    ]
    engine.insert_new(connection, alerts, rows)


OF_SUBJECTS = Prepared(sa.select(alerts.c.document).where(among(alerts.c.subject, "subjects")).order_by(alerts.c.seq))


def of_subjects(connection: Connection, subjects: Sequence[str]) -> list[Alert]:
    """All that was logged about these subjects, oldest first: what has fired, and what was corrected since."""
    return [ALERT.decode(document) for (document,) in OF_SUBJECTS.rows(connection, {"subjects": subjects})]


FIRING = sa.select(alerts.c.document).where(alerts.c.at >= sa.bindparam("since")).order_by(alerts.c.at, alerts.c.seq)


def firing(connection: Connection, since: datetime) -> list[Alert]:
    """The alerts that were raised then or later and have been neither revised nor resolved, each as it stands."""
    said = connection.scalars(FIRING, {"since": since})
    latest: dict[str, Alert] = {alert.id: alert for alert in said if not alert.withheld}
    return [alert for alert in latest.values() if alert.status == "firing"]
