"""The alerts as feeds and as CAP documents: read again by other programs, whatever an article wrote into them."""

import json
import urllib.error
import urllib.request
from datetime import timedelta
from xml.etree import ElementTree as ET

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.notify import Context
from monitor.notify.cap import NAMESPACE, cap
from monitor.web.alert_feeds import atom, json_feed
from tests.notify.support import ALERT, NOW, alert, context
from tests.web.conftest import Pages

HERE = "http://127.0.0.1:8710"
CAP = {"cap": NAMESPACE}


def test_atom_is_read_by_a_feed_reader() -> None:
    read = feedparser.parse(atom([ALERT], context(), HERE))
    (entry,) = read.entries
    assert not read.bozo
    assert (entry.title, entry.link) == ("[critical] Aleppo: more than 50 killed", "https://example.org/1?a=1&b=2")
    assert "More than 50 fighters were killed." in entry.content[0].value
    assert read.feed.id == f"{HERE}/alerts.atom"


def test_a_correction_is_an_entry_of_its_own() -> None:
    later = alert(status="revised", at=NOW + timedelta(hours=1))
    ids = [item["id"] for item in json_feed([later, ALERT], context(), HERE)["items"]]
    assert len(set(ids)) == 2


def test_a_feed_without_alerts_is_a_feed() -> None:
    assert not feedparser.parse(atom([], context(), HERE)).bozo


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_article_breaks_the_documents(summary: str, name: str) -> None:
    hostile = alert(summary=summary, says=(name,), rule=name or "rule")
    assert ET.fromstring(atom([hostile], context(), HERE)).tag.endswith("feed")
    assert ET.fromstring(cap(hostile, context())).tag == f"{{{NAMESPACE}}}alert"


def test_cap_says_what_where_and_how_grave() -> None:
    root = ET.fromstring(cap(ALERT, context()))
    said = {name: root.findtext(f".//cap:{name}", namespaces=CAP) for name in ("msgType", "severity", "circle", "sent")}
    assert said == {"msgType": "Alert", "severity": "Severe", "circle": "36.2000,37.1600 10",
                    "sent": "2026-03-01T12:00:00-00:00"}  # fmt: skip


def test_a_cap_correction_refers_to_what_it_corrects() -> None:
    root = ET.fromstring(cap(alert(status="revised", at=NOW + timedelta(hours=1)), context(), NOW))
    assert root.findtext("cap:msgType", namespaces=CAP) == "Update"
    assert root.findtext("cap:references", namespaces=CAP) == "tocsin,al1-20260301T120000,2026-03-01T12:00:00-00:00"


def test_the_demonstration_is_an_exercise() -> None:
    shown: Context = context(demonstration=frozenset({"Levant Wire"}))
    assert ET.fromstring(cap(ALERT, shown)).findtext("cap:status", namespaces=CAP) == "Exercise"


def get(pages: Pages, path: str) -> tuple[int, str, bytes]:
    try:
        with urllib.request.urlopen(pages.url + path, timeout=20) as answer:
            return answer.status, answer.headers.get_content_type(), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers.get_content_type(), error.read()


@pytest.mark.process
def test_the_feeds_are_served(pages: Pages) -> None:
    status, kind, body = get(pages, "/alerts.atom")
    assert (status, kind) == (200, "application/atom+xml")
    assert "Mombasa" in feedparser.parse(body).entries[0].title
    status, kind, body = get(pages, "/alerts.json")
    feed = json.loads(body)
    assert (status, kind, feed["feed_url"]) == (200, "application/feed+json", f"{pages.url}/alerts.json")
    assert "Mombasa" in feed["items"][0]["title"]


@pytest.mark.process
def test_a_cap_document_is_served_by_the_alerts_id(pages: Pages) -> None:
    status, kind, body = get(pages, "/alerts/5e0c3a9d41b7f286.cap")
    assert (status, kind) == (200, "application/cap+xml")
    assert ET.fromstring(body).findtext("cap:identifier", namespaces=CAP, default="").startswith("5e0c3a9d41b7f286-")
    assert get(pages, "/alerts/none.cap")[0] == 404
