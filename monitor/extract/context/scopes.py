"""Scopes wider than a cue's clause: what hangs on an event of a past year, what a work of fiction tells, what a drill
only plays, and the earlier happening that dates a later one."""

from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from monitor.extract.found import Findings, within
from monitor.extract.grammar.chunk import Chunk
from monitor.extract.grammar.chunks import chunks
from monitor.extract.words.lexicon import Lexicon
from monitor.extract.words.table import spot
from monitor.extract.words.tokens import QUOTES, Document, Sentence, Token
from monitor.extract.words.units import Spans, Unit, units
from monitor.model import Context

REACHING = frozenset({"cue:happening", "cue:work", "cue:played"})
"""Cues without which nothing that a sentence tells is of a past year, invented or only played."""
TELLING = frozenset({"cue:tells", "cue:about"})
"""Cues with which a work's story begins."""
MODIFIERS = 3
"""Words between a year and the noun that it dates: "the 2004 Indian Ocean tsunami"."""
TITLE = 8
"""Words of a work's own title between its kind and what is said of it."""
OCCASION = 5
"""Words back from a drill to the word that makes it only an occasion: "killed during a ..."."""
FIRST_YEAR = 1800
Apart = Literal["", "same day", "earlier", "years ago", "counted"]
"""Whether a happening only dates the one told: one of the same day, of days before, or of years before; or it is a late
death that the count before it holds."""


class Cue(Struct, frozen=True, gc=False):
    """A word of context at a token."""

    at: int
    tags: frozenset[str]
    words: str

    @property
    def last(self) -> int:
        """The token behind it."""
        return self.at + len(self.words.split())


class Ground(Struct, frozen=True, gc=False):
    """What decided how a figure is meant: what the grammar calls it, and the document's tokens, `last` exclusive."""

    name: str
    first: int
    last: int

    @classmethod
    def of(cls, cue: Cue) -> "Ground":
        """A cue of the lexicon."""
        return cls(cue.words, cue.at, cue.last)


def cues(
    document: Document, sentence: Sentence, lexicon: Lexicon, openers: Container[str] | None = None
) -> tuple[Cue, ...]:
    """The words of context of a sentence, in the order of the text; with `openers` only those that begin with one."""
    openings = document.openings(sentence, lexicon.cues if openers is None else openers)
    found = [(i, spot(document.tokens, i, sentence.last, lexicon.cues)) for i in openings]
    return tuple([Cue(i, each[0].tags, each[0].lemma) for i, each in found if each])


def by_tag(found: Iterable[Cue]) -> dict[str, list[Cue]]:
    """The cues of a sentence by each of their tags: hardly any of those that are asked for stands in it."""
    rows: dict[str, list[Cue]] = {}
    for cue in found:
        for tag in cue.tags:
            rows.setdefault(tag, []).append(cue)
    return rows


def _how_long(cue: Cue) -> Apart:
    if "cue:years" in cue.tags:
        return "years ago"
    return "earlier" if "cue:days" in cue.tags else "same day"


def begins_story(document: Document, number: int, lexicon: Lexicon, findings: Findings) -> bool:
    """Whether a film, a novel or another work begins to be told in sentence `number`."""
    found = cues(document, document.sentences[number], lexicon)
    works = [cue.last for cue in found if "cue:work" in cue.tags]
    tells = [cue.at for cue in found if not TELLING.isdisjoint(cue.tags)] if works else []
    near = any(work <= at < work + TITLE for work in works for at in tells)
    wide = scopes(document, number, lexicon, findings) if near else None
    return wide is not None and wide.story()


def scopes(document: Document, number: int, lexicon: Lexicon, findings: Findings) -> "Scopes | None":
    """Those of sentence `number`; None where no cue of it reaches over clauses, so that nothing needs to be packed."""
    sentence = document.sentences[number]
    found = cues(document, sentence, lexicon)
    if all(REACHING.isdisjoint(cue.tags) for cue in found):
        return None
    places = within(findings.places, sentence.first, sentence.last)
    dates = within(findings.dates, sentence.first, sentence.last)
    spans = Spans({p.first: p.last for p in places}, {d.first: d.last for d in dates})
    typed = units(document, sentence, lexicon, spans)
    return Scopes(document.tokens, typed, chunks(typed), found, by_tag(found))


