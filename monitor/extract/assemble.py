"""The whole article: figures of single sentences become the events that they tell.

One happening told in title, lead and body is one event; stated parts are summed, subsets and repetitions are not."""

from dataclasses import dataclass, field
from datetime import date

from monitor.extract.context import Judgement
from monitor.extract.frames import Mention
from monitor.extract.tokens import Document
from monitor.model import Estimate, Event, Evidence, Span, Toll, TollKind


@dataclass(slots=True)
class Told:
    """One figure with where and how it is told. `start` and `end` are code points in the sentence's field."""

    mention: Mention
    judgement: Judgement
    sentence: int
    start: int
    end: int


@dataclass(slots=True)
class Happening:
    """The figures of one event."""

    told: list[Told] = field(default_factory=list)


def events(document: Document, told: list[Told], today: date) -> tuple[Event, ...]:
    """The events of an article."""
    groups: dict[tuple[str, str], list[Told]] = {}
    for one in told:
        groups.setdefault((one.judgement.context, one.judgement.scope), []).append(one)
    return tuple(_event(document, group, today) for group in groups.values())


def _event(document: Document, told: list[Told], today: date) -> Event:
    kinds: dict[TollKind, Estimate] = {}
    evidence: list[Evidence] = []
    for one in told:
        kind = one.mention.frame.toll
        sentence = document.sentences[one.sentence]
        evidence.append(Evidence(f"toll.{kind}", one.start, one.end, sentence.start, sentence.end, sentence.in_))
    for kind in dict.fromkeys(one.mention.frame.toll for one in told):
        estimate = combine(document, [one for one in told if one.mention.frame.toll == kind])
        if estimate:
            kinds[kind] = estimate
    judgement = told[0].judgement
    return Event("", "Violence against civilians", "Attack", judgement.context, judgement.scope, Span(None, today, today, 3),
                 toll=Toll(**kinds), evidence=tuple(evidence), confidence=max(one.mention.frame.confidence for one in told))


def combine(document: Document, told: list[Told]) -> Estimate | None:
    """One estimate out of all figures of one kind of one happening."""
    total: Estimate | None = None
    seen: set[int] = set()
    last = -1
    for one in told:
        figure = one.mention.figure
        text = document.quote(document.sentences[one.sentence].in_, one.start, one.end)
        this = Estimate(figure.low, figure.best, figure.high, figure.qualifier, text)
        if total is None:
            total = this
        elif one.mention.absolute:
            total = this
        elif figure.anaphor or figure.best in seen and not figure.other:
            pass
        elif figure.other or one.sentence == last:
            high = None if total.high is None or this.high is None else total.high + this.high
            total = Estimate(total.low + this.low, total.best + this.best, high, total.qualifier, total.text)
        elif this.best > total.best:
            total = this
        seen.add(figure.best)
        last = one.sentence
    return total
