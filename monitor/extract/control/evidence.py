"""The words that vouch for a change: for the change itself, its place, each side of it and who says so."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from monitor.extract.control.claim import Claim
from monitor.extract.control.places import Located
from monitor.extract.found import Findings, FoundActor, FoundSource, inside
from monitor.extract.words.tokens import Document
from monitor.model import Actor, Evidence


def evidence(claim: Claim, where: Located, findings: Findings, says: Sequence[FoundSource]) -> tuple[Evidence, ...]:
    """One row for the change, one for its place, one for each actor of the event and one for each who says so."""
    scene = claim.scene
    sentence, tokens, at = scene.document.sentences[scene.number], scene.document.tokens, scene.line
    rows = (
        ("control", tokens[at.at[claim.start]].start, tokens[at.end(claim.end) - 1].end),
        ("place", where.start, where.end),
    )
    told = (Evidence(name, start, end, sentence.start, sentence.end, sentence.in_) for name, start, end in rows)
    speakers = (_row(scene.document, "attribution", source.first, source.last) for source in says)
    return (*told, *_sides(claim, findings), *speakers)


def _sides(claim: Claim, findings: Findings) -> Iterator[Evidence]:
    """Rows for who did it and to whom."""
    for name, actor in (("actor1", claim.gained or claim.lost), ("actor2", claim.lost if claim.gained else None)):
        span = _span(claim, actor, findings) if actor else None
        if span:
            yield _row(claim.scene.document, name, *span)


def _span(claim: Claim, actor: Actor, findings: Findings) -> tuple[int, int] | None:
    """The tokens that name an actor: those of the change's own agent, else the nearest, its own sentence first."""
    line, agent = claim.scene.line, claim.agent
    if agent and agent.actor and agent.actor.text == actor.text:
        return line.at[agent.k], line.end(agent.end)
    sentence = claim.scene.document.sentences[claim.scene.number]
    named = [*findings.actors, *findings.stand_ins]
    here = [*inside(findings.actors, sentence.first, sentence.last),
            *inside(findings.stand_ins, sentence.first, sentence.last)]  # fmt: skip
    at = line.at[claim.k]
    found = _nearest(here, actor, at) or _nearest(named, actor, at)
    return (found.first, found.last) if found else None


def _nearest(named: list[FoundActor], actor: Actor, at: int) -> FoundActor | None:
    same = (found for found in named if found.actor.text == actor.text)
    return min(same, key=lambda found: abs(found.first - at), default=None)


def _row(document: Document, name: str, first: int, last: int) -> Evidence:
    number = bisect_right(document.sentences, first, key=lambda sentence: sentence.first) - 1
    sentence = document.sentences[number]
    return Evidence(
        name, document.tokens[first].start, document.tokens[last - 1].end, sentence.start, sentence.end, sentence.in_
    )
