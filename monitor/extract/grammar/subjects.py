"""The subject of a verb group: the noun groups that it is said of.

Prepositional phrases, relative clauses, asides and subsets ("including two children") are stepped over."""

from monitor.extract.grammar.chunk import Chunk
from monitor.extract.grammar.clauses import human, passive
from monitor.extract.grammar.lists import WINDOW, leftward, objects, opening_of, postposed

LASTING = frozenset({"measure", "calendar"})
"""What tells how long: "two days before"."""
SHORT = 8
"""Chunks of a clause that opens a sentence without a comma behind it."""


def subject(chunks: list[Chunk], v: int, depth: int = 0) -> list[int]:
    """The noun groups that are the subject of the verb at v, left to right; empty when none is found."""
    verb = chunks[v]
    reduced = (verb.has("bare") or (verb.has("passive") and not verb.has("finite"))) and not verb.has("ing")
    lowest = max(-1, v - 1 - WINDOW)
    j = _past_subset(chunks, v, lowest)
    with_ing = verb.has("ing") and j > 0 and chunks[j - 1].kind == "prep" and "prep:with" in chunks[j - 1].tags
    if (reduced or with_ing) and j >= 0 and _beside(chunks, j):
        return _adjacent(chunks, j)
    while j > lowest:
        if chunks[j].kind == "verb" and (shared := _over_verb(chunks, j, v)) == j:
            return _shared(chunks, j, v, depth) if depth < 3 else []
        on = shared if chunks[j].kind == "verb" else _step(chunks, j, v)
        if on == j:
            return leftward(chunks, j)
        if on is None:
            return []
        j = on
    return []


def _beside(chunks: list[Chunk], j: int) -> bool:
    """Whether a clause without a helping verb may hang on chunk j alone: not where j is only named beside others ("a
    teacher who was taken with them died", "eight people including the bomber died")."""
    if chunks[j].kind != "noun" or not human(chunks[j]):
        return False
    before = chunks[j - 1].kind if j else "stop"
    return before != "subset" and not (before == "prep" and "pronoun" in chunks[j].tags)


def _past_subset(chunks: list[Chunk], v: int, lowest: int) -> int:
    """The chunk left of the verb at v, and of a subset between commas there, whatever clauses it holds ("two soldiers,
    including a captain who led them, were killed")."""
    if v < 2 or chunks[v - 1].kind != "comma" or not chunks[v].has("finite"):
        return v - 1
    behind = postposed(chunks, v - 2)
    for k in range(v - 2, max(lowest, 0), -1):
        if chunks[k].kind == "stop":
            break
        if behind and chunks[k].kind == "comma":
            return k - 1
        if chunks[k].kind == "subset" and chunks[k - 1].kind == "comma":
            return before_subset(chunks, k)
    return v - 1


def _shared(chunks: list[Chunk], j: int, v: int, depth: int) -> list[int]:
    """The subject that the verb at v has in common with the verb at j; a passive may take up that verb's object."""
    return subject(chunks, j, depth + 1) or (objects(chunks, j) if passive(chunks, v) else [])


def _step(chunks: list[Chunk], j: int, v: int) -> int | None:
    """Where the search for v's subject goes on from chunk j: j itself when it is the subject, None for nowhere."""
    kind = chunks[j].kind
    if kind == "noun":
        return _candidate(chunks, j, v)
    if kind == "close":
        return opening_of(chunks, j) - 1
    if kind == "dash":
        return _dashed(chunks, j)
    if kind == "subset" and j > 1 and "counted" in chunks[j].tags and chunks[j - 2].kind in ("comma", "conj"):
        counted = j == v - 1 and "bare" in chunks[j - 1].tags and chunks[j - 1].quantity is not None
        return (
            j - 1 if counted else before_subset(chunks, j)
        )  # "two of whom died", "..., a major among them, were killed"
    if kind == "sub" and j == v - 1 and j and not chunks[j - 1].tags.isdisjoint(LASTING):
        return j - 2  # "who had been taken two days before was found dead"
    return j - 1 if kind in ("relative", "comma", "date", "conj", "prep", "subset") else None


