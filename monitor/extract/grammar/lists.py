"""Lists of noun groups, gathered whole from either end; phrases and brackets between their members are stepped over."""

from monitor.extract.grammar.chunk import Chunk
from monitor.extract.grammar.clauses import bare_verb, human

WINDOW = 28
"""Chunks that a search may walk, so that a sentence costs no more than its length."""


def objects(chunks: list[Chunk], v: int) -> list[int]:
    """The noun groups that are the object of the verb (or behind the preposition) at v, left to right."""
    j = v + 1
    while j < len(chunks) and chunks[j].kind == "date":
        j += 1
    if j + 1 < len(chunks) and chunks[j].kind == "conj" and bare_verb(chunks[j + 1]):
        return objects(chunks, j + 1)
    if j >= len(chunks) or chunks[j].kind != "noun":
        return []
    return rightward(chunks, j)


def rightward(chunks: list[Chunk], j: int) -> list[int]:
    """The list that begins with the noun group at j."""
    items, highest = [j], min(len(chunks), j + WINDOW)
    while len(items) < 14:
        k = past_phrases(chunks, items[-1] + 1, highest)
        joints = 0
        while k < highest and joints < 2 and chunks[k].kind in ("comma", "conj"):
            k += 1
            joints += 1
        if joints == 1 and k < highest and chunks[k].kind == "verb" and "say" in chunks[k].tags:
            return _without_named_speaker(chunks, items)
        if not joints or k >= highest or chunks[k].kind != "noun":
            break
        if _apposed_thing(chunks, k, highest):
            k += 3
        if not _joins(chunks, k, highest):
            return _without_part(chunks, _without_speakers(chunks, items, k, highest), k, highest)
        titled = joints == 1 and chunks[k - 1].kind == "comma" and _titled(chunks[items[-1]])
        if chunks[k - 2].kind == "noun" and k - 2 > items[-1] and _of_phrase(chunks[k - 2], chunks[k]) and not titled:
            break
        if (
            joints == 1
            and chunks[k - 1].kind == "comma"
            and chunks[k - 2].kind == "noun"
            and k - 2 > items[-1]
            and _mere_name(chunks[k], chunks[items[-1]])
        ):
            break
        items.append(k)
    return items


def past_phrases(chunks: list[Chunk], k: int, highest: int) -> int:
    """Right of the phrases, dates and brackets that hang on a noun group."""
    while k < highest:
        if chunks[k].kind == "prep" and k + 1 < highest and chunks[k + 1].kind == "noun":
            k += 2
        elif chunks[k].kind == "date":
            k += 1
        elif chunks[k].kind == "open":
            while k < highest and chunks[k].kind != "close":
                k += 1
            k += 1
        else:
            break
    return k


def _joins(chunks: list[Chunk], k: int, highest: int) -> bool:
    """Whether the noun group at k goes on with a list, rather than being the subject of the next clause."""
    if not human(chunks[k]) or (k + 1 < highest and "counted" in chunks[k + 1].tags) or _says(chunks, k):
        return False
    if _graded(chunks, k):
        return False
    after = past_phrases(chunks, k + 1, highest)
    if after >= highest or chunks[after].kind != "verb":
        return not postposed(chunks, after)
    verb = chunks[after]
    reduced = verb.has("ing") or (verb.has("bare") and after > k + 1 and "trigger" not in verb.tags)
    return reduced and "say" not in verb.tags


def _graded(chunks: list[Chunk], k: int) -> bool:
    """Whether a bare number behind a comma tells with an adverb, which makes no chunk, how badly some of those before
    it fared: "wounded nine people, [three] critically"."""
    bare = "bare" in chunks[k].tags and chunks[k].quantity is not None and chunks[k - 1].kind == "comma"
    return bare and k + 1 < len(chunks) and chunks[k].last < chunks[k + 1].first


def _says(chunks: list[Chunk], k: int) -> bool:
    """Whether a name that is read as two noun groups says so: "Save [the Children] said"."""
    return k + 2 < len(chunks) and chunks[k + 1].kind == "noun" and "say" in chunks[k + 2].tags


def postposed(chunks: list[Chunk], k: int) -> bool:
    """Whether the word at k says of those before it that they are a part: ", one of the attackers [included],"."""
    if k >= len(chunks) or chunks[k].kind != "subset":
        return False
    return k + 1 == len(chunks) or chunks[k + 1].kind in ("comma", "stop", "close", "dash", "verb")


