"""The patterns of frames: where the victims stand about a trigger.

transitive   the object of the active verb, the subject of the passive        "killed two soldiers", "two were killed"
intransitive the subject                                                      "seven passengers died"
suffer       the subject, where the object bears the needed tag               "three sustained injuries"
treated      object or subject, where the needed tag follows                "treating 36 for gunshot wounds"
predicate    what the adjective is said of                                    "left nine dead", "six are missing"
noun         what counts the noun, or stands behind "of"                      "three deaths", "the murder of a judge"
toll         the number that the toll is put at                               "the death toll rose to 35 from 20"
none         only that there were none                                        "without casualties"
body         bodies that were found                                           "the bodies of six men were recovered"
alive        the object, where it bears the needed tag behind it               "burned three men alive"
roll         the names of the dead                                            "the dead were identified as A and B"
suicide      the doer, and whoever is named beside                            "killed himself and ten others"
survivors    all who were there, of whom nobody lives                         "there were no survivors"
"""

from collections.abc import Callable
from itertools import takewhile

from msgspec.structs import replace

from monitor.extract.grammar.chunk import Chunk
from monitor.extract.grammar.clauses import human, passive
from monitor.extract.grammar.counting import Figure, count, figure, number_of
from monitor.extract.grammar.lists import gapped, objects, rightward
from monitor.extract.grammar.mention import Mention, mention, mention_of, pointing_back
from monitor.extract.grammar.subjects import subject
from monitor.extract.grammar.survivors import survivors
from monitor.extract.grammar.tolls import toll
from monitor.extract.words.lexicon import Frame
from monitor.model import TollKind

BODILY: frozenset[TollKind] = frozenset({"killed", "wounded", "missing"})
"""Tolls that an adjective tells as news ("20 wounded soldiers"); the displaced and the captured were so before."""
REACH = 12
"""Chunks from a verb to those who shared its fate."""
NAMED_BEFORE = 3
"""Chunks from a clause back to the place that it is told of."""

Pattern = Callable[[list[Chunk], int, Frame], Mention | None]


def transitive(chunks: list[Chunk], v: int, frame: Frame) -> Mention | None:
    """See the module's table."""
    if chunks[v].kind == "noun":
        return _counted_fate(chunks, v, frame)
    if frame.needs:
        return _needing(chunks, v, frame)
    whom = [] if chunks[v].has("passive") else _antecedent(chunks, v)
    items = _persons(chunks, objects(chunks, v)) or whom
    if passive(chunks, v) and not whom:
        items = _sufferers(chunks, v)
    if frame.weak and items and chunks[items[0]].tags.isdisjoint({"person", "name", "bare"}):
        return None  # "shot eleven cameras"
    return mention(chunks, v, items, frame)


def _persons(chunks: list[Chunk], items: list[int]) -> list[int]:
    """The members of a list; behind a thing only those who are called people: "burned 112 houses and a chapel"."""
    thing = bool(items) and "thing" in chunks[items[0]].tags and not human(chunks[items[0]])
    return [i for i in items if _personal(chunks[i])] if thing else items


def _antecedent(chunks: list[Chunk], v: int) -> list[int]:
    """The object that a relative clause takes from before it: "30 women whom they had kidnapped"."""
    if v < 3 or chunks[v - 1].kind != "noun" or chunks[v - 2].kind != "relative":
        return []
    k = v - 3
    while k > 0 and (
        chunks[k].kind in ("date", "comma") or (chunks[k].kind == "prep" and chunks[k + 1].kind == "date")
    ):
        k -= 1
    return [k] if human(chunks[k]) else []


def _sufferers(chunks: list[Chunk], v: int) -> list[int]:
    """The subject, without those whom a singular verb excludes, with those named beside ("along with his son")."""
    items = subject(chunks, v)
    if not items:
        return []
    served = any(chunks[i].has("possessive") for i in items[1:])  # "the mayor and her driver was shot"
    if len(items) > 1 and not served and _agrees(chunks, items[-1], v) and all(_single(chunks, i) for i in items):
        items = items[:1]
    return items + (_beside(chunks, v) or gapped(chunks, v)) + _set_before(chunks, items[0])


def _set_before(chunks: list[Chunk], i: int) -> list[int]:
    """The attackers whom a sentence names before the victims at i: "In addition to [the assailant], six died"."""
    if i < 3 or chunks[i - 1].kind != "comma" or "sharing" not in chunks[i - 3].tags:
        return []
    opens = i == 3 or chunks[i - 4].kind in ("stop", "sub")
    return [i - 2] if opens and "kind:militants" in chunks[i - 2].tags else []


