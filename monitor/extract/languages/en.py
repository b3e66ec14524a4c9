"""English inflection by rule. Irregular forms stand in the lexicon: "man/men", "shoot/shot/shot"."""

import re

from monitor.extract.languages.base import Forms, Language

VOWELS = frozenset("aeiou")
DOUBLING = re.compile(r"^[^aeiou]*[aeiou][^aeiouwxy]$")
SINGULAR, PLURAL = frozenset({"noun", "singular"}), frozenset({"noun", "plural"})
BASE, THIRD = frozenset({"verb", "base"}), frozenset({"verb", "third"})
PAST, PARTICIPLE, ING = frozenset({"verb", "past"}), frozenset({"verb", "participle"}), frozenset({"verb", "ing"})
UNKNOWN = frozenset({"noun", "unknown"})
ENDINGS: tuple[tuple[str, int, frozenset[str]], ...] = (
    ("ists", 7, frozenset({"noun", "plural", "person", "unknown"})),
    ("ist", 6, frozenset({"noun", "singular", "person", "unknown"})),
    ("men", 6, frozenset({"noun", "plural", "person", "unknown"})),
    ("man", 6, frozenset({"noun", "singular", "person", "unknown"})),
    ("ly", 5, frozenset({"adverb", "unknown"})),
    ("ing", 6, frozenset({"verb", "ing", "noun", "unknown"})),
    ("ed", 5, frozenset({"verb", "past", "participle", "unknown"})),
    ("ous", 5, frozenset({"adjective", "unknown"})),
    ("ive", 6, frozenset({"adjective", "noun", "unknown"})),
    ("ful", 5, frozenset({"adjective", "unknown"})),
    ("able", 6, frozenset({"adjective", "unknown"})),
    ("al", 6, frozenset({"adjective", "noun", "unknown"})),
    ("ical", 6, frozenset({"adjective", "unknown"})),
    ("ss", 3, frozenset({"noun", "singular", "unknown"})),
    ("us", 3, frozenset({"noun", "singular", "unknown"})),
    ("is", 3, frozenset({"noun", "singular", "unknown"})),
    ("s", 4, frozenset({"noun", "plural", "unknown"})),
)


def _last(phrase: str) -> tuple[str, str]:
    """A phrase as (what stays, the word that inflects)."""
    head, space, word = phrase.rpartition(" ")
    return head + space, word


def _plural(noun: str) -> str:
    if noun.endswith("y") and len(noun) > 1 and noun[-2] not in VOWELS:
        return noun[:-1] + "ies"
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return noun + "es"
    return noun + "s"


def nouns(entry: str) -> Forms:
    """ "soldier", "man/men" or "police/" (plural only by sense is "/police") as singular and plural."""
    singular, slash, plural = entry.partition("/")
    if not slash:
        head, word = _last(singular)
        plural = head + _plural(word)
    forms = [(singular, SINGULAR)] if singular else []
    return tuple([*forms, (plural, PLURAL)] if plural else forms)


def _stems(verb: str) -> tuple[str, str, str]:
    """Third person, -ed and -ing of a regular verb."""
    third = _plural(verb)
    if verb.endswith("ee"):
        return third, verb + "d", verb + "ing"
    if verb.endswith("ie"):
        return third, verb + "d", verb[:-2] + "ying"
    if verb.endswith("e"):
        return third, verb + "d", verb[:-1] + "ing"
    if verb.endswith("y") and verb[-2] not in VOWELS:
        return third, verb[:-1] + "ied", verb + "ing"
    double = verb + verb[-1] if DOUBLING.match(verb) else verb
    return third, double + "ed", double + "ing"


def verbs(entry: str) -> Forms:
    """ "attack", "shoot/shot/shot dead" or "run/ran/run/running over": base/past/participle/-ing, then the rest."""
    word, space, particle = entry.partition(" ")
    base, *irregular = word.split("/")
    third, past, ing = _stems(base)
    participle = past
    if irregular:
        past = irregular[0]
        participle = irregular[1] if len(irregular) > 1 else past
        ing = irregular[2] if len(irregular) > 2 else ing
    tail = space + particle
    forms = ((base, BASE), (third, THIRD), (past, PAST), (participle, PARTICIPLE), (ing, ING))
    return tuple((form + tail, tags) for form, tags in forms)


def guess(word: str) -> frozenset[str]:
    """The tags of an unknown lower-case word, from its ending."""
    for ending, length, tags in ENDINGS:
        if len(word) >= length and word.endswith(ending):
            return tags
    return UNKNOWN


ENGLISH = Language(nouns, verbs, guess)