class Scopes(Struct, frozen=True, gc=False):
    """One sentence: its tokens, how they are packed, and its cues in the order of the text."""

    tokens: list[Token]
    units: list[Unit]
    chunks: list[Chunk]
    cues: tuple[Cue, ...]
    tagged: Mapping[str, Sequence[Cue]]
    """The same by tag."""

    def past(self, trigger: int, year: int) -> Ground | None:
        """The event of a year before `year` to which the figure of chunk `trigger` belongs: told in its relative
        clause, in the event's own noun, or said to have been "in" it."""
        noun = next((noun for noun in self._past_events(year) if self._dates(trigger, noun)), None)
        return None if noun is None else self._ground(noun)

    def running(self, trigger: int, year: int) -> Ground | None:
        """The event of a past year whose cost so far the figure is: "the 2011 war has killed 400,000"."""
        chunk = self.chunks[trigger]
        perfect = any("have" in unit.tags for unit in self.units[chunk.first : chunk.last])
        if chunk.kind != "verb" or not perfect:
            return None
        noun = next((noun for noun in self._past_events(year) if self._subject(noun, trigger)), None)
        return None if noun is None else self._ground(noun)

    def invented(self, trigger: int) -> Ground | None:
        """The film, novel or other work that tells it."""
        for cue in self.bearing("cue:work"):
            begin = self._content(cue)
            if begin and self._chunk(begin.last) <= trigger < self._content_end(begin):
                return Ground.of(cue)
        return None

    def story(self) -> bool:
        """Whether a film, a novel or another work begins to be told."""
        return any(self._content(cue) for cue in self.bearing("cue:work"))

    def played(self, trigger: int) -> Ground | None:
        """The drill that only plays it; what really befalls people at a drill is told with when or how, and in no
        quotation marks: '12 "died"'."""
        drills = self.bearing("cue:played")
        acted = bool(drills) and self._quoted(trigger)
        if not acted and self.bearing("cue:mishap"):
            return None
        for cue in drills:
            near = (other for other in self.cues if cue.at - OCCASION <= other.at < cue.at)
            occasion = any("cue:occasion" in other.tags for other in near)
            if acted or not (occasion or self._parted(trigger, self._chunk(cue.at))):
                return Ground.of(cue)
        return None

    def _quoted(self, trigger: int) -> bool:
        """Whether the word of a chunk stands in quotation marks by itself."""
        last = self._last(self.chunks[trigger])
        around = (self.tokens[last - 2 : last - 1], self.tokens[last : last + 1])
        return all(mark and mark[0].text in QUOTES for mark in around)

    def apart(self, trigger: int) -> tuple[Apart, Ground | None]:
        """Whether the figure is of a happening after which the one told came: "..., hours after a bomb killed 11". Who
        died of it later is of it: "nine have died, after a woman succumbed to burns"."""
        rare = bool(self.bearing("cue:superlative"))
        for cue in self.bearing("cue:after"):
            if rare and "cue:unless rare" in cue.tags:
                continue
            first = self._chunk(cue.last)
            loose = "cue:loose" in cue.tags
            if first <= trigger and self._first_verb(first, trigger, loose):
                late = loose and any(other.at > cue.at for other in self.bearing("cue:late death"))
                return "counted" if late else _how_long(cue), Ground.of(cue)
        return "", None

    def unreal(self, token: int, year: int) -> Context | None:
        """How what the word at a token tells is meant where it is no news; None where it may be."""
        trigger = self._chunk(token)
        if trigger == len(self.chunks):
            return None
        if self.past(trigger, year):
            return "historical"
        return "hypothetical" if self.invented(trigger) or self.played(trigger) else None

    def bearing(self, tag: str) -> Sequence[Cue]:
        """The cues that bear a tag."""
        return self.tagged.get(tag, ())

    def _chunk(self, token: int) -> int:
        """The chunk that holds a token, or the next one."""
        return bisect_right(self.chunks, token, key=self._last)

    def _last(self, chunk: Chunk) -> int:
        return self.units[chunk.last - 1].last

    def _ground(self, noun: int) -> Ground:
        chunk = self.chunks[noun]
        return Ground("past year", self.units[chunk.first].first, self._last(chunk))

    def _past_events(self, year: int) -> Iterator[int]:
        """The chunks of the events that a year before `year` dates as an adjective does."""
        for cue in self.bearing("cue:happening"):
            for i in range(cue.at - 1, max(self.units[0].first, cue.at - 1 - MODIFIERS), -1):
                token = self.tokens[i]
                if token.kind == "number" and len(token.text) == 4 and token.text.isdecimal():
                    if FIRST_YEAR <= int(token.text) < year:
                        yield self._chunk(cue.at)
                    break
                if token.kind != "word":
                    break

    def _dates(self, trigger: int, noun: int) -> bool:
        chunks = self.chunks
        if trigger == noun or self._did(noun, trigger):
            return True
        if trigger < noun:
            inside = chunks[noun - 1].kind == "prep" and "prep:in" in chunks[noun - 1].tags
            return inside and all(one.kind in ("noun", "prep", "date") for one in chunks[trigger + 1 : noun])
        opener = noun + 1
        while opener < trigger and chunks[opener].kind in ("noun", "prep", "comma", "date"):
            opener += 1
        return opener < trigger < self._relative_end(opener) if self._relative(opener) else False

    def _did(self, noun: int, trigger: int) -> bool:
        """Whether the trigger is the verb of the event itself: "the 2008 earthquake killed 70,000 people"."""
        return self.chunks[trigger].has("bare") and self._subject(noun, trigger)

    def _subject(self, noun: int, trigger: int) -> bool:
        """Whether nothing but what hangs on the noun stands between it and the trigger."""
        if noun and self.chunks[noun - 1].kind == "prep":
            return False
        return noun < trigger and all(one.kind in ("noun", "prep") for one in self.chunks[noun:trigger])

    def _relative(self, i: int) -> bool:
        """Whether chunk i opens a clause that tells of the noun before it: "which", "in which", "when"."""
        first = self.units[self.chunks[i].first].first
        return any(cue.at == first for cue in self.bearing("cue:relative"))

    def _relative_end(self, i: int) -> int:
        """Where the clause that opens at chunk i ends: before a verb that no relative word and no "and" goes with."""
        opened, told = 0, False
        for n in range(i, len(self.chunks)):
            chunk = self.chunks[n]
            if chunk.kind in ("stop", "but"):
                return n
            if chunk.kind in ("relative", "sub"):
                opened += 1
            elif chunk.kind == "verb" and self.chunks[n - 1].kind not in ("conj", "comma"):
                if not opened and (chunk.has("finite") or (told and chunk.has("bare"))):
                    return n
                if opened and (chunk.has("finite") or chunk.has("bare")):
                    opened, told = opened - 1, True
        return len(self.chunks)

    def _content(self, work: Cue) -> Cue | None:
        """The words behind which a work's story begins: "the film, Night Road, tells of ..."."""
        for i in range(work.last, min(work.last + TITLE, self._last(self.chunks[-1]))):
            here = [cue for cue in self.cues if cue.at == i]
            found = next((cue for cue in here if not TELLING.isdisjoint(cue.tags)), None)
            ordinary = self.tokens[i].kind == "word" and not self.tokens[i].text[0].isupper()
            if found or (ordinary and not any("cue:title" in cue.tags for cue in here)):
                return found
        return None

    def _content_end(self, begin: Cue) -> int:
        first = self._chunk(begin.at)
        if "cue:about" in begin.tags:
            return self._relative_end(first)
        ends = (n for n in range(first, len(self.chunks)) if self.chunks[n].kind in ("stop", "but"))
        return next(ends, len(self.chunks))

    def _parted(self, one: int, other: int) -> bool:
        """Whether another sentence begins between two chunks."""
        low, high = min(one, other), max(one, other)
        return any(chunk.kind in ("stop", "but") for chunk in self.chunks[low:high])

    def _first_verb(self, first: int, trigger: int, loose: bool) -> bool:
        """Whether the trigger tells what the subject at chunk `first` did; behind "that" only of one newly named. After
        a `loose` cue, which tells of no time between, only its very verb: "three died after a bomb went off, killing
        two others" is one happening."""
        for n in range(first, trigger + 1):
            chunk = self.chunks[n]
            if chunk.kind in ("stop", "but", "sub"):
                return False
            if chunk.kind == "relative" and (loose or not self.chunks[first].has("indefinite")):
                return False
            if chunk.kind == "verb" and (chunk.has("finite") or chunk.has("bare")):
                return n == trigger or (not loose and self._outcome(n, trigger))
        return False

    def _outcome(self, verb: int, trigger: int) -> bool:
        """Whether the trigger tells what else a verb's subject did: "a bomb went off, killing 11 and wounding 20"."""
        between = self.chunks[verb + 1 : trigger]
        if (
            self.chunks[trigger].has("passive")
            and self.chunks[trigger].tags & {"fate", "predicative"}
            and all(one.kind in ("noun", "prep") for one in between)
        ):
            return True  # "left 20 people dead"
        if self.chunks[trigger].has("ing"):
            return not any(one.kind == "verb" and not one.has("ing") for one in between)
        joined = self.chunks[trigger - 1].kind == "conj"
        return joined and all(one.kind in ("noun", "prep", "conj", "date") for one in between)
