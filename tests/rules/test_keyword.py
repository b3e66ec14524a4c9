"""Words in an article ring once for each text, with their sentence; an edit that takes them out corrects."""

from typing import Any

import msgspec
import pytest
from pydantic import ValidationError

from monitor.model import Feed, PlaceMention
from monitor.rules import Keyword
from tests.incidents.support import BAIDOA, DAY, HOUR, MERKA, Book, Told, book, desk, event

FLOOD = (
    "Rain fell for days. On Monday the dam at the upper lake burst and the flood swept two bridges away. "
    "Nobody was hurt."
)


def rule(**changes: Any) -> Keyword:
    return Keyword.model_validate(
        {"name": "water", "any": ["dam", "levee"], "all": "flood", "none": ["drill"], **changes}
    )


def reasons(told: Book) -> list[str]:
    return [verdict.reason for decision in told.decisions for verdict in decision.verdicts]


def test_the_sentence_that_has_the_words_is_the_evidence() -> None:
    (alert,) = book(rule()).tell([Told("a1", [], text=FLOOD, title="A wet week")]).alerts
    (quote,) = alert.evidence
    assert alert.summary == "“flood”, “dam”: A wet week"
    assert quote.quote == "On Monday the dam at the upper lake burst and the flood swept two bridges away."
    assert FLOOD[quote.start : quote.end] == quote.quote
    assert (alert.subject, alert.says, quote.in_) == ("article:a1", ("Coast Radio",), "text")


@pytest.mark.parametrize(
    ("text", "title", "reason"),
    [
        ("The dam burst.", "", "“flood” is not in it"),
        ("A flood of visitors.", "", "none of “dam”, “levee” is in it"),
        ("The dam, the flood: all a drill.", "", "“drill” is in it"),
        ("The dam held.", "Flood warning", "“flood”, “dam” are in it"),
    ],
)
def test_why_it_rings_or_not(text: str, title: str, reason: str) -> None:
    assert reasons(book(rule()).tell([Told("a1", [], text=text, title=title)])) == [reason]


def test_the_words_stand_in_the_summary_whole() -> None:
    judge = rule(any=[], all=["dam", "what is and are left"])
    (alert,) = book(judge).tell([Told("a1", [], text="The dam: what is and are left", title="A wet week")]).alerts
    assert alert.summary == "“dam”, “what is and are left”: A wet week"


def test_one_agency_text_in_five_outlets_rings_once() -> None:
    outlets = [Told(f"a{n}", [], hours=n, source=f"Outlet {n}", text=FLOOD * 2) for n in range(5)]
    told = book(rule()).tell(outlets)
    assert told.fired() == [("firing", None)]
    assert reasons(told)[1:] == ["told already: the same text"] * 4


def test_an_edit_that_takes_the_words_out_corrects_what_was_told_and_one_that_keeps_them_is_silent() -> None:
    told = book(rule()).tell([Told("a1", [], text=FLOOD)])
    told.take(Told("a1", [], text=FLOOD + " More rain is expected.", revision=2, hours=1))
    told.take(Told("a1", [], text="The dam holds.", revision=3, hours=2))
    told.take(Told("a1", [], text=FLOOD, revision=4, hours=3))
    assert told.fired() == [("firing", None), ("revised", None), ("firing", None)]
    assert told.alerts[1].summary.startswith("Corrected: “flood” is not in it now (said before: ")
    assert len({alert.id for alert in told.alerts}) == 1


def test_a_copy_without_the_words_corrects_nobody_else() -> None:
    told = book(rule()).tell([Told("a1", [], text=FLOOD * 3), Told("a2", [], text=FLOOD * 3 + " A drill!", hours=1)])
    assert told.fired() == [("firing", None)]


def test_old_articles_ring_nobody_out_of_bed() -> None:
    (alert,) = book(rule()).tell([Told("a1", [], text=FLOOD, fetched=DAY + 30 * 24 * HOUR)]).alerts
    assert alert.muted is not None


@pytest.mark.parametrize(
    ("where", "rings"),
    [
        ({"country": "SO"}, True),
        ({"country": "KE"}, False),
        ({"near": {"lat": BAIDOA.lat, "lon": BAIDOA.lon, "km": 10}}, True),
        ({"source": "coast radio"}, True),
        ({"source_kind": "agency"}, True),
        ({"source_kind": "police"}, False),
        ({"language": "en"}, True),
        ({"not": {"language": "en"}}, False),
        ({"any": [{"country": "KE"}, {"source_kind": "agency"}]}, True),
    ],
)
def test_where_looks_at_the_places_that_are_named_and_at_the_source(where: dict[str, Any], rings: bool) -> None:
    feed = Feed("coast", "https://example.org", HOUR, "Coast Radio", kind="agency")
    judge = Book(desk(rule(where=where), feeds={"coast": feed}))
    told = Told("a1", [event(0, MERKA)], text=FLOOD)
    article = msgspec.structs.replace(told.article, feed="coast")
    places = tuple(PlaceMention(0, 1, place) for place in (MERKA, BAIDOA))
    decision = judge.judge(article, msgspec.structs.replace(told.extraction, places=places))
    assert bool(decision.plan.alerts) is rings


@pytest.mark.parametrize(
    "wrong",
    [{"any": []}, {"any": ["-"]}, {"any": [""]}, {"any": ["x" * 201]}, {"any": ["x"] * 501}, {"words": ["x"]}],
)
def test_a_wrong_keyword_rule_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Keyword.model_validate({"name": "water", **wrong})
