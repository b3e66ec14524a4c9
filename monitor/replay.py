"""Replay: archived articles through the same code as the daemon's, with their own clock and a ledger of their own.

The outcome depends on the articles, the configuration and nothing else. Reading is spread over processes and what they
found is taken in order; the ledger judges one article after the other."""

import json
import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import structlog

from monitor import incidents, pipeline
from monitor.errors import ReadError
from monitor.lines import article
from monitor.model import Alert, Article, Extraction, Holding, Incident, contract
from monitor.pipeline import Desk
from monitor.resources import load_reader
from monitor.store import Store

log = structlog.get_logger()
CHUNK = 8
"""Articles that a reading process is handed at once."""
AT_ONCE = 100
"""Timers of one moment that are decided together."""
Tell = Callable[[int, int], None]
"""Is told how many articles are done, of how many."""


@dataclass(slots=True)
class Outcome:
    """What became of the articles: the ledger, the log of alerts, and the lines that could not be read.

    `incidents` are happenings, `totals` the figures over a stretch that only sum up others or are too long for one."""

    articles: int = 0
    incidents: list[Incident] = field(default_factory=list)
    totals: list[Incident] = field(default_factory=list)
    territory: list[Holding] = field(default_factory=list)
    alerts: list[Alert] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        """The JSON object of the contract."""
        return {
            "articles": self.articles,
            "incidents": [contract.incident(incident) for incident in self.incidents],
            "territory": [contract.holding(holding) for holding in self.territory],
            "alerts": [contract.alert(alert) for alert in self.alerts],
            "totals": [contract.incident(total) for total in self.totals],
        }


@dataclass(frozen=True, slots=True)
class Timed:
    """An article at the moment when the daemon would have seen it."""

    now: datetime
    article: Article


def replay(lines: Iterable[bytes], desk: Desk, jobs: int = 1, tell: Tell = lambda done, total: None) -> Outcome:
    """Everything that the articles on these lines cause. `jobs` processes read; the outcome is the same for any number.
    Lines that cannot be read are named in `problems`, and the rest goes on."""
    (outcome,) = side_by_side(lines, (desk,), jobs, tell)
    return outcome


def side_by_side(
    lines: Iterable[bytes], desks: Sequence[Desk], jobs: int = 1, tell: Tell = lambda done, total: None
) -> tuple[Outcome, ...]:
    """What the articles cause under each of some configurations, each with a ledger of its own. They are read once."""
    problems: list[str] = []
    timed = in_time(parsed(lines, problems), problems)
    before = timed[0].now if timed else None
    with ExitStack() as stores, _reading([each.article for each in timed], jobs) as extractions:
        ledgers = [stores.enter_context(own_ledger()) for _ in desks]
        for store, desk in zip(ledgers, desks, strict=True):
            if before is not None and _watches(desk):
                store.feeds.follow(tuple(desk.feeds.values()), before)
        outcomes = tuple(Outcome(articles=len(timed), problems=problems) for _ in desks)
        for done, (each, extraction) in enumerate(zip(timed, extractions, strict=True), 1):
            if isinstance(extraction, Extraction):
                for outcome, store, desk in zip(outcomes, ledgers, desks, strict=True):
                    outcome.alerts += _judge(store, each, before or each.now, extraction, desk)
                before = each.now
            else:
                problems.append(f"article {each.article.id}: {extraction}")
            tell(done, len(timed))
        for outcome, store, desk in zip(outcomes, ledgers, desks, strict=True):
            outcome.alerts += _elapse(store, desk)
            _report(outcome, store)
    return outcomes


@contextmanager
def own_ledger() -> Iterator[Store]:
    """An empty store of its own, gone at the end."""
    with Store.open("sqlite://", Path()) as store:
        store.migrate()
        yield store


def _judge(store: Store, timed: Timed, before: datetime, extraction: Extraction, desk: Desk) -> tuple[Alert, ...]:
    """The alerts that an article raises, after those that time brought since the article before it."""
    watched = _watch(store, desk, before, timed) if _watches(desk) else []
    elapsed = _elapse(store, desk, timed.now)
    with store.ledger.write() as tx:
        tx.flush(timed.now)
        decision = pipeline.decide(timed.article, extraction, desk, tx, timed.now)
        tx.save(decision)
    return (*watched, *elapsed, *decision.plan.alerts)


