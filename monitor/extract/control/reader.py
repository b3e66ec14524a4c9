"""Territory: which places changed hands, who gained and who lost them, and how it is meant; one event for each place.

A sentence without a trigger goes no further. The rest is in scene and items (what
stands where), phrases (what can change hands), roles and its shapes (who gained, who lost), context and places."""

import math
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import msgspec

from monitor.extract.control.claim import Claim
from monitor.extract.control.context import judge
from monitor.extract.control.items import scene
from monitor.extract.control.phrases import ARMED
from monitor.extract.control.places import Located, Map, locate
from monitor.extract.control.roles import claims
from monitor.extract.control.scene import Phrase, Scene
from monitor.extract.control.words import ControlIndex
from monitor.extract.found import Findings, FoundDate, FoundPlace
from monitor.extract.lexicon import Lexicon
from monitor.extract.phrases import lines
from monitor.extract.tokens import Document, Line, Token
from monitor.model import Actor, Attribution, Context, Control, Event, Evidence, Place, Span

SURE, WEAK = 0.85, 0.7
"""Confidence of strong and of weak frames."""
HELD = 8
"""Words behind "still holds" in which the place stands."""
WINDOW = 64
"""Among how many events the same one is looked for."""
SITES = frozenset({"base", "site"})
NEAR = 0.02
"""Degrees within which a site is taken to lie in a town."""
REGION = 3
"""The precision of a place of which only the region or the country is known."""


@dataclass(frozen=True, slots=True)
class TerritoryReader:
    """Reads territory out of a document; `persons` finds the tokens of people's names, `home` the country that the
    document is about."""

    index: ControlIndex
    lexicon: Lexicon
    persons: Callable[[Document], Mapping[int, int]]
    home: Callable[[Document], Place | None]

    def __call__(self, document: Document, findings: Findings, told: date) -> tuple[Event, ...]:
        """The events of the document, in the order of the text, each place and status told once."""
        found = [claim for view in self._scenes(document, findings) for claim in claims(view)]
        home = self.home(document) if found and not findings.places else None
        map_ = Map(findings.places, home)
        events = [event for claim in found for event in _events(claim, findings, told, map_)]
        return tuple(_merged(_merged(_contested(document, self.index, events, findings.places))))

    def _scenes(self, document: Document, findings: Findings) -> Iterator[Scene]:
        """The sentences that hold a trigger."""
        armed = _armed(findings)
        persons: Mapping[int, int] | None = None
        for number, current in enumerate(lines(document) if armed else ()):
            if not self._tells(current, armed, document.sentences[max(0, number - 1)].first):
                continue
            if persons is None:
                persons = self.persons(document)
            yield scene(document, self.index, self.lexicon, current, number, findings, persons)

    def _tells(self, current: Line, armed: list[int], since: int) -> bool:
        """Whether a sentence holds a trigger, and somebody armed is named in it or since token `since`."""
        triggers = self.index.triggers
        if triggers.starts.isdisjoint(current.words):
            return False
        near = bisect_left(armed, since)
        if near == len(armed) or armed[near] >= current.at[-1]:
            return False
        return any(
            word in triggers.starts and triggers.longest(current.words, k) for k, word in enumerate(current.words)
        )


def _armed(findings: Findings) -> list[int]:
    """The tokens with which those who could hold a place are named."""
    found = (*findings.actors, *findings.stand_ins)
    return sorted(one.first for one in found if one.actor.kind in ARMED)


def _events(claim: Claim, findings: Findings, told: date, map_: Map) -> Iterator[Event]:
    context = judge(claim, findings.dates)
    for phrase in claim.places:
        where = locate(claim.scene, phrase, map_, claim.gained)
        if context == "reported":
            map_.focus = phrase.place or phrase.where or map_.focus
        yield _event(claim, phrase, where, context, findings, told)


