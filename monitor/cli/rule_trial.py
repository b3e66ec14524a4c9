"""One rule tried on a few articles: what it looks at, which of its conditions hold, and what it would say."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from monitor import pipeline
from monitor.cli.sheet import Page
from monitor.config.problems import shortened
from monitor.explanation import in_words
from monitor.model import Article, Extraction, contract, subject
from monitor.notify.message import one_line
from monitor.pipeline import Decision, Desk
from monitor.replay import Timed, own_ledger
from monitor.resources import load_reader
from monitor.rules import RuleBase
from monitor.rules.facts import Facts, of_holding, of_incident
from monitor.rules.where import Condition
from monitor.times import stamp

HOLDS, FAILS = "holds", "fails"
LONGEST_TITLE = 90


class Tried(Struct, frozen=True):
    """An article with what was read in it and what the rule made of it."""

    article: Article
    extraction: Extraction
    decision: Decision


def tried(articles: Iterable[Timed], desk: Desk) -> Iterator[Tried]:
    """Articles told one after the other to a ledger that knew nothing before."""
    with own_ledger() as store:
        for timed in articles:
            extraction = load_reader().read(timed.article)
            with store.ledger.write() as tx:
                decision = pipeline.decide(timed.article, extraction, desk, tx, timed.now)
                tx.save(decision)
            yield Tried(timed.article, extraction, decision)


def page(rule: RuleBase, found: Iterable[Tried]) -> Page:
    """What a rule makes of the articles, for a person."""
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
