"""What people ask of the ledger, on both databases."""

from datetime import timedelta
from typing import Any

import pytest

from monitor import pipeline
from monitor.incidents import cell_of
from monitor.store import Store
from monitor.store.views import Wanted
from tests.incidents.support import ARMY, BAIDOA, DAY, MERKA, SHABAAB, SHABAAB_SAYS, Told, capture, desk, event

TODAY = DAY.date()
ARTICLES = (
    Told("a", [event(12, when=TODAY, actor1=SHABAAB)], 1),
    Told("b", [event(3, BAIDOA, when=TODAY, actor2=ARMY)], 2),
    Told("c", [event(4, None, when=TODAY - timedelta(days=3))], 3),
    Told("d", [capture(SHABAAB, ARMY, attribution=(SHABAAB_SAYS,))], 4),
)


@pytest.fixture
def known(store: Store) -> Store:
    judges = desk()
    for told in ARTICLES:
        with store.ledger.write() as tx:
            tx.save(pipeline.decide(told.article, told.extraction, judges, tx, told.article.fetched or DAY))
    return store


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, [3, 12, 4]),
        ({"since": TODAY}, [3, 12]),
        ({"until": TODAY - timedelta(days=1)}, [4]),
        ({"country": "SO"}, [3, 12]),
        ({"actors": ("al-shabaab",)}, [12]),
        ({"actors": ("al-shabaab", "somali-army")}, [3, 12]),
        ({"cells": (cell_of(MERKA),)}, [12, 4]),
        ({"country": "KE"}, []),
    ],
)
def test_incidents_are_found_by_what_is_asked(known: Store, asked: dict[str, Any], found: list[int]) -> None:
    deaths = [incident.toll["killed"].best for incident in known.views.incidents(Wanted(**asked))]
    assert sorted(deaths) == sorted(found)


def test_who_has_enough_stops(known: Store) -> None:
    assert next(iter(known.views.incidents())).toll["killed"].best in (3, 12)
    assert len(list(known.views.incidents())) == 3


def test_ids_are_found_by_their_beginning(known: Store) -> None:
    whole = next(iter(known.views.incidents())).id
    assert whole in known.views.ids(whole[:4])
    assert known.views.ids("%") == []
    assert len(known.views.ids()) == 3


def test_all_about_one(known: Store) -> None:
    whole = next(incident.id for incident in known.views.incidents(Wanted(actors=("al-shabaab",))))
    told = known.views.told(whole)
    assert told is not None
    assert [report.article.id for report in told.story.reports] == ["a"]
    assert known.views.told("none") is None


def test_territory_comes_with_the_claims_behind_it(known: Store) -> None:
    (held,) = known.views.territory()
    assert (held.key, held.holding.claimed, [claim.article.id for claim in held.claims]) == (MERKA.key, True, ["d"])
    assert known.views.territory("SO") == [held]
    assert known.views.territory("KE") == []
    assert known.views.territory(keys=(MERKA.key,)) == [held]
    assert known.views.actors() == {"al-shabaab", "somali-army"}
