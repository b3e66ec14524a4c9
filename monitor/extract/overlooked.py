"""Numbers that no frame took, and words of fate or of territory from which nothing could be read: what they are, by the
types and chunks that the cascade gave them."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from monitor.extract.grammar.chunk import Chunk
from monitor.extract.grammar.clauses import human
from monitor.extract.grammar.frames import called_up
from monitor.extract.reader import Reader, Reading, spans_of
from monitor.extract.words.lexicon import Frame
from monitor.extract.words.numbers import NumberKind
from monitor.extract.words.tokens import Document, Sentence
from monitor.extract.words.units import Unit
from monitor.model import Account, Evidence, Words

NO_COUNT: dict[NumberKind, str] = {
    "age": "an age",
    "compound": "part of a compound word",
    "money": "money",
    "year": "a year",
    "pair": "a time, a score or a date",
    "name": "part of a name, a model or a calibre",
}
POINTER = "its sentence points to another article"
UNTOLD = "nothing in its sentence tells what befell anybody"
UNCOUNTED = "whom it befell is not told, or not how many they were"
UNTAKEN = "no place with somebody armed who took, left or besieged it"
LIST = 6
"""Chunks back from a member of a list to the word that opens it."""


@dataclass(slots=True)
class _View:
    """One sentence as the cascade packed it; `taken` are the tokens that figures already account for."""

    reader: Reader
    document: Document
    sentence: Sentence
    units: list[Unit]
    chunks: list[Chunk]
    taken: set[int]
    frames: list[list[Frame]] = field(init=False)
    """What each chunk calls up."""
    at: dict[int, int] = field(init=False)
    """The chunk of each unit, by the unit's first token."""

    def __post_init__(self) -> None:
        known = self.reader.lexicon.frames
        self.frames = [called_up(chunk, known) for chunk in self.chunks]
        self.at = {
            unit.first: k for k, chunk in enumerate(self.chunks) for unit in self.units[chunk.first : chunk.last]
        }

    def free(self, unit: Unit) -> bool:
        """Whether no figure accounts for a unit."""
        return self.taken.isdisjoint(range(unit.first, unit.last))


def overlooked(reader: Reader, reading: Reading, taken: set[int]) -> Iterator[Account]:
    """A row for each number, word of fate and word of territory of an article that is not among the `taken` tokens and
    tells no event."""
    document, spans = reading.document, spans_of(reading.findings)
    changed = [row for event in reading.extraction.events for row in event.evidence if row.field == "control"]
    for n, sentence in enumerate(document.sentences):
        view = _View(reader, document, sentence, *reader.pack(document, n, spans), taken)
        yield from _numbers(view)
        yield from (row for row in _triggers(view) if not _among(row, changed))
    yield from (row for row in _hints(reader, reading) if not _among(row, changed))


def _among(row: Account, told: list[Evidence]) -> bool:
    """Whether the words of a row tell a change that was read."""
    return any(row.in_ == one.in_ and row.start < one.end and one.start < row.end for one in told)


def words(document: Document, first: int, last: int) -> Words:
    """The exact words of tokens first to last (exclusive)."""
    sentence = document.sentences[bisect_right(document.sentences, first, key=lambda one: one.first) - 1]
    start, end = document.tokens[first].start, document.tokens[last - 1].end
    return Words(document.quote(sentence.in_, start, end), start, end, sentence.in_)


def _row(told: Words, reason: str) -> Account:
    return Account(told.text, told.start, told.end, told.in_, reason)


def _numbers(view: _View) -> Iterator[Account]:
    """The numbers of a sentence; in brackets that tell nothing the grammar leaves them out."""
    typed: set[int] = set()
    for unit in view.units:
        typed.update(range(unit.first, unit.last))
        countless = unit.quantity is None or unit.quantity.kind != "count"
        reason = _reason(view, unit) if countless or view.free(unit) else ""
        if reason:
            yield _row(words(view.document, unit.first, unit.last), reason)
    for i in range(view.sentence.first, view.sentence.last):
        if view.document.tokens[i].kind == "number" and i not in typed and i not in view.taken:
            yield _row(words(view.document, i, i + 1), "an aside in brackets")


def _reason(view: _View, unit: Unit) -> str:
    """Why a unit is no figure; empty where it is no number."""
    number = unit.quantity
    if number is not None:
        vague = number.qualifier in ("several", "some")
        return NO_COUNT.get(number.kind) or ("" if vague else _counting(view, unit))
    if not any(view.document.tokens[i].kind == "number" for i in range(unit.first, unit.last)):
        return ""
    if "measure" in unit.tags:
        return "a measure"
    return "a date" if "date" in unit.tags else NO_COUNT["name"]


def _counting(view: _View, unit: Unit) -> str:
    """Why a count became no figure."""
    at = view.at.get(unit.first)
    if view.sentence.kind == "pointer":
        return POINTER
    if not any(view.frames):
        return UNTOLD
    if at is None:
        return "it counts nothing"
    chunk, head = view.chunks[at], view.chunks[at].head
    if head and head.first > unit.first and not human(chunk):
        return f"it counts {view.document.tokens[head.last - 1].text}"
    if _in_subset(view.chunks, at):
        return "a part of the whole"
    if view.chunks[at - 1].kind == "prep" and "prep:from" in view.chunks[at - 1].tags:
        return "the figure before, or where they come from"
    return "nothing tells what befell them"


def _in_subset(chunks: list[Chunk], at: int) -> bool:
    """Whether a word that opens a subset ("including") stands before the list of which the chunk is a member."""
    for chunk in reversed(chunks[max(0, at - LIST) : at]):
        if chunk.kind not in ("noun", "conj", "comma", "prep"):
            return chunk.kind == "subset"
    return False


def _triggers(view: _View) -> Iterator[Account]:
    """The words of fate from which no figure was read."""
    if view.sentence.kind == "pointer":
        return
    for chunk, frames in zip(view.chunks, view.frames, strict=True):
        fate = [
            unit for unit in view.units[chunk.first : chunk.last] if frames and f"frame:{frames[0].name}" in unit.tags
        ]
        if fate and view.free(fate[-1]):
            told = words(view.document, fate[-1].first, fate[-1].last)
            yield Account(
                told.text, told.start, told.end, told.in_, UNCOUNTED, frames[0].toll, trigger=told, frame=frames[0].name
            )


def _hints(reader: Reader, reading: Reading) -> Iterator[Account]:
    """The words that could tell territory."""
    for first, last in reader.control_hints(reading.document, reading.findings):
        hint = words(reading.document, first, last)
        yield Account(hint.text, hint.start, hint.end, hint.in_, UNTAKEN, "control", trigger=hint)
