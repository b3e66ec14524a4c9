"""What the reader makes of golden articles keeps the contract: each field, each quote, evidence for each answer."""

import json
import re
from functools import cache
from typing import Any, get_args

import pytest

from monitor.extract.explain import explain
from monitor.model import TOLL_KINDS, Context, ControlStatus, Event, Qualifier, Scope, contract
from monitor.model.event_types import EVENT_TYPES
from monitor.resources import load_reader
from tests.golden.gold import Gold, load
from tests.golden.runner import FOLDER

ARTICLES = load(FOLDER / "open")
EVENT_KEYS = {
    "id", "event_type", "sub_event_type", "context", "scope", "actor1", "actor2", "place", "time", "toll", "control",
    "attribution", "evidence", "confidence",
}  # fmt: skip
PLACE_KEYS = {"name", "geonameid", "country", "admin1", "lat", "lon", "geo_precision", "radius_km"}


@cache
def events(gold: Gold) -> tuple[Event, ...]:
    return load_reader().read(gold.article).events


@cache
def printed(gold: Gold) -> Any:
    return json.loads(json.dumps(contract.extraction(load_reader().read(gold.article))))


def whole(gold: Gold, in_: str) -> str:
    return gold.title if in_ == "title" else gold.text


@pytest.mark.parametrize("gold", ARTICLES, ids=lambda gold: gold.id)
def test_every_answer_has_its_evidence(gold: Gold) -> None:
    for event in events(gold):
        proved = {proof.field for proof in event.evidence}
        given = {f"toll.{kind}" for kind in TOLL_KINDS if event.toll.get(kind)}
        given |= {name for name in ("place", "actor1", "actor2", "control") if getattr(event, name) is not None}
        assert given <= proved, event
        assert not event.attribution or "attribution" in proved, event


@pytest.mark.parametrize("gold", ARTICLES, ids=lambda gold: gold.id)
def test_every_quote_is_the_text(gold: Gold) -> None:
    for event in events(gold):
        for proof in event.evidence:
            text = whole(gold, proof.in_)
            assert 0 <= proof.sentence_start <= proof.start < proof.end <= proof.sentence_end <= len(text)
            assert text[proof.start : proof.end].strip() == text[proof.start : proof.end]
        for kind in TOLL_KINDS:
            estimate = event.toll.get(kind)
            quotes = [whole(gold, p.in_)[p.start : p.end] for p in event.evidence if p.field == f"toll.{kind}"]
            assert estimate is None or estimate.text == "; ".join(quotes), event


@pytest.mark.parametrize("gold", ARTICLES, ids=lambda gold: gold.id)
def test_every_value_is_one_of_the_contract(gold: Gold) -> None:
    for n, event in enumerate(events(gold), 1):
        assert event.id == f"e{n}"
        assert event.sub_event_type in EVENT_TYPES[event.event_type]
        assert event.context in get_args(Context)
        assert event.scope in get_args(Scope)
        assert event.time.start <= event.time.end
        assert 0 < event.confidence < 1
        assert event.control is None or event.control.status in get_args(ControlStatus)
        for estimate in filter(None, map(event.toll.get, TOLL_KINDS)):
            assert 0 <= estimate.low <= estimate.best
            assert estimate.high is None or estimate.best <= estimate.high
            assert estimate.qualifier in get_args(Qualifier)


@pytest.mark.parametrize("gold", ARTICLES, ids=lambda gold: gold.id)
def test_the_printed_form_is_that_of_the_contract(gold: Gold) -> None:
    found = printed(gold)
    assert set(found) >= {"id", "language", "published", "places", "events"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT.*(?:\+|-)\d\d:\d\d", found["published"])
    for place in found["places"]:
        assert set(place) >= PLACE_KEYS | {"text", "in", "start", "end"}
        assert whole(gold, place["in"])[place["start"] : place["end"]] == place["text"]
        _placed(place)
    for event in found["events"]:
        assert set(event) >= EVENT_KEYS
        assert set(event["toll"]) == set(TOLL_KINDS)
        assert event["place"] is None or set(event["place"]) >= PLACE_KEYS
        if event["place"]:
            _placed(event["place"])


def _placed(place: dict[str, Any]) -> None:
    assert place["country"] is None or re.fullmatch("[A-Z]{2}", place["country"])
    assert -90 <= place["lat"] <= 90
    assert -180 <= place["lon"] <= 180
    assert place["geo_precision"] in (1, 2, 3)
    assert place["radius_km"] > 0


@pytest.mark.parametrize("gold", ARTICLES, ids=lambda gold: gold.id)
def test_the_account_tells_of_every_figure_and_quotes_the_text(gold: Gold) -> None:
    rows = explain(load_reader(), load_reader().study(gold.article))
    for row in rows:
        for quote in filter(None, (row, row.trigger, row.cue, row.stretch)):
            assert whole(gold, quote.in_)[quote.start : quote.end] == quote.text
        assert row.reason or row.event
    told = {(row.event, row.kind) for row in rows if not row.reason}
    for event in events(gold):
        assert {(event.id, kind) for kind in TOLL_KINDS if event.toll.get(kind)} <= told
        assert event.control is None or (event.id, "control") in told
