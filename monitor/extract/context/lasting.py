"""What a war or a span of years has cost is a running total, and what belongs to everybody's memory is no news.

`total`    "a war that left 72,000 dead", "a month into the war", "in nine years", "since the party was founded"
`recalled` "linked to the murder of a minister", "let us not forget the judges who were shot", "who kill peasants\""""

from bisect import bisect_left, bisect_right
from functools import cached_property

from msgspec import Struct

from monitor.extract.context.scopes import Cue
from monitor.extract.grammar.chunk import Chunk
from monitor.extract.words.units import Unit

BESIDE = frozenset({"noun", "prep", "date", "comma"})
"""Kinds of chunks between a figure and the span of time over which it is counted."""
RECALLING = frozenset({"cue:refers", "cue:recalls", "cue:heir"})
WINDOW = 60
"""Tokens around a figure in which a word can speak of it."""
REACH = 12
"""Chunks from a word that recalls to the death that is recalled."""


class Lasting(Struct, frozen=True, dict=True):
    """One sentence, as it is packed, with its cues in the order of the text."""

    units: list[Unit]
    chunks: list[Chunk]
    cues: tuple[Cue, ...]

    def total(self, trigger: int) -> Cue | None:
        """What says that the figure of chunk `trigger` is the running total of a war or of years."""
        for cue in self._around(trigger):
            war = self._chunk(cue.at) if "cue:war" in cue.tags else None
            if war is not None and (self._cost(war, trigger) or self._into(war, trigger)):
                return cue
            if "cue:years" in cue.tags and not self._compares(cue) and self._spans(self._chunk(cue.at), trigger):
                return cue
            if "cue:since" in cue.tags and self._since(cue, trigger):
                return cue
            if "cue:series" in cue.tags and cue.at >= self._ends[trigger] and self._has_killed(trigger):
                return cue
        return None

    def recalled(self, trigger: int) -> Cue | None:
        """What says that the death of chunk `trigger` is only recalled: by whom it is investigated, ordered or mourned,
        or whose office somebody takes over."""
        chunk = self.chunks[trigger]
        clause = self._opening(trigger)
        for cue in (cue for cue in self.cues if not RECALLING.isdisjoint(cue.tags)):
            at = self._chunk(cue.at)
            if at >= trigger or trigger - at > REACH:
                continue
            named = chunk.kind == "noun" or (chunk.has("ing") and self.chunks[trigger - 1].kind == "prep")
            if "cue:refers" in cue.tags and named and not self._acts_between(self._chunk(cue.last), trigger):
                return cue
            if "cue:recalls" in cue.tags and at >= clause:
                return cue
            if "cue:heir" in cue.tags and self._described(at, trigger):
                return cue
        return None

    def present(self, trigger: int) -> bool:
        """Whether the verb is in the present, in which stories are told: "he kills 60 men before he is shot"."""
        chunk = self.chunks[trigger]
        first = self.units[chunk.first].tags
        simple = chunk.kind == "verb" and chunk.first + 1 == chunk.last and not first & {"past", "participle", "ing"}
        return chunk.kind == "verb" and bool("now" in first or (simple and first & {"third", "base"}))

    def generic(self, trigger: int) -> bool:
        """Whether the verb tells what somebody does again and again: "the drug is killing our children"."""
        chunk = self.chunks[trigger]
        if chunk.kind != "verb" or chunk.has("modal") or chunk.has("infinitive"):
            return False
        units = self.units[chunk.first : chunk.last]
        if any("now" in unit.tags for unit in units):
            return any("ing" in unit.tags for unit in units[1:])
        return (
            len(units) == 1 and bool(units[0].tags & {"third", "base"}) and not units[0].tags & {"past", "participle"}
        )

    @cached_property
    def _ends(self) -> tuple[int, ...]:
        """The token behind each chunk."""
        return tuple(self.units[one.last - 1].last for one in self.chunks)

    def _around(self, trigger: int) -> tuple[Cue, ...]:
        """The cues near a chunk."""
        at = self.units[self.chunks[trigger].first].first
        low = bisect_left(self.cues, at - WINDOW, key=lambda cue: cue.at)
        return self.cues[low : bisect_left(self.cues, at + WINDOW, lo=low, key=lambda cue: cue.at)]

    def _chunk(self, token: int) -> int:
        """The chunk that holds a token, or the next one."""
        return bisect_right(self._ends, token)

    def _opening(self, n: int) -> int:
        """The first chunk of the sentence or of the part of it, up to a stop, that chunk n stands in."""
        low = max(0, n - WINDOW)
        return next((k + 1 for k in range(n - 1, low - 1, -1) if self.chunks[k].kind in ("stop", "but")), low)

    def _cost(self, war: int, trigger: int) -> bool:
        """Whether a war is the subject of the figure's verb, itself or by its relative clause: "the war, which has
        lasted ten years and killed 70,000"; what only killed in the past must be told in such a clause. Verbs in a row
        share their helper: "the war, which began in May, has killed 900, wounded 5,000 and ..."."""
        act = self._act(trigger)
        between = range(war + 1, act)
        relative = max((n for n in between if self.chunks[n].kind == "relative"), default=None)
        if war >= act or any(self.chunks[n].kind in ("stop", "but", "sub") for n in between):
            return False
        if any(
            "past" in self.chunks[n].tags and "participle" not in self.chunks[n].tags
            for n in range(war, relative or war)
        ):
            return False
        verbs = [n for n in between if n > (relative or war) and self.chunks[n].kind == "verb"]
        if verbs and self.chunks[act - 1].kind == "comma":
            return self._perfect(act) or (self.chunks[act].has("bare") and any(self._perfect(n) for n in verbs))
        joined = any(self.chunks[n].kind == "conj" for n in range(verbs[-1], act)) if verbs else True
        return joined and (relative is not None or self._perfect(act))

    def _into(self, war: int, trigger: int) -> bool:
        """Whether the sentence opens with how long a war has lasted and its comma leads to how many are dead by now:
        "A month after the war began, 170 people are dead"."""
        chunks, opening = self.chunks, self._opening(trigger)
        if war != opening + 2 or chunks[war - 1].kind != "prep" or "measure" not in chunks[opening].tags:
            return False
        comma = next((n for n in range(war, trigger) if chunks[n].kind == "comma"), trigger)
        led = all(one.kind in BESIDE or one.kind in ("verb", "conj") for one in chunks[war:trigger])
        begun = all(self._begins(n) for n in range(war, comma) if chunks[n].kind == "verb")
        return comma < trigger and led and begun and any(self._now(n) for n in range(comma, trigger + 1))

    def _begins(self, verb: int) -> bool:
        """Whether a verb tells that something came to be: "the war began"."""
        chunk = self.chunks[verb]
        first, last = self.units[chunk.first].first, self.units[chunk.last - 1].last
        return any("cue:befell" in cue.tags and first <= cue.at < last for cue in self._around(verb))

    def _now(self, n: int) -> bool:
        """Whether the chunk tells how many are, or have been, killed by now."""
        return self._perfect(n) or "now" in self.units[self.chunks[n].first].tags

    def _act(self, trigger: int) -> int:
        """The verb whose outcome the figure is: "has left 600 dead", "has claimed 120 lives"; the figure's own chunk
        where it has none."""
        n = trigger - 1
        while n >= 0 and self.chunks[n].kind in ("noun", "prep") and trigger - n < REACH:
            n -= 1
        outcome = n >= 0 and self.chunks[n].kind == "verb" and self.chunks[n].tags & {"leaving", "say", "light", "act"}
        own = self.chunks[trigger].kind == "verb" and (
            self.chunks[trigger].has("finite") or self.chunks[trigger].has("ing")
        )
        return n if outcome and not own else trigger

    def _perfect(self, n: int) -> bool:
        chunk = self.chunks[n]
        return any("perfect-now" in unit.tags for unit in self.units[chunk.first : chunk.last])

    def _spans(self, years: int, trigger: int) -> bool:
        """Whether "in nine years" stands in the figure's clause, with nothing told between."""
        if not 0 < years < len(self.chunks) or self.chunks[years].kind not in ("noun", "date"):
            return False
        if self.chunks[years - 1].kind != "prep" or "prep:span" not in self.chunks[years - 1].tags:
            return False
        low, high = sorted((years, trigger))
        return all(one.kind in BESIDE for one in self.chunks[low + 1 : high])

    def _compares(self, years: Cue) -> bool:
        """Whether the years only bound a comparison: "the worst floods for two decades"."""
        low = bisect_left(self.cues, years.at - REACH, key=lambda cue: cue.at)
        near = self.cues[low : bisect_left(self.cues, years.at, lo=low, key=lambda cue: cue.at)]
        return any("cue:superlative" in cue.tags for cue in near)

    def _since(self, cue: Cue, trigger: int) -> bool:
        """Whether a clause with "since" says from when on people "have" died or are counted: not "has since sunk"."""
        at = self._chunk(cue.at)
        if at >= len(self.chunks) or self.chunks[at].kind == "verb":
            return False
        return self._perfect(trigger) or (self.chunks[trigger].kind == "noun" and at == trigger + 1)

    def _has_killed(self, trigger: int) -> bool:
        """Whether somebody "has killed" so many by now, on no day that is told."""
        chunk = self.chunks[trigger]
        active = chunk.kind == "verb" and not chunk.has("passive") and self._perfect(trigger)
        return active and not any(one.kind == "date" for one in self.chunks)

    def _acts_between(self, first: int, trigger: int) -> bool:
        return any(
            one.kind in ("stop", "but", "sub") or (one.kind == "verb" and one.has("finite"))
            for one in self.chunks[first:trigger]
        )

    def _described(self, at: int, trigger: int) -> bool:
        """Whether the trigger is told in a clause about somebody whom the word before names: "replaces a major who was
        killed"."""
        between = self.chunks[at + 1 : trigger]
        opened = [one for one in between if one.kind == "relative"]
        return bool(opened) and not any(one.kind in ("stop", "but", "sub", "verb") for one in between)
