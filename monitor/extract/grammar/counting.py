"""How many people a list of noun groups names: single persons, counted groups, parts and their stated whole."""

from msgspec import Struct

from monitor.extract.grammar.chunk import Chunk
from monitor.extract.grammar.clauses import human
from monitor.model import Qualifier


class Figure(Struct, gc=False):
    """A count of people with the units it stands in. `anaphor`: it only points back ("he", "the soldiers"); `other`:
    beside those already told ("two others"); `partitive`: some of those ("five of these"); `parts`: (chunk index,
    count) of each member of a list."""

    low: int
    best: int
    high: int | None
    qualifier: Qualifier
    first: int
    last: int
    anaphor: bool = False
    other: bool = False
    definite: bool = False
    partitive: bool = False
    parts: tuple[tuple[int, int], ...] = ()
    back: int = 0
    """Those pointed back to beside the others who are counted here ("he was killed along with three others")."""
    quote: tuple[int, int] | None = None
    """The document's tokens of the number with its qualifier, where one number says it all."""


def figure(chunks: list[Chunk], items: list[int]) -> Figure | None:
    """The people that the noun groups `items` name together; None when no number can be told."""
    counted = [(i, one) for i in _heads(chunks, items) if (one := count(chunks, i))]
    if not counted:
        return None
    for i, one in counted:
        one.anaphor = one.anaphor and not _called(chunks, items, i)
    figures = [one for _, one in counted]
    total = figures[0] if len(figures) == 1 else _total(chunks, items, figures) or _sum(figures)
    total.parts = tuple((i, one.best) for i, one in counted)
    return total


def _called(chunks: list[Chunk], items: list[int], i: int) -> bool:
    """Whether the member i of a list is told by name right behind: "the head of the council, Ali Haidar,"."""
    after = items[items.index(i) + 1 :][:1]
    return bool(after) and _named(chunks[after[0]]) and chunks[after[0] - 1].kind == "comma" and _single(chunks[i])


def _total(chunks: list[Chunk], items: list[int], figures: list[Figure]) -> Figure | None:
    """The whole that a last comma adds to its parts: "killed him and his family, a total of six people"."""
    last = figures[-1]
    closing = chunks[items[-1] - 1].kind == "comma" and chunks[items[-1]].quantity is not None
    return last if closing and len(figures) > 1 and last.best >= sum(one.best for one in figures[:-1]) else None


def _sum(figures: list[Figure]) -> Figure:
    """Stated parts without a stated whole, added; a breakdown behind its whole only explains it."""
    whole, rest = figures[0], figures[1:]
    if whole.best > 1 and sum(one.best for one in rest) == whole.best and len(rest) > 1:
        return whole
    pointing = [one for one in figures if one.anaphor and not one.other]
    if pointing and len(pointing) < len(figures) and any(one.other for one in figures):
        made = _sum([one for one in figures if one not in pointing])
        made.other, made.back = True, sum(one.best for one in pointing)
        return made
    if len(figures) == 1:
        return whole
    high = None if any(one.high is None for one in figures) else sum(one.high or 0 for one in figures)
    name: Qualifier = next((one.qualifier for one in figures if one.qualifier != "exact"), whole.qualifier)
    return Figure(
        low=sum(one.low for one in figures),
        best=sum(one.best for one in figures),
        high=high,
        qualifier=name,
        first=min(one.first for one in figures),
        last=max(one.last for one in figures),
        anaphor=all(one.anaphor for one in figures),
        other=figures[0].other,
        definite=all(one.definite for one in figures),
    )


def _heads(chunks: list[Chunk], items: list[int]) -> list[int]:
    """The members of a list without those that only explain the one before ("Ali Haidar, a farmer,")."""
    heads: list[int] = []
    for n, i in enumerate(items):
        if heads and (_explains(chunks, heads[-1], i, items, n) or _once_more(chunks, heads[-1], i, items, n)):
            continue
        heads.append(i)
    return heads


def _once_more(chunks: list[Chunk], before: int, i: int, items: list[int], n: int) -> bool:
    """Whether the last noun group says again who was named before it: "a leader, Ali Haidar, a student of law"."""
    explained = n > 1 and items[n - 1] != before and _named(chunks[items[n - 1]])
    told = chunks[i].has("indefinite") and chunks[i].quantity is None and _single(chunks[before])
    return explained and told and i == items[-1] and chunks[i - 1].kind == "comma"


def _explains(chunks: list[Chunk], before: int, i: int, items: list[int], n: int) -> bool:
    """Whether the noun group at i is an apposition to the one before it, set off by a comma."""
    left, right = chunks[before], chunks[i]
    if chunks[i - 1].kind == "conj":
        return _same_person(left, right) and not _several(chunks, i + 1)
    if chunks[i - 1].kind != "comma":
        return False
    if right.has("other") or right.tags & {"pronoun"}:
        return False
    if right.quantity is not None:
        return "bare" in right.tags and _single(left) and _closed(chunks, i)  # an age: "Ali Haidar, 42,"
    named, naming = _named(left), _named(right)
    if named and naming:
        return False
    if (
        i - 2 > before
        and _named(chunks[i - 2])
        and not naming
        and _single(right)
        and "singular" in right.tags
        and not right.flags & {"indefinite", "possessive"}
    ):
        return True  # "two kidnappers of Salim Nasser, son of the governor"
    return _single(left) and (named or naming) and not (naming and left.has("possessive") and right.has("possessive"))


def _several(chunks: list[Chunk], v: int) -> bool:
    """Whether the verb at v has several subjects: "a herder and teacher were killed"."""
    return v < len(chunks) and chunks[v].kind == "verb" and "be" in chunks[v].tags and "agrees" not in chunks[v].tags


