"""A delivery in words."""

import string

from hypothesis import given
from hypothesis import strategies as st

from monitor.notify.message import one_line
from monitor.notify.payload import alertmanager
from monitor.notify.render import LONGEST_SUBJECT, render
from tests.notify.support import ALEPPO, QUOTE, alert, context, delivery

HOSTILE = st.text(alphabet=string.printable + "\x1b\x00\u202e\u2028é", max_size=80)


def test_the_subject_says_severity_place_and_figure() -> None:
    assert render(delivery(), context()).subject == "[critical] Aleppo: more than 50 killed"


def test_a_figure_stands_in_a_headline_as_within_a_sentence() -> None:
    subjects = [render(delivery(alert(figure=said)), context()).subject for said in ("At least 9 guards", "US 9", "9")]
    assert [subject.partition(": ")[2] for subject in subjects] == [
        "at least 9 guards killed",
        "US 9 killed",
        "9 killed",
    ]


def test_of_alerts_as_grave_the_highest_figure_leads() -> None:
    low, high = alert(value=12, figure="12"), alert(id="2", value=140, figure="at least 140")
    words = render(delivery(low, high, alert(id="3", value=None, severity="info")), context())
    assert words.subject == "[critical] Aleppo: at least 140 killed (and 2 more)"


def test_the_gravest_alert_leads_a_group() -> None:
    words = render(delivery(alert(severity="info", summary="x", figure=""), alert(), alert(id="3")), context())
    assert words.subject == "[critical] Aleppo: more than 50 killed (and 2 more)"


def test_corrections_are_marked() -> None:
    words = render(delivery(alert(status="revised", figure="30")), context())
    assert words.subject == "[critical, correction] Aleppo: 30 killed"
    assert "CRITICAL, CORRECTION" in words.text
    assert render(delivery(alert(status="resolved")), context()).subject.startswith("[critical, over]")


def test_the_text_bears_its_evidence() -> None:
    words = render(delivery(), context(web="http://127.0.0.1:8710"))
    for part in (
        "CRITICAL · mass casualties",
        "Says: the observatory, state TV",
        "“More than 50 fighters were killed.”",
        "— Levant Wire\n  https://example.org/1?a=1&b=2",
        "2026-03-01 12:00 UTC · first notification",
        "Tocsin · desk · d1 · http://127.0.0.1:8710",
    ):
        assert part in words.text


def test_the_demonstration_says_so() -> None:
    shown = render(delivery(), context(demonstration=frozenset({"Levant Wire"})))
    assert "Demonstration:" in shown.text and "Demonstration:" in shown.html
    assert "Demonstration:" not in render(delivery(), context()).text


def test_an_alert_without_place_or_figure_has_its_summary_for_a_headline() -> None:
    assert render(delivery(alert(place=None)), context()).subject == "[critical] More than 50 killed in Aleppo, over 50"
    assert render(delivery(alert(figure="", summary="Aleppo has a new holder")), context()).subject.endswith("holder")


def test_an_unsafe_link_is_left_out() -> None:
    for url in ("javascript:alert(1)", "https://a b", "file:///etc/passwd", None):
        words = render(delivery(alert(evidence=(QUOTE.__class__("a", "S", url, "Q", "text", 0, 1),))), context())
        assert "href" not in words.html


@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
def test_nothing_from_a_feed_breaks_out(title: str, quote: str, source: str, name: str) -> None:
    place = ALEPPO.__class__(name, None, "SY", None, 0, 0, 1, 1)
    evidence = QUOTE.__class__("a", source, "https://example.org/" + quote, quote, "text", 0, 1)
    words = render(
        delivery(alert(summary=title, rule=source, place=place, evidence=(evidence,), says=(title,))), context()
    )
    assert words.subject.isprintable() and len(words.subject) <= LONGEST_SUBJECT
    assert all(line.isprintable() for line in words.text.split("\n"))
    visible = words.html.replace("<!doctype html>", "")
    assert "<script" not in visible.lower() and "<img" not in visible.lower()


@given(st.text())
def test_one_line_is_one_line(value: str) -> None:
    cleaned = one_line(value)
    assert cleaned.splitlines() in ([], [cleaned])
    assert one_line(cleaned) == cleaned


def test_markup_from_a_feed_is_only_text() -> None:
    words = render(delivery(alert(summary="<b onclick=x>&</b>", figure="")), context())
    assert "&lt;b onclick=x&gt;&amp;&lt;/b&gt;" in words.html


def test_what_is_told_again_says_so_in_its_subject() -> None:
    subjects = [render(delivery(alert(again=why)), context()).subject for why in ("repeat", "escalation")]
    assert subjects == [
        "[critical, still so] Aleppo: more than 50 killed",
        "[critical, nobody acknowledged it] Aleppo: more than 50 killed",
    ]


def test_a_users_own_words_stand_where_they_were_meant_to() -> None:
    said = {"headline": "Aleppo again\r\nBcc: x", "runbook": "<b>call</b> the desk"}
    words = render(delivery(alert(annotations=said)), context())
    assert words.subject == "[critical] Aleppo again Bcc: x"
    assert "runbook: <b>call</b> the desk" in words.text
    assert "runbook: &lt;b&gt;call&lt;/b&gt; the desk" in words.html
    manager = alertmanager(delivery(alert(annotations=said)), context())
    assert manager["alerts"][0]["annotations"]["runbook"] == said["runbook"]
