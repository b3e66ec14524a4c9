"""Places: the names in a document that mean a place on the map, and which one each means.

Two steps: `spotting` finds the names, `resolve` chooses among their namesakes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from monitor.extract.found import FoundPlace
from monitor.extract.places.cues import PlaceCues
from monitor.extract.places.gazetteer import Gazetteer
from monitor.extract.places.resolve import resolve
from monitor.extract.places.spots import Spot
from monitor.extract.places.spotting import Spotter
from monitor.extract.words.tokens import Document
from monitor.model import PlaceMention

HINT, HINTS = 0.75, 3.0
"""What each word that is peculiar to a country counts as a vote for it, and what all of them count at most."""


@dataclass(slots=True)
class PlaceFinder:
    """Finds and resolves the places of a document. Built once per process; calls are pure."""

    gazetteer: Gazetteer
    cues: PlaceCues
    groups: Mapping[str, str] = field(default_factory=dict)
    """The countries of armed groups that one word names ("houthis": "YE"): where they are told of, is their country."""
    abroad: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The countries in which the forces of another one fight ("RU": "UA")."""
    spotter: Spotter = field(init=False)
    hints: dict[str, int] = field(init=False)
    surnamed: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        self.spotter = Spotter(self.gazetteer, self.cues)
        self.surnamed = frozenset(map(self.gazetteer.country_index, self.cues.surname_countries))
        self.hints = {
            word: self.gazetteer.country_index(code)
            for code, words in self.cues.country_words.items()
            for word in words.split()
        }
        self.hints |= {word: self.gazetteer.country_index(code) for word, code in self.groups.items()}

    def __call__(self, document: Document) -> tuple[FoundPlace, ...]:
        """Every place that the document names, in the order of the text."""
        found = []
        spots = self.spotter.spots(document)
        hinted = self._hinted(document)
        self._fought(document, spots, hinted)
        for spot, chosen in resolve(spots, self.gazetteer, hinted, self.surnamed):
            first, last = document.tokens[spot.first], document.tokens[spot.last - 1]
            in_ = document.sentences[spot.sentence].in_
            quote = document.quote(in_, first.start, last.end)
            mention = PlaceMention(first.start, last.end, self.gazetteer.place(chosen), in_, quote)
            found.append(FoundPlace(spot.first, spot.last, mention, spot.organisation))
        return tuple(found)

    def _fought(self, document: Document, spots: list[Spot], hinted: dict[int, float]) -> None:
        """Take the adjective of forces that fight abroad for a hint at where, hardly for one at their own country."""
        for spot in spots:
            behind = document.tokens[spot.last : spot.last + 1]
            if not spot.demonym or not behind or behind[0].norm not in self.cues.warring:
                continue
            fields = self.abroad.get(self.gazetteer.country(spot.candidates[0]) or "", ())
            spot.attribute = spot.attribute or bool(fields)
            for code in fields:
                country = self.gazetteer.country_index(code)
                hinted[country] = min(HINTS, hinted.get(country, 0.0) + HINT)

    def _hinted(self, document: Document) -> dict[int, float]:
        """The countries that the document's vocabulary hints at ("sheriff", "upazila"), by index."""
        hinted: dict[int, float] = {}
        if document.capitals:
            return hinted
        for word in self.hints.keys() & document.norms:
            country = self.hints[word]
            hinted[country] = min(HINTS, hinted.get(country, 0.0) + HINT)
        return hinted
