"""The alerts as feeds: Atom (RFC 4287) and JSON Feed 1.1, for whoever reads rather than is written to. Pure."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET

from monitor.model import Alert
from monitor.notify.context import Context
from monitor.notify.message import Story, story

ATOM = "http://www.w3.org/2005/Atom"
ATOM_TYPE, JSON_TYPE = "application/atom+xml", "application/feed+json"
TITLE = "Tocsin alerts"
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed without entries was last updated."""


def atom(alerts: Sequence[Alert], context: Context, here: str) -> bytes:
    """The latest first, as in `alerts`; `here` is the address of this deployment's pages."""
    feed = ET.Element("feed", xmlns=ATOM)
    updated = max((alert.at for alert in alerts), default=BEGINNING)
    for name, value in (("id", f"{here}/alerts.atom"), ("title", TITLE), ("updated", updated.isoformat())):
        ET.SubElement(feed, name).text = value
    ET.SubElement(ET.SubElement(feed, "author"), "name").text = "Tocsin"
    ET.SubElement(feed, "link", rel="self", href=f"{here}/alerts.atom")
    for alert in alerts:
        feed.append(_entry(alert, story(alert, context), here))
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True))


def _entry(alert: Alert, told: Story, here: str) -> ET.Element:
    entry = ET.Element("entry")
    moment = alert.at.isoformat()
    fields = {"id": _id(alert), "title": _title(told), "updated": moment, "published": moment, "content": words(told)}
    for name, value in fields.items():
        ET.SubElement(entry, name).text = value
    ET.SubElement(entry, "link", rel="alternate", href=_link(told) or f"{here}/")
    ET.SubElement(entry, "link", rel="related", href=f"{here}/alerts/{alert.id}.cap", type="application/cap+xml")
    for term in (alert.severity, alert.status, told.rule):
        ET.SubElement(entry, "category", term=term)
    return entry


def json_feed(alerts: Sequence[Alert], context: Context, here: str) -> dict[str, Any]:
    """The same as JSON Feed 1.1."""
    told = [(alert, story(alert, context)) for alert in alerts]
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": TITLE,
        "home_page_url": f"{here}/",
        "feed_url": f"{here}/alerts.json",
        "items": [
            {
                "id": _id(alert),
                "title": _title(each),
                "url": _link(each) or f"{here}/",
                "date_published": alert.at.isoformat(),
                "content_text": words(each),
                "tags": [alert.severity, alert.status, each.rule],
            }
            for alert, each in told
        ],
    }


def words(told: Story) -> str:
    """An alert in plain text: what, who says so, and the sentences."""
    says = [f"Says: {told.says}"] if told.says else []
    quotes = (f"“{each.quote}” — {each.publisher}" for each in told.evidence)
    notes = (f"{name}: {said}" for name, said in told.notes)
    return "\n".join([told.summary, *says, *notes, *quotes])


def _id(alert: Alert) -> str:
    """Each thing that is said is an entry of its own: a correction does not replace what it corrects."""
    return f"urn:tocsin:{alert.id}:{alert.status}:{alert.at:%Y%m%dT%H%M%S}"


def _title(told: Story) -> str:
    return f"[{told.kicker}] {told.headline}"


def _link(told: Story) -> str | None:
    return next((each.link for each in told.evidence if each.link), None)
