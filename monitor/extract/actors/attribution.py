"""Who says so: sources beside verbs of saying ("said the army", "according to residents"), carried on in silence.

A source vouches for its own sentence, for those behind it in the paragraph until another one speaks, and for one that
goes on about it with a pronoun ("It said the army had also ...")."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec
from msgspec.structs import replace

from monitor.extract.actors.source_index import SourceIndex
from monitor.extract.found import FoundActor, FoundSource
from monitor.extract.words.phrases import lines
from monitor.extract.words.tokens import Document, Line, Sentence
from monitor.model import ActorKind, Attribution, AttributionKind

LINKED = 5
"""Words between a voice and whose it is."""
CARRY = 4
"""Silent sentences that one source vouches for."""
ASIDE = 15
"""Words from a source back to the comma of the aside in which it stands."""
REACH = 9
"""Words between a source and its verb."""
COLON = ":"
MARKS = frozenset(":;()")
TURNS = frozenset(",\"”'’")
"""What stands between what is said and a verb that comes before its subject."""
ARMED: dict[ActorKind, AttributionKind] = {
    "state_force": "military", "external": "military", "rebel": "armed_group", "militia": "armed_group",
    "communal": "armed_group", "civilians": "resident", "protesters": "resident",
}  # fmt: skip
OFFICES: dict[AttributionKind | None, str] = {"military": "military-forces", "government": "government"}
"""What a state's own offices are called by their kind."""
LONGEST_STATE = 4
"""Words in the name of a state."""
FORCES: dict[str, AttributionKind] = {"police": "police", "security": "police", "government": "government"}


class Candidate(msgspec.Struct, frozen=True):
    """A noun phrase that could be a source: words [k, end), its known id, its kind (None for "a spokesman")."""

    k: int
    end: int
    id: str | None
    kind: AttributionKind | None


@dataclass(slots=True)
class _Memory:
    """The sources named so far, and for each kind the only one that the article names."""

    last: dict[AttributionKind, str]
    only: dict[AttributionKind, str]
    told: set[str] = field(default_factory=set)
    """The article's words, gathered when first asked for."""

    def words(self, document: Document) -> set[str]:
        """All words of the article."""
        if not self.told:
            self.told.update(document.norms)
        return self.told


def find(index: SourceIndex, document: Document, actors: tuple[FoundActor, ...]) -> tuple[FoundSource, ...]:
    """Everybody who says something in the article, each with the sentences that lean on it, in order."""
    candidates = _candidates(index, document, lines(document), actors)
    memory = _Memory({}, _only(candidates))
    speakers = [
        _speakers(index, document, current, candidates[n], memory, n) for n, current in enumerate(lines(document))
    ]
    for n, current in enumerate(lines(document)):
        if n and not speakers[n] and document.sentences[n].in_ == "text":
            reach = _goes_on(index, current.words)
            speakers[n] = next((row for row in reversed(speakers[max(0, n - reach) : n]) if row), [])
    found = [one for n, row in enumerate(speakers) for one in _spread(document, speakers, n, row)]
    return _titled(document, speakers, found)


def _goes_on(index: SourceIndex, words: list[str]) -> int:
    """How many sentences back somebody may have been named who goes on speaking in one: "It said ..." the last one,
    "..., she added" some; 0 where nobody does."""
    known = index.words
    if known.pronouns.isdisjoint(words):
        return 0
    says = (
        k for k in index.speaking.of(words) if k and words[k - 1] in known.pronouns and index.verbs.longest(words, k)
    )
    k = next((k for k in says if k == 1 or words[k - 2] in TURNS), None)
    if k is None or words[k - 1] in known.relatives:
        return 0
    return 1 if k == 1 and words[0] not in known.persons else CARRY


def _titled(document: Document, speakers: list[list[FoundSource]], found: list[FoundSource]) -> tuple[FoundSource, ...]:
    """The sources; those of the body's first sentence vouch for a title that names nobody, too."""
    sentences = document.sentences
    lead = next((n for n, sentence in enumerate(sentences) if sentence.kind == "body"), 0)
    titles = tuple(n for n in range(lead) if sentences[n].in_ == "title" and not speakers[n])
    return tuple(replace(one, sentences=(*titles, *one.sentences)) if lead in one.sentences else one for one in found)


