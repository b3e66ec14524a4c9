"""The bodies of webhooks, each under 20 kB: our own, Alertmanager's, and those of `chat`. Pure."""

from collections.abc import Callable
from typing import Any

import msgspec
from msgspec.structs import replace

from monitor.model import Alert, Delivery, contract
from monitor.notify.chat import slack, teams
from monitor.notify.context import Context
from monitor.notify.table import MOST_NAMES, tabled

LARGEST = 20_000
"""Bytes, as Standard Webhooks recommends."""
LONGEST_URL = 2_000

Json = dict[str, Any]
Format = Callable[[Delivery, Context], Json]


def tocsin(delivery: Delivery, context: Context) -> Json:
    """`{type, timestamp, data}` with the Alert, or `{alerts: [Alert…]}` for several; the data of a summary counts them
    and has the gravest."""
    kind = f"alert.{_status(delivery)}" if delivery.form == "alerts" else delivery.form
    latest = max((alert.at for alert in delivery.alerts), default=delivery.created)
    return {"type": kind, "timestamp": latest.isoformat(), "data": _data(delivery, context)}


def _data(delivery: Delivery, context: Context) -> Json:
    if delivery.form == "summary":
        return _summary(delivery, context)
    alerts = [contract.alert(alert) for alert in delivery.alerts]
    return alerts[0] if len(alerts) == 1 and delivery.form == "alerts" else {"alerts": alerts}


def alertmanager(delivery: Delivery, context: Context) -> Json:
    """Alertmanager's webhook payload, version 4."""
    told = tabled(delivery, context).alerts if delivery.form == "summary" else delivery.alerts
    alerts = [_for_alertmanager(alert, context) for alert in told]
    labels = [item["labels"] for item in alerts]
    return {
        "version": "4",
        "groupKey": delivery.group,
        "truncatedAlerts": len(delivery.alerts) - len(told),
        "status": "resolved" if _status(delivery) == "resolved" else "firing",
        "receiver": delivery.receiver,
        "groupLabels": _grouped(delivery.group, _common(labels)),
        "commonLabels": _common(labels),
        "commonAnnotations": _common([item["annotations"] for item in alerts]),
        "externalURL": context.web or "",
        "alerts": alerts,
    }


FORMATS: dict[str, Format] = {"tocsin": tocsin, "alertmanager": alertmanager, "slack": slack, "teams": teams}


def bodies(form: str, delivery: Delivery, context: Context) -> tuple[bytes, ...]:
    """The body in one of FORMATS. One that is too large loses its long quotes, then its quotes beyond the first. What
    is still too large goes out in several, so that no alert is left out; a summary, which counts them all, gets
    shorter."""
    slims = (_whole, _short_quotes, _first_quote, *([_bare] if delivery.form == "summary" else []))
    for slim in slims:
        slimmer = replace(delivery, alerts=tuple(slim(alert) for alert in delivery.alerts))
        data = msgspec.json.encode(FORMATS[form](slimmer, context))
        if len(data) < LARGEST:
            return (data,)
    if len(delivery.alerts) < 2 or delivery.form == "summary":
        return (data,)
    half = len(delivery.alerts) // 2
    parts = (replace(delivery, alerts=alerts) for alerts in (delivery.alerts[:half], delivery.alerts[half:]))
    return tuple(body for part in parts for body in bodies(form, part, context))


def _summary(delivery: Delivery, context: Context) -> Json:
    """How many alerts there are of each severity, rule and place, and the gravest of them."""
    table = tabled(delivery, context)
    counts = {count.of: dict(count.numbers[:MOST_NAMES]) for count in table.counts}
    return {"count": table.number, "counts": counts, "alerts": [contract.alert(alert) for alert in table.alerts]}


def _status(delivery: Delivery) -> str:
    """A group's status: firing as soon as one alert of it fires."""
    statuses = {alert.status for alert in delivery.alerts}
    return next((status for status in ("firing", "revised", "resolved") if status in statuses), "firing")


def _whole(alert: Alert) -> Alert:
    return alert


def _short_quotes(alert: Alert) -> Alert:
    return replace(alert, evidence=tuple(replace(quote, quote=quote.quote[:500]) for quote in alert.evidence))


def _first_quote(alert: Alert) -> Alert:
    first = _short_quotes(alert).evidence[:1]
    return replace(
        alert,
        evidence=tuple(quote if len(quote.url or "") < LONGEST_URL else replace(quote, url=None) for quote in first),
        summary=alert.summary[:500],
        says=tuple(says[:200] for says in alert.says[:5]),
        labels={},
        course=(),
        annotations={name: said[:200] for name, said in list(alert.annotations.items())[:5]},
    )


def _bare(alert: Alert) -> Alert:
    return replace(_first_quote(alert), evidence=(), says=(), summary=alert.summary[:150], annotations={})


def _for_alertmanager(alert: Alert, context: Context) -> Json:
    place = alert.place
    labels = {"alertname": alert.rule, "severity": alert.severity, "place": place.name if place else ""}
    quotes = alert.evidence
    return {
        "status": "resolved" if alert.status == "resolved" else "firing",
        "labels": {name: value for name, value in (alert.labels | labels).items() if value},
        "annotations": {
            "summary": alert.summary,
            "quote": quotes[0].quote if quotes else "",
            "figure": alert.figure,
            **alert.annotations,
        },
        "startsAt": alert.at.isoformat(),
        "endsAt": alert.at.isoformat() if alert.status == "resolved" else "0001-01-01T00:00:00Z",
        "generatorURL": (quotes[0].url if quotes else None) or context.web or "",
        "fingerprint": alert.id,
    }


def _grouped(key: str, common: dict[str, str]) -> dict[str, str]:
    """Those of the labels that all have alike by which they were grouped."""
    return {name: value for name, value in common.items() if f",{name}={value}," in f",{key},"}


def _common(labels: list[dict[str, str]]) -> dict[str, str]:
    """What all of them have alike."""
    if not labels:
        return {}
    return {name: value for name, value in labels[0].items() if all(each.get(name) == value for each in labels)}
