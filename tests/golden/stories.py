"""Story streams that are scored: how many of their expectations the reader and the ledger meet together.

A story is a YAML file in the form of `README.md`: articles as `tocsin replay` reads them, rules as config.yaml writes
them (two usual ones where there are none), and the ledger and the alerts that a careful analyst would want of them."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import product
from pathlib import Path
from typing import Any

import msgspec
import yaml
from msgspec import Struct

from monitor.config.rules import parse_rule
from monitor.model import TOLL_KINDS, Alert, Holding, Incident, Place
from monitor.replay import Outcome, replay
from monitor.resources import find_place
from monitor.rules import locate
from tests.golden.answers import Answer
from tests.golden.gold import Where, off
from tests.incidents.support import desk

STREAMS = Path(__file__).parent / "streams"
USUAL: list[dict[str, Any]] = [
    {"name": "deaths", "type": "toll", "thresholds": [10, 50, 100]},
    {"name": "territory", "type": "control"},
]


class Happening(Struct, frozen=True, forbid_unknown_fields=True):
    """One incident as an analyst enters it; what is left out is not asked."""

    place: Where
    killed: int | None = None
    low: int | None = None
    high: int | None = None
    wounded: int | None = None
    captured: int | None = None
    missing: int | None = None
    displaced: int | None = None
    besieged: int | None = None
    sources: int | None = None
    optional: bool = False
    """Right if it is found, no miss if it is not."""


class Held(Struct, frozen=True, forbid_unknown_fields=True):
    """A place and who holds it in the end; actors by their ids."""

    place: Where
    status: str
    controller: str | None = None
    previous: str | None = None
    claimed: bool | None = None
    optional: bool = False


class Ring(Struct, frozen=True, forbid_unknown_fields=True):
    """An alert, by the article that caused it, its rule and what else is written."""

    article: str | None = None
    rule: str | None = None
    status: str | None = None
    threshold: int | None = None
    value: int | None = None
    place: Where | None = None


class Story(Struct, frozen=True, forbid_unknown_fields=True):
    """What must be in the ledger and among the alerts once all articles are read; no alert may be like a forbidden one
    unless it is expected."""

    articles: tuple[dict[str, str], ...]
    incidents: tuple[Happening, ...] = ()
    territory: tuple[Held, ...] = ()
    alerts: tuple[Ring, ...] = ()
    forbidden: tuple[Ring, ...] = ()
    rules: tuple[dict[str, Any], ...] = ()


def load(path: Path) -> dict[str, Any]:
    """A stream with every value as it is written, so that dates stay text."""
    stream: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return stream


def stories(folder: Path) -> Iterator[tuple[str, Story]]:
    """The scored stories of a folder, strictly: an unknown key is a mistake."""
    for path in sorted(folder.glob("*.yaml")):
        story = msgspec.convert(load(path), Story, strict=False)
        known = {article["id"] for article in story.articles}
        named = {ring.article for ring in (*story.alerts, *story.forbidden)} - {None}
        if named - known:
            raise ValueError(f"{path.name}: no such article: {sorted(map(str, named - known))}")
        yield path.stem, story


def run(articles: Iterable[dict[str, Any]], rules: Iterable[dict[str, Any]] = ()) -> Outcome:
    """What the articles lead to under the rules."""
    ready = [parse_rule(rule, _Info) for rule in _typed(list(rules) or USUAL)]
    if unknown := locate(ready, find_place):
        raise ValueError(f"no place is known as {unknown}")
    return replay((json.dumps(article).encode() for article in articles), desk(*ready))


class _Info:
    """What pydantic hands to a validator, as far as rules look at it."""

    context: dict[str, Any] | None = None


def _typed(value: Any) -> Any:
    """Numbers as numbers, the rest as text."""
    plain: Any = yaml.safe_load(json.dumps(value))
    if isinstance(plain, dict):
        return {key: _typed(item) for key, item in plain.items()}
    if isinstance(plain, list):
        return [_typed(item) for item in plain]
    return int(plain) if isinstance(plain, str) and plain.isdigit() else plain


def answers(story: Story) -> Iterator[Answer]:
    """Every expectation of a story, met or not."""
    outcome = run(story.articles, story.rules)
    yield from _incidents(story.incidents, outcome.incidents)
    yield from _territory(story.territory, outcome.territory)
    yield from _alerts(story, outcome.alerts)


def _incidents(wanted: tuple[Happening, ...], found: list[Incident]) -> Iterator[Answer]:
    """An incident is right at its place and with the best figure of every kind that is asked."""
    pairs = _paired(wanted, found)
    for n, happening in enumerate(wanted):
        if not happening.optional and n in pairs:
            yield from _incident(happening, found[pairs[n]])
        elif not happening.optional:
            yield Answer("incidents", False, happening, "nothing")
    for m, incident in enumerate(found):
        yield Answer("incidents not spurious", m in pairs.values(), "nothing", _shown(incident))


def _paired(wanted: tuple[Happening, ...], found: list[Incident]) -> dict[int, int]:
    """Which found incident is which expected one, the best fit first."""
    fits = [(_fit(wanted[n], found[m]), -n, -m) for n, m in product(range(len(wanted)), range(len(found)))]
    pairs: dict[int, int] = {}
    for _, n, m in sorted((each for each in fits if each[0] > 0), reverse=True):
        if -n not in pairs and -m not in pairs.values():
            pairs[-n] = -m
    return pairs


def _fit(wanted: Happening, found: Incident) -> float:
    """0 where it is another incident."""
    share = off(wanted.place, found.place)
    near = share is not None and share <= 1
    figures = sum(_best(found, kind) == getattr(wanted, kind) is not None for kind in TOLL_KINDS)
    return 2.0 * figures + 1.0 * near - 0.5 * wanted.optional if near or found.place is None else 0.0


def _incident(wanted: Happening, found: Incident) -> Iterator[Answer]:
    asked = [kind for kind in TOLL_KINDS if getattr(wanted, kind) is not None]
    right = all(_best(found, kind) == getattr(wanted, kind) for kind in asked) and found.place is not None
    yield Answer("incidents", right, wanted, _shown(found))
    toll = found.toll.get("killed")
    for bound in ("low", "high"):
        if getattr(wanted, bound) is not None:
            got = getattr(toll, bound) if toll else None
            yield Answer("incident bounds", getattr(wanted, bound) == got, wanted, _shown(found))
    if wanted.sources is not None:
        yield Answer("incident sources", wanted.sources == len(found.sources), wanted, _shown(found))


def _best(incident: Incident, kind: str) -> int | None:
    estimate = incident.toll.get(kind)
    return estimate.best if estimate else None


def _shown(incident: Incident) -> str:
    toll = {kind: (each.low, each.best, each.high) for kind, each in incident.toll.items()}
    return f"{incident.place.name if incident.place else None} {toll} {incident.articles} {incident.sources}"


def _territory(wanted: Iterable[Held], found: list[Holding]) -> Iterator[Answer]:
    left = list(found)
    for held in sorted(wanted, key=lambda each: each.optional):
        near = [each for each in left if _near(held.place, each.place)]
        got = max(near, key=lambda each: _says(held, each), default=None)
        if got:
            left.remove(got)
        if not held.optional:
            yield Answer("territory", bool(got and _says(held, got)), held, got and _stands(got))
    for extra in left:
        yield Answer("territory not spurious", False, "nothing", _stands(extra))
    yield from (Answer("territory not spurious", True) for _ in range(len(found) - len(left)))


def _near(wanted: Where, found: Place | None) -> bool:
    share = off(wanted, found)
    return share is not None and share <= 1


def _says(wanted: Held, found: Holding) -> bool:
    holder, before = (side and (side.id or side.name) for side in (found.controller, found.previous))
    return (
        wanted.status == found.status
        and wanted.controller in (None, holder)
        and wanted.previous in (None, before)
        and wanted.claimed in (None, found.claimed)
    )


def _stands(found: Holding) -> str:
    return f"{found.place.name} {found.status} {found.controller and found.controller.id} claimed={found.claimed}"


def _alerts(story: Story, found: list[Alert]) -> Iterator[Answer]:
    clock = {each["id"]: _moment(each) for each in story.articles}
    left = list(found)
    for ring in story.alerts:
        got = next((alert for alert in left if _rings(ring, alert, clock)), None)
        if got:
            left.remove(got)
        yield Answer("alerts expected", got is not None, ring, [_told(alert) for alert in found])
    for ring in story.forbidden:
        rings = [_told(alert) for alert in left if _rings(ring, alert, clock)]
        yield Answer("alerts forbidden", not rings, f"never {ring}", rings)


def _moment(article: dict[str, str]) -> datetime:
    return datetime.fromisoformat(article.get("fetched") or article["published"])


def _rings(ring: Ring, alert: Alert, clock: dict[str, datetime]) -> bool:
    return (
        (ring.article is None or clock[ring.article] == alert.at)
        and ring.rule in (None, alert.rule)
        and ring.status in (None, alert.status)
        and ring.threshold in (None, alert.threshold)
        and ring.value in (None, alert.value)
        and (ring.place is None or _near(ring.place, alert.place))
    )


def _told(alert: Alert) -> str:
    return f"{alert.at:%d %H:%M} {alert.rule} {alert.status} {alert.threshold} {alert.value}"
