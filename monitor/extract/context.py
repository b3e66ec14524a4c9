"""How a figure is meant, after ConText (Harkema and others, 2009): cues of the lexicon, each with a scope.

A cue reaches forward to the end of its clause; one tagged `wide` to the end of the sentence. Modals, negation and
infinitives of the verb group itself come first."""

from dataclasses import dataclass

from monitor.extract.chunks import Chunk
from monitor.extract.units import Unit
from monitor.model import Context, Scope

CUES: dict[str, Context] = {
    "cue:negated": "negated",
    "cue:hypothetical": "hypothetical",
    "cue:future": "future",
    "cue:historical": "historical",
}


@dataclass(slots=True)
class Judgement:
    """Context and scope, and the cue that decided, for the explanation."""

    context: Context = "reported"
    scope: Scope = "incident"
    cue: str = ""


def judge(units: list[Unit], chunks: list[Chunk], trigger: int) -> Judgement:
    """How the figure whose trigger is chunk `trigger` is meant."""
    result = Judgement()
    _by_verb(chunks[trigger], units, result)
    if result.context == "reported":
        _by_cues(units, chunks, trigger, result)
    result.scope = _scope(units)
    return result


def _by_verb(chunk: Chunk, units: list[Unit], result: Judgement) -> None:
    """What the verb group itself says: "were not killed", "could be killed", "will die", "to kill"."""
    if chunk.kind != "verb":
        return
    perfect = any("have" in unit.tags for unit in units[chunk.first : chunk.last])
    if chunk.has("negated"):
        result.context, result.cue = "negated", "negated verb"
    elif chunk.has("modal") and not (perfect and chunk.has("passive")):
        result.context, result.cue = "hypothetical", "modal"
    elif "cue:hypothetical" in chunk.tags:
        result.context, result.cue = "hypothetical", "verb"
    elif chunk.has("infinitive") and not perfect and "cue:achieved" not in chunk.tags:
        result.context, result.cue = "hypothetical", "infinitive"


def _by_cues(units: list[Unit], chunks: list[Chunk], trigger: int, result: Judgement) -> None:
    """The last cue before the trigger whose scope still holds."""
    gathering = purpose = False
    for i in range(trigger):
        chunk = chunks[i]
        fresh = _new_clause(chunks, i)
        if fresh:
            gathering = purpose = False
            if result.cue and not result.cue.endswith("wide"):
                result.context, result.cue = "reported", ""
        for unit in units[chunk.first : chunk.last]:
            for tag in CUES.keys() & unit.tags:
                result.context, result.cue = CUES[tag], f"{unit.lemma} wide" if "wide" in unit.tags else unit.lemma
            purpose = purpose or gathering and "cue:for" in unit.tags
            gathering = gathering or "cue:gathering" in unit.tags
    if purpose:
        result.context, result.cue = "historical", "gathering"


def _new_clause(chunks: list[Chunk], i: int) -> bool:
    """Whether a clause of its own begins at chunk i: "; ...", "but ...", "and two men were killed"."""
    chunk = chunks[i]
    if chunk.kind in ("stop", "but"):
        return True
    if chunk.kind != "conj" or i + 2 >= len(chunks):
        return False
    return chunks[i + 1].kind == "noun" and chunks[i + 2].kind == "verb" and not chunks[i + 2].has("ing")


def _scope(units: list[Unit]) -> Scope:
    tags = frozenset().union(*(unit.tags for unit in units)) if units else frozenset()
    if "cue:cumulative" in tags:
        return "cumulative"
    return "period" if "cue:period" in tags else "incident"
