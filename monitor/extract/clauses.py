"""Who does what to whom: from a verb group to the noun groups that are its subject or its objects.

Prepositional phrases, relative clauses, asides and subsets ("including two children") are stepped over; lists are
gathered whole. All searches stay inside a window, so that a sentence costs no more than its length."""

from monitor.extract.chunks import Chunk

WINDOW = 28
"""Chunks that a search may walk."""
INANIMATE = frozenset({"nobody", "measure", "place", "thing", "label", "life", "injury", "portion", "throat"})
SKIPPED = frozenset({"date", "comma", "dash"})


def human(chunk: Chunk) -> bool:
    """Whether a noun group may name people: a person, a name, a bare number, or a counted unknown."""
    if chunk.kind != "noun":
        return False
    if chunk.tags & {"person", "bare", "age"} or chunk.has("zero"):
        return not (chunk.tags & {"nobody"} and "person" not in chunk.tags)
    if chunk.tags & INANIMATE:
        return False
    if "name" in chunk.tags or chunk.quantity is not None or "pronoun" in chunk.tags:
        return True
    return chunk.has("indefinite") or chunk.has("possessive")


def passive(chunks: list[Chunk], v: int) -> bool:
    """Whether the verb at v tells what befell its subject: passive voice, or a bare participle without an object."""
    verb = chunks[v]
    if verb.has("passive"):
        return True
    if not verb.has("bare"):
        return False
    after = chunks[v + 1] if v + 1 < len(chunks) else None
    if after is not None and after.kind == "conj" and v + 2 < len(chunks) and _bare_verb(chunks[v + 2]):
        return passive(chunks, v + 2)  # "shot and killed two men"
    return after is None or after.kind != "noun" or bool(after.tags & {"calendar", "measure"})


def _bare_verb(chunk: Chunk) -> bool:
    return chunk.kind == "verb" and chunk.has("bare") and not chunk.has("passive")


def subject(chunks: list[Chunk], v: int, depth: int = 0) -> list[int]:
    """The noun groups that are the subject of the verb at v, left to right; empty when none is found."""
    verb = chunks[v]
    reduced = (verb.has("bare") or (verb.has("passive") and not verb.has("finite"))) and not verb.has("ing")
    j, lowest = v - 1, max(-1, v - 1 - WINDOW)
    with_ing = verb.has("ing") and j > 0 and chunks[j - 1].kind == "prep" and "prep:with" in chunks[j - 1].tags
    if (reduced or with_ing) and j >= 0 and chunks[j].kind == "noun" and human(chunks[j]):
        return _adjacent(chunks, j)
    while j > lowest:
        chunk = chunks[j]
        if chunk.kind == "noun":
            found = _candidate(chunks, j, v)
            if found is None:
                return []
            if found == j:
                return _leftward(chunks, j)
            j = found
        elif chunk.kind == "verb":
            found = _over_verb(chunks, j, v)
            if found == j and depth < 3:
                return subject(chunks, j, depth + 1) or ([] if not passive(chunks, v) else objects(chunks, j))
            if found is None or found == j:
                return []
            j = found
        elif chunk.kind == "relative":
            j -= 1
        elif chunk.kind == "close":
            j = _opening(chunks, j) - 1
        elif chunk.kind == "dash":
            j = _dashed(chunks, j)
        elif chunk.kind in ("comma", "date", "dash", "conj", "prep", "subset"):
            j -= 1
        else:
            return []
    return []


def _adjacent(chunks: list[Chunk], j: int) -> list[int]:
    """The antecedent of a reduced clause: the noun group beside it, or what counts it ("ten members of a gang killed")."""
    if j >= 2 and chunks[j - 1].kind == "prep" and "prep:of" in chunks[j - 1].tags and chunks[j].quantity is None:
        left = chunks[j - 2]
        if left.kind == "noun" and left.quantity is not None and human(left):
            return [j - 2]
    return _leftward(chunks, j)


def _candidate(chunks: list[Chunk], j: int, v: int) -> int | None:
    """j when the noun group at j is a subject; else where to go on (further left), None for nowhere."""
    before = chunks[j - 1] if j else None
    if before is None:
        return j if human(chunks[j]) else None
    if (
        j + 1 < v
        and chunks[j + 1].kind == "relative"
        and "agentive" in chunks[j + 1].tags
        and _antecedent(chunks[j], before)
    ):
        return j
    if before.kind == "prep":
        return j if "sub" in before.tags and human(chunks[j]) and j == v - 1 else j - 2
    if before.kind == "subset":
        return _before_subset(chunks, j - 1)
    if before.kind == "date" and not human(chunks[j]):
        return j - 1
    inside = _inside_subset(chunks, j)
    if inside is not None:
        return inside
    if before.kind == "verb" and not before.tags & {"say", "leaving"} and (j < v - 1 or chunks[v].has("finite")):
        return _over_relative(chunks, j - 1)
    if before.kind == "conj" and (phrase := _phrase_start(chunks, j)) is not None:
        return phrase - 1
    if human(chunks[j]):
        return j
    if before.kind in ("conj", "comma") and ("place" in chunks[j].tags or j < v - 1):
        return j - 2
    return j - 1 if before.kind == "verb" and not before.has("finite") else None


def _antecedent(chunk: Chunk, before: Chunk) -> bool:
    """Whether "who" behind the noun group means it; not the place of a phrase ("men from Khan Saad who ...")."""
    return human(chunk) and (before.kind != "prep" or "person" in chunk.tags)


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
    return _before_subset(chunks, k)


