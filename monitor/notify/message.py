"""A delivery in words: headline, plain text and HTML. Pure; whatever came from a feed is cleaned before it is shown."""

import re
from collections.abc import Iterable
from datetime import datetime

from jinja2 import Environment, PackageLoader, StrictUndefined
from msgspec import Struct

from monitor.model import Alert, Delivery, Quote
from monitor.notify.context import Context

_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]+")
_WEB = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
LONGEST_SUBJECT = 150
LONGEST_QUOTE = 1_000
DEMONSTRATION = "Demonstration: the articles were written for this program and are told as if their story happened now."

_PAGES = Environment(
    loader=PackageLoader("monitor.notify"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


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


class Message(Struct, frozen=True):
    """A whole delivery in words."""

    subject: str
    text: str
    html: str
    stories: tuple[Story, ...]


def render(delivery: Delivery, context: Context) -> Message:
    """The message of a delivery."""
    stories = tuple(story(alert, context) for alert in delivery.alerts)
    page = _PAGES.get_template("mail.html.j2").render(
        stories=stories, delivery=delivery, web=context.web, demonstration=DEMONSTRATION
    )
    return Message(subject(stories), text(stories, delivery, context), page, stories)


def story(alert: Alert, context: Context) -> Story:
    """One alert in words."""
    return Story(
        severity=alert.severity,
        kicker=_kicker(alert),
        rule=one_line(alert.rule),
        headline=_begun(one_line(headline(alert))),
        summary=_begun(one_line(alert.summary)),
        says=one_line(", ".join(alert.says)),
        evidence=tuple(_evidence(quote) for quote in alert.evidence),
        reason=one_line(alert.notify_reason),
        at=alert.at,
        demonstration=any(quote.source in context.demonstration for quote in alert.evidence),
        value=alert.value or 0,
    )


def headline(alert: Alert) -> str:
    """Place and figure, as short as they can be said; the summary where it is not about a figure at a place."""
    metric = alert.labels.get("metric")
    if alert.place is None or not alert.figure or not metric:
        return alert.summary
    return f"{alert.place.name}: {_inside(alert.figure)} {metric}"


def subject(stories: tuple[Story, ...]) -> str:
    """One line: the gravest story, of several as grave that with the highest figure, and how many more there are."""
    if not stories:
        return "[Tocsin] nothing to tell"
    first = min(stories, key=lambda story: (_GRAVITY[story.severity], -story.value))
    more = f" (and {len(stories) - 1} more)" if len(stories) > 1 else ""
    return _shortened(f"[{first.kicker}] {first.headline}", LONGEST_SUBJECT - len(more)) + more


def text(stories: Iterable[Story], delivery: Delivery, context: Context) -> str:
    """The plain text: readable in a terminal, one block a story."""
    told = tuple(stories)
    blocks = ["\n".join(_lines(story)) for story in told]
    if any(story.demonstration for story in told):
        blocks.append(DEMONSTRATION)
    foot = f"Tocsin · {delivery.receiver} · {delivery.id}" + (f" · {context.web}" if context.web else "")
    return "\n\n".join([*blocks, f"-- \n{foot}"]) + "\n"


def one_line(value: str) -> str:
    """Text on one line without anything that a terminal, a header or a page could take for a command."""
    return " ".join(_UNSAFE.sub(" ", value).split())


def _inside(figure: str) -> str:
    """A figure from a sentence's beginning as it stands within one: "At least 14" becomes "at least 14"."""
    first = figure.partition(" ")[0]
    return figure[:1].lower() + figure[1:] if first.istitle() else figure


def _begun(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


_GRAVITY = {"critical": 0, "warning": 1, "info": 2}


def _kicker(alert: Alert) -> str:
    if alert.status == "revised":
        return f"{alert.severity}, correction"
    return f"{alert.severity}, over" if alert.status == "resolved" else alert.severity


def _evidence(quote: Quote) -> Evidence:
    link = quote.url if quote.url and _WEB.fullmatch(quote.url) else None
    return Evidence(_shortened(one_line(quote.quote), LONGEST_QUOTE), one_line(quote.source), link and one_line(link))


def _lines(story: Story) -> Iterable[str]:
    yield f"{story.kicker.upper()} · {story.rule}"
    yield story.headline
    if story.summary != story.headline:
        yield story.summary
    if story.says:
        yield f"Says: {story.says}"
    for evidence in story.evidence:
        yield f"\n  “{evidence.quote}”"
        yield f"  — {evidence.publisher}" + (f"\n  {evidence.link}" if evidence.link else "")
    yield f"\n{story.at:%Y-%m-%d %H:%M} UTC" + (f" · {story.reason}" if story.reason else "")


def _shortened(value: str, longest: int) -> str:
    return value if len(value) <= longest else value[: longest - 1].rstrip() + "…"
