"""How far `confidence` keeps its word: of the events that say 0.9, nine in ten should be right.

Labelled rows come from a folder that is no part of the project: `casualties.jsonl`, one object a line with {id, text,
date?, killed, wounded}, null where nobody counted. An event is right where the killed (else the wounded) of its whole
row, summed over what is reported as new, are exactly the label's. Without a folder the golden articles are asked."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from monitor.extract.explain import explain
from monitor.extract.reader import Reader, Reading
from monitor.model import Article, Event, TollKind
from monitor.resources import load_reader
from tests.bench.figures import Figure
from tests.golden.gold import load
from tests.golden.runner import FOLDER, compare

EDGES = (0.0, 0.4, 0.6, 0.8, 0.85, 0.9, 0.925)
"""Where the bins begin."""
DATES = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%d %B %Y", "%d-%B-%Y", "%d-%b-%Y")
KINDS: tuple[TollKind, ...] = ("killed", "wounded")


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article with the figures that a coder entered; None where nobody counted."""

    article: Article
    killed: int | None
    wounded: int | None

    def label(self, kind: TollKind) -> int | None:
        """The figure of one kind."""
        return self.killed if kind == "killed" else self.wounded


@dataclass(frozen=True, slots=True)
class Judged:
    """One event that was compared with a label."""

    kind: TollKind
    frame: str
    confidence: float
    right: bool


def measure(folder: Path | None) -> Iterator[Figure]:
    """How well confidence is calibrated: for all events, by bins and by frames."""
    rows = list(labelled(folder) if folder else golden())
    judged = [one for row in rows for one in judge(load_reader(), row)]
    if not judged:
        sys.exit("no event could be compared with a label")
    yield Figure("labelled texts", len(rows), "", f"{len(judged)} events compared")
    yield Figure("right", share(judged), "share", f"mean confidence {mean(judged):.3f}")
    yield Figure("Brier score", brier(judged), "", f"a constant would score {share(judged) * (1 - share(judged)):.3f}")
    yield Figure("expected calibration error", error(judged), "")
    yield from _grouped("confidence", judged, lambda one: f"{bin_of(one.confidence):.3g} and more")
    yield from _grouped("frame", judged, lambda one: f"{one.kind} {one.frame}")


def _grouped(what: str, judged: Sequence[Judged], key: Callable[[Judged], str]) -> Iterator[Figure]:
    for name, group in groupby(sorted(judged, key=key), key):
        members = list(group)
        note = f"{len(members)} events, mean confidence {mean(members):.3f}"
        yield Figure(f"{what} {name}", share(members), "right", note)


def labelled(folder: Path) -> Iterator[Labelled]:
    """The rows of a folder."""
    path = folder / "casualties.jsonl"
    if not path.is_file():
        sys.exit(f"{path} is not there: give a folder with labelled rows, or none for the golden articles")
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            article = Article(str(row["id"]), row["text"], row.get("title") or "", published=_date(row.get("date")))
            yield Labelled(article, row.get("killed"), row.get("wounded"))


def _date(text: str | None) -> datetime | None:
    """A day in one of the ways in which archives write it, else None."""
    for form in DATES:
        try:
            return datetime.strptime((text or "")[:30], form).replace(tzinfo=UTC)
        except ValueError:
            continue
    return None


def golden() -> Iterator[Labelled]:
    """The golden articles, as far as their coder leaves no figure open."""
    for gold in (*load(FOLDER / "open"), *load(FOLDER / "unread")):
        wanted = {answer.field: answer.wanted for answer in compare(gold, ())}
        killed, wounded = (wanted.get(f"{kind} of the article") for kind in KINDS)
        yield Labelled(gold.article, killed, wounded)


def judge(reader: Reader, row: Labelled) -> Iterator[Judged]:
    """The events of a text that are told as news, each with whether it is right."""
    reading = reader.study(row.article)
    news = [each for each in reading.extraction.events if each.context == "reported" and each.scope != "cumulative"]
    frames = _frames(reader, reading)
    for event in news:
        kind = next((kind for kind in KINDS if event.toll.get(kind) and row.label(kind) is not None), None)
        if kind:
            right = total(news, kind) == row.label(kind)
            yield Judged(kind, frames.get((event.id, kind), ""), event.confidence, right)


def total(events: Iterable[Event], kind: TollKind) -> int:
    """The sum of one kind over events."""
    return sum(estimate.best for event in events if (estimate := event.toll.get(kind)))


def _frames(reader: Reader, reading: Reading) -> dict[tuple[str | None, str | None], str]:
    """The frame that told each figure of each event."""
    rows = (row for row in explain(reader, reading) if not row.reason and row.frame)
    return {(row.event, row.kind): row.frame or "" for row in rows}


def bin_of(confidence: float) -> float:
    """Where the bin of a confidence begins."""
    return max(edge for edge in EDGES if edge <= confidence)


def share(judged: Sequence[Judged]) -> float:
    """The share right."""
    return sum(one.right for one in judged) / len(judged)


def mean(judged: Sequence[Judged]) -> float:
    """The mean confidence."""
    return sum(one.confidence for one in judged) / len(judged)


def brier(judged: Sequence[Judged]) -> float:
    """The mean squared distance of the confidence from what turned out; 0 is best."""
    return sum((one.confidence - one.right) ** 2 for one in judged) / len(judged)


def error(judged: Sequence[Judged]) -> float:
    """How far the share right lies from the mean confidence, over the bins by their size."""
    by = sorted(judged, key=lambda one: bin_of(one.confidence))
    bins = [list(group) for _, group in groupby(by, lambda one: bin_of(one.confidence))]
    return sum(abs(share(each) - mean(each)) * len(each) for each in bins) / len(judged)
