"""Backtests: how often a configuration's rules would have rung on what the ledger remembers.

Nothing is read or linked again: the rules judge each article's change once more, with the articles' own clock, so that
a month takes seconds. What else a new configuration would change, `tocsin replay` tells."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from monitor import pipeline, rules
from monitor.incidents import Hindsight, Known, Telling
from monitor.model import Alert, Article, Verdict
from monitor.pipeline import Desk
from monitor.store import Store

RUN_UP = timedelta(days=31)
"""How long before the time that is asked for the rules begin to judge: what had rung before then does not ring anew."""
TELL_EVERY = 100
Tell = Callable[[int], None]
"""Is told how many articles are done."""


@dataclass(slots=True)
class Backtest:
    """What the rules raised from `since` until `until`, in order, over so many articles that changed the ledger."""

    since: datetime
    until: datetime
    articles: int = 0
    alerts: list[Alert] = field(default_factory=list)


class Hearing:
    """The rules' memory while they look back: the ledger as it stood, and what they raised."""

    def __init__(self, desk: Desk, hindsight: Hindsight, raised: Sequence[Alert] = ()) -> None:
        self._desk, self._hindsight = desk, hindsight
        self._annals = rules.Annals()
        self._raised: dict[str, list[Alert]] = defaultdict(list)
        for alert in raised:
            self._raised[alert.subject].append(alert)

    def judge(self, telling: Telling, article: Article | None) -> tuple[list[Alert], list[Verdict]]:
        """What the rules make of one article's change, and why. `article` is None where it went into the archive."""
        now = (article.fetched if article else None) or telling.article.at
        known = Known(stretch=self._hindsight.around(telling, self._since(now)))
        changes = self._hindsight.tell(telling)
        raised = [alert for subject in pipeline.subjects(changes) for alert in self._raised.get(subject, ())]
        silent = pipeline.muted(article, self._desk, now) if article else None
        scene = pipeline.scene(changes, known, raised, now, silent, self._annals)
        alerts, verdicts = rules.evaluate(self._desk.rules, scene)
        self._annals.take(changes.incidents, now)
        for alert in alerts:
            self._raised[alert.subject].append(alert)
        return alerts, verdicts

    def _since(self, now: datetime) -> date:
        """How far back the longest rolling total looks."""
        windows = [window for rule in self._desk.rules if (window := rule.stretch()) is not None]
        return (now - max(windows, default=timedelta(0))).date()


def backtest(store: Store, desk: Desk, since: datetime, until: datetime, tell: Tell = lambda done: None) -> Backtest:
    """What the desk's rules would have raised on the ledger's articles from `since` until `until`."""
    found = Backtest(since, until)
    hearing = Hearing(desk, Hindsight(desk.cues, store.tellings.bases()))
    for done, (telling, article) in enumerate(store.tellings.since((since - RUN_UP).date()), 1):
        alerts, _ = hearing.judge(telling, article)
        if since <= telling.article.at <= until:
            found.articles += 1
            found.alerts += alerts
        if done % TELL_EVERY == 0:
            tell(done)
    return found
