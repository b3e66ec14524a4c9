"""Quantities: digits and number words with their qualifiers, as the figure a careful coder would enter.

What only looks like a count (ages, years, times, money, calibres, ordinals, unit numbers) is typed as such here."""

from typing import Literal, get_args

from msgspec import Struct

from monitor.extract.words.lexicon import Lexicon
from monitor.extract.words.table import Word
from monitor.extract.words.tokens import Token
from monitor.model import Qualifier

NumberKind = Literal["count", "age", "compound", "money", "year", "pair", "name"]
"""age: "42-year-old" · compound: "three-member" · pair: a time, score or date, "10:30", "2-1" · name: part of a name, a
model or a calibre, "5th", "M23", "7.62mm"."""
HUNDRED = 100
LARGEST = 10**9
YEARS = range(1900, 2100)
QUALIFIERS: dict[str, Qualifier] = {f"qualifier:{name}": name for name in get_args(Qualifier)}
AFTER: dict[str, Qualifier] = {f"after:{name}": name for name in get_args(Qualifier)}
JOINERS = frozenset("-–—")
BESIDE = frozenset("-–—:/.$€£'")
SIGNS = frozenset("$€£¥")


class Quantity(Struct, frozen=True, gc=False):
    """A count in the text: tokens first to last (exclusive), and what it says."""

    first: int
    last: int
    low: int
    best: int
    high: int | None
    qualifier: Qualifier
    kind: NumberKind = "count"


def quantity(tokens: list[Token], i: int, end: int, lexicon: Lexicon) -> Quantity | None:
    """The quantity that begins at token i, if one does, with the qualifiers before and behind it."""
    if "range:from" in lexicon.word(tokens[i].norm).tags:
        return _between(tokens, i, end, lexicon)
    if (phrase := lexicon.match(tokens, i, end)) and "range:but" in phrase[0].tags:
        return _all_but(tokens, i, i + phrase[1], end, lexicon)
    qualifiers, at = _qualifiers(tokens, i, end, lexicon)
    if at >= end:
        return None
    vague = _vague(tokens, at, end, lexicon)
    if vague:
        best, name, stop = vague
        return Quantity(i, stop, best, best, best if name == "exact" else None, qualifiers[0] if qualifiers else name)
    number = cardinal(tokens, at, end, lexicon)
    if number is None:
        return None
    value, stop = number
    if tokens[at].kind == "number" and (odd := _typed(tokens, at, stop, end, lexicon)):
        return Quantity(i, odd[1], value, value, value, "exact", odd[0])
    if share := _share(tokens, stop, end, lexicon, value):
        return Quantity(i, share, value, value, value, "exact", "name")
    upper = _upper(tokens, at, stop, end, lexicon, value)
    if upper:
        return Quantity(i, upper[1], value, value, upper[0], "range")
    kind, stop = _compound(tokens, stop, end, lexicon)
    name, stop = _behind(tokens, stop, end, lexicon, qualifiers[0] if qualifiers else "exact")
    return _qualified(i, stop, value, name, kind)


def _between(tokens: list[Token], i: int, end: int, lexicon: Lexicon) -> Quantity | None:
    """ "between 5 and 7"."""
    number = cardinal(tokens, i + 1, end, lexicon) if i + 1 < end else None
    upper = _upper(tokens, i + 1, number[1], end, lexicon, number[0]) if number else None
    return Quantity(i, upper[1], number[0], number[0], upper[0], "range") if number and upper else None


def _all_but(tokens: list[Token], i: int, at: int, end: int, lexicon: Lexicon) -> Quantity | None:
    """ "all but two of the 181": as many as are left; of nobody known how many there were, a label."""
    spared = cardinal(tokens, at, end, lexicon) if at < end else None
    if spared is None:
        return None
    k = spared[1]
    while k < end and lexicon.word(tokens[k].norm).tags & {"prep:of", "det"}:
        k += 1
    every = cardinal(tokens, k, end, lexicon) if k > spared[1] and k < end else None
    if every is None or every[0] <= spared[0]:
        return Quantity(i, spared[1], spared[0], spared[0], spared[0], "exact", "name")
    left = every[0] - spared[0]
    return Quantity(i, every[1], left, left, left, "exact")


def _share(tokens: list[Token], stop: int, end: int, lexicon: Lexicon, value: int) -> int | None:
    """Where "four in five" ends, of which some whole is told: no count by itself."""
    if stop >= end or "ratio" not in lexicon.word(tokens[stop].norm).tags:
        return None
    whole = cardinal(tokens, stop + 1, end, lexicon) if stop + 1 < end else None
    of = whole is not None and whole[1] < end and "prep:of" in lexicon.word(tokens[whole[1]].norm).tags
    return whole[1] if whole is not None and of and whole[0] > value else None


def _qualified(first: int, last: int, value: int, name: Qualifier, kind: NumberKind) -> Quantity:
    low = 0 if name == "up_to" else value
    high = None if name in ("at_least", "more_than", "about") else value
    return Quantity(first, last, low, value, high, name, kind)


