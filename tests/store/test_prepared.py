"""Prepared statements say to the driver what SQLAlchemy would have said, and fail as it would."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from monitor.errors import StoreError
from monitor.store import Store
from monitor.store.engine import piped
from monitor.store.many import among
from monitor.store.prepared import Prepared
from monitor.store.tables import feeds, leases
from tests.incidents.support import DAY

LEADERS = sa.select(leases.c.name, sa.type_coerce(leases.c.until, sa.Text)).order_by(leases.c.name)
NAMED = sa.select(leases.c.name).where(among(leases.c.name, "names"), leases.c.until > sa.bindparam("now")).limit(9)
TAKE = sa.insert(leases).values(name=sa.bindparam("name"), holder=sa.bindparam("holder"), until=DAY)
END = sa.update(leases).where(leases.c.name == sa.bindparam("which")).values(holder="nobody")


def taken(store: Store, *names: str) -> None:
    with store.database.write() as connection:
        for name in names:
            assert Prepared(TAKE).change(connection, {"name": name, "holder": "me"}) == 1


def test_values_are_converted_as_their_columns_say(store: Store) -> None:
    taken(store, "scheduler", "housekeeper")
    query = Prepared(NAMED)
    with store.database.read() as connection:
        for now, found in ((DAY - timedelta(hours=1), ["scheduler"]), (DAY, [])):
            values = {"names": ["scheduler", "nobody"], "now": now}
            assert [name for (name,) in query.rows(connection, values)] == found
            assert list(connection.scalars(NAMED, values)) == found


def test_a_change_tells_how_many_rows_it_met(store: Store) -> None:
    taken(store, "scheduler")
    with store.database.write() as connection:
        assert [Prepared(END).change(connection, {"which": name}) for name in ("scheduler", "nobody")] == [1, 0]
        with piped(connection):
            Prepared(END).change(connection, {"which": "scheduler"})
        assert connection.scalar(sa.select(leases.c.holder)) == "nobody"


def test_what_the_driver_refuses_is_told_in_words_and_undone(store: Store) -> None:
    with pytest.raises(StoreError, match=r"(?i)unique|duplicate"):
        taken(store, "scheduler", "scheduler")
    with store.database.read() as connection:
        assert Prepared(LEADERS).rows(connection, {}) == []


def test_a_value_without_a_time_zone_is_refused(store: Store) -> None:
    ask = Prepared(sa.select(feeds.c.feed).where(feeds.c.next_poll_at > sa.bindparam("now")))
    with store.database.read() as connection, pytest.raises(ValueError, match="no time zone"):
        ask.rows(connection, {"now": DAY.replace(tzinfo=None)})