def _without_speakers(chunks: list[Chunk], items: list[int], k: int, highest: int) -> list[int]:
    """The list without its last members where they say so (", an officer and a witness said")."""
    after = past_phrases(chunks, k + 1, highest)
    if after < highest and "say" in chunks[after].tags and len(items) > 1 and chunks[items[-1] - 1].kind == "comma":
        return items[:-1]
    return items


def _without_part(chunks: list[Chunk], items: list[int], k: int, highest: int) -> list[int]:
    """The list without those who, with the noun group at k, are a part of the number before them: "killed 15 people,
    [a mayor] and his guards among them"."""
    if chunks[k - 1].kind != "conj" or not postposed(chunks, past_phrases(chunks, k + 1, highest)):
        return items
    opens = (n for n in range(len(items) - 1, 0, -1) if chunks[items[n] - 1].kind == "comma")
    whole = (n for n in opens if (number := chunks[items[n - 1]].quantity) and number.best > 1)
    return items[: next(whole, len(items))]


def _without_named_speaker(chunks: list[Chunk], items: list[int]) -> list[int]:
    """The list without him who says so behind it: "injuring three others, a police spokesman, Omar Said, said"."""
    last = len(items)
    while last > 1 and chunks[items[last - 1] - 1].kind == "comma" and _unnumbered(chunks[items[last - 1]]):
        last -= 1
    return items[:last]


def _unnumbered(chunk: Chunk) -> bool:
    return chunk.quantity is None and not chunk.has("possessive") and not chunk.has("other")


def _apposed_thing(chunks: list[Chunk], k: int, highest: int) -> bool:
    """Whether the noun group at k only says what the one before is: "a chief, his target, and two men"."""
    if k + 3 >= highest or human(chunks[k]) or chunks[k - 1].kind != "comma" or "place" in chunks[k].tags:
        return False
    return chunks[k + 1].kind == "comma" and chunks[k + 2].kind == "conj" and chunks[k + 3].kind == "noun"


def _of_phrase(inner: Chunk, chunk: Chunk) -> bool:
    """Whether a noun group behind a phrase goes on with it: a second place ("between Kerboule and Boulikessi")."""
    return "name" in chunk.tags and "name" in inner.tags and chunk.quantity is None and not chunk.has("possessive")


def _titled(chunk: Chunk) -> bool:
    """One person by what he is, whom a name behind a comma may explain: "the head of the council, Ali Haidar"."""
    return {"person", "singular"} <= chunk.tags and chunk.quantity is None


def _mere_name(chunk: Chunk, before: Chunk) -> bool:
    """A name without a number or article that cannot explain the person before: it goes on with the phrase between
    ("five men in Shahi Khel, Shawal", but "the head of the village, Ali Haidar")."""
    alone = "name" in chunk.tags and chunk.quantity is None and "person" not in chunk.modifiers
    return alone and not ("singular" in before.tags and before.quantity is None)


def gapped(chunks: list[Chunk], v: int) -> list[int]:
    """The further counts of a verb that is not said again: "four were killed at Menaka, [three] at Gao and [two] at
    Kidal"."""
    items: list[int] = []
    k, highest = past_phrases(chunks, v + 1, len(chunks)), min(len(chunks), v + WINDOW)
    while k < highest and chunks[k].kind in ("comma", "conj"):
        last = chunks[k].kind == "conj" or (k + 1 < highest and chunks[k + 1].kind == "conj")
        k += 2 if chunks[k].kind == "comma" and last else 1
        if k + 1 >= highest or "bare" not in chunks[k].tags or not _told_by_number(chunks[k]):
            return []
        if chunks[k + 1].kind != "prep" or "prep:of" in chunks[k + 1].tags:
            return []
        items.append(k)
        k = past_phrases(chunks, k + 1, highest)
        if last:
            return [] if k < highest and chunks[k].kind == "verb" else items
    return []


def _told_by_number(chunk: Chunk) -> bool:
    """Whether a noun group without a head counts people: "three", "another"."""
    return chunk.quantity is not None or chunk.has("other")


