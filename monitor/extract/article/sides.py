"""Who did it and to whom: the actors of a happening, by their roles in its sentences.

The grammar's doer goes first, then whoever attacks in the same sentence, then whoever claims the deed or is blamed for
it, then the state whose strikes and shells are told. Only where none of these is, whoever bears arms there counts."""

from bisect import bisect_left
from collections.abc import Iterator

from monitor.extract.article.guilt import Guilt
from monitor.extract.article.told import Told
from monitor.extract.found import Findings, FoundActor, within
from monitor.extract.words.tokens import Document
from monitor.model import Actor, ActorKind, TollKind

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
HELD: frozenset[TollKind] = frozenset({"captured", "besieged"})
"""Whoever holds people did not always kill the others: who did that is asked first."""
BANDS: dict[str, frozenset[ActorKind]] = {"militants": frozenset({"rebel", "militia", "communal"})}
"""What groups the victims of a kind may belong to."""
ANYBODY = "people"
"""The kind of victims of whom nothing else is told."""
Span = tuple[int, int]


def perpetrator(
    findings: Findings, document: Document, told: list[Told], lead: list[int], guilt: Guilt, suffering: tuple[Span, ...]
) -> FoundActor | None:
    """Who did what the figures tell; `lead` are the sentences that tell what the article is about when it is its first
    happening, to which `guilt` belongs; `suffering` are the victims of all its happenings, in the order of the text.
    Who killed the attacker is not asked where others were harmed."""
    told = [one for one in told if not one.assailant] or told
    holders = list(_doers(findings, told))
    told = [one for one in told if one.toll not in HELD] or told
    victims = {found.actor.id for one in told for found in _overlapping(findings.actors, one.victim_spans)} - {None}
    doers = dict.fromkeys(_doers(findings, told))
    suspects = (*(guilt.accused if lead else ()), *_striking(findings, document, told, lead))
    fit = [*doers, *(found for found in suspects if found in doers or _able(found, victims, guilt))]
    if not fit:
        fit = [found for found in holders if _able(found, victims, guilt)] or list(_unnamed(document, told))
    if not fit and not guilt.unknown:
        present = (found for found in _present(findings, document, told, lead) if not _among(found, suffering))
        fit = [found for found in present if _able(found, victims, guilt)]
    return next((found for found in fit if found.actor.id), fit[0] if fit else None)


def party(findings: Findings, one: Told) -> tuple[frozenset[str], frozenset[str]]:
    """The ids of the known actors who did what a figure tells, and of those whose people its victims are."""
    doers = (found.actor.id for found in _doers(findings, [one]))
    victims = [found.actor.id for found in _suffering(findings, one) if found.actor.id]
    return frozenset(name for name in doers if name), frozenset(victims or _owners(findings, one))


def _owners(findings: Findings, one: Told) -> list[str]:
    """The one named last before "it lost nine", whose people these are."""
    if one.voice is None or not any(part.theirs for part in one.parts):
        return []
    near = (within(found, one.voice, one.first) for found in (findings.actors, findings.stand_ins))
    return [each.actor.id for found in near for each in found if each.actor.id][-1:]


def _able(found: FoundActor, victims: set[str | None], guilt: Guilt) -> bool:
    """Whether somebody whom the grammar does not name as the doer may be it."""
    cleared = (found.actor.id or found.actor.name) in guilt.cleared
    return not cleared and found.actor.id not in victims and found.actor.kind not in HARMLESS


def _doers(findings: Findings, told: list[Told]) -> Iterator[FoundActor]:
    """Whom the grammar names: the doer himself, or the state whose weapon or deed it was."""
    spans = tuple(span for one in told for span in (one.doer, *one.assailants) if span and not _suffers(one, span))
    yield from (found for found in _overlapping(findings.actors, spans) if found.actor.kind not in HARMLESS)
    yield from (found for found in _overlapping(findings.stand_ins, spans) if _alone(found, spans) or found.deed)


def _suffers(one: Told, span: Span) -> bool:
    return any(span[0] < last and first < span[1] for first, last in one.victim_spans)


def _unnamed(document: Document, told: list[Told]) -> Iterator[FoundActor]:
    """A doer whom only a word for anybody names: "a hooded man"."""
    for one in told:
        if one.doer and one.somebody:
            tokens, (first, last) = document.tokens, one.doer
            words = document.quote(document.sentences[one.sentence].in_, tokens[first].start, tokens[last - 1].end)
            yield FoundActor(first, last, Actor(words, words, None, "unidentified"))


def _alone(found: FoundActor, spans: tuple[Span, ...]) -> bool:
    """Whether a country is the whole doer ("Russia killed 12"), not only where he comes from."""
    near = (span for span in spans if _meets(found, [span]))
    return any(found.first - first <= 1 and last <= found.last for first, last in near)


def _striking(findings: Findings, document: Document, told: list[Told], lead: list[int]) -> Iterator[FoundActor]:
    """The states whose strikes and shells the happening's sentences, or the article's first ones, tell of."""
    for n in _sentences(told, lead):
        near = _within(findings.stand_ins, document, n)
        yield from (found for found in near if found.deed and not _speaks(findings, found))


def _present(findings: Findings, document: Document, told: list[Told], lead: list[int]) -> Iterator[FoundActor]:
    """Whoever bears arms in the sentences, does not speak there and is no state's: those come to every scene, and did
    it only where the grammar says so."""
    protest = any("protesters" in one.kinds for one in told)
    theirs = BANDS.get(next(iter(told[0].kinds), ""), frozenset()) if len(told[0].kinds) == 1 else frozenset()
    for n in _sentences(told, lead):
        for found in _within(findings.actors, document, n):
            bystander = (found.actor.kind == "state_force" and not protest) or found.actor.kind in theirs
            if not (bystander or _speaks(findings, found)):
                yield found


