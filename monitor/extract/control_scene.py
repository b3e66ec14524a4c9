"""One sentence as the control reader sees it: who, where and what kind of site stands at which word, and the phrases
that can change hands."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from monitor.extract.control_words import ControlIndex, SiteClass
from monitor.extract.found import Findings, FoundActor, FoundPlace
from monitor.extract.lexicon import Lexicon
from monitor.extract.phrases import HYPHENS, Line
from monitor.extract.tokens import Document
from monitor.model import Actor

LONGEST = 16
"""Words in a noun phrase."""
PARTICLE = 3
"""Letters of a lower-case word inside a name ("Mocimboa da Praia")."""
FINITE = frozenset({"past", "third", "ing"})
LOOSE = frozenset({"det", "adjective", "adverb", "predet"})
STOPS = frozenset({"verb", "prep", "relative", "conj", "sub", "modal", "pronoun", "to", "but"})
QUOTES = frozenset("\"“”'‘’«»")


@dataclass(slots=True)
class Item:
    """Words [k, end): an actor, a place of the map, a kind of site, an unknown capitalised name, or a nation's adjective.
    A place that may stand in for its forces ("Moscow") and a site of somebody's ("army base") carry the `actor` too;
    `holder`: the actor holds what follows ("M23-held")."""

    kind: str
    k: int
    end: int
    actor: Actor | None = None
    place: FoundPlace | None = None
    site: SiteClass | None = None
    holder: bool = False


@dataclass(slots=True)
class Phrase:
    """A noun phrase, words [k, end). `head` is what it ends in: place, site, name, actor or other."""

    k: int
    end: int
    head: str = ""
    place: FoundPlace | None = None
    name: Item | None = None
    site: Item | None = None
    actor: Actor | None = None
    partial: bool = False
    control: bool = False
    where: FoundPlace | None = None
    other: FoundPlace | None = None
    beside: bool = False
    listed: bool = False
    """Its places follow behind a preposition ("the road in A, through B and in C")."""

    @property
    def named(self) -> bool:
        """Whether the phrase says which place."""
        return self.place is not None or self.name is not None

    @property
    def placelike(self) -> bool:
        """Whether the phrase can change hands."""
        return self.head in ("place", "site") or (self.head == "name" and self.actor is None)


@dataclass(slots=True)
class Scene:
    """A sentence with everything found in it, by word."""

    document: Document
    index: ControlIndex
    lexicon: Lexicon
    line: Line
    number: int
    items: dict[int, Item] = field(default_factory=dict)
    dated: frozenset[int] = frozenset()
    """Words of date expressions, which no phrase holds."""

    @property
    def words(self) -> list[str]:
        """The sentence's words as they are compared."""
        return self.line.words

    def tags(self, k: int) -> frozenset[str]:
        """What the lexicon knows of word k."""
        return self.lexicon.word(self.words[k]).tags

    def common(self, k: int) -> bool:
        """Whether word k is an ordinary noun that the lexicon knows ("the vessel", "commander")."""
        tags = self.tags(k)
        return "noun" in tags and {"unknown", "adjective"}.isdisjoint(tags)

    def covering(self, k: int) -> Item | None:
        """The item that word k belongs to."""
        for start in range(k, max(-1, k - LONGEST), -1):
            item = self.items.get(start)
            if item:
                return item if item.end > k else None
        return None

    def meant(self, k: int) -> Item | None:
        """The place or site that a pronoun at word k stands for: the nearest one before it."""
        return next((item for item in self.before(k) if item.kind in ("place", "site")), None)

    def before(self, k: int) -> Iterator[Item]:
        """The items that end before word k, nearest first."""
        return (item for item in reversed(list(self.items.values())) if item.end <= k)

    def phrase(self, k: int) -> Phrase | None:
        """The noun phrase that begins with word k, None where there is none."""
        phrase, j, last = Phrase(k, k), k, min(len(self.words), k + LONGEST)
        while j < last:
            step = self._step(phrase, j)
            if step == j:
                break
            j = step
        phrase.end = j
        return phrase if phrase.head else None

    def _step(self, phrase: Phrase, j: int) -> int:
        """The word after what begins with word j and belongs to the phrase; j where the phrase has ended."""
        item = self.items.get(j)
        if item:
            self._take(phrase, item)
            return item.end
        word, words = self.words[j], self.index.words
        if j in self.dated:
            return j
        if word in words.here and not phrase.head:
            meant = self.meant(j)
            if meant:
                self._take(phrase, meant)
                return j + 1
        if word in words.parts:
            phrase.partial = True
            phrase.head = phrase.head or "site"
            return j + 1
        if word in words.control and not phrase.named:
            phrase.control, phrase.head = True, "other"
            return j + 1
        if word in words.of and phrase.head:
            return j + 1 if (phrase.head == "site" or phrase.control) and not phrase.named else j
        if phrase.control and phrase.head == "other" and word in words.over:
            return j + 1
        return self._plain(phrase, j)

    def _plain(self, phrase: Phrase, j: int) -> int:
        """An ordinary word: adjectives and numbers go by, another noun becomes the head."""
        token, tags = self.document.tokens[self.line.at[j]], self.tags(j)
        if token.kind in ("number", "clitic") or token.text in QUOTES or (self.words[j] in self.index.words.holding and j > phrase.k):
            return j + 1
        if token.kind != "word" or self._stops(tags, phrase, j):
            return j
        if "det" in tags and phrase.head and phrase.head != "other" and self.words[j - 1] not in self.index.words.over:
            return j
        if LOOSE.isdisjoint(tags):
            phrase.head = "other"
        return j + 1

    def _stops(self, tags: frozenset[str], phrase: Phrase, j: int) -> bool:
        """Whether a word ends a phrase. A guessed verb form may be an adjective inside one ("abandoned")."""
        if "det" in tags or ("adjective" in tags and FINITE.isdisjoint(tags)) or ("noun" in tags and "verb" not in tags):
            return False
        if "verb" in tags and not phrase.head and "participle" in tags:
            return False
        return not STOPS.isdisjoint(tags)

    def _take(self, phrase: Phrase, item: Item) -> None:
        if item.kind == "nation":
            phrase.actor = item.actor if item.holder else phrase.actor
            return
        if item.kind == "name" and phrase.head == "other" and not phrase.control and self.common(item.k - 1):
            return
        if item.kind == "actor" and phrase.site and phrase.head == "site":
            phrase.actor = item.actor
            return
        phrase.head = item.kind
        if item.kind == "actor":
            phrase.actor = item.actor
        elif item.kind == "place":
            phrase.place = phrase.place or item.place
        elif item.kind == "name":
            phrase.name = phrase.name or item
        else:
            phrase.site = item
            phrase.actor = item.actor or phrase.actor


