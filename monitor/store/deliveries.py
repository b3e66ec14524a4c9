"""Deliveries: what is owed to whom, who is at it, and how every attempt ended.

Rows are written inside the ledger's transaction by `add` and `extend`. A worker first holds what is due for a moment,
hidden from others, and claims each by compare-and-set when its turn to be sent has come. What a channel tells of one
group goes out in the order it was planned: a correction never overtakes what it corrects, nor does an old alert, tried
again, come after its correction."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import Connection, Row

from monitor.model import Alert, Attempt, Delivery, DeliveryStatus
from monitor.store import alerts as alert_log
from monitor.store import engine
from monitor.store.delivery_statements import (
    ALERTS,
    ATTEMPTS,
    CLAIM,
    DUE,
    EARLIER,
    GROUP,
    HOLD,
    HURRY,
    JOIN,
    NEXT,
    NUMBER,
    REACHED,
    SETTLE,
    TRIED,
    WAITING_WITH_ALERTS,
)
from monitor.store.engine import LEDGER_LOCK, Database
from monitor.store.tables import attempts, deliveries, delivery_alerts

FAR_OFF = timedelta(minutes=5)
"""Later than any lease ends: what is due then is in nobody's hands."""
MESSAGES_BACK = 20
"""Messages of one group that are looked through for what a receiver has heard."""
Counts = dict[str, dict[DeliveryStatus, int]]
"""Receiver -> status -> number of deliveries."""


class Held(Struct, frozen=True):
    """A delivery that is hidden from others until then, and whose channel it is for."""

    id: str
    receiver: str
    channel: str
    until: datetime


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
        """The ids that should be sent now, of each group only those whose turn it is: first the longest due of each
        channel, then the next of each: what piles up before a dead receiver is ahead of nobody else's."""
        with self._database.read() as connection:
            return list(connection.scalars(DUE, {"now": now, "at_most": limit}))

    def hold(self, ids: Sequence[str], now: datetime, until: datetime) -> list[Held]:
        """Hide from others until then those that are due and in turn, in the order of `ids`. Nothing is begun yet:
        alerts may still join them."""
        with self._database.write() as connection:
            found = connection.execute(HOLD, {"ids": list(ids), "now": now, "until": until}).all()
        place = {id: position for position, id in enumerate(ids)}
        return sorted(
            (Held(row.id, row.receiver, row.channel, until) for row in found), key=lambda held: place[held.id]
        )

    def claim(self, id: str, now: datetime, lease: timedelta, held: datetime | None = None) -> Delivery | None:
        """Take up one delivery, hidden from others for `lease`; None where it is not due, not in turn, or somebody else
        has it. One that the caller holds until `held` is the caller's to claim."""
        values = {"wanted": id, "now": now, "until": now + lease, "held_until": held or now}
        with self._database.write() as connection:
            rows = connection.execute(CLAIM, values).all()
            return _loaded(connection, rows)[0] if rows else None

    def prolong(self, id: str, until: datetime) -> None:
        """Hide a delivery that the caller has claimed, and is not done with, from others until then."""
        mine = deliveries.c.id == id, deliveries.c.status == "pending", deliveries.c.not_before < until
        with self._database.write() as connection:
            connection.execute(sa.update(deliveries).where(*mine).values(not_before=until))

    def hush(self, left: Delivery, muted: Sequence[Alert]) -> None:
        """Keep what is `left` of a delivery that the caller has claimed; where that is nothing, it falls away. What was
        taken out is logged, once for each receiver that has not heard it by another channel."""
        wanted = delivery_alerts.c.delivery == left.id
        with self._database.write(LEDGER_LOCK) as connection:
            known = alert_log.of_subjects(connection, list({alert.subject for alert in muted}))
            logged, heard = {_told_of(alert) for alert in known}, _heard_elsewhere(connection, left)
            kept = (alert for alert in muted if alert.id not in heard and _told_of(alert) not in logged)
            alert_log.add(connection, kept)
            connection.execute(sa.delete(delivery_alerts).where(wanted))
            extend(connection, left.id, left.alerts)
            if not left.alerts:
                connection.execute(sa.delete(deliveries).where(deliveries.c.id == left.id))

    def release(self, ids: Sequence[str], now: datetime) -> None:
        """Make claimed deliveries due again: whoever was at them is no more, and what was sent is not known."""
        back = sa.update(deliveries).where(deliveries.c.id.in_(ids), deliveries.c.status == "pending")
        with self._database.write() as connection:
            connection.execute(back.values(not_before=now))

    def record(self, id: str, attempt: Attempt, next_at: datetime | None, status: DeliveryStatus) -> str | None:
        """Log how an attempt ended. `next_at` is when a pending one is due again. A delivery that was accepted stays
        delivered, whatever a slower worker reports after it. Returns the id of the group's next, where that is due."""
        with self._database.write() as connection:
            group = connection.execute(GROUP, {"wanted": id}).one_or_none()
            if group is None:
                return None
            number = connection.scalar(NUMBER, {"wanted": id})
            row = {"delivery": id, "number": number, "at": attempt.at, "outcome": attempt.outcome}
            connection.execute(sa.insert(attempts), [row | {"answer": attempt.answer, "seconds": attempt.seconds}])
            connection.execute(SETTLE, {"wanted": id, "settled": status, "next_at": next_at})
            following: str | None = connection.scalar(NEXT, {**group._mapping, "now": attempt.at})
        return following if following != id else None

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
        again = sa.update(deliveries).where(deliveries.c.id == id, _idle(now + in_hand))
        with self._database.write() as connection:
            return engine.changed(connection, again.values(status="pending", not_before=now)) > 0

    def failed(self, idle: datetime, receiver: str | None = None, since: datetime | None = None) -> int:
        """How many deliveries failed, or were tried and are not due before `idle`; to one receiver, planned at `since`
        or later, where these are given."""
        query = sa.select(sa.func.count()).select_from(deliveries).where(_failed(idle, receiver, since))
        with self._database.read() as connection:
            return connection.scalar(query) or 0

    def retry_failed(
        self, now: datetime, in_hand: timedelta, receiver: str | None = None, since: datetime | None = None
    ) -> int:
        """Make those of `failed` due at once under the same ids, in the order in which they were planned. Returns how
        many they are."""
        failed = _failed(now + in_hand, receiver, since)
        with self._database.write() as connection:
            again = sa.update(deliveries).where(failed).values(status="pending", not_before=now)
            return engine.changed(connection, again)

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


