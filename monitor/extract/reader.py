"""The whole cascade on one page: Reader.read turns an article into an Extraction. Pure and deterministic."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

import msgspec

from monitor.extract.article.assemble import Scene, joined
from monitor.extract.article.assemble import events as events_of
from monitor.extract.article.circumstances import Locate, day_before, placed
from monitor.extract.article.confidence import Doubt
from monitor.extract.article.games import without_sport
from monitor.extract.article.guilt import TAGS, Guilt, guilt
from monitor.extract.article.happenings import Happening, happenings, without_echoes
from monitor.extract.article.kinds import Kinds
from monitor.extract.article.memories import background
from monitor.extract.article.sides import party
from monitor.extract.article.tickers import entries
from monitor.extract.article.told import (
    Lost,
    Told,
    attacking,
    dating,
    following,
    inheriting,
    itemising,
    recalling,
    remembering,
    tell,
)
from monitor.extract.context.cues import judge
from monitor.extract.context.scopes import begins_story, cues
from monitor.extract.context.setting import Judgement, setting
from monitor.extract.found import (
    UNDATED,
    ActorFinder,
    ControlHints,
    ControlReader,
    DateFinder,
    Findings,
    PlaceFinder,
    SourceFinder,
    within,
)
from monitor.extract.grammar.antecedents import resolved
from monitor.extract.grammar.chunk import Chunk
from monitor.extract.grammar.chunks import chunks
from monitor.extract.grammar.frames import mentions
from monitor.extract.grammar.mention import Mention
from monitor.extract.words import pointers
from monitor.extract.words.lexicon import Lexicon
from monitor.extract.words.text import document
from monitor.extract.words.tokens import Document, Sentence
from monitor.extract.words.units import Spans, Unit, units
from monitor.model import Article, Event, Extraction

LEAD = 3
"""Sentences, the title among them, that tell what an article is about."""
FEW = 2
"""People whose deaths of age or illness are no news of harm; more may be an outbreak."""
OPENING = ("definite", "indefinite", "pronoun")
"""Tags of words that no name begins with."""
TELLING = frozenset({"title", "body"})
"""Kinds of sentences that tell something."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the cascade made of one article. What it let go keeps its reason: `lost` are mentions that became no figure,
    `echoes` figures of the title that the text tells itself; each happening knows its own."""

    document: Document
    findings: Findings
    lost: list[Lost]
    echoes: list[Told]
    happenings: list[Happening]
    extraction: Extraction


INVENTED = "an invented story"
MOST = 20_000
"""Tokens that the grammar reads of one article. No news has more of them in sentences with a trigger; what is no news
but a flood of such words costs little more to read than any other text."""


@dataclass(slots=True)
class Reader:
    """Reads articles of one language. The finders are the cascade's other parts, each a pure function."""

    lexicon: Lexicon
    language: str = "en"
    find_places: PlaceFinder = lambda document: ()
    find_dates: DateFinder = lambda document, told: ()
    find_actors: ActorFinder = lambda document, places: ()
    find_sources: SourceFinder = lambda document, actors: ()
    read_control: ControlReader = lambda document, findings, told: ()
    control_hints: ControlHints = lambda document, findings: ()
    locate: Locate = lambda document, places: lambda first, last: None
    kinds: Kinds = field(default_factory=lambda: Kinds((), {}))
    doubts: Mapping[Doubt, float] = field(default_factory=dict)
    abbreviations: frozenset[str] = field(init=False)
    openers: frozenset[str] = field(init=False)
    """Words that no name begins with."""
    guilty: frozenset[str] = field(init=False)
    works: frozenset[str] = field(init=False)
    """Words with which a film, a novel or another work can be named."""

    def __post_init__(self) -> None:
        self.abbreviations = self.lexicon.tagged("abbreviation")
        self.openers = frozenset().union(*map(self.lexicon.tagged, OPENING))
        self.guilty = self.lexicon.openers(TAGS)
        self.works = self.lexicon.openers(frozenset({"cue:work"}))

    def read(self, article: Article) -> Extraction:
        """Everything that the article says happened, and every place it names."""
        return self.study(article).extraction

    def study(self, article: Article) -> Reading:
        """The same, with what each step of the cascade made of it."""
        text, findings = self.look(article)
        every, lost = self.tell(text, findings)
        told, echoes = without_echoes(every)
        heard = self.kinds.hear(text) if told else ()
        calamity = self.kinds.calamity(text, heard)
        parts = happenings(told, calamity) if told else []
        sure = guilt(text, findings, self.lexicon, self.guilty) if told else Guilt()
        scene = Scene(
            text, findings, findings.told, self.locate, self.kinds, heard, self.lexicon, sure, self.doubts, calamity
        )
        events = joined(events_of(scene, parts), self.read_control(text, findings, findings.told))
        extraction = Extraction(
            id=article.id,
            language=self.language,
            published=article.published,
            places=tuple(found.mention for found in findings.places),
            events=_numbered(events),
        )
        return Reading(text, findings, lost, echoes, parts, extraction)

    def look(self, article: Article) -> tuple[Document, Findings]:
        """The article in sentences, and what the finders find in it."""
        text = document(article, self.abbreviations, self.openers)
        pointers.set_aside(text, self.lexicon)
        return text, self.find(text, self.day(article, text))

    def day(self, article: Article, text: Document) -> date:
        """The day that relative dates lean on: of publication, else of the dateline."""
        return article.told_at.date() if article.told_at else self.dateline(text)

    def dateline(self, text: Document) -> date:
        """The day that an undated article's own dateline tells ("LIMA, 3 JUN 89"), for relative dates to lean on."""
        at = next((n for n, sentence in enumerate(text.sentences) if sentence.kind == "dateline"), None)
        head = [] if at is None else text.sentences[: at + 1]
        found = self.find_dates(replace(text, sentences=head), UNDATED)
        days = [one.span.start for one in found if one.span.time_precision == 1]
        return days[0] if days else UNDATED

    def tell(self, text: Document, findings: Findings) -> tuple[list[Told], list[Lost]]:
        """Every figure that the document tells, sentence by sentence, and the mentions that became none. A sentence
        without a trigger goes no further; nor does the article behind the MOST tokens that the grammar reads."""
        spans, triggers = spans_of(findings), self.lexicon.triggers
        told: list[Told] = []
        lost: list[Lost] = []
        room, story = MOST, False
        written = entries(text)
        for n, sentence in enumerate(text.sentences):
            norms = text.norms[sentence.first : sentence.last]
            story = self.goes_on(text, n, findings) if story else False
            if sentence.kind in TELLING and triggers.stand(text, sentence):
                figures, others = self.sentence(text, n, spans, findings, story)
                if written[n]:
                    figures = [msgspec.structs.replace(one, entry=written[n]) for one in figures]
                told += recalling(figures, told)
                lost += others
                story = story or any(one.reason == INVENTED for one in others)
                room -= len(norms)
            if not self.works.isdisjoint(norms):
                room -= len(norms)
                story = story or begins_story(text, n, self.lexicon, findings)
            if room < 0:
                break
        told, games = without_sport(told, text, self.lexicon)
        lost += games
        told = background(told, findings, text)
        said = self.remembers(text) if told else frozenset[str]()
        return remembering(told, "cue:elapsed" in said) if "cue:memorial" in said else told, lost

    def remembers(self, text: Document) -> frozenset[str]:
        """How the article's title or first sentences say that it remembers what was long ago."""
        lead = text.sentences[:LEAD]
        found = (cue.tags for sentence in lead for cue in cues(text, sentence, self.lexicon))
        return frozenset().union(*found)

    def goes_on(self, text: Document, n: int, findings: Findings) -> bool:
        """Whether a film's or a novel's story may go on in a sentence: in its paragraph, up to a date or a source."""
        sentence = text.sentences[n]
        real = (*within(findings.dates, *_tokens(sentence)), *within(findings.sources, *_tokens(sentence)))
        return not real and sentence.paragraph == text.sentences[n - 1].paragraph

    def sentence(
        self, text: Document, n: int, spans: Spans, findings: Findings, story: bool = False
    ) -> tuple[list[Told], list[Lost]]:
        """The figures of one sentence, and the mentions that became none; in a `story` the present tells what is
        invented."""
        typed, packed = self.pack(text, n, spans)
        found, left = mentions(packed, self.lexicon.frames)
        lost = [Lost(n, mention, reason) for mention, reason in left]
        if not found:
            return [], lost
        place = setting(text, text.sentences[n], self.lexicon, typed, packed, findings.told.year)
        dates = within(findings.dates, text.sentences[n].first, text.sentences[n].last)
        last = text.sentences[n - 1] if n else text.sentences[n]
        before = within(findings.dates, last.first, last.last)
        told: list[Told] = []
        assailants = attacking(typed, packed)
        current, scene = day_before(text, n, findings)
        for mention, known in resolved(found, packed, partial(self._packed, text, n, spans)):
            if known is None:
                lost.append(Lost(n, mention, "nobody is told to whom it points back"))
                continue
            judgement = judge(place, known.trigger, dates, before)
            uncounted = text.sentences[n].kind != "title" and _uncounted(packed, known)
            if unreal := _unreal(known, judgement, uncounted, story):
                lost.append(Lost(n, known, unreal, judgement))
                continue
            one = tell(text, n, typed, packed, known, judgement, assailants)
            one = following(inheriting(one, told[-1]), told[-1], packed) if told else one
            around = placed(findings, text.sentences[n], last, place, one)
            doers, side = party(findings, one)
            told.append(msgspec.structs.replace(one, doers=doers, side=side, current=current, scene=scene, **around))
        return dating(itemising(text, told)), lost

    def pack(self, text: Document, n: int, spans: Spans) -> tuple[list[Unit], list[Chunk]]:
        """The typed tokens and chunks of one sentence."""
        typed = units(text, text.sentences[n], self.lexicon, spans)
        return typed, chunks(typed)

    def _packed(self, text: Document, n: int, spans: Spans, off: int) -> list[Chunk]:
        """The chunks of the sentence `off` behind sentence n; empty where there is none."""
        return self.pack(text, n + off, spans)[1] if 0 <= n + off < len(text.sentences) else []

    def find(self, text: Document, told: date) -> Findings:
        """The places, dates, actors and sources of a document."""
        places = self.find_places(text)
        dates = self.find_dates(text, told)
        found = self.find_actors(text, places)
        actors = tuple(actor for actor in found if not actor.bare)
        stand_ins = tuple(actor for actor in found if actor.bare)
        return Findings(places, dates, actors, self.find_sources(text, found), stand_ins, told)