def _clause_before(chunks: list[Chunk], k: int) -> bool:
    """Whether a main verb stands before k: then a conjunction behind k opens a new clause."""
    return any(
        chunk.kind == "verb" and (chunk.has("finite") or chunk.has("bare")) for chunk in chunks[max(0, k - 6) : k]
    )


def _before_subset(chunks: list[Chunk], k: int) -> int:
    """Left of a subset: of its word, and of the number that this belongs to ("three of them women")."""
    named = "counted" in chunks[k].tags and k > 1 and chunks[k - 1].kind == "noun"
    k -= 2 if named and ("bare" in chunks[k - 1].tags or chunks[k - 2].kind == "comma") else 1
    while k >= 0 and chunks[k].kind in ("comma", "dash", "open"):
        k -= 1
    return k


def _over_verb(chunks: list[Chunk], j: int, v: int) -> int | None:
    """Where the search for v's subject goes on at the verb j: j itself when both share it, None when it ends here."""
    verb = chunks[j]
    between = chunks[j + 1 : v]
    if any(chunk.kind == "relative" for chunk in between[-1:]):
        return None
    if "say" in verb.tags and chunks[j + 1].kind in ("comma", "noun"):  # ", police said,"
        return _aside(chunks, j)
    if all(chunk.kind in ("conj", "comma", "date", "prep", "noun", "but") for chunk in between) and (
        j == v - 1 or any(chunk.kind in ("conj", "but") for chunk in between[-2:]) or between[-1].kind == "comma"
    ):
        return j
    return _over_relative(chunks, j)


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


def _opening(chunks: list[Chunk], j: int) -> int:
    k = j - 1
    while k >= 0 and j - k < WINDOW and chunks[k].kind != "open":
        k -= 1
    return k


def _leftward(chunks: list[Chunk], j: int) -> list[int]:
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
    return (
        k >= 0
        and chunks[k].kind == "noun"
        and (chunks[j].has("indefinite") or chunks[j].quantity is None or "name" in chunks[k].tags)
    )


def _partner(chunks: list[Chunk], k: int) -> int | None:
    """The noun group that a conjunction joins from the left: phrases and asides stepped over, no verb's object."""
    steps = 0
    while k > 0 and steps < 5:
        if chunks[k].kind == "noun" and chunks[k - 1].kind == "prep":
            k -= 2
        elif chunks[k].kind == "close":
            k = _opening(chunks, k) - 1
        elif "counted" in chunks[k].tags and "bare" in chunks[k - 1].tags:
            k -= 1
        elif chunks[k].kind == "date" or (chunks[k].kind == "comma" and steps):
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
    return None if before and before.kind in ("prep", "subset") else k


def objects(chunks: list[Chunk], v: int) -> list[int]:
    """The noun groups that are the object of the verb (or behind the preposition) at v, left to right."""
    j = v + 1
    while j < len(chunks) and chunks[j].kind == "date":
        j += 1
    if j + 1 < len(chunks) and chunks[j].kind == "conj" and _bare_verb(chunks[j + 1]):
        return objects(chunks, j + 1)
    if j >= len(chunks) or chunks[j].kind != "noun":
        return []
    return rightward(chunks, j)


def rightward(chunks: list[Chunk], j: int) -> list[int]:
    """The list that begins with the noun group at j."""
    items, highest = [j], min(len(chunks), j + WINDOW)
    while len(items) < 14:
        k = _past_phrases(chunks, items[-1] + 1, highest)
        joints = 0
        while k < highest and joints < 2 and chunks[k].kind in ("comma", "conj"):
            k += 1
            joints += 1
        if not joints or k >= highest or chunks[k].kind != "noun":
            break
        if not _joins(chunks, k, highest):
            return _without_speakers(chunks, items, k, highest)
        if chunks[k - 2].kind == "noun" and k - 2 > items[-1] and _of_phrase(chunks[k - 2], chunks[k]):
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


def _past_phrases(chunks: list[Chunk], k: int, highest: int) -> int:
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
    if not human(chunks[k]) or (k + 1 < highest and "counted" in chunks[k + 1].tags):
        return False
    after = _past_phrases(chunks, k + 1, highest)
    if after >= highest or chunks[after].kind != "verb":
        return True
    verb = chunks[after]
    if "say" in verb.tags:
        return False
    if verb.has("ing") or (verb.has("bare") and after > k + 1 and "trigger" not in verb.tags):
        return True
    return False


def _without_speakers(chunks: list[Chunk], items: list[int], k: int, highest: int) -> list[int]:
    """The list without its last members where they are the subject of a verb of saying ("..., an officer and a witness said")."""
    after = _past_phrases(chunks, k + 1, highest)
    if after < highest and "say" in chunks[after].tags and len(items) > 1 and chunks[items[-1] - 1].kind == "comma":
        return items[:-1]
    return items


def _of_phrase(inner: Chunk, chunk: Chunk) -> bool:
    """Whether a noun group behind a phrase goes on with the phrase: a second place ("between Kerboule and Boulikessi")."""
    return "name" in chunk.tags and "name" in inner.tags and chunk.quantity is None and not chunk.has("possessive")


def _mere_name(chunk: Chunk, before: Chunk) -> bool:
    """A name without a number or article that cannot explain the person before: it goes on with the phrase between
    ("five men in Shahi Khel, Shawal", but "the head of the village, Ali Haidar")."""
    alone = "name" in chunk.tags and chunk.quantity is None and "person" not in chunk.modifiers
    return alone and not ("singular" in before.tags and before.quantity is None)
