"""What the dates around a figure say of it: long ago, a total over a stretch, or a count that still runs."""

from monitor.extract.context.scopes import Ground
from monitor.extract.context.setting import Judgement, Setting, span, tagged
from monitor.extract.found import FoundDate
from monitor.extract.grammar.clauses import passive

MONTH = 27
"""Days from which a date tells a stretch and no moment."""
LONG = 60
"""Days from which a stretch is a campaign rather than news."""
CLAUSE = 60
"""Tokens to which a clause without a visible end reaches."""
NAMED = frozenset({"name"})
GROUNDS = frozenset({"place", "name"})
"""What a clause says of a place or of a group with a name."""
LEADING = frozenset({"prep", "noun", "date"})
"""Kinds of chunks of a phrase that leads to a date."""
HEAD = 2
"""Tokens before a date that opens its sentence."""


def by_dates(place: Setting, trigger: int, dates: tuple[FoundDate, ...], result: Judgement) -> None:
    """What the nearest date of the figure's clause says: long ago, a stretch, a count that still runs."""
    at = place.units[place.chunks[trigger].first].first
    _stretch(place, at, dates, result)
    start = max((k for k in place.clauses if k <= at), default=-1)
    end = min((k for k in place.clauses if k > at), default=at + CLAUSE)
    near = [found for found in dates if start <= found.first < end and _beside(place, at, found.first)]
    near = [found for found in near if not of_the_doer(place, found, at)]
    near = near or [found for found in dates if _opens(place, found, at) or _heads(place, found, at, dates)]
    if not near:
        return
    if result.context == "reported" and _before_the_day(place, trigger, near, dates):
        result.context, result.cue = "historical", Ground("earlier day", near[0].first, near[0].last)
    running = any(found.running and start <= found.first < end and not _compares(place, found) for found in dates)
    if result.context != "reported" or running or not all(_long_ago(place, found, trigger) for found in near):
        return
    ground = Ground("old date", near[0].first, near[0].last)
    if _still_counts(place, trigger):
        result.scope, result.stretch = "cumulative", ground
    else:
        result.context, result.cue = "historical", ground


def _before_the_day(place: Setting, trigger: int, near: list[FoundDate], dates: tuple[FoundDate, ...]) -> bool:
    """Whether a sentence that tells of one day only refers to an earlier one: "On 3 May the army shelled a camp of the
    rebels who killed 12 rangers on 1 May". Who "was among 45 killed" then may well be news of that day."""
    if passive(place.chunks, trigger):
        return False
    opening = place.units[0].first + HEAD
    day = next((one for one in dates if one.first <= opening and one.span.time_precision == 1 and not one.said), None)
    if day is None or any(one.said or one.span.end >= day.span.start for one in near):
        return False
    told = [chunk for chunk, start in zip(place.chunks[:trigger], place.starts, strict=False) if start >= day.last]
    opened = [one for one in told if one.kind in ("relative", "stop", "but") or "sub" in one.tags]
    return bool(opened) and opened[-1].kind not in ("stop", "but")


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


def recalls(place: Setting, before: tuple[FoundDate, ...]) -> Ground | None:
    """What says that the sentence goes on about an old happening of the one before: "40 died in that retreat"."""
    old = bool(before) and all(found.old for found in before)
    return tagged(place, "cue:recalled") if old else None


def _stretch(place: Setting, at: int, dates: tuple[FoundDate, ...], result: Judgement) -> None:
    """Whether a date of the same breath counts over a stretch: "92 injured and 20,000 displaced in the past week"."""
    if not dates:
        return
    start = max((k for k in place.breaths if k <= at), default=-1)
    end = min((k for k in place.breaths if k > at), default=at + CLAUSE)
    inside = [found for found in dates if start <= found.first < end and not _compares(place, found)]
    inside = [found for found in inside if not (of_the_doer(place, found, at) or _of_a_place(place, found, at))]
    if running := [found for found in inside if found.running]:
        result.scope, result.stretch = "cumulative", Ground("since", running[0].first, running[0].last)
    elif result.scope == "incident" and (
        long := [found for found in inside if found.period or _total(place, found, at)]
    ):
        lasting = any((found.span.end - found.span.start).days > LONG for found in long)
        result.scope = "cumulative" if lasting else "period"
        result.stretch = Ground("stretch", long[0].first, long[0].last)


def of_the_doer(place: Setting, found: FoundDate, at: int) -> bool:
    """Whether a date belongs to a relative clause that only describes who did what is told at token `at` behind it:
    "the group, who seized Goma in January, killed 12"."""
    chunks, units = place.chunks, place.units
    trigger = next((n for n, one in enumerate(chunks) if units[one.last - 1].last > at), 0)
    behind = [n for n in range(trigger) if units[chunks[n].first].first < found.first]
    opened = next((n for n in reversed(behind) if chunks[n].kind in ("relative", "stop", "but")), 0)
    if at < found.last or not opened or chunks[opened].kind != "relative" or "agentive" not in chunks[opened].tags:
        return False
    goes_on = chunks[trigger].has("ing") or chunks[trigger - 1].kind == "conj"
    told = any(chunks[n].kind == "verb" for n in range(opened, trigger) if n in behind)
    doer = chunks[opened - 1 if chunks[opened - 1].kind != "comma" else opened - 2]
    return told and not goes_on and "thing" not in doer.tags


