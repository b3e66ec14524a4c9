"""The log of alerts keeps what was said, in the order it was said."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec
import pytest

from monitor.model import Alert, Place, Quote
from monitor.store import Store
from monitor.store.alerts import add, of_subjects

PLACE = Place("Aleppo", 170063, "SY", "Aleppo", 36.2, 37.16, 1, 5.0)
QUOTE = Quote("a1", "wire", "https://example.org/1", "More than 50 people were killed.", "text", 0, 32)


@dataclass
class Raised:
    firing: Alert
    revised: Alert
    other: Alert


@pytest.fixture
def raised(store: Store, now: datetime) -> Raised:
    firing = Alert(
        "x1", "toll", "firing", "critical", now, 50, 52, "i1", PLACE, "52 killed", (QUOTE,),
        receivers=("desk",), subject="incident:i1", figure="more than 50", says=("police",), labels={"country": "SY"},
    )  # fmt: skip
    revised = msgspec.structs.replace(firing, status="revised", value=41, at=now + timedelta(hours=1))
    other = msgspec.structs.replace(firing, id="x2", subject="place:g170063", at=now + timedelta(minutes=1))
    with store.database.write() as connection:
        add(connection, [firing, other])
        add(connection, [revised, firing])
    return Raised(firing, revised, other)


def test_the_latest_come_first(store: Store, raised: Raised, now: datetime) -> None:
    assert store.alerts.recent(10) == [raised.revised, raised.other, raised.firing]
    assert store.alerts.recent(1) == [raised.revised]
    assert store.alerts.recent(10, since=now + timedelta(minutes=1)) == [raised.revised, raised.other]


def test_an_alert_is_what_was_said_of_it_last(store: Store, raised: Raised) -> None:
    assert store.alerts.get("x1") == raised.revised
    assert store.alerts.history("x1") == [raised.firing, raised.revised]
    assert store.alerts.get("x3") is None


def test_the_ledger_asks_by_subject(store: Store, raised: Raised) -> None:
    with store.database.read() as connection:
        assert of_subjects(connection, ["incident:i1", "country:SY"]) == [raised.firing, raised.revised]
        assert of_subjects(connection, []) == []
