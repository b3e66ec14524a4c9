"""Story streams: articles in the form of `tocsin replay`, with the ledger and the alerts that they must lead to.

A stream is a YAML file: `articles` (CONTRACT's input lines), `rules` (as in config.yaml; two usual ones where there are
none) and what is expected at the end:

    incidents  [{place, killed, …}]        exactly these, in any order, with the fields that are given
    territory  [{place, status, …}]        exactly these, likewise
    alerts     [{article, rule, …}]        exactly these, in order; `article` is the first that each cites"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from monitor.model import TOLL_KINDS, Alert, Holding, Incident
from monitor.replay import Outcome
from tests.golden.stories import STREAMS as FOLDER
from tests.golden.stories import load, run

STREAMS = sorted(FOLDER.glob("*.yaml"))


def seen(outcome: Outcome, stream: dict[str, Any]) -> dict[str, Any]:
    """What came of a stream, with only the fields that it speaks of."""
    return {
        "incidents": _chosen(map(_incident, outcome.incidents), stream.get("incidents", [])),
        "territory": _chosen(map(_holding, outcome.territory), stream.get("territory", [])),
        "alerts": [_only(_alert(alert), wanted) for alert, wanted in _pairs(outcome.alerts, stream.get("alerts", []))],
    }


def wanted(stream: dict[str, Any]) -> dict[str, Any]:
    return {
        "incidents": sorted(map(_text, stream.get("incidents", [])), key=str),
        "territory": sorted(map(_text, stream.get("territory", [])), key=str),
        "alerts": [_text(alert) for alert in stream.get("alerts", [])],
    }


def _text(item: dict[str, Any]) -> dict[str, str]:
    return {key: str(value) for key, value in item.items()}


def _chosen(found: Iterator[dict[str, str]], expected: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Each found one with the fields of the expected one that it is most like."""
    shown = []
    for one in found:
        likest = max(
            expected, key=lambda item: sum(one.get(key) == str(value) for key, value in item.items()), default={}
        )
        shown.append(_only(one, likest))
    return sorted(shown, key=str)


def _pairs(alerts: list[Alert], expected: list[dict[str, Any]]) -> Iterator[tuple[Alert, dict[str, Any]]]:
    for n, alert in enumerate(alerts):
        yield alert, expected[n] if n < len(expected) else {}


def _only(found: dict[str, str], like: dict[str, Any]) -> dict[str, str]:
    return {key: found.get(key, "") for key in like} if like else found


def _incident(incident: Incident) -> dict[str, str]:
    killed = incident.toll.get("killed")
    bounds = {"low": str(killed.low), "high": str(killed.high)} if killed else {}
    return {
        "place": incident.place.name if incident.place else "",
        "type": incident.sub_event_type,
        "sources": str(len(incident.sources)),
        "articles": ",".join(incident.articles),
        "causes": ",".join(revision.cause for revision in incident.revisions if revision.kind == "killed"),
        **{kind: str(incident.toll[kind].best) for kind in TOLL_KINDS if kind in incident.toll},
        **bounds,
    }


def _holding(holding: Holding) -> dict[str, str]:
    return {
        "place": holding.place.name,
        "status": holding.status,
        "controller": (holding.controller.id or holding.controller.name) if holding.controller else "",
        "previous": (holding.previous.id or holding.previous.name) if holding.previous else "",
        "claimed": str(holding.claimed).lower(),
    }


def _alert(alert: Alert) -> dict[str, str]:
    return {
        "article": alert.evidence[0].article if alert.evidence else "",
        "rule": alert.rule,
        "status": alert.status,
        "threshold": str(alert.threshold),
        "value": str(alert.value),
        "figure": alert.figure,
        "place": alert.place.name if alert.place else "",
        "actor": alert.labels.get("actor", ""),
        "muted": alert.muted or "",
        "subject": alert.subject,
    }


@pytest.mark.parametrize("path", STREAMS, ids=lambda path: path.stem)
def test_a_story_leads_to_its_ledger_and_its_alerts(path: Path) -> None:
    stream = load(path)
    assert seen(run(stream["articles"], stream.get("rules", ())), stream) == wanted(stream)


ORDERS: dict[str, Callable[[list[dict[str, Any]]], list[dict[str, Any]]]] = {
    "backwards": lambda articles: articles[::-1],
    "last first": lambda articles: articles[-1:] + articles[:-1],
    "first last": lambda articles: articles[1:] + articles[:1],
    "halves": lambda articles: articles[::2] + articles[1::2],
}


@pytest.mark.parametrize("path", [path for path in STREAMS if "edited" not in path.stem], ids=lambda path: path.stem)
def test_a_story_leads_to_its_ledger_in_any_order(path: Path) -> None:
    stream = load(path)
    for order in ORDERS.values():
        articles = order(stream["articles"])
        late = [{**article, "fetched": f"2026-01-01T00:{n:02}:00Z"} for n, article in enumerate(articles)]
        found, expected = seen(run(late, stream.get("rules", ())), stream), wanted(stream)
        assert (found["incidents"], found["territory"]) == (expected["incidents"], expected["territory"]), articles
