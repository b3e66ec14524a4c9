"""Deliveries: what is owed to whom, who is at it, and how every attempt ended.

Rows are written inside the ledger's transaction by `add` and `extend`; workers take them up by compare-and-set. What a
channel tells of one group goes out in the order it was planned: a correction never overtakes what it corrects, nor does
an old alert, tried again, come after its correction."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import Connection, Row

from monitor.model import Alert, Attempt, Delivery, DeliveryStatus
from monitor.store import engine
from monitor.store.engine import Database
from monitor.store.tables import attempts, deliveries, delivery_alerts

Counts = dict[str, dict[DeliveryStatus, int]]
"""Receiver -> status -> number of deliveries."""

IDS: sa.BindParameter[str] = sa.bindparam("ids", expanding=True)
ALERTS = sa.select(delivery_alerts).where(delivery_alerts.c.delivery.in_(IDS)).order_by(delivery_alerts.c.position)
ATTEMPTS = sa.select(attempts).where(attempts.c.delivery.in_(IDS)).order_by(attempts.c.number)
EARLIER = deliveries.alias("earlier")
IN_TURN = ~(
    sa.exists()
    .where(
        EARLIER.c.receiver == deliveries.c.receiver,
        EARLIER.c.channel == deliveries.c.channel,
        EARLIER.c.group_key == deliveries.c.group_key,
        EARLIER.c.status == "pending",
        EARLIER.c.created < deliveries.c.created,
    )
    .correlate(deliveries)
)
"""All that was planned for the group before is delivered, or given up."""

REACHED = (
    sa.select(deliveries.c.receiver, sa.func.max(attempts.c.at).label("at"))
    .join(attempts, attempts.c.delivery == deliveries.c.id)
    .where(attempts.c.outcome == "delivered")
    .group_by(deliveries.c.receiver)
)
TRIED = (
    sa.select(deliveries.c.receiver, deliveries.c.id, attempts.c.at, attempts.c.answer)
    .join(attempts, attempts.c.delivery == deliveries.c.id)
    .where(deliveries.c.status == "pending", attempts.c.outcome != "delivered")
    .order_by(deliveries.c.receiver, attempts.c.at, attempts.c.number)
)
WAITING = (
    sa.select(deliveries)
    .where(
        deliveries.c.receiver == sa.bindparam("receiver"),
        deliveries.c.channel == sa.bindparam("channel"),
        deliveries.c.group_key == sa.bindparam("group"),
        deliveries.c.status == "pending",
        deliveries.c.claims == 0,
    )
    .order_by(deliveries.c.created.desc(), deliveries.c.id)
    .limit(1)
    .with_for_update()
)
"""Built once: SQLAlchemy needs longer to build a statement than the database to answer it."""


class Struggle(Struct, frozen=True):
    """A receiver's deliveries that wait although they were tried: how many, since when without a success between (None:
    others have reached it since), when last, and what it said then."""

    receiver: str
    waiting: int
    since: datetime | None
    at: datetime
    error: str


class Deliveries:
    """The notifications owed, under way and done."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def due(self, now: datetime, limit: int) -> list[str]:
        """The ids that should be sent now, the longest due first; of each group only those whose turn it is."""
        query = (
            sa.select(deliveries.c.id)
            .where(deliveries.c.status == "pending", deliveries.c.not_before <= now, IN_TURN)
            .order_by(deliveries.c.not_before, deliveries.c.created, deliveries.c.id)
            .limit(limit)
        )
        with self._database.read() as connection:
            return list(connection.scalars(query))

    def claim(self, id: str, now: datetime, lease: timedelta) -> Delivery | None:
        """Take up one delivery, hidden from others for `lease`; None where it is not due, not in turn, or somebody else
        has it."""
        take = (
            sa.update(deliveries)
            .where(deliveries.c.id == id, deliveries.c.status == "pending", deliveries.c.not_before <= now, IN_TURN)
            .values(not_before=now + lease, claims=deliveries.c.claims + 1)
        )
        with self._database.write() as connection:
            if not engine.changed(connection, take):
                return None
            return load(connection, sa.select(deliveries).where(deliveries.c.id == id))[0]

    def release(self, ids: Sequence[str], now: datetime) -> None:
        """Make claimed deliveries due again: whoever was at them is no more, and what was sent is not known."""
        back = sa.update(deliveries).where(deliveries.c.id.in_(ids), deliveries.c.status == "pending")
        with self._database.write() as connection:
            connection.execute(back.values(not_before=now))

    def record(self, id: str, attempt: Attempt, next_at: datetime | None, status: DeliveryStatus) -> None:
        """Log how an attempt ended. `next_at` is when a pending one is due again. A delivery that was accepted stays
        delivered, whatever a slower worker reports after it."""
        settle = sa.update(deliveries).where(deliveries.c.id == id).values(status=status)
        if status != "delivered":
            settle = settle.where(deliveries.c.status == "pending")
        if next_at is not None:
            settle = settle.values(not_before=next_at)
        number = sa.select(sa.func.coalesce(sa.func.max(attempts.c.number), 0) + 1).where(attempts.c.delivery == id)
        with self._database.write() as connection:
            connection.execute(sa.select(deliveries.c.id).where(deliveries.c.id == id).with_for_update())
            row = {"delivery": id, "number": connection.scalar(number), "at": attempt.at, "outcome": attempt.outcome}
            connection.execute(sa.insert(attempts), [row | {"answer": attempt.answer, "seconds": attempt.seconds}])
            connection.execute(settle)

    def get(self, id: str) -> Delivery | None:
        """One delivery with its alerts and attempts."""
        with self._database.read() as connection:
            found = load(connection, sa.select(deliveries).where(deliveries.c.id == id))
        return found[0] if found else None

    def recent(
        self,
        limit: int = 20,
        status: DeliveryStatus | None = None,
        receiver: str | None = None,
        since: datetime | None = None,
    ) -> list[Delivery]:
        """The latest planned first; of one status, to one receiver, planned at `since` or later, where these are
        given."""
        query = sa.select(deliveries).order_by(deliveries.c.created.desc(), deliveries.c.id).limit(limit)
        if status is not None:
            query = query.where(deliveries.c.status == status)
        if receiver is not None:
            query = query.where(deliveries.c.receiver == receiver)
        if since is not None:
            query = query.where(deliveries.c.created >= since)
        with self._database.read() as connection:
            return load(connection, query)

    def ids(self, prefix: str = "", limit: int = 1000) -> list[str]:
        """The ids that begin so, the latest planned first."""
        query = sa.select(deliveries.c.id).where(deliveries.c.id.startswith(prefix, autoescape=True))
        with self._database.read() as connection:
            return list(connection.scalars(query.order_by(deliveries.c.created.desc(), deliveries.c.id).limit(limit)))

    def ahead(self, id: str) -> list[str]:
        """The pending deliveries that this one waits for, because they were planned for its group before it."""
        same = sa.and_(*(EARLIER.c[name] == deliveries.c[name] for name in ("receiver", "channel", "group_key")))
        query = (
            sa.select(EARLIER.c.id)
            .join(deliveries, sa.and_(same, EARLIER.c.created < deliveries.c.created))
            .where(deliveries.c.id == id, EARLIER.c.status == "pending")
            .order_by(EARLIER.c.created, EARLIER.c.id)
        )
        with self._database.read() as connection:
            return list(connection.scalars(query))

    def retry(self, id: str, now: datetime, in_hand: timedelta) -> bool:
        """Make one that failed, or waits for longer than `in_hand`, due at once under the same id, its attempts kept.
        What is due sooner stays as it is, for a worker may be at it. Returns whether anything changed."""
        waits = sa.and_(deliveries.c.status == "pending", deliveries.c.not_before > now + in_hand)
        again = sa.update(deliveries).where(deliveries.c.id == id, sa.or_(deliveries.c.status == "failed", waits))
        with self._database.write() as connection:
            return engine.changed(connection, again.values(status="pending", not_before=now)) > 0

    def told(self, since: datetime, receiver: str | None = None) -> int:
        """How many deliveries were accepted at `since` or later; to one receiver, where it is given."""
        with self._database.read() as connection:
            found = connection.scalar(sa.select(sa.func.count()).select_from(deliveries).where(_told(since, receiver)))
        return found or 0

    def replay(self, since: datetime, now: datetime, receiver: str | None = None) -> int:
        """Make those of `told` due again under the same ids, in the order in which they were planned. Returns how many
        they are."""
        again = sa.update(deliveries).where(_told(since, receiver)).values(status="pending", not_before=now)
        with self._database.write() as connection:
            return engine.changed(connection, again)

    def struggles(self) -> list[Struggle]:
        """The receivers that did not take what was sent to them, by name."""
        with self._database.read() as connection:
            reached = {row.receiver: row.at for row in connection.execute(REACHED)}
            tried: Sequence[Any] = connection.execute(TRIED).all()
        failures: dict[str, list[Any]] = defaultdict(list)
        for row in tried:
            failures[row.receiver].append(row)
        return [_struggle(receiver, rows, reached.get(receiver)) for receiver, rows in failures.items()]

    def counts(self) -> Counts:
        """How many of each status each receiver has."""
        columns = deliveries.c.receiver, deliveries.c.status
        with self._database.read() as connection:
            rows = connection.execute(sa.select(*columns, sa.func.count()).group_by(*columns).order_by(*columns)).all()
        counts: Counts = defaultdict(dict)
        for receiver, status, number in rows:
            counts[receiver][status] = number
        return dict(counts)


