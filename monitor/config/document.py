"""A YAML file as plain data that remembers where everything stands. Whatever is in the file, it cannot hurt its reader.

The data is built from the parser's events, so depth, aliases and tags are judged before anything is built; the usual
tree builder recurses in C, and 200 kB of brackets end its process."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from monitor.errors import TocsinError

Loc = tuple[str | int, ...]
Mark = tuple[int, int]
"""Line and column, from 1."""

MAX_BYTES = 1_000_000
MAX_DEPTH = 32

_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
_WORDS |= {word.capitalize(): value for word, value in _WORDS.items()} | {
    word.upper(): value for word, value in _WORDS.items()
}
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")


class Unreadable(TocsinError):
    """The file cannot be read on from here."""

    def __init__(self, text: str, mark: Mark = (1, 1)) -> None:
        super().__init__(text)
        self.mark = mark


@dataclass(frozen=True, slots=True)
class Document:
    """`data` as YAML says it, where each value and each key stands, and the keys that are told twice."""

    data: dict[str, Any]
    values: dict[Loc, Mark]
    keys: dict[Loc, Mark]
    repeated: tuple[Loc, ...] = ()

    def where(self, loc: Loc, *, at_key: bool = False) -> Mark:
        """The place in the file for a path into the data, or for the nearest part of it that is in the file."""
        if at_key and loc in self.keys:
            return self.keys[loc]
        return next(self.values[loc[:n]] for n in range(len(loc), -1, -1) if loc[:n] in self.values)


@dataclass(slots=True)
class _Builder:
    events: Iterator[Any]
    values: dict[Loc, Mark] = field(default_factory=dict)
    keys: dict[Loc, Mark] = field(default_factory=dict)
    repeated: list[Loc] = field(default_factory=list)

    def value(self, event: Any, loc: Loc) -> Any:
        self.values[loc] = _mark(event)
        if isinstance(event, yaml.AliasEvent):
            raise Unreadable(f"the alias *{event.anchor} is not followed here; write the value out", _mark(event))
        if event.tag is not None:
            raise Unreadable(
                f"the tag {event.tag} is not read here; leave it out, and quote what shall be text", _mark(event)
            )
        if len(loc) > MAX_DEPTH:
            raise Unreadable(f"nested more than {MAX_DEPTH} levels deep; no setting is", _mark(event))
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(loc)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(loc)
        return plain(event.value) if event.implicit[0] else event.value

    def mapping(self, loc: Loc) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise Unreadable("a key must be a word; is this a value in braces that wants quotes?", _mark(event))
            place = (*loc, event.value)
            if event.value in found:
                self.repeated.append(place)
            self.keys[place] = _mark(event)
            found[event.value] = self.value(next(self.events), place)
        return found

    def sequence(self, loc: Loc) -> list[Any]:
        found: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            found.append(self.value(event, (*loc, len(found))))
        return found


def _mark(event: Any) -> Mark:
    return event.start_mark.line + 1, event.start_mark.column + 1


def plain(text: str) -> Any:
    """An unquoted word by YAML 1.2's core rules: `NO` is Norway and not false, `12:30` is text and not a number."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def parse(text: str) -> Document:
    """The document in `text`; Unreadable where it is no YAML, or YAML that is not read here."""
    try:
        return _build(_Builder(iter(yaml.parse(text, Loader=yaml.CSafeLoader))))
    except yaml.YAMLError as error:
        raise _syntax(error) from None


def _build(builder: _Builder) -> Document:
    next(builder.events)
    if isinstance(next(builder.events), yaml.StreamEndEvent):
        raise Unreadable("the file is empty; `tocsin init` writes one to start from")
    data = builder.value(next(builder.events), ())
    if not isinstance(data, dict):
        raise Unreadable("a configuration is a mapping: `feeds:`, `rules:`, `receivers:` …")
    next(builder.events)
    if not isinstance(event := next(builder.events), yaml.StreamEndEvent):
        raise Unreadable("a second document begins here; a configuration is one", _mark(event))
    return Document(data, builder.values, builder.keys, tuple(builder.repeated))


def _syntax(error: yaml.YAMLError) -> Unreadable:
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return Unreadable("this is no YAML: it holds a control character or another that text cannot have")
    mark = error.problem_mark
    context = f" {error.context}" if error.context else ""
    advice = "look at the indentation and quotes here and above"
    return Unreadable(f"this is no YAML: {error.problem}{context}; {advice}", (mark.line + 1, mark.column + 1))


def read(path: Path) -> Document:
    """The document in a file; Unreadable where it cannot be opened, is too long, or is not UTF-8."""
    try:
        with path.open("rb") as file:
            body = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise Unreadable(f"there is no such file; `tocsin init {path}` writes one to start from") from None
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.strerror}") from None
    if len(body) > MAX_BYTES:
        raise Unreadable(f"longer than {MAX_BYTES:,} bytes; no configuration is")
    try:
        return parse(body.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise Unreadable("this is not UTF-8 text; save the file as UTF-8", (line, 1)) from None
