"""Ages told beside people ("a woman, 62, was killed", "three boys aged 4, 7 and 9"): numbers that count nobody.

They are set aside before noun groups are made, so that no later step takes them for victims."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.extract.words.units import Unit

AGES = range(1, 120)
"""Years that a person may be old."""
MOST = 12
"""Ages told in a row."""
SET_ASIDE = frozenset({"aside", "age-aside"})
PEOPLE = frozenset({"person", "name", "unknown"})
"""What may have an age; nouns that no lexicon knows are mostly jobs ("a glazier, 45,")."""
OPENING = frozenset({"comma", "age-word"})
"""What ages stand behind."""
CLOSING = frozenset({"comma", "close", "dash", "stop"})


def set_aside(units: list[Unit]) -> None:
    """Re-tag the ages among the units of a sentence, with the words and commas that belong to them."""
    if not [unit for unit in units if unit.quantity]:
        return
    i = 1
    while i < len(units):
        if OPENING.isdisjoint(units[i].tags):
            i += 1
            continue
        end = _worded(units, i) or _apposed(units, i)
        for unit in units[i:end]:
            unit.tags = SET_ASIDE
        i = max(end, i + 1)


def _worded(units: list[Unit], i: int) -> int:
    """Right of ages that a word announces from unit i on: "aged 4, 7 and 9", "at the age of 15"; 0 for none."""
    k = i + 1 if "comma" in units[i].tags else i
    if k >= len(units) or "age-word" not in units[k].tags:
        return 0
    k += 1
    while k < len(units) and not units[k].tags.isdisjoint({"prep", "adverb"}) and "count" not in units[k].tags:
        k += 1
    _, end = _row(units, k)
    return _with_comma(units, end) if end and "comma" in units[i].tags else end


def _apposed(units: list[Unit], i: int) -> int:
    """Right of ages between commas behind people: as many as there are people, or one for one person; 0 for none."""
    who = units[i - 1].tags
    verb = "verb" in who and "person" not in who  # "the suspect, 23," is one
    if "comma" not in units[i].tags or who.isdisjoint(PEOPLE) or "place" in who or verb:
        return 0
    number, end = _row(units, i + 1)
    if not number or (end < len(units) and not _closes(units, end)):
        return 0
    several = "plural" in who and "singular" not in who
    return _with_comma(units, end) if several == (number > 1) else 0


def _row(units: list[Unit], k: int) -> tuple[int, int]:
    """The ages in a row from unit k on, as (how many, the unit after them); (0, 0) for none."""
    number, end = 0, 0
    while k < len(units) and number < MOST and _is_age(units[k]):
        number, end = number + 1, k + 1
        k = end
        while k < len(units) and k < end + 2 and not units[k].tags.isdisjoint({"comma", "and", "or"}):
            k += 1
    return number, end


def _is_age(unit: Unit) -> bool:
    number = unit.quantity
    return number is not None and "count" in unit.tags and number.best in AGES and (number.high or 0) in AGES


def _closes(units: list[Unit], k: int) -> bool:
    """Whether unit k ends an apposition."""
    return not units[k].tags.isdisjoint(CLOSING) or "conj" in units[k].tags


def _with_comma(units: list[Unit], end: int) -> int:
    """Right of the comma that closes the aside, where no list goes on behind it."""
    if end + 1 >= len(units) or "comma" not in units[end].tags:
        return end
    goes_on = units[end + 1].tags.isdisjoint({"verb", "prep", "fate"})
    return end if goes_on else end + 1
