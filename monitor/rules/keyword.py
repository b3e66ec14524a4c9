"""`type: keyword`: words or phrases in an article's title or text, in any language."""

from collections.abc import Container, Sequence
from functools import cached_property
from typing import Annotated, ClassVar, Literal, Self

import pydantic
from pydantic import BeforeValidator, model_validator

from monitor.model import Alert, AlertStatus, Article, Field, Quote, Verdict
from monitor.model import subject as about
from monitor.rules.base import MAX_EVIDENCE, Judged, Reading, RuleBase, Scene, alert_id
from monitor.rules.phrases import Phrases, Span, is_empty, sentence_around
from monitor.rules.told import plain_alert
from monitor.rules.where import listed

MOST_PHRASES = 500
Phrase = Annotated[str, pydantic.Field(min_length=1, max_length=200)]
PhraseList = Annotated[tuple[Phrase, ...], BeforeValidator(listed), pydantic.Field(max_length=MOST_PHRASES)]


class Keyword(RuleBase):
    """Fires once for an article whose title or text has the words, and once for all copies of one text. When an edit
    takes the words out, the same alert is said again with status `revised`.

        any    phrases of which one must be there
        all    phrases that must all be there
        none   phrases of which none may be there: a false friend, a film's title
        where  places are those that the article names; also source, source_kind and language

    Upper and lower case are one, and so are ways to write an accent. A phrase is found between the boundaries of
    words: "assad" is not in "ambassador". A star at its end stands for any ending (`flood*`: floods, flooding). In
    scripts that put no spaces between words, such as Chinese, Japanese and Thai, it is found anywhere."""

    looks_at: ClassVar[frozenset[str]] = frozenset(
        {"country", "near", "polygon", "source", "source_kind", "language", "all", "any", "not"}
    )

    type: Literal["keyword"] = "keyword"
    any: PhraseList = ()
    all: PhraseList = ()
    none: PhraseList = ()

    @model_validator(mode="after")
    def _something_to_find(self) -> Self:
        if not (self.any or self.all):
            raise ValueError("a keyword rule needs `any` or `all`: which words?")
        if empty := next(filter(is_empty, (*self.any, *self.all, *self.none)), None):
            raise ValueError(f"{empty!r} has no letter or digit in it")
        return self

    @cached_property
    def _phrases(self) -> Phrases:
        """What to look for, made once."""
        return Phrases((*self.any, *self.all, *self.none))

    def read(self, article: Article) -> Reading:
        """Whether the words are there, and the sentences that have them."""
        found: dict[str, Quote] = {}
        for name, text in (("title", article.title), ("text", article.text)):
            for phrase, span in self._phrases.find(text).items():
                found.setdefault(phrase, _quote(article, "title" if name == "title" else "text", text, span))
        if missed := self._missed(found):
            return Reading(False, missed)
        there = [phrase for phrase in dict.fromkeys((*self.all, *self.any)) if phrase in found]
        quotes = tuple(dict.fromkeys(found[phrase] for phrase in there))[:MAX_EVIDENCE]
        return Reading(True, f"{_listed(there)} {'are' if len(there) > 1 else 'is'} in it", quotes)

    def _missed(self, found: Container[str]) -> str | None:
        """Why the words are not what the rule looks for."""
        if lacking := [phrase for phrase in self.all if phrase not in found]:
            return f"{_listed(lacking[:1])} is not in it"
        if self.any and not [phrase for phrase in self.any if phrase in found]:
            return f"none of {_listed(self.any)} is in it"
        if unwanted := [phrase for phrase in self.none if phrase in found]:
            return f"{_listed(unwanted[:1])} is in it"
        return None

    def evaluate(self, scene: Scene) -> Judged:
        """Judge the article, by what was found in its words."""
        reading = scene.readings.get(self.name)
        if reading is None:
            return [], []
        subject = about.article(scene.changes.article.text_id)
        raised = scene.raised(self.name, subject)
        reason, alert = self._judged(scene, reading, subject, raised[-1] if raised else None)
        return [alert] if alert else [], [Verdict(self.name, subject, alert is not None, reason)]

    def _judged(self, scene: Scene, reading: Reading, subject: str, told: Alert | None) -> tuple[str, Alert | None]:
        standing = told is not None and told.status == "firing"
        missed = self._elsewhere(scene) if reading.hit else reading.reason
        if told is not None and standing and missed and _rests_on(told, scene):
            summary = f"Corrected: {missed} now (said before: {told.summary})"
            return missed, self._alert(scene, subject, "revised", summary, told.evidence, told)
        if missed:
            return missed, None
        if standing:
            return "told already: the same text", None
        title = (scene.article.title if scene.article else "") or reading.quotes[0].quote
        summary = f"{reading.reason.removesuffix(' is in it').removesuffix(' are in it')}: {title}"
        return reading.reason, self._alert(scene, subject, "firing", summary, reading.quotes, told)

    def _elsewhere(self, scene: Scene) -> str | None:
        """Why none of the places that the article names, or its source or language, is the rule's."""
        reasons = [self.where.why_not(facts) for facts in scene.facts]
        return None if None in reasons else reasons[0]

    def _alert(
        self,
        scene: Scene,
        subject: str,
        status: AlertStatus,
        summary: str,
        quotes: tuple[Quote, ...],
        told: Alert | None,
    ) -> Alert:
        return plain_alert(
            self, alert_id(self.name, subject), subject, status, scene.now, summary, evidence=quotes,
            says=(scene.changes.article.source,), muted=scene.silence(told if status == "revised" else None),
        )  # fmt: skip


def _rests_on(told: Alert, scene: Scene) -> bool:
    """Whether an alert quotes this very article, and not another copy of its text."""
    return any(quote.article == scene.changes.article.id for quote in told.evidence)


def _quote(article: Article, part: Field, text: str, span: Span) -> Quote:
    start, end = sentence_around(text, *span)
    publisher = article.source or article.feed or article.id
    return Quote(article.id, publisher, article.url, text[start:end], part, start, end)


def _listed(phrases: Sequence[str]) -> str:
    quoted = [f"“{phrase}”" for phrase in phrases[:5]]
    return ", ".join([*quoted, *(["…"] if len(phrases) > len(quoted) else [])])