def _adjacent(chunks: list[Chunk], j: int) -> list[int]:
    """The antecedent of a reduced clause: the noun group beside it, or its number ("ten of a gang killed",
    "two of the eight died")."""
    if j >= 2 and chunks[j - 1].kind == "prep" and "prep:of" in chunks[j - 1].tags:
        left = chunks[j - 2]
        known = "bare" in left.tags or "group" in chunks[j].tags  # "two of the eight", "three members of one family"
        counted = left.quantity is not None and (chunks[j].quantity is None or known)
        aged = "bare" in chunks[j].tags and left.has("indefinite") and {"person", "singular"} <= left.tags
        if left.kind == "noun" and (counted or (aged and "group" not in left.tags)) and human(left):
            return leftward(chunks, j - 2) if aged else [j - 2]  # "a woman of 47 died"
    return leftward(chunks, j)


def _candidate(chunks: list[Chunk], j: int, v: int) -> int | None:
    """j when the noun group at j is a subject; else where to go on (further left), None for nowhere."""
    before = chunks[j - 1] if j else None
    if _listed_place(chunks, j, v):
        return j - 2
    if before is None or _antecedent(chunks, j, v):
        return j if human(chunks[j]) else None
    if before.kind == "prep":
        return j if _subject_behind(chunks, j, v) else j - 2
    if before.kind == "subset":
        return before_subset(chunks, j - 1)
    inside = _inside_subset(chunks, j)
    if inside is not None:
        return inside
    if before.kind == "verb" and _describes(before) and j > 1 and chunks[j - 2].kind == "noun":
        return j - 2
    if before.kind == "verb" and not before.tags & {"say", "leaving"} and (j < v - 1 or chunks[v].has("finite")):
        return j if human(chunks[j]) and _opening_clause(chunks, j - 1) else _over_relative(chunks, j - 1)
    if before.kind == "conj" and (phrase := _phrase_start(chunks, j)) is not None:
        return phrase - 1
    if before.kind == "conj" and (verb := _whose_object(chunks, j, v)) is not None:
        return verb
    return j if human(chunks[j]) else _past_thing(chunks, j, v)


def _subject_behind(chunks: list[Chunk], j: int, v: int) -> bool:
    """Whether a preposition opens a clause of which chunk j is the subject: one that may be a subjunction ("after nine
    men died"), or a loose "with" behind a comma ("clashes went on, with a boy was killed")."""
    before = chunks[j - 1].tags
    loose = "prep:with" in before and j > 1 and chunks[j - 2].kind == "comma" and "be" in chunks[v].tags
    return j == v - 1 and human(chunks[j]) and ("sub" in before or loose)


def _describes(verb: Chunk) -> bool:
    """Whether a verb only says what people are held to be: "two men [thought to be] smugglers"."""
    return "say" in verb.tags and verb.has("infinitive") and not verb.has("finite")


def _opening_clause(chunks: list[Chunk], j: int) -> bool:
    """Whether the verb at j ends a clause that opens the sentence: "When it exploded [five soldiers] were killed"."""
    first, verb = chunks[0], chunks[j]
    opens = ("sub" in first.tags and j > 1) or (first.kind == "date" and j == 1)
    between = all(chunk.kind in ("noun", "prep", "date") for chunk in chunks[1:j])
    tells = "trigger" not in verb.tags and (verb.has("finite") or verb.has("bare"))
    return opens and between and tells and j < SHORT


