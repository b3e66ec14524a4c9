"""How a figure is meant, after ConText (Harkema and others, 2009): cues of the lexicon, each with a scope.

A cue reaches forward to the end of its clause; one tagged `wide` to the end of the sentence. Modals, negation and
infinitives of the verb group itself come first."""

from dataclasses import dataclass

from monitor.extract.background import Background
from monitor.extract.chunk import Chunk
from monitor.extract.found import FoundDate
from monitor.extract.lasting import Lasting
from monitor.extract.lexicon import Lexicon
from monitor.extract.scopes import Apart, Cue, Ground, Scopes, cues
from monitor.extract.tokens import Sentence, Token
from monitor.extract.units import Unit
from monitor.model import Context, Scope

MONTH = 27
"""Days from which a date tells a stretch and no moment."""
LONG = 60
"""Days from which a stretch is a campaign rather than news."""
CLAUSE = 60
"""Tokens to which a clause without a visible end reaches."""
HEAD = 2
"""Tokens before a date that opens its sentence."""
TOTALS: tuple[Scope, ...] = ("cumulative", "period")
"""Scopes of figures that count over a stretch, the widest first."""
CUES: dict[str, Context] = {
    "cue:negated": "negated",
    "cue:hypothetical": "hypothetical",
    "cue:intended": "hypothetical",
    "cue:future": "future",
    "cue:historical": "historical",
}


@dataclass(slots=True)
class Judgement:
    """Context and scope, and what decided them."""

    context: Context = "reported"
    scope: Scope = "incident"
    cue: Ground | None = None
    """What decided the context, or that the happening is `apart`."""
    stretch: Ground | None = None
    """What decided the scope."""
    separate: bool = False
    """Another happening than the one told before."""
    later: bool = False
    """Another happening, where it tells a deed and not how an earlier one ended."""
    mixed: bool = False
    """The dead and the hurt are told in one number."""
    present: bool = False
    """Told in the present, as stories are."""
    generic: bool = False
    """What is done again and again, to nobody in particular."""
    older: bool = False
    """A count that a later one has replaced."""
    sport: Ground | None = None
    """A game or a market is told: what has no number is a figure of speech."""
    natural: Ground | None = None
    """A death of age or illness is told."""
    fiction: Ground | None = None
    """An invented story is told."""
    apart: Apart = ""
    """A happening that only dates the one told."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a sentence offers to judge its figures by: its cues, and the tokens where clauses begin."""

    cues: tuple[Cue, ...]
    clauses: tuple[int, ...]
    breaths: tuple[int, ...]
    """The tokens where a stretch of its own begins, for dates that count over all before them."""
    units: list[Unit]
    chunks: list[Chunk]
    scopes: Scopes
    background: Background
    lasting: Lasting
    year: int
    """That of the telling."""


def setting(
    tokens: list[Token], sentence: Sentence, lexicon: Lexicon, units: list[Unit], chunks: list[Chunk], year: int
) -> Setting:
    """The cues and clause starts of a sentence told in a year."""
    found = cues(tokens, sentence, lexicon)
    clauses = tuple(units[chunk.first].first for n, chunk in enumerate(chunks) if _new_clause(chunks, n))
    breaths = tuple(units[chunk.first].first for n, chunk in enumerate(chunks) if _breath(chunks, n))
    scopes = Scopes(tokens, units, chunks, found)
    background, lasting = Background(units, chunks, found), Lasting(units, chunks, found)
    return Setting(found, clauses, breaths, units, chunks, scopes, background, lasting, year)


def judge(
    place: Setting, trigger: int, dates: tuple[FoundDate, ...] = (), before: tuple[FoundDate, ...] = ()
) -> Judgement:
    """How the figure whose trigger is chunk `trigger` is meant; `dates` are those of its sentence, `before` those of
    the sentence before."""
    result = Judgement()
    chunk = place.chunks[trigger]
    _by_verb(trigger, place, result)
    if result.context == "reported" and not _result(place.chunks, trigger):
        _by_cues(place, trigger, dates, result)
        if result.context == "reported" and (link := place.background.told(trigger)):
            result.context, result.cue = "historical", Ground.of(link)
    if result.context == "reported" and _accusation(place.chunks, trigger):
        result.context, result.cue = "historical", _ground(place, place.chunks[trigger - 2], "accused")
    if result.context == "reported" and chunk.kind == "noun":
        _by_follower(place, trigger, result)
    result.scope, result.stretch = _scope(place, trigger)
    _by_dates(place, trigger, dates, result)
    if result.context == "reported" and not dates and (recalled := _recalls(place, before)):
        result.context, result.cue = "historical", recalled
    _by_scopes(place.scopes, trigger, place.year, result)
    _by_lasting(place, trigger, result)
    end = place.units[chunk.last - 1].last
    result.fiction = _tagged(place, "cue:fiction") or place.scopes.invented(trigger)
    result.sport = _tagged(place, "cue:sport")
    result.natural = _tagged(place, "cue:natural")
    begin = place.units[chunk.first].first
    result.mixed = any("cue:mixed" in cue.tags and cue.at < end and begin < cue.last for cue in place.cues)
    result.present = place.lasting.present(trigger)
    result.generic = place.lasting.generic(trigger)
    result.older = any("cue:older" in cue.tags for cue in place.cues)
    result.separate = any("cue:separate" in cue.tags and cue.at < end for cue in place.cues)
    result.later = any("cue:later" in cue.tags and cue.at < end for cue in place.cues)
    return result