def _agrees(chunks: list[Chunk], last: int, v: int) -> bool:
    """Whether the verb group that follows the subject is singular."""
    return any(chunk.kind == "verb" and "agrees" in chunk.tags for chunk in chunks[last + 1 : v + 1])


def _single(chunks: list[Chunk], i: int) -> bool:
    one = count(chunks, i)
    return one is None or one.best == 1


def _beside(chunks: list[Chunk], v: int) -> list[int]:
    """ "was killed in the attack along with 13 others"."""
    k = v + 1
    while k + 1 < min(len(chunks), v + REACH):
        with_his = "prep:with" in chunks[k].tags and _his(chunks, k + 1)
        if with_his or (chunks[k].kind == "conj" and "sharing" in chunks[k].tags):
            return rightward(chunks, k + 1) if chunks[k + 1].kind == "noun" and human(chunks[k + 1]) else []
        if chunks[k].kind not in ("prep", "noun", "date", "comma"):
            return []
        k += 1
    return []


def _his(chunks: list[Chunk], i: int) -> bool:
    """ "his wife", "three of his men"."""
    if "bare" in chunks[i].tags and i + 2 < len(chunks) and "prep:of" in chunks[i + 1].tags:
        i += 2
    return chunks[i].has("possessive") and "person" in chunks[i].tags


def _needing(chunks: list[Chunk], v: int, frame: Frame) -> Mention | None:
    """ "claimed 12 lives", "claimed the lives of four miners"."""
    items = objects(chunks, v)
    if passive(chunks, v):
        items = _needed(chunks, v, frame) or subject(chunks, v)
        if frame.own and v and chunks[v - 1].kind == "noun" and not human(chunks[v - 1]):
            return None  # "the army denied that the airport had been lost"
    if frame.needs == "person":
        served = frame.own and any("served" in chunks[i].tags for i in items)  # "lost 14 clients"
        return None if served else mention(chunks, v, [i for i in items if _personal(chunks[i])], frame)
    if not items or frame.needs not in chunks[items[0]].tags:
        return None
    at = items[0]
    if at and passive(chunks, v) and chunks[at].has("possessive") and "have" in chunks[at - 1].tags:
        return mention(chunks, v, subject(chunks, at - 1), frame)  # "three men had their throats slit"
    inner = _behind_of(chunks, at)
    if chunks[at].quantity is not None and not inner:
        return mention_of(chunks, v, [at], frame, number_of(chunks[at]))
    if not inner and chunks[at].has("possessive") and "singular" in chunks[at].tags:
        own = Figure(1, 1, 1, "exact", chunks[at].first, chunks[at].last, anaphor=True, definite=True)
        return mention_of(chunks, v, [at], frame, own)  # "slit his throat"
    return mention(chunks, v, inner, frame) if inner else None


def _needed(chunks: list[Chunk], v: int, frame: Frame) -> list[int]:
    """What a frame asks for, right before the verb: "[the throats] of two men were slit", "had [his throat] slit"."""
    k = v - 1
    while k > 1 and chunks[k].kind == "noun" and chunks[k - 1].kind == "prep":
        k -= 2
    return [k] if k >= 0 and chunks[k].kind == "noun" and frame.needs in chunks[k].tags else []


def _personal(chunk: Chunk) -> bool:
    """Whether a noun group names people by a word for them or a bare number; a mere name may be a town's."""
    return not {"person", "bare"}.isdisjoint(chunk.tags | chunk.modifiers)


def _behind_of(chunks: list[Chunk], i: int) -> list[int]:
    if (
        i + 2 < len(chunks)
        and chunks[i + 1].kind == "prep"
        and "prep:of" in chunks[i + 1].tags
        and chunks[i + 2].kind == "noun"
    ):
        return rightward(chunks, i + 2)
    return []


def _injured(chunks: list[Chunk], i: int) -> list[int]:
    """ "injuries to three soldiers"."""
    to = i + 2 < len(chunks) and "injury" in chunks[i].tags and "prep:to" in chunks[i + 1].tags
    return rightward(chunks, i + 2) if to and chunks[i + 2].kind == "noun" else []


def _behind_colon(chunks: list[Chunk], i: int) -> list[int]:
    """ "Fatalities: 3"."""
    if i + 2 >= len(chunks) or "plural" not in chunks[i].tags or "colon" not in chunks[i + 1].tags:
        return []
    number = chunks[i + 2]
    return [i + 2] if "bare" in number.tags and number.quantity is not None else []


def intransitive(chunks: list[Chunk], v: int, frame: Frame) -> Mention | None:
    """See the module's table."""
    if chunks[v].kind == "noun":
        return None
    return mention(chunks, v, _sufferers(chunks, v), frame)


