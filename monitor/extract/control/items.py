"""Everything found in a sentence laid out by word: actors first, then places, kinds of site and unknown names."""

from bisect import bisect_left
from collections.abc import Mapping

from msgspec.structs import replace

from monitor.extract.control.scene import COMMA, Item, Scene
from monitor.extract.control.words import ControlIndex, SiteClass
from monitor.extract.found import Findings, FoundActor, FoundPlace, inside
from monitor.extract.words.lexicon import Lexicon
from monitor.extract.words.phrases import HYPHENS
from monitor.extract.words.tokens import Document, Line
from monitor.model import Actor

PARTICLE = 3
"""Letters of a lower-case word inside a name ("Mocimboa da Praia")."""


def scene(
    document: Document,
    index: ControlIndex,
    lexicon: Lexicon,
    line: Line,
    number: int,
    findings: Findings,
    persons: Mapping[int, int],
) -> Scene:
    """A sentence with its items: actors first, then places, kinds of site and unknown names."""
    view = Scene(document, index, lexicon, line, number)
    first, last = document.sentences[number].first, document.sentences[number].last
    found: dict[int, Item] = {}
    for actor in inside(findings.actors, first, last):
        _put(found, view, actor.first, actor.last, "actor", actor=actor.actor)
    for place in inside(findings.places, first, last):
        if not _generic(view, place):
            _put(found, view, place.first, place.last, "place", place=place)
    for actor in inside(findings.stand_ins, first, last):
        _stand_in(found, view, actor)
    _sites(found, view)
    tokens = {i for date in inside(findings.dates, first, last) for i in range(date.first, date.last)}
    view.dated = frozenset(k for k, i in enumerate(line.at[:-1]) if i in tokens)
    _names(found, view, persons)
    view.lay(found)
    return view


def _generic(view: Scene, place: FoundPlace) -> bool:
    """Whether a place's name is only a word for a kind of site ("the capital")."""
    k, end = _word(view.line, place.first), _word(view.line, place.last)
    site = view.index.sites.longest(view.words, end - 1)
    return site is not None and (end - k == 1 or "det" in view.tags(k))


def _word(line: Line, token: int) -> int:
    return bisect_left(line.at, token, 0, len(line.words))


def _put(
    found: dict[int, Item],
    view: Scene,
    first: int,
    last: int,
    kind: str,
    actor: Actor | None = None,
    place: FoundPlace | None = None,
) -> None:
    k, end = _word(view.line, first), _word(view.line, last)
    if end > k and not any(item.k < end and k < item.end for item in found.values()):
        found[k] = Item(kind, k, end, actor, place)


def _stand_in(found: dict[int, Item], view: Scene, actor: FoundActor) -> None:
    """A state named by its country or capital, or a holder ("M23-held"): it goes with the place, else stands alone."""
    k, end = _word(view.line, actor.first), _word(view.line, actor.last)
    item = found.get(k)
    if item and item.kind == "place":
        found[k] = replace(item, actor=actor.actor)
    elif end > k and not any(other.k < end and k < other.end for other in found.values()):
        holds = end < len(view.words) and view.words[end] in view.index.words.holding
        found[k] = Item("nation", k, end, actor.actor, holder=holds)


def _sites(found: dict[int, Item], view: Scene) -> None:
    k, sites = 0, view.index.sites
    while k < len(view.words):
        site = sites.longest(view.words, k) if view.words[k] in sites.starts else None
        item = found.get(k)
        free = item is None or (item.kind == "actor" and site is not None and item.end < k + site[0])
        if site and free and not any(k < other < k + site[0] for other in found):
            end = _point(view, k, k + site[0], site[1])
            kind = "site" if end == k + site[0] else "name"
            found[k] = Item(kind, k, end, actor=item.actor if item else None, site=site[1])
        k = found[k].end if k in found else k + 1


def _point(view: Scene, k: int, end: int, site: SiteClass) -> int:
    """The word after the number that makes a name of a capitalised kind of ground ("Hill 402"), else `end`."""
    tokens, at = view.document.tokens, view.line.at
    if site != "terrain" or end >= len(view.words) or not tokens[at[k]].text[0].isupper() or view.document.capitals:
        return end
    return end + (tokens[at[end]].kind == "number" and end not in view.dated)


def _names(found: dict[int, Item], view: Scene, persons: Mapping[int, int]) -> None:
    """Runs of capitalised words that nothing else has claimed, in texts that have both cases."""
    tokens, at = view.document.tokens, view.line.at
    if view.document.capitals:
        return
    headline = _headline(view)
    taken = {k for item in found.values() for k in range(item.k, item.end)}
    k = 0
    while k < len(view.words):
        k += k == 0 and tokens[at[0]].norm in view.lexicon.words
        start = k
        part = k - 1 in taken and _hyphened(view, k)
        while k < len(view.words) and k not in taken and k not in view.dated and _capital(view, k, headline):
            k += 1
        start = k if part else start
        while k > start and k < len(view.words) and _numbered(view, k):
            k += 1
        if k - start > 1 or (k > start and not _adjective(view, start)):
            person = (at[start] in persons and not _someplace(view, k)) or _somebody(view, k)
            found[start] = Item("person" if person else "name", start, k)
        k = max(k + 1, found[k].end if k in found else 0)