def leftward(chunks: list[Chunk], j: int) -> list[int]:
    """The list that ends with the noun group at j: "two soldiers, a guard and [five civilians]"."""
    items = [j]
    joined = False
    while len(items) < 12:
        k, how = _joint(chunks, items[0] - 1)
        if how is None or (how == "comma" and not joined and not _appositive(chunks, items[0])):
            break
        joined = joined or how == "conj"
        partner = _partner(chunks, k)
        if partner is None:
            break
        items.insert(0, partner)
    return items


def _joint(chunks: list[Chunk], k: int) -> tuple[int, str | None]:
    """The comma or conjunction that ends at k, as (the chunk left of it, what it is)."""
    if k < 0:
        return k, None
    if chunks[k].kind == "conj":
        k -= 1
        return (k - 1 if k >= 0 and chunks[k].kind == "comma" else k), "conj"
    return (k - 1, "comma") if chunks[k].kind == "comma" else (k, None)


def _appositive(chunks: list[Chunk], j: int) -> bool:
    """Whether a comma before the noun group at j may join it to a name or a number of people before it."""
    if "pronoun" in chunks[j].tags:
        return False
    k = j - 2
    if k == 0 and "person" in chunks[0].tags and not chunks[0].flags and chunks[0].quantity is None:
        return True  # a headline: "Father, two sons shot dead"
    if (k == 0 or (k > 0 and chunks[k - 1].kind == "stop")) and _sides(chunks[k], chunks[j]):
        return True  # a note: "5 soldiers, 3 militants killed"
    return (
        k >= 0
        and chunks[k].kind == "noun"
        and (chunks[j].has("indefinite") or chunks[j].quantity is None or "name" in chunks[k].tags)
    )


def _sides(left: Chunk, right: Chunk) -> bool:
    """Whether both count people of kinds that cannot be one another."""
    kinds = ({tag for tag in one.tags if tag.startswith("kind:")} - {"kind:people"} for one in (left, right))
    here, there = kinds
    counted = left.quantity is not None and right.quantity is not None
    return counted and bool(here) and bool(there) and here.isdisjoint(there) and "kind:civilians" not in here


def _hangs(chunks: list[Chunk], k: int, steps: int) -> bool:
    """Whether the chunk at k only hangs on what stands before it: "137 [of them]", a date, a comma behind an aside."""
    counted = "counted" in chunks[k].tags and "bare" in chunks[k - 1].tags
    return counted or chunks[k].kind == "date" or (chunks[k].kind == "comma" and steps > 0)


def _partner(chunks: list[Chunk], k: int) -> int | None:
    """The noun group that a conjunction joins from the left: phrases and asides stepped over, no verb's object."""
    steps = 0
    while k > 0 and steps < 5:
        if chunks[k].kind == "noun" and _opens_clause(chunks, k):
            break
        if chunks[k].kind == "noun" and chunks[k - 1].kind == "prep":
            k -= 2
        elif chunks[k].kind == "close":
            k = opening_of(chunks, k) - 1
        elif _hangs(chunks, k, steps):
            k -= 1
        elif chunks[k].kind == "noun" and not human(chunks[k]) and chunks[k - 1].kind == "comma":
            k -= 2
        else:
            break
        steps += 1
    if k < 0 or not human(chunks[k]):
        return None
    before = chunks[k - 1] if k else None
    if before and before.kind == "verb" and not before.tags & {"say", "leaving"}:
        return None
    hangs = before is not None and before.kind in ("prep", "subset") and "sub" not in before.tags
    return None if hangs or _listed_part(chunks, k) else k


def _listed_part(chunks: list[Chunk], k: int) -> bool:
    """Whether the noun group at k goes on with the parts of a whole: "including 31 women and [five children]"."""
    n = k - 1
    while n > 0 and k - n < WINDOW and chunks[n].kind in ("conj", "noun") and chunks[n + 1].kind in ("conj", "noun"):
        n -= 1
    return n < k - 1 and chunks[n].kind == "subset"


def _opens_clause(chunks: list[Chunk], k: int) -> bool:
    """Whether people at k may be the subject behind a word that is preposition and subjunction: "after nine men"."""
    return "sub" in chunks[k - 1].tags and human(chunks[k]) and chunks[k].quantity is not None


def opening_of(chunks: list[Chunk], j: int) -> int:
    k = j - 1
    while k >= 0 and j - k < WINDOW and chunks[k].kind != "open":
        k -= 1
    return k