def _told_of(alert: Alert) -> tuple[str, ...]:
    """What tells two entries of the log apart, but for their time."""
    return alert.id, alert.status, alert.muted or "", *alert.receivers


def _heard_elsewhere(connection: Connection, delivery: Delivery) -> set[str]:
    """The alerts of a delivery's group that another channel has told its receiver, or may have."""
    same = deliveries.c.receiver == delivery.receiver, deliveries.c.group_key == delivery.group
    other = deliveries.c.channel != delivery.channel, deliveries.c.claims > 0
    latest = sa.select(deliveries.c.id).where(*same, *other).order_by(deliveries.c.created.desc()).limit(MESSAGES_BACK)
    told = sa.select(delivery_alerts.c.document).where(delivery_alerts.c.delivery.in_(latest))
    return {alert.id for alert in connection.scalars(told)}


def _idle(until: datetime) -> sa.ColumnElement[bool]:
    """Whether a delivery failed, or waits for longer than that."""
    waits = sa.and_(deliveries.c.status == "pending", deliveries.c.not_before > until)
    return sa.or_(deliveries.c.status == "failed", waits)


def _failed(idle: datetime, receiver: str | None, since: datetime | None) -> sa.ColumnElement[bool]:
    """Whether a delivery that was tried is idle, to that receiver and planned then or later."""
    wanted = [deliveries.c.receiver == receiver] if receiver is not None else []
    wanted += [deliveries.c.created >= since] if since is not None else []
    return sa.and_(_idle(idle), deliveries.c.id.in_(sa.select(attempts.c.delivery)), *wanted)


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
    insert = engine.inserting_new(connection.dialect.name, deliveries)
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
            "flush_at": delivery.not_before,
        }
        if engine.changed(connection, insert, row):
            extend(connection, delivery.id, delivery.alerts)
            _hurry(connection, delivery)


def _hurry(connection: Connection, news: Delivery) -> None:
    """Try what waits before the news in its group when those are due; not what somebody may be sending just now."""
    far_off = max(news.not_before, news.created + FAR_OFF)
    group = {"of_receiver": news.receiver, "of_channel": news.channel, "of_group": news.group}
    connection.execute(HURRY, {**group, "far_off": far_off, "due": news.not_before})


def pending_group(connection: Connection, receiver: str, channel: str, group: str) -> Delivery | None:
    """The delivery of a group that can still take one more alert: planned, and taken up by nobody so far.
    Nobody can take it up before this transaction ends."""
    rows = connection.execute(WAITING_WITH_ALERTS, {"receiver": receiver, "channel": channel, "group": group}).all()
    return _delivery(rows[0], [row.document for row in rows if row.document is not None], []) if rows else None


def extend(connection: Connection, id: str, more: Sequence[Alert]) -> None:
    """Add alerts to a delivery that `pending_group` gave in this transaction."""
    if more:
        connection.execute(JOIN, [{"joined": id, "alert": alert} for alert in more])


def load(connection: Connection, query: sa.Select[tuple[object, ...]]) -> list[Delivery]:
    """The deliveries whose rows a query gives, with their alerts and attempts."""
    return _loaded(connection, connection.execute(query).all())


def _loaded(connection: Connection, rows: Sequence[Row[tuple[object, ...]]]) -> list[Delivery]:
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
        claims=row.claims,
    )
