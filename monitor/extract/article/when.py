"""When it happened: of all dates around a figure the one that goes with what befell its victims.

A date may as well say when somebody told of it, looked for survivors or buried them; such a date counts only where no
better one is told in the sentences around."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date

import msgspec

from monitor.extract.article.contradictions import DEEDS
from monitor.extract.article.told import Told
from monitor.extract.context.scopes import cues
from monitor.extract.found import Findings, FoundDate, within
from monitor.extract.words.lexicon import Lexicon
from monitor.extract.words.tokens import Document
from monitor.model import Span

NOUN, VERB, OPENED = 5, 18, 25
"""Tokens from the noun or verb of a happening to the date behind it, and from a date that opens a sentence to them."""
REACH = 150
"""Tokens from a figure, or from the beginning of a sentence, in which its dates are looked for."""
OPENING = 2
"""Tokens before a date that opens its sentence."""
OWNED = 4
"""Tokens behind "Sunday's" in which the happening of that day is named."""
RISEN = 1
"""Tokens between the figure that a toll rose to and the day on which it did."""
LONG = 3
"""The precision of a date that is longer than a week."""
LEAD = 3
"""Sentences, the title among them, whose day of telling is taken where the article names no other."""
BEFORE = 4
"""Sentences back to another happening whose day is taken where nothing tells a better one."""
HAPPENINGS = frozenset({"cue:happening", "cue:befell"})
AROUND = (-1, 1, -2, 2, 3)
"""Sentences around that of the figure, in the order in which they are asked."""


class Calendar(msgspec.Struct, frozen=True, gc=False):
    """The dates of an article, and the words that tell what happened on them."""

    document: Document
    findings: Findings
    lexicon: Lexicon
    today: date

    def moment(self, told: Told, others: frozenset[int]) -> tuple[Span, FoundDate | None]:
        """The days of the happening that a figure tells, else those around publication; `others` are the sentences
        that tell of another happening."""
        found = next((one for one in self._likeliest(told, others) if not self._idle(one, told)), None)
        if found is None:
            return Span(None, self.today, self.today, 2), None
        span = found.span
        told_then = found.said or _rose(found, told)
        if told_then and span.time_precision == 1 and told.judgement.context == "reported":
            span = msgspec.structs.replace(span, time_precision=2)
        return span, found

    def _idle(self, found: FoundDate, told: Told) -> bool:
        """Whether a date tells nothing of when it happened: that of what was done afterwards, or the year or month that
        still runs, of one happening."""
        running = found.span.time_precision == LONG and found.span.start <= self.today <= found.span.end
        news = told.judgement.context == "reported" and told.judgement.scope == "incident"
        return found.after or (running and news and not found.period)

    def _likeliest(self, told: Told, others: frozenset[int]) -> Iterator[FoundDate]:
        own = sorted(self._near(told), key=lambda one: abs(one.first - told.trigger))
        unsaid = [one for one in own if not (one.said or _rose(one, told))]
        if told.judgement.context != "reported" or told.judgement.scope != "incident":
            yield from unsaid or own
            yield from (one for one in self._dates(told.sentence - 1) if told.sentence and one.old)
            return
        own = [one for one in own if not one.running]
        unsaid = [one for one in unsaid if not one.running]
        around = [n for n in self._around(told.sentence) if n not in others]
        near = [one for n in around for one in self._dates(n) if _exact(one)]
        yield from (one for one in unsaid if _of_the_deed(one, told))
        yield from (one for one in unsaid if self._owns(one))
        if not told.mention.absolute:
            yield from (one for one in unsaid if one.first == told.when)
            yield from (one for one in unsaid if _exact(one) and self._struck(one, told.sentence))
        yield from (one for one in unsaid if _exact(one) and self._struck(one, told.sentence, nouns=False))
        yield from (one for one in near if self._owns(one))
        yield from (one for n in around for one in self._dates(n) if _exact(one) and self._struck(one, n))
        yield from unsaid
        yield from (one for n in around[:2] for one in self._dates(n) if _exact(one))
        yield from own
        lead = (one for n in range(LEAD) if n not in others for one in self._dates(n))
        yield from (one for one in lead if not (one.period or one.running))
        before = range(told.sentence - 1, max(-1, told.sentence - 1 - BEFORE), -1)
        yield from (one for n in before for one in self._dates(n) if _exact(one))

    def _around(self, n: int) -> list[int]:
        return [n + k for k in AROUND if 0 <= n + k < len(self.document.sentences)]

    def _near(self, told: Told) -> tuple[FoundDate, ...]:
        """The dates of a figure's own sentence."""
        sentence = self.document.sentences[told.sentence]
        first, last = max(sentence.first, told.trigger - REACH), min(sentence.last, told.trigger + REACH)
        return within(self.findings.dates, first, last)

    def _dates(self, n: int) -> tuple[FoundDate, ...]:
        """Those of the beginning of a sentence."""
        if n >= len(self.document.sentences) or self.document.sentences[n].kind == "dateline":
            return ()
        sentence = self.document.sentences[n]
        return within(self.findings.dates, sentence.first, min(sentence.last, sentence.first + REACH))

    def _owns(self, found: FoundDate) -> bool:
        """Whether the date is an attribute of what happened: "Sunday's earthquake"."""
        owner = self.document.tokens[found.last : found.last + 1]
        if not owner or owner[0].kind != "clitic":
            return False
        return any(found.last < at <= found.last + OWNED for at, _ in self._happenings(found))

    def _struck(self, found: FoundDate, n: int, nouns: bool = True) -> bool:
        """Whether the date goes with a word that tells what happened: "the blast on Monday", "came under fire on
        Sunday", "On 20 March militants ambushed a convoy"; only with a verb, where `nouns` tell nothing of it."""
        opens = found.first <= self.document.sentences[n].first + OPENING
        before = within(self.findings.dates, found.first - VERB, found.first)
        last = max((one.last for one in before), default=0)
        for at, noun in self._happenings(found):
            if noun and not nouns:
                continue
            if last <= at < found.first <= at + (NOUN if noun else VERB):
                return True
            if opens and found.last <= at < found.last + OPENED:
                return True
        return False

    def _happenings(self, found: FoundDate) -> Iterator[tuple[int, bool]]:
        """The tokens of the date's sentence that tell of a happening, and whether each is a noun."""
        sentences = self.document.sentences
        sentence = sentences[bisect_right(sentences, found.first, key=lambda one: one.first) - 1]
        first, last = max(sentence.first, found.first - VERB), min(sentence.last, found.last + OPENED)
        for cue in cues(self.document, msgspec.structs.replace(sentence, first=first, last=last), self.lexicon):
            if cue.tags & HAPPENINGS:
                yield cue.at, "cue:befell" not in cue.tags


def _of_the_deed(found: FoundDate, told: Told) -> bool:
    """Whether a day stands behind the verb of a deed and is its own, whatever "last week's raid" was before it."""
    deed = told.mention.frame.pattern in DEEDS and not told.mention.absolute
    return deed and found.first == told.when and found.first > told.trigger and _exact(found)


def _rose(found: FoundDate, told: Told) -> bool:
    """Whether the date says when a toll came to its figure: "rose to 35 on Sunday"."""
    return told.mention.risen and told.last <= found.first <= told.last + RISEN


def _exact(found: FoundDate) -> bool:
    """A single day of late that is not the day of telling."""
    return not (found.said or found.after or found.old or found.period) and found.span.time_precision == 1