def _same_person(left: Chunk, right: Chunk) -> bool:
    """ "a blogger and author": a second role without an article of its own."""
    plain = right.quantity is None and not right.flags & {
        "indefinite",
        "definite",
        "possessive",
        "other",
        "pronoun",
        "zero",
    }
    roles = "person" in left.tags and "person" in right.tags and "singular" in right.tags and "plural" not in left.tags
    kin = (left.tags | right.tags) & {"kind:men", "kind:women", "kind:children", "name"}
    return (
        plain
        and roles
        and not kin
        and (left.has("indefinite") or left.has("definite"))
        and left.quantity is None
        and not left.has("possessive")
    )


def _closed(chunks: list[Chunk], i: int) -> bool:
    return i + 1 >= len(chunks) or chunks[i + 1].kind in ("comma", "stop", "close")


def _named(chunk: Chunk) -> bool:
    return "name" in chunk.tags


def _single(chunk: Chunk) -> bool:
    return chunk.quantity is None or chunk.quantity.best == 1


def count(chunks: list[Chunk], i: int) -> Figure | None:
    """How many people one noun group names."""
    chunk = chunks[i]
    if not human(chunk) or _of_things(chunks, i):
        return None
    number = chunk.quantity
    if number is not None:
        made = Figure(number.low, number.best, number.high, number.qualifier, chunk.first, chunk.last)
        made.quote = (number.first, number.last)
    elif chunk.has("zero") or "zero" in chunk.tags:
        made = Figure(0, 0, 0, "exact", chunk.first, chunk.last)
    elif _one_in_a_row(chunks, i):
        made = Figure(1, 1, 1, "exact", chunk.first, chunk.last)
    elif (inner := _within(chunks, i)) is not None:
        made = inner
    elif "pair" in chunk.tags and ("singular" in chunk.tags or chunk.has("possessive")):
        made = Figure(2, 2, 2, "exact", chunk.first, chunk.last)
    elif _one(chunk):
        made = Figure(1, 1, 1, "exact", chunk.first, chunk.last)
    else:
        return None
    made.other = chunk.has("other")
    made.partitive = number is not None and _of_those(chunks, i)
    made.definite = chunk.has("definite") and not chunk.has("possessive") and not chunk.has("possessed")
    made.anaphor = ("pronoun" in chunk.tags and not chunk.tags & {"zero", "one", "other"}) or (
        made.definite and not _named(chunk) and number is None
    )
    return made


def _of_things(chunks: list[Chunk], i: int) -> bool:
    """ "14 of its last 20 matches": a bare number of what is nobody."""
    if i + 2 >= len(chunks) or "bare" not in chunks[i].tags or "prep:of" not in chunks[i + 1].tags:
        return False
    tags = chunks[i + 2].tags
    return "person" not in tags and not tags.isdisjoint({"thing", "nobody", "measure"})


def _of_those(chunks: list[Chunk], i: int) -> bool:
    """ "five of these", "one of the robbers", "two of whom": a part of people who are known already."""
    if i + 1 < len(chunks) and chunks[i + 1].kind == "subset":
        return "counted" in chunks[i + 1].tags and "bare" in chunks[i].tags
    if i + 2 >= len(chunks) or chunks[i + 1].kind != "prep" or "prep:of" not in chunks[i + 1].tags:
        return False
    inner = chunks[i + 2]
    known = "pronoun" in inner.tags or bool((inner.tags | inner.modifiers) & {"fate", "whole"})
    return inner.kind == "noun" and "bare" in chunks[i].tags and known


def _one(chunk: Chunk) -> bool:
    """Whether a noun group without a number names one person."""
    tags = chunk.tags
    if chunk.has("every") or ("group" in tags and not tags & {"kind:soldiers"}):
        return False
    if chunk.has("indefinite"):
        return True
    if (
        "name" in tags
        and chunk.has("definite")
        and "person" not in tags | chunk.modifiers
        and not chunk.has("possessive")
    ):
        return False  # people's names take no article: "the Lakers", "the Taliban"
    if "plural" in tags and "singular" not in tags:
        return False
    return bool(tags & {"singular", "name", "age", "one"}) or (chunk.has("possessive") and "unknown" in tags)


def _one_in_a_row(chunks: list[Chunk], i: int) -> bool:
    """ "the last of three attackers": one out of those counted behind "of"."""
    if "ordinal" not in chunks[i].modifiers or "bare" not in chunks[i].tags or i + 2 >= len(chunks):
        return False
    return "prep:of" in chunks[i + 1].tags and chunks[i + 2].quantity is not None


def _within(chunks: list[Chunk], i: int) -> Figure | None:
    """ "a family of five", "members of a group of 12": the number behind "of", where the head has none."""
    if i + 2 >= len(chunks) or "prep:of" not in chunks[i + 1].tags or chunks[i + 1].kind != "prep":
        return None
    inner = chunks[i + 2]
    if inner.kind != "noun" or inner.quantity is None or not ("group" in chunks[i].tags or "plural" in chunks[i].tags):
        return None
    number = inner.quantity
    return Figure(number.low, number.best, number.high, number.qualifier, inner.first, inner.last)


def number_of(chunk: Chunk) -> Figure | None:
    """The figure of a noun group's own number, "no" included."""
    number = chunk.quantity
    if number is None:
        return Figure(0, 0, 0, "exact", chunk.first, chunk.last) if chunk.has("zero") else None
    made = Figure(number.low, number.best, number.high, number.qualifier, chunk.first, chunk.last)
    made.other, made.definite, made.quote = chunk.has("other"), chunk.has("definite"), (number.first, number.last)
    return made
