"""How a figure is meant, after ConText (Harkema and others, 2009): cues of the lexicon, each with a scope.

A cue reaches forward to the end of its clause; one tagged `wide` to the end of the sentence. Modals, negation and
infinitives of the verb group itself come first."""

from collections.abc import Iterator
from itertools import takewhile

from monitor.extract.context.dated import by_dates, recalls
from monitor.extract.context.scopes import Cue, Ground, Scopes
from monitor.extract.context.setting import Judgement, Setting, ground, tagged
from monitor.extract.found import FoundDate
from monitor.extract.grammar.chunk import Chunk
from monitor.extract.grammar.clauses import passive
from monitor.model import Context, Scope

TOTALS: tuple[Scope, ...] = ("cumulative", "period")
"""Scopes of figures that count over a stretch, the widest first."""
COUNTING = frozenset({"cue:cumulative", "cue:period", "cue:superlative"})
PARTING = frozenset({"stop", "but", "sub", "relative"})
"""Kinds of chunks with which another clause begins."""
OPENING = frozenset({"to", "modal"})
"""What opens an infinitive, or a verb group of what could be."""
FRONT = 3
"""Tokens before a phrase that opens its sentence: "Two and a half [days after the]"."""
HELPER = 10
"""Chunks back to a verb whose helper a further one shares."""
PHRASE = frozenset({"noun", "prep", "date", "comma"})
"""Kinds of chunks that may stand between the two."""
CUES: dict[str, Context] = {
    "cue:negated": "negated",
    "cue:hypothetical": "hypothetical",
    "cue:intended": "hypothetical",
    "cue:future": "future",
    "cue:historical": "historical",
}


def judge(
    place: Setting, trigger: int, dates: tuple[FoundDate, ...] = (), before: tuple[FoundDate, ...] = ()
) -> Judgement:
    """How the figure whose trigger is chunk `trigger` is meant; `dates` are those of its sentence, `before` those of
    the sentence before."""
    result = Judgement()
    chunk = place.chunks[trigger]
    _by_verb(trigger, place, result)
    if result.context == "reported":
        _by_cues(place, trigger, dates, result)
        outcome = _result(place.chunks, trigger)
        if result.context == "reported" and not outcome and (link := place.background.told(trigger)):
            result.context, result.cue = "historical", Ground.of(link)
    if result.context == "reported" and (wrong := _disproved(place, trigger)):
        result.context, result.cue = "negated", wrong
    if result.context == "reported" and (feast := _remembered(place, trigger)):
        result.context, result.cue = "historical", feast
    if result.context == "reported" and _accusation(place.chunks, trigger):
        result.context, result.cue = "historical", ground(place, place.chunks[trigger - 2], "accused")
    if result.context == "reported" and _blamed(place.chunks, trigger):
        result.context, result.cue = "historical", ground(place, place.chunks[trigger - 2], "those who")
    if result.context == "reported" and chunk.kind == "noun":
        _by_follower(place, trigger, result)
    result.scope, result.stretch = _scope(place, trigger, dates)
    if result.scope == "incident" and (total := _goes_on_counting(place, before)):
        result.scope, result.stretch = "cumulative", total
    by_dates(place, trigger, dates, result)
    if result.context == "reported" and not dates and (recalled := recalls(place, before)):
        result.context, result.cue = "historical", recalled
    _by_scopes(place.scopes, trigger, place.year, result)
    _by_lasting(place, trigger, result)
    _beside(place, trigger, result)
    return result


def _beside(place: Setting, trigger: int, result: Judgement) -> None:
    """What else the words around a figure say of it: whether it is invented, a game's, a rate, of another happening."""
    chunk = place.chunks[trigger]
    begin, end = place.units[chunk.first].first, place.units[chunk.last - 1].last
    result.fiction = tagged(place, "cue:fiction") or place.scopes.invented(trigger)
    result.sport = place.sport
    result.natural = tagged(place, "cue:natural")
    result.mixed = any(cue.at < _listed(place, end) and begin < cue.last for cue in place.bearing("cue:mixed"))
    result.present = place.lasting.present(trigger)
    result.generic = place.lasting.generic(trigger)
    result.rate = result.present and _rate(place, trigger)
    result.older = bool(place.bearing("cue:older"))
    result.outdated = any(cue.at < begin for cue in place.bearing("cue:outdated"))
    result.separate = any(cue.at < end or _dates(place, cue) for cue in place.bearing("cue:separate"))
    opening = place.units[0].first
    later = (*place.bearing("cue:later"), *(cue for cue in place.bearing("cue:next") if cue.at == opening))
    result.later = any(cue.at < end for cue in later)


def _listed(place: Setting, end: int) -> int:
    """Where a trigger that ends before token `end` goes on in a list: "killed[,] wounded or taken prisoner"."""
    behind = place.scopes.tokens[end : end + 1]
    return end + 2 if behind and behind[0].text == "," else end


