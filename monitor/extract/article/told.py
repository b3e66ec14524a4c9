"""A figure as one sentence tells it: the mention with its victims, its context and its place in the text."""

from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from monitor.extract.article.roles import attackers, doer, speaker
from monitor.extract.context.scopes import Ground
from monitor.extract.context.setting import Judgement
from monitor.extract.grammar.chunk import Chunk
from monitor.extract.grammar.counting import Figure
from monitor.extract.grammar.mention import Mention
from monitor.extract.words.tokens import Document, Sentence
from monitor.extract.words.units import Unit
from monitor.model import Attribution, Estimate, Place, TollKind, Victims

KIND = "kind:"
BODY = "body-of:"
"""What the members of a body of people are: "four members of the security forces"."""
RECENT = 8
"""Figures back to which one that says them again is compared."""
AMONG = 12
"""Chunks around a fate in which those are told whom a figure includes."""
NEXT = 1
"""Sentences that go on with what the one before told as background."""


class Part(Struct, frozen=True):
    """One member of a list of victims: "five civilians"."""

    text: str
    lemma: str
    kind: str
    count: int
    theirs: bool = False
    """Told as somebody's: "its soldiers"."""
    assailant: bool = False
    """Called by the deed that the article tells: "the attacker"."""


class Told(Struct, frozen=True):
    """`first` and `last` are the document's tokens of the figure, `trigger` the token that tells the fate."""

    mention: Mention
    judgement: Judgement
    sentence: int
    first: int
    last: int
    trigger: int
    text: str
    parts: tuple[Part, ...]
    title: bool = False
    doer: tuple[int, int] | None = None
    """The document's tokens that name who did it."""
    assailants: tuple[tuple[int, int], ...] = ()
    """Those that name who attacks, in its sentence."""
    voice: int | None = None
    """The first token of whoever says so before it in its sentence ("..., while [residents] said 14 died")."""
    somebody: bool = False
    """Whether the doer is a person, not a weapon or a deed."""
    victim_spans: tuple[tuple[int, int], ...] = ()
    front: str | None = None
    """The place that its clause opens with ("In Kherson, ..."), which may tell of another happening."""
    around: frozenset[str] = frozenset()
    """All places that its sentence names."""
    day: date | None = None
    """The first day of the date that stands nearest in its sentence."""
    clause: tuple[int, int] = (0, 0)
    """The document's tokens of its own clause, without what is told of persons behind it."""
    onward: int | None = None
    """The token from which on its place is named, where a relative clause before it names others."""
    until: int | None = None
    """The token from which on only the place of a part is named."""
    spots: tuple[Place, ...] = ()
    """The places of its own clause, but not those of a source or of anybody's origin."""
    beyond: tuple[Place, ...] = ()
    """The places of the sentence before, where its own names none."""
    itemised: bool = False
    """Whether it stands behind a colon which a higher count of the same announces."""
    sources: frozenset[Attribution] = frozenset()
    """Who says so in its own sentence."""
    past: bool = False
    """Whether that day lies more than a week before the telling."""
    said: date | None = None
    """The last day on which its sentence says that somebody told of it."""
    when: int | None = None
    """The first token of the date that goes with its own verb or noun."""
    dated: bool = False
    """Whether its clause opens with that date ("On 17 February, bandits ...")."""
    current: date | None = None
    """The day that was told last before it in its paragraph."""
    scene: int = -1
    """The sentence that opens with that day; -1 where none does."""
    entry: int = 0
    """How late the ticker's entry that tells it was written; 0 where it is no ticker."""
    doers: frozenset[str] = frozenset()
    """The known actors whom the grammar names as those who did it."""
    side: frozenset[str] = frozenset()
    """The known actors whose people the victims are."""
    with_assailant: bool = False
    """Whether its sentence counts the attacker among the victims: "three died, including the gunman"."""

    @property
    def toll(self) -> TollKind:
        """What befell the victims."""
        return self.mention.frame.toll

    @property
    def figure(self) -> Figure:
        """How many."""
        return self.mention.figure

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of victims named."""
        return frozenset(part.kind for part in self.parts)

    @property
    def assailant(self) -> bool:
        """Whether it tells what became of the one who did it."""
        return self.figure.best == 1 and any(part.assailant for part in self.parts)

    def estimate(self, first: bool = False) -> Estimate:
        """The figure as the contract prints it; `first` when nobody was told before: who is pointed back to counts."""
        one = self.figure
        more = one.back if first else 0
        return Estimate(
            one.low + more, one.best + more, None if one.high is None else one.high + more, one.qualifier, self.text
        )

    def victims(self) -> tuple[Victims, ...]:
        """The breakdown, where there is one."""
        return tuple(Victims(part.text, part.kind, part.count) for part in self.parts)


class Lost(Struct, frozen=True, gc=False):
    """A mention of a sentence that became no figure, and why; `judgement` where that decided."""

    sentence: int
    mention: Mention
    reason: str
    judgement: Judgement | None = None


def tell(
    document: Document,
    n: int,
    units: list[Unit],
    chunks: list[Chunk],
    mention: Mention,
    judgement: Judgement,
    assailants: tuple[tuple[int, int], ...] = (),
) -> Told:
    """The mention of sentence n, in which `assailants` attack, with everything that later steps ask of it."""
    one, sentence = mention.figure, document.sentences[n]
    if one.best == 1 and one.quote is None and judgement.scope == "cumulative":
        judgement = replace(judgement, scope="incident", stretch=None)  # one person is no total
    first, last = one.quote or (units[one.first].first, units[one.last - 1].last)
    head = chunks[mention.trigger].head
    trigger = head.first if head else units[chunks[mention.trigger].first].first
    parts = tuple(_part(document, sentence, units, chunks, i, count) for i, count in one.parts)
    agent = doer(chunks, mention)
    suffering = [_whole_span(units, chunks, i) for i, _ in one.parts]
    if mention.frame.own:
        suffering += [] if agent is None else [_span(units, chunks[agent])]
        parts, agent = tuple(replace(part, theirs=True) for part in parts), None
    return Told(
        mention,
        judgement,
        n,
        first,
        last,
        trigger,
        _quote(document, sentence, first, last),
        parts,
        sentence.kind == "title",
        doer=None if agent is None else _span(units, chunks[agent]),
        assailants=assailants,
        victim_spans=tuple(suffering),
        voice=_voice(units, chunks, mention),
        somebody=agent is not None and "person" in chunks[agent].tags,
        with_assailant=_with_assailant(chunks, mention),
    )


def _with_assailant(chunks: list[Chunk], mention: Mention) -> bool:
    """Whether the attacker is told among the victims: "three people, including the gunman, died"."""
    near = chunks[max(0, mention.trigger - AMONG) : mention.trigger + AMONG]
    return any(one.kind == "subset" for one in near) and any("assailant" in one.tags for one in near)


def _voice(units: list[Unit], chunks: list[Chunk], mention: Mention) -> int | None:
    """The first token of the named speaker on whose word the clause hangs; a pronoun goes on with the last one."""
    says = speaker(chunks, min((mention.trigger, *mention.items)))
    return None if says is None or "pronoun" in chunks[says].tags else units[chunks[says].first].first


def attacking(units: list[Unit], chunks: list[Chunk]) -> tuple[tuple[int, int], ...]:
    """The document's tokens that name who attacks in a sentence."""
    return tuple(_span(units, chunks[i]) for i in attackers(chunks))