def _watches(desk: Desk) -> bool:
    return any(rule.watches for rule in desk.rules)


def _watch(store: Store, desk: Desk, before: datetime, timed: Timed) -> list[Alert]:
    """What the rules make of the time that passes from the article before to this one, each at its moment, and of its
    feed being heard."""
    found: list[Alert] = []
    while (wakes := _wakes(store, desk, before)) is not None and wakes <= timed.now:
        found += (*_elapse(store, desk, wakes), *_watched(store, desk, wakes))
        before = wakes
    if (heard := desk.feed_of(timed.article.feed, timed.article.source)) is not None:
        found += _elapse(store, desk, timed.now)
        store.feeds.hear(heard, timed.now)
        found += _watched(store, desk, timed.now)
    return found


def _wakes(store: Store, desk: Desk, now: datetime) -> datetime | None:
    with store.ledger.write() as tx:
        return pipeline.wakes(desk, tx, now)


def _watched(store: Store, desk: Desk, now: datetime) -> tuple[Alert, ...]:
    with store.ledger.write() as tx:
        tx.flush(now)
        plan, _ = pipeline.watch(desk, tx, now)
        tx.owe(plan)
    return plan.alerts


def _elapse(store: Store, desk: Desk, until: datetime | None = None) -> tuple[Alert, ...]:
    """The alerts that time alone brings: those that had to wait, those that nobody acknowledges."""
    found: list[Alert] = []
    while (now := store.timers.next()) is not None and (until is None or now <= until):
        due = store.timers.due(now, AT_ONCE)
        with store.ledger.write() as tx:
            tx.flush(now)
            plan = pipeline.elapse(tx.take(due, now), desk, tx, now)
            tx.owe(plan)
        found += plan.alerts
    return tuple(found)


def parsed(lines: Iterable[bytes], problems: list[str]) -> Iterator[tuple[int, Article]]:
    """The articles of lines, each with its number; what is wrong with the others is added to `problems`."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found = article(json.loads(line))
        except (ReadError, ValueError, RecursionError) as problem:
            problems.append(f"line {number}: {problem}")
        else:
            yield number, found


def in_time(numbered: Iterable[tuple[int, Article]], problems: list[str]) -> list[Timed]:
    """Articles in the order they were fetched (else published). One without a time comes with the line before it. An id
    that comes again with another text is an edit; with the same text it is left out."""
    timed: list[Timed] = []
    for number, found in numbered:
        now = found.fetched or found.published or (timed[-1].now if timed else None)
        if now is None:
            problems.append(f"line {number}: neither fetched nor published says when it was told")
            continue
        named = found if found.id else msgspec.structs.replace(found, id=f"line-{number}")
        timed.append(Timed(now, named))
    return _revised(sorted(timed, key=lambda each: each.now))


def _revised(timed: Iterable[Timed]) -> list[Timed]:
    latest: dict[str, Article] = {}
    kept: list[Timed] = []
    for each in timed:
        known = latest.get(each.article.id)
        if known is not None and (known.title, known.text) == (each.article.title, each.article.text):
            continue
        revision = 1 if known is None else known.revision + 1
        latest[each.article.id] = msgspec.structs.replace(each.article, revision=revision)
        kept.append(Timed(each.now, latest[each.article.id]))
    return kept


@contextmanager
def _reading(articles: list[Article], jobs: int) -> Iterator[Iterable[Extraction | str]]:
    if jobs <= 1 or len(articles) <= CHUNK:
        yield map(_read, articles)
        return
    with multiprocessing.Pool(jobs) as pool:
        yield pool.imap(_read, articles, chunksize=CHUNK)


def _read(one: Article) -> Extraction | str:
    """The extraction; what broke, where an article breaks the reader: it costs no other its reading."""
    try:
        return load_reader().read(one)
    except Exception as error:
        log.exception("the article could not be read", article=one.id)
        return f"{type(error).__name__}: {error}"


def _report(outcome: Outcome, store: Store) -> None:
    """The ledger as it stands at the end, in an order of its own days and ids."""
    known = sorted(store.ledger.incidents(), key=lambda incident: (incident.date_start, incident.id))
    for incident in known:
        alone = incident.scope == "incident" or incidents.stands_alone(incident, known)
        (outcome.incidents if alone else outcome.totals).append(incident)
    outcome.territory = store.ledger.holdings()