def _listed_place(chunks: list[Chunk], j: int, v: int) -> bool:
    """Whether the name at j goes on with the places of a phrase: "from Nabana, [Kakobongo] and other villages"."""
    if j < 3 or "name" not in chunks[j].tags or chunks[j - 1].kind != "comma" or chunks[j - 3].kind != "prep":
        return False
    behind = [chunk for chunk in chunks[j + 1 : min(v, j + 4)] if chunk.kind not in ("comma", "conj")]
    listed = chunks[j + 1].kind in ("comma", "conj") and bool(behind) and behind[0].kind == "noun"
    return "name" in chunks[j - 2].tags and listed and not human(behind[0])


def _past_thing(chunks: list[Chunk], j: int, v: int) -> int | None:
    """Where to go on from a noun group that names nobody."""
    before = chunks[j - 1]
    if before.kind == "conj" and "nobody" in chunks[j].tags and human(chunks[j - 2]):
        return j - 2  # "forty herders and [300 cows] were killed"
    if before.kind in ("conj", "comma") and ("place" in chunks[j].tags or j < v - 1):
        return j - 2
    return j - 1 if before.kind == "date" or (before.kind == "verb" and not before.has("finite")) else None


def _antecedent(chunks: list[Chunk], j: int, v: int) -> bool:
    """Whether "who" behind the noun group means it; not the place of a phrase ("men from Khan Saad who ...")."""
    opener = j + 2 if j + 3 == v and chunks[j + 1].kind == "comma" else j + 1  # "hit a girl, who died"
    while opener < v and (chunks[opener].kind == "date" or (chunks[opener].kind == "prep" and _dated(chunks, opener))):
        opener += 1  # "buried 13 people on Friday who were killed"
    if opener >= v or chunks[opener].kind != "relative" or "agentive" not in chunks[opener].tags:
        return False
    return human(chunks[j]) and (chunks[j - 1].kind != "prep" or "person" in chunks[j].tags)


def _dated(chunks: list[Chunk], k: int) -> bool:
    return k + 1 < len(chunks) and chunks[k + 1].kind == "date"


def _whose_object(chunks: list[Chunk], j: int, v: int) -> int | None:
    """The verb whose object is the list that ends at j, where the verb at v goes on with it and has an object of its
    own: "[dragged] a priest and two nuns out of their car and killed them"."""
    if chunks[v - 1].kind != "conj" or v + 1 >= len(chunks) or chunks[v + 1].kind != "noun" or passive(chunks, v):
        return None
    k = j - 1
    while k > 0 and j - k < SHORT and chunks[k].kind in ("conj", "comma", "noun"):
        k -= 1
    return k if chunks[k].kind == "verb" and chunks[k + 1].kind == "noun" else None


def _phrase_start(chunks: list[Chunk], j: int) -> int | None:
    """The preposition before a list that ends with the noun group at j ("between soldiers and rebels"), if one is."""
    k = j - 2
    if k < 1 or chunks[k].kind != "noun" or chunks[k - 1].kind != "prep" or "sub" in chunks[k - 1].tags:
        return None
    alike = human(chunks[k]) == human(chunks[j]) and "place" not in chunks[k].tags
    counted = chunks[j].quantity is not None or chunks[j].has("indefinite") or chunks[j].has("possessive")
    return k - 1 if alike and not counted else None


def _over_relative(chunks: list[Chunk], j: int) -> int | None:
    """Left of the relative or reduced clause whose verb is at j; None when the verb is a main one."""
    if not chunks[j].has("finite") and not chunks[j].has("bare") and j and chunks[j - 1].kind == "noun":
        return j - 1
    if j > 1 and "pronoun" in chunks[j - 1].tags and _thing(chunks[j - 2]):
        return j - 2  # "known for songs [she sang] was killed"
    k, joined = j - 1, False
    while k >= 0 and j - k < 12:
        chunk = chunks[k]
        if chunk.kind == "relative" and (joined or j - k < 4):
            return k - 1
        if chunk.has("whose"):
            return k - 1
        joined = joined or chunk.kind == "conj"
        if chunk.kind not in ("noun", "date", "prep", "conj") and not (chunk.kind == "verb" and joined):
            break
        k -= 1
    return None if chunks[j].has("finite") else j - 1