def scene(
    document: Document,
    index: ControlIndex,
    lexicon: Lexicon,
    line: Line,
    number: int,
    findings: Findings,
    others: tuple[FoundActor, ...],
    persons: Mapping[int, int],
) -> Scene:
    """A sentence with its items: actors first, then places, kinds of site and unknown names."""
    view = Scene(document, index, lexicon, line, number)
    first, last = document.sentences[number].first, document.sentences[number].last
    found: dict[int, Item] = {}
    for actor in findings.actors:
        if first <= actor.first < last:
            _put(found, view, actor.first, actor.last, "actor", actor=actor.actor)
    for place in findings.places:
        if first <= place.first < last:
            _put(found, view, place.first, place.last, "place", place=place)
    for actor in others:
        if first <= actor.first < last:
            _stand_in(found, view, actor)
    _sites(found, view)
    tokens = {i for date in findings.dates for i in range(date.first, date.last)}
    view.dated = frozenset(k for k, i in enumerate(line.at[:-1]) if i in tokens)
    _names(found, view, persons)
    view.items = dict(sorted(found.items()))
    return view


def _word(line: Line, token: int) -> int:
    return bisect_left(line.at, token, 0, len(line.words))


def _put(
    found: dict[int, Item], view: Scene, first: int, last: int, kind: str, actor: Actor | None = None, place: FoundPlace | None = None
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
    k = 0
    while k < len(view.words):
        site = view.index.sites.longest(view.words, k)
        item = found.get(k)
        if site and (item is None or (item.kind == "actor" and item.end < k + site[0])):
            if not any(k < other < k + site[0] for other in found):
                found[k] = Item("site", k, k + site[0], actor=item.actor if item else None, site=site[1])
        k = found[k].end if k in found else k + 1


def _names(found: dict[int, Item], view: Scene, persons: Mapping[int, int]) -> None:
    """Runs of capitalised words that nothing else has claimed, in texts that have both cases."""
    tokens, at = view.document.tokens, view.line.at
    if view.document.capitals:
        return
    taken = {k for item in found.values() for k in range(item.k, item.end)}
    k = 0
    while k < len(view.words):
        k += k == 0 and tokens[at[0]].norm in view.lexicon.words
        start = k
        while k < len(view.words) and k not in taken and k not in view.dated and _capital(view, k):
            k += 1
        if k > start:
            found[start] = Item("person" if at[start] in persons else "name", start, k)
        k = max(k + 1, found[k].end if k in found else 0)


def _capital(view: Scene, k: int) -> bool:
    """Whether word k is part of a name: a capital, or joined by a hyphen to what begins with one."""
    tokens, i = view.document.tokens, view.line.at[k]
    if tokens[i].kind != "word":
        return False
    if tokens[i].text[0].isupper():
        return True
    if len(tokens[i].text) <= PARTICLE and 0 < k < len(view.words) - 1 and view.words[k] not in view.lexicon.words:
        return all(tokens[view.line.at[j]].text[0].isupper() for j in (k - 1, k + 1))
    return (
        k + 1 < len(view.words)
        and tokens[i + 1].text in HYPHENS
        and tokens[i + 1].start == tokens[i].end
        and tokens[i + 2].text[0].isupper()
    )
