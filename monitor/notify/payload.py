"""The bodies of webhooks, each under 20 kB. Pure."""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from msgspec.structs import replace

from monitor.model import Alert, Delivery, contract
from monitor.notify.context import Context
from monitor.notify.message import Story, one_line, render

LARGEST = 20_000
"""Bytes, as Standard Webhooks recommends."""

Json = dict[str, Any]
Format = Callable[[Delivery, Context], Json]


def tocsin(delivery: Delivery, context: Context) -> Json:
    """`{type, timestamp, data}` with the Alert, or `{alerts: [Alert…]}` for a group."""
    alerts = [contract.alert(alert) for alert in delivery.alerts]
    data = alerts[0] if len(alerts) == 1 else {"alerts": alerts}
    latest = max((alert.at for alert in delivery.alerts), default=delivery.created)
    return {"type": f"alert.{_status(delivery)}", "timestamp": latest.isoformat(), "data": data}


def alertmanager(delivery: Delivery, context: Context) -> Json:
    """Alertmanager's webhook payload, version 4."""
    alerts = [_for_alertmanager(alert, context) for alert in delivery.alerts]
    labels = [item["labels"] for item in alerts]
    return {
        "version": "4",
        "groupKey": delivery.group,
        "truncatedAlerts": 0,
        "status": "resolved" if _status(delivery) == "resolved" else "firing",
        "receiver": delivery.receiver,
        "groupLabels": _common(labels),
        "commonLabels": _common(labels),
        "commonAnnotations": _common([item["annotations"] for item in alerts]),
        "externalURL": context.web or "",
        "alerts": alerts,
    }


def slack(delivery: Delivery, context: Context) -> Json:
    """A message in Slack's form, which Mattermost and others take too."""
    words = render(delivery, context)
    return {"text": "\n\n".join("\n".join(_for_slack(story)) for story in words.stories) or words.subject}


FORMATS: dict[str, Format] = {"tocsin": tocsin, "alertmanager": alertmanager, "slack": slack}


def body(form: str, delivery: Delivery, context: Context) -> bytes:
    """The body in one of FORMATS. What is too much for it is left out: first long quotes, then quotes beyond the first,
    then alerts beyond those that fit, and the body says so (`truncated`: the number of alerts left out)."""
    for slim in (_whole, _short_quotes, _first_quote):
        alerts = tuple(slim(alert) for alert in delivery.alerts)
        data = _encode(FORMATS[form](replace(delivery, alerts=alerts), context))
        if len(data) < LARGEST:
            return data
    fitting = len(alerts)
    while fitting > 1 and len(data) >= LARGEST:
        fitting = fitting * 3 // 4
        some = FORMATS[form](replace(delivery, alerts=alerts[:fitting]), context)
        data = _encode(some | {"truncated": len(alerts) - fitting})
    return data


def _encode(value: Json) -> bytes:
    return msgspec.json.encode(value)


def _status(delivery: Delivery) -> str:
    """A group's status: firing as soon as one alert of it fires."""
    statuses = {alert.status for alert in delivery.alerts}
    return next((status for status in ("firing", "revised", "resolved") if status in statuses), "firing")


def _whole(alert: Alert) -> Alert:
    return alert


def _short_quotes(alert: Alert) -> Alert:
    return replace(alert, evidence=tuple(replace(quote, quote=quote.quote[:500]) for quote in alert.evidence))


def _first_quote(alert: Alert) -> Alert:
    return replace(
        _short_quotes(alert),
        evidence=_short_quotes(alert).evidence[:1],
        summary=alert.summary[:500],
        says=tuple(says[:200] for says in alert.says[:5]),
        labels={},
    )


def _for_alertmanager(alert: Alert, context: Context) -> Json:
    place = alert.place
    labels = {"alertname": alert.rule, "severity": alert.severity, "place": place.name if place else ""}
    quotes = alert.evidence
    return {
        "status": "resolved" if alert.status == "resolved" else "firing",
        "labels": {name: value for name, value in (alert.labels | labels).items() if value},
        "annotations": {"summary": alert.summary, "quote": quotes[0].quote if quotes else "", "figure": alert.figure},
        "startsAt": alert.at.isoformat(),
        "endsAt": alert.at.isoformat() if alert.status == "resolved" else "0001-01-01T00:00:00Z",
        "generatorURL": (quotes[0].url if quotes else None) or context.web or "",
        "fingerprint": alert.id,
    }


def _common(labels: list[dict[str, str]]) -> dict[str, str]:
    """What all of them have alike."""
    if not labels:
        return {}
    return {name: value for name, value in labels[0].items() if all(each.get(name) == value for each in labels)}


def _for_slack(story: Story) -> Iterable[str]:
    yield f"*{_plain(story.kicker.upper())}* {_plain(story.headline)}"
    if story.summary != story.headline:
        yield _plain(story.summary)
    if story.says:
        yield f"Says: {_plain(story.says)}"
    for evidence in story.evidence:
        publisher = _plain(evidence.publisher)
        source = f"<{_plain(evidence.link).replace('|', '%7C')}|{publisher}>" if evidence.link else publisher
        yield f"> {_plain(evidence.quote)} — {source}"


def _plain(value: str) -> str:
    """Text in which Slack finds no links and no mentions."""
    return one_line(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
