"""Conditions on what a rule is about: each by itself, and combined with all, any and not."""

from typing import Any, get_args

import msgspec
import pytest
from pydantic import ValidationError

from monitor.model import Incident, VictimKind
from monitor.model.event import Victims
from monitor.resources import load_yaml
from monitor.rules import Toll, Where
from monitor.rules.facts import of_incident
from monitor.seeds import SEEDS
from tests.incidents.support import ARMY, POLICE, SHABAAB, Told, book, count, event, toll_rule
from tests.rules.test_area import box

BLAST = event(
    12, actor1=SHABAAB, actor2=ARMY, attribution=(POLICE,), victims=(Victims("five children", "children", 5),)
)
INLAND = {"type": "Polygon", "coordinates": [box(40, 2, 50, 10)]}
COAST = {"type": "Polygon", "coordinates": [box(40, 0, 50, 2)]}


def incident() -> Incident:
    (found,) = book().tell([Told("a1", [BLAST]), Told("a2", [BLAST], source="Harbour Post", hours=1)]).incidents
    return msgspec.structs.replace(found, languages=("en",))


def where(**given: Any) -> Where:
    return Where.model_validate(given)


HOLDS: list[dict[str, Any]] = [
    {},
    {"country": "SO"},
    {"near": {"lat": 1.7, "lon": 44.7, "km": 20}},
    {"polygon": COAST},
    {"event_type": "Suicide bomb"},
    {"actor": ["m23", "al-shabaab"]},
    {"victim": ["children", "police"]},
    {"at_least": {"killed": 12}},
    {"min_sources": 2},
    {"source": "coast radio"},
    {"source_kind": "police"},
    {"language": ["fr", "en"]},
]
FAILS: list[tuple[dict[str, Any], str]] = [
    ({"country": ["KE", "ET"]}, "Merka is not in KE, ET"),
    ({"near": {"lat": 9, "lon": 44, "km": 20}}, "Merka is not within 20 km of there"),
    ({"polygon": INLAND}, "Merka is outside the polygon"),
    ({"event_type": "Battles"}, "Explosions/Remote violence is none of Battles"),
    ({"actor": "m23"}, "none of its actors is m23"),
    ({"victim": "police"}, "none of its victims are police"),
    ({"at_least": {"killed": 13}}, "12 of 13 killed"),
    ({"at_least": {"missing": 1}}, "0 of 1 missing"),
    ({"min_sources": 3}, "2 of 3 independent sources"),
    ({"source": "Hill FM"}, "none of its sources is Hill FM"),
    ({"source_kind": "medical"}, "none of its sources is of the kind medical"),
    ({"language": "so"}, "none of its articles is in so"),
]


@pytest.mark.parametrize("given", HOLDS)
def test_a_condition_that_holds(given: dict[str, Any]) -> None:
    assert where(**given).misses(incident()) is None
    assert all(condition.holds for condition in where(**given).conditions(of_incident(incident())))


@pytest.mark.parametrize(("given", "reason"), FAILS)
def test_a_condition_that_does_not_hold_says_why(given: dict[str, Any], reason: str) -> None:
    assert where(**given).misses(incident()) == reason


@pytest.mark.parametrize(("given", "reason"), FAILS)
def test_what_fails_holds_when_it_is_negated_and_does_no_harm_among_others(given: dict[str, Any], reason: str) -> None:
    assert where(**{"not": given}).misses(incident()) is None
    assert where(any=[given, {"country": "SO"}]).misses(incident()) is None
    assert where(all=[{"country": "SO"}, given]).misses(incident()) == reason


@pytest.mark.parametrize("given", HOLDS)
def test_what_holds_fails_when_it_is_negated(given: dict[str, Any]) -> None:
    assert (where(**{"not": [given]}).misses(incident()) or "").startswith("left out by not: ")


def test_of_any_none_may_be_enough() -> None:
    given = where(any=[{"country": "KE"}, {"at_least": {"killed": 50}}])
    assert given.misses(incident()) == "none of any: Merka is not in KE; 12 of 50 killed"


def test_every_condition_is_judged_with_its_reason() -> None:
    given = where(country="SO", at_least={"killed": 50, "wounded": 9}, **{"not": [{"actor": "al-shabaab"}]})
    assert [(each.name, each.holds, each.reason) for each in given.conditions(of_incident(incident()))] == [
        ("country: SO", True, ""),
        ("at_least: 50 killed 9 wounded", False, "12 of 50 killed"),
        ("not: (actor: al-shabaab)", False, "left out by not: actor: al-shabaab"),
    ]


def test_conditions_combine_within_each_other() -> None:
    inner = {"all": [{"country": "SO"}, {"not": {"source_kind": "armed_group"}}]}
    assert where(any=[{"country": "KE"}, inner]).misses(incident()) is None
    assert str(where(any=[{"country": "KE"}, inner])) == (
        "any: (country: KE); (all: (country: SO); (not: (source_kind: armed_group)))"
    )


def test_one_rule_rings_by_several_conditions_on_one_incident() -> None:
    rule = toll_rule(10, where={"event_type": "Suicide bomb", "min_sources": 2, "victim": ["children"]})
    told = book(rule).tell([Told("a1", [BLAST]), Told("a2", [BLAST], source="Harbour Post", hours=1)])
    assert [verdict.reason for decision in told.decisions for verdict in decision.verdicts] == [
        "1 of 2 independent sources",
        "12 reaches 10",
    ]


def test_a_figure_that_only_wounds_is_no_death() -> None:
    hurt = event(toll=msgspec.structs.replace(BLAST.toll, killed=None, wounded=count(20)))
    rule = Toll(name="hurt", metric="wounded", thresholds=[10], where={"not": {"at_least": {"killed": 1}}})
    assert book(rule).tell([Told("a1", [hurt])]).fired() == [("firing", 10)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"victim": "aliens"}, {"source_kind": "rumour"}, {"language": "English"}, {"at_least": {"killed": 0}},
        {"at_least": {"hurt": 3}}, {"min_sources": 0}, {"polygon": {"type": "Point", "coordinates": [0, 0]}},
        {"any": [{"country": "Somalia"}]}, {"not": [{"contry": "SO"}]}, {"all": "SO"},
    ],
)  # fmt: skip
def test_a_wrong_condition_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        where(**wrong)


def test_every_kind_of_victim_that_the_lexicon_gives_may_be_asked_for() -> None:
    groups = load_yaml(SEEDS / "lexicon" / "en" / "people.yaml")
    tags = {tag for group in next(iter(groups.values())) for tag in group["tags"] if tag.startswith("kind:")}
    assert {tag.removeprefix("kind:") for tag in tags} == set(get_args(VictimKind))


def test_a_total_of_named_actors_is_none_of_those_whom_they_fought() -> None:
    window = {"of": "actor", "window": "7d"}
    named = book(toll_rule(10, **window, where=where(actor="al-shabaab"))).tell([Told("a1", [BLAST])])
    anyone = book(toll_rule(10, **window)).tell([Told("a1", [BLAST])])
    assert [alert.subject for alert in named.alerts] == ["actor:al-shabaab"]
    assert sorted(alert.subject for alert in anyone.alerts) == ["actor:al-shabaab", "actor:somali-army"]
