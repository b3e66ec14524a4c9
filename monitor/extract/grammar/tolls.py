"""Tolls: the number that the dead of a happening are put at, and the older one that it came from."""

from msgspec.structs import replace

from monitor.extract.grammar.chunk import Chunk
from monitor.extract.grammar.counting import number_of
from monitor.extract.grammar.mention import Mention, mention_of
from monitor.extract.words.lexicon import Frame

REACH = 12
"""Chunks between a toll and its number."""


def toll(chunks: list[Chunk], i: int, frame: Frame) -> Mention | None:
    """See the module's table. "to 35 from 20": what stands behind "from" is the older figure. The number may stand
    before it too: "bringing to 35 the number of dead"."""
    if chunks[i].kind != "noun" or ("unknown" in chunks[i].tags and "trigger" not in chunks[i].tags):
        return None  # "the number of missing pages"
    if i > 1 and _tolls(chunks, i - 1) and chunks[i - 2].kind == "prep" and _put(chunks, i - 1):
        return _total(chunks, i, i - 1, frame)
    found = [k for k in range(_past_relative(chunks, i), min(len(chunks), i + 2 * REACH)) if _tolls(chunks, k)]
    put = [k for k in found if _put(chunks, k)]
    near = [
        k
        for k in found
        if not _acts(chunks, k) and not any(chunk.kind in ("stop", "sub", "relative") for chunk in chunks[i + 1 : k])
    ]
    if not put and not near:
        return None
    made = _total(chunks, i, (put or near)[0], frame)
    if made and put and made.figure.qualifier == "up_to":
        made.figure = replace(made.figure, low=made.figure.best, qualifier="exact")
    return made


def _total(chunks: list[Chunk], i: int, k: int, frame: Frame) -> Mention | None:
    """The toll at i with its number at k."""
    made = mention_of(chunks, i, [k], frame, number_of(chunks[k]))
    if made:
        made.absolute = True
        made.risen = "prep:to" in chunks[k - 1].tags
        made.put = i > 0 and chunks[i - 1].kind == "verb" and "prep:against" in chunks[k - 1].tags
    return made


def _put(chunks: list[Chunk], k: int) -> bool:
    """Whether the number at k is what a toll rose or was put to: "to 35", "at 18", "went up to 80"."""
    before, number = chunks[k - 1], chunks[k].quantity
    if "prep:as" in before.tags:
        return k > 1 and "trigger" in chunks[k - 2].tags  # "gave the toll as ten"
    if before.kind == "prep":
        return bool(before.tags & {"prep:to", "prep:against"})
    return before.kind == "verb" and number is not None and number.qualifier == "up_to"


def _acts(chunks: list[Chunk], k: int) -> bool:
    """Whether a verb tells something else of the people at k: "raised the toll from 17 after [a boy] died"."""
    opens = chunks[k - 1].kind == "conj" or "sub" in chunks[k - 1].tags
    return opens and "person" in chunks[k].tags and k + 1 < len(chunks) and chunks[k + 1].kind == "verb"


def _past_relative(chunks: list[Chunk], i: int) -> int:
    """Right of a clause set off by commas, which tells an older figure: "The toll, which stood at 23, rose to 32"."""
    if i + 2 < len(chunks) and chunks[i + 1].kind == "comma" and chunks[i + 2].kind == "relative":
        return next(
            (k + 1 for k in range(i + 3, min(len(chunks), i + REACH)) if chunks[k].kind == "comma"), len(chunks)
        )
    return i + 1


def _tolls(chunks: list[Chunk], k: int) -> bool:
    """Whether the noun group at k can be the number of a toll, and not the older one ("to 35 from 20")."""
    chunk = chunks[k]
    if chunk.kind != "noun" or chunk.quantity is None or chunk.tags & {"measure", "date", "money", "nobody"}:
        return False
    if chunk.has("zero"):
        return False  # "toll no. 12"
    return not (chunks[k - 1].kind == "prep" and "prep:from" in chunks[k - 1].tags)
