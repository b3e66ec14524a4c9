"""What an article says, for a person: its text with the evidence marked, and a table of what happened."""

from collections.abc import Iterator

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from monitor.model import TOLL_KINDS, Article, Event, Extraction, Place, PlaceMention, Toll

STYLES = {
    "toll": "bold red", "control": "bold magenta", "place": "cyan", "actor1": "yellow", "actor2": "yellow",
    "time": "green", "attribution": "blue",
}  # fmt: skip
"""How the words behind each part of an event are marked, by the first step of Evidence.field."""
QUIET = "dim"


def show(article: Article, extraction: Extraction, out: Console) -> None:
    """Prints the article and its events."""
    if article.title:
        out.print(marked(article.title, extraction, "title", base="bold"), end="\n\n")
    out.print(marked(article.text.strip("\n"), extraction, "text", shift=_leading(article.text)), end="\n\n")
    if not extraction.events:
        out.print("Nothing that happened was found.")
        return
    table = Table("", "what", "who", "where and when", "figures", "says", box=box.SIMPLE_HEAD, pad_edge=False)
    for event in extraction.events:
        style = QUIET if event.context != "reported" else ""
        table.add_row(*(visible(cell) for cell in cells(event)), style=style)
    out.print(table)


def _leading(text: str) -> int:
    return len(text) - len(text.lstrip("\n"))


def visible(text: str) -> str:
    """The same text, letter for letter, without what could disturb a terminal."""
    return "".join(letter if letter.isprintable() or letter == "\n" else " " for letter in text)


def marked(text: str, extraction: Extraction, field: str, *, shift: int = 0, base: str = "") -> Text:
    """One field of the article with its evidence marked; offsets count from `shift` letters before its start."""
    shown = Text(visible(text), style=base)
    evidence = [proof for event in extraction.events for proof in event.evidence if proof.in_ == field]
    for proof in evidence:
        shown.stylize("underline", proof.sentence_start - shift, proof.sentence_end - shift)
    for proof in evidence:
        shown.stylize(STYLES.get(proof.field.partition(".")[0], "bold"), proof.start - shift, proof.end - shift)
    return shown


def cells(event: Event) -> tuple[str, ...]:
    """One row of the table."""
    aside = [word for word in (event.context, event.scope) if word not in ("reported", "incident")]
    what = event.sub_event_type + (f" ({', '.join(aside)})" if aside else "")
    says = ", ".join(attribution.text for attribution in event.attribution)
    return event.id, what, _who(event), f"{where(event.place)}\n{_when(event)}".strip(), _outcome(event), says


def explained(article: Article, extraction: Extraction) -> Iterator[str]:
    """For every event the words that each of its answers rests on, and every place as it was understood."""
    for event in extraction.events:
        kind = f"{event.event_type} / {event.sub_event_type}"
        yield f"{event.id}  {kind}, {event.context}, {event.scope}, confidence {event.confidence:.2f}"
        for proof in event.evidence:
            words = (article.title if proof.in_ == "title" else article.text)[proof.start : proof.end]
            told = visible(" ".join(words.split()))
            yield f"    {proof.field:<16} “{told}” ({proof.in_} {proof.start} to {proof.end})"
    yield from dict.fromkeys(_understood(mention) for mention in extraction.places)


def _understood(mention: PlaceMention) -> str:
    place = mention.place
    spot = f"{place.lat:.2f} {place.lon:.2f}, within {place.radius_km:g} km"
    return f"place  “{visible(mention.text)}” is {where(place)}, {spot}"


def _who(event: Event) -> str:
    control = event.control
    actors = (control.gained_by, control.lost_by) if control else (event.actor1, event.actor2)
    return " → ".join(actor.name for actor in actors if actor is not None)


def _outcome(event: Event) -> str:
    changed = (
        [event.control.status + (" in part" if event.control.extent == "partial" else "")] if event.control else []
    )
    return "\n".join([*changed, *figures(event.toll)])


def where(place: Place | None) -> str:
    """The place, with its country and how sure that is."""
    if place is None:
        return ""
    near = {1: "", 2: " (near)", 3: " (area)"}[place.geo_precision]
    return f"{place.name}{near}" + (f", {place.country}" if place.country else "")


def _when(event: Event) -> str:
    start, end = event.time.start, event.time.end
    return f"{start}" if start == end else f"{start} to {end}"


def figures(toll: Toll) -> Iterator[str]:
    """The toll in the text's own words, a line a kind."""
    for kind in TOLL_KINDS:
        estimate = toll.get(kind)
        if estimate is not None:
            yield f"{estimate.text} {kind}"