def _tagged(place: Setting, tag: str) -> Ground | None:
    """The sentence's first cue that bears a tag."""
    return next((Ground.of(cue) for cue in place.cues if tag in cue.tags), None)


def _ground(place: Setting, chunk: Chunk, name: str) -> Ground:
    return Ground(name, *_tokens(place, chunk))


def _by_scopes(scopes: Scopes, trigger: int, year: int, result: Judgement) -> None:
    """What reaches over clauses: a past year's event, a drill, the happening after which another came."""
    if running := scopes.running(trigger, year):
        result.scope, result.stretch = "cumulative", running
    if result.context == "reported" and result.scope != "cumulative" and (past := scopes.past(trigger, year)):
        result.context, result.cue = "historical", past
    if result.context == "reported" and (drill := scopes.played(trigger)):
        result.context, result.cue = "hypothetical", drill
    if result.context == "reported":
        result.apart, result.cue = scopes.apart(trigger)
        if result.apart == "years ago":
            result.context, result.apart = "historical", ""


def _by_lasting(place: Setting, trigger: int, result: Judgement) -> None:
    """What is no news of a day: the cost of a war or of years, a death that is only recalled."""
    if result.scope != "cumulative" and (total := place.lasting.total(trigger)):
        result.scope, result.stretch = "cumulative", Ground.of(total)
    if result.context == "reported" and (recalled := place.lasting.recalled(trigger)):
        result.context, result.cue = "historical", Ground.of(recalled)


def _accusation(chunks: list[Chunk], i: int) -> bool:
    """Whether the trigger only describes somebody: "a man accused of killing his father"."""
    if i < 3 or chunks[i - 1].kind != "prep" or chunks[i - 2].kind != "verb" or chunks[i - 3].kind != "noun":
        return False
    verb = chunks[i - 2]
    return (
        "prep:of" in chunks[i - 1].tags
        and verb.has("bare")
        and not verb.has("finite")
        and bool(verb.tags & {"say", "light"})
    )


def _result(chunks: list[Chunk], i: int) -> bool:
    """Whether the trigger tells the outcome of what stands before it: "..., killing six"."""
    chunk = chunks[i]
    return chunk.kind == "verb" and chunk.has("ing") and i > 0 and chunks[i - 1].kind not in ("prep", "verb")


def _by_verb(trigger: int, place: Setting, result: Judgement) -> None:
    """What the verb group itself says: "were not killed", "could be killed", "will die", "to kill"."""
    chunk = place.chunks[trigger]
    if chunk.kind != "verb":
        return
    perfect = any("have" in unit.tags for unit in place.units[chunk.first : chunk.last])
    first, last = place.units[chunk.first].first, place.units[chunk.last - 1].last
    nearly = next((cue for cue in place.cues if "cue:nearly" in cue.tags and first <= cue.at < last), None)
    if nearly:
        result.context, result.cue = "hypothetical", Ground.of(nearly)
    elif chunk.has("negated"):
        result.context, result.cue = "negated", Ground("negated verb", first, last)
    elif chunk.has("modal") and not (perfect and chunk.has("passive")):
        result.context = "future" if "will" in chunk.tags else "hypothetical"
        result.cue = Ground("modal", first, last)
    elif chunk.has("infinitive") and not (perfect or _achieved(place.chunks, trigger)):
        result.context, result.cue = "hypothetical", Ground("infinitive", first, last)


def _achieved(chunks: list[Chunk], i: int) -> bool:
    """Whether an infinitive tells what came to be: "managed to kill", "is said to have", "forced 50 to flee"."""
    if not chunks[i].tags.isdisjoint({"achieved", "say"}):
        return True
    if i < 2 or chunks[i - 1].kind != "noun" or chunks[i - 2].kind != "verb":
        return False
    made = chunks[i - 2]
    return "achieved" in made.tags and not (made.has("modal") or made.has("negated") or made.has("infinitive"))


