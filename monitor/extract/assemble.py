"""The whole article: figures of single sentences become the happenings that they tell, and these events."""

from dataclasses import dataclass, field
from datetime import date

from monitor.extract.merge import Sum, merge
from monitor.extract.told import Told
from monitor.extract.tokens import Document
from monitor.model import Estimate, Event, Evidence, Span, Toll, TollKind, Victims


@dataclass(slots=True)
class Happening:
    """The figures of one event, all of one context and scope."""

    told: list[Told] = field(default_factory=list)


def happenings(told: list[Told]) -> list[Happening]:
    """Which figures belong together: of one context and scope, up to a word that tells of another happening."""
    current: dict[tuple[str, str], Happening] = {}
    result: list[Happening] = []
    turned = -1
    for one in told:
        key = (one.judgement.context, one.judgement.scope)
        fresh = one.judgement.separate and one.sentence != turned and one.judgement.context == "reported"
        if key not in current or fresh:
            turned = one.sentence if fresh else turned
            current[key] = Happening()
            result.append(current[key])
        current[key].told.append(one)
    return result


def events(document: Document, told: list[Told], today: date) -> tuple[Event, ...]:
    """The events of an article."""
    return tuple(event for one in happenings(told) if (event := _event(document, one, today)))


def _event(document: Document, happening: Happening, today: date) -> Event | None:
    sums: dict[TollKind, Sum] = {}
    for kind in dict.fromkeys(one.toll for one in happening.told):
        made = merge([one for one in happening.told if one.toll == kind])
        if made:
            sums[kind] = made
    if not sums:
        return None
    first = happening.told[0]
    estimates: dict[TollKind, Estimate] = {kind: one.total for kind, one in sums.items()}
    return Event(
        id="",
        event_type="Violence against civilians",
        sub_event_type="Attack",
        context=first.judgement.context,
        scope=first.judgement.scope,
        time=Span(None, today, today, 3),
        toll=Toll(**estimates),
        evidence=tuple(_evidence(document, one) for made in sums.values() for one in made.used),
        victims=_victims(sums),
        confidence=max(one.mention.frame.confidence for made in sums.values() for one in made.used),
    )


def _victims(sums: dict[TollKind, Sum]) -> tuple[Victims, ...]:
    dead = sums.get("killed")
    return tuple(part for one in dead.used for part in one.victims()) if dead else ()


def _evidence(document: Document, one: Told) -> Evidence:
    sentence, tokens = document.sentences[one.sentence], document.tokens
    return Evidence(f"toll.{one.toll}", tokens[one.first].start, tokens[one.last - 1].end, sentence.start, sentence.end, sentence.in_)
