"""The whole article: figures of single sentences become the happenings that they tell, and these become events."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import msgspec

from monitor.extract.article.circumstances import Locate
from monitor.extract.article.confidence import Doubt, Surroundings, certainty
from monitor.extract.article.guilt import Guilt
from monitor.extract.article.happenings import Happening
from monitor.extract.article.kinds import ARMED, LEAD, MANY, Harmed, Kinds, Spot
from monitor.extract.article.merge import REVISED, RIVAL, SINGLE, Sum
from monitor.extract.article.sides import leading, perpetrator, sufferer
from monitor.extract.article.told import Told
from monitor.extract.article.when import Calendar
from monitor.extract.found import Findings, FoundSource, within
from monitor.extract.places.placement import Placed
from monitor.extract.words.lexicon import Lexicon
from monitor.extract.words.tokens import Document
from monitor.model import Actor, Attribution, Event, Evidence, Toll, TollKind, Victims

NEW = ("reported", "incident")
"""The context and scope of one happening that is news."""
NEWS = frozenset({"reported", "historical"})
"""Contexts of what happened by itself; what is feared or denied is of the kind that the article tells."""
SIDES = frozenset({"state_force", "rebel", "militia", "external"})
"""Kinds of actors that bear arms."""
HEADS = 3
"""First sentences of an article among which its title is."""


@dataclass(frozen=True)
class Scene:
    """What an article offers beside its figures."""

    document: Document
    findings: Findings
    today: date
    locate: Locate
    kinds: Kinds
    heard: tuple[Spot, ...]
    lexicon: Lexicon
    guilt: Guilt
    doubts: Mapping[Doubt, float] = field(default_factory=dict)
    """The share right of events whose telling gives a doubt."""
    calamity: bool = False
    """It is about one disaster or accident, which nobody did."""

    suffering: tuple[tuple[int, int], ...] = ()
    """The tokens that name the victims of all its happenings."""
    aside: frozenset[int] = frozenset()
    """The sentences whose actors have no part in its news."""

    @cached_property
    def where(self) -> Callable[[int, int], Placed | None]:
        """Where a stretch of tokens is."""
        return self.locate(self.document, self.findings.places)

    @cached_property
    def voices(self) -> dict[int, list[int]]:
        """The sources, by their places in the findings, that vouch for each sentence."""
        voices: dict[int, list[int]] = defaultdict(list)
        for at, source in enumerate(self.findings.sources):
            for sentence in source.sentences:
                voices[sentence].append(at)
        return voices


def events(scene: Scene, told: list[Happening]) -> tuple[Event, ...]:
    """The events of an article, in the order of the text."""
    every = [one for happening in told for one in happening.told]
    sentences = frozenset(one.sentence for one in every)
    around = surroundings(told)
    victims = (one for one in every if not one.assailant)
    suffering = tuple(sorted(span for one in victims for span in one.victim_spans))
    scene = replace(scene, suffering=suffering, aside=_aside(told))
    return tuple(event for one in told if (event := _event(scene, one, sentences, around)))


def _aside(told: list[Happening]) -> frozenset[int]:
    """The sentences that only tell background, or what a war elsewhere has cost."""
    news = [one for happening in told if happening.key == NEW for one in happening.told]
    lands = {place.country for one in news for place in one.spots}
    past = {one.sentence for happening in told for one in happening.told if _elsewhere(one, happening, lands)}
    return frozenset(past - {one.sentence for one in news})


def _elsewhere(one: Told, happening: Happening, lands: set[str | None]) -> bool:
    foreign = bool(lands and one.spots) and lands.isdisjoint(place.country for place in one.spots)
    return happening.context == "historical" or (happening.scope == "cumulative" and foreign)


def surroundings(told: list[Happening]) -> Surroundings:
    """What the happenings of an article say for or against each other."""
    news = [one for one in told if one.context == "reported" and one.scope != "cumulative"]
    return Surroundings(Counter(kind for one in news for kind in one.sums), len(news) < len(told))


def _tiers(
    document: Document, happening: Happening, used: list[Told], sentences: frozenset[int]
) -> Iterator[list[tuple[int, int]]]:
    """Where the kind of a happening may be told, the nearest first: the clauses of its gravest figures, their
    sentences, those of its other figures, all that tell of it, and the article's first ones."""
    dead = _gravest(used)
    own = {one.sentence for one in happening.told}
    lead = min(one.sentence for one in dead)
    heads = {n for n in range(min(HEADS, len(document.sentences))) if document.sentences[n].kind == "title"}
    before = {lead - 1} - sentences if lead else set()
    around = own | before | (heads if happening.first else set())
    rows = ({one.sentence for one in dead}, {one.sentence for one in used}, around)
    yield [one.clause for one in dead]
    other = sentences - own if happening.context in NEWS else frozenset[int]()
    for row in (*rows, set(range(min(LEAD, len(document.sentences)))) - other):
        yield [(document.sentences[n].first, document.sentences[n].last) for n in sorted(row)]


