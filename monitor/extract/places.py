"""Places: the names in a document that mean a place on the map, and which one each means.

Spotting asks the gazetteer once for every capitalised run of words and throws out what is somebody's or an
organisation's name; `monitor.extract.georesolve` then chooses among namesakes with the whole article in view."""

from dataclasses import dataclass, field
from itertools import pairwise

from monitor.extract.cues import PlaceCues
from monitor.extract.found import FoundPlace
from monitor.extract.gazetteer import DEMONYM, Candidate, Gazetteer, fold
from monitor.extract.georesolve import Spot, resolve
from monitor.extract.people import people
from monitor.extract.tokens import Document, Sentence, Token
from monitor.model import PlaceMention

LONGEST = 7
"""Words in a name."""
KNOWN = 133
"""The size (100,000 people) from which a name needs no cue."""
FAMOUS = 152
"""The size (500,000 people) from which a name is a place even where it is also an English word."""
JOINED = frozenset("-.'")
ARTICLES = frozenset({"al", "ar", "as", "ash", "ad", "an", "at", "az", "el", "ul"})


@dataclass(slots=True)
class PlaceFinder:
    """Finds and resolves the places of a document."""

    gazetteer: Gazetteer
    cues: PlaceCues
    kinds: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.kinds = self.cues.kinds

    def __call__(self, document: Document) -> tuple[FoundPlace, ...]:
        """Every place that the document names, in the order of the text."""
        spots = self.spots(document)
        found = []
        for spot, chosen in resolve(spots, self.gazetteer):
            first, last = document.tokens[spot.first], document.tokens[spot.last - 1]
            in_ = document.sentences[spot.sentence].in_
            quote = document.quote(in_, first.start, last.end)
            found.append(
                FoundPlace(
                    spot.first, spot.last, PlaceMention(first.start, last.end, self.gazetteer.place(chosen), in_, quote)
                )
            )
        return tuple(found)

    def spots(self, document: Document) -> list[Spot]:
        """Every name that may be a place, with what speaks for it; overlaps are settled, the longest first."""
        persons = people(document, self.cues)
        spots: list[Spot] = []
        for number, sentence in enumerate(document.sentences):
            i = sentence.first
            while i < sentence.last:
                spot = self._spot(document, number, i, persons) if self._opens(document, sentence, i) else None
                if spot is not None:
                    spots.append(spot)
                i = spot.last if spot is not None else i + 1
        return self._qualified(document, spots)

    def _opens(self, document: Document, sentence: Sentence, i: int) -> bool:
        token = document.tokens[i]
        if token.kind != "word":
            return False
        if token.text[0].isupper():
            return True
        return (
            token.norm in ARTICLES
            and i + 2 < sentence.last
            and document.tokens[i + 1].text == "-"
            and document.tokens[i + 2].text[0].isupper()
        )

    def _run(self, document: Document, sentence: Sentence, i: int) -> tuple[str, dict[int, int]]:
        """The folded words from token i on, and where in that string each token ends."""
        text, ends, tokens = "", {}, document.tokens
        words = 0
        while i < sentence.last and words < LONGEST:
            token = tokens[i]
            apart = bool(text) and token.start > tokens[i - 1].end
            if token.kind == "word":
                text += " " + fold(token.text) if apart or (text and tokens[i - 1].text == "-") else fold(token.text)
                words += 1
                ends[len(text)] = i + 1
            elif token.kind == "clitic":
                text += "s"
                ends[len(text)] = i + 1
            elif apart or token.text not in JOINED or not text:
                break
            i += 1
        return text, ends

    def _spot(self, document: Document, number: int, i: int, persons: dict[int, int]) -> Spot | None:
        sentence = document.sentences[number]
        text, ends = self._run(document, sentence, i)
        found = [(ends[len(key)], key, index) for key, index in self.gazetteer.matches(text) if len(key) in ends]
        for last, key, index in reversed(found):
            if (
                not document.capitals
                and not document.tokens[last - 1].text[0].isupper()
                and document.tokens[last - 1].kind != "clitic"
            ):
                continue
            candidates = self.gazetteer.candidates(index)
            spot = self._judged(document, Spot(i, last, number, key, candidates), persons)
            if spot is not None:
                return spot
        return self._abbreviated(document, number, i)

    def _abbreviated(self, document: Document, number: int, i: int) -> Spot | None:
        """The abbreviation of a state behind a comma: "Alexandria, La."."""
        tokens = document.tokens
        if document.capitals or i == 0 or tokens[i - 1].text not in ",(":
            return None
        text, ends = self._run(document, document.sentences[number], i)
        for length, last in reversed(ends.items()):
            meant = self.cues.abbreviations.get(text[:length])
            stop = tokens[last].text == "." if last < len(tokens) else False
            if meant and (stop or "." in tokens[last - 1].text or tokens[last - 1].text.isupper()):
                candidates = [item for item in self.gazetteer.lookup(meant) if item.feature == "region"][:1]
                return Spot(i, last, number, meant, candidates, cue=2) if candidates else None
        return None

    def _judged(self, document: Document, spot: Spot, persons: dict[int, int]) -> Spot | None:
        """The spot with the strength of its cue, None where it is no place."""
        tokens, sentence, cues = document.tokens, document.sentences[spot.sentence], self.cues
        before = tokens[spot.first - 1] if spot.first > sentence.first else None
        after = tokens[spot.last] if spot.last < sentence.last else None
        size = max(item.size for item in spot.candidates)
        great = spot.candidates[0].feature == "country" or size >= FAMOUS
        spot.cue = self._cue(document, spot, before, after)
        demonyms = all(item.tier == DEMONYM for item in spot.candidates)
        spot.demonym = demonyms
        if demonyms:
            return spot
        single = spot.last - spot.first == 1
        if single and len(tokens[spot.first].text) <= 3 and not self._short(tokens[spot.first], spot, great):
            return None
        if (
            spot.first in persons
            and not (spot.cue >= 2 and not persons[spot.first] and great)
            and not self._outweighs(tokens, spot, persons)
        ):
            return None
        if single and tokens[spot.first].norm in cues.common_words and not great and spot.cue < 2:
            return None
        if self._inside_other_name(document, spot, before, after, great):
            return None
        if after is not None and after.norm in cues.person_verbs and single and not great and spot.cue < 2:
            return None
        spot.known = great or size >= KNOWN or spot.candidates[0].feature in ("country", "region", "area")
        return self._kind(document, spot, before, after)

    def _short(self, token: Token, spot: Spot, great: bool) -> bool:
        """Names of two or three letters: acronyms in capitals, else only with a cue."""
        if token.text.isupper():
            return great and spot.candidates[0].feature in ("country", "area")
        return great or spot.cue >= 2

    def _outweighs(self, tokens: list[Token], spot: Spot, persons: dict[int, int]) -> bool:
        """A name of several words that ends in a kind of place is a place even where it begins like a person."""
        return spot.last - spot.first > 1 and (
            tokens[spot.last - 1].norm in self.kinds or spot.candidates[0].size >= KNOWN
        )

    def _cue(self, document: Document, spot: Spot, before: Token | None, after: Token | None) -> int:
        """0 nothing · 1 a preposition that may be of place · 2 one that is, or a kind of place, or a dateline."""
        cues, tokens = self.cues, document.tokens
        if document.sentences[spot.sentence].kind == "dateline":
            return 2
        if after is not None and after.norm in self.kinds:
            return 2
        if before is None:
            return 0
        if before.norm in cues.strong_locative:
            return 2
        if before.norm in self.kinds and before.text[0].islower():
            return 2
        if (
            before.norm in cues.of
            and spot.first >= 2
            and (tokens[spot.first - 2].norm in self.kinds or tokens[spot.first - 2].norm in cues.compass)
        ):
            return 2
        if before.norm in cues.compass and before.text[0].islower():
            return 2
        return 1 if before.norm in cues.locative else 0

    def _inside_other_name(
        self, document: Document, spot: Spot, before: Token | None, after: Token | None, great: bool
    ) -> bool:
        """Whether the words around make it a street, a newspaper, a company or a longer unknown name."""
        cues, tokens = self.cues, document.tokens
        if before is not None and before.norm in cues.before_not_places:
            return True
        if after is not None and after.kind == "word" and (after.text[0].isupper() or document.capitals):
            if after.norm in cues.not_places:
                return True
            if after.norm in cues.organisation:
                spot.organisation = True
            elif (
                not document.capitals
                and not great
                and after.norm not in self.kinds
                and after.norm not in cues.titles
                and spot.cue < 2
            ):
                return document.sentences[spot.sentence].in_ == "text"
        if before is not None and before.kind == "word" and before.text[0].isupper() and not document.capitals:
            ordinary = (
                spot.first - 1 == document.sentences[spot.sentence].first
                or before.norm in cues.compass
                or before.norm in self.kinds
            )
            return not ordinary and not great and spot.cue < 2 and tokens[spot.first - 1].norm not in cues.locative
        return False

    def _kind(self, document: Document, spot: Spot, before: Token | None, after: Token | None) -> Spot | None:
        """Narrow the candidates to the kind of place that the words beside the name say."""
        cues, tokens = self.cues, document.tokens
        said = after.norm if after is not None and after.norm in self.kinds else ""
        if (
            not said
            and before is not None
            and before.norm in cues.of
            and spot.first >= 2
            and tokens[spot.first - 2].norm in self.kinds
        ):
            said = tokens[spot.first - 2].norm
        if not said:
            return spot
        if said in cues.water or said in cues.mountain or said in cues.road:
            if after is not None and after.text[0].isupper() and said == after.norm:
                return None
            return spot
        wanted = set()
        wanted |= {"region", "district"} if said in cues.region else set()
        wanted |= {"district", "region"} if said in cues.district else set()
        wanted |= {"populated"} if said in cues.populated else set()
        kept = [item for item in spot.candidates if item.feature in wanted]
        if kept:
            spot.candidates = kept
        return spot

    def _qualified(self, document: Document, spots: list[Spot]) -> list[Spot]:
        """Join "Alexandria, Louisiana" and "Akobo (Jonglei)": the first lies in the second."""
        tokens = document.tokens
        for spot, following in pairwise(spots):
            if (
                spot.sentence != following.sentence
                or following.first - spot.last != 1
                or tokens[spot.last].text not in ",("
            ):
                continue
            held = self._held(spot.candidates, following.candidates)
            if held:
                spot.candidates, spot.qualified, spot.cue = held, True, 2
                following.candidates = self._holders(held, following.candidates)
                following.cue = 2
        return spots

    def _held(self, inner: list[Candidate], outer: list[Candidate]) -> list[Candidate]:
        indexes = {item.index for item in outer if item.feature != "populated"}
        return [item for item in inner if any(parent.index in indexes for parent in self.gazetteer.parents(item))]

    def _holders(self, inner: list[Candidate], outer: list[Candidate]) -> list[Candidate]:
        indexes = {parent.index for item in inner for parent in self.gazetteer.parents(item)}
        return [item for item in outer if item.index in indexes]
