"""The console: a readable block on standard output, in colour on a terminal."""

import sys
from collections.abc import Iterator
from textwrap import wrap
from typing import TextIO

from monitor.errors import DeliveryFailed
from monitor.model import Delivery, settings
from monitor.notify.context import Context
from monitor.notify.message import Story
from monitor.notify.render import DEMONSTRATION, render

WIDTH = 80
INDENT = 9
REMEDY = "look whether standard output is closed, or leads to a disk that is full."
_COLOURS = {"critical": "1;31", "warning": "1;33", "info": "1;36"}


class Settings(settings.Settings):
    """The console needs no settings."""


def send(settings: Settings, delivery: Delivery, context: Context) -> str:
    """Writes the delivery to standard output, in one piece, so that no other process's line comes between."""
    colour = sys.stdout.isatty() and "NO_COLOR" not in context.environment
    context.hear("> a block on standard output")
    words = render(delivery, context)
    shown = words.text if words.table else block(words.stories, delivery, colour=colour)
    return write(shown, sys.stdout)


def write(text: str, stream: TextIO) -> str:
    """Writes and flushes `text`; letters that the terminal does not know become question marks."""
    encoding = stream.encoding or "utf-8"
    try:
        stream.write(text.encode(encoding, "replace").decode(encoding))
        stream.flush()
    except (OSError, ValueError) as error:
        raise DeliveryFailed(f"standard output takes nothing ({error})") from None
    return f"{len(text)} characters written"


def block(stories: tuple[Story, ...], delivery: Delivery, *, colour: bool) -> str:
    """The stories under one rule, for a terminal."""
    lines = ["─" * WIDTH]
    for story in stories:
        lines += [*_lines(story, colour=colour), ""]
    if any(story.demonstration for story in stories):
        lines += _labelled("note", DEMONSTRATION)
    return "\n".join([*lines, *_labelled("to", f"{delivery.receiver} · {delivery.id}"), ""]) + "\n"


def _lines(story: Story, *, colour: bool) -> Iterator[str]:
    kicker = story.kicker.upper()
    shown = f"\x1b[{_COLOURS[story.severity]}m{kicker}\x1b[0m" if colour else kicker
    yield f"{shown} · {story.rule}"
    yield from wrap(story.headline, WIDTH)
    if story.summary != story.headline:
        yield from wrap(story.summary, WIDTH)
    yield from _labelled("says", story.says)
    for name, said in story.notes:
        yield from wrap(f"{name}: {said}", WIDTH, initial_indent="  ", subsequent_indent=" " * INDENT)
    for evidence in story.evidence:
        yield from _labelled("quote", f"“{evidence.quote}”")
        yield from _labelled("", f"— {evidence.publisher}  {evidence.link or ''}")
    yield from _labelled("when", f"{story.at:%Y-%m-%d %H:%M} UTC  {story.reason}")


def _labelled(label: str, words: str) -> list[str]:
    """Words beside their label, wrapped so that they stay in their column. Links are never broken."""
    indent = " " * INDENT
    return wrap(
        words,
        WIDTH,
        initial_indent=f"  {label}".ljust(INDENT),
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