def _by_cues(place: Setting, trigger: int, dates: tuple[FoundDate, ...], result: Judgement) -> None:
    """The last cue before the trigger whose scope still holds."""
    chunk = place.chunks[trigger]
    begin, end = place.units[chunk.first].first, place.units[chunk.last - 1].last
    start = max((at for at in place.clauses if at <= begin), default=-1)
    told = chunk.kind == "verb" and (chunk.has("finite") or chunk.has("bare")) and not chunk.has("infinitive")
    for cue in place.cues:
        if cue.at >= end:
            break
        late = told and "cue:intended" in cue.tags and cue.at < begin
        if (cue.at < start or late) and "wide" not in cue.tags:
            continue
        if _dated(cue, dates) or ("cue:negated" in cue.tags and _parted(place, cue, trigger)):
            continue
        for tag in CUES.keys() & cue.tags:
            if not (told and tag == "cue:intended" and cue.at < begin):
                result.context, result.cue = CUES[tag], Ground.of(cue)


def _dated(cue: Cue, dates: tuple[FoundDate, ...]) -> bool:
    """Whether a cue only belongs to a date of these days: "in the past day"."""
    return any(found.first < cue.last and cue.at < found.last and not found.old for found in dates)


def _parted(place: Setting, cue: Cue, trigger: int) -> bool:
    """Whether the trigger stands in a clause that only hangs on what is denied: "denied a role in it after 12 died"."""
    chunks = place.chunks
    behind = (n for n in range(1, trigger) if place.units[chunks[n].first].first >= cue.last)
    return any(
        (chunks[n].kind in ("sub", "prep") and "sub" in chunks[n].tags)
        or (chunks[n].kind == "relative" and chunks[n - 1].kind in ("comma", "prep"))
        for n in behind
    )


def _by_follower(place: Setting, trigger: int, result: Judgement) -> None:
    """What the verb behind a noun says of it: "seven deaths are feared"."""
    for chunk in place.chunks[trigger + 1 : trigger + 3]:
        if chunk.kind != "verb":
            continue
        first, last = place.units[chunk.first].first, place.units[chunk.last - 1].last
        for cue in place.cues:
            if first <= cue.at < last and "cue:hypothetical" in cue.tags:
                result.context, result.cue = "hypothetical", Ground.of(cue)


def _by_dates(place: Setting, trigger: int, dates: tuple[FoundDate, ...], result: Judgement) -> None:
    """What the nearest date of the figure's clause says: long ago, a stretch, a count that still runs."""
    at = place.units[place.chunks[trigger].first].first
    _stretch(place, at, dates, result)
    start = max((k for k in place.clauses if k <= at), default=-1)
    end = min((k for k in place.clauses if k > at), default=at + CLAUSE)
    near = [found for found in dates if start <= found.first < end and _beside(place, at, found.first)]
    near = near or [found for found in dates if _opens(place, found, at) or _heads(place, found, at)]
    if not near:
        return
    running = any(found.running and not _compares(place, found) for found in dates)
    if result.context != "reported" or running or not all(_long_ago(place, found, trigger) for found in near):
        return
    ground = Ground("old date", near[0].first, near[0].last)
    if _still_counts(place, trigger):
        result.scope, result.stretch = "cumulative", ground
    else:
        result.context, result.cue = "historical", ground


def _long_ago(place: Setting, found: FoundDate, trigger: int) -> bool:
    """Whether a date is no news: an old one, one of days before on which something "had" happened, one that a
    comparison goes back to ("the worst since 2017"), or the past month of one happening ("last month, five soldiers
    were killed in an ambush")."""
    compared = found.running and _compares(place, found) and found.span.start.year < place.year
    before = (found.past and _had(place, trigger)) or (_month(found) and found.over and _one_happening(place))
    return found.old or compared or before


def _still_counts(place: Setting, trigger: int) -> bool:
    """Whether an old date only tells since when a figure grows: "the war, which began in 2014, has killed 14,000"."""
    chunk = place.chunks[trigger]
    return any("perfect-now" in unit.tags for unit in place.units[chunk.first : chunk.last])


def _had(place: Setting, trigger: int) -> bool:
    """Whether the trigger tells what came before what the article tells: "had killed 35"."""
    chunk = place.chunks[trigger]
    return any("had" in unit.tags for unit in place.units[chunk.first : chunk.last])


def _recalls(place: Setting, before: tuple[FoundDate, ...]) -> Ground | None:
    """What says that the sentence goes on about an old happening of the one before: "40 died in that retreat"."""
    old = bool(before) and all(found.old for found in before)
    return _tagged(place, "cue:recalled") if old else None


