"""One rule tried on a few articles: what it looks at, which of its conditions hold, and what it would say."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from datetime import datetime
from typing import Any

from msgspec import Struct

from monitor import pipeline
from monitor.cli.sheet import Page
from monitor.config.problems import shortened
from monitor.explanation import in_words
from monitor.model import Article, Extraction, Verdict, contract, subject
from monitor.notify.message import one_line
from monitor.pipeline import Decision, Desk
from monitor.replay import Timed, own_ledger
from monitor.resources import load_reader
from monitor.rules import RuleBase
from monitor.rules.facts import Facts, of_holding, of_incident
from monitor.rules.where import Condition
from monitor.store import Store
from monitor.store.ledger import Transaction
from monitor.times import stamp

HOLDS, FAILS = "holds", "fails"
LONGEST_TITLE = 90


class Tried(Struct, frozen=True):
    """An article with what was read in it and what the rule made of it."""

    article: Article
    extraction: Extraction
    decision: Decision


class Trial(Struct, frozen=True):
    """What a rule made of articles, one after the other, and of it that time has passed."""

    articles: tuple[Tried, ...]
    watched: tuple[Verdict, ...] = ()


def tried(articles: Iterable[Timed], desk: Desk, store: Store | None, now: datetime) -> Trial:
    """Articles told one after the other to the store's ledger, of which nothing is kept, and how it stands there `now`;
    without a store to a ledger that knows nothing, where nobody waits for anything."""
    read = [(timed, load_reader().read(timed.article)) for timed in articles]
    with ExitStack() as stack:
        ledger = (store or stack.enter_context(own_ledger())).ledger
        tx = stack.enter_context(ledger.trial())
        found = tuple(_tried(timed, extraction, desk, tx) for timed, extraction in read)
        return Trial(found, pipeline.watch(desk, tx, now)[1] if store is not None else ())


def _tried(timed: Timed, extraction: Extraction, desk: Desk, tx: Transaction) -> Tried:
    decision = pipeline.decide(timed.article, extraction, desk, tx, timed.now)
    tx.save(decision)
    return Tried(timed.article, extraction, decision)


def page(rule: RuleBase, trial: Trial) -> Page:
    """What a rule makes of the articles, for a person."""
    made = _articles(rule, trial.articles)
    if trial.watched:
        made.heading("As it stands now")
    for verdict in trial.watched:
        made.field("rings" if verdict.fired else "silent", f"{verdict.subject}: {verdict.reason}")
    return made


def _articles(rule: RuleBase, found: Iterable[Tried]) -> Page:
    made = Page()
    for each in found:
        article = each.article
        made.heading(shortened(one_line(article.title or article.text[:200]), LONGEST_TITLE) or article.id)
        made.field("told", stamp(article.published) if article.published else "")
        for event in each.extraction.events:
            made.field("reads", f"{event.id} {in_words(event)}; {event.context}, {event.scope}")
        if not each.extraction.events:
            made.field("reads", "nothing that happened: no victims, no change of hands")
        for verdict in each.decision.verdicts:
            made.field("rings" if verdict.fired else "silent", f"{verdict.subject}: {verdict.reason}")
            for condition in conditions(rule, each.decision).get(verdict.subject, ()):
                why = f": {condition.reason}" if condition.reason else ""
                made.say(f"{HOLDS if condition.holds else FAILS}  {condition.name}{why}", 10)
        if not each.decision.verdicts:
            made.field("silent", "the article changes nothing that this rule looks at")
        for alert in each.decision.plan.alerts:
            made.field("says", f"{alert.severity}, {alert.status}: {one_line(alert.summary)}")
            made.field("told to", f"{', '.join(alert.receivers) or 'nobody'} ({alert.notify_reason})")
    return made


def conditions(rule: RuleBase, decision: Decision) -> Mapping[str, tuple[Condition, ...]]:
    """The conditions of a rule's `where`, judged for each subject that an article changed."""
    return {about: rule.where.conditions(facts) for about, facts in _facts(decision)}


def _facts(decision: Decision) -> Iterator[tuple[str, Facts]]:
    for change in decision.changes.incidents:
        if change.after is not None:
            yield subject.incident(change.id), of_incident(change.after)
    for shift in decision.changes.holdings:
        if shift.after is not None:
            yield subject.holding(shift.key), of_holding(shift.after, shift)


def plain(rule: RuleBase, each: Tried) -> dict[str, Any]:
    """The same for programs."""
    judged = conditions(rule, each.decision)
    return {
        "article": each.article.id,
        "title": each.article.title,
        "events": [contract.event(event) for event in each.extraction.events],
        "verdicts": [
            {
                "subject": verdict.subject,
                "fired": verdict.fired,
                "reason": verdict.reason,
                "conditions": [
                    {"condition": one.name, "holds": one.holds, "reason": one.reason}
                    for one in judged.get(verdict.subject, ())
                ],
            }
            for verdict in each.decision.verdicts
        ],
        "alerts": [contract.alert(alert) for alert in each.decision.plan.alerts],
    }


def plain_watch(trial: Trial) -> list[dict[str, Any]]:
    """How it stands now, where the rule watches the time, for programs."""
    verdicts = [{"subject": each.subject, "fired": each.fired, "reason": each.reason} for each in trial.watched]
    return [{"article": None, "verdicts": verdicts}] if verdicts else []