def _candidates(
    index: SourceIndex, document: Document, rows_of: list[Line], actors: tuple[FoundActor, ...]
) -> list[list[Candidate]]:
    rows: list[list[Candidate]] = []
    a = 0
    for current, sentence in zip(rows_of, document.sentences, strict=True):
        begin = a
        while a < len(actors) and actors[a].first < sentence.last:
            a += 1
        rows.append(list(_scan(index, document, current, {found.first: found for found in actors[begin:a]})))
    return rows


def _scan(index: SourceIndex, document: Document, current: Line, actors: dict[int, FoundActor]) -> Iterator[Candidate]:
    """The candidates of one sentence; what follows directly upon another ("army spokesman") joins it."""
    behind, words = 0, current.words
    pending: Candidate | None = None
    for k in _openings(index, current, actors):
        found = _at(index, document, current, actors, k) if k >= behind else None
        if found is None or (pending and words[k] in index.speaking.words and pending.end == k):
            continue
        if pending and _joins(document, current, pending.end, found.k):
            kind = found.kind if not pending.id and found.kind else pending.kind
            pending = Candidate(pending.k, found.end, pending.id or found.id, kind)
        else:
            if pending:
                yield pending
            pending = found
        behind = found.end
    if pending:
        yield pending


def _openings(index: SourceIndex, current: Line, actors: dict[int, FoundActor]) -> list[int]:
    """The words with which a candidate can begin: an actor, or what the index knows."""
    known = index.starts.of(current.words)
    if not actors:
        return known
    places = ((bisect_left(current.at, at), at) for at in actors)
    return sorted({*known, *(k for k, at in places if current.at[k] == at)})


def _joins(document: Document, current: Line, end: int, k: int) -> bool:
    """Whether a candidate goes on right behind another, or as its possession ("the army's spokesman")."""
    return k == end or (k == end + 1 and document.tokens[current.at[end]].kind == "clitic")


def _at(
    index: SourceIndex, document: Document, current: Line, actors: dict[int, FoundActor], k: int
) -> Candidate | None:
    """What could be a source from word k on: a known name, an actor, or a word for a source, the longest of them."""
    name = index.names.longest(current.words, k)
    if name and name[1].spelling.fits(document, current, k, name[0]):
        return Candidate(k, k + name[0], name[1].id, name[1].kind)
    noun = index.nouns.longest(current.words, k)
    actor = actors.get(current.at[k])
    if actor is None:
        return Candidate(k, k + noun[0], _owner(document, current, actors, k, noun[1]), noun[1]) if noun else None
    end = k + 1
    while end < len(current.words) and current.at[end] < actor.last:
        end += 1
    if actor.bare:
        return _state(index, current, actor, k, end)
    kind = _kind(actor)
    if noun and k + noun[0] >= end + (noun[1] in (None, kind) or not _office(noun[1], actor)):
        return Candidate(k, k + noun[0], None, noun[1])
    return Candidate(k, end, actor.actor.id, kind)


def _office(kind: AttributionKind | None, actor: FoundActor) -> bool:
    """Whether words for a source that are an actor's too mean an office ("the military administration")."""
    return actor.actor.id is None or kind == "government"


def _state(index: SourceIndex, current: Line, actor: FoundActor, k: int, end: int) -> Candidate | None:
    """A state that speaks by its name or capital ("Kyiv said"), not where somebody speaks ("sources in Kyiv said")."""
    state = (actor.actor.id or "").partition("-forces-of-")[2]
    located = k > 0 and current.words[k - 1] in index.words.within - index.words.links
    if not state or located or not index.verbs.longest(current.words, end):
        return None
    return Candidate(k, end, f"government-of-{state}", "government")


def _owner(
    document: Document, current: Line, actors: dict[int, FoundActor], k: int, kind: AttributionKind | None
) -> str | None:
    """The id of an office by the state that is named right before it ("[Russia]'s defence ministry")."""
    if kind not in OFFICES:
        return None
    end = k - 1 if k and document.tokens[current.at[k - 1]].kind == "clitic" else k
    for j in range(max(0, end - LONGEST_STATE), end):
        found = actors.get(current.at[j])
        if found is not None and found.bare and found.last == current.at[end - 1] + 1:
            state = (found.actor.id or "").partition("-forces-of-")[2]
            return f"{OFFICES[kind]}-of-{state}" if state else None
    return None


def _kind(found: FoundActor) -> AttributionKind | None:
    """What kind of source an actor is."""
    force = (found.actor.id or "").partition("-forces-of-")[0].partition("-of-")[0]
    return FORCES.get(force) or ARMED.get(found.actor.kind)


