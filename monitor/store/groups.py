"""How it stands with the groups that alerts are told in. Asked and written inside the ledger's transaction, so that of
several workers none plans a message that another has planned."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from monitor.alerts import Group, Joining, Lane, Standing
from monitor.store import deliveries
from monitor.store.tables import deliveries as table
from monitor.store.tables import delivery_alerts

FLUSHED = sa.select(sa.func.max(table.c.flush_at)).where(
    table.c.receiver == sa.bindparam("receiver"),
    table.c.channel == sa.bindparam("channel"),
    table.c.group_key == sa.bindparam("group"),
    sa.or_(table.c.claims > 0, table.c.status != "pending"),
)
"""What still waits because it is full counts for nothing: the rest of its group goes out with it."""
ESCALATED = '"again":"escalation"'
"""What stands in an alert's document where it is told because nobody had answered; texts have their quotes escaped."""
COUNTED = (
    sa.select(sa.func.count())
    .select_from(table)
    .join(delivery_alerts, delivery_alerts.c.delivery == table.c.id)
    .where(
        table.c.receiver == sa.bindparam("receiver"),
        table.c.channel == sa.bindparam("channel"),
        table.c.created >= sa.bindparam("since"),
        table.c.form == "alerts",
        sa.type_coerce(delivery_alerts.c.document, sa.Text).not_like(f"%{ESCALATED}%"),
    )
)

SOONER = (
    sa.update(table)
    .where(table.c.id == sa.bindparam("delivery"), table.c.flush_at > sa.bindparam("at"))
    .values(flush_at=sa.bindparam("at"), not_before=sa.bindparam("at"))
)
FLUSH = (
    sa.update(table)
    .where(table.c.status == "pending", table.c.not_before <= sa.bindparam("now"))
    .values(status="delivered", claims=1)
)


def standing(connection: Connection, wanted: Sequence[Group]) -> dict[Group, Standing]:
    """The delivery of each group that waits and that nobody has taken up, else when the last one was to go out."""
    return {group: _standing(connection, group) for group in wanted}


def _standing(connection: Connection, group: Group) -> Standing:
    waiting = deliveries.pending_group(connection, group.receiver, group.channel, group.key)
    if waiting is not None:
        return Standing(waiting)
    values = {"receiver": group.receiver, "channel": group.channel, "group": group.key}
    return Standing(flushed=connection.scalar(FLUSHED, values))


def counted(connection: Connection, since: Mapping[Lane, datetime]) -> dict[Lane, int]:
    """How many alerts each lane was told one by one, in deliveries planned then or later."""
    return {
        (receiver, channel): connection.scalar(COUNTED, {"receiver": receiver, "channel": channel, "since": start}) or 0
        for (receiver, channel), start in since.items()
    }


def join(connection: Connection, joined: Iterable[Joining]) -> None:
    """Alerts join deliveries that `standing` gave in this transaction; what must go out sooner does."""
    for each in joined:
        deliveries.extend(connection, each.delivery, each.alerts)
        connection.execute(SOONER, {"delivery": each.delivery, "at": each.flush_at})


def flush(connection: Connection, now: datetime) -> None:
    """As if every receiver had taken what is due. For replays, which tell nobody."""
    connection.execute(FLUSH, {"now": now})
