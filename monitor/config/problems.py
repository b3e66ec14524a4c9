"""One thing that is wrong, as a line that says where, what, and what to do."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from monitor.config.document import Document, Loc
from monitor.model.settings import format_duration

SHORT_LIST = 6
"""So many alternatives can be listed beside the likely one."""
LONGEST_TEXT, LONGEST_PATH, LONGEST_VALUE = 400, 120, 60


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong at one place of the data. A warning does not keep anything from starting; what concerns
    `only_sending` keeps nobody from looking at what was sent."""

    loc: Loc
    text: str
    level: Literal["error", "warning"] = "error"
    at_key: bool = False
    only_sending: bool = False

    def found(self, file: str, document: Document) -> "Finding":
        """The same with its place in the file."""
        line, column = document.where(self.loc, at_key=self.at_key)
        return Finding(file, line, column, dotted(self.loc), shortened(self.text, LONGEST_TEXT), self.level)


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A problem with its place in the file, as programs and people read it. Ordered as in the file."""

    file: str
    line: int
    column: int
    path: str
    message: str
    level: Literal["error", "warning"]

    def __str__(self) -> str:
        """`config.yaml:12:5: rules[0].thresholds: …`."""
        where = f"{self.file}:{self.line}:{self.column}: "
        return where + (f"{self.path}: {self.message}" if self.path else self.message)


def dotted(loc: Loc) -> str:
    """`rules[0].thresholds`."""
    parts = (f".{part}" if isinstance(part, str) and part.isidentifier() else f"[{part!r}]" for part in loc)
    return shortened("".join(parts).lstrip("."), LONGEST_PATH)


def nearest(name: str, known: Iterable[str]) -> str:
    """`; did you mean …?`, and all that is known where that is little or nothing is near."""
    names = list(known)
    close = difflib.get_close_matches(name.casefold(), names, n=1, cutoff=0.6)
    meant = f"; did you mean `{close[0]}`?" if close else ""
    return meant if meant and len(names) > SHORT_LIST else f"{meant or ';'} known: {', '.join(names) or 'none'}"


def shown(value: Any) -> str:
    """A value as the file has it, cut short; nothing in it can disturb a terminal."""
    text = format_duration(value) if hasattr(value, "total_seconds") else repr(value)
    return shortened(text, LONGEST_VALUE)


def shortened(text: str, longest: int) -> str:
    """The text, its end cut off where it is too long."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