def _event(claim: Claim, phrase: Phrase, where: Located, context: Context, findings: Findings, told: date) -> Event:
    kind, sub = _type(claim, where)
    partial = phrase.partial or (
        phrase.site is not None and phrase.site.site in ("military", "line") and not phrase.named
    )
    control = Control(claim.status, claim.gained, claim.lost, "partial" if partial else "full")
    return Event(
        id="",
        event_type=kind,
        sub_event_type=sub,
        context=context,
        scope="incident",
        time=_time(claim, findings.dates, told),
        actor1=claim.gained or claim.lost,
        actor2=claim.lost if claim.gained else None,
        place=where.place,
        control=control,
        attribution=_says(claim, findings),
        evidence=_evidence(claim, where),
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
    inside = [found for found in dates if at[0] <= found.first < at[-1]]
    if not inside:
        return Span(None, told, told, 2)
    nearest = min(inside, key=lambda found: abs(found.first - at[claim.k])).span
    return nearest if nearest.start <= told else Span(nearest.text, told, told, 3)


def _says(claim: Claim, findings: Findings) -> tuple[Attribution, ...]:
    return tuple(source.attribution for source in findings.sources if claim.scene.number in source.sentences)


def _evidence(claim: Claim, where: Located) -> tuple[Evidence, ...]:
    """The words of the change, of its place and of its agent."""
    scene = claim.scene
    sentence, tokens, at = scene.document.sentences[scene.number], scene.document.tokens, scene.line
    rows = [
        ("control", tokens[at.at[claim.start]].start, tokens[at.end(claim.end) - 1].end),
        ("place", where.start, where.end),
    ]
    if claim.agent and claim.agent.actor:
        first, last = tokens[at.at[claim.agent.k]], tokens[at.end(claim.agent.end) - 1]
        rows.append(("actor1", first.start, last.end))
    return tuple(Evidence(name, start, end, sentence.start, sentence.end, sentence.in_) for name, start, end in rows)


def _contested(
    document: Document, index: ControlIndex, events: list[Event], places: tuple[FoundPlace, ...]
) -> list[Event]:
    """Gained, says one, and denied by the other: a denial right behind the claim makes it contested."""
    return [_doubted(event) if _is_denied(document, index, event, places) else event for event in events]


def _doubted(event: Event) -> Event:
    control = event.control
    if control is None or event.context != "reported" or control.status not in ("controlled", "abandoned"):
        return event
    return msgspec.structs.replace(event, control=msgspec.structs.replace(control, status="contested"))


def _is_denied(document: Document, index: ControlIndex, event: Event, places: tuple[FoundPlace, ...]) -> bool:
    """Whether the rest of the claim's sentence, or the next one, denies it."""
    own = next(row for row in event.evidence if row.field == "control")
    for number, sentence in enumerate(document.sentences):
        if sentence.in_ == own.in_ and sentence.start == own.sentence_start:
            last = document.sentences[number + 1 : number + 2] or [sentence]
            behind = [token for token in document.tokens[sentence.first : last[-1].last] if token.start >= own.end]
            return _denies(index, [token.norm for token in behind]) or _holds_out(
                document, index, event, behind, places
            )
    return False


def _denies(index: ControlIndex, words: list[str]) -> bool:
    """Whether somebody denies a claim in these words."""
    if not index.words.untrue.isdisjoint(words):
        return True
    return any(
        word in index.words.denials and not index.words.denied.isdisjoint(words[k + 1 : k + 7])
        for k, word in enumerate(words)
    )


def _holds_out(
    document: Document, index: ControlIndex, event: Event, behind: list[Token], places: tuple[FoundPlace, ...]
) -> bool:
    """Whether these words say that the place, and no other one, is still held by the other side."""
    words = [token.norm for token in behind]
    held = (
        k
        for k, word in enumerate(words)
        if word in index.words.still and not index.words.holds.isdisjoint(words[k + 1 : k + 4])
    )
    k = next(held, None)
    if k is None or event.place is None:
        return False
    near = range(behind[k].i, behind[k].i + HELD)
    here = [found.mention.place.key for found in places if found.first in near]
    sites = index.words.sites["populated"]
    return event.place.key in here or (
        not here and any(word in sites or word in index.words.here for word in words[k : k + HELD])
    )


def _merged(events: list[Event]) -> list[Event]:
    """One event for each place, status, side and context; what is told again adds its evidence and sources, and so
    does what is told of no finer place than the country ("Rebels seize town in Mali")."""
    kept: list[Event] = []
    for event in sorted(events, key=_coarse):
        recent = range(max(0, len(kept) - WINDOW), len(kept))
        told = next((n for n in recent if _same(event, kept[n])), None)
        if told is None:
            kept.append(event)
        else:
            kept[told] = _with(kept[told], event)
    return kept


def _coarse(event: Event) -> bool:
    """Whether no more than the region is known."""
    return event.place is None or event.place.geo_precision == REGION


def _same(again: Event, first: Event) -> bool:
    """Whether the second telling can mean the first change: the same place or its country, and an agent who is the same
    or not known by name."""
    one, other = again.control, first.control
    if one is None or other is None or again.context != first.context or not _one_change(one, other):
        return False
    if _differ(one.gained_by, other.gained_by) or _differ(one.lost_by, other.lost_by):
        return False
    if _where(again.place) == _where(first.place) or _part(again.place, first.place):
        return True
    if not _coarse(again) or (again.place is not None and again.place.geonameid is None):
        return False
    return again.place is None or first.place is None or again.place.country == first.place.country


def _part(one: Place | None, other: Place | None) -> bool:
    """Whether one place is a base or another site in the other."""
    if one is None or other is None or SITES.isdisjoint((one.feature, other.feature)):
        return False
    apart = one.name not in other.name and other.name not in one.name
    if apart and {one.feature, other.feature} != {"base", "populated"}:
        return False
    return math.isclose(one.lat, other.lat, abs_tol=NEAR) and math.isclose(one.lon, other.lon, abs_tol=NEAR)


def _one_change(one: Control, other: Control) -> bool:
    """Whether two statuses can tell one change: the same, or left by one side and taken by another."""
    if one.status == other.status:
        return True
    if {one.status, other.status} == {"controlled", "advance"}:
        return _entered(one, other) if one.status == "controlled" else _entered(other, one)
    if {one.status, other.status} != {"controlled", "abandoned"}:
        return False
    taken, left = (one, other) if one.status == "controlled" else (other, one)
    return taken.gained_by is None or left.lost_by is None or taken.gained_by.id != left.lost_by.id


def _entered(taken: Control, advance: Control) -> bool:
    """Whether an advance led to a place's being taken, by the same side or by one that is left open."""
    if advance.gained_by is None:
        return False
    if taken.gained_by is None:
        return taken.lost_by is not None and taken.lost_by.id != advance.gained_by.id
    return taken.gained_by.id == advance.gained_by.id


def _differ(one: Actor | None, other: Actor | None) -> bool:
    """Whether two actors cannot be the same; one who is only described can be anybody on his side."""
    if one is None or other is None or one.id == other.id:
        return False
    return (one.id is not None and other.id is not None) or {one.kind, other.kind} == {"state_force", "rebel"}


def _where(place: Place | None) -> str:
    """The same for the same place or site, whatever a base or a road is called."""
    if place is None:
        return ""
    if place.geonameid is None and place.feature != "populated":
        return f"{place.feature} {place.lat:.2f} {place.lon:.2f}"
    return place.key


def _with(first: Event, again: Event) -> Event:
    """The first telling with the evidence and sources of the second, and the sides that only it names."""
    control, other = first.control, again.control
    if control is None or other is None:
        return first
    if other.status == "controlled" != control.status:
        return _with(again, first)
    gained, lost = _better(control.gained_by, other.gained_by), _better(control.lost_by, other.lost_by)
    return msgspec.structs.replace(
        first,
        evidence=tuple(dict.fromkeys((*first.evidence, *again.evidence))),
        attribution=tuple(dict.fromkeys((*first.attribution, *again.attribution))),
        control=msgspec.structs.replace(control, gained_by=gained, lost_by=lost),
        actor1=gained or lost,
        actor2=lost if gained else None,
        confidence=max(first.confidence, again.confidence),
    )


def _better(one: Actor | None, other: Actor | None) -> Actor | None:
    """The actor who is known by name, else the first."""
    return other if other and (one is None or (one.id is None and other.id is not None)) else one
