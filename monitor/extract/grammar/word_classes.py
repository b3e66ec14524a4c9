"""Verb, noun or modifier? What a word that can be several is, decided by its neighbours."""

from functools import lru_cache

from monitor.extract.grammar.chunk import NONE, Chunk
from monitor.extract.words.units import Unit

NAMING = frozenset({"noun", "adjective", "age", "name"})
CLOSING = frozenset({"det", "pronoun", "date", "fate", "adverb", "be"})
"""What begins no noun group or is no part of one."""
VERBAL = frozenset({"modal", "be", "have", "do", "to", "neg", "verb", "fate", "predicative"})
"""Without one of these no verb group begins: whoever asks `verbal` looks for them first."""


def verbal(units: list[Unit], i: int, before: Chunk | None) -> bool:
    """Whether unit i begins a verb group: a helper, an infinitive, or a verb where no noun can stand."""
    tags = units[i].tags
    if "modal" in tags or "be" in tags or "have" in tags or "do" in tags:
        return True
    if "to" in tags:
        return i + 1 < len(units) and base_follows(units, i + 1)
    if "neg" in tags and "det" not in tags and "pronoun" not in tags:
        return True
    if "verb" in tags or ("fate" in tags and "adjective" in tags) or "predicative" in tags:
        return is_verb(units, i, before)
    return False


def base_follows(units: list[Unit], i: int) -> bool:
    while i < len(units) and "adverb" in units[i].tags and "verb" not in units[i].tags:
        i += 1
    return i < len(units) and "verb" in units[i].tags and not {"base", "be", "have"}.isdisjoint(units[i].tags)


def is_verb(units: list[Unit], i: int, before: Chunk | None) -> bool:
    """Verb or noun (or adjective)? Decided by the neighbours."""
    tags = units[i].tags
    previous = units[i - 1].tags if i else NONE
    after = units[i + 1].tags if i + 1 < len(units) else NONE
    if "participle" in tags or "past" in tags:
        return not (_object(tags, previous, after) or _modifies(units, i, previous, after))
    if "predicative" in tags and "adjective" not in tags:
        apart = bool(previous & {"name", "comma"}) and not opens_noun(after)  # "shot Omar to death"
        return (apart or bool(previous & {"person", "count", "pronoun", "be"})) and "det" not in previous
    if "adjective" in tags:
        return not ({"det", "adjective"} & previous) and not opens_noun(after)
    if "ing" in tags:
        noun = bool(previous & {"det", "adjective"}) and opens_noun(after) and "relative" not in previous
        return not noun and _gerund(tags, previous, after)
    if (
        not tags & {"noun", "person"}
        or ("relative" in previous and "det" not in previous)
        or "pronoun" in previous - {"det"}
    ):
        return True
    if previous & {"det", "adjective", "count", "prep", "clitic", "conj", "age"} and "to" not in previous:
        return False
    return _acts(tags, after, before)


def _object(tags: frozenset[str], previous: frozenset[str], after: frozenset[str]) -> bool:
    """Whether a participle that is a thing too stands behind an article: "without firing a shot", not "and another
    injured"."""
    return {"noun", "thing"} <= tags and "indefinite" in previous and not opens_noun(after)


def _acts(tags: frozenset[str], after: frozenset[str], before: Chunk | None) -> bool:
    """Whether a word that may be a noun acts here: behind its subject, with an object or a clause to come."""
    if before is None:
        return False
    if {"trigger", "third"} <= tags and "count" in after:
        return True
    if before.kind != "noun":
        return False
    if "say" in tags and {"plural", "person"} <= before.tags:
        return True
    return bool(after & {"det", "count", "pronoun", "name"}) and "plural" not in tags - {"third"}


def _modifies(units: list[Unit], i: int, previous: frozenset[str], after: frozenset[str]) -> bool:
    """Whether a participle stands inside a noun group ("two wounded soldiers", "the displaced")."""
    if previous & {"be", "have", "modal", "relative", "pronoun"} and "possessive" not in previous:
        return False
    if (
        "adjective" in units[i].tags
        and "verb" in previous
        and not previous & {"be", "have", "do"}
        and opens_noun(after)
    ):
        return True
    if "adverb" in previous and i > 1:
        previous = units[i - 2].tags  # "two badly wounded soldiers", but "rebels allegedly killed Omar"
    if not previous & {"det", "adjective", "count", "predet", "age", "comma", "prep", "adverb"} and i:
        return False
    if "fate" in units[i].tags and "definite" in previous and "possessive" not in previous:
        return True
    if previous & {"comma", "prep"} or not i:
        return (
            opens_noun(after)
            and "capital" not in after
            and "name" not in after
            and "person" in after
            and ("trigger" not in units[i].tags or "prep:of" in previous)  # "the family of slain soldiers"
        )
    return opens_noun(after)


@lru_cache(maxsize=8192)
def opens_noun(tags: frozenset[str]) -> bool:
    """Whether a unit with these tags can go on or begin what is named; remembered, for there are few sets of tags."""
    return not NAMING.isdisjoint(tags) and CLOSING.isdisjoint(tags)


def _gerund(tags: frozenset[str], previous: frozenset[str], after: frozenset[str]) -> bool:
    """An -ing form is a noun behind an article or adjective, or before "of"; else a verb."""
    if "prep:of" in after and "noun" in tags:
        return False
    if (
        "trigger" in tags
        and after & {"count", "det", "pronoun", "person"}
        and not previous & {"clitic", "possessive", "adjective"}
    ):
        return True
    if previous & {"det", "adjective", "clitic", "name"} and not previous & {"pronoun"} and "noun" in tags:
        return False
    if "count" in previous and "person" in after:
        return False
    if "noun" in tags and "unknown" not in tags and previous & {"prep", "noun", "place", "count"}:
        return bool(after & {"det", "count", "pronoun", "name", "person"}) and "trigger" in tags
    return True
