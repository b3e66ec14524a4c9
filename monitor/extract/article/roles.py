"""Who did it, as the grammar of the sentence tells: the units of the doer and of those who suffered."""

from monitor.extract.grammar.chunk import Chunk
from monitor.extract.grammar.clauses import passive
from monitor.extract.grammar.mention import Mention
from monitor.extract.grammar.subjects import subject

REACH = 12
"""Verbs of attack in one sentence whose subjects are looked for."""
FOES = frozenset({"prep:with", "prep:against", "prep:among"})
OPENINGS = frozenset({"stop", "but", "sub", "relative", "comma", "conj"})
"""Kinds of chunks behind which a clause begins."""
NEAR = 8
"""Chunks behind a passive verb in which "by" may stand."""


def doer(chunks: list[Chunk], mention: Mention) -> int | None:
    """The chunk of who did it; for a pronoun, of whoever says so ("the army said it had killed 20")."""
    agent = _agent(chunks, mention)
    if agent is None or "pronoun" not in chunks[agent].tags:
        return agent
    meant = speaker(chunks, agent)
    return agent if meant is None else meant


def attackers(chunks: list[Chunk]) -> list[int]:
    """The chunks of those who attack: "when [insurgents] stormed the post", "[police] fired on the crowd"."""
    verbs = [v for v, chunk in enumerate(chunks) if chunk.kind == "verb" and _attacks(chunks, v)][:REACH]
    foes = [i for k, chunk in enumerate(chunks) if "fight" in chunk.tags for i in _foes(chunks, k)]
    found = [_behind_by(chunks, v) if chunks[v].has("passive") else _attacker(chunks, v) for v in verbs]
    return [i for i in found if i is not None] + foes[:REACH]


def _attacks(chunks: list[Chunk], v: int) -> bool:
    """Whether the verb at v tells an attack: "shelled", "launched 30 drones", not "launched an inquiry"."""
    if "assault" in chunks[v].tags:
        return True
    behind = chunks[v + 1 : v + 2]
    return "wields" in chunks[v].tags and any(one.kind == "noun" and "weapon" in one.tags for one in behind)


def _attacker(chunks: list[Chunk], v: int) -> int | None:
    """The subject of an attack; what opens the clause may be it though nobody, or its owner: "[Russia] shelled it",
    "a jet of [the army] bombed it"."""
    items = subject(chunks, v)
    if items and ("person" in chunks[items[0]].tags or v - items[0] == 1):
        return items[0]
    first = v - 1
    while first > 1 and chunks[first - 1].kind == "prep" and "prep:of" in chunks[first - 1].tags:
        first -= 2
    opens = first == 0 or (first > 0 and chunks[first - 1].kind in OPENINGS)
    return v - 1 if v and opens and chunks[v - 1].kind == "noun" else next(iter(items), None)


def _foes(chunks: list[Chunk], k: int) -> list[int]:
    """Those with whom the fight at k was: "clashed with [rebels]", "battles between [troops] and [rebels]"."""
    at = next((n for n in range(k + 1, min(len(chunks) - 1, k + NEAR)) if chunks[n].kind == "prep"), None)
    if at is None or chunks[at].tags.isdisjoint(FOES) or chunks[at + 1].kind != "noun":
        return _each_other(chunks, k)
    second = (
        at + 3 if at + 3 < len(chunks) and chunks[at + 2].kind == "conj" and chunks[at + 3].kind == "noun" else None
    )
    return [at + 1] if second is None or "prep:among" not in chunks[at].tags else [at + 1, second]


def _each_other(chunks: list[Chunk], v: int) -> list[int]:
    """Both who are the subject of a fight: "when [M23] and [Wazalendo fighters] clashed"."""
    if chunks[v].kind != "verb" or v == 0 or chunks[v - 1].kind != "noun":
        return []
    first = _joined(chunks, v - 1)
    return [first, v - 1] if first < v - 1 else []


def _joined(chunks: list[Chunk], k: int) -> int:
    """The first of those who open a clause together, the last of whom is chunk k: "[Hamas] and Islamic Jihad"."""
    if k < 2 or chunks[k - 1].kind != "conj" or chunks[k - 2].kind != "noun":
        return k
    first = k - 2
    while first > 1 and chunks[first - 1].kind == "prep" and "prep:of" in chunks[first - 1].tags:
        first -= 2
    opens = first == 0 or chunks[first - 1].kind in OPENINGS or chunks[first - 1].kind == "date"
    return first if opens and chunks[first].kind == "noun" else k


def speaker(chunks: list[Chunk], k: int) -> int | None:
    """The noun group before the verb of saying that the clause of chunk k hangs on."""
    for v in range(k - 1, max(0, k - NEAR), -1):
        if chunks[v].kind == "stop":
            return None
        if chunks[v].kind == "verb" and "say" in chunks[v].tags:
            return v - 1 if chunks[v - 1].kind == "noun" else None
    return None


def _agent(chunks: list[Chunk], mention: Mention) -> int | None:
    """The chunk behind "by", else the subject of the active verb, for a fate that of what brought it about: "[a mob]
    beat him to death"."""
    v = mention.trigger
    chunk = chunks[v]
    by = _behind_by(chunks, v)
    if by is not None or chunk.kind != "verb":
        return by
    if mention.frame.pattern == "predicate" and mention.items and mention.items[0]:
        v = mention.items[0] - 1
    fitting = "leaving" in chunks[v].tags or mention.frame.pattern in ("transitive", "suicide")
    if chunks[v].kind != "verb" or passive(chunks, v) or not fitting:
        return None
    items = subject(chunks, v)
    found = _joined(chunks, items[0]) if items else _left(chunks, v)
    return _no_foe(chunks, found if found is None else _described(chunks, found, v))


def _described(chunks: list[Chunk], k: int, v: int) -> int:
    """The doer of whom those before the verb at v only tell whose he is: "[troops] allied with Chad killed"."""
    if k != v - 1 or k < 3 or (chunks[k - 2].kind, chunks[k - 1].kind) != ("verb", "prep"):
        return k
    return k - 3 if "person" in chunks[k - 3].tags else k


def _no_foe(chunks: list[Chunk], k: int | None) -> int | None:
    """The doer at k, but not one side of a fight that is the subject ("clashes between rebels and [troops] killed")."""
    fights = (n for n in range(max(0, (k or 0) - NEAR), k or 0) if "fight" in chunks[n].tags)
    own = {k, (k or 0) - 2 if k and "prep:of" in chunks[k - 1].tags else k}  # "dissidents of [the FARC]"
    return None if any(own & set(_foes(chunks, n)) for n in fights) else k


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
    if v and chunks[v - 1].kind == "noun":
        return _joined(chunks, _head(chunks, v - 1))
    return _sharing(chunks, v) if v and chunks[v - 1].kind == "conj" else None


def _head(chunks: list[Chunk], k: int) -> int:
    """The noun group that those up to k only place: "[Israeli strikes] across Lebanon", not "members of X"."""
    while k > 1 and chunks[k - 2].kind == "noun" and chunks[k - 1].kind == "prep":
        if "prep:of" in chunks[k - 1].tags:
            break
        k -= 2
    return k


def _sharing(chunks: list[Chunk], v: int) -> int | None:
    """The noun group before the verb that a further one goes on from: "[Islamic State] seized Palmyra and killed"."""
    for k in range(v - 2, max(0, v - NEAR), -1):
        if chunks[k].kind in ("stop", "relative", "sub"):
            return None
        if chunks[k].kind == "verb":
            return k - 1 if chunks[k - 1].kind == "noun" else None
    return None
