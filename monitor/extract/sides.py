"""Who did it and to whom: the actors of a happening, by their roles in its sentences.

A name goes before a description, and the grammar's doer before whoever else the sentence names; where its own sentences
are silent, the article's first ones are asked."""

from collections.abc import Iterator

from monitor.extract.found import Findings, FoundActor, within
from monitor.extract.tokens import Document
from monitor.extract.told import Told
from monitor.model import Actor, ActorKind

LONGEST = 20
"""Tokens that an actor or a source may take."""
LEAD = 4
"""Sentences that tell what an article is about."""
VICTIMS: dict[str, ActorKind] = {
    "soldiers": "state_force", "police": "state_force", "militants": "unidentified", "protesters": "protesters",
}  # fmt: skip
"""What actor the victims are where no finder knows them; all others are civilians."""
NAMES: dict[ActorKind, str] = {
    "state_force": "State forces", "unidentified": "Unidentified armed group", "protesters": "Protesters",
    "civilians": "Civilians",
}  # fmt: skip


HARMLESS = frozenset({"civilians", "protesters"})
Span = tuple[int, int]


def perpetrator(
    findings: Findings, document: Document, told: list[Told], first: bool, claims: frozenset[int] = frozenset()
) -> FoundActor | None:
    """Who did what the figures tell; `first` when it is the article's first happening, `claims` the sentences in which
    somebody claims or is given the responsibility."""
    candidates = list(_candidates(findings, document, told, first, claims))
    victims = {found.actor.id for one in told for found in _overlapping(findings, one.victim_spans)} - {None}
    fit = [found for found in candidates if found.actor.id not in victims]
    return next((found for found in fit if found.actor.id), fit[0] if fit else None)


def _candidates(
    findings: Findings, document: Document, told: list[Told], first: bool, claims: frozenset[int]
) -> Iterator[FoundActor]:
    """Whoever may have done it, the likeliest first."""
    for one in told:
        if one.doer:
            yield from _overlapping(findings, (one.doer,))
    spans = [span for one in told for span in one.victim_spans]
    sentences = [one.sentence for one in told]
    if first:
        sentences += [*sorted(claims), *range(min(LEAD, len(document.sentences)))]
    for n in dict.fromkeys(sentences):
        for found in _within(findings, document, n):
            speaks = _speaks(findings, found) and n not in claims
            if found.actor.kind not in HARMLESS and not speaks and not _meets(found, spans):
                yield found


def _within(findings: Findings, document: Document, n: int) -> tuple[FoundActor, ...]:
    return within(findings.actors, document.sentences[n].first, document.sentences[n].last)


def _overlapping(findings: Findings, spans: tuple[Span, ...]) -> Iterator[FoundActor]:
    """The actors whom the tokens of the spans name."""
    for span in spans:
        near = within(findings.actors, span[0] - LONGEST, span[1])
        yield from (found for found in near if _meets(found, [span]))


def _meets(found: FoundActor, spans: list[Span]) -> bool:
    return any(found.first < last and first < found.last for first, last in spans)


def _speaks(findings: Findings, found: FoundActor) -> bool:
    near = within(findings.sources, found.first - LONGEST, found.last)
    return any(source.last > found.first for source in near)


def sufferer(findings: Findings, told: list[Told]) -> tuple[Actor, Span] | None:
    """To whom it was done, and the tokens that say so: a known actor, else the victims as they are described."""
    named = [found for one in told for found in _overlapping(findings, one.victim_spans)]
    known = next((found for found in named if found.actor.id), named[0] if named else None)
    if known:
        return known.actor, (known.first, known.last)
    one = next((one for one in told if one.parts and one.victim_spans), None)
    if one is None:
        return None
    kind = VICTIMS.get(one.parts[0].kind, "civilians")
    return Actor(one.parts[0].text, NAMES[kind], None, kind), one.victim_spans[0]
