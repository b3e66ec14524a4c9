"""What enters the ledger of an article, whatever the article is made of."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.incidents.known import ROW, cell_of, cells_around
from monitor.incidents.origin import bands, reference, signature
from monitor.incidents.reports import LONGEST_QUOTE, MAX_REPORTS, left_out
from monitor.model import Article, ArticleRef, Place, Span, Toll
from monitor.resources import load_agencies
from tests.incidents.support import DAY, MERKA, SOMALIA, Told, book, count, event, place

WORDS = " ".join(f"word{n}" for n in range(60))


def test_a_sentence_without_an_end_is_quoted_around_its_figure() -> None:
    text = "x " * 3000 + "41 people died " + "y " * 3000
    told = book().tell([Told("a", [event(toll=Toll(killed=count(41)))], text=text)])
    [quote] = told.reports[0].quotes
    assert len(quote.quote) <= LONGEST_QUOTE
    assert "41 people died" in quote.quote
    assert text[quote.start : quote.end] == quote.quote


def test_a_list_of_happenings_is_cut() -> None:
    many = [event(n + 1, place(f"Town {n}", -40 + n / 2, 10)) for n in range(MAX_REPORTS + 20)]
    assert len(book().tell([Told("a", many)]).incidents) == MAX_REPORTS


@pytest.mark.parametrize("published", [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)])
def test_impossible_times_do_not_stop_it(published: datetime) -> None:
    article = Article("a", WORDS, published=published, source="Coast Radio", fetched=DAY)
    ref, _ = reference(article, DAY, (), load_agencies())
    assert datetime(1970, 1, 1, tzinfo=UTC) <= ref.at <= DAY


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"context": "future"}, "told as future"),
        ({"when": DAY.date() - timedelta(days=60)}, "happened on 2024-01-05, long before it was told"),
        ({"when": DAY.date() + timedelta(days=9)}, "dated 2024-03-14, after it was told"),
        ({"scope": "cumulative", "when": DAY.date()}, "a running total, of which nothing is new"),
        ({"scope": "cumulative", "event_type": "Disaster", "sub_event_type": "Flood", "when": DAY.date()}, None),
        (
            {"scope": "cumulative", "event_type": "Disaster", "sub_event_type": "Epidemic", "when": DAY.date()},
            "a running total, of which nothing is new",
        ),
        ({"when": DAY.date()}, None),
    ],
)
def test_what_does_not_enter_has_its_reason(changes: dict[str, Any], reason: str | None) -> None:
    assert left_out(event(12, **changes), ArticleRef("a", DAY, "Coast Radio", "Coast Radio")) == reason


@pytest.mark.parametrize(
    ("text", "source", "origin"),
    [
        ("KANO (Reuters) - Gunmen killed 15 people.", "Lagos Mirror", "Reuters"),
        ("KANO, July 3 (AFP) — Gunmen killed 15 people.", "Lagos Mirror", "AFP"),
        ("Gunmen killed 15 people. PNA/Xinhua", "Lagos Mirror", "Xinhua"),
        ("Gunmen killed 15 people.\nSource: AP", "Lagos Mirror", "AP"),
        ("Gunmen killed 15 people, a doctor told Reuters by phone.", "Lagos Mirror", "Lagos Mirror"),
        ("Gunmen killed 15 people.", "reuters.com", "Reuters"),
    ],
)
def test_whose_text_it_is(text: str, source: str, origin: str) -> None:
    ref, _ = reference(Article("a", text, source=source, fetched=DAY), DAY, (), load_agencies())
    assert ref.origin == origin


def test_a_text_is_a_copy_of_what_was_seen_first() -> None:
    first, mark = reference(Article("a", WORDS, source="One", fetched=DAY), DAY, (), load_agencies())
    copy, _ = reference(Article("b", f"{WORDS} more", source="Two", fetched=DAY), DAY, [mark], load_agencies())
    other, _ = reference(Article("c", WORDS[::-1], source="Three", fetched=DAY), DAY, [mark], load_agencies())
    assert (first.text_id, copy.text_id, other.text_id) == ("a", "a", "c")


def test_short_texts_have_no_fingerprint() -> None:
    assert signature("Twelve killed in Merka") == ()
    assert bands(()) == ()


@pytest.mark.parametrize("lat", [-90.0, -0.01, 51.5, 89.99])
@pytest.mark.parametrize("lon", [-180.0, 0.0, 179.99])
def test_the_cells_around_a_place_hold_its_own_and_its_neighbours(lat: float, lon: float) -> None:
    here: Place = place("Here", lat, lon)
    cells = cells_around(here, 30)
    assert cell_of(here) in cells
    assert len(set(cells)) == len(cells)
    assert all(0 <= cell % ROW < ROW for cell in cells)


def test_wide_places_and_none_have_no_cell() -> None:
    assert cell_of(SOMALIA) is None
    assert cell_of(None) is None
    assert cell_of(MERKA) is not None


SHORT = "At least 12 people were killed when a car bomb exploded beside a market in Merka on Friday, police said."


@pytest.mark.parametrize("copy", [f"MERKA, March 15 (Reuters) - {SHORT}", f"{SHORT} (Reuters)", SHORT.upper()])
def test_the_same_short_text_under_another_credit_is_a_copy(copy: str) -> None:
    assert signature(copy) == signature(SHORT) != ()


def test_short_texts_of_other_words_are_no_copies() -> None:
    other = signature(SHORT.replace("12", "13"))
    assert not any(one == two for one, two in zip(signature(SHORT), other, strict=True))


@pytest.mark.parametrize(
    ("days", "where", "text", "scope"),
    [
        (30, SOMALIA, "In January 38 people were killed in Somalia.", "period"),
        (6, SOMALIA, "In the first week of March 38 people were killed across Somalia.", "period"),
        (6, SOMALIA, "Last week gunmen killed 38 people in Somalia.", "incident"),
        (30, MERKA, "In January 38 people were killed in a raid on Merka.", "incident"),
    ],
)
def test_the_dead_of_a_month_all_over_a_country_are_a_total(days: int, where: Place, text: str, scope: str) -> None:
    time = Span("told", DAY.date() - timedelta(days=days), DAY.date(), 3)
    told = book().tell([Told("a", [event(38, where, time=time)], text=text)])
    assert [incident.scope for incident in told.incidents] == [scope]


def test_the_dead_of_years_of_war_are_no_news() -> None:
    told = book().tell([Told("a", [event(45, when=DAY.date())], text="Ten years of war have cost Merka 45 men.")])
    assert told.incidents == []
