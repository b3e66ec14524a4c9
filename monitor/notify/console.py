"""The console: a readable block on standard output, in colour on a terminal."""

import sys
from collections.abc import Iterator
from typing import TextIO

from monitor.errors import DeliveryFailed
from monitor.model import Delivery, settings
from monitor.notify.context import Context
from monitor.notify.message import DEMONSTRATION, Story, render

_COLOURS = {"critical": "1;31", "warning": "1;33", "info": "1;36"}


class Settings(settings.Settings):
    """The console needs no settings."""


def send(settings: Settings, delivery: Delivery, context: Context) -> str:
    """Writes the delivery to standard output, in one piece, so that no other process's line comes between."""
    colour = sys.stdout.isatty() and "NO_COLOR" not in context.environment
    return write(block(render(delivery, context).stories, delivery, colour=colour), sys.stdout)


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
    """The stories between two rules, for a terminal."""
    lines = [line for story in stories for line in _lines(story, colour=colour)]
    return "\n".join(["", "─" * 78, *lines, f"  {delivery.receiver} · {delivery.id}", "─" * 78, ""]) + "\n"


def _lines(story: Story, *, colour: bool) -> Iterator[str]:
    kicker = story.kicker.upper()
    yield (f"\x1b[{_COLOURS[story.severity]}m{kicker}\x1b[0m" if colour else kicker) + f"  {story.headline}"
    yield f"  rule     {story.rule}"
    if story.summary != story.headline:
        yield f"  summary  {story.summary}"
    if story.says:
        yield f"  says     {story.says}"
    for evidence in story.evidence:
        yield f"  quote    “{evidence.quote}”"
        yield f"           — {evidence.publisher}" + (f"  {evidence.link}" if evidence.link else "")
    yield f"  when     {story.at:%Y-%m-%d %H:%M} UTC" + (f"  {story.reason}" if story.reason else "")
    if story.demonstration:
        yield f"  note     {DEMONSTRATION}"