def spans_of(findings: Findings) -> Spans:
    """Where places and dates were found."""
    return Spans({p.first: p.last for p in findings.places}, {d.first: d.last for d in findings.dates})


def _uncounted(packed: list[Chunk], mention: Mention) -> bool:
    """Whether a plural without a number is all that is said of the victims."""
    victims = [packed[i] for i in mention.items]
    return bool(victims) and all(one.quantity is None and "plural" in one.tags for one in victims)


def _tokens(sentence: Sentence) -> tuple[int, int]:
    return sentence.first, sentence.last


def _unreal(mention: Mention, judgement: Judgement, uncounted: bool, story: bool) -> str:
    """Why what is told befell nobody in this world; empty where it may have."""
    if judgement.fiction or (story and judgement.present):
        return INVENTED
    if judgement.mixed:
        return "the dead and the hurt in one number"
    if judgement.generic and uncounted:
        return "what is done again and again, to nobody in particular"
    if judgement.rate:
        return "how often it happens"
    if judgement.natural and mention.figure.best <= FEW:
        return "a death of age or illness"
    return "a game or a market, and no number" if judgement.sport and mention.figure.quote is None else ""


def _numbered(events: tuple[Event, ...]) -> tuple[Event, ...]:
    return tuple(msgspec.structs.replace(event, id=f"e{n}") for n, event in enumerate(events, 1))
