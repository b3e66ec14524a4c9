"""Backtests: how often a configuration's rules would have rung on what the ledger remembers.

Nothing is read or linked again: the rules judge each article's change once more, with the articles' own clock, so that
a month takes seconds. What else a new configuration would change, `tocsin replay` tells."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from dataclasses import replace as seen_as
from datetime import datetime, timedelta

from monitor import alerts, pipeline, rules
from monitor.alerts import Untold
from monitor.incidents import Base, Hindsight, Known, Telling
from monitor.model import Alert, Article, Incident, Verdict
from monitor.model.pace import Timer
from monitor.pipeline import Desk
from monitor.rules import RuleBase, Scene
from monitor.rules.past import Day, Tally, Trace
from monitor.store import Store

RUN_UP = timedelta(days=31)
"""How long before the time that is asked for the rules begin to judge: what had rung before then does not ring anew."""
TELL_EVERY = 100
Tell = Callable[[int], None]
"""Is told how many articles are done."""


@dataclass(slots=True)
class Backtest:
    """What the rules raised from `since` until `until`, in order, over so many articles that they judged."""

    since: datetime
    until: datetime
    articles: int = 0
    alerts: list[Alert] = field(default_factory=list)


class Hearing(Untold):
    """The rules' memory while they look back: the ledger as it stood, and what they raised. Nobody is told anything, so
    nobody has silenced or acknowledged anything, and no message waits.

    From `listens_from` on (None: never) it listens to the feeds, which counts from the first article then or later."""

    def __init__(self, desk: Desk, bases: Mapping[str, Base], listens_from: datetime | None = None) -> None:
        self._desk, self._annals, self._listens_from = desk, rules.Annals(), listens_from
        window = max((rule.stretch() or timedelta(0) for rule in desk.rules), default=timedelta(0))
        self._hindsight = Hindsight(desk.cues, bases, window)
        self._remembers = any(rule.remembers for rule in desk.rules)
        self._raised: dict[str, list[Alert]] = defaultdict(list)
        self._watching = frozenset(rule.name for rule in desk.rules if rule.watches)
        self._standing: dict[tuple[str, str], Alert] = {}
        self._heard: dict[str, datetime] = {}
        self._wakes: datetime | None = None
        self._holds: list[Timer] = []

    def judge(self, telling: Telling, article: Article | None) -> tuple[list[Alert], list[Verdict]]:
        """What the rules make of one article's change, and why; before it what time has brought. `article` is None
        where it went into the archive."""
        now = (article.fetched if article else None) or telling.article.at
        elapsed = [*self.elapse(now), *self._hear(telling.article.source, article, now)]
        scene = self._scene(telling, article, now)
        raised, verdicts = rules.evaluate(self._desk.rules, scene)
        if self._remembers:
            self._annals.take(scene.changes.incidents, now)
        plan = alerts.settle(raised, scene.alerts, self._desk.policy, self, now)
        return [*elapsed, *self._kept(plan.alerts, plan.timers)], verdicts

    def elapse(self, until: datetime) -> list[Alert]:
        """The alerts that time brings until then: of rules that watch it, and those that had to wait."""
        found: list[Alert] = []
        while self._wakes is not None and self._wakes <= until:
            now = self._wakes
            found += self._released(now)
            found += self._watched(now)
        return [*found, *self._released(until)]

    def _hear(self, source: str, article: Article | None, now: datetime) -> Sequence[Alert]:
        """That an article came, and what it ends. It can only put off what time may bring otherwise."""
        if self._listens_from is None or now < self._listens_from:
            return ()
        begins = not self._heard
        if begins:
            self._heard = dict.fromkeys(self._desk.feeds, now)
        feed = self._desk.feed_of(article.feed if article else None, source)
        if feed is not None:
            self._heard[feed] = now
        return self._watched(now) if begins or self._standing else ()

    def _watched(self, now: datetime) -> Sequence[Alert]:
        plan, _ = pipeline.watch(self._desk, self, now)
        kept = self._kept(plan.alerts, plan.timers)
        self._wakes = pipeline.wakes(self._desk, self, now)
        return kept

    def _released(self, until: datetime) -> list[Alert]:
        found: list[Alert] = []
        while due := sorted((timer for timer in self._holds if timer.due <= until), key=lambda timer: timer.due)[:1]:
            self._holds.remove(due[0])
            about = self.raised([due[0].alert.subject])
            plan = alerts.elapse(due, about, {}, self._desk.policy, self, due[0].due)
            found += self._kept(plan.alerts, plan.timers)
        return found

    def raised(self, subjects: Sequence[str]) -> list[Alert]:
        """What was raised about these subjects, oldest first."""
        return [alert for subject in subjects for alert in self._raised.get(subject, ())]

    def heard(self, now: datetime) -> Mapping[str, datetime]:
        """See Record."""
        return self._heard

    def last_of(self, judges: Sequence[str]) -> Sequence[Alert]:
        """See Record."""
        return [alert for alert in self._standing.values() if alert.rule in judges]

    def began(self) -> datetime | None:
        """See Past."""
        return self._annals.began()

    def seen(self, asked: Trace, fits: Callable[[Incident], bool]) -> bool:
        """See Past."""
        return self._annals.seen(asked, fits)

    def tallies(self, asked: Tally) -> Sequence[Day]:
        """See Past."""
        return self._annals.tallies(asked)

    def firing(self, since: datetime) -> Sequence[Alert]:
        """See Planned."""
        last = {alert.id: alert for raised in self._raised.values() for alert in raised}
        return [alert for alert in last.values() if alert.status == "firing" and alert.at >= since]

    def _scene(self, telling: Telling, article: Article | None, now: datetime) -> Scene:
        known = Known(stretch=self._hindsight.around(telling))
        changes = self._hindsight.tell(telling)
        silent = pipeline.muted(article, self._desk, now) if article else None
        raised = self.raised(pipeline.subjects(changes))
        seen = pipeline.scene(changes, known, raised, now, silent, self._annals, self._hindsight.rolling)
        if article is None:
            return seen
        places = [report.event.place for report in telling.reports if report.event.place]
        facts = rules.of_article(telling.article, [*places, *(claim.place for _, claim in telling.claims)])
        return seen_as(seen, article=article, readings=rules.readings(self._desk.rules, article), facts=facts)

    def _kept(self, raised: Sequence[Alert], timers: Sequence[Timer]) -> Sequence[Alert]:
        for alert in raised:
            self._raised[alert.subject].append(alert)
            if alert.rule in self._watching:
                self._stand(alert)
        self._holds += (timer for timer in timers if timer.kind == "hold")
        return raised

    def _stand(self, alert: Alert) -> None:
        """What a rule that watches the time said is to be looked at again."""
        self._standing.pop((alert.rule, alert.subject), None)
        if alert.status == "firing":
            self._standing[alert.rule, alert.subject] = alert
        self._wakes = alert.at


def backtest(store: Store, desk: Desk, since: datetime, until: datetime, tell: Tell = lambda done: None) -> Backtest:
    """What the desk's rules would have raised on the ledger's articles from `since` until `until`."""
    found = Backtest(since, until)
    begin = since - max([RUN_UP, *(rule.run_up() for rule in desk.rules)])
    watches = any(rule.watches for rule in desk.rules)
    hearing = Hearing(desk, store.tellings.bases(), begin if watches else None)
    told = store.tellings.since(begin.date(), silent=watches or any(map(reads, desk.rules)))
    for done, (telling, article) in enumerate(told, 1):
        raised, _ = hearing.judge(telling, article)
        found.alerts += (alert for alert in raised if since <= alert.at <= until)
        if since <= telling.article.at <= until:
            found.articles += 1
        if done % TELL_EVERY == 0:
            tell(done)
    found.alerts += (alert for alert in hearing.elapse(until) if alert.at >= since)
    return found


def reads(rule: RuleBase) -> bool:
    """Whether a rule looks at the words of articles, also of those that tell nothing."""
    return type(rule).read is not RuleBase.read