def _gravest(used: list[Told]) -> list[Told]:
    """The figures of those who were killed, else of all; of those who were taken, where these are many times more."""
    dead = [one for one in used if one.toll == "killed" and one.figure.best]
    taken = [one for one in used if one.toll == "captured"]
    killed = sum(one.figure.best for one in dead)
    return taken if sum(one.figure.best for one in taken) >= MANY * max(1, killed) else dead or used


def _harmed(happening: Happening, who: Actor | None, whom: Actor | None) -> Harmed:
    """What the kind of a happening asks of its victims: most of those who are counted bore arms, or their side does."""
    sums = happening.sums
    told = [one for one in happening.told if one.toll in sums]
    dead, taken, hurt = (sums[kind].total.best if kind in sums else 0 for kind in ("killed", "captured", "wounded"))
    first = [part for one in told if one.parts for part in one.parts if one.toll == told[0].toll]
    bore = sum(part.count for part in first if part.kind in ARMED)
    armed = 2 * bore > sum(part.count for part in first) or (
        whom is not None and whom.id is not None and whom.kind in SIDES
    )
    kinds = frozenset().union(*(one.kinds for one in told))
    if whom is not None and whom.kind in SIDES:
        kinds -= {"protesters"}  # "dissidents" may be either
    return Harmed(kinds, armed, dead, taken, hurt, who)


def _event(scene: Scene, happening: Happening, sentences: frozenset[int], around: Surroundings) -> Event | None:
    """The event of a happening; `sentences` are all that tell a figure."""
    sums = happening.sums
    if not sums:
        return None
    used = [one for made in sums.values() for one in made.used]
    rivals = [one for made in sums.values() for one, why in made.left if why in (RIVAL, SINGLE)]
    revised = (one for made in sums.values() for one, why in made.left if why == REVISED)
    lead = next(revised, used[0])
    sure = certainty(scene.doubts, happening.scope, sums, around)
    telling = sorted([*used, *rivals], key=lambda one: (one.sentence, one.first)) if rivals else used
    who, whom, evidence = _actors(scene, happening, telling)
    tiers = _tiers(scene.document, happening, used, frozenset() if scene.calamity else sentences)
    (event_type, sub), words = scene.kinds.of(scene.heard, tiers, _harmed(happening, who, whom))
    evidence += [_evidence(scene.document, "event_type", *words)] if words else []
    calendar = Calendar(scene.document, scene.findings, scene.lexicon, scene.today)
    first = telling[0] if lead is used[0] else lead
    span, dated = calendar.moment(first, sentences - {one.sentence for one in happening.told})
    placed = _placed(scene, lead)
    evidence += [_evidence(scene.document, "time", dated.first, dated.last)] if dated else []
    evidence += [_evidence(scene.document, "place", placed.found.first, placed.found.last)] if placed else []
    says = _says(scene, happening)
    evidence += [_evidence(scene.document, "attribution", source.first, source.last) for source in says]
    return Event(
        id="",
        event_type=event_type,
        sub_event_type=sub,
        context=happening.context,
        scope=happening.scope,
        time=span,
        actor1=who,
        actor2=whom,
        place=placed.place if placed else None,
        toll=Toll(**{kind: made.total for kind, made in sums.items()}),
        attribution=tuple(source.attribution for source in says),
        evidence=(*(_evidence(scene.document, f"toll.{one.toll}", one.first, one.last) for one in used), *evidence),
        victims=_victims(sums),
        confidence=sure.share,
        doubts=sure.doubts,
    )


