"""A death that a protest, a reprisal or an arrest answers is that answer's background and no news of its own.

A link of the lexicon ("over", "after", "accused of") opens a complement; what is told in it is background where its
sentence tells the answer outside of it. What the answer itself brings stays news: "protests over the murder of a judge
left three people dead"."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cached_property

from msgspec import Struct

from monitor.extract.context.scopes import Cue
from monitor.extract.grammar.chunk import Chunk
from monitor.extract.grammar.clauses import human, passive
from monitor.extract.words.units import Unit

PHRASE = frozenset({"noun", "prep", "date", "open", "close"})
"""Kinds of chunks that go on with a noun group."""

Stretch = tuple[int, int]
"""A first chunk and the chunk behind the last."""


class Background(Struct, frozen=True, dict=True):
    """One sentence, as it is packed, with its cues in the order of the text."""

    units: list[Unit]
    chunks: list[Chunk]
    cues: tuple[Cue, ...]

    def told(self, trigger: int) -> Cue | None:
        """The link in whose complement the figure of chunk `trigger` is told as background, if one is."""
        inside = [cue for cue, first, last in self._stretches if first <= trigger < last]
        befell = bool(inside) and self.chunks[trigger].kind == "verb" and passive(self.chunks, trigger)
        return next((cue for cue in inside if not (befell and "cue:charge" in cue.tags)), None)

    @cached_property
    def _stretches(self) -> tuple[tuple[Cue, int, int], ...]:
        """Every complement that is background: its link, its first chunk and the chunk behind it."""
        return tuple(self._found())

    def _found(self) -> Iterator[tuple[Cue, int, int]]:
        for cue in self.cues:
            opening = [READINGS[tag] for tag in sorted(cue.tags & READINGS.keys())]
            first = self._chunk(cue.last) if opening else 0
            if not opening or self._counts(cue, first):
                continue
            for reading in opening:
                yield from ((cue, start, end) for start, end in reading(self, cue, first))

    def _complement(self, link: Cue, first: int) -> Iterator[Stretch]:
        yield self._chunk(link.at), self._end(link, first)

    def _counts(self, link: Cue, n: int) -> bool:
        """Whether the word is part of a number and no link: "over 50"."""
        number = self.chunks[n].quantity if n < len(self.chunks) else None
        return number is not None and number.first <= link.at < number.last

    def _chunk(self, token: int) -> int:
        """The chunk that holds a token, or the next one."""
        return bisect_right(self.chunks, token, key=lambda chunk: self.units[chunk.last - 1].last)

    def _at(self, n: int) -> int:
        """The first token of chunk n."""
        return self.units[self.chunks[n].first].first if n < len(self.chunks) else self.units[-1].last

    def _answered(self, link: Cue, first: int) -> Iterator[Stretch]:
        """What is told with an answer to it in its clause before, or in the clause behind; "after killing ..." tells of
        those who answer."""
        own = first < len(self.chunks) and self.chunks[first].has("ing") and not self.chunks[first].has("finite")
        end = self._end(link, first)
        if not own and self._answer(link, first, end):
            yield self._chunk(link.at), end

    def _answer(self, link: Cue, first: int, end: int) -> bool:
        """Whether an answer to a complement is told; another happening answers one of days before."""
        opening = self._chunk(link.at)
        start = next((n for n in range(opening - 1, -1, -1) if self.chunks[n].kind in ("stop", "but")), -1)
        close = next(
            (n for n in range(end, len(self.chunks)) if self.chunks[n].kind in ("stop", "but")), len(self.chunks)
        )
        low, high, behind = self._at(start + 1), self._at(close), self._at(end)
        burning = self._befalls(first)
        answers = [c for c in self.cues if "cue:gathering" in c.tags or (burning and "cue:arson" in c.tags)]
        if "cue:days" in link.tags and any(
            "cue:happening" in cue.tags and low <= cue.at < link.at for cue in self.cues
        ):
            return True  # "the attack came days after two herders were killed"
        return any(low <= cue.at <= link.at or behind <= cue.at < high for cue in answers)

    def _befalls(self, first: int) -> bool:
        """Whether a complement tells what befell people: "the murder of ...", "a boy was killed"."""
        if first >= len(self.chunks) or self.chunks[first].kind != "noun":
            return False
        if not human(self.chunks[first]):
            return "trigger" in self.chunks[first].tags
        verb = next((n for n in range(first, len(self.chunks)) if self.chunks[n].kind == "verb"), None)
        return verb is not None and passive(self.chunks, verb)

    def _end(self, link: Cue, first: int) -> int:
        """The chunk behind the complement that begins at chunk `first`: a noun group with its clauses, or a clause."""
        opening = self._chunk(link.at)
        clause = any("sub" in chunk.tags for chunk in self.chunks[opening : max(first, opening + 1)])
        opened, told = int(clause), False
        governed = any(self._acts(n) for n in range(self._opening(opening), opening))
        for n in range(first, len(self.chunks)):
            chunk = self.chunks[n]
            if chunk.kind in ("stop", "but") or (n > first and self._restarts(n)):
                return n
            if chunk.kind in ("relative", "sub"):
                if not (clause or told) and not chunk.tags & {"agentive"} and not self._event(link, n):
                    return n
                opened += 1
            if chunk.kind == "verb":
                if self._leaves(n, first, opened, told, governed):
                    return n
                if opened and (chunk.has("finite") or chunk.has("bare") or chunk.has("passive")):
                    opened, told = opened - 1, True
        return len(self.chunks)

    def _opening(self, n: int) -> int:
        return next((k + 1 for k in range(n - 1, -1, -1) if self.chunks[k].kind in ("stop", "but")), 0)

    def _acts(self, n: int) -> bool:
        """Whether chunk n is the verb of a clause."""
        chunk = self.chunks[n]
        return chunk.kind == "verb" and (chunk.has("finite") or chunk.has("bare"))

    def _leaves(self, n: int, first: int, opened: int, told: bool, governed: bool) -> bool:
        """Whether the verb at n belongs to a clause outside of the complement that began at `first`."""
        chunk, before = self.chunks[n], self.chunks[n - 1]
        if n == first or opened:
            return False
        if told and before.kind == "noun" and "base" in chunk.tags and not chunk.has("infinitive"):
            return True
        if before.kind == "conj":
            return not told and not chunk.has("ing")
        if chunk.has("ing") and not chunk.has("finite"):
            return before.kind == "comma"
        if chunk.has("finite"):
            return True
        return chunk.has("bare") and not self._reduced(n) and (told or not governed)

    def _reduced(self, n: int) -> bool:
        """Whether a participle only describes the noun before it: "soldiers killed in the attack"."""
        chunk = self.chunks[n]
        if chunk.kind != "verb" or chunk.has("finite"):
            return False
        return chunk.has("passive") or ("trigger" in chunk.tags and passive(self.chunks, n))

    def _restarts(self, n: int) -> bool:
        """Whether a comma or a conjunction at n opens a clause with a subject of its own."""
        if self.chunks[n].kind not in ("comma", "conj") or n + 1 >= len(self.chunks):
            return False
        k = n + 1
        while k < len(self.chunks) and self.chunks[k].kind in ("conj", "comma") and k < n + 2:
            k += 1
        if k >= len(self.chunks) or self.chunks[k].kind != "noun":
            return False
        k = self._past_phrase(k)
        return k < len(self.chunks) and self._acts(k) and not (self.chunks[k].has("bare") and self._reduced(k))

    def _event(self, link: Cue, n: int) -> bool:
        """Whether the complement names an event before chunk n, which "in which" then is about."""
        return any("cue:happening" in cue.tags and link.last <= cue.at < self._at(n) for cue in self.cues)

    def _described(self, link: Cue, first: int) -> Iterator[Stretch]:
        """A charge that only describes somebody of whom more is told: its own verb is no main one."""
        opening, end = self._chunk(link.at), self._end(link, first)
        if self._known(opening):
            yield opening, end
        others = (n for n in range(len(self.chunks)) if not opening <= n < end)
        if self._hangs(link, opening) and any(self._acts(n) for n in others):
            yield opening, end

    def _known(self, verb: int) -> bool:
        """Whether a charge is told of one person who is known already: "the victim was suspected of ..."."""
        subject = self.chunks[verb - 1] if verb else self.chunks[verb]
        if self.chunks[verb].kind != "verb" or subject.kind != "noun" or "singular" not in subject.tags:
            return False
        return "person" in subject.tags and (subject.has("definite") or "pronoun" in subject.tags)

    def _hangs(self, link: Cue, opening: int) -> bool:
        """Whether a charge hangs on a noun: as a relative clause about somebody, or without a verb of its own."""
        verb = self.chunks[opening]
        relative = opening if verb.kind == "relative" else opening - 1
        if relative >= 0 and self.chunks[relative].kind == "relative":
            return self._blames(relative) or "cue:thing" in link.tags
        return not (verb.kind == "verb" and "be" in verb.tags)

    def _punished(self, offence: Cue, first: int) -> Iterator[Stretch]:
        """An offence behind what somebody suffers for it: "lynched a man [for killing his father]"."""
        opening = self._chunk(offence.at)
        start = self._opening(opening)
        caught = any("cue:pursuit" in cue.tags and self._at(start) <= cue.at < offence.at for cue in self.cues)
        killed = (one.kind == "verb" and "frame:kill" in one.tags for one in self.chunks[start:opening])
        if caught or any(killed):
            yield opening, self._end(offence, first)

    def _cause(self, redress: Cue, _: int) -> Iterator[Stretch]:
        """Where the clause begins that says why people gathered who ask for redress behind it: "a sit-in at the school
        [where a teacher was stabbed], demanding justice"."""
        close = self._chunk(redress.at)
        gathered = [cue.at for cue in self.cues if "cue:gathering" in cue.tags and cue.at < redress.at]
        if gathered and close and self.chunks[close - 1].kind == "comma":
            between = range(self._chunk(gathered[0]), close)
            yield from [(n, close) for n in between if self.chunks[n].kind in ("relative", "sub")][:1]

    def _deeds(self, pursuit: Cue, first: int) -> Iterator[Stretch]:
        """The relative clauses that say what the pursued did: "arrested two men [who killed a priest]", "the gang [that
        killed a priest] was arrested"."""
        n = self._past_phrase(first)
        if n > first and self._blames(n):
            yield n, self._end(pursuit, n)
        verb = self._chunk(pursuit.at)
        if self.chunks[verb].kind == "verb" and passive(self.chunks, verb):
            before = (n for n in range(verb - 1, 0, -1) if self.chunks[n].kind in ("relative", "stop", "but", "sub"))
            opener = next(before, 0)
            if opener and self._blames(opener):
                yield opener, verb

    def _past_phrase(self, n: int) -> int:
        while n < len(self.chunks) and self.chunks[n].kind in PHRASE:
            n += 1
        return n

    def _blames(self, n: int) -> bool:
        """Whether a relative clause at n says what somebody did."""
        if not 0 < n < len(self.chunks) or self.chunks[n].kind != "relative" or "agentive" not in self.chunks[n].tags:
            return False
        return human(self.chunks[n - 1 if self.chunks[n - 1].kind != "comma" or n < 2 else n - 2])

    def _fate(self, kin: Cue, first: int) -> Iterator[Stretch]:
        """The verb that says what befell those whose kin are told of: "families of ten men [killed] in ...", "relatives
        of a miner who [had been killed]"."""
        n = first + 1
        related = n + 1 < len(self.chunks) and self._blames(n)
        n += related
        fate = n < len(self.chunks) and (self._reduced(n) or (related and passive(self.chunks, n)))
        if not fate or self.chunks[first].kind != "noun":
            return
        subject = self._chunk(kin.at)
        object_ = subject > 0 and self.chunks[subject - 1].kind in ("verb", "prep")
        if self.chunks[subject].quantity is not None and not object_:
            return  # "three sons of an elder died"
        later = any(self._acts(k) for k in range(n + 1, len(self.chunks)))
        gathered = any("cue:gathering" in cue.tags and cue.at > kin.at for cue in self.cues)
        if object_ or later or gathered:
            yield first, n + 1


READINGS: dict[str, Callable[[Background, Cue, int], Iterator[Stretch]]] = {
    "cue:grief": Background._complement,
    "cue:for": Background._answered,
    "cue:charge": Background._described,
    "cue:offence": Background._punished,
    "cue:redress": Background._cause,
    "cue:pursuit": Background._deeds,
    "cue:kin": Background._fate,
}
"""What makes background of what stands behind each kind of link."""