def _qualifiers(tokens: list[Token], i: int, end: int, lexicon: Lexicon) -> tuple[list[Qualifier], int]:
    """The qualifiers from token i on ("reportedly at least"), the strongest first."""
    names: list[Qualifier] = []
    while i < end and len(names) < 4:
        found = lexicon.match(tokens, i, end)
        tag = _tag(found[0], QUALIFIERS) if found else None
        if not found or not tag:
            break
        names.append(QUALIFIERS[tag])
        i += found[1]
    return sorted(names, key=lambda name: name == "exact"), i


def _tag(word: Word, names: dict[str, Qualifier]) -> str | None:
    return next((tag for tag in word.tags if tag in names), None)


def _behind(tokens: list[Token], i: int, end: int, lexicon: Lexicon, name: Qualifier) -> tuple[Qualifier, int]:
    found = lexicon.match(tokens, i, end) if i < end else None
    tag = _tag(found[0], AFTER) if found else None
    return (AFTER[tag], i + found[1]) if found and tag else (name, i)


def _vague(tokens: list[Token], i: int, end: int, lexicon: Lexicon) -> tuple[int, Qualifier, int] | None:
    found = lexicon.match(tokens, i, end)
    if not found or "vague" not in found[0].tags:
        return None
    stop = i + found[1]
    if stop < end and cardinal(tokens, stop, end, lexicon):  # "some 50", "several thousand": the number decides
        return None
    best, name = lexicon.vague[" ".join(token.norm for token in tokens[i:stop])]
    return best, name, stop