def inheriting(one: Told, before: Told) -> Told:
    """The same with the kind of those told before it in its sentence, where it only says "others" or a number."""
    elliptical = one.figure.other or (not one.parts[0].lemma if one.parts else False)
    if not (elliptical and len(one.parts) == 1 and before.parts and one.parts[0].kind == "people"):
        return one
    return replace(one, parts=(replace(one.parts[0], kind=before.parts[-1].kind),))


def itemising(document: Document, told: list[Told]) -> list[Told]:
    """The figures of one sentence, those marked that a colon parts from a higher count: "481 were killed: 244 Druze;
    201 soldiers"."""
    if len(told) < 2:
        return told
    whole, tokens = told[0], document.tokens
    behind = next((n for n in range(whole.first, told[-1].first) if tokens[n].text == ":"), told[-1].first)
    return [replace(one, itemised=True) if _item(one, whole, behind) else one for one in told]


def _item(one: Told, whole: Told, behind: int) -> bool:
    return one.toll == whole.toll and one.first > behind and one.figure.best < whole.figure.best


def recalling(told: list[Told], before: list[Told]) -> list[Told]:
    """The figures of a sentence; who was told of only as background stays it when told of again ("They protested over
    the killing of a trader. The trader was shot dead on his way home")."""
    return [_recalled(one, [other for other in before[-RECENT:] if other.toll == one.toll]) for one in told]


def _recalled(one: Told, before: list[Told]) -> Told:
    counted = [other for other in before if other.figure.best]
    background = bool(counted) and all(other.judgement.context == "historical" for other in counted)
    if not background or one.judgement.context != "reported" or one.figure.best != counted[-1].figure.best:
        return one
    if not one.figure.anaphor or one.sentence - counted[-1].sentence > NEXT:
        return one
    return replace(one, judgement=replace(one.judgement, context="historical", cue=counted[-1].judgement.cue))


