"""Carrying out what a person decides about incidents, while the daemon runs: the ledger is folded again, the rules
judge it as if the articles had come so, and whoever was told something else is told the correction.

Each decision is one transaction that holds the ledger's lock, so no worker sees half of it."""

from collections.abc import Collection, Sequence

from monitor import pipeline
from monitor.incidents import Known, Queries, Story, Stretch, rulings
from monitor.incidents.rulings import CannotRule, Word
from monitor.model import Alert
from monitor.model.ruling import Ruling
from monitor.model.settings import format_duration
from monitor.pipeline import Desk
from monitor.store import Store
from monitor.store.ledger import Transaction

Ruled = tuple[Ruling, tuple[Alert, ...]]
"""The decision, and the alerts that came of it."""


def merge(store: Store, desk: Desk, one: str, other: str, word: Word) -> Ruled:
    """Decide that two incidents, by their whole ids, are one happening, known as `one` from now on."""
    with store.ledger.write() as tx:
        found = _stories(tx, (one, other), word)
        return _carry_out(tx, desk, rulings.merged(found[one], found[other], word), word)


def doubts(store: Store, desk: Desk, one: str, other: str) -> str | None:
    """What speaks against two incidents, by their whole ids, being one happening; None where nothing does."""
    told = [store.views.told(id) for id in (one, other)]
    if None in told:
        return None
    first, second = (each.story for each in told if each is not None)
    return rulings.doubts(first, second, desk.cues)


def split(store: Store, desk: Desk, id: str, articles: Collection[str], word: Word) -> Ruled:
    """Decide that what some articles of an incident report is another happening."""
    with store.ledger.write() as tx:
        story = _stories(tx, (id,), word)[id]
        return _carry_out(tx, desk, rulings.split(story, articles, word), word)


def undo(store: Store, desk: Desk, id: str, word: Word) -> Ruled:
    """Take back the last decision about an incident."""
    with store.ledger.write() as tx:
        ruling = _last(tx.rulings(id))
        if ruling is None:
            raise CannotRule(f"nobody has decided anything about {id} that could be undone")
        stories = tx.known(_asked(_touched(ruling), word)).stories
        return _carry_out(tx, desk, rulings.undone(ruling, stories, word), word)


def _last(decided: Sequence[Ruling]) -> Ruling | None:
    """The latest decision that stands. An undone one does not, nor does its undoing."""
    taken_back = {ruling.undoes for ruling in decided}
    return next((each for each in decided if each.kind != "undo" and each.id not in taken_back), None)


def _touched(ruling: Ruling) -> tuple[str, ...]:
    ids = (link.incident for moved in ruling.moved for link in (moved.before, moved.after))
    return tuple(dict.fromkeys((ruling.incident, ruling.other, *ids)))


def _stories(tx: Transaction, ids: tuple[str, ...], word: Word) -> dict[str, Story]:
    found = {story.incident.id: story for story in tx.known(_asked(ids, word)).stories}
    if gone := [id for id in ids if id not in found]:
        raise CannotRule(f"there is no incident {gone[0]} any more")
    return found


def _asked(ids: tuple[str, ...], word: Word, stretches: tuple[Stretch, ...] = ()) -> Queries:
    return Queries("", None, word.author, word.at, incidents=ids, stretches=stretches)


def _carry_out(tx: Transaction, desk: Desk, ruling: Ruling, word: Word) -> Ruled:
    ids = _touched(ruling)
    reports = [report for story in tx.known(_asked(ids, word)).stories for report in story.reports]
    known = tx.known(_asked(ids, word, pipeline.stretches(desk.rules, reports, word.at)))
    changes = rulings.changes(ruling, known.stories, desk.cues)
    raised = tx.raised(pipeline.subjects(changes))
    plan, _ = pipeline.judge(pipeline.scene(changes, known, raised, word.at, _silent(known, desk, word), tx), desk, tx)
    tx.rule(ruling, changes, plan)
    return ruling, plan.alerts


def _silent(known: Known, desk: Desk, word: Word) -> str | None:
    """Nobody is alarmed by what is long past; corrections go to whoever was told."""
    told = [story.incident.seen_at for story in known.stories if story.incident.seen_at is not None]
    if not told or word.at - max(told) <= desk.max_age:
        return None
    return f"older than max_age ({format_duration(desk.max_age)}) when it was decided"
