"""A YAML file as plain data that remembers where everything stands. Whatever is in the file, it cannot hurt its reader.

The data is built from the parser's events, so depth, aliases and tags are judged before anything is built; the usual
tree builder recurses in C, and 200 kB of brackets end its process."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from monitor.errors import ConfigError

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


@dataclass(frozen=True, slots=True)
class Document:
    """`data` as YAML says it, where each value and each key stands, and the keys that are told twice."""

    name: str
    data: Any
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
    name: str
    events: Iterator[Any]
    values: dict[Loc, Mark] = field(default_factory=dict)
    keys: dict[Loc, Mark] = field(default_factory=dict)
    repeated: list[Loc] = field(default_factory=list)

    def refuse(self, event: Any, reason: str) -> ConfigError:
        line, column = _mark(event)
        return ConfigError([f"{self.name}:{line}:{column}: {reason}"])

    def value(self, event: Any, loc: Loc) -> Any:
        self.values[loc] = _mark(event)
        if isinstance(event, yaml.AliasEvent):
            raise self.refuse(event, f"the alias *{event.anchor} is not followed here; write the value out")
        if event.tag is not None:
            raise self.refuse(
                event, f"the tag {event.tag} is not read here; leave it out, and quote what shall be text"
            )
        if len(loc) > MAX_DEPTH:
            raise self.refuse(event, f"nested more than {MAX_DEPTH} levels deep; no setting is")
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(loc)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(loc)
        return plain(event.value) if event.implicit[0] else event.value

    def mapping(self, loc: Loc) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise self.refuse(event, "a key must be a word; is this a value in braces that wants quotes?")
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


def parse(text: str, name: str) -> Document:
    """The document in `text`; ConfigError with `name`, line and column where it is no YAML that is read here."""
    try:
        return _build(_Builder(name, iter(yaml.parse(text, Loader=yaml.CSafeLoader))))
    except yaml.YAMLError as error:
        raise ConfigError([_syntax(error, name)]) from None


def _build(builder: _Builder) -> Document:
    next(builder.events)
    if isinstance(next(builder.events), yaml.StreamEndEvent):
        raise ConfigError([f"{builder.name}:1:1: the file is empty; `tocsin init` writes one to start from"])
    data = builder.value(next(builder.events), ())
    next(builder.events)
    if not isinstance(event := next(builder.events), yaml.StreamEndEvent):
        raise builder.refuse(event, "a second document begins here; a configuration is one")
    return Document(builder.name, data, builder.values, builder.keys, tuple(builder.repeated))


def _syntax(error: yaml.YAMLError, name: str) -> str:
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return f"{name}:1:1: this is no YAML text: {error}"
    mark = error.problem_mark
    context = f" {error.context}" if error.context else ""
    advice = "look at the indentation and quotes here and above"
    return f"{name}:{mark.line + 1}:{mark.column + 1}: this is no YAML: {error.problem}{context}; {advice}"


def read(path: Path, name: str) -> Document:
    """The document in a file; ConfigError where it cannot be read, is too long, or is not UTF-8."""
    try:
        with path.open("rb") as file:
            body = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise ConfigError([f"{name}: there is no such file; `tocsin init {name}` writes one to start from"]) from None
    except OSError as error:
        raise ConfigError([f"{name}: cannot be read: {error.strerror}"]) from None
    if len(body) > MAX_BYTES:
        raise ConfigError([f"{name}: longer than {MAX_BYTES:,} bytes; no configuration is"])
    try:
        return parse(body.decode("utf-8-sig"), name)
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise ConfigError([f"{name}:{line}:1: this is not UTF-8 text; save the file as UTF-8"]) from None
