"""One alert in words. Pure; whatever came from a feed is cleaned before it is shown."""

import re
from datetime import datetime

from msgspec import Struct

from monitor.charts import Chart, Step, chart
from monitor.model import Again, Alert, Point, Quote
from monitor.notify.context import Context

_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]+")
_WEB = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
LONGEST_QUOTE = 1_000
_AGAIN: dict[Again, str] = {"repeat": "still so", "escalation": "nobody acknowledged it"}
OURS = ("headline", "summary")
"""Annotations that stand in the place of our own words."""


class Evidence(Struct, frozen=True):
    """A quoted sentence, who published it, and where; `link` None where there is no safe one."""

    quote: str
    publisher: str
    link: str | None


class Story(Struct, frozen=True):
    """One alert in words. `kicker` says severity and, where it is one, that this corrects what was said before."""

    severity: str
    kicker: str
    rule: str
    headline: str
    summary: str
    says: str
    evidence: tuple[Evidence, ...]
    reason: str
    at: datetime
    demonstration: bool
    value: int = 0
    """The figure in numbers; 0 where it is not about one."""
    course: Chart | None = None
    """How the figure came to what it is, where it has changed."""
    notes: tuple[tuple[str, str], ...] = ()
    """What the user's own templates say, by name."""


def story(alert: Alert, context: Context) -> Story:
    """One alert in words."""
    return Story(
        severity=alert.severity,
        kicker=_kicker(alert),
        rule=one_line(alert.rule),
        headline=_begun(one_line(alert.annotations.get("headline") or headline(alert))),
        summary=_begun(one_line(alert.annotations.get("summary") or alert.summary)),
        says=one_line(", ".join(alert.says)),
        evidence=tuple(_evidence(quote) for quote in alert.evidence),
        reason=one_line(alert.notify_reason),
        at=alert.at,
        demonstration=any(quote.source in context.demonstration for quote in alert.evidence),
        value=alert.value or 0,
        course=_course(alert.course),
        notes=tuple((one_line(name), one_line(said)) for name, said in alert.annotations.items() if name not in OURS),
    )


def headline(alert: Alert) -> str:
    """Place and figure, as short as they can be said; the summary where it is not about a figure at a place."""
    metric = alert.labels.get("metric")
    if alert.place is None or not alert.figure or not metric:
        return alert.summary
    return f"{alert.place.name}: {_inside(alert.figure)} {metric}"


def one_line(value: str) -> str:
    """Text on one line without anything that a terminal, a header or a page could take for a command."""
    return " ".join(_UNSAFE.sub(" ", value).split())


def shortened(value: str, longest: int) -> str:
    """At most so many characters of it."""
    return value if len(value) <= longest else value[: longest - 1].rstrip() + "…"


def _course(points: tuple[Point, ...]) -> Chart | None:
    steps = [Step(each.at, each.best, each.best, each.best) for each in sorted(points, key=lambda point: point.at)]
    return chart(steps) if len(steps) > 1 else None


def _inside(figure: str) -> str:
    """A figure from a sentence's beginning as it stands within one: "At least 14" becomes "at least 14"."""
    first = figure.partition(" ")[0]
    return figure[:1].lower() + figure[1:] if first.istitle() else figure


def _begun(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _kicker(alert: Alert) -> str:
    if alert.status == "revised":
        return f"{alert.severity}, correction"
    if alert.status == "resolved":
        return f"{alert.severity}, over"
    return f"{alert.severity}, {_AGAIN[alert.again]}" if alert.again else alert.severity


def _evidence(quote: Quote) -> Evidence:
    link = quote.url if quote.url and _WEB.fullmatch(quote.url) else None
    return Evidence(shortened(one_line(quote.quote), LONGEST_QUOTE), one_line(quote.source), link and one_line(link))
