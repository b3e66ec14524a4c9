"""Where and when of a figure, out of what the finders found around its sentence."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import TypedDict

from monitor.extract.article.told import Told
from monitor.extract.context.dated import of_the_doer
from monitor.extract.context.setting import Setting
from monitor.extract.found import Findings, FoundDate, FoundPlace, within
from monitor.extract.places.placement import Placed
from monitor.extract.words.tokens import Document, Sentence
from monitor.model import Attribution, Place

AROUND = 80
"""Tokens around a figure in which its dates and places are looked for."""
OPENING, FRONT = 4, 6
"""Tokens of a clause in which the day and the place that open it stand: "In the southern province of Zabul, ..."."""
APART = frozenset({"verb", "relative", "sub", "stop", "but"})
"""What stands between a verb and a date that is not its own."""
WAYS = frozenset({"prep:of", "prep:from", "prep:to", "prep:by", "prep:for", "prep:with", "prep:against"})
"""Prepositions that do not say where something happened."""
BACK = 4
"""Sentences back to a day that a paragraph goes on with."""
SHARES = 12
"""Chunks behind a figure in which a part of it is placed."""
Locate = Callable[[Document, tuple[FoundPlace, ...]], Callable[[int, int], Placed | None]]
"""Where the stretches of tokens of a document are, given its places."""


class Where(TypedDict):
    """The tokens of a clause, from which on and up to which its place is looked for; the place that it opens with, all
    that its sentence names, those of the figure's own clause, and those of the sentence before where its own has none;
    who says so; the day that is nearest and whether it is past, the last day of telling, the first token of the date
    that goes with the figure's own words, and whether the nearest day opens the clause."""

    clause: tuple[int, int]
    onward: int | None
    until: int | None
    front: str | None
    around: frozenset[str]
    spots: tuple[Place, ...]
    beyond: tuple[Place, ...]
    sources: frozenset[Attribution]
    day: date | None
    past: bool
    said: date | None
    when: int | None
    dated: bool


def placed(findings: Findings, sentence: Sentence, before: Sentence, setting: Setting, one: Told) -> Where:
    """What the places, dates and sources of its sentence say of a figure: behind the first preposition of its clause
    stands its front. What is told without a place goes on about those of the sentence before."""
    trigger = one.trigger
    first, last = max(sentence.first, trigger - AROUND), min(sentence.last, trigger + AROUND)
    here = _of(findings, sentence)
    sources = within(findings.sources, sentence.first, sentence.last)
    window = range(bisect_left(setting.starts, first), bisect_left(setting.starts, last))
    begun = bisect_right(setting.clauses, trigger)
    start = setting.clauses[begun - 1] if begun else sentence.first
    dates = within(findings.dates, first, last)
    told = [found for found in dates if not (found.said or found.after or of_the_doer(setting, found, trigger))]
    nearest = min(told, key=lambda found: abs(found.first - trigger), default=None)
    whose = [*one.victim_spans, *((found.first, found.last) for found in sources)]
    until = _share(setting, here, trigger)
    near = within(findings.places, first, last if until is None else until)
    own = [found for found in near if not any(start <= found.first < end for start, end in whose)]
    own = [found for found in own if _attached(setting, window, trigger, found.first, strict=False)]
    spots = tuple(own) or _opening(here, setting, sentence, trigger)
    if one.mention.shared:
        spots = tuple(found for found in own if found.first > trigger)[:1]
    return Where(
        clause=(_begin(setting, start, sentence.first), _end(setting, trigger, sentence.last)),
        onward=trigger
        if one.mention.shared or _told_elsewhere(setting, start, trigger, own)
        else _prelude(setting, here, trigger),
        until=until,
        front=_front(here, setting, start, trigger),
        around=frozenset(found.mention.place.key for found in here),
        spots=tuple(found.mention.place for found in spots),
        beyond=tuple(found.mention.place for found in (_before(here, own, trigger) if here else _of(findings, before))),
        sources=frozenset(found.attribution for found in sources),
        day=nearest.span.start if nearest else None,
        past=nearest is not None and nearest.past,
        said=max((found.span.end for found in dates if found.said), default=None),
        when=min(
            (found.first for found in told if _attached(setting, window, trigger, found.first)),
            key=lambda first: abs(first - trigger),
            default=None,
        ),
        dated=nearest is not None and _dated(nearest, start, trigger, sentence.first),
    )


def day_before(document: Document, n: int, findings: Findings) -> tuple[date | None, int]:
    """The day on which something happened that is told last before sentence n in its paragraph, and the sentence that
    opens with it; -1 where none does."""
    sentences = document.sentences
    for back in range(n - 1, max(-1, n - 1 - BACK), -1):
        if sentences[back].paragraph != sentences[n].paragraph or sentences[back].in_ != sentences[n].in_:
            break
        days = [one for one in _dates(findings, sentences[back]) if not (one.said or one.after or one.old)]
        if days and days[-1].span.time_precision == 1:
            opens = len(days) == 1 and days[0].first <= sentences[back].first + 1
            return days[-1].span.start, back if opens else -1
    return None, -1


def _dates(findings: Findings, sentence: Sentence) -> tuple[FoundDate, ...]:
    return within(findings.dates, sentence.first, sentence.last)


def _dated(found: FoundDate, start: int, trigger: int, first: int) -> bool:
    """Whether a date opens the clause of the word at `trigger` that begins at token `start`, or the whole sentence."""
    return found.first < trigger and (start <= found.first <= start + OPENING or found.first <= first + 1)


def _before(here: tuple[FoundPlace, ...], own: list[FoundPlace], trigger: int) -> list[FoundPlace]:
    """The places that the clauses before name of a figure whose own clause has none."""
    return [] if own else [found for found in here if found.first < trigger]