def _goes_on_counting(place: Setting, before: tuple[FoundDate, ...]) -> Ground | None:
    """The count of the sentence before that still runs, about which the sentence goes on: "129 raids since 2023. They
    left 51 dead"."""
    opening = place.units[0].tags
    running = [found for found in before if found.running]
    if not running or not {"pronoun", "plural"} <= opening:
        return None
    return Ground("since", running[-1].first, running[-1].last)


def _dates(place: Setting, cue: Cue) -> bool:
    """Whether another happening is told behind its outcome: "nine bodies were recovered when [another boat] sank"."""
    return any(one.kind in ("relative", "sub") and place.units[one.last - 1].last == cue.at for one in place.chunks)


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


def _rate(place: Setting, trigger: int) -> bool:
    """Whether the clause of a figure says how often that befalls people: "every ten minutes"."""
    at = place.units[place.chunks[trigger].first].first
    spans = (range(min(at, cue.at) + 1, max(at, cue.at)) for cue in place.bearing("cue:rate"))
    parting = [start for start, chunk in zip(place.starts, place.chunks, strict=True) if chunk.kind in PARTING]
    return any(all(start not in between for start in parting) for between in spans)


def _disproved(place: Setting, trigger: int) -> Ground | None:
    """What says behind the figure that a report told before it was wrong: "reports that 60 died were false"."""
    at = place.units[place.chunks[trigger].first].first
    found = next((cue for cue in place.bearing("cue:disproved") if cue.at > at), None)
    if found is None:
        return None
    rumours = [cue.at for cue in place.bearing("cue:rumour") if cue.at < found.at]
    return Ground.of(found) if rumours and rumours[-1] < at else None


def _remembered(place: Setting, trigger: int) -> Ground | None:
    """The word behind that says that those are remembered who are only described by their death: "families of the 43
    [who died] gathered on the anniversary"."""
    chunks, memorials = place.chunks, place.bearing("cue:memorial")
    if not memorials:
        return None
    described = trigger > 0 and (chunks[trigger - 1].kind == "relative" or not chunks[trigger].has("finite"))
    if chunks[trigger].kind != "verb" or not described:
        return None
    behind = range(trigger + 1, len(chunks))
    end = next((n for n in behind if chunks[n].kind in PARTING), len(chunks))
    acts = next((place.units[chunks[n].first].first for n in behind if n < end and chunks[n].kind == "verb"), None)
    last = place.units[chunks[end - 1].last - 1].last
    return next((Ground.of(cue) for cue in memorials if acts is not None and acts <= cue.at < last), None)


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


def _blamed(chunks: list[Chunk], i: int) -> bool:
    """Whether the trigger only says who is meant, by what they did: "find those [who killed] twelve people"."""
    if i < 2 or "agentive" not in chunks[i - 1].tags or chunks[i - 1].kind != "relative" or passive(chunks, i):
        return False
    those = chunks[i - 2]
    return chunks[i].kind == "verb" and those.kind == "noun" and those.has("definite") and "bare" in those.tags


def _result(chunks: list[Chunk], i: int) -> bool:
    """Whether the trigger tells the outcome of what stands before it: "..., killing six"."""
    chunk = chunks[i]
    return chunk.kind == "verb" and chunk.has("ing") and i > 0 and chunks[i - 1].kind not in ("prep", "verb")


def _by_verb(trigger: int, place: Setting, result: Judgement) -> None:
    """What the verb group itself says: "were not killed", "could be killed", "will die", "to kill"."""
    chunk = place.chunks[_governing(place.chunks, trigger)]
    if chunk.kind != "verb":
        return
    behind = takewhile(lambda unit: unit.tags.isdisjoint(OPENING), reversed(place.units[chunk.first : chunk.last]))
    perfect = any("have" in unit.tags for unit in behind)  # "to have killed", not "had been planted to kill"
    first, last = place.units[chunk.first].first, place.units[chunk.last - 1].last
    nearly = next((cue for cue in place.bearing("cue:nearly") if first <= cue.at < last), None)
    if nearly:
        result.context, result.cue = "hypothetical", Ground.of(nearly)
    elif shared := next((cue for cue in _doubts(place, trigger) if first <= cue.at < last), None):
        result.context, result.cue = "hypothetical", Ground.of(shared)
    elif chunk.has("negated"):
        result.context, result.cue = "negated", Ground("negated verb", first, last)
    elif chunk.has("modal") and not (perfect and chunk.has("passive")):
        result.context = "future" if "will" in chunk.tags else "hypothetical"
        result.cue = Ground("modal", first, last)
    elif chunk.has("infinitive") and not (perfect or _achieved(place, _governing(place.chunks, trigger))):
        result.context, result.cue = "hypothetical", Ground("infinitive", first, last)