def cardinal(tokens: list[Token], i: int, end: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """The number that begins at token i and where it ends: "1,200", "1.5 million", "a hundred and five"."""
    total, current, at, seen = 0, 0.0, i, False
    while at < end:
        token = tokens[at]
        if token.kind == "number" and not seen:
            value = digits(token.text)
            if value is None:
                return None
            current, seen = value, True
        elif token.norm in lexicon.scales and (seen or _article(tokens, at, i)):
            scale = lexicon.scales[token.norm]
            current = max(current, 1) * scale
            if scale >= 1000:
                total, current = total + int(current), 0.0
            seen = True
        elif token.norm in lexicon.numbers and (not seen or _adds(tokens, at, i, lexicon)):
            current, seen = current + lexicon.numbers[token.norm], True
        elif not _bridges(tokens, at, i, end, lexicon, seen):
            break
        at += 1
        if total + current > LARGEST:
            return None
    value_at = total + current
    return (int(value_at), at) if seen and value_at == int(value_at) else None


def digits(text: str) -> float | None:
    """ "1,200" and "1.200" as 1200, "1.5" as one and a half; None for what is no plain number ("1.2.3", too long)."""
    if len(text) > 13:
        return None
    parts = text.replace(".", ",").split(",")
    if all(len(part) == 3 for part in parts[1:]) and len(parts[0]) <= 3 and (len(parts) == 1 or parts[0] != "0"):
        return float("".join(parts))
    if len(parts) == 1:
        return float(text)
    return float(text) if len(parts) == 2 and "." in text else None


def _article(tokens: list[Token], at: int, i: int) -> bool:
    """Whether a bare scale word may begin a number: only behind an article ("a hundred", "half a dozen")."""
    return at == i + 1


def _adds(tokens: list[Token], at: int, i: int, lexicon: Lexicon) -> bool:
    """Whether a number word continues the one before it: "twenty-three", "hundred five", "hundred and five"."""
    before = tokens[at - 1]
    if before.norm in lexicon.scales:
        return True
    if before.text in JOINERS:
        tens = lexicon.numbers.get(tokens[at - 2].norm, 0) if at - 2 >= i else 0
        return tens >= 20 and tens % 10 == 0 and lexicon.numbers[tokens[at].norm] < 10
    if before.norm in lexicon.numbers:
        return (
            lexicon.numbers[before.norm] >= 20
            and lexicon.numbers[before.norm] % 10 == 0
            and lexicon.numbers[tokens[at].norm] < 10
        )
    return at - 2 >= i and tokens[at - 2].norm in lexicon.scales


def _bridges(tokens: list[Token], at: int, i: int, end: int, lexicon: Lexicon, seen: bool) -> bool:
    """Whether token `at` only joins the parts of a number: the article first, a hyphen, "and" behind a hundred."""
    if at + 1 >= end:
        return False
    token, follower = tokens[at], tokens[at + 1]
    tags = lexicon.word(token.norm).tags
    if not seen:
        return at == i and "indefinite" in tags and "other" not in tags and follower.norm in lexicon.scales
    if token.text in JOINERS and token.start == tokens[at - 1].end and follower.start == token.end:
        return follower.norm in lexicon.numbers and _adds(tokens, at + 1, i, lexicon)
    return "and" in tags and lexicon.scales.get(tokens[at - 1].norm, 0) >= HUNDRED and follower.norm in lexicon.numbers


def _typed(tokens: list[Token], at: int, stop: int, end: int, lexicon: Lexicon) -> tuple[NumberKind, int] | None:
    """What a number in digits is when it is no count, and where it ends."""
    before = tokens[at - 1] if at else None
    after = tokens[stop] if stop < end else None
    if before and before.text in SIGNS and before.end == tokens[at].start:
        return "money", stop
    if before and before.end == tokens[at].start and _names(tokens, at):
        return "name", stop
    if before and "money" in lexicon.word(before.norm).tags and not before.text[0].islower():
        return "money", stop
    if after and after.start == tokens[stop - 1].end and after.kind in ("word", "number"):
        return "name", stop + 1
    if after and stop == at + 1 and "clock" in lexicon.word(after.norm).tags:
        return "pair", stop + 1
    if after and _fused(tokens, at, stop, end):
        return "pair", stop + 2
    text = tokens[at].text
    if stop == at + 1 and text.isdigit() and (text[0] == "0" or int(text) in YEARS):
        return "year" if text[0] != "0" else "name", stop
    return None


def _names(tokens: list[Token], at: int) -> bool:
    """Whether what is written together with a number makes it part of a name: "BM-21", but not "2 killed/5 wounded"."""
    before = tokens[at - 1]
    item = before.text == "/" and at > 1 and tokens[at - 2].kind == "word"
    return before.kind in ("word", "number") or (before.text in BESIDE and not item)


def _fused(tokens: list[Token], at: int, stop: int, end: int) -> bool:
    """Whether a mark joins the number to another one: "10:30", "24/7", "3-1", but not a range."""
    mark = tokens[stop]
    if stop + 1 >= end or mark.text not in BESIDE or tokens[stop + 1].kind != "number":
        return False
    joined = mark.start == tokens[stop - 1].end and tokens[stop + 1].start == mark.end
    return joined and (mark.text not in JOINERS or _dated(tokens, at, stop, end))


def _dated(tokens: list[Token], at: int, stop: int, end: int) -> bool:
    """ "5-7-2015", "2014-15", "3-1": hyphened digits that are no range."""
    low, high = tokens[at].text, tokens[stop + 1].text
    more = stop + 2 < end and tokens[stop + 2].text in BESIDE and tokens[stop + 2].start == tokens[stop + 1].end
    more = more and stop + 3 < end and tokens[stop + 3].kind == "number"
    return more or not (low.isdigit() and high.isdigit() and int(low[:9]) < int(high[:9])) or int(low[:9]) in YEARS


def _upper(tokens: list[Token], at: int, stop: int, end: int, lexicon: Lexicon, low: int) -> tuple[int, int] | None:
    """The upper end of a range: "5-7", "5 to 7", "five or six", "between 5 and 7"."""
    if stop + 1 >= end:
        return None
    joint = tokens[stop]
    tags = lexicon.word(joint.norm).tags
    between = at > 0 and "range:from" in lexicon.word(tokens[at - 1].norm).tags
    hyphen = joint.text in JOINERS and joint.start == tokens[stop - 1].end and tokens[stop + 1].start == joint.end
    if (not hyphen and "range:to" not in tags) or ("and" in tags and not between):
        return None
    number = cardinal(tokens, stop + 1, end, lexicon)
    return number if number and low < number[0] <= max(low * 5, 10) else None


def _compound(tokens: list[Token], stop: int, end: int, lexicon: Lexicon) -> tuple[NumberKind, int]:
    """ "42-year-old" is an age, "12-hour" a compound; everything else counts."""
    if stop + 1 >= end or tokens[stop].text not in JOINERS:
        return _aged(tokens, stop, end, lexicon)
    first = tokens[stop + 1]
    if tokens[stop].start != tokens[stop - 1].end or first.start != tokens[stop].end or first.kind != "word":
        return "count", stop
    at = stop + 2
    while (
        at + 1 < end
        and tokens[at].text in JOINERS
        and tokens[at + 1].start == tokens[at].end
        and tokens[at].start == tokens[at - 1].end
    ):
        at += 2
    return ("age" if "year" in lexicon.word(first.norm).tags else "compound"), at


def _aged(tokens: list[Token], stop: int, end: int, lexicon: Lexicon) -> tuple[NumberKind, int]:
    """ "42 years old", "42 year old"."""
    if (
        stop + 1 < end
        and "year" in lexicon.word(tokens[stop].norm).tags
        and "old" in lexicon.word(tokens[stop + 1].norm).tags
    ):
        return "age", stop + 2
    hyphened = stop + 2 < end and tokens[stop + 1].text in JOINERS and "old" in lexicon.word(tokens[stop + 2].norm).tags
    if hyphened and "year" in lexicon.word(tokens[stop].norm).tags:
        return "age", stop + 3
    return "count", stop