def _only(rows: list[list[Candidate]]) -> dict[AttributionKind, str]:
    seen: dict[AttributionKind, set[str]] = {}
    for row in rows:
        for candidate in row:
            if candidate.id and candidate.kind:
                seen.setdefault(candidate.kind, set()).add(candidate.id)
    return {kind: next(iter(ids)) for kind, ids in seen.items() if len(ids) == 1}


def _speakers(
    index: SourceIndex, document: Document, current: Line, row: list[Candidate], memory: _Memory, number: int
) -> list[FoundSource]:
    """The sources that speak in one sentence."""
    chosen: dict[int, Candidate] = {}
    if row:
        chosen.update(_headed(document, current, row, number))
        for k in index.speaking.of(current.words):
            found = _speaking(index, document, current, row, k)
            if found and found.k not in chosen:
                chosen.update((one.k, one) for one in _joined(index, current.words, row, found))
    speakers = [_source(index, document, current, row, chosen[k], memory, number) for k in sorted(chosen)]
    return [speaker for speaker in speakers if speaker]


def _headed(document: Document, current: Line, row: list[Candidate], number: int) -> dict[int, Candidate]:
    """Sources that a title names before or behind a colon ("Nine dead: police")."""
    words, found = current.words, dict[int, Candidate]()
    if document.sentences[number].in_ == "title" and COLON in words:
        for candidate in (row[0], row[-1]):
            opens = candidate.k == 0 and words[candidate.end : candidate.end + 1] == [COLON]
            if opens or (candidate.end == len(words) and words[candidate.k - 1] == COLON):
                found[candidate.k] = candidate
    return found


def _joined(index: SourceIndex, words: list[str], row: list[Candidate], found: Candidate) -> Iterator[Candidate]:
    """A source and whoever speaks with it: "[witnesses] and [a local official] said"."""
    yield found
    before = next((one for one in reversed(row) if one.end < found.k), None)
    between = words[before.end : found.k] if before else []
    if before and between[0] in index.words.joins and index.words.articles.issuperset(between[1:]):
        yield before


def _speaking(index: SourceIndex, document: Document, current: Line, row: list[Candidate], k: int) -> Candidate | None:
    """The source that the word k says something for: a cue before it, or a verb on either side of it."""
    words = current.words
    cue = index.cues.longest(words, k)
    if cue:
        return _right(words, row, k + cue[0], index) or _apposed(index, document, current, row, k + cue[0])
    turned = index.turned.longest(words, k)
    verb = index.verbs.longest(words, k)
    left = _left(words, row, k, index) if verb else None
    inverted = k == 0 or words[k - 1] in TURNS or words[k] in index.words.listened
    if left or not (turned and inverted):
        return left
    return _right(words, row, k + turned[0], index) or _apposed(index, document, current, row, k + turned[0])


def _apposed(index: SourceIndex, document: Document, current: Line, row: list[Candidate], k: int) -> Candidate | None:
    """What the person named from word k on is told to be: "said [Marwan Hams], director of the hospital"."""
    comma = current.words.index(",", k) if "," in current.words[k : k + LINKED] else k
    names = (document.tokens[current.at[j]].text for j in range(k, comma))
    if comma == k or not all(name[0].isupper() for name in names):
        return None
    behind = next((one for one in row if one.k > comma), None)
    close = behind is not None and index.words.articles.issuperset(current.words[comma + 1 : behind.k])
    return behind if close else None


def _left(words: list[str], row: list[Candidate], k: int, index: SourceIndex) -> Candidate | None:
    """The nearest candidate before a verb, with nothing but names and titles between."""
    for candidate in reversed(row):
        if candidate.end <= k:
            gap = words[candidate.end : k]
            if gap.count(",") == 1 and gap[-1] == ",":
                return _beside_aside(index, words, row, k, candidate)
            broken = any(word in MARKS or word in index.words.breaks for word in gap) or gap.count(",") == 1
            return None if broken or len(gap) > REACH or _verbs(index, gap) else _head(index, words, row, candidate)
    return None


def _beside_aside(
    index: SourceIndex, words: list[str], row: list[Candidate], k: int, inner: Candidate
) -> Candidate | None:
    """Who speaks where commas part a verb from its subject, and a candidate stands between them: the one before the
    commas ("[an official], speaking under army rules, said"), else that one ("Amin, a spokesman for [X], said")."""
    opening = next((n for n in range(inner.k - 1, max(0, inner.k - ASIDE), -1) if words[n] == ","), None)
    turned = next((other for other in row if k < other.k <= k + 2), None)
    if opening is None or (turned and words[turned.end : turned.end + 1] in ([], ["."], [","])):
        return None
    outer = next((one for one in row if one.end == opening), None)
    near = k - 1 - inner.end < LINKED and not _verbs(index, words[opening:k])
    return outer or (inner if near else None)


