"""Typed tokens: the tokens of one sentence as units of the lexicon (words, phrases, numbers, dates, places, names).

This is the cascade's third step, and the last that looks at spelling; from here on only tags speak."""

from dataclasses import dataclass

import msgspec

from monitor.extract.words.ages import set_aside
from monitor.extract.words.lexicon import LETTERS, Lexicon, numeric
from monitor.extract.words.numbers import Quantity, quantity
from monitor.extract.words.table import Word
from monitor.extract.words.tokens import Document, Sentence, Token

HYPHENS = frozenset("-–/")
NAME = frozenset({"noun", "name"})
DATE = frozenset({"date"})
PLACE = frozenset({"noun", "name", "place"})
LABEL = frozenset({"adjective", "label-number"})
AGE = frozenset({"adjective", "age"})
COUNT = frozenset({"count"})
COMPOUND = frozenset({"adjective"})
HEADED = frozenset({"adjective", "headed"})
"""What tells how many a group are: "five-member"."""
KINDS = {"count": COUNT, "age": AGE, "compound": COMPOUND}
"""What a number is to the grammar; any other is a label."""
PUNCTUATION: dict[str, frozenset[str]] = {
    ",": frozenset({"comma"}), ";": frozenset({"stop"}), ":": frozenset({"stop", "colon"}), ".": frozenset({"stop"}),
    "(": frozenset({"open"}), ")": frozenset({"close"}), "[": frozenset({"open"}), "]": frozenset({"close"}),
    "–": frozenset({"dash"}), "—": frozenset({"dash"}), "-": frozenset({"dash"}), "&": frozenset({"conj", "and"}),
    "?": frozenset({"stop"}), "!": frozenset({"stop"}), "%": frozenset({"noun", "measure"}),
    "=": frozenset({"stop", "colon"}), "|": frozenset({"comma"}), "•": frozenset({"stop"}), "·": frozenset({"stop"}),
}  # fmt: skip
BRACKETS = frozenset(mark for mark, tags in PUNCTUATION.items() if "open" in tags)
ABBREVIATION = frozenset({"abbreviation"})
APOSTROPHES = frozenset("'’")
SEPARATOR = frozenset({"comma"})
MARK = frozenset({"mark"})
CLITIC = frozenset({"clitic"})
ASIDE = 14
"""Units in a bracket that may be left out."""
MARKUP = frozenset({"markup"})


class Unit(msgspec.Struct, gc=False):
    """One typed token: document tokens first to last (exclusive), its tags and dictionary form."""

    first: int
    last: int
    tags: frozenset[str]
    lemma: str
    quantity: Quantity | None = None


@dataclass(slots=True)
class Spans:
    """Where finders found something, by first token: the tokens' end."""

    places: dict[int, int]
    dates: dict[int, int]


def units(document: Document, sentence: Sentence, lexicon: Lexicon, spans: Spans) -> list[Unit]:
    """The typed tokens of a sentence."""
    tokens, end = document.tokens, sentence.last
    result: list[Unit] = []
    i = sentence.first
    while i < end:
        unit = _lone(tokens, i, end, lexicon, spans) or _unit(document, i, sentence, lexicon, spans)
        if unit.tags is not MARKUP:
            result.append(unit)
        if unit.tags is LABEL and _closes(tokens, unit.last, end, lexicon):
            result.append(Unit(unit.last - 1, unit.last, PUNCTUATION["."], "."))
        i = unit.last
    if document.capitals:
        _name_capitals(result)
    else:
        _name(result, tokens, sentence)
    set_aside(result)
    return _without_asides(result)


def _without_asides(units: list[Unit]) -> list[Unit]:
    """The units without quotation marks, and without short brackets that tell no fate: "(PKK)", "[23 March]"."""
    if BRACKETS.isdisjoint([unit.lemma for unit in units]):
        return [unit for unit in units if unit.tags is not MARK]
    kept: list[Unit] = []
    i = 0
    while i < len(units):
        if units[i].tags is MARK:
            i += 1
            continue
        end = _bracket(units, i) if "open" in units[i].tags else i
        if end == i:
            kept.append(units[i])
        i = max(end, i + 1)
    return kept


def _bracket(units: list[Unit], i: int) -> int:
    """Right of the bracket that opens at i, where it is an aside; else i."""
    for k in range(i + 1, min(len(units), i + ASIDE)):
        if "trigger" in units[k].tags or "open" in units[k].tags:
            return i
        if "close" in units[k].tags:
            return k + 1
    return i


