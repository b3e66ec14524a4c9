"""What a person decides about incidents: the ledger follows, later evidence respects it, alarms are corrected once."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from monitor import pipeline, rulings
from monitor.incidents.rulings import CannotRule, Word
from monitor.model import Alert, Incident
from monitor.pipeline import Desk
from monitor.store import Store
from tests.incidents.support import BAIDOA, DAY, HOUR, MERKA, POLICE, Told, desk, event, place, toll_rule

TODAY = DAY.date()
NOON = DAY + 24 * HOUR
MARKET, MOSQUE = "A bomber killed people in the market of Merka.", "A bomber struck a mosque in Merka at prayers."
AT_MARKET = Told("market", [event(12, when=TODAY)], 1, "Coast Radio", MARKET, url="https://coast.example.org/1")
AT_MOSQUE = Told("mosque", [event(14, when=TODAY)], 2, "Hill Post", MOSQUE)
AGAIN = Told("again", [event(14, when=TODAY)], 3, "Evening Star", MOSQUE)
RULES = (toll_rule(10, 50), toll_rule(20, name="daily", of="country", window="48h"))


def word(comment: str = "", hours: float = 0) -> Word:
    return Word("N. Noor", NOON + timedelta(hours=hours), comment)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open("sqlite", tmp_path) as opened:
        opened.migrate()
        yield opened


@pytest.fixture
def judges() -> Desk:
    return desk(*RULES)


def tell(store: Store, judges: Desk, *articles: Told) -> list[Alert]:
    raised: list[Alert] = []
    for told in articles:
        with store.ledger.write() as tx:
            decision = pipeline.decide(told.article, told.extraction, judges, tx, told.article.fetched or DAY)
            tx.save(decision)
        raised += decision.plan.alerts
    return raised


def ids(store: Store) -> dict[int, str]:
    """The incidents by their deaths."""
    return {incident.toll["killed"].best: incident.id for incident in store.ledger.incidents()}


def articles(store: Store) -> list[set[str]]:
    return sorted((set(each.articles) for each in store.ledger.incidents()), key=lambda told: sorted(told))


def incident(store: Store, id: str) -> Incident:
    found = store.ledger.incident(id)
    assert found is not None
    return found[0]


def said(alerts: tuple[Alert, ...] | list[Alert]) -> list[tuple[str, str, int | None, int | None]]:
    return [(alert.rule, alert.status, alert.threshold, alert.value) for alert in alerts]


def test_two_that_are_merged_are_one_and_the_second_alarm_is_corrected(store: Store, judges: Desk) -> None:
    told = tell(store, judges, AT_MARKET, AT_MOSQUE)
    assert said(told) == [("deaths", "firing", 10, 12), ("deaths", "firing", 10, 14), ("daily", "firing", 20, 26)]
    one, other = ids(store)[12], ids(store)[14]
    ruling, alerts = rulings.merge(store, judges, one, other, word("the mosque is in the market"))
    assert articles(store) == [{"market", "mosque"}]
    merged = incident(store, one)
    assert (merged.toll["killed"].best, merged.aliases, merged.sources) == (14, (other,), ("Coast Radio", "Hill Post"))
    assert said(alerts) == [("deaths", "revised", 10, 14), ("daily", "revised", 20, 14)]
    assert alerts[0].subject == f"incident:{other}"
    assert "one happening was told as two" in alerts[0].summary
    found = store.ledger.incident(one)
    assert found is not None
    assert [report.link.by for report in found[1]] == ["person", "person"]
    assert found[1][1].link.reason == "merged by N. Noor: the mosque is in the market"
    assert (ruling.author, ruling.comment, ruling.incident, ruling.other) == (
        "N. Noor", "the mosque is in the market", one, other,
    )  # fmt: skip


def test_what_was_told_rings_no_second_time_after_a_merger(store: Store, judges: Desk) -> None:
    tell(store, judges, AT_MARKET, AT_MOSQUE)
    rulings.merge(store, judges, ids(store)[12], ids(store)[14], word())
    assert tell(store, judges, Told("late", [event(17, when=TODAY)], 26, "Evening Star", MARKET)) == []
    risen = tell(store, judges, Told("rise", [event(51, when=TODAY)], 27, "Evening Star", f"{MARKET} It rose."))
    assert ("deaths", "firing", 50, 51) in said(risen)


def test_later_evidence_finds_the_merged_incident(store: Store, judges: Desk) -> None:
    tell(store, judges, AT_MARKET, AT_MOSQUE)
    rulings.merge(store, judges, ids(store)[12], ids(store)[14], word())
    tell(store, judges, AGAIN, Told("early", [event(9, when=TODAY)], 0.5, "Evening Star", MARKET))
    assert articles(store) == [{"market", "mosque", "again", "early"}]


def test_an_edited_article_stays_where_it_was_put(store: Store, judges: Desk) -> None:
    tell(store, judges, AT_MARKET, AT_MOSQUE)
    one = ids(store)[12]
    rulings.merge(store, judges, one, ids(store)[14], word())
    edited = Told("mosque", [event(11, BAIDOA, when=TODAY)], 2, "Hill Post", "Edited.", revision=2)
    tell(store, judges, edited)
    assert articles(store) == [{"market", "mosque"}]
    assert ids(store) == {12: one}


def test_a_split_makes_two_and_rings_for_the_one_that_was_not_told(store: Store, judges: Desk) -> None:
    tell(store, judges, AT_MARKET, Told("more", [event(15, when=TODAY)], 2, "Hill Post", MARKET))
    assert articles(store) == [{"market", "more"}]
    whole = ids(store)[15]
    ruling, alerts = rulings.split(store, judges, whole, {"more"}, word("two bombs"))
    assert articles(store) == [{"market"}, {"more"}]
    assert ids(store) == {12: whole, 15: ruling.other}
    assert said(alerts) == [("deaths", "firing", 10, 15), ("daily", "firing", 20, 27)]


def test_a_split_holds_when_the_story_is_told_again(store: Store, judges: Desk) -> None:
    tell(store, judges, AT_MARKET, Told("more", [event(15, when=TODAY)], 2, "Hill Post", MARKET))
    ruling, _ = rulings.split(store, judges, ids(store)[15], {"more"}, word())
    tell(store, judges, Told("early", [event(11, when=TODAY)], 0.5, "Evening Star", MARKET))
    parted = incident(store, ruling.other)
    assert "more" in parted.articles
    assert "market" not in parted.articles


def test_undoing_a_merger_gives_back_both_and_is_no_new_alarm(store: Store, judges: Desk) -> None:
    tell(store, judges, AT_MARKET, AT_MOSQUE)
    before = store.ledger.incidents()
    one, other = ids(store)[12], ids(store)[14]
    merged, _ = rulings.merge(store, judges, one, other, word())
    ruling, alerts = rulings.undo(store, judges, other, word("not so", 1))
    assert store.ledger.incidents() == before
    assert ruling.undoes == merged.id
    assert [each for each in said(alerts) if each[0] == "deaths"] == [("deaths", "revised", 10, 14)]
    assert (alerts[0].subject, "a happening of its own after all" in alerts[0].summary) == (f"incident:{other}", True)
    assert tell(store, judges, Told("again", [event(14, when=TODAY)], 26, "Evening Star", MOSQUE)) == []
    with pytest.raises(CannotRule, match="nobody has decided anything"):
        rulings.undo(store, judges, one, word("again", 2))


def test_splitting_off_what_was_merged_revives_the_other_under_its_id(store: Store, judges: Desk) -> None:
    tell(store, judges, AT_MARKET, AT_MOSQUE)
    one, other = ids(store)[12], ids(store)[14]
    rulings.merge(store, judges, one, other, word())
    ruling, alerts = rulings.split(store, judges, one, {"mosque"}, word("", 1))
    assert ruling.other == other
    assert ids(store) == {12: one, 14: other}
    assert incident(store, one).aliases == ()
    assert [each for each in said(alerts) if each[0] == "deaths"] == [("deaths", "revised", 10, 14)]


def test_undoing_a_split_makes_one_again(store: Store, judges: Desk) -> None:
    tell(store, judges, AT_MARKET, Told("more", [event(15, when=TODAY)], 2, "Hill Post", MARKET))
    whole = ids(store)[15]
    parted, _ = rulings.split(store, judges, whole, {"more"}, word())
    _, alerts = rulings.undo(store, judges, whole, word("", 1))
    assert articles(store) == [{"market", "more"}]
    assert incident(store, whole).aliases == (parted.other,)
    (corrected,) = (alert for alert in alerts if alert.rule == "deaths")
    assert (corrected.status, corrected.value, corrected.subject) == ("revised", 15, f"incident:{parted.other}")
    assert "one happening was told as two" in corrected.summary
    again, _ = rulings.split(store, judges, whole, {"more"}, word("", 2))
    assert (again.other, incident(store, whole).aliases) == (parted.other, ())


def test_a_decision_about_what_is_long_past_alarms_nobody(store: Store, judges: Desk) -> None:
    tell(store, judges, AT_MARKET, Told("more", [event(15, when=TODAY)], 2, "Hill Post", MARKET))
    _, alerts = rulings.split(store, judges, ids(store)[15], {"more"}, word("", 24 * 30))
    assert [(alert.rule, alert.muted) for alert in alerts] == [
        ("deaths", "older than max_age (7d) when it was decided")
    ]


def test_what_cannot_be_decided_says_why(store: Store, judges: Desk) -> None:
    total = event(58, place("Lower Shabelle", 2.0, 44.5, geo_precision=3, radius_km=120.0, feature="region"), TODAY,
                  scope="period", attribution=(POLICE,))  # fmt: skip
    tell(store, judges, AT_MARKET, Told("total", [total], 4))
    known = ids(store)
    for attempt, why in (
        (lambda: rulings.merge(store, judges, known[12], known[12], word()), "merged with itself"),
        (lambda: rulings.merge(store, judges, known[12], known[58], word()), "a total over a stretch"),
        (lambda: rulings.merge(store, judges, known[12], "none", word()), "no incident none"),
        (lambda: rulings.split(store, judges, known[12], {"market"}, word()), "leave it at least one"),
        (lambda: rulings.split(store, judges, known[12], {"else"}, word()), "none of the articles"),
    ):
        with pytest.raises(CannotRule, match=why):
            attempt()
    assert incident(store, known[12]).place == MERKA


def test_a_later_decision_must_be_undone_first(store: Store, judges: Desk) -> None:
    tell(
        store, judges, AT_MARKET, AT_MOSQUE, Told("third", [event(30, when=TODAY)], 3, "Evening Star", "A school hit.")
    )
    known = ids(store)
    rulings.merge(store, judges, known[12], known[14], word())
    rulings.merge(store, judges, known[30], known[12], word("", 1))
    with pytest.raises(CannotRule, match="undo that one first"):
        rulings.undo(store, judges, known[14], word("", 2))
    rulings.undo(store, judges, known[30], word("", 3))
    rulings.undo(store, judges, known[14], word("", 4))
    assert ids(store) == known
