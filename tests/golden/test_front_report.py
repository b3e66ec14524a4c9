"""A report from a front in the manner of wires: a period's toll told twice, a siege, gains, an old capture, a plan."""

from datetime import UTC, datetime

from monitor.model import Event
from tests.extract.reading import read

TITLE = "Monitor: more than 30 IS fighters killed in central Syria"
TEXT = """BEIRUT — More than 30 Islamic State (IS) fighters have been killed over the past 48 hours in fierce battles \
against the Syrian government forces in the countryside of the central province of Homs, a monitor \
group reported on Sunday.

These fighters were killed in shelling and clashes with the Syrian army since Friday, said the Syrian Observatory \
for Human Rights.

The UK-based watchdog said the army is advancing toward the town of al-Sukhnah, adding that dozens of IS fighters are \
besieged by the Syrian troops in nine villages on the road between Palmyra and al-Sukhnah.

A day earlier, the Syrian state TV said the army captured the town of al-Qaryatayn and the village of Mahin.

Less than a week ago, the army was preparing to advance toward Palmyra.

The progress comes two years after the IS group captured Palmyra in 2015.
"""
EVENTS = read(TEXT, TITLE, datetime(2017, 4, 2, tzinfo=UTC)).events


def tolls() -> list[Event]:
    return [event for event in EVENTS if event.toll.killed]


def test_the_toll_is_one_event_of_a_period_with_its_sides_and_its_sources() -> None:
    (event,) = tolls()
    assert event.toll.killed is not None
    assert (event.toll.killed.best, event.toll.killed.qualifier, event.toll.killed.high) == (30, "more_than", None)
    assert event.toll.killed.text == "More than 30"
    assert (event.context, event.scope) == ("reported", "period")
    assert (event.event_type, event.sub_event_type) == ("Battles", "Armed clash")
    assert event.actor1 is not None
    assert event.actor1.id == "military-forces-of-syria"
    assert event.actor2 is not None
    assert event.actor2.id == "islamic-state"
    assert event.attribution[0].id == "syrian-observatory-for-human-rights"
    assert event.place is not None
    assert event.place.country == "SY"


def test_the_besieged_belong_to_the_siege() -> None:
    sieges = [event for event in EVENTS if event.control and event.control.status == "besieged"]
    assert len(sieges) == 1
    assert sieges[0].toll.besieged is not None
    assert sieges[0].toll.besieged.qualifier == "dozens"


def test_gains_are_news_and_the_old_capture_is_not() -> None:
    held = [event for event in EVENTS if event.control and event.control.status == "controlled"]
    assert [event.context for event in held] == ["reported", "reported", "historical"]
    assert [event.control.gained_by.id for event in held if event.control and event.control.gained_by] == [
        "military-forces-of-syria",
        "military-forces-of-syria",
        "islamic-state",
    ]


def test_what_is_prepared_is_future() -> None:
    assert "future" in {event.context for event in EVENTS if event.control and event.control.status == "advance"}


def test_every_field_rests_on_words() -> None:
    (event,) = tolls()
    fields = {row.field: TEXT[row.start : row.end] for row in event.evidence}
    assert fields["toll.killed"] == "More than 30"
    assert {"actor1", "actor2", "place", "time"} <= set(fields)