def _lone(tokens: list[Token], i: int, end: int, lexicon: Lexicon, spans: Spans) -> Unit | None:
    """The word at token i where nothing beside it can change what it is, as for most words; None where it may."""
    token = tokens[i]
    if token.kind != "word" or len(token.norm) > LETTERS or i in spans.dates or i in spans.places:
        return None
    word, seconds = lexicon.alone(token.norm)
    if word is None:
        return None
    if i + 1 < end:
        behind = tokens[i + 1]
        if behind.norm in seconds or behind.text in HYPHENS or behind.norm in lexicon.scales:
            return None
    return Unit(i, i + 1, word.tags, word.lemma)


def _unit(document: Document, i: int, sentence: Sentence, lexicon: Lexicon, spans: Spans) -> Unit:
    tokens, end = document.tokens, sentence.last
    token = tokens[i]
    if i in spans.dates and spans.dates[i] <= end:
        return Unit(i, spans.dates[i], DATE, "")
    if i in spans.places and spans.places[i] <= end:
        return Unit(i, spans.places[i], PLACE, token.norm)
    if token.kind not in ("word", "number"):
        return Unit(i, i + 1, _mark(tokens, i, sentence.first), token.text)
    dated = i + 1 in spans.dates  # "the first week of May" is not "the first" of anything
    found = lexicon.match(tokens, i, i + 1 if dated else end)
    if token.kind == "number" or (found and numeric(found[0].tags)) or _article_number(tokens, i, end, lexicon):
        number = quantity(tokens, i, end, lexicon)
        if number:
            return _counted(number, tokens, end, lexicon)
    if token.kind == "number":
        return Unit(i, i + 1, LABEL, token.text)
    return _word(tokens, i, end, found, lexicon)


def _mark(tokens: list[Token], i: int, first: int) -> frozenset[str]:
    """The tags of what is no word and no number; `first` is where its sentence begins."""
    token = tokens[i]
    if token.kind == "markup":
        return MARKUP
    possessive = token.text in APOSTROPHES and i > first and tokens[i - 1].end == token.start
    if token.kind == "clitic" or (possessive and tokens[i - 1].norm.endswith("s")):
        return CLITIC
    if token.text == "/" and i > first and _parts(tokens, i):
        return SEPARATOR
    if token.text == "." and i > first and _initial(tokens, i):
        return MARK
    return PUNCTUATION.get(token.text, MARK)


def _initial(tokens: list[Token], i: int) -> bool:
    """Whether the full stop at i only shortens a name: "Omar S. Haidar"."""
    before, behind = tokens[i - 1], tokens[i + 1 : i + 2]
    letter = len(before.text) == 1 and before.text.isupper() and before.end == tokens[i].start
    return letter and bool(behind) and behind[0].kind == "word" and behind[0].text[0].isupper()


def _closes(tokens: list[Token], last: int, end: int, lexicon: Lexicon) -> bool:
    """Whether the full stop of "5 a.m." ends a sentence too: "from 5 a.m. At least six", but not "5 a.m. Monday"."""
    clock = tokens[last - 1].text[-1] == "." and "clock" in lexicon.word(tokens[last - 1].norm).tags
    if not clock or last >= end or tokens[last].kind != "word" or not tokens[last].text[0].isupper():
        return False
    return lexicon.word(tokens[last].norm).tags.isdisjoint({"calendar", "clock", "unknown"})


def _parts(tokens: list[Token], i: int) -> bool:
    """Whether the slash at i parts two items: "Dead: 34 / Injured: 120", "2 killed/5 wounded"."""
    counts = tokens[i - 1].kind == "word" and i + 1 < len(tokens) and tokens[i + 1].kind == "number"
    return counts or tokens[i - 1].end < tokens[i].start


def _article_number(tokens: list[Token], i: int, end: int, lexicon: Lexicon) -> bool:
    """ "a hundred": an article that begins a number."""
    return i + 1 < end and tokens[i + 1].norm in lexicon.scales


