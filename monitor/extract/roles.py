"""Who did it, as the grammar of the sentence tells: the units of the doer and of those who suffered."""

from monitor.extract.chunk import Chunk
from monitor.extract.clauses import passive
from monitor.extract.patterns import Mention
from monitor.extract.subjects import subject

NEAR = 8
"""Chunks behind a passive verb in which "by" may stand."""


def doer(chunks: list[Chunk], mention: Mention) -> int | None:
    """The chunk of who did it: behind "by", else the subject of the active verb."""
    v = mention.trigger
    chunk = chunks[v]
    by = _behind_by(chunks, v)
    if by is not None or chunk.kind != "verb":
        return by
    if passive(chunks, v) or mention.frame.pattern not in ("transitive", "suicide"):
        return None
    items = subject(chunks, v)
    return items[0] if items else _left(chunks, v)


def _behind_by(chunks: list[Chunk], v: int) -> int | None:
    for k in range(v + 1, min(len(chunks) - 1, v + NEAR)):
        if chunks[k].kind == "prep" and "prep:by" in chunks[k].tags and chunks[k + 1].kind == "noun":
            return k + 1
        if chunks[k].kind in ("verb", "stop", "relative", "sub"):
            return None
    return None


def _left(chunks: list[Chunk], v: int) -> int | None:
    """The doer of a deed that is the subject ("shelling by rebels killed"), else the noun group before the verb."""
    for k in range(v - 1, max(0, v - NEAR), -1):
        if chunks[k - 1].kind == "prep" and "prep:by" in chunks[k - 1].tags and chunks[k].kind == "noun":
            return k
        if chunks[k].kind in ("verb", "stop"):
            break
    return v - 1 if v and chunks[v - 1].kind == "noun" else None
