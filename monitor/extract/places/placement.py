"""Where something happened: the place of a stretch of text, out of the places named in it and around it.

The most specific place of the clause counts, then that of its sentence, of the sentences before it in the paragraph,
of the title and the dateline; a region or country is narrowed by a place in it that stands near."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from monitor.extract.found import FoundPlace
from monitor.extract.places.cues import PlaceCues
from monitor.extract.places.geometry import coarse_distance, lies_in, shifted, wider
from monitor.extract.places.passing import agreed_there, bears_name
from monitor.extract.words.tokens import Document, Sentence, Token
from monitor.model import Place

HEADS = 5
"""Sentences among which title and dateline are."""
DISTRICT, ASIDE = 1, 2.5
"""Up to which coarseness a place is fine enough, and how coarse a mere direction is."""
NAME = 5
"""Words in the name of a village that no map knows, at most."""
JOURNEY = 8
"""Words between a journey and the place where it begins or ends."""
LEAD = 2
"""Body sentences that may tell where the title's story is."""
AHEAD = 4
"""Sentences, its own included, in which a region may be narrowed."""
BACK = 3
"""Sentences before its own in which the place of a clause is looked for."""
COARSE = {"country": 3, "region": 2, "district": 1, "water": 2, "river": 1}
"""How coarse a kind of place is; everything else is a point."""
PART_RADIUS, NEAR_RADIUS = 30.0, 15.0
"""Kilometres around a place for its countryside, and for what is told to be near it."""
OFFICE = 8
"""Words between a verb of saying and the place that a speaker's office is for."""
TO_HOSPITAL = 10
"""Words between somebody's death and the town of the hospital where he died."""


class Placed(NamedTuple):
    """A place and the mention of it that says so."""

    place: Place
    found: FoundPlace


@dataclass(frozen=True, slots=True)
class Locator:
    """Says where stretches of a document happened."""

    cues: PlaceCues
    capital: Callable[[Place], Place | None]
    """The capital of a country."""

    def __call__(self, document: Document, places: Sequence[FoundPlace]) -> Callable[[int, int], Placed | None]:
        """Tells the place of each stretch of tokens of a document, given the places found in it."""
        return Where(self.cues, self.capital, document, [found for found in places if not found.organisation]).of