def _of(findings: Findings, sentence: Sentence) -> tuple[FoundPlace, ...]:
    """The places that a sentence names."""
    return within(findings.places, sentence.first, sentence.last)


def _told_elsewhere(setting: Setting, start: int, trigger: int, own: list[FoundPlace]) -> bool:
    """Whether the places before the trigger are those of a relative clause about who did it, and it happened in or
    near another: "the group, which took X in January, killed 12 people in Y"."""
    chunks, starts = setting.chunks, setting.starts
    told = range(bisect_left(starts, start), bisect_left(starts, trigger))
    opener = next((n for n in told if chunks[n].kind == "relative"), None)
    if opener is None or not any(chunks[n].kind == "verb" for n in range(opener + 1, told.stop)):
        return False
    behind = any(found.first > trigger and _inside(setting, found.first) for found in own)
    return behind and not any(start <= found.first < starts[opener] for found in own)


def _inside(setting: Setting, at: int) -> bool:
    """Whether what a chunk names at token `at` is told to be where something happened: "in Y", not "from Y"."""
    n = bisect_left(setting.starts, at)
    before = setting.chunks[n - 1] if 0 < n < len(setting.starts) and setting.starts[n] == at else None
    return before is not None and before.kind == "prep" and before.tags.isdisjoint(WAYS)


def _prelude(setting: Setting, here: tuple[FoundPlace, ...], trigger: int) -> int | None:
    """The comma behind what only led up to a deed that is told of a place of its own: "Hours after the blast in X, a
    bomb went off in Y"; None where the sentence begins otherwise."""
    chunks, first = setting.chunks, setting.starts
    comma = next((n for n, one in enumerate(chunks) if one.kind in ("comma", "verb")), 0)
    if not comma or chunks[comma].kind == "verb" or "sub" not in chunks[0].tags or trigger < first[comma]:
        return None
    led = {
        first[n + 1]
        for n, one in enumerate(chunks[:-1])
        if n > comma and (one.kind == "verb" or (one.kind == "prep" and one.tags.isdisjoint(WAYS - {"prep:of"})))
    }
    return first[comma] if any(found.first in led for found in here) else None


def _share(setting: Setting, here: tuple[FoundPlace, ...], trigger: int) -> int | None:
    """The token at which only a part is placed of those who came to harm at a place told before: "killed 104 people in
    Texas, 84 [of them in Kerr County]"; None where nothing is shared out."""
    chunks, starts = setting.chunks, setting.starts
    if not here:
        return None
    start = bisect_left(starts, trigger)
    for n in range(start, min(len(chunks) - 2, start + SHARES)):
        at, behind = starts[n], chunks[n + 1 : n + 4]
        if chunks[n].kind != "subset" or here[0].first >= at:
            continue
        if "bare" in behind[0].tags and behind[0].quantity is not None:
            behind = behind[1:]  # "including [40] in Sylhet"
        if len(behind) > 1 and behind[0].kind == "prep" and "place" in behind[1].tags:
            return at
    return None


def _begin(setting: Setting, start: int, first: int) -> int:
    """Where a clause begins; what stands before its first "and" without a verb belongs to it ("floods and slides")."""
    before = setting.chunks[: bisect_left(setting.starts, start)]
    return start if any(one.kind == "verb" for one in before) else first


def _end(setting: Setting, trigger: int, last: int) -> int:
    """Where a clause ends: at a stop, or where something is told of a person ("men who were about to plant a bomb")."""
    behind = range(bisect_right(setting.starts, trigger), len(setting.chunks))
    chunks = setting.chunks
    ends = (n for n in behind if chunks[n].kind in ("stop", "but") or "agentive" in chunks[n].tags)
    return next((setting.starts[n] for n in ends), last)


def _opening(
    here: tuple[FoundPlace, ...], setting: Setting, sentence: Sentence, trigger: int
) -> tuple[FoundPlace, ...]:
    """The place that opens a sentence, for a clause without one: "In Kharkiv, a missile hit a flat; three died"."""
    front = _front(here, setting, sentence.first, trigger)
    return tuple(found for found in here if found.mention.place.key == front)[:1]


def _front(here: tuple[FoundPlace, ...], setting: Setting, start: int, trigger: int) -> str | None:
    """The place that the clause from token `start` on opens with."""
    opening = next((found for found in here if start < found.first <= start + FRONT and found.first < trigger), None)
    if opening is None:
        return None
    behind = range(bisect_left(setting.starts, start), len(setting.chunks))
    lead = next((kind for n in behind if (kind := setting.chunks[n].kind) != "conj"), None)
    return opening.mention.place.key if lead == "prep" else None


def _attached(setting: Setting, window: range, trigger: int, at: int, strict: bool = True) -> bool:
    """Whether what stands at token `at` goes with the verb or noun at token `trigger`: no other verb and no clause of
    the chunks in the window stands between. `strict`: nothing before a noun does."""
    chunks, starts = setting.chunks, setting.starts
    near = range(max(window.start, bisect_right(starts, trigger) - 1), window.stop)
    own = next((n for n in near if setting.units[chunks[n].last - 1].last > trigger), None)
    if own is None or (strict and chunks[own].kind == "noun" and at < trigger):
        return False
    low = max(window.start, bisect_right(starts, min(trigger, at)))
    high = min(window.stop, bisect_left(starts, max(trigger, at)))
    between = [chunks[n] for n in range(low, high) if n != own]
    return not any(
        one.kind in APART and not (before.kind == "conj" and at > trigger)
        for before, one in pairwise([chunks[own], *between])
    )