def _adjective(view: Scene, k: int) -> bool:
    """Whether word k is an adjective that opens the name of something else ("First Military Region")."""
    word = view.lexicon.words.get(view.words[k])
    return word is not None and "adjective" in word.tags


def _somebody(view: Scene, k: int) -> bool:
    """Whether what word k opens behind a name says that it is a person's (", a son of the drug lord")."""
    if view.words[k : k + 1] != [COMMA] or k + 1 >= len(view.words) or "det" not in view.tags(k + 1):
        return False
    behind = range(k + 2, min(k + 2 + PARTICLE, len(view.words)))
    return any(_one(view.tags(j)) and not _one_of_kind(view, j + 1) for j in behind)


def _someplace(view: Scene, k: int) -> bool:
    """Whether what word k opens behind a name says that a place is called like a person ("Sheikh X, a town in Y")."""
    if view.words[k : k + 1] != [COMMA] or k + 1 >= len(view.words) or "det" not in view.tags(k + 1):
        return False
    behind = ((j, view.index.sites.longest(view.words, j)) for j in range(k + 2, min(k + 4, len(view.words))))
    ends = (j + site[0] for j, site in behind if site)
    return any(end < len(view.words) and "prep" in view.tags(end) for end in ends)


def _one(tags: frozenset[str]) -> bool:
    """Whether a word is a noun for one person."""
    return {"noun", "person", "singular"} <= tags and "group" not in tags


def _one_of_kind(view: Scene, k: int) -> bool:
    """Whether word k is the noun that the word before it only describes ("a rebel stronghold")."""
    return k < len(view.words) and ("noun" in view.tags(k) or view.index.sites.longest(view.words, k) is not None)


def _hyphened(view: Scene, k: int) -> bool:
    """Whether word k goes on with the word before it behind a hyphen ("Masisi-Centre")."""
    at = view.line.at
    return 0 < k < len(view.words) and at[k] - at[k - 1] == 2


def _numbered(view: Scene, k: int) -> bool:
    """Whether word k is a number that goes on with the name before it ("M5")."""
    tokens, at = view.document.tokens, view.line.at
    return tokens[at[k]].kind == "number" and tokens[at[k]].start == tokens[at[k] - 1].end


def _headline(view: Scene) -> bool:
    """Whether a title capitalises all its words, so that only unknown ones can be names."""
    if view.document.sentences[view.number].in_ != "title":
        return False
    texts = [view.document.tokens[i].text for i in view.line.at[:-1]]
    long = [text for text in texts if len(text) > PARTICLE and text.isalpha()]
    return len(long) > PARTICLE and all(text[0].isupper() for text in long)


def _capital(view: Scene, k: int, headline: bool) -> bool:
    """Whether word k is part of a name: a capital, or joined by a hyphen to what begins with one."""
    tokens, i = view.document.tokens, view.line.at[k]
    if tokens[i].kind != "word":
        return False
    if tokens[i].text[0].isupper():
        if _described(view, i):
            return False
        return not headline or view.words[k] not in view.lexicon.words
    if len(tokens[i].text) <= PARTICLE and view.words[k] not in view.lexicon.words:
        return _between_capitals(view, k)
    return (
        k + 1 < len(view.words)
        and tokens[i + 1].text in HYPHENS
        and tokens[i + 1].start == tokens[i].end
        and tokens[i + 2].text[0].isupper()
    )


def _described(view: Scene, i: int) -> bool:
    """Whether a hyphen makes token i an adjective with the word behind it ("Kurdish-run")."""
    tokens = view.document.tokens
    if i + 2 >= len(tokens) or tokens[i + 1].text not in HYPHENS or tokens[i + 1].start > tokens[i].end:
        return False
    return (
        tokens[i + 2].text.islower()
        and len(tokens[i + 2].text) >= PARTICLE
        and tokens[i + 2].norm in view.lexicon.words
    )


def _between_capitals(view: Scene, k: int) -> bool:
    """Whether word k is a particle inside a name, perhaps with another one beside it ("San Juan de los Llanos")."""
    tokens, at = view.document.tokens, view.line.at
    first, last = k, k + 1
    while (
        first > 0
        and k - first < 2
        and tokens[at[first - 1]].text.islower()
        and len(tokens[at[first - 1]].text) <= PARTICLE
    ):
        first -= 1
    while (
        last < len(view.words) - 1
        and last - k < 2
        and tokens[at[last]].text.islower()
        and len(tokens[at[last]].text) <= PARTICLE
    ):
        last += 1
    inside = first > 0 and last < len(view.words)
    return inside and all(tokens[at[j]].text[0].isupper() for j in (first - 1, last))