def _told(since: datetime, receiver: str | None) -> sa.ColumnElement[bool]:
    """Whether a delivery was accepted then or later."""
    accepted = sa.select(attempts.c.delivery).where(attempts.c.outcome == "delivered", attempts.c.at >= since)
    told = sa.and_(deliveries.c.status == "delivered", deliveries.c.id.in_(accepted))
    return told if receiver is None else sa.and_(told, deliveries.c.receiver == receiver)


def _struggle(receiver: str, rows: Sequence[Any], reached: datetime | None) -> Struggle:
    """From a receiver's failed attempts, oldest first."""
    last = rows[-1]
    since = next((row.at for row in rows if reached is None or row.at > reached), None)
    return Struggle(receiver, len({row.id for row in rows}), since, last.at, last.answer)


def add(connection: Connection, planned: Iterable[Delivery]) -> None:
    """Owe new deliveries. One whose id is there already stays as it is, with its alerts."""
    for delivery in planned:
        row = {
            "id": delivery.id,
            "receiver": delivery.receiver,
            "channel": delivery.channel,
            "group_key": delivery.group,
            "created": delivery.created,
            "not_before": delivery.not_before,
            "status": delivery.status,
            "claims": 0,
            "form": delivery.form,
        }
        insert = engine.insert(connection, deliveries).values(row).on_conflict_do_nothing()
        if engine.changed(connection, insert):
            _attach(connection, delivery.id, delivery.alerts, 0)


