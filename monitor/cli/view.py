"""What an article says, for a person: its text with the evidence marked, and its events as a table, or as blocks where
the terminal is narrow."""

from collections.abc import Iterator

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from monitor.extract.found import UNDATED
from monitor.model import TOLL_KINDS, Article, Estimate, Event, Extraction, Place, Toll

STYLES = {
    "toll": "bold red", "control": "bold magenta", "place": "cyan", "actor1": "yellow", "actor2": "yellow",
    "time": "green", "attribution": "blue", "event_type": "red",
}  # fmt: skip
"""How the words behind each part of an event are marked, by the first step of Evidence.field."""
QUIET = "dim"
WIDE = 110
"""Columns that the table needs; a narrower terminal gets blocks."""
LONG = 6_000
"""Letters of a text of which all is shown; of a longer one the paragraphs that tell something."""
NOTHING = "Nothing that happened was found: nobody killed, hurt, taken or driven out, no place that changed hands."
BACKGROUND = "No news is among these events: all of them are past, planned, supposed or denied."


def show(article: Article, extraction: Extraction, out: Console) -> None:
    """Prints the article and its events."""
    if article.title:
        out.print(marked(article.title, extraction, "title", base="bold"), end="\n\n")
    for paragraph in shown(article.text, extraction):
        out.print(paragraph, end="\n\n")
    if not extraction.events:
        out.print(NOTHING)
        return
    out.print(table(extraction.events) if out.width >= WIDE else blocks(extraction.events))
    if not any(event.context == "reported" for event in extraction.events):
        out.print(BACKGROUND)


def shown(text: str, extraction: Extraction) -> Iterator[Text]:
    """The text with its evidence marked; of a long one only the paragraphs in which some stands."""
    whole = marked(text, extraction, "text")
    begin = len(text) - len(text.lstrip("\n"))
    if len(text) <= LONG:
        yield whole[begin : len(text.rstrip("\n"))] if text.strip("\n") else Text()
        return
    told = [row for event in extraction.events for row in event.evidence if row.in_ == "text"]
    left, start = 0, 0
    for line in text.splitlines(keepends=True):
        end = start + len(line)
        if any(row.sentence_start < end and start < row.sentence_end for row in told):
            if left:
                yield _gap(left)
            yield whole[start : start + len(line.rstrip())]
            left = 0
        else:
            left += len(line)
        start = end
    if left:
        yield _gap(left)


def _gap(letters: int) -> Text:
    return Text(f"[… {letters:,} letters that tell of no event]", style=QUIET)


def visible(text: str) -> str:
    """The same text, letter for letter, without what could disturb a terminal."""
    return "".join(letter if letter.isprintable() or letter == "\n" else " " for letter in text)


def marked(text: str, extraction: Extraction, field: str, *, base: str = "") -> Text:
    """One field of the article with its evidence marked."""
    shown = Text(visible(text), style=base)
    evidence = [proof for event in extraction.events for proof in event.evidence if proof.in_ == field]
    for proof in evidence:
        shown.stylize("underline", proof.sentence_start, proof.sentence_end)
    for proof in evidence:
        shown.stylize(STYLES.get(proof.field.partition(".")[0], "bold"), proof.start, proof.end)
    return shown


def table(events: tuple[Event, ...]) -> Table:
    """A row an event; what is no news stands back."""
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("", "figures", "what", "who", "where and when", "says", "sure"):
        made.add_column(name, overflow="fold")
    for event in events:
        made.add_row(*(visible(cell) for cell in cells(event)), style=_style(event))
    return made


def blocks(events: tuple[Event, ...]) -> Table:
    """The same below each other: the figures of an event, then a line for each of the rest."""
    made = Table.grid(padding=(0, 2))
    made.add_column(no_wrap=True)
    made.add_column(overflow="fold")
    for event in events:
        number, outcome, *rest = (visible(cell) for cell in cells(event))
        block = Text(outcome, style="bold").append("\n").append("\n".join(_lines(*rest)) + "\n", style="not bold")
        made.add_row(number, block, style=_style(event))
    return made


def _lines(what: str, who: str, place: str, says: str, sure: str) -> Iterator[str]:
    yield what
    if who:
        yield who
    yield place.replace("\n", ", ")
    yield f"says {says}; sure {sure}" if says else f"sure {sure}"


def _style(event: Event) -> str:
    return QUIET if event.context != "reported" else ""


def cells(event: Event) -> tuple[str, ...]:
    """One row of the table."""
    aside = [word for word in (event.context, event.scope) if word not in ("reported", "incident")]
    what = event.sub_event_type + (f" ({', '.join(aside)})" if aside else "")
    says = ", ".join(attribution.text for attribution in event.attribution)
    place = f"{where(event.place)}\n{_when(event)}".strip()
    return event.id, _outcome(event), what, _who(event).strip(), place, says, f"{event.confidence:.0%}"


def _who(event: Event) -> str:
    control = event.control
    doer, sufferer = (control.gained_by, control.lost_by) if control else (event.actor1, event.actor2)
    return (doer.name if doer else "") + (f" → {sufferer.name}" if sufferer else "")


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
    if start == end == UNDATED:
        return "undated"
    return f"{start}" if start == end else f"{start} to {end}"


def figures(toll: Toll) -> Iterator[str]:
    """The toll, a line a kind: in the text's own words where they say the number, else the number before them."""
    for kind in TOLL_KINDS:
        estimate = toll.get(kind)
        if estimate is not None:
            yield f"{estimate.text} {kind}" if _plain(estimate) else f"{estimate.best:,} {kind}: {estimate.text}"


def _plain(estimate: Estimate) -> bool:
    """Whether the words are the number itself, perhaps qualified: "more than 50", "nearly 1,200"."""
    digits = [word for word in estimate.text.replace(",", "").split() if any(map(str.isdigit, word))]
    return digits == [str(estimate.best)] and len(estimate.text.split()) <= 3