def _of_a_place(place: Setting, found: FoundDate, at: int) -> bool:
    """Whether a date belongs to a relative clause behind token `at` that only describes a place or a group: "12 were
    killed in Amerli, the town that the rebels have surrounded since June"."""
    behind = [n for n, start in enumerate(place.starts) if at < start < found.first]
    opened = next((n for n in reversed(behind) if place.chunks[n].kind in ("relative", "stop", "but")), 0)
    if not opened or "agentive" not in place.chunks[opened].tags or _still_counts(place, behind[0] - 1):
        return False
    nouns = [one for one in place.chunks[max(0, opened - 3) : opened] if one.kind not in ("comma", "relative")]
    told = any(place.chunks[n].kind == "verb" for n in behind if n > opened)
    return told and any(not one.tags.isdisjoint(GROUNDS) for one in nouns)


def _compares(place: Setting, found: FoundDate) -> bool:
    """Whether a date only bounds a comparison: "the deadliest attack since July"."""
    return any(found.first - 12 < cue.at < found.first for cue in place.bearing("cue:superlative"))


def _total(place: Setting, found: FoundDate, at: int) -> bool:
    """Whether a date is a month over which is counted, rather than that of one happening or of something else that the
    sentence goes on to tell."""
    low, high = sorted((at, found.first))
    other = any(
        low < place.units[one.first].first < high and one.kind == "verb" and "trigger" not in one.tags
        for one in place.chunks
    )
    return _month(found) and not (other or (found.over and _one_happening(place)))


def _one_happening(place: Setting) -> bool:
    """Whether a sentence tells of "an ambush", "a blast", "tropical storm Freddy"."""
    happenings = {cue.at for cue in place.bearing("cue:happening")}
    storms = bool(place.bearing("cue:storm"))
    return any(
        (chunk.has("indefinite") or (storms and chunk.tags >= NAMED))
        and not happenings.isdisjoint(range(*span(place, chunk)))
        for chunk in (place.chunks if happenings else ())
        if chunk.kind == "noun"
    )


def _month(found: FoundDate) -> bool:
    """A month that is not long ago."""
    return not found.old and MONTH <= (found.span.end - found.span.start).days < LONG


def _beside(place: Setting, at: int, date: int) -> bool:
    """Whether no other verb stands between the trigger and a date, which would then be that verb's."""
    low, high = min(at, date), max(at, date)
    joined = {n for n, chunk in enumerate(place.chunks[:-1], 1) if chunk.kind == "conj"}  # "killed or disappeared in"
    acts = (c for n, c in enumerate(place.chunks) if c.kind == "verb" and not (n in joined or _leaves(place, n, at)))
    verbs = (place.units[chunk.first].first for chunk in acts)
    return not any(low < verb < high for verb in verbs if verb != at)


def _leaves(place: Setting, n: int, at: int) -> bool:
    """Whether the verb at n only leads to the fate that is told at a token behind it: "[left] 222 dead"."""
    behind = place.chunks[n + 2 : n + 3]
    return "leaving" in place.chunks[n].tags and bool(behind) and place.units[behind[0].first].first == at


def _opens(place: Setting, found: FoundDate, at: int) -> bool:
    """Whether a date says when the clause of a figure was: "the worst day was 2 May 2013, when a bomb killed 90"."""
    behind = [chunk for chunk in place.chunks if found.last <= place.units[chunk.first].first <= at]
    after = [chunk for chunk in behind if chunk.kind != "comma"]
    return bool(after) and after[0].kind in ("sub", "relative") and not any(c.kind in ("stop", "but") for c in after)


def _heads(place: Setting, found: FoundDate, at: int, dates: tuple[FoundDate, ...]) -> bool:
    """Whether an old date opens the sentence up to the figure: "In 2014 the group stormed a base and killed 160". A
    clause about somebody goes on with it where no other day is told."""
    opens = found.old and (found.first <= place.units[0].first + HEAD or _led_to(place, found))
    parting = ("but",) if all(one.old for one in dates) else ("stop", "but", "relative")
    ends = (one for one in place.chunks if one.kind in parting)
    return opens and not any(found.last <= place.units[one.first].first < at for one in ends)


def _led_to(place: Setting, found: FoundDate) -> bool:
    """Whether nothing but a phrase leads to a date that opens its sentence: "On the night of 2 December 1984"."""
    before = [chunk.kind for chunk, start in zip(place.chunks, place.starts, strict=True) if start < found.first]
    return bool(before) and before[0] == "prep" and all(kind in LEADING for kind in before)