def remembering(told: list[Told], elapsed: bool = False) -> list[Told]:
    """The figures of an article that remembers the dead of long ago: those without a date of their own are these dead,
    as soon as its first figure is, or where it says how many years have `elapsed` since."""
    if not told or (told[0].judgement.context != "historical" and not elapsed):
        return told
    cue = told[0].judgement.cue
    return [_remembered(one, cue) if one.when is None and not one.dated else one for one in told]


def _remembered(one: Told, cue: Ground | None) -> Told:
    if one.judgement.context != "reported":
        return one
    return replace(one, judgement=replace(one.judgement, context="historical", cue=cue))


def following(one: Told, before: Told, chunks: list[Chunk]) -> Told:
    """The same as background, where a verb only goes on from one that tells background: "killed two and hurt 50"."""
    told, v = before.judgement, one.mention.trigger
    goes_on = v > 0 and chunks[v].kind == "verb" and chunks[v].has("bare") and chunks[v - 1].kind == "conj"
    if told.context != "historical" or one.judgement.context != "reported" or not goes_on:
        return one
    between = chunks[before.mention.trigger + 1 : v]
    if any(chunk.kind not in ("noun", "prep", "date", "conj") for chunk in between):
        return one
    return replace(one, judgement=replace(one.judgement, context=told.context, cue=told.cue, scope=told.scope))


def dating(told: list[Told]) -> list[Told]:
    """The figures of a sentence, those of an earlier happening apart where the sentence has news to date by it: days
    before is background. Where it has none, that happening is the news itself."""
    told = [_counted(one) if one.judgement.apart == "counted" else one for one in told]
    apart = {one.toll for one in told if one.judgement.apart}
    reported = [one for one in told if one.figure.best and one.judgement.context == "reported"]
    news = {one.toll for one in reported if not one.judgement.apart}
    return [_dating(one) if apart & news else _told(one) for one in told] if apart else told


def _counted(one: Told) -> Told:
    """The same as one of those whom its sentence counts: "nine have died, after a woman succumbed to burns"."""
    mention = replace(one.mention, figure=replace(one.mention.figure, partitive=True))
    return replace(one, mention=mention, judgement=replace(one.judgement, apart=""))


def _dating(one: Told) -> Told:
    if one.judgement.apart != "earlier":
        return one
    return replace(one, judgement=replace(one.judgement, context="historical", apart=""))


def _told(one: Told) -> Told:
    return replace(one, judgement=replace(one.judgement, apart="")) if one.judgement.apart else one


def _span(units: list[Unit], chunk: Chunk) -> tuple[int, int]:
    return units[chunk.first].first, units[chunk.last - 1].last


def _whole_span(units: list[Unit], chunks: list[Chunk], i: int) -> tuple[int, int]:
    """The tokens of those in chunk i, with the body that they are of: "a member [of the vigilante group]"."""
    body = chunks[i + 2] if i + 2 < len(chunks) and "prep:of" in chunks[i + 1].tags else chunks[i]
    last = body if body.kind == "noun" and "place" not in body.tags else chunks[i]
    return units[chunks[i].first].first, units[last.last - 1].last


def _part(document: Document, sentence: Sentence, units: list[Unit], chunks: list[Chunk], i: int, count: int) -> Part:
    named = chunks[i]
    inner = chunks[i + 2] if i + 2 < len(chunks) and "prep:of" in chunks[i + 1].tags else named
    if "bare" in named.tags and inner.kind == "noun":
        named = inner  # "three of the raiders"
    tags = (*sorted(named.tags), *sorted(named.modifiers))  # "Russian soldiers" are soldiers
    kind = next((tag[len(KIND) :] for tag in tags if tag.startswith(KIND)), "people")
    if kind == "people":  # "four members of our forces"
        kind = next((tag[len(BODY) :] for tag in sorted(inner.tags) if tag.startswith(BODY)), kind)
    first, last = units[chunks[i].first].first, units[chunks[i].last - 1].last
    lemma = named.head.lemma if named.head else ""
    theirs, assailant = named.has("possessive"), "assailant" in named.tags
    return Part(_quote(document, sentence, first, last), lemma, kind, count, theirs, assailant)


def _quote(document: Document, sentence: Sentence, first: int, last: int) -> str:
    return document.quote(sentence.in_, document.tokens[first].start, document.tokens[last - 1].end)