def _says(scene: Scene, happening: Happening) -> list[FoundSource]:
    """Everybody who vouches for a sentence of the happening, each once, named sources first."""
    told = {one.sentence for one in happening.told}
    rows: dict[Attribution, FoundSource] = {}
    for at in sorted({at for sentence in told for at in scene.voices.get(sentence, ())}):
        found = scene.findings.sources[at]
        rows.setdefault(found.attribution, found)
    return sorted(rows.values(), key=lambda found: found.attribution.id is None)


def _actors(scene: Scene, happening: Happening, used: list[Told]) -> tuple[Actor | None, Actor | None, list[Evidence]]:
    """Both sides and the words that name them."""
    evidence: list[Evidence] = []
    guilt = scene.guilt
    lead = leading(scene.document, scene.aside) if happening.first else []
    doer = None if scene.calamity else perpetrator(scene.findings, scene.document, used, lead, guilt, scene.suffering)
    if doer:
        evidence.append(_evidence(scene.document, "actor1", doer.first, doer.last))
    victim = sufferer(scene.findings, scene.document, used, doer)
    if victim:
        evidence.append(_evidence(scene.document, "actor2", *victim[1]))
    return doer.actor if doer else None, victim[0] if victim else None, evidence


def _extent(document: Document, one: Told) -> tuple[int, int]:
    """The tokens around a figure in which its place is looked for first."""
    sentence = document.sentences[one.sentence]
    return sentence.first if one.onward is None else one.onward, sentence.last


def _placed(scene: Scene, one: Told) -> Placed | None:
    """Where a figure is told to have been: not where only a part of it was, nor where background behind it was."""
    placed = scene.where(*_extent(scene.document, one))
    if placed and placed.found.first >= scene.document.sentences[one.sentence].last and _is_aside(scene, placed):
        return None
    if one.until is None or placed is None or placed.found.first < one.until:
        return placed
    whole = within(scene.findings.places, scene.document.sentences[one.sentence].first, one.until)[-1]
    return Placed(whole.mention.place, whole)


def _is_aside(scene: Scene, placed: Placed) -> bool:
    """Whether a place is only named with background."""
    sentences = (scene.document.sentences[n] for n in scene.aside)
    return any(sentence.first <= placed.found.first < sentence.last for sentence in sentences)


def _victims(sums: dict[TollKind, Sum]) -> tuple[Victims, ...]:
    dead = sums.get("killed")
    return tuple(part for one in dead.used for part in one.victims()) if dead else ()


def _evidence(document: Document, field: str, first: int, last: int) -> Evidence:
    """The words of tokens first to last, in their sentence."""
    tokens = document.tokens
    sentence = document.sentences[bisect_right(document.sentences, first, key=lambda one: one.first) - 1]
    return Evidence(field, tokens[first].start, tokens[last - 1].end, sentence.start, sentence.end, sentence.in_)


def joined(tolls: tuple[Event, ...], territory: tuple[Event, ...]) -> tuple[Event, ...]:
    """All events in the order of the text; people besieged belong to the siege that the same sentence tells."""
    kept: list[Event] = []
    changes = list(territory)
    for event in tolls:
        at = next((n for n, change in enumerate(changes) if _one_siege(event, change)), None)
        if at is None:
            kept.append(event)
        else:
            change = changes[at]
            changes[at] = msgspec.structs.replace(
                change, toll=event.toll, evidence=(*change.evidence, event.evidence[0])
            )
    return tuple(sorted([*kept, *changes], key=_position))


def _one_siege(event: Event, change: Event) -> bool:
    toll = event.toll
    alone = toll.besieged is not None and not (
        toll.killed or toll.wounded or toll.captured or toll.missing or toll.displaced
    )
    siege = change.control is not None and change.control.status == "besieged" and change.toll.besieged is None
    return alone and siege and event.evidence[0].sentence_start == change.evidence[0].sentence_start


def _position(event: Event) -> tuple[bool, int]:
    return event.evidence[0].in_ == "text", event.evidence[0].sentence_start
