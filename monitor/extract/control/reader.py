"""Territory: which places changed hands, who gained and who lost them, and how it is meant; one event for each place.

A sentence without a trigger goes no further. The rest is in scene and items (what
stands where), phrases (what can change hands), roles and its shapes (who gained, who lost), context and places."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice
from typing import Literal

import msgspec

from monitor.extract.actors.index import FORCES
from monitor.extract.context.scopes import Scopes, scopes
from monitor.extract.control.claim import Claim
from monitor.extract.control.context import judge
from monitor.extract.control.doubt import denied
from monitor.extract.control.evidence import evidence
from monitor.extract.control.items import scene
from monitor.extract.control.merging import merged
from monitor.extract.control.phrases import ARMED
from monitor.extract.control.places import Located, Map, locate, one_of_many, unnamed_site
from monitor.extract.control.roles import claims
from monitor.extract.control.scene import Phrase, Scene
from monitor.extract.control.words import ControlIndex
from monitor.extract.found import Findings, FoundDate, FoundPlace, FoundSource, inside
from monitor.extract.words.lexicon import Lexicon
from monitor.extract.words.phrases import lines
from monitor.extract.words.tokens import Document
from monitor.model import Actor, Context, Control, ControlStatus, Event, Place, Span

GOVERNMENT = "government-of-"
MOST = 300
"""Changes that one article is read for; no news tells more."""
SURE, WEAK = 0.85, 0.7
"""Confidence of strong and of weak frames."""


@dataclass(frozen=True, slots=True)
class TerritoryReader:
    """Reads territory out of a document; `persons` finds the tokens of people's names, `home` the country that the
    document is about, `seat` the region where a group is at home, `capital` that of a country, `ruled` the country
    whose capital a place is."""

    index: ControlIndex
    lexicon: Lexicon
    persons: Callable[[Document], Mapping[int, int]]
    home: Callable[[Document], Place | None]
    seat: Callable[[Actor], Place | None]
    capital: Callable[[Place], Place | None]
    ruled: Callable[[Place], Place | None]

    def __call__(self, document: Document, findings: Findings, told: date) -> tuple[Event, ...]:
        """The events of the document, in the order of the text, each place and status told once."""
        told_of = (claim for view in self._scenes(document, findings) for claim in claims(view))
        found = list(islice(told_of, MOST))
        vague = all(one.mention.place.feature == "country" or not one.mention.place.country for one in findings.places)
        home = self.home(document) if found and vague else None
        map_, says = Map(findings.places, home, self.seat, self.capital, self.ruled), _speakers(findings)
        wide = cache(lambda number: scopes(document, number, self.lexicon, findings))
        events = [event for claim in found for event in _events(claim, findings, told, map_, says, wide)]
        return tuple(merged(events))

    def hints(self, document: Document, findings: Findings) -> Iterator[tuple[int, int]]:
        """The tokens, first to last (exclusive), of every trigger in a sentence that is read for changes."""
        armed = _armed(findings)
        for number, current in enumerate(lines(document) if armed else ()):
            if self._tells(document, number, armed):
                found = ((k, self.index.triggers.longest(current.words, k)) for k in range(len(current.words)))
                yield from ((current.at[k], current.end(k + one[0])) for k, one in found if one)

    def _scenes(self, document: Document, findings: Findings) -> Iterator[Scene]:
        """The sentences that hold a trigger."""
        armed = _armed(findings)
        persons: Mapping[int, int] | None = None
        for number, current in enumerate(lines(document) if armed else ()):
            if not self._tells(document, number, armed):
                continue
            if persons is None:
                persons = self.persons(document)
            yield scene(document, self.index, self.lexicon, current, number, findings, persons)

    def _tells(self, document: Document, number: int, armed: list[int]) -> bool:
        """Whether a sentence of the article holds a trigger, and somebody armed is named in it or the one before; for a
        title, in the body's first."""
        current, since = lines(document)[number], document.sentences[max(0, number - 1)].first
        if document.sentences[number].kind == "pointer":
            return False
        until = _lead(document, number) if document.sentences[number].in_ == "title" else current.at[-1]
        triggers = self.index.triggers
        if triggers.starts.isdisjoint(current.words):
            return False
        near = bisect_left(armed, since)
        if near == len(armed) or armed[near] >= until:
            return False
        return any(
            word in triggers.starts and triggers.longest(current.words, k) for k, word in enumerate(current.words)
        )


def _lead(document: Document, number: int) -> int:
    """The token behind the first sentence that follows a title's."""
    return document.sentences[min(number + 1, len(document.sentences) - 1)].last