@dataclass(slots=True)
class Where:
    """The places of one document, in the order of the text."""

    cues: PlaceCues
    capital: Callable[[Place], Place | None]
    document: Document
    places: list[FoundPlace]
    datelines: list[FoundPlace] = field(init=False)
    """Places that only say where the article was written."""
    starts: list[int] = field(init=False)
    voices: frozenset[int] = field(init=False)
    """First tokens of the places that somebody only spoke in, or agreed on something."""
    ways: frozenset[int] = field(init=False)
    """First tokens of the places that somebody was only on the way from or to."""
    sentences: list[int] = field(init=False)
    heads: list[Sentence] = field(init=False)

    def __post_init__(self) -> None:
        self.places, self.datelines = self._parted()
        self.starts = [found.first for found in self.places]
        self.voices = frozenset(found.first for found in self.places if self._heard(found))
        self.ways = frozenset(first for k in range(1, len(self.places)) for first in self._way(k))
        self.sentences = [sentence.first for sentence in self.document.sentences]
        self.heads = [sentence for sentence in self.document.sentences[:HEADS] if sentence.kind != "body"]

    def _parted(self) -> tuple[list[FoundPlace], list[FoundPlace]]:
        """The places of the story, and those of the dateline, "KOCHI:" and "BAMAKO, Nov 14 -" too."""
        heads = {sentence.first: sentence for sentence in self.document.sentences[:HEADS] if sentence.in_ == "text"}
        opening = min(heads, default=-1)
        story: list[FoundPlace] = []
        datelines: list[FoundPlace] = []
        for found in self.places:
            last = next((item.last for item in heads.values() if item.kind == "dateline"), -1)
            shouted = found.first == opening and found.mention.text.isupper() and not self.document.capitals
            (datelines if shouted or opening <= found.first < last else story).append(found)
        return story, datelines

    def of(self, first: int, last: int) -> Placed | None:
        """The place of tokens `first` to `last` (exclusive); None where the article names none."""
        best = self._story_place(first, last)
        best = self._narrowed(best, first) if best is not None else None
        if best is None:
            return None
        return Placed(self._seated(best, first) or self.refined(best), best)

    def _story_place(self, first: int, last: int) -> FoundPlace | None:
        """The place of the stretch, out of those where something happened; else where it was written, or any other."""
        cared = {found.first for found in self._of_sentence(first) if self._died_there(found)}
        best = self._nearest(first, last, self.voices | self.ways | cared)
        if best is not None and (coarse(best) < COARSE["country"] or not (cared or self.voices or self.ways)):
            return best
        best = self._reported_from(best) or self._nearest(first, last, self.ways) or best
        return best or self._nearest(first, last, frozenset()) or next(iter(self.datelines), None)

    def _reported_from(self, country: FoundPlace | None) -> FoundPlace | None:
        """The dateline's town, where it lies in the country and is not its capital: from there all is reported."""
        for found in self.datelines:
            place = found.mention.place
            if (country is None or lies_in(place, country.mention.place)) and not coarse(found):
                seat = self.capital(place)
                return found if seat is None or coarse_distance(seat, place) > PART_RADIUS else None
        return None

    def _heard(self, found: FoundPlace) -> bool:
        """Whether a place only says where somebody speaks ("the hospital in Elazig announced") or agrees."""
        tokens, cues = self.document.tokens, self.cues
        if agreed_there(tokens, cues, found):
            return True
        if not found.first or found.last >= len(tokens) or tokens[found.last].norm not in cues.speaking:
            return False
        return tokens[found.first - 1].norm in cues.strong_locative | cues.of

    def _way(self, k: int) -> list[int]:
        """The first tokens of the k-th place and the one before it, if it is told "from" one "to" the other."""
        tokens, cues, one, other = self.document.tokens, self.cues, self.places[k - 1], self.places[k]
        if other.first != one.last + 1 or not one.first:
            return []
        leads = tokens[one.first - 1].norm in cues.origins and tokens[one.last].norm in cues.goals
        return [one.first, other.first] if leads else []

    def _nearest(self, first: int, last: int, without: frozenset[int]) -> FoundPlace | None:
        """The best place of the narrowest circle with a fine one, without those that begin with these tokens."""
        best: FoundPlace | None = None
        for circle in self._circles(first, last):
            near = [found for found in circle if found.first not in without] if without else circle
            best = self._choose(near, best) or best
            if best is not None and coarse(best) <= DISTRICT:
                break
        return best

    def _of_sentence(self, first: int) -> list[FoundPlace]:
        """The places of the sentence that token `first` stands in."""
        at = max(0, bisect_right(self.sentences, first) - 1)
        sentences = self.document.sentences[at : at + 1]
        return self._between(sentences[0].first, sentences[0].last) if sentences else []

    def _died_there(self, found: FoundPlace) -> bool:
        """Whether somebody died "in hospital in" the place, of what was done to him elsewhere perhaps."""
        tokens, cues = self.document.tokens, self.cues
        before = [token.norm for token in tokens[max(0, found.first - TO_HOSPITAL) : found.first]]
        hospital = next((k for k, norm in enumerate(before) if norm in cues.taken_to), None)
        if hospital is None and not self._taken_to(found):
            return False
        led = before[:hospital]
        at = next((k for k in reversed(range(len(led))) if led[k] in cues.strong_locative | cues.of), 0)
        return led[at : at + 1] != [] and led[at] not in cues.of and any(norm in cues.died for norm in led[:at])

    def _narrowed(self, best: FoundPlace, first: int) -> FoundPlace:
        """A region gives way to the surroundings of its namesake city that are told next ("countryside of Aleppo")."""
        region = best.mention.place
        if region.feature != "region":
            return best
        at = max(0, bisect_right(self.sentences, first) - 1)
        ahead = self.document.sentences[at : at + AHEAD]
        for found in self._between(first, ahead[-1].last if ahead else first):
            place = found.mention.place
            named = place.name == region.name and place.country == region.country
            if named and not coarse(found) and self._part(found.first - 1):
                return found
        return best

    def _seated(self, best: FoundPlace, first: int) -> Place | None:
        """The capital, where the sentence tells of no finer place than the country, but of its parliament or palace."""
        if best.mention.place.feature != "country":
            return None
        at = max(0, bisect_right(self.sentences, first) - 1)
        sentence = self.document.sentences[at]
        told = any(self._at_seat(i, sentence.first) for i in range(sentence.first, sentence.last))
        return self.capital(best.mention.place) if told else None

    def _at_seat(self, i: int, first: int) -> bool:
        """Whether token i ends the name of a seat of the state, and something is told to be done there."""
        tokens, cues = self.document.tokens, self.cues
        if tokens[i].norm not in cues.state_seats:
            return False
        before = [token.norm for token in tokens[max(first, i - 3) : i]]
        return cues.lesser.isdisjoint(before) and not (cues.strong_locative | cues.near | cues.storming).isdisjoint(
            before
        )

    def _part(self, i: int) -> bool:
        """Whether the words up to token i are "the countryside of"."""
        tokens = self.document.tokens
        return i >= 1 and tokens[i].norm in self.cues.of and tokens[i - 1].norm in self.cues.part

    def _circles(self, first: int, last: int) -> Iterator[list[FoundPlace]]:
        """The places of the clause, its sentence, the ones before it, and the title and dateline, else the first."""
        yield self._between(first, last)
        at = max(0, bisect_right(self.sentences, first) - 1)
        sentences = self.document.sentences
        for sentence in reversed(sentences[max(0, at - BACK) : at + 1]):
            if sentence.in_ == sentences[at].in_ and sentence.kind != "dateline":
                yield self._between(sentence.first, sentence.last)
        for sentence in self.heads:
            yield self._between(sentence.first, sentence.last)
        if sentences and sentences[at].in_ == "title":
            for sentence in [item for item in sentences[:HEADS] if item.kind == "body"][:LEAD]:
                yield self._between(sentence.first, sentence.last)
        yield self.places[:1]

    def _between(self, first: int, last: int) -> list[FoundPlace]:
        return self.places[bisect_left(self.starts, first) : bisect_left(self.starts, last)]

    def _choose(self, near: list[FoundPlace], held: FoundPlace | None) -> FoundPlace | None:
        """The best of the places of one circle: locative before others, the finest of these, the first of these.

        Where a coarse place is `held` already, only what lies in it and is finer can take its turn."""
        if held is not None:
            inside = held.mention.place
            near = [found for found in near if coarse(found) < coarse(held) and lies_in(found.mention.place, inside)]
        if not near:
            return None
        return min(
            near, key=lambda found: (self._speaks(found), not self._locative(found), self._rank(found), found.first)
        )

    def _speaks(self, found: FoundPlace) -> bool:
        """Whether a capital stands for its government, that says something ("Moscow said"), or a country for its
        forces ("Russia has attacked")."""
        tokens, last = self.document.tokens, found.last
        before = tokens[found.first - 1].norm if found.first else ""
        behind = [token.norm for token in tokens[last : last + 2]]
        strikes = coarse(found) == COARSE["country"] and self._strikes(behind)
        says = behind[:1] != [] and behind[0] in self.cues.person_verbs
        at = found.first - 1 - (before in self.cues.articles | self.cues.determiners)
        if at > 0 and tokens[at].norm in self.cues.of and self._office(at):
            return True
        return (says or strikes) and before not in self.cues.strong_locative

    def _office(self, i: int) -> bool:
        """Whether the words up to token i are an office behind a verb of saying ("said the police chief of")."""
        for token in reversed(self.document.tokens[max(0, i - OFFICE) : i]):
            if token.kind != "word" or token.norm in self.cues.strong_locative:
                return False
            if token.norm in self.cues.person_verbs:
                return True
        return False

    def _strikes(self, behind: list[str]) -> bool:
        """Whether an attack is told by these two words, or by the second behind "has"."""
        helped = behind[:1] != [] and behind[0] in self.cues.helpers
        return any(word in self.cues.striking for word in behind[: 1 + helped])

    def _rank(self, found: FoundPlace) -> float:
        """How coarse a place is; one that only tells the direction ("east of Nairobi") comes behind a region."""
        tokens, i = self.document.tokens, found.first - 1
        aside = i >= 1 and tokens[i].norm in self.cues.of and tokens[i - 1].norm in self.cues.bearings
        aside = aside or self._taken_to(found) or self._end_of_journey(i)
        aside = aside or self._beside(found) or self._end_of_way(found) or self._borne(found)
        return max(coarse(found), ASIDE) if aside else coarse(found)

    def _beside(self, found: FoundPlace) -> bool:
        """Whether a fine place stands right before "near" and this one, or this is an end of a way "between"."""
        tokens, i = self.document.tokens, found.first - 1
        if i < 1 or tokens[i].norm not in self.cues.near | self.cues.between:
            return False
        k = i - (tokens[i - 1].text == ",")
        before = self._between(max(0, k - NAME), k)
        other = before[-1] if before and before[-1].last == k else None
        if tokens[i].norm in self.cues.between or other is None:
            return tokens[i].norm in self.cues.between
        return coarse(other) <= max(DISTRICT, coarse(found)) and not self._end_of_journey(other.first - 1)

    def _borne(self, found: FoundPlace) -> bool:
        """Whether only a market or a road in another place bears this one's name."""
        at = bisect_right(self.starts, found.first)
        return bears_name(self.document.tokens, self.cues, found, self.places[at : at + 2])

    def _end_of_way(self, found: FoundPlace) -> bool:
        """Whether the place is the second of those that a way lies "between"."""
        tokens, i = self.document.tokens, found.first - 1
        before = self._between(max(0, i - NAME), i) if i > 0 and tokens[i].norm in self.cues.conjunctions else []
        return bool(before) and before[-1].last == i and tokens[before[-1].first - 1].norm in self.cues.between

    def _taken_to(self, found: FoundPlace) -> bool:
        """Whether a place only says where a hospital is, or whose hospitals take people in."""
        behind = self.document.tokens[found.last : found.last + 2]
        behind = behind[behind[:1] != [] and behind[0].kind == "clitic" :]
        return bool(behind) and behind[0].norm in self.cues.taken_to

    def _end_of_journey(self, i: int) -> bool:
        """Whether the words up to token i lead to a journey's end: "on its way to the town of", "bound for"."""
        led = False
        for token in reversed(self.document.tokens[max(0, i - JOURNEY + 1) : i + 1]):
            if token.kind != "word" or token.norm in self.cues.strong_locative:
                return False
            if token.norm in self.cues.journey:
                return led
            led = led or token.norm in self.cues.ends
        return False

    def _locative(self, found: FoundPlace) -> bool:
        before = self.document.tokens[found.first - 1].norm if found.first else ""
        return before in self.cues.strong_locative or before in self.cues.of or coarse(found) < 3

    def refined(self, found: FoundPlace) -> Place:
        """The place as the words before it narrow it: "20 km north of", "the eastern countryside of", "near"."""
        place, tokens = found.mention.place, self.document.tokens
        i = found.first - 1
        if place.geo_precision == 3:
            return place
        if self._divided(found):
            place = wider(place, PART_RADIUS)
        if i < 0:
            return place
        if self._small(i, found):
            return wider(place, PART_RADIUS)
        words = [token.norm for token in tokens[max(0, i - 5) : i + 1]]
        if words[-1] in self.cues.of:
            moved = self._moved(tokens, i, place)
            if moved is not None:
                return moved
            if any(word in self.cues.part for word in words[-3:-1]):
                return wider(place, PART_RADIUS)
        if words[-1] in self.cues.near:
            return wider(place, NEAR_RADIUS)
        return place

    def _divided(self, found: FoundPlace) -> bool:
        """Whether a town stands for its district ("Macomia district", "the district of Macomia")."""
        tokens, kinds = self.document.tokens, self.cues.district | self.cues.region
        behind = found.last < len(tokens) and tokens[found.last].norm in kinds
        i = found.first - 1
        before = i >= 1 and tokens[i].norm in self.cues.of and tokens[i - 1].norm in kinds
        return found.mention.place.feature == "populated" and (behind or before)

    def _small(self, i: int, found: FoundPlace) -> bool:
        """Whether what happened in an unknown village of the place: token i is the "in" behind "X village" or "the
        village of X"."""
        tokens, cues = self.document.tokens, self.cues
        if tokens[i].norm not in cues.strong_locative | cues.of or i < 1:
            return False
        k = i - (tokens[i - 1].text == ",") - 1
        if tokens[k].norm in cues.populated and tokens[k].text.islower():
            return tokens[i].norm not in cues.of or (k == i - 1 and self._named(k))
        while k >= 2 and tokens[k].text[0].isupper() and i - k <= NAME:
            k -= 1
        unknown = k < i - 1 and not any(k < other.last <= i for other in self._between(k, i))
        return unknown and tokens[k].norm in cues.of and tokens[k - 1].norm in cues.populated

    def _named(self, kind: int) -> bool:
        """Whether a name stands before the word for a kind of place at token `kind`: "Wuro Kobo village", not an
        adjective ("the southern Libyan city")."""
        first = kind
        while first and self.document.tokens[first - 1].text[0].isupper():
            first -= 1
        before = self.document.tokens[first - 1].norm if first else ""
        return first < kind and before not in self.cues.determiners | self.cues.compass

    def _moved(self, tokens: list[Token], i: int, place: Place) -> Place | None:
        """ "20 km north of X": tokens up to "of" at i; None where no distance is told."""
        at, bearing = i - 1, None
        if at >= 0 and tokens[at].norm in self.cues.bearings:
            bearing, at = self.cues.bearings[tokens[at].norm], at - 1
        if at < 1 or tokens[at].norm not in self.cues.units or tokens[at - 1].kind != "number":
            return wider(place, NEAR_RADIUS) if bearing is not None else None
        km = _kilometres(tokens[at - 1].text) * self.cues.units[tokens[at].norm]
        if not 0 < km <= 500:
            return None
        return shifted(place, km, bearing) if bearing is not None else wider(place, km)


def _kilometres(text: str) -> float:
    digits = (
        text.replace(",", "") if text.rfind(",") > 0 and len(text) - text.rfind(",") == 4 else text.replace(",", ".")
    )
    return float(digits) if digits.count(".") <= 1 else 0.0


def coarse(found: FoundPlace) -> int:
    """0 a point, 3 a country."""
    return COARSE.get(found.mention.place.feature, 0)
