"""What a chunk can be in a clause: people or a thing; a verb told of its subject or of its object."""

from monitor.extract.grammar.chunk import Chunk

INANIMATE = frozenset({"nobody", "measure", "place", "thing", "label", "life", "injury", "portion", "throat"})


def human(chunk: Chunk) -> bool:
    """Whether a noun group may name people: a person, a name, a bare number, or a counted unknown."""
    if chunk.kind != "noun" or (chunk.has("zero") and chunk.quantity is not None):
        return False  # "no. 12"
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
    if after is not None and after.kind == "conj" and v + 2 < len(chunks) and bare_verb(chunks[v + 2]):
        return passive(chunks, v + 2)  # "shot and killed two men"
    return after is None or after.kind != "noun" or bool(after.tags & {"calendar", "measure"})


def bare_verb(chunk: Chunk) -> bool:
    return chunk.kind == "verb" and chunk.has("bare") and not chunk.has("passive")
