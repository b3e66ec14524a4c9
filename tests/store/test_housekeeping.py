"""What nobody asks for any more goes, so that the database stays flat; what somebody may ask for stays."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from monitor.incidents import COPY_WINDOW, Print, signature
from monitor.store import Store
from monitor.store.ledger_write import save_print
from monitor.store.tables_ledger import bands, prints

TEXT = (
    "Twelve people were killed when a lorry full of explosives went off at the northern gate of the market, where "
    "traders had gathered before dawn to buy fruit and vegetables for the week, a doctor of the town's hospital said."
)


def test_fingerprints_of_texts_too_old_to_have_copies_are_dropped(store: Store, now: datetime) -> None:
    marks = signature(TEXT)
    with store.database.write() as connection:
        save_print(connection, Print("old", "old", "wire", now - 3 * COPY_WINDOW, marks))
        save_print(connection, Print("late", "late", "wire", now - COPY_WINDOW, marks))
    store.housekeeping(now)
    with store.database.read() as connection:
        assert list(connection.scalars(sa.select(prints.c.article))) == ["late"]
        assert set(connection.scalars(sa.select(bands.c.article))) == {"late"}


def test_housekeeping_on_an_empty_store_is_quiet(store: Store, now: datetime) -> None:
    store.housekeeping(now)
    store.housekeeping(now + timedelta(hours=1))
    assert store.articles.counts() == {"new": 0, "read": 0, "set_aside": 0}