def _counted(number: Quantity, tokens: list[Token], end: int, lexicon: Lexicon) -> Unit:
    """A quantity as a unit: a count, an age, a label, or a measure with its unit ("20 km")."""
    tags = KINDS.get(number.kind, LABEL)
    last = number.last
    if number.kind == "count" and last < end:
        follower = tokens[last]
        after = lexicon.word(follower.norm).tags
        glued = last + 1 < end and tokens[last + 1].start == follower.end and tokens[last + 1].kind == "number"
        if "measure" in after and "person" not in after and not glued:
            return Unit(number.first, last + 1, frozenset({"measure"}), follower.norm)
        if follower.text == "%":
            return Unit(number.first, last + 1, frozenset({"measure"}), "%")
    last_tags = lexicon.word(tokens[last - 1].norm).tags
    if "prep:of" in last_tags:
        tags = tags | {"of"}
    if number.kind == "compound" and "heads" in last_tags:
        tags = HEADED
    if "both" in lexicon.word(tokens[number.first].norm).tags:
        tags = tags | {"both"}
    return Unit(number.first, last, tags, "", number)


def _word(tokens: list[Token], i: int, end: int, found: tuple[Word, int] | None, lexicon: Lexicon) -> Unit:
    word, n = found or (lexicon.word(tokens[i].norm), 1)
    last = i + n
    if (
        "abbreviation" in word.tags
        and last < end
        and tokens[last].text == "."
        and tokens[last].start == tokens[last - 1].end
    ):
        return Unit(i, last + 1, word.tags, word.lemma)
    compound = False
    while last + 1 < end and tokens[last].text in HYPHENS and tokens[last].start == tokens[last - 1].end:
        if tokens[last + 1].start != tokens[last].end or tokens[last + 1].kind == "punct":
            break
        if tokens[last].text == "/" and tokens[last + 1].kind == "number":
            break
        part = lexicon.match(tokens, last + 1, end)
        word, n = part or (lexicon.word(tokens[last + 1].norm), 1)
        last, compound = last + 1 + n, True
    if word.tags == ABBREVIATION:
        return Unit(i, last, lexicon.language.guess(word.lemma), word.lemma)
    if compound and "verb" in word.tags and "person" not in word.tags and not _acts(tokens, last, end, lexicon):
        return Unit(i, last, COMPOUND, word.lemma)
    return Unit(i, last, word.tags, word.lemma)


def _acts(tokens: list[Token], last: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a determiner stands behind a compound, so that its verb acts: "double-tapped the crowd"."""
    return last < end and "det" in lexicon.word(tokens[last].norm).tags


def _name(result: list[Unit], tokens: list[Token], sentence: Sentence) -> None:
    """Marks the capitalised words that no lexicon knows as names; the first word only where another name follows."""
    title_case = _title_case(result, tokens)
    for n, unit in enumerate(result):
        token = tokens[unit.first]
        if token.kind != "word" or not (token.text[0].isupper() or tokens[unit.last - 1].text[0].isupper()):
            continue
        known = "unknown" not in unit.tags
        if not title_case and len(token.text) > 1 and token.text.isupper() and "count" not in unit.tags:
            unit.tags = unit.tags if _heads_entry(result, n) else NAME
            continue
        if known and n and not title_case and _verb_as_name(unit.tags, result[n - 1].tags):
            unit.tags = NAME
        elif known:
            unit.tags = unit.tags | {"capital"} if n and not title_case else unit.tags
        elif (n and result[n - 1].lemma != '"') or (
            "verb" not in unit.tags
            and "adverb" not in unit.tags
            and ("plural" not in unit.tags or _named_next(result, tokens, n))
        ):
            unit.tags = NAME


def _heads_entry(units: list[Unit], n: int) -> bool:
    """Whether a word in capitals is the label of a list: "DEAD: 2"."""
    return "trigger" in units[n].tags and n + 1 < len(units) and "colon" in units[n + 1].tags


def _verb_as_name(tags: frozenset[str], before: frozenset[str]) -> bool:
    """Whether a capitalised verb is a name: one in its base form, or behind another name ("Omar Said")."""
    return "noun" not in tags and ("base" in tags or ("verb" in tags and before is NAME))


def _name_capitals(result: list[Unit]) -> None:
    """Where all is in capitals, every noun that no lexicon knows may be a name."""
    for unit in result:
        if "unknown" in unit.tags and "noun" in unit.tags and unit.tags.isdisjoint({"verb", "person"}):
            unit.tags = NAME


def _named_next(result: list[Unit], tokens: list[Token], n: int) -> bool:
    return n + 1 < len(result) and tokens[result[n + 1].first].text[0].isupper() and "unknown" in result[n + 1].tags


def _title_case(result: list[Unit], tokens: list[Token]) -> bool:
    """Whether nearly every word begins with a capital, as in headlines."""
    words = [tokens[unit.first].text for unit in result if tokens[unit.first].kind == "word"]
    return len(words) > 3 and len([word for word in words if word[0].isupper()]) > 0.75 * len(words)
