"""Pages of text for a person: headings, fields and paragraphs, broken to the width of the terminal."""

import shutil
import textwrap
from collections.abc import Iterator

from monitor.cli.view import visible

WIDEST, NARROWEST = 100, 30
FIELD = 9
"""Columns that the name of a field takes."""


class Page:
    """Lines of at most `width` columns, with the headings marked as such."""

    def __init__(self, width: int | None = None) -> None:
        self.width = max(NARROWEST, min(width or shutil.get_terminal_size().columns, WIDEST))
        self._lines: list[tuple[str, bool]] = []

    def __iter__(self) -> Iterator[tuple[str, bool]]:
        """The lines, each with whether it is a heading."""
        return iter(self._lines)

    def heading(self, text: str) -> None:
        """A line of its own, set off from what stands before it."""
        if self._lines:
            self._lines.append(("", False))
        self._lines += [(line, True) for line in self._broken(text, 0)]

    def field(self, name: str, text: str) -> None:
        """A name and what it says; nothing where it says nothing."""
        if text:
            self._lines += [(line, False) for line in self._broken(f"{name:<{FIELD}} {text}", FIELD + 1)]

    def say(self, text: str, indent: int = 0) -> None:
        """A paragraph."""
        lines = self._broken(" " * indent + text, indent)
        self._lines += [(line, False) for line in lines]

    def draw(self, lines: list[str]) -> None:
        """Lines as they are."""
        self._lines += [(line, False) for line in lines]

    def print(self) -> None:
        """Everything on standard output, headings bold where it is a terminal."""
        from rich.text import Text

        from monitor.cli.common import console

        out = console()
        for line, is_heading in self:
            out.print(Text(line, style="bold" if is_heading else ""), soft_wrap=True)

    def _broken(self, text: str, indent: int) -> list[str]:
        text = " ".join(visible(text).splitlines())
        return textwrap.wrap(
            text, self.width, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False
        ) or [""]