def leading(document: Document, aside: frozenset[int]) -> list[int]:
    """The sentences that tell what an article is about, but not those that only tell something `aside`."""
    return [n for n in range(min(LEAD, len(document.sentences))) if n not in aside]


def _among(found: FoundActor, spans: tuple[Span, ...]) -> bool:
    """Whether somebody is named in one of the spans."""
    near = bisect_left(spans, (found.first - LONGEST, 0))
    return _meets(found, list(spans[near : near + 2 * LONGEST]))


def _sentences(told: list[Told], lead: list[int]) -> list[int]:
    """Those that tell the figures, and for the first happening those that tell what the article is about."""
    return list(dict.fromkeys([*(one.sentence for one in told), *lead]))


def _within(found: tuple[FoundActor, ...], document: Document, n: int) -> tuple[FoundActor, ...]:
    return within(found, document.sentences[n].first, document.sentences[n].last)


def _overlapping(found: tuple[FoundActor, ...], spans: tuple[Span, ...]) -> Iterator[FoundActor]:
    """The actors whom the tokens of the spans name."""
    for span in spans:
        near = within(found, span[0] - LONGEST, span[1])
        yield from (one for one in near if _meets(one, [span]))


def _meets(found: FoundActor, spans: list[Span]) -> bool:
    return any(found.first < last and first < found.last for first, last in spans)


def _speaks(findings: Findings, found: FoundActor) -> bool:
    near = within(findings.sources, found.first - LONGEST, found.last)
    return any(source.last > found.first for source in near)


def _suffering(findings: Findings, one: Told) -> Iterator[FoundActor]:
    """Those whom the victims' own words name; "its soldiers" are those of the forces named last before."""
    yield from _overlapping(findings.actors, one.victim_spans)
    if any(part.theirs and VICTIMS.get(part.kind) == "state_force" for part in one.parts):
        before = within(findings.actors, one.first - LONGEST, one.first)
        yield from [found for found in before if found.actor.kind == "state_force" and found.actor.id][-1:]


def sufferer(
    findings: Findings, document: Document, told: list[Told], doer: FoundActor | None
) -> tuple[Actor, Span] | None:
    """To whom it was done, and the tokens that say so: a known actor other than the doer, else the victims as they are
    described. A fight costs both sides: what the doer's own side lost does not make it the other."""
    named = [found for one in told for found in _suffering(findings, one)]
    others = [found for found in named if doer is None or found.actor.id is None or found.actor.id != doer.actor.id]
    known = next((found for found in others if found.actor.id), None) or _foe(findings, told, doer)
    known = (
        known
        or _band(findings, document, told, doer)
        or next(iter(others), None)
        or _meant(findings, document, told, doer)
    )
    if known:
        return _classed(known.actor), (known.first, known.last)
    one = next((one for one in told if one.parts and one.victim_spans), None)
    if one is None:
        return None
    kind = VICTIMS.get(one.parts[0].kind, "civilians")
    return Actor(one.parts[0].text, NAMES[kind], None, kind), one.victim_spans[0]


def _classed(actor: Actor) -> Actor:
    """Bystanders by what they are as a class: "seven villagers" are the words for civilians, not their name."""
    if actor.id is not None or actor.kind not in HARMLESS:
        return actor
    return Actor(actor.text, NAMES[actor.kind], None, actor.kind, actor.country)


def _foe(findings: Findings, told: list[Told], doer: FoundActor | None) -> FoundActor | None:
    """The other side of a fight that cost people of whom nothing else is told: "clashes between police and protesters
    killed 17"."""
    if doer is None or any(one.kinds - {ANYBODY} for one in told if one.toll == told[0].toll):
        return None
    sides = [found for one in told for found in _overlapping(findings.actors, one.assailants)]
    others = (found for found in sides if _name(found) != _name(doer))
    return next(others, None) if doer in sides else None


def _meant(findings: Findings, document: Document, told: list[Told], doer: FoundActor | None) -> FoundActor | None:
    """Of whom the victims are only told to be a part: the last one named before it in its sentence who
    is not the doer ("raiders attacked the volunteers and killed six of them")."""
    one = told[0]
    if not one.figure.partitive or any(part.lemma for part in one.parts):
        return None
    before = within(findings.actors, document.sentences[one.sentence].first, one.first)
    others = [found for found in before if not (_speaks(findings, found) or (doer and _name(found) == _name(doer)))]
    return others[-1] if others else None


def _band(findings: Findings, document: Document, told: list[Told], doer: FoundActor | None) -> FoundActor | None:
    """The known group whose fighters the victims are, where their words do not say: the one that the sentence or the
    one before names beside the doer."""
    if not told[0].kinds or told[0].kinds - BANDS.keys():
        return None
    kinds = frozenset().union(*(BANDS[kind] for kind in told[0].kinds))
    n = told[0].sentence
    near = [found for k in (n, n - 1) if k >= 0 for found in _within(findings.actors, document, k)]
    fit = (found for found in near if found.actor.id and found.actor.kind in kinds)
    return next((found for found in fit if doer is None or _name(found) != _name(doer)), None)


def _name(found: FoundActor) -> str:
    return found.actor.id or found.actor.name
