"""Measures the reader against gold articles, field by field.

python -m tests.golden.runner open [--misses]    the table of a folder; with --misses every answer that differs
python -m tests.golden.runner streams-scored     the same for the stories of a folder of `streams`
"""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from monitor.model import TOLL_KINDS, Article, Event, Extraction, TollKind
from tests.golden.align import aligned
from tests.golden.answers import Answer, fields
from tests.golden.gold import Expected, Gold, load
from tests.golden.stories import STREAMS, Story, answers, stories

FOLDER = Path(__file__).parent / "en"
STORIES = "streams-"
"""What the name of a folder of stories begins with on the command line."""
SUMMED: tuple[TollKind, ...] = ("killed", "wounded")
Read = Callable[[Article], Extraction]


@dataclass(slots=True)
class Tally:
    """Right answers of those asked."""

    right: int = 0
    asked: int = 0

    @property
    def share(self) -> float:
        """1.0 where nothing was asked."""
        return self.right / self.asked if self.asked else 1.0


@dataclass(slots=True)
class Score:
    """The tallies of many articles, and what was wrong in each."""

    fields: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    misses: list[str] = field(default_factory=list)

    def take(self, name: str, answers: Iterable[Answer]) -> None:
        """Count the answers to one article or story."""
        for answer in answers:
            tally = self.fields[answer.field]
            tally.asked += 1
            tally.right += answer.right
            if not answer.right:
                self.misses.append(f"{name}: {answer.field}: wanted {answer.wanted}, got {answer.got}")

    @property
    def total(self) -> Tally:
        """All fields together."""
        return Tally(sum(t.right for t in self.fields.values()), sum(t.asked for t in self.fields.values()))


def measure(cases: Iterable[Gold], read: Read) -> Score:
    """Read every article and compare."""
    score = Score()
    for gold in cases:
        score.take(gold.id, compare(gold, read(gold.article).events))
    return score


def told(cases: Iterable[tuple[str, Story]]) -> Score:
    """Replay every story and compare."""
    score = Score()
    for name, story in cases:
        score.take(name, answers(story))
    return score


def compare(gold: Gold, found: tuple[Event, ...]) -> Iterator[Answer]:
    """Every field of an article that the gold asks for."""
    yield from _sums(gold, found)
    pairs, used = aligned(gold.events, found)
    for n, wanted in enumerate(gold.events):
        got = pairs.get(n)
        if not wanted.optional:
            yield Answer("events found", got is not None, brief(wanted), "nothing")
        if got:
            yield from fields(wanted, got)
    for m, event in enumerate(found):
        yield Answer("events not spurious", m in used, "nothing", brief(event))


def _sums(gold: Gold, found: tuple[Event, ...]) -> Iterator[Answer]:
    """The deaths and wounds of the whole article, told as new; asked where the gold leaves nothing open."""
    asked = [event for event in gold.events if _live(event.context, event.scope)]
    for kind in SUMMED:
        if any(_left_open(event, kind) for event in gold.events):
            continue
        wanted = sum(int(event.figure(kind) or 0) for event in asked)
        told = [each.toll.get(kind) for each in found if _live(each.context, each.scope)]
        got = sum(estimate.best for estimate in told if estimate)
        yield Answer(f"{kind} of the article", wanted == got, wanted, got)


def _live(context: str, scope: str) -> bool:
    return context == "reported" and scope != "cumulative"


def _left_open(event: Expected, kind: TollKind) -> bool:
    told = event.figure(kind)
    doubtful = event.scope != "cumulative" and "any" in (event.context, event.scope)
    return told == "any" or (told is not None and (event.optional or doubtful))


def brief(event: Expected | Event) -> str:
    """An event in a line, for the list of misses."""
    if isinstance(event, Expected):
        toll = {kind: event.figure(kind) for kind in TOLL_KINDS if event.figure(kind) is not None}
        return f"{event.context} {event.scope} {toll} {event.control or ''} {event.place or ''}"
    shown = {kind: (each.best, each.text) for kind in TOLL_KINDS if (each := event.toll.get(kind))}
    control = event.control and (event.control.status, event.control.gained_by and event.control.gained_by.id)
    return f"{event.context} {event.scope} {shown} {control or ''} {event.place and event.place.name}"


def table(score: Score) -> str:
    """The figures as a person reads them."""
    rows = [*sorted(score.fields.items()), ("total", score.total)]
    return "\n".join(f"{name:24} {t.share:6.3f}  {t.right:5} of {t.asked}" for name, t in rows)


def scored(name: str) -> tuple[str, Score]:
    """How many cases there are in the folder of this name, in words, and their score."""
    from monitor.resources import load_reader

    if name.startswith(STORIES):
        streams = tuple(stories(STREAMS / name.removeprefix(STORIES)))
        return f"{len(streams)} stories", told(streams)
    cases = load(FOLDER / name)
    return f"{len(cases)} articles", measure(cases, load_reader().read)


def main(arguments: list[str]) -> None:
    """The table of the folders named; with --misses also what differs."""
    for name in (each for each in arguments if not each.startswith("-")):
        many, score = scored(name)
        if "--misses" in arguments:
            print("\n".join(score.misses))
        print(f"{name}: {many}\n{table(score)}")


if __name__ == "__main__":
    main(sys.argv[1:])