def _stretch(place: Setting, at: int, dates: tuple[FoundDate, ...], result: Judgement) -> None:
    """Whether a date of the same breath counts over a stretch: "92 injured and 20,000 displaced in the past week"."""
    if not dates:
        return
    start = max((k for k in place.breaths if k <= at), default=-1)
    end = min((k for k in place.breaths if k > at), default=at + CLAUSE)
    inside = [found for found in dates if start <= found.first < end and not _compares(place, found)]
    if running := [found for found in inside if found.running]:
        result.scope, result.stretch = "cumulative", Ground("since", running[0].first, running[0].last)
    elif result.scope == "incident" and (long := [found for found in inside if found.period or _total(place, found)]):
        lasting = any((found.span.end - found.span.start).days > LONG for found in long)
        result.scope = "cumulative" if lasting else "period"
        result.stretch = Ground("stretch", long[0].first, long[0].last)


def _breath(chunks: list[Chunk], n: int) -> bool:
    """Whether a stretch of its own begins at chunk n: behind "but" or "as", or with ", bringing ..."."""
    if chunks[n].kind in ("stop", "but", "sub"):
        return True
    return chunks[n].kind == "verb" and chunks[n].has("ing") and n > 0 and chunks[n - 1].kind == "comma"


def _compares(place: Setting, found: FoundDate) -> bool:
    """Whether a date only bounds a comparison: "the deadliest attack since July"."""
    return any("cue:superlative" in cue.tags and found.first - 12 < cue.at < found.first for cue in place.cues)


def _total(place: Setting, found: FoundDate) -> bool:
    """Whether a date is a month over which is counted, rather than that of one happening."""
    return _month(found) and not (found.over and _one_happening(place))


def _one_happening(place: Setting) -> bool:
    """Whether a sentence tells of "an ambush", "a blast"."""
    happenings = {cue.at for cue in place.cues if "cue:happening" in cue.tags}
    return any(
        chunk.has("indefinite") and not happenings.isdisjoint(range(*_tokens(place, chunk)))
        for chunk in (place.chunks if happenings else ())
        if chunk.kind == "noun"
    )


def _tokens(place: Setting, chunk: Chunk) -> tuple[int, int]:
    """The document's tokens of a chunk, the last exclusive."""
    return place.units[chunk.first].first, place.units[chunk.last - 1].last


def _month(found: FoundDate) -> bool:
    """A month that is not long ago."""
    return not found.old and MONTH <= (found.span.end - found.span.start).days < LONG


def _beside(place: Setting, at: int, date: int) -> bool:
    """Whether no other verb stands between the trigger and a date, which would then be that verb's."""
    low, high = min(at, date), max(at, date)
    verbs = (place.units[chunk.first].first for chunk in place.chunks if chunk.kind == "verb")
    return not any(low < verb < high for verb in verbs if verb != at)


def _opens(place: Setting, found: FoundDate, at: int) -> bool:
    """Whether a date says when the clause of a figure was: "the worst day was 2 May 2013, when a bomb killed 90"."""
    behind = [chunk for chunk in place.chunks if found.last <= place.units[chunk.first].first <= at]
    after = [chunk for chunk in behind if chunk.kind != "comma"]
    return bool(after) and after[0].kind in ("sub", "relative") and not any(c.kind in ("stop", "but") for c in after)


def _heads(place: Setting, found: FoundDate, at: int) -> bool:
    """Whether an old date opens the sentence up to the figure: "In 2014 the group stormed a base and killed 160"."""
    opens = found.first <= place.units[0].first + HEAD and found.old
    ends = (one for one in place.chunks if one.kind in ("stop", "but", "relative"))
    return opens and not any(found.last <= place.units[one.first].first < at for one in ends)


def _new_clause(chunks: list[Chunk], i: int) -> bool:
    """Whether a clause of its own begins at chunk i: "; ...", "but ...", "and two men were killed"."""
    chunk = chunks[i]
    if chunk.kind in ("stop", "but"):
        return True
    if chunk.kind != "conj" or i + 2 >= len(chunks):
        return False
    return chunks[i + 1].kind == "noun" and chunks[i + 2].kind == "verb" and not chunks[i + 2].has("ing")


def _scope(place: Setting, trigger: int) -> tuple[Scope, Ground | None]:
    """Whether the figure is a total over a stretch, and by which of the cues around it or in the sentence's opening."""
    cues = [cue for cue in place.cues if cue.tags & {"cue:cumulative", "cue:period", "cue:superlative"}]
    if not cues:
        return "incident", None
    at = place.units[place.chunks[trigger].first].first
    breaks = [
        place.units[chunk.first].first
        for chunk in place.chunks
        if chunk.kind in ("comma", "stop", "sub", "relative", "dash")
    ]
    start = max((k for k in breaks if k <= at), default=-1)
    end = min((k for k in breaks if k > at), default=at + 10_000)
    near = [cue for cue in cues if start <= cue.at < end or (breaks and cue.at < breaks[0])]
    if any("cue:superlative" in cue.tags for cue in near):
        return "incident", None
    for scope in TOTALS:
        if decides := next((cue for cue in near if f"cue:{scope}" in cue.tags), None):
            return scope, Ground.of(decides)
    return "incident", None