def _armed(findings: Findings) -> list[int]:
    """The tokens with which those who could hold a place are named."""
    found = (*findings.actors, *findings.stand_ins)
    return sorted(one.first for one in found if one.actor.kind in ARMED)


def _speakers(findings: Findings) -> dict[int, list[FoundSource]]:
    """Who vouches for each sentence."""
    says: dict[int, list[FoundSource]] = {}
    for source in findings.sources:
        for number in source.sentences:
            says.setdefault(number, []).append(source)
    return says


def _events(
    claim: Claim,
    findings: Findings,
    told: date,
    map_: Map,
    says: dict[int, list[FoundSource]],
    wide: Callable[[int], Scopes | None],
) -> Iterator[Event]:
    """One event for each place of a claim; `wide` gives the scopes of a sentence that has any."""
    claim.gained, claim.lost = _forces(claim.gained), _forces(claim.lost)
    context = judge(claim, findings.dates)
    if context == "reported":
        over = wide(claim.scene.number)
        context = (over and over.unreal(claim.scene.line.at[claim.k], told.year)) or context
    speakers = says.get(claim.scene.number, [])
    for phrase in (each for each in claim.places if not _speaks(claim.scene, each, speakers)):
        where = locate(claim.scene, phrase, map_, (claim.gained, claim.lost))
        if context == "reported":
            map_.focus = phrase.place or phrase.where or map_.focus
        event = _event(claim, where, context, _time(claim, findings.dates, told))
        yield msgspec.structs.replace(
            event,
            control=_control(claim, phrase, where, context, findings.places),
            attribution=tuple(source.attribution for source in speakers),
            evidence=evidence(claim, where, findings, speakers),
        )


def _speaks(scene: Scene, phrase: Phrase, speakers: list[FoundSource]) -> bool:
    """Whether a name that no map knows is part of a speaker's ("the Syrian Observatory for Human Rights said")."""
    if phrase.name is None or phrase.place is not None:
        return False
    return any(source.first <= scene.line.at[phrase.name.k] < source.last for source in speakers)


def _forces(actor: Actor | None) -> Actor | None:
    """Who holds a place for a government: its military."""
    if actor is None or actor.country is None or not (actor.id or "").startswith(GOVERNMENT):
        return actor
    state = (actor.id or "").removeprefix(GOVERNMENT)
    name = FORCES["military"].format(actor.name.removeprefix(FORCES["government"].format("")))
    return Actor(actor.text, name, f"military-forces-of-{state}", actor.kind, actor.country)


def _control(claim: Claim, phrase: Phrase, where: Located, context: Context, places: tuple[FoundPlace, ...]) -> Control:
    """The change itself: contested where the other side denies it."""
    held = claim.status in ("controlled", "abandoned") and context == "reported"
    status: ControlStatus = "contested" if held and denied(claim, where.place, places) else claim.status
    partial = phrase.partial or unnamed_site(claim.scene, phrase) or one_of_many(claim.scene, phrase)
    extent: Literal["full", "partial"] = "partial" if partial else "full"
    return Control(status, claim.gained, claim.lost, extent, where.named, claim.trigger.frame.shape == "relieve")


def _event(claim: Claim, where: Located, context: Context, time: Span) -> Event:
    kind, sub = _type(claim, where)
    return Event(
        id="",
        event_type=kind,
        sub_event_type=sub,
        context=context,
        scope="incident",
        time=time,
        actor1=claim.gained or claim.lost,
        actor2=claim.lost if claim.gained else None,
        place=where.place,
        confidence=WEAK if claim.trigger.frame.weak else SURE,
    )


def _type(claim: Claim, where: Located) -> tuple[str, str]:
    """ACLED's names. A state that takes a place in another country overtakes it."""
    scene = claim.scene
    if claim.status not in ("controlled", "abandoned"):
        return "Battles", "Armed clash"
    peaceful = any(scene.index.peaceful.longest(scene.words, k) for k in range(len(scene.words)))
    if claim.status == "abandoned" or peaceful:
        return "Strategic developments", "Non-violent transfer of territory"
    gained = claim.gained
    home = (
        gained is not None
        and gained.kind == "state_force"
        and gained.country in (None, where.place.country if where.place else gained.country)
    )
    return "Battles", "Government regains territory" if home else "Non-state actor overtakes territory"


def _time(claim: Claim, dates: tuple[FoundDate, ...], told: date) -> Span:
    """The date of the sentence that stands nearest, else the days of publication."""
    at = claim.scene.line.at
    near = inside(dates, at[0], at[-1])
    if not near:
        return Span(None, told, told, 2)
    nearest = min(near, key=lambda found: abs(found.first - at[claim.k])).span
    return nearest if nearest.start <= told else Span(nearest.text, told, told, 3)
