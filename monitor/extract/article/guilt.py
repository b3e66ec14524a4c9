"""Who says that a deed was his, who is blamed for it, and who denies it."""

from collections.abc import Iterator
from dataclasses import dataclass

from monitor.extract.actors.descriptors import FORCES_OF
from monitor.extract.context.scopes import Cue, cues
from monitor.extract.found import Findings, FoundActor, within
from monitor.extract.words.lexicon import Lexicon
from monitor.extract.words.tokens import Document

CLAIMED, BLAMED, DISOWNED, UNKNOWN = "cue:claimed", "cue:blamed", "cue:disowned", "cue:unknown"
TAGS = frozenset({CLAIMED, BLAMED, DISOWNED, UNKNOWN})
REACH = 12
"""Tokens between a word of blame and whoever is blamed."""


@dataclass(frozen=True, slots=True)
class Guilt:
    """Whom an article's claims and accusations name, in the order of the text, and whom its denials clear."""

    accused: tuple[FoundActor, ...] = ()
    cleared: frozenset[str] = frozenset()
    unknown: bool = False
    """Whether the article says that nobody knows who did it: whoever is about did not do it therefore."""


def guilt(document: Document, findings: Findings, lexicon: Lexicon, openers: frozenset[str]) -> Guilt:
    """The claims, accusations and denials of an article; `openers` are the words that such a cue may begin with."""
    accused: list[FoundActor] = []
    cleared: set[str] = set()
    unknown = False
    for n, sentence in enumerate(document.sentences if not openers.isdisjoint(document.norms) else ()):
        found = cues(document, sentence, lexicon, openers)
        said = [cue for cue in found if not TAGS.isdisjoint(cue.tags)]
        if not said:
            continue
        unknown = unknown or any(UNKNOWN in cue.tags for cue in said)
        said = [cue for cue in said if UNKNOWN not in cue.tags]
        disowned = [cue for cue in said if DISOWNED in cue.tags]
        cleared.update(
            one.actor.id or one.actor.name for cue in disowned for one in _before(document, findings, n, cue)
        )
        if not disowned:
            accused += (one for cue in said for one in _meant(document, findings, n, cue))
    return Guilt(tuple(accused), frozenset(cleared), unknown)


def _meant(document: Document, findings: Findings, n: int, cue: Cue) -> Iterator[FoundActor]:
    """The one who claims, or who is blamed: behind the word of blame, else before it ("X was blamed for")."""
    if BLAMED in cue.tags:
        end = min(document.sentences[n].last, cue.last + REACH)
        behind = within(findings.actors, cue.last, end) or within(findings.stand_ins, cue.last, end)
        if behind:
            yield next((one for one in behind[:2] if FORCES_OF not in (one.actor.id or FORCES_OF)), behind[0])
            return
    yield from _before(document, findings, n, cue)


def _before(document: Document, findings: Findings, n: int, cue: Cue) -> Iterator[FoundActor]:
    """The last one named before a cue in its sentence."""
    first = document.sentences[n].first
    found = within(findings.actors, first, cue.at) or within(findings.stand_ins, first, cue.at)
    yield from found[-1:]
