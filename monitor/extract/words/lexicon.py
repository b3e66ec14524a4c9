"""The words of a language as data: what `seeds/lexicon/<language>/*.yaml` says, ready for one look-up a token.

A file holds any of these lists:
    words    {tags: [...], inflect: noun|verb, words: "a, b, c d"}   classes of words and phrases
    numbers  {one: 1, ...}                                           number words, with `scales` apart
    vague    {several: [3, several], ...}                            quantities without a number; also phrases
    frames   see `Frame`                                             what tells a toll, with examples
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import Any

import msgspec

from monitor.extract.languages.base import Language
from monitor.extract.words.tokens import Token, tokenize
from monitor.model import Qualifier, TollKind

Data = dict[str, Any]
NO_TAGS: frozenset[str] = frozenset()
LETTERS = 40
"""Letters in a word that is remembered, so that nothing hostile fills the memory."""


@dataclass(frozen=True, slots=True)
class Word:
    """What the lexicon knows of a word form or phrase: its tags (all its readings together) and dictionary form."""

    tags: frozenset[str]
    lemma: str = ""


Table = dict[str, dict[str, tuple[tuple[tuple[str, ...], Word], ...]]]
"""Phrases by first and second word ("" for single words), longest first."""


class Frame(msgspec.Struct, frozen=True):
    """One way to tell a toll. `pattern` says where the victims stand (see frames.py); `match` maps example sentences to
    the figure that must be read, `reject` holds sentences in which this kind of toll must not be read."""

    name: str
    toll: TollKind
    pattern: str
    verbs: str = ""
    nouns: str = ""
    words: str = ""
    needs: str = ""
    """A tag that the object must bear ("lost" + life)."""
    weak: bool = False
    """It tells nothing of its kind where the same event tells of deaths ("shot" beside "killed")."""
    outcome: bool = False
    """It tells what became of people and not that they came to harm ("rushed to hospital"): a figure where the event
    tells of harm, and none that adds to those whose harm is told."""
    confidence: float = 0.8
    event: str = ""
    match: dict[str, int] = {}
    reject: tuple[str, ...] = ()


@dataclass(slots=True)
class Lexicon:
    """`words` by lower-case form; `phrases` of several words; `triggers` are the words without which a
    sentence tells no toll."""

    language: Language
    words: dict[str, Word] = field(default_factory=dict)
    phrases: Table = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    scales: dict[str, int] = field(default_factory=dict)
    vague: dict[str, tuple[int, Qualifier]] = field(default_factory=dict)
    cues: Table = field(default_factory=dict)
    """Words of context. They lie over the grammar and take no part in it."""
    frames: dict[str, Frame] = field(default_factory=dict)
    triggers: frozenset[str] = NO_TAGS
    guessed: Callable[[str], Word] = field(init=False)
    """A word that no list holds, by what its ending tells; remembered."""

    def __post_init__(self) -> None:
        self.guessed = lru_cache(maxsize=32768)(self._guess)

    def tagged(self, tag: str) -> frozenset[str]:
        """All single words that bear the tag."""
        return frozenset(form for form, word in self.words.items() if tag in word.tags)

    def openers(self, tags: frozenset[str]) -> frozenset[str]:
        """The first words of all cues that bear one of the tags."""
        rows = ((first, row) for first, seconds in self.cues.items() for row in seconds.values())
        return frozenset(first for first, row in rows if any(not tags.isdisjoint(word.tags) for _, word in row))

    def word(self, norm: str) -> Word:
        """What is known of a word, else what its ending tells."""
        return self.words.get(norm) or (self.guessed(norm) if len(norm) <= LETTERS else self._guess(norm))

    def _guess(self, norm: str) -> Word:
        return Word(self.language.guess(norm), norm)

    def match(self, tokens: list[Token], i: int, end: int) -> tuple[Word, int] | None:
        """The longest known phrase at token i, else the known word there, and how many tokens it takes."""
        norm = tokens[i].norm
        if norm in self.phrases and (phrase := spot(tokens, i, end, self.phrases)):
            return phrase
        known = self.words.get(norm)
        return (known, 1) if known else None


def spot(tokens: list[Token], i: int, end: int, table: Table) -> tuple[Word, int] | None:
    """The longest phrase of the table that stands at token i, and its length."""
    seconds = table.get(tokens[i].norm)
    if seconds is None:
        return None
    rows = seconds.get(tokens[i + 1].norm) if i + 1 < end else None
    for parts, word in rows or ():
        n = len(parts)
        if i + n <= end and all(tokens[i + k].norm == parts[k] for k in range(2, n)):
            return word, n
    single = seconds.get("")
    return (single[0][1], 1) if single else None


def build(language: Language, files: Iterable[Data]) -> Lexicon:
    """One lexicon from the parsed YAML files of a language."""
    lexicon = Lexicon(language)
    tags: dict[str, set[str]] = defaultdict(set)
    lemmas: dict[str, str] = {}
    for data in files:
        lexicon.numbers.update(data.get("numbers", {}))
        lexicon.scales.update(data.get("scales", {}))
        lexicon.vague.update({word: (best, name) for word, (best, name) in data.get("vague", {}).items()})
        for word in data.get("vague", {}):
            tags[word].add("vague")
            lemmas.setdefault(word, word)
        for form, lemma, found in _entries(lexicon, data):
            tags[form] |= found
            lemmas.setdefault(form, lemma)
    _store(lexicon, tags, lemmas)
    return lexicon


def _entries(lexicon: Lexicon, data: Data) -> Iterator[tuple[str, str, frozenset[str]]]:
    """All (form, dictionary form, tags) of one file, and its frames."""
    for entry in data.get("words", ()):
        yield from _forms(lexicon.language, _words(entry), frozenset(entry["tags"]), entry.get("inflect", ""))
    for frame in msgspec.convert(data.get("frames", []), list[Frame]):
        lexicon.frames[frame.name] = frame
        tags = frozenset({"trigger", f"frame:{frame.name}"})
        yield from _forms(lexicon.language, frame.verbs, tags, "verb")
        yield from _forms(lexicon.language, frame.nouns, tags, "noun")
        yield from _forms(
            lexicon.language, frame.words, tags | ({"predicative"} if frame.pattern == "predicate" else set()), ""
        )


def _words(entry: Data) -> str:
    """The words of an entry, or all that its `joined` columns make: [[over the], ["", alleged], [killing of]]."""
    joined = (" ".join(row) for row in product(*entry.get("joined", ())))
    return str(entry["words"]) if "words" in entry else ", ".join(joined)


def _forms(
    language: Language, words: str, tags: frozenset[str], inflect: str
) -> Iterator[tuple[str, str, frozenset[str]]]:
    for item in words.split(","):
        entry = " ".join(item.split())
        if not entry:
            continue
        if not inflect:
            yield entry, entry, tags
            continue
        forms = (language.nouns if inflect == "noun" else language.verbs)(entry)
        for form, grammar in forms:
            yield form, forms[0][0], tags | grammar


def _store(lexicon: Lexicon, tags: dict[str, set[str]], lemmas: dict[str, str]) -> None:
    phrases: list[tuple[tuple[str, ...], Word]] = []
    cues: list[tuple[tuple[str, ...], Word]] = []
    triggers: set[str] = set()
    needed = {frame.needs for frame in lexicon.frames.values()} - {"", "person", "found"}
    for form, found in tags.items():
        parts = tuple(token.norm for token in tokenize(form))
        marks = frozenset(tag for tag in found if tag.startswith("cue:") or tag == "wide")
        if marks:
            cues.append((parts, Word(marks, form)))
        found -= marks
        if not found:
            continue
        word = Word(frozenset(found), lemmas[form])
        if len(parts) == 1:
            lexicon.words[form] = word
        else:
            phrases.append((parts, word))
        if "trigger" in found and not _waits(found, lexicon.frames):
            triggers.add(max(parts, key=len))
        if found & needed:
            triggers.add(parts[-1])
    lexicon.phrases, lexicon.cues = _table(phrases), _table(cues)
    lexicon.triggers = frozenset(triggers)


def _waits(tags: set[str], frames: dict[str, Frame]) -> bool:
    """Whether a word tells a toll only beside another ("had" with injuries), which then is the trigger."""
    own = [frames[tag[6:]] for tag in tags if tag.startswith("frame:")]
    return all(frame.needs not in ("", "person", "found") for frame in own)


def _table(rows: list[tuple[tuple[str, ...], Word]]) -> Table:
    table: dict[str, dict[str, list[tuple[tuple[str, ...], Word]]]] = defaultdict(lambda: defaultdict(list))
    for parts, word in sorted(rows, key=lambda row: -len(row[0])):
        table[parts[0]][parts[1] if len(parts) > 1 else ""].append((parts, word))
    return {first: {second: tuple(found) for second, found in seconds.items()} for first, seconds in table.items()}
