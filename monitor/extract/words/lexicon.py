"""The words of a language as data: what `seeds/lexicon/<language>/*.yaml` says, ready for one look-up a token.

A file holds any of these lists:
    words    {tags: [...], inflect: noun|verb, words: "a, b, c d"}   classes of words and phrases
    numbers  {one: 1, ...}                                           number words, with `scales` apart
    vague    {several: [3, several], ...}                            quantities without a number; also phrases
    frames   see `Frame`                                             what tells a toll, with examples
"""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import Any

import msgspec

from monitor.extract.languages.base import Language
from monitor.extract.words.table import Row, Table, Word, spot, table, words
from monitor.extract.words.tokens import Token, tokenize
from monitor.extract.words.triggers import Triggers
from monitor.model import Qualifier, TollKind

Data = dict[str, Any]
ALWAYS = frozenset({"", "person", "found"})
"""What a frame may need that does not tell whether a sentence calls it up."""
NUMERIC = frozenset({"number", "scale", "vague", "range:from", "range:but"})
"""Tags of words that begin a number."""
LETTERS = 40
"""Letters in a word that is remembered, so that nothing hostile fills the memory."""


Alone = tuple[Word | None, Container[str]]
"""A word, None where it may begin a number or lose its full stop; and the words that may make a phrase with it."""


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
    own: bool = False
    """Its victims are its subject's own people ("the army lost 46 soldiers"), who did it is not told."""
    confidence: float = 0.8
    event: str = ""
    match: dict[str, int] = {}
    reject: tuple[str, ...] = ()


@dataclass(slots=True)
class Lexicon:
    """`words` by lower-case form; `phrases` of several words; `triggers` are what a sentence tells no toll without."""

    language: Language
    words: dict[str, Word] = field(default_factory=dict)
    phrases: Table = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    scales: dict[str, int] = field(default_factory=dict)
    vague: dict[str, tuple[int, Qualifier]] = field(default_factory=dict)
    cues: Table = field(default_factory=dict)
    """Words of context. They lie over the grammar and take no part in it."""
    frames: dict[str, Frame] = field(default_factory=dict)
    triggers: Triggers = field(default_factory=Triggers)
    guessed: Callable[[str], Word] = field(init=False)
    """A word that no list holds, by what its ending tells; remembered."""
    alone: Callable[[str], Alone] = field(init=False)
    """What a word is by itself; remembered."""

    def __post_init__(self) -> None:
        self.guessed = lru_cache(maxsize=32768)(self._guess)
        self.alone = lru_cache(maxsize=32768)(self._alone)

    def tagged(self, tag: str) -> frozenset[str]:
        """All single words that bear the tag."""
        return frozenset(form for form, word in self.words.items() if tag in word.tags)

    def openers(self, tags: frozenset[str]) -> frozenset[str]:
        """The first words of all cues that bear one of the tags."""
        known = ((first, words(self.cues, first)) for first in self.cues)
        return frozenset(first for first, cues in known if any(not tags.isdisjoint(cue.tags) for cue in cues))

    def word(self, norm: str) -> Word:
        """What is known of a word, else what its ending tells."""
        return self.words.get(norm) or (self.guessed(norm) if len(norm) <= LETTERS else self._guess(norm))

    def _guess(self, norm: str) -> Word:
        return Word(self.language.guess(norm), norm)

    def _alone(self, norm: str) -> Alone:
        word = self.word(norm)
        leaning = "abbreviation" in word.tags or numeric(word.tags)
        return None if leaning else word, self.phrases.get(norm, {})

    def match(self, tokens: list[Token], i: int, end: int) -> tuple[Word, int] | None:
        """The longest known phrase at token i, else the known word there, and how many tokens it takes."""
        norm = tokens[i].norm
        if norm in self.phrases and (phrase := spot(tokens, i, end, self.phrases)):
            return phrase
        known = self.words.get(norm)
        return (known, 1) if known else None


@lru_cache(maxsize=4096)
def numeric(tags: frozenset[str]) -> bool:
    """Whether a word with these tags can begin a number."""
    return not NUMERIC.isdisjoint(tags) or any(tag.startswith("qualifier:") for tag in tags)


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
    phrases: list[Row] = []
    cues: list[Row] = []
    calling: list[Row] = []
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
        calling.append((parts, word))
    lexicon.phrases, lexicon.cues = table(phrases), table(cues)
    lexicon.triggers = _triggers(calling, lexicon.frames)


def _triggers(rows: list[Row], frames: dict[str, Frame]) -> Triggers:
    """The triggers among the entries of a lexicon, and what those that tell a toll only beside another word need."""
    needs = {name: frame.needs for name, frame in frames.items() if frame.needs not in ALWAYS}
    named = ((parts, {tag[6:] for tag in word.tags if tag.startswith("frame:")}) for parts, word in rows)
    calling = [(parts, names) for parts, names in named if names]
    ready = [parts for parts, names in calling if not names <= needs.keys()]
    wanting = [(parts, names) for parts, names in calling if names <= needs.keys()]
    waiting = [(parts, Word(frozenset(needs[name] for name in names))) for parts, names in wanting]
    wanted = frozenset(needs.values())
    needed = [(parts, Word(found)) for parts, word in rows if (found := word.tags & wanted)]
    return Triggers(ready, waiting, needed)