def suffer(chunks: list[Chunk], v: int, frame: Frame) -> Mention | None:
    """See the module's table."""
    near = chunks[v + 1 : v + 5]
    for chunk in near:
        if chunk.kind in ("verb", "stop", "relative"):
            return None
        if chunk.kind == "prep" and "prep:without" in chunk.tags:
            return None
        if chunk.kind == "noun" and frame.needs in chunk.tags and not chunk.has("zero"):
            return mention(chunks, v, subject(chunks, v), frame)
    return None


def treated(chunks: list[Chunk], v: int, frame: Frame) -> Mention | None:
    """See the module's table."""
    if chunks[v].kind == "noun":
        return None
    behind = any(frame.needs in chunk.tags for chunk in chunks[v + 1 : v + 9] if chunk.kind == "noun")
    items = subject(chunks, v) if passive(chunks, v) else objects(chunks, v)
    return mention(chunks, v, items, frame) if behind or _of_the_place(chunks, v, items, frame) else None


def _of_the_place(chunks: list[Chunk], v: int, items: list[int], frame: Frame) -> bool:
    """Whether a clause hangs on what the frame needs: "at [the hospital], where 22 others were
    admitted", "[the hospital] said that nine more had been admitted". Those who were ill were there before."""
    before = min([v, *items[:1]]) - 1
    if before < 0 or not chunks[before].tags & {"relative", "say"} or any("ailing" in chunks[i].tags for i in items):
        return False
    named = takewhile(lambda chunk: chunk.kind in ("comma", "noun", "verb"), reversed(chunks[:before]))
    return any(frame.needs in chunk.tags for chunk in list(named)[:NAMED_BEFORE])


def predicate(chunks: list[Chunk], v: int, frame: Frame) -> Mention | None:
    """See the module's table."""
    if chunks[v].kind == "noun":
        return _counted_fate(chunks, v, frame)
    verb = chunks[v]
    if (
        not verb.has("finite")
        and v + 1 < len(chunks)
        and chunks[v + 1].kind == "noun"
        and chunks[v + 1].quantity is not None
    ):
        return mention(chunks, v, objects(chunks, v), frame)
    items = subject(chunks, v)
    if items and items[0] and "sentencing" in chunks[items[0] - 1].tags:
        return None  # "sentenced three men to death"
    return mention(chunks, v, items, frame)


def _counted_fate(chunks: list[Chunk], i: int, frame: Frame) -> Mention | None:
    """ "20 wounded soldiers", "one dead": a count before the fate. Without one nothing is told."""
    chunk = chunks[i]
    if chunk.quantity is None and not chunk.has("zero"):
        return None
    return mention_of(chunks, i, [i], frame, number_of(chunk))


def noun(chunks: list[Chunk], i: int, frame: Frame) -> Mention | None:
    """See the module's table."""
    chunk = chunks[i]
    if chunk.kind != "noun" or f"frame:{frame.name}" not in chunk.tags:
        return None
    if chunk.quantity is not None or chunk.has("zero"):
        return mention_of(chunks, i, [i], frame, number_of(chunk))
    inner = _behind_of(chunks, i) or _behind_colon(chunks, i) or _injured(chunks, i)
    if inner:
        return mention(chunks, i, inner, frame)
    if (
        "injury" in chunk.tags
        and i > 1
        and chunks[i - 1].kind == "prep"
        and "prep:with" in chunks[i - 1].tags
        and human(chunks[i - 2])
    ):
        return mention(chunks, i, [i - 2], frame)  # "three survivors with burns"
    return None


def none(chunks: list[Chunk], i: int, frame: Frame) -> Mention | None:
    """See the module's table."""
    chunk = chunks[i]
    without = i > 0 and "prep:without" in chunks[i - 1].tags
    if chunk.kind != "noun" or f"frame:{frame.name}" not in chunk.tags or not (chunk.has("zero") or without):
        return None
    return mention_of(chunks, i, [], frame, Figure(0, 0, 0, "exact", chunk.first, chunk.last))


