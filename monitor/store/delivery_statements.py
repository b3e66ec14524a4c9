"""The statements that deliveries are held, claimed and settled with.

Built once: SQLAlchemy needs longer to build a statement than the database to answer it."""

import sqlalchemy as sa

from monitor.store.tables import UtcDateTime, attempts, deliveries, delivery_alerts

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

WANTED = deliveries.c.id == sa.bindparam("wanted")
OPEN = sa.and_(deliveries.c.status == "pending", IN_TURN)
FREE = deliveries.c.not_before <= sa.bindparam("now")
IN_LANE = sa.func.row_number().over(
    partition_by=(deliveries.c.receiver, deliveries.c.channel),
    order_by=(deliveries.c.not_before, deliveries.c.created, deliveries.c.id),
)
DUE = (
    sa.select(deliveries.c.id)
    .where(OPEN, FREE)
    .order_by(IN_LANE, deliveries.c.not_before, deliveries.c.created, deliveries.c.id)
    .limit(sa.bindparam("at_most", type_=sa.Integer))
)
HOLDABLE = (
    sa.select(deliveries.c.id)
    .where(deliveries.c.id.in_(IDS), OPEN, FREE)
    .order_by(deliveries.c.id)
    .with_for_update(skip_locked=True)
)
HOLD = (
    sa.update(deliveries)
    .where(deliveries.c.id.in_(HOLDABLE))
    .values(not_before=sa.bindparam("until"))
    .returning(deliveries.c.id, deliveries.c.receiver, deliveries.c.channel)
)
CLAIM = (
    sa.update(deliveries)
    .where(
        WANTED,
        OPEN,
        sa.or_(FREE, deliveries.c.not_before == sa.bindparam("held_until")),
    )
    .values(not_before=sa.bindparam("until"), claims=deliveries.c.claims + 1)
    .returning(deliveries)
)
GROUP = sa.select(deliveries.c.receiver, deliveries.c.channel, deliveries.c.group_key).where(WANTED).with_for_update()
NUMBER = sa.select(sa.func.coalesce(sa.func.max(attempts.c.number), 0) + 1).where(
    attempts.c.delivery == sa.bindparam("wanted")
)
SETTLE = (
    sa.update(deliveries)
    .where(WANTED, sa.or_(deliveries.c.status == "pending", sa.bindparam("settled") == "delivered"))
    .values(
        status=sa.bindparam("settled"),
        not_before=sa.func.coalesce(sa.bindparam("next_at", type_=UtcDateTime), deliveries.c.not_before),
    )
)
NEXT = (
    sa.select(deliveries.c.id)
    .where(
        deliveries.c.receiver == sa.bindparam("receiver"),
        deliveries.c.channel == sa.bindparam("channel"),
        deliveries.c.group_key == sa.bindparam("group_key"),
        OPEN,
        FREE,
    )
    .order_by(deliveries.c.created, deliveries.c.id)
    .limit(1)
)
HURRY = (
    sa.update(deliveries)
    .where(
        deliveries.c.receiver == sa.bindparam("of_receiver"),
        deliveries.c.channel == sa.bindparam("of_channel"),
        deliveries.c.group_key == sa.bindparam("of_group"),
        deliveries.c.status == "pending",
        deliveries.c.claims > 0,
        deliveries.c.not_before > sa.bindparam("far_off"),
    )
    .values(not_before=sa.bindparam("due"))
)
"""A message that failed holds up its group: news have it tried again at once, and not hours from now."""
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
FULL = {"alerts": 100, "digest": 2_000, "summary": 2_000}
"""Alerts that one delivery of each form takes; the next one begins another."""
HELD_ALERTS = (
    sa.select(sa.func.count())
    .where(delivery_alerts.c.delivery == deliveries.c.id)
    .correlate(deliveries)
    .scalar_subquery()
)
WAITING = (
    sa.select(deliveries)
    .where(
        deliveries.c.receiver == sa.bindparam("receiver"),
        deliveries.c.channel == sa.bindparam("channel"),
        deliveries.c.group_key == sa.bindparam("group"),
        deliveries.c.status == "pending",
        deliveries.c.claims == 0,
        sa.case(FULL, value=deliveries.c.form) > HELD_ALERTS,
    )
    .order_by(deliveries.c.created.desc(), deliveries.c.id)
    .limit(1)
    .with_for_update()
    .subquery("waiting")
)
WAITING_WITH_ALERTS = (
    sa.select(WAITING, delivery_alerts.c.document)
    .select_from(WAITING.outerjoin(delivery_alerts, delivery_alerts.c.delivery == WAITING.c.id))
    .order_by(delivery_alerts.c.position)
)
JOINED = sa.bindparam("joined", type_=sa.Text)
JOIN = sa.insert(delivery_alerts).from_select(
    ["delivery", "position", "document"],
    sa.select(JOINED, sa.func.count(), sa.bindparam("alert", type_=delivery_alerts.c.document.type)).where(
        delivery_alerts.c.delivery == JOINED
    ),
)
"""One more alert behind those that a delivery has."""
