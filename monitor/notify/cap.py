"""An alert as the Common Alerting Protocol 1.2 has it (OASIS), for emergency systems. Pure."""

from datetime import datetime
from xml.etree import ElementTree as ET

from monitor.model import Alert, AlertStatus, Place, Severity
from monitor.notify.context import Context
from monitor.notify.message import Story, one_line, story

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
MEDIA_TYPE = "application/cap+xml"
SENDER = "tocsin"
LONGEST_HEADLINE = 160
"""Characters, as CAP recommends for displays."""
SEVERITIES: dict[Severity, str] = {"critical": "Severe", "warning": "Moderate", "info": "Minor"}
TYPES: dict[AlertStatus, str] = {"firing": "Alert", "revised": "Update", "resolved": "Cancel"}
CATEGORIES = {"Disaster": "Geo", "Accident": "Safety"}
"""Of ACLED's event types and those beside them; all others are a matter of security."""


def cap(alert: Alert, context: Context, first: datetime | None = None) -> bytes:
    """The document. What corrects or ends an alert refers to the message of `first`, the time it was first raised."""
    told = story(alert, context)
    root = ET.Element("alert", xmlns=NAMESPACE)
    fields = {
        "identifier": _identifier(alert.id, alert.at),
        "sender": SENDER,
        "sent": _moment(alert.at),
        "status": "Exercise" if told.demonstration else "Actual",
        "msgType": TYPES[alert.status],
        "scope": "Public",
    }
    if first is not None and first != alert.at:
        fields["references"] = f"{SENDER},{_identifier(alert.id, first)},{_moment(first)}"
    _add(root, fields)
    root.append(_info(alert, told))
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _info(alert: Alert, told: Story) -> ET.Element:
    info = ET.Element("info")
    link = next((each.link for each in told.evidence if each.link), None)
    fields = {
        "language": "en",
        "category": CATEGORIES.get(alert.labels.get("event_type", ""), "Security"),
        "event": told.rule,
        "urgency": "Past",
        "severity": SEVERITIES[alert.severity],
        "certainty": "Likely",
        "headline": told.headline[:LONGEST_HEADLINE],
        "description": "\n".join((told.summary, *(f"“{each.quote}” ({each.publisher})" for each in told.evidence))),
    }
    _add(info, fields | ({"web": link} if link else {}))
    if alert.place is not None:
        info.append(_area(alert.place))
    return info


def _area(place: Place) -> ET.Element:
    """The place as a circle as wide as its position is uncertain."""
    area = ET.Element("area")
    _add(area, {"areaDesc": one_line(place.name), "circle": f"{place.lat:.4f},{place.lon:.4f} {place.radius_km:g}"})
    return area


def _add(parent: ET.Element, fields: dict[str, str]) -> None:
    for name, value in fields.items():
        ET.SubElement(parent, name).text = value


def _identifier(id: str, at: datetime) -> str:
    return f"{id}-{at:%Y%m%dT%H%M%S}"


def _moment(at: datetime) -> str:
    """CAP writes UTC as -00:00."""
    return f"{at:%Y-%m-%dT%H:%M:%S}-00:00"
