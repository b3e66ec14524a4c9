"""Why each figure was read or left: every number of an article and every word that could tell a toll or a change of
hands, with the frame that saw it, the cues that judged it, and what became of it.

Nothing is read again here: what the cascade made of the article (`Reader.study`) gives its own reasons. Only what no
frame ever saw is looked at once more, in `overlooked`."""

from collections.abc import Iterator

from monitor.extract.article.happenings import Happening
from monitor.extract.article.told import Lost, Told, tell
from monitor.extract.context.scopes import Ground
from monitor.extract.context.setting import Judgement
from monitor.extract.overlooked import overlooked, words
from monitor.extract.reader import Reader, Reading, spans_of
from monitor.extract.words.tokens import Document
from monitor.extract.words.units import Spans
from monitor.model import Account, Extraction, Words

ECHO = "the title repeats what the text tells"
Proof = tuple[str, str, int, int]
"""A field of an event, a field of the article, and the offsets in it that vouch for it."""


def explain(reader: Reader, reading: Reading) -> tuple[Account, ...]:
    """The account of what the reader made of an article, in the order of the text."""
    document, spans = reading.document, spans_of(reading.findings)
    lost = [(_told(reader, document, spans, one), one.reason) for one in reading.lost]
    rows = [*_figures(reading), *(_account(document, one, None, reason) for one, reason in lost)]
    rows += [_account(document, one, None, ECHO) for one in reading.echoes]
    rows += _changes(document, reading.extraction)
    told = [one for happening in reading.happenings for one, _ in _fates(happening)]
    taken = {token for one in (*told, *reading.echoes, *(one for one, _ in lost)) for token in _tokens(one)}
    rows += overlooked(reader, reading, taken)
    return tuple(sorted(rows, key=lambda row: (row.in_ == "text", row.start, row.end)))


def _fates(happening: Happening) -> Iterator[tuple[Told, str]]:
    """All figures of a happening, each with the reason why it was left, which is empty where it counts."""
    for made in happening.sums.values():
        yield from ((one, "") for one in made.used)
        yield from made.left
    yield from happening.left


def _figures(reading: Reading) -> Iterator[Account]:
    """A row for each figure of each happening, with the event that evidence of the same words points to."""
    document, events = reading.document, _events(reading.extraction)
    for happening in reading.happenings:
        rows = list(_fates(happening))
        proofs = (_proof(document, one) for one, reason in rows if not reason)
        event = next((events[proof] for proof in proofs if proof in events), None)
        yield from (_account(document, one, event, reason) for one, reason in rows)


def _events(extraction: Extraction) -> dict[Proof, str]:
    return {(row.field, row.in_, row.start, row.end): event.id for event in extraction.events for row in event.evidence}


def _proof(document: Document, one: Told) -> Proof:
    told = words(document, one.first, one.last)
    return f"toll.{one.toll}", told.in_, told.start, told.end


def _tokens(one: Told) -> Iterator[int]:
    """The document's tokens that a figure accounts for: its number, its victims and its trigger."""
    yield from range(one.first, one.last)
    for first, last in one.victim_spans:
        yield from range(first, last)
    yield one.trigger


def _told(reader: Reader, document: Document, spans: Spans, one: Lost) -> Told:
    """A mention that was lost, with its words."""
    typed, packed = reader.pack(document, one.sentence, spans)
    return tell(document, one.sentence, typed, packed, one.mention, one.judgement or Judgement())


def _account(document: Document, one: Told, event: str | None, reason: str) -> Account:
    judged, told = one.judgement, words(document, one.first, one.last)
    unreal = (judged.fiction or judged.natural or judged.sport) if reason else None
    return Account(
        text=told.text,
        start=told.start,
        end=told.end,
        in_=told.in_,
        reason=reason,
        kind=one.toll,
        figure=one.figure.best,
        event=event,
        trigger=words(document, one.trigger, one.trigger + 1),
        frame=one.mention.frame.name,
        context=judged.context,
        scope=judged.scope,
        cue=_ground(document, judged.cue or unreal),
        stretch=_ground(document, judged.stretch),
    )


def _ground(document: Document, ground: Ground | None) -> Words | None:
    return words(document, ground.first, ground.last) if ground else None


def _changes(document: Document, extraction: Extraction) -> Iterator[Account]:
    """A row for each change of hands, by the words that tell it."""
    for event in extraction.events:
        for row in event.evidence:
            if row.field == "control":
                text = document.quote(row.in_, row.start, row.end)
                yield Account(
                    text, row.start, row.end, row.in_, "", "control", event=event.id, context=event.context,
                    scope=event.scope,
                )  # fmt: skip
