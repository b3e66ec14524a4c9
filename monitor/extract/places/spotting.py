"""Names that may be places: one probe of the gazetteer for every capitalised run of words, and what speaks for each.

What is plainly a person's, a street's or a newspaper's name is thrown out here; whether the rest are places, and which,
is settled in `monitor.extract.places.resolve` with the whole article in view."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from monitor.extract.places.cues import PlaceCues
from monitor.extract.places.gazetteer import DEMONYM, EXACT, Candidate, Gazetteer, fold
from monitor.extract.places.names import LETTERS, Named, Names
from monitor.extract.places.nesting import enumerate_kinds, qualify
from monitor.extract.places.people import people
from monitor.extract.places.spots import CLEAR, NAMED, POSSIBLE, SHORTEST, Spot
from monitor.extract.words.tokens import Document, Sentence, Token

KNOWN = 133
"""The size (100,000 people) from which a name needs no cue."""
FAMOUS = 152
"""The size (500,000 people) from which a name is a place even where it is also an English word or a surname."""
MINOR = 60
"""By how much smaller a namesake may be and still be what "X cities" or "X district" means: a 180th of the people."""
DASHES = frozenset("-–—")
MOST = 50_000
"""Names of one article that are looked up on the map. What names more is a list and no news."""


def _unsized(item: Candidate) -> bool:
    """Whether nobody knows how many people a district has."""
    return item.feature == "district" and item.size == 0


class Fame(NamedTuple):
    """How well known the places of one name are: the peoples among them, the size of the largest, and whether one is so
    great that it is meant wherever its name stands."""

    peoples: tuple[Candidate, ...]
    size: int
    great: bool


@dataclass(slots=True)
class Spotter:
    """Finds the spots of a document."""

    gazetteer: Gazetteer
    cues: PlaceCues
    names: Names = field(init=False)
    fame: Callable[[int], Fame] = field(init=False)
    """By the number of a key; remembered."""

    def __post_init__(self) -> None:
        self.names = Names(self.gazetteer, self.cues)
        self.fame = lru_cache(maxsize=16384)(self._fame)

    def _fame(self, number: int) -> Fame:
        candidates = self.gazetteer.candidates(number)
        return Fame(
            tuple(item for item in candidates if item.tier == DEMONYM),
            max(item.size for item in candidates),
            any(item.tier == EXACT and (item.size >= FAMOUS or item.feature == "country") for item in candidates),
        )

    def spots(self, document: Document) -> list[Spot]:
        """Every name that may be a place, in the order of the text; of overlapping names the longest."""
        persons = people(document, self.cues)
        spots: list[Spot] = []
        for number, sentence in enumerate(document.sentences):
            if len(spots) >= MOST:
                break
            i = sentence.first
            for token in self._openers(document, sentence):
                named = self.names.longest(document, sentence, token.i) if token.i >= i else None
                if named or (token.i >= i and not document.capitals):
                    i = self._spot(document, number, token.i, named, persons, spots)
        enumerate_kinds(document, spots, self.cues)
        qualify(document, spots, self.cues, self.gazetteer)
        return spots

    def _openers(self, document: Document, sentence: Sentence) -> Iterator[Token]:
        """The words of a sentence with which a name can begin."""
        articles = self.cues.articles
        for token in document.words(sentence):
            if token.text.islower() and token.norm not in articles:
                continue  # nearly all words are told by this
            if token.kind == "word" and len(token.text) <= LETTERS and self._opens(document, sentence, token):
                yield token

    def _opens(self, document: Document, sentence: Sentence, token: Token) -> bool:
        """Whether a name can begin with the token, a word."""
        if token.text[0].isupper():
            determines = document.capitals and token.norm in self.cues.determiners
            return not (determines or self._prefixed(document, token.i))
        i = token.i
        if token.norm not in self.cues.articles or i + 2 >= sentence.last or document.tokens[i + 1].text != "-":
            return False
        return document.tokens[i + 2].text[0].isupper()

    def _prefixed(self, document: Document, i: int) -> bool:
        """Whether token i is the second half of "pro-Russian"; an article before the hyphen belongs to the name."""
        tokens = document.tokens
        if i < 2 or tokens[i - 1].text != "-" or tokens[i - 1].end != tokens[i].start:
            return False
        return tokens[i - 2].text.islower() and tokens[i - 2].norm not in self.cues.articles

    def _spot(
        self, document: Document, number: int, i: int, named: Named | None, persons: dict[int, int], spots: list[Spot]
    ) -> int:
        """Add the spot that begins with token i, if there is one; the token at which to go on. `named` is the longest
        name there, if there is one."""
        if not document.capitals and (short := self._abbreviation(document, number, i, spots[-1] if spots else None)):
            spots.append(short)
            return short.last
        if named is None:
            return self._loosely(document, number, i, persons, spots)
        end, key, index = named
        if i in persons and persons[i] and end - i == 1 and persons.get(end):
            return end
        spot = self._capital(document, Spot(i, end, number, key, self.gazetteer.candidates(index)))
        if spot.last > end or self._judge(document, spot, self.fame(index), persons):
            spots.append(spot)
        return spot.last

    def _capital(self, document: Document, spot: Spot) -> Spot:
        """The capital in place of a country or people ("the Somali capital"), unless its name follows."""
        tokens, last = document.tokens, document.sentences[spot.sentence].last
        at = spot.last + (spot.last < last and tokens[spot.last].kind == "clitic")
        if at >= last or tokens[at].norm not in self.cues.capital:
            return spot
        country = next((item for item in spot.candidates if item.feature == "country"), None)
        if country is None:
            return spot
        behind = [token for token in tokens[at + 1 : min(at + 3, last)] if token.text != ","]
        place = self.gazetteer.capital(country)
        if place is None or (behind and behind[0].text[0].isupper() and behind[0].norm not in self.cues.ordinary):
            return spot
        return Spot(
            spot.first, at + 1, spot.sentence, f"{spot.key} capital", [place], cue=NAMED, known=True, great=True
        )

    def _abbreviation(self, document: Document, number: int, i: int, latest: Spot | None) -> Spot | None:
        """The abbreviation of a state behind a comma: "Alexandria, La."; `latest` is the spot before it."""
        tokens = document.tokens
        before = latest if latest is not None and latest.last == i - 1 else None
        marked = "." in tokens[i].text or (i + 1 < len(tokens) and tokens[i + 1].text == ".")
        if not (marked or before is not None):
            return None
        text, ends = self.names.run(document, document.sentences[number], i)
        for length, end in reversed(ends.items()):
            written = tokens[end - 1].norm if end == i + 1 else ""
            meant = self.cues.abbreviations.get(written) or self.cues.abbreviations.get(text[:length])
            if meant is None:
                continue
            if self._abbreviated(tokens, i, end, before):
                places = self.gazetteer.lookup(meant)
                candidates = [item for item in places if item.feature == "region"][:1] or places[:1]
                if before is None and candidates and candidates[0].feature == "region" and _begun(tokens, end):
                    return None  # somebody's initials: "A.K. Malik"
                return Spot(i, end, number, meant, candidates, cue=CLEAR, known=True) if candidates else None
        return None

    def _abbreviated(self, tokens: list[Token], i: int, end: int, before: Spot | None) -> bool:
        """Whether tokens i to `end` are written as an abbreviation, and one of a place."""
        dotted = "." in tokens[end - 1].text
        stop = end < len(tokens) and tokens[end].text == "." and tokens[end].start == tokens[end - 1].end
        if i > 0 and tokens[i - 1].text in ",(" and before is not None:
            return stop or dotted or tokens[end - 1].text.isupper()
        goes_on = end + 1 < len(tokens) and tokens[end + 1].text[0].islower()
        return dotted or (stop and goes_on and end - i == 1 and len(tokens[i].text) > 2)

    def _loosely(self, document: Document, number: int, i: int, persons: dict[int, int], spots: list[Spot]) -> int:
        """A name that no key equals, but that a clear cue calls a place: matched in rough spelling."""
        tokens, sentence = document.tokens, document.sentences[number]
        token = tokens[i]
        if i in persons or len(token.norm) < 4 or token.norm in self.cues.ordinary:
            return i + 1
        end = i + 1
        while end + 1 < sentence.last and tokens[end].text == "-" and tokens[end].start == tokens[end - 1].end:
            end += 2
        if end < sentence.last and tokens[end].kind == "word" and tokens[end].text[0].isupper():
            if end > i + 1 or end + 1 >= sentence.last or tokens[end + 1].text[0].isupper() or end in persons:
                return i + 1
            end += 1
        spot = Spot(
            i, end, number, fold(document.quote(sentence.in_, token.start, tokens[end - 1].end)), [], loose=True
        )
        spot.cue = self._cue(document, spot, self._before(document, spot), self._after(document, spot))
        if spot.cue >= CLEAR or self._object(document, spot) or self._listed(document, spot, spots):
            spot.candidates = self.gazetteer.loosely(spot.key)
            if spot.candidates:
                spots.append(spot)
                return end
        return i + 1

    def _listed(self, document: Document, spot: Spot, spots: list[Spot]) -> bool:
        """Whether a name goes on with a list of places ("in A, B and C")."""
        last = spots[-1] if spots else None
        if last is None or last.sentence != spot.sentence or last.demonym or not (last.known or last.cue >= CLEAR):
            return False
        between = document.tokens[last.last : spot.first]
        return 0 < len(between) <= 2 and all(one.text == "," or one.norm in self.cues.conjunctions for one in between)

    def _before(self, document: Document, spot: Spot) -> Token | None:
        return document.tokens[spot.first - 1] if spot.first > document.sentences[spot.sentence].first else None

    def _after(self, document: Document, spot: Spot) -> Token | None:
        return document.tokens[spot.last] if spot.last < document.sentences[spot.sentence].last else None

    def _judge(self, document: Document, spot: Spot, fame: Fame, persons: dict[int, int]) -> bool:
        """Whether the spot may be a place; what is found on the way is noted in it."""
        cues, token = self.cues, document.tokens[spot.first]
        before, after = self._before(document, spot), self._after(document, spot)
        if fame.peoples:
            spot.candidates, spot.demonym = fame.peoples, True
            return True
        if spot.key.replace(" ", "_") in cues.never or (after is not None and after.text == "$"):
            return False
        great = fame.great
        spot.cue, spot.great = self._cue(document, spot, before, after), great
        single = spot.last - spot.first == 1
        if (
            single
            and len(token.text) < SHORTEST
            and not (great if token.text.isupper() else great or spot.cue >= POSSIBLE)
        ):
            return False
        if not self._no_person(document, spot, persons, great, single):
            return False
        spot.weak = document.capitals and not great and not spot.cue
        if single and document.capitals and len(token.text) < SHORTEST and token.norm in cues.common_words:
            return False
        if single and not great:
            seldom = token.norm in cues.surnames or token.norm in cues.rare_words
            short = len(token.text) < SHORTEST
            common = token.norm in cues.common_words
            spot.needs = NAMED if common and not self._object(document, spot) else CLEAR * (common or seldom or short)
        if self._part_of_other(document, spot, before, after, great):
            return False
        if not self._kind(document, spot, before, after):
            return False
        spot.attribute = self._attribute(document, spot)
        spot.organisation |= spot.attribute
        spot.known = great or fame.size >= KNOWN or spot.candidates[0].feature in ("region", "area")
        return True

    def _no_person(self, document: Document, spot: Spot, persons: dict[int, int], great: bool, single: bool) -> bool:
        """Whether the name is not a person's."""
        tokens, cues = document.tokens, self.cues
        if spot.first in persons:
            whole = tokens[spot.last - 1].norm in self.cues.kinds or spot.candidates[0].size >= KNOWN
            if not single and (whole or (spot.cue >= CLEAR and spot.candidates[0].tier == EXACT)):
                return True
            return persons[spot.first] == 0 and great and spot.cue >= CLEAR
        if document.capitals and not great and single and self._named(document, spot):
            return False
        after = self._after(document, spot)
        speaks = after is not None and after.norm in cues.person_verbs
        return not (speaks and single and not great and spot.cue < POSSIBLE)

    def _named(self, document: Document, spot: Spot) -> bool:
        """Whether a word of a text in capitals is or follows a given name or a title."""
        before = self._before(document, spot)
        given = document.tokens[spot.first].norm in self.cues.given_names
        return given or (before is not None and before.norm in self.cues.name_openers)

    def _cue(self, document: Document, spot: Spot, before: Token | None, after: Token | None) -> int:
        """How strongly the words around the name say that it is a place."""
        cues, tokens = self.cues, document.tokens
        if document.sentences[spot.sentence].kind == "dateline":
            return CLEAR
        if after is not None and self._names_kind(document, after):
            return NAMED if after.text[0].islower() and after.norm not in cues.features else CLEAR
        if after is not None and after.norm in cues.part and after.text[0].islower():
            return CLEAR
        if before is None:
            capitals = tokens[spot.first].text.isupper() and len(tokens[spot.first].text) > 3
            dash = after is not None and after.text in DASHES and after.start > tokens[spot.last - 1].end
            return CLEAR if capitals and dash and not document.capitals else 0
        if before.norm in cues.strong_locative:
            return CLEAR
        if before.text[0].islower() and before.norm in self.cues.kinds:
            return NAMED
        if before.norm in cues.of and spot.first >= 2:
            what = tokens[spot.first - 2].norm
            if what in self.cues.kinds or what in cues.compass or what in cues.part or what in cues.leaving:
                return POSSIBLE if what in cues.leaving else NAMED
        if before.text[0].islower() and before.norm in cues.compass:
            return CLEAR
        return POSSIBLE if before.norm in cues.locative or before.norm in cues.taking else 0

    def _object(self, document: Document, spot: Spot) -> bool:
        """Whether a place is what the words before it are likely to tell of: "captured X", "withdrew from X"."""
        before = self._before(document, spot)
        if before is None or before.norm not in self.cues.of:
            return before is not None and before.norm in self.cues.taking
        return spot.first > 1 and document.tokens[spot.first - 2].norm in self.cues.leaving

    def _body(self, document: Document, spot: Spot) -> bool:
        """Whether what follows a well-known place is a body of it and no natural feature: "Texas Forest Service"."""
        behind = document.tokens[spot.last + 1 : spot.last + 2]
        return spot.great and bool(behind) and behind[0].text[0].isupper() and not document.capitals

    def _names_kind(self, document: Document, after: Token) -> bool:
        """Whether the word behind a name is its kind, and not that of the next name ("the Borno town of Baga")."""
        if after.norm not in self.cues.kinds:
            return False
        follower = document.tokens[after.i + 1] if after.i + 1 < len(document.tokens) else None
        return follower is None or follower.norm not in self.cues.of or after.text[0].isupper()

    def _seat(self, spot: Spot) -> bool:
        """Whether a "town" can only be the seat of a district that bears the name."""
        first, exact = spot.candidates[0], (item for item in spot.candidates if item.tier == EXACT)
        return first.feature == "district" and all(item.feature != "populated" for item in exact)

    def _part_of_other(
        self, document: Document, spot: Spot, before: Token | None, after: Token | None, great: bool
    ) -> bool:
        """Whether the words around make it a street, a newspaper or a longer unknown name."""
        cues = self.cues
        if before is not None and before.norm in cues.before_not_places:
            return True
        title = document.sentences[spot.sentence].in_ == "title" or document.capitals
        if after is not None and after.kind == "word" and (after.text[0].isupper() or document.capitals):
            if after.norm in cues.not_places or (after.norm in cues.features and not great):
                return True
            spot.organisation = after.norm in cues.organisation
            expected = spot.organisation or after.norm in self.cues.kinds or after.norm in cues.titles
            expected |= after.norm in cues.links
            whole = document.tokens[spot.last - 1].norm in self.cues.kinds
            spot.weak |= not (expected or great or title or whole or after.norm in cues.ordinary)
        if before is None or before.kind != "word" or not before.text[0].isupper() or title:
            return False
        opens = spot.first - 1 == document.sentences[spot.sentence].first
        return not (opens or great or before.norm in cues.expected)

    def _attribute(self, document: Document, spot: Spot) -> bool:
        """Whether a hyphen makes the name an adjective of what follows ("the Britain-based group")."""
        behind = document.tokens[spot.last : spot.last + 2]
        return (
            len(behind) == 2
            and behind[0].text in DASHES
            and behind[1].text[0].islower()
            and (behind[0].start == document.tokens[spot.last - 1].end and behind[1].start == behind[0].end)
        )

    def _kind(self, document: Document, spot: Spot, before: Token | None, after: Token | None) -> bool:
        """Keep the candidates of the kind that the words beside the name say; whether there can be one."""
        cues, tokens = self.cues, document.tokens
        said = after.norm if after is not None and self._names_kind(document, after) else ""
        if not said and before is not None and before.norm in cues.of and spot.first >= 2:
            said = tokens[spot.first - 2].norm
        if said not in self.cues.kinds:
            water = [item for item in spot.candidates if item.feature == "water"]
            spot.candidates = water if water and tokens[spot.last - 1].norm in cues.features else spot.candidates
            return True
        if said in cues.features:
            spot.organisation = self._body(document, spot)
            return after is None or after.norm != said or after.text[0].islower() or spot.organisation
        wanted = {"region", "district"} if said in cues.region or said in cues.district else set()
        if said in cues.populated:
            wanted = wanted | {"populated", spot.candidates[0].feature if self._seat(spot) else "populated"}
        top = spot.candidates[0].size - MINOR
        kept = [item for item in spot.candidates if item.feature in wanted and (item.size >= top or _unsized(item))]
        if spot.candidates[0].feature != "country" or any(item.feature == "region" for item in kept):
            spot.candidates = kept or spot.candidates
        return True


def _begun(tokens: list[Token], i: int) -> bool:
    """Whether a word with a capital stands at token i."""
    return i < len(tokens) and tokens[i].kind == "word" and tokens[i].text[0].isupper()