def _inside_subset(chunks: list[Chunk], j: int) -> int | None:
    """Where to go on when the noun group at j ends a list that a subset word opened."""
    k = j - 1
    while k > 0 and j - k < 10 and chunks[k].kind in ("conj", "comma", "noun", "prep"):
        k -= 1
    if k < 0 or chunks[k].kind != "subset" or k >= j - 1:
        return None
    closed = chunks[j + 1].kind in ("comma", "dash", "close") if j + 1 < len(chunks) else False
    fresh = chunks[j].has("other") or (chunks[j - 2].kind == "comma" and _clause_before(chunks, k))
    if not closed and chunks[j - 1].kind == "conj" and fresh:
        return None
    return before_subset(chunks, k)


def _clause_before(chunks: list[Chunk], k: int) -> bool:
    """Whether a main verb stands before k: then a conjunction behind k opens a new clause."""
    return any(
        chunk.kind == "verb" and (chunk.has("finite") or chunk.has("bare")) for chunk in chunks[max(0, k - 6) : k]
    )


def before_subset(chunks: list[Chunk], k: int) -> int:
    """Left of a subset: of its word, and of the number that this belongs to ("three of them women")."""
    named = "counted" in chunks[k].tags and k > 1 and chunks[k - 1].kind == "noun"
    joined = chunks[k - 2].kind == "conj" and chunks[k + 1].kind != "noun"  # "and one guard among them were killed"
    k -= 2 if named and ("bare" in chunks[k - 1].tags or chunks[k - 2].kind == "comma" or joined) else 1
    while k >= 0 and (chunks[k].kind in ("comma", "dash", "open") or (joined and chunks[k].kind == "conj")):
        k -= 1
    return k


def _over_verb(chunks: list[Chunk], j: int, v: int) -> int | None:
    """Where the search for v's subject goes on at the verb j: j itself when both share it, None when it ends here."""
    verb = chunks[j]
    between = chunks[j + 1 : v]
    if any(chunk.kind == "relative" for chunk in between[-1:]):
        return None
    if verb.has("be") and between and all(chunk.kind == "prep" or _thing(chunk) for chunk in between):
        return j  # "were [in the night hours] killed"
    if (
        "found" in verb.tags
        and verb.has("passive")
        and between
        and all(one.kind in ("prep", "noun") for one in between)
    ):
        return j  # "was pulled from the water dead"
    if "say" in verb.tags and chunks[j + 1].kind in ("comma", "noun"):  # ", police said,"
        return _aside(chunks, j)
    if verb.has("bare") and between and "prep:by" in between[0].tags and chunks[j - 1].kind == "noun":
        return j - 2  # "freed the hostages [held by bandits] and killed four"
    if all(chunk.kind in ("conj", "comma", "date", "prep", "noun", "but") for chunk in between) and (
        j == v - 1 or any(chunk.kind in ("conj", "but") for chunk in between[-2:]) or between[-1].kind == "comma"
    ):
        return j
    return _over_relative(chunks, j)


def _thing(chunk: Chunk) -> bool:
    return chunk.kind == "noun" and not human(chunk)


def _aside(chunks: list[Chunk], j: int) -> int | None:
    """Left of an aside that says who says so."""
    k = j - 1
    while k >= 0 and chunks[k].kind in ("noun", "prep") and j - k < 8:
        k -= 1
    return k - 1 if k > 0 and chunks[k].kind == "comma" else None


def _dashed(chunks: list[Chunk], j: int) -> int:
    """Left of an aside between dashes that ends at j; else one step left."""
    while j > 0 and chunks[j - 1].kind == "dash":
        j -= 1
    k = j - 1
    while k >= 0 and j - k < 12:
        if chunks[k].kind == "dash":
            return k - 1
        if chunks[k].kind == "verb" and chunks[k].has("finite"):
            break
        k -= 1
    return j - 1