def body(chunks: list[Chunk], i: int, frame: Frame) -> Mention | None:
    """See the module's table."""
    chunk = chunks[i]
    if chunk.kind != "noun" or f"frame:{frame.name}" not in chunk.tags:
        return None
    if not any(frame.needs in other.tags for other in chunks if other.kind == "verb") and "fate" not in chunk.modifiers:
        return None
    if chunk.quantity is not None:
        made = number_of(chunk)
        if made:
            made.anaphor = made.definite
        return mention_of(chunks, i, [i], frame, made)
    inner = _behind_of(chunks, i)
    if inner:
        return mention(chunks, i, inner, frame)
    if "singular" in chunk.tags and chunk.has("possessive"):
        return mention_of(
            chunks, i, [i], frame, Figure(1, 1, 1, "exact", chunk.first, chunk.last, anaphor=True, definite=True)
        )
    if "singular" in chunk.tags and (chunk.has("indefinite") or chunk.has("other")):
        return mention_of(
            chunks, i, [i], frame, Figure(1, 1, 1, "exact", chunk.first, chunk.last, other=chunk.has("other"))
        )
    if chunk.has("possessive") and "plural" in chunk.tags:
        return pointing_back(chunks, i, i, frame)
    if chunk.has("possessed") and "person" in chunk.modifiers and "singular" in chunk.modifiers:
        return mention_of(
            chunks, i, [i], frame, Figure(1, 1, 1, "exact", chunk.first, chunk.last, anaphor=True, definite=True)
        )
    return None


def alive(chunks: list[Chunk], v: int, frame: Frame) -> Mention | None:
    """See the module's table."""
    items = [] if chunks[v].kind == "noun" or passive(chunks, v) else objects(chunks, v)
    return mention(chunks, v, items, frame) if items and frame.needs in chunks[items[-1]].modifiers else None


def roll(chunks: list[Chunk], i: int, frame: Frame) -> Mention | None:
    """See the module's table. It only explains a number that is told elsewhere."""
    k = i + 1
    while k < len(chunks) and chunks[k].kind in ("noun", "prep"):
        k += 1
    if k + 2 >= len(chunks) or not chunks[k].has("be") or chunks[i].kind != "noun":
        return None
    k += 2 if chunks[k + 1].kind == "subset" else 1
    if chunks[k].kind != "noun" or "name" not in chunks[k].tags or "place" in chunks[k].tags:
        return None
    made = mention(chunks, i, rightward(chunks, k), frame)
    if made:
        made.figure.partitive = True
    return made


def suicide(chunks: list[Chunk], v: int, frame: Frame) -> Mention | None:
    """See the module's table."""
    doers = [i for i in subject(chunks, v)[:1] if not {"person", "pronoun"} <= chunks[i].tags]
    one = Figure(1, 1, 1, "exact", chunks[v].first, chunks[v].last, parts=tuple((i, 1) for i in doers))
    k = v + 1
    if (
        k + 1 < len(chunks)
        and chunks[k].kind in ("conj", "comma")
        and chunks[k + 1].kind == "noun"
        and human(chunks[k + 1])
    ):
        beside = figure(chunks, rightward(chunks, k + 1))
        if beside:
            high = None if beside.high is None else beside.high + 1
            one = replace(
                beside, quote=None, low=beside.low + 1, best=beside.best + 1, high=high, other=False, parts=()
            )
    return mention_of(chunks, v, [v], frame, one)


LABELS = frozenset({"stop", "comma", "dash", "conj", "open", "close"})
"""What a label of a list stands behind, and its number before."""


def labelled(chunks: list[Chunk], i: int, frame: Frame) -> Mention | None:
    """The number behind a label, as bulletins list them: "Killed: 12; injured: 30", "Deaths – 3", "Fatalities 5"."""
    first, end = i - _anybody(chunks, i - 1), i + 1 + _anybody(chunks, i + 1)
    if (first and chunks[first - 1].kind not in LABELS) or frame.needs or chunks[i].quantity is not None:
        return None  # "6 fatalities: five soldiers and a guard" counts itself
    marked = end < len(chunks) and (chunks[end].kind == "dash" or "colon" in chunks[end].tags)
    at = end + marked
    number, behind = chunks[at : at + 1], chunks[at + 1 : at + 2]
    alone = not behind or behind[0].kind in LABELS
    if not number or not alone or number[0].kind != "noun" or number[0].quantity is None:
        return None
    told = frame.toll in BODILY or (marked and frame.toll == "displaced")
    listed = marked or (chunks[i].kind == "noun" and "bare" in number[0].tags and "plural" in chunks[i].tags)
    return mention(chunks, i, [at], frame) if told and listed else None


def _anybody(chunks: list[Chunk], i: int) -> bool:
    """Whether a label's words at i only say that people are counted: "Injured persons: 12", "People displaced: 40"."""
    return 0 <= i < len(chunks) and {"person", "plural"} <= chunks[i].tags and chunks[i].quantity is None


PATTERNS: dict[str, Pattern] = {
    "transitive": transitive,
    "intransitive": intransitive,
    "suffer": suffer,
    "treated": treated,
    "predicate": predicate,
    "noun": noun,
    "none": none,
    "toll": toll,
    "body": body,
    "alive": alive,
    "roll": roll,
    "suicide": suicide,
    "survivors": survivors,
}
"""Every pattern a frame of the lexicon may name."""
