"""Every question that the ledger asks, and every row that it writes, goes by an index, so that nothing grows with the
archive. What a statement costs is not timed here; `python -m tests.bench linking` does that."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from monitor.alerts import Group, Joining, Plan
from monitor.incidents import Neighbourhood, Queries, Stretch
from monitor.incidents.known import Area
from monitor.model import FeedState
from monitor.rules.past import Trace
from monitor.store import Store
from monitor.store.prepared import Prepared, Values
from tests.incidents.support import ARMY, BAIDOA, DAY, LOWER_SHABELLE, MONITOR, SHABAAB, Told, capture, event
from tests.store.test_ledger import take

TODAY = DAY.date()
WHERE = {
    "nowhere": (),
    "in cells": (Area(TODAY, TODAY, (1, 2, 3, 4), "SO"),),
    "in a country": (Area(TODAY, TODAY, country="SO"),),
    "anywhere": (Area(TODAY, TODAY),),
}
SCANNED = re.compile(r"SCAN (?!found|meant|anon|value|waiting|CONSTANT)(\w+)|Seq Scan on (\w+)")


@contextmanager
def noted(store: Store) -> Iterator[list[tuple[str, Any]]]:
    """The statements that go to the database meanwhile, with their values."""
    engine, statements = store.database._engine, []
    execute = Prepared._executed

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        statements.append((statement, values[0] if many else values))

    def note_prepared(self: Prepared, connection: sa.Connection, values: Values) -> Any:
        ready = self.compiled(connection.dialect)
        statements.append((ready.sql, ready.given(values)))
        return execute(self, connection, values)

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Prepared, "_executed", note_prepared)
            yield statements
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def scans(store: Store, statements: list[tuple[str, Any]]) -> list[str]:
    """The steps in which a whole table is read."""
    how = "EXPLAIN QUERY PLAN " if store.database.is_sqlite else "EXPLAIN "
    found = []
    with store.database.read() as connection:
        if not store.database.is_sqlite:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        for statement, values in statements:
            if statement.startswith(("SELECT", "WITH", "DELETE", "UPDATE")):
                plan = connection.exec_driver_sql(how + statement, values)
                found += [f"{row[-1]}: {statement}" for row in plan if SCANNED.search(row[-1])]
    return found


@pytest.mark.parametrize("areas", WHERE.values(), ids=WHERE)
def test_a_neighbourhood_is_found_by_indexes(store: Store, areas: tuple[Area, ...]) -> None:
    country, actor = Stretch(TODAY, country="SO"), Stretch(TODAY, actor="m23")
    territory: dict[str, Any] = {"places": ("g1", "g2"), "names": ("merka",)}
    copies = Neighbourhood((1, 2, 3), DAY)
    asked = Queries(
        "a", "https://example.org/a", "wire", DAY, areas, stretches=(country, actor), copies=copies, **territory
    )
    with noted(store) as statements, store.ledger.write() as tx:
        tx.known(asked)
        tx.raised(("x", "y"))
    assert len(statements) >= 5
    assert scans(store, statements) == []


def test_what_an_article_does_is_written_by_indexes(store: Store) -> None:
    first = Told("a", [event(12), capture(SHABAAB, ARMY, attribution=(MONITOR,))])
    edited = Told("a", [event(9, LOWER_SHABELLE)], revision=2, hours=1, text="It was nine, and elsewhere.")
    store.feeds.save_poll(FeedState("coast", DAY), [first.article], DAY)
    with noted(store) as statements:
        take(store, first)
        take(store, edited)
    assert scans(store, statements) == []


def test_what_is_to_be_told_is_found_by_indexes(store: Store) -> None:
    """Asked for every article that raises an alert, and once a second."""
    group, now = Group("desk", "console", "place=Merka"), DAY
    with noted(store) as statements:
        assert store.timers.due(now, 10) == []
        with store.ledger.write() as tx:
            tx.standing([group])
            tx.counted({("desk", "console"): now})
            tx.silences(now)
            tx.firing(now)
            tx.acknowledged(["1"])
            tx.take(["hold:1:"], now)
            tx.owe(Plan(joined=(Joining("d", (), now),)))
            tx.flush(now)
        store.timers.of("1")
        store.timers.next()
        store.alerts.muted(now)
    assert len(statements) >= 11
    assert scans(store, statements) == []


def test_an_article_that_tells_of_one_event_needs_few_statements(store: Store) -> None:
    """Each is a way there and back inside the ledger's lock."""
    take(store, Told("a", [event(3)]))
    with noted(store) as statements:
        take(store, Told("b", [event(4, BAIDOA)], hours=1, text="Four people died in Baidoa, a hospital said."))
    assert len(statements) <= (9 if store.database.is_sqlite else 10)


def test_what_was_there_before_is_found_by_indexes(store: Store) -> None:
    """Asked for each article that tells of a kind, a place or somebody; the ledger may be of years."""
    traces = Trace("event_type", "Flood"), Trace("actor", "m23"), Trace("place", BAIDOA.key, BAIDOA)
    with noted(store) as statements, store.ledger.write() as tx:
        assert not any(tx.seen(each, lambda _: True) for each in traces)
    assert scans(store, statements) == []
