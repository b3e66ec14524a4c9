"""One sentence as the control reader sees it: who, where and what kind of site stands at which word, and the phrases
that can change hands."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from msgspec import Struct
from msgspec.structs import replace

from monitor.extract.control.words import ControlIndex, SiteClass
from monitor.extract.found import FoundPlace
from monitor.extract.words.lexicon import Lexicon
from monitor.extract.words.phrases import HYPHENS
from monitor.extract.words.tokens import QUOTES, Document, Line
from monitor.model import Actor

LONGEST = 16
"""Words in a noun phrase."""
BEFORE_NOUN = frozenset({"det", "adjective", "number"})
ENDED = frozenset({"past", "third"})
FINITE = frozenset({"past", "third", "ing"})
LOOSE = frozenset({"det", "adjective", "adverb", "predet"})
STOPS = frozenset({"verb", "prep", "relative", "conj", "sub", "modal", "pronoun", "to", "but"})
COMMA = ","
ADJECTIVES = 5
"""Words before a noun within which its article is looked for."""


class Item(Struct, gc=False):
    """Words [k, end): an actor, a place of the map, a kind of site, an unknown name, a person, or a nation's adjective.
    A place that may stand in for its forces ("Moscow") and a site of somebody's ("army base") carry the `actor` too;
    `holder`: the actor holds what follows ("M23-held")."""

    kind: str
    k: int
    end: int
    actor: Actor | None = None
    place: FoundPlace | None = None
    site: SiteClass | None = None
    holder: bool = False


class Phrase(Struct, gc=False):
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
    joined: FoundPlace | None = None
    """The other of two places that a hyphen joins ("the X-Y road")."""
    frozen: bool = False
    """The head is found; what follows belongs to it ("the palace of the emir")."""

    @property
    def named(self) -> bool:
        """Whether the phrase says which place."""
        return self.place is not None or self.name is not None

    @property
    def own(self) -> bool:
        """Whether the phrase itself holds the name, not what hangs on it."""
        return self.place is not None or (self.name is not None and self.k <= self.name.k < self.end)

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
    order: list[Item] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    covers: dict[int, Item] = field(default_factory=dict)
    told: list[Phrase] = field(default_factory=list)
    """The places of the last change that the sentence told."""
    neared: bool = False
    """Whether these were only advanced on."""
    dated: frozenset[int] = frozenset()
    """Words of date expressions, which no phrase holds."""
    words: list[str] = field(init=False)
    """The sentence's words as they are compared."""

    def __post_init__(self) -> None:
        self.words = self.line.words

    def tags(self, k: int) -> frozenset[str]:
        """What the lexicon knows of word k."""
        return self.lexicon.word(self.words[k]).tags

    def common(self, k: int) -> bool:
        """Whether word k is an ordinary noun that the lexicon knows ("the vessel", "commander")."""
        tags = self.tags(k)
        return "noun" in tags and {"unknown", "adjective"}.isdisjoint(tags)

    def lay(self, found: dict[int, Item]) -> None:
        """Set the items; none overlaps another."""
        self.items = dict(sorted(found.items()))
        self.order = list(self.items.values())
        self.ends = [item.end for item in self.order]
        self.covers = {k: item for item in self.order for k in range(item.k, item.end)}

    def covering(self, k: int) -> Item | None:
        """The item that word k belongs to."""
        return self.covers.get(k)

    def meant(self, k: int) -> Item | None:
        """The place or site that a pronoun at word k stands for: the nearest one before it."""
        able = (item for item in self.before(k) if self._site(item) or self._town(item) or self._village(item))
        return next(able, None)

    def _site(self, item: Item) -> bool:
        """Whether a site stands for itself and is not what the place before a comma is said to be ("X, a base")."""
        k = item.k - 1
        while k > 0 and (self.words[k] != COMMA and "indefinite" not in self.tags(k)) and item.k - k < ADJECTIVES:
            k -= 1
        aside = k > 1 and "indefinite" in self.tags(k) and self.words[k - 1] == COMMA
        told = self.covering(k - 2) if aside else None
        return item.kind == "site" and (told is None or told.kind not in ("place", "name"))

    def _town(self, item: Item) -> bool:
        """Whether a place is no whole country."""
        return item.place is not None and item.place.mention.place.feature != "country"

    def _village(self, item: Item) -> bool:
        """Whether an unknown name is said to be a place's ("the village of X")."""
        return item.kind == "name" and (item.k == 0 or self.words[item.k - 1] in self.index.words.of)

    def before(self, k: int) -> Iterator[Item]:
        """The items that end before word k, nearest first."""
        return (self.order[n] for n in range(bisect_right(self.ends, k) - 1, -1, -1))

    def phrase(self, k: int) -> Phrase | None:
        """The noun phrase that begins with word k, None where there is none."""
        phrase, j, last = Phrase(k, k), k, min(len(self.words), k + LONGEST)
        while j < last:
            step = self._step(phrase, j)
            if step == j:
                break
            j = step
        phrase.end = j
        if phrase.joined and phrase.site and phrase.site.site == "line":
            phrase.other, phrase.partial = phrase.joined, True
        return phrase if phrase.head else None

    def _step(self, phrase: Phrase, j: int) -> int:
        """The word after what begins with word j and belongs to the phrase; j where the phrase has ended."""
        item, words = self.items.get(j), self.index.words
        if item:
            self._take(phrase, item)
            return item.end
        word = self.words[j]
        if j in self.dated or (word in words.stops and phrase.head in ("place", "name", "site")):
            return j
        if word in words.here or word in words.none:
            return self._pronoun(phrase, j) if not phrase.head or phrase.control else j
        if word in words.of and phrase.head:
            phrase.frozen = phrase.head == "site"
            if self._of_a_people(phrase):
                phrase.name = None
            return j + 1 if (phrase.head in ("site", "part") or phrase.control) and not phrase.named else j
        return j + 1 if self._measured(phrase, word) else self._plain(phrase, j)

    def _of_a_people(self, phrase: Phrase) -> bool:
        """Whether a name only says whose town follows ("the Turkmen town of")."""
        name, site = phrase.name, phrase.site
        return name is not None and site is not None and site.site == "populated" and name.end == site.k

    def _pronoun(self, phrase: Phrase, j: int) -> int:
        """ "it" stands for the place named last; "no" and "nobody" for none."""
        meant = self.meant(j) if self.words[j] in self.index.words.here else None
        if meant:
            self._take(phrase, meant)
        return j + 1 if meant else j

    def _measured(self, phrase: Phrase, word: str) -> bool:
        """Whether a word only says how much of a place, or that it is held ("parts of", "more than", "control of")."""
        words = self.index.words
        if word in words.parts:
            phrase.partial = word not in words.wholes
            phrase.head = phrase.head or "part"
            return True
        if word in words.control and not phrase.named:
            phrase.control, phrase.head = True, "other"
            return True
        loose = (phrase.head in ("", "part") or phrase.control) and not phrase.named
        return (word in words.amounts and loose) or (phrase.control and phrase.head == "other" and word in words.over)

    def _plain(self, phrase: Phrase, j: int) -> int:
        """An ordinary word: adjectives and numbers go by, another noun becomes the head."""
        token, tags = self.document.tokens[self.line.at[j]], self.tags(j)
        if token.kind == "number" or ("measure" in tags and not phrase.head):
            counts = j + 1 < len(self.words) and self.words[j + 1] in self.index.words.of
            if counts and not phrase.head:
                phrase.head, phrase.partial = "part", True
            return j + 1
        if (
            token.kind == "clitic"
            or token.text in QUOTES
            or (self.words[j] in self.index.words.holding and j > phrase.k)
        ):
            return j + 1
        if j > phrase.k and self.glued(j):
            return j + 1
        if token.kind != "word" or self._stops(tags, phrase, j):
            return j
        if "det" in tags and phrase.head and phrase.head != "other" and not self._determined(j - 1):
            return j
        if LOOSE.isdisjoint(tags):
            phrase.head = phrase.head if phrase.frozen else "other"
        return j + 1

    def _determined(self, j: int) -> bool:
        """Whether a determiner behind word j goes on with its phrase: "control over the", "all the", "half the"."""
        return self.words[j] in self.index.words.over or self.words[j] in self.index.words.parts

    def glued(self, j: int) -> bool:
        """Whether a hyphen joins word j to the one before it ("UAE-flagged")."""
        return self.line.at[j] - self.line.at[j - 1] == 2

    def _hyphened(self, one: FoundPlace, other: FoundPlace | None) -> bool:
        """Whether nothing but a hyphen stands between two places."""
        tokens = self.document.tokens
        return other is not None and other.first == one.last + 1 and tokens[one.last].text in HYPHENS

    def _stops(self, tags: frozenset[str], phrase: Phrase, j: int) -> bool:
        """Whether a word ends a phrase. A guessed verb form may be an adjective inside one ("abandoned")."""
        if "measure" in tags and phrase.head in ("place", "site", "part"):
            return True
        if (
            "det" in tags
            or ("adjective" in tags and FINITE.isdisjoint(tags))
            or ("noun" in tags and "verb" not in tags)
        ):
            return False
        following = self.items.get(j + 1)
        if "ing" in tags and not phrase.head and following is not None and following.kind == "site":
            return False
        if "verb" in tags and not phrase.head and "participle" in tags:
            return False
        if "noun" in tags and ENDED.isdisjoint(tags) and j > phrase.k:
            return not self.glued(j - 1) and BEFORE_NOUN.isdisjoint(self.tags(j - 1))
        return not STOPS.isdisjoint(tags)

    def _take(self, phrase: Phrase, item: Item) -> None:
        if item.kind == "nation":
            phrase.actor = item.actor if item.holder else phrase.actor
            return
        if item.kind in ("person", "name") and phrase.actor and item.k and self.common(item.k - 1):
            return
        if item.kind == "person" and (phrase.frozen or phrase.control):
            item = replace(item, kind="name")
        if item.kind == "name" and phrase.head == "other" and not phrase.control and self.common(item.k - 1):
            return
        if item.kind == "actor" and phrase.site and phrase.head == "site":
            phrase.actor = item.actor
            return
        phrase.head = phrase.head if phrase.frozen and item.kind == "name" else item.kind
        if item.kind == "actor":
            phrase.actor = item.actor
        elif item.kind == "place":
            if phrase.place and self._hyphened(phrase.place, item.place):
                phrase.joined = item.place
            owned = item.k > phrase.k and self.document.tokens[self.line.at[item.k] - 1].kind == "clitic"
            phrase.place = item.place if owned else phrase.place or item.place
        elif item.kind == "name":
            phrase.name = phrase.name or item
        else:
            phrase.site = item
            phrase.actor = item.actor or phrase.actor
            phrase.partial = phrase.partial or self.index.words.parts.issuperset(self.words[item.k : item.end])