def pending_group(connection: Connection, receiver: str, channel: str, group: str) -> Delivery | None:
    """The delivery of a group that can still take one more alert: planned, and taken up by nobody so far.
    Nobody can take it up before this transaction ends."""
    found = load(connection, WAITING, {"receiver": receiver, "channel": channel, "group": group})
    return found[0] if found else None


def extend(connection: Connection, id: str, more: Sequence[Alert]) -> None:
    """Add alerts to a delivery that `pending_group` gave in this transaction."""
    held = sa.select(sa.func.count()).where(delivery_alerts.c.delivery == id)
    _attach(connection, id, more, connection.scalar(held) or 0)


def _attach(connection: Connection, id: str, alerts: Sequence[Alert], first: int) -> None:
    rows = [{"delivery": id, "position": first + i, "document": alert} for i, alert in enumerate(alerts)]
    if rows:
        connection.execute(sa.insert(delivery_alerts), rows)


def load(
    connection: Connection, query: sa.Select[tuple[object, ...]], values: dict[str, str] | None = None
) -> list[Delivery]:
    """The deliveries whose rows a query gives, with their alerts and attempts."""
    rows = connection.execute(query, values).all()
    if not rows:
        return []
    ids = [row.id for row in rows]
    alerts: dict[str, list[Alert]] = defaultdict(list)
    tried: dict[str, list[Attempt]] = defaultdict(list)
    for row in connection.execute(ALERTS, {"ids": ids}):
        alerts[row.delivery].append(row.document)
    for row in connection.execute(ATTEMPTS, {"ids": ids}):
        tried[row.delivery].append(Attempt(at=row.at, outcome=row.outcome, answer=row.answer, seconds=row.seconds))
    return [_delivery(row, alerts[row.id], tried[row.id]) for row in rows]


def _delivery(row: Row[tuple[object, ...]], alerts: list[Alert], tried: list[Attempt]) -> Delivery:
    return Delivery(
        id=row.id,
        receiver=row.receiver,
        channel=row.channel,
        group=row.group_key,
        alerts=tuple(alerts),
        created=row.created,
        not_before=row.not_before,
        status=row.status,
        attempts=tuple(tried),
        form=row.form,
    )
