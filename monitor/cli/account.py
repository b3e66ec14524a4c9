"""`--explain` for a person: the words that each answer rests on, and what became of every other number."""

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from monitor.cli.view import QUIET, visible, where
from monitor.model import Account, Article, Extraction, PlaceMention, Words

HEAD = "Every number, and every word that could tell a toll or a change of hands:"


def show_account(article: Article, extraction: Extraction, account: tuple[Account, ...], out: Console) -> None:
    """Prints what vouches for each event, how each place was understood, and the account."""
    for line in vouched(article, extraction):
        out.print(line)
    for line in dict.fromkeys(_understood(mention) for mention in extraction.places):
        out.print(line)
    if not account:
        out.print("\nNo number, and no word that could tell a toll or a change of hands.")
        return
    out.print(f"\n{HEAD}\n")
    out.print(rows(account))


def vouched(article: Article, extraction: Extraction) -> Iterator[str]:
    """For every event the words that each of its answers rests on."""
    for event in extraction.events:
        kind = f"{event.event_type} / {event.sub_event_type}"
        doubts = f" ({', '.join(event.doubts)})" if event.doubts else ""
        yield f"{event.id}  {kind}\n    {event.context}, {event.scope}, confidence {event.confidence:.2f}{doubts}"
        for proof in event.evidence:
            words = (article.title if proof.in_ == "title" else article.text)[proof.start : proof.end]
            yield f"    {proof.field:<14} {_quoted(words)} ({proof.in_} {proof.start} to {proof.end})"


def _quoted(words: str) -> str:
    return f"“{visible(' '.join(words.split()))}”"


def _understood(mention: PlaceMention) -> str:
    place = mention.place
    spot = f"{place.lat:.2f} {place.lon:.2f}, within {place.radius_km:g} km"
    return f"place  {_quoted(mention.text)} is {where(place)}, {spot}"


def rows(account: tuple[Account, ...]) -> Table:
    """A line for each: its event, what it says, and why; what counts nowhere stands back."""
    made = Table.grid(padding=(0, 2))
    made.add_column(no_wrap=True)
    made.add_column(no_wrap=True)
    made.add_column(overflow="fold")
    for row in account:
        told = " ".join(filter(None, (row.kind, None if row.figure is None else f"{row.figure:,}")))
        made.add_row(row.event or "–", told, _why(row), style=QUIET if row.reason else "")
    return made


def _why(row: Account) -> Text:
    """The words, who saw them, how they were judged, and why they were left."""
    said = Text(_quoted(row.text), style="bold" if not row.reason else "")
    if row.trigger and row.trigger.start != row.start:
        said.append(f" at {_quoted(row.trigger.text)}", style="not bold")
    parts = [f"frame {row.frame}" if row.frame else "", _judged(row.context, row.cue), _judged(row.scope, row.stretch)]
    parts.append(f"left: {row.reason}" if row.reason else "")
    return said.append("; ".join(["", *filter(None, parts)]), style="not bold")


def _judged(judged: str | None, ground: Words | None) -> str:
    if judged is None or (judged in ("reported", "incident") and ground is None):
        return ""
    return f"{judged} by {_quoted(ground.text)} ({ground.start} to {ground.end})" if ground else judged