def _head(index: SourceIndex, words: list[str], row: list[Candidate], found: Candidate) -> Candidate:
    """Who speaks where a candidate only names the site that he is at ("a doctor at the military hospital")."""
    sites, within = index.words.sites, index.words.within
    if sites.isdisjoint(words[found.end - 1 : found.end + 1]):
        return found
    at = next((k for k in range(found.k - 1, max(0, found.k - LINKED), -1) if words[k] in within), 0)
    return next((other for other in row if other.kind and other.end == at), found)


def _right(words: list[str], row: list[Candidate], k: int, index: SourceIndex) -> Candidate | None:
    """The nearest candidate behind a cue or a turned verb."""
    for candidate in row:
        if candidate.k >= k:
            gap = words[k : candidate.k]
            broken = any(word in MARKS or word in index.words.breaks or word == "," for word in gap)
            return None if broken or len(gap) > REACH or _verbs(index, gap) else candidate
    return None


def _verbs(index: SourceIndex, gap: list[str]) -> bool:
    return any(index.verbs.longest(gap, j) for j in range(len(gap)))


def _source(
    index: SourceIndex,
    document: Document,
    current: Line,
    row: list[Candidate],
    found: Candidate,
    memory: _Memory,
    number: int,
) -> FoundSource | None:
    """The source that a candidate is; a mere voice ("their spokesman") speaks for somebody named beside it."""
    voiced = found if found.kind else _master(index, current, row, found)
    if voiced is None or voiced.kind is None:
        return None
    named = voiced.id
    if named is None and voiced.kind in index.words.carried:
        named = memory.last.get(voiced.kind) or memory.only.get(voiced.kind)
        named = named or _described(index, document, current, voiced, memory)
    elif named:
        memory.last[voiced.kind] = named
    first, last = current.at[found.k], current.end(found.end)
    text = document.quote(document.sentences[number].in_, document.tokens[first].start, document.tokens[last - 1].end)
    return FoundSource(first, last, (number,), Attribution(text, named, voiced.kind))


def _described(index: SourceIndex, document: Document, current: Line, found: Candidate, memory: _Memory) -> str | None:
    """The id of the source that the words up to a candidate's last describe ("the UK-based watchdog", of Syria)."""
    for k in range(max(0, found.k - LINKED), found.end):
        known = index.described.longest(current.words, k)
        if known and found.k < k + known[0] <= found.end and known[1].spelling.fits(document, current, k, known[0]):
            return known[1].id if known[1].where & memory.words(document) else None
    return None


def _master(index: SourceIndex, current: Line, row: list[Candidate], voice: Candidate) -> Candidate | None:
    """Whose voice it is: the candidate behind "for", else the nearest one before it in the sentence."""
    words = current.words
    if voice.end < len(words) and words[voice.end] in index.words.links:
        behind = next((other for other in row if other.k > voice.end), None)
        if behind and behind.k - voice.end <= LINKED:
            return behind
    before = [other for other in row if other.end <= voice.k and other.kind not in (None, "resident")]
    return before[-1] if before else None


def _spread(
    document: Document, speakers: list[list[FoundSource]], number: int, row: list[FoundSource]
) -> Iterator[FoundSource]:
    """The same sources with the silent sentences of their paragraph: those behind, and for one that ends its sentence
    (", police said") also those before, where nobody else has spoken."""
    sentence, n, first = document.sentences[number], number + 1, number
    while n < len(speakers) and n - number <= CARRY and not speakers[n] and _together(document, n, sentence):
        n += 1
    while first and number - first < CARRY and not speakers[first - 1] and _together(document, first - 1, sentence):
        first -= 1
    if first and speakers[first - 1] and _together(document, first - 1, sentence):
        first = number
    middle = (sentence.first + sentence.last) // 2
    for found in row:
        since = first if found.first > middle else number
        yield FoundSource(found.first, found.last, tuple(range(since, n)), found.attribution)


def _together(document: Document, n: int, sentence: Sentence) -> bool:
    """Whether sentence n stands in the same paragraph."""
    other = document.sentences[n]
    return other.in_ == sentence.in_ and other.paragraph == sentence.paragraph