def _governing(chunks: list[Chunk], v: int) -> int:
    """The verb whose helper the verb at v shares: "could kill 30 people and [injure] 110"; v itself where it has none
    to share."""
    own = chunks[v]
    bare = own.kind == "verb" and "base" in own.tags and own.tags.isdisjoint({"past", "participle"})
    gapped = own.kind == "verb" and own.has("bare") and v > 2 and chunks[v - 1].kind == "noun"
    joint = v - 2 if gapped else v - 1  # "may have been killed and seven wounded"
    if not (bare or gapped) or own.flags & {"finite", "modal", "infinitive"} or joint < 1:
        return v
    if chunks[joint].kind != "conj":
        return v
    before = next((n for n in range(joint - 1, max(-1, v - HELPER), -1) if chunks[n].kind not in PHRASE), v)
    helpers = {"modal"} if gapped else {"modal", "infinitive"}
    return before if chunks[before].kind == "verb" and chunks[before].flags & helpers else v


def _doubts(place: Setting, trigger: int) -> Iterator[Cue]:
    """The cues before the verb at `trigger` that make doubtful what it goes on to tell, where they stand in the verb
    before."""
    begin = place.units[place.chunks[trigger].first].first
    return (cue for cue in place.bearing("cue:hypothetical") if cue.at < begin)


def _achieved(place: Setting, i: int) -> bool:
    """Whether an infinitive tells what came to be: "managed to kill", "is said to have", "forced 50 to flee",
    "had to be treated"."""
    chunks = place.chunks
    opening = place.units[chunks[i].first : chunks[i].first + 2]
    if not chunks[i].tags.isdisjoint({"achieved", "say"}) or ("had" in opening[0].tags and "to" in opening[1].tags):
        return True
    if i < 2 or chunks[i - 1].kind != "noun" or chunks[i - 2].kind != "verb":
        return False
    made = chunks[i - 2]
    return "achieved" in made.tags and not (made.has("modal") or made.has("negated") or made.has("infinitive"))


def _by_cues(place: Setting, trigger: int, dates: tuple[FoundDate, ...], result: Judgement) -> None:
    """The last cue before the trigger whose scope still holds; over an outcome only those that are wide."""
    chunk, outcome = place.chunks[trigger], _result(place.chunks, trigger)
    begin, end = place.units[chunk.first].first, place.units[chunk.last - 1].last
    start = max((at for at in place.clauses if at <= begin), default=-1)
    told = chunk.kind == "verb" and (chunk.has("finite") or chunk.has("bare")) and not chunk.has("infinitive")
    for cue in place.cues:
        if cue.at >= end:
            break
        late = told and "cue:intended" in cue.tags and cue.at < begin
        if (cue.at < start or late or outcome) and "wide" not in cue.tags:
            continue
        if _dated(cue, dates) or ("cue:negated" in cue.tags and _parted(place, cue, trigger)):
            continue
        if "cue:fronted" in cue.tags and _leads_to(place, cue, trigger):
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


def _leads_to(place: Setting, cue: Cue, trigger: int) -> bool:
    """Whether a cue opens its sentence and its comma leads to the clause of the trigger: "A week after the quake, [161]
    are dead"."""
    chunks = place.chunks
    if cue.at > place.starts[0] + FRONT:
        return False
    commas = (n for n in range(trigger) if chunks[n].kind == "comma" and place.starts[n] >= cue.last)
    led = (n + 1 for n in commas if chunks[n + 1].kind == "noun" and not chunks[n + 1].has("ing"))
    first = next(led, trigger + 1)
    return first <= trigger and not any(chunk.kind in PARTING for chunk in chunks[first:trigger])


def _by_follower(place: Setting, trigger: int, result: Judgement) -> None:
    """What the verb behind a noun says of it: "seven deaths are feared"."""
    for chunk in place.chunks[trigger + 1 : trigger + 3]:
        if chunk.kind != "verb":
            continue
        first, last = place.units[chunk.first].first, place.units[chunk.last - 1].last
        for cue in place.bearing("cue:hypothetical"):
            if first <= cue.at < last:
                result.context, result.cue = "hypothetical", Ground.of(cue)


def _owned(place: Setting, cue: Cue) -> bool:
    """Whether a stretch only dates one happening: "this week's riot"."""
    behind = place.scopes.tokens[cue.last : cue.last + 1]
    return bool(behind) and behind[0].kind == "clitic"


def _of_a_day(cue: Cue, dates: tuple[FoundDate, ...]) -> bool:
    """Whether a stretch is only part of the date of a day: "on 3 May this year"."""
    return any(found.first < cue.at < found.last and found.span.time_precision == 1 for found in dates)


def _scope(place: Setting, trigger: int, dates: tuple[FoundDate, ...]) -> tuple[Scope, Ground | None]:
    """Whether the figure is a total over a stretch, and by which of the cues around it or in the sentence's opening."""
    cues = [cue for cue in place.cues if not COUNTING.isdisjoint(cue.tags)]
    cues = [cue for cue in cues if not (_owned(place, cue) or _of_a_day(cue, dates))]
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
