"""Backtests: how often a configuration's rules would have rung on what the ledger remembers.

Nothing is read or linked again: the rules judge each article's change once more, with the articles' own clock, so that
a month takes seconds. What else a new configuration would change, `tocsin replay` tells."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from dataclasses import replace as seen_as
from datetime import date, datetime, timedelta

from monitor import alerts, pipeline, rules
from monitor.alerts import Group, Lane, Standing
from monitor.incidents import Hindsight, Known, Telling
from monitor.model import Alert, Article, Verdict
from monitor.model.pace import Timer
from monitor.model.silence import Silence
from monitor.pipeline import Desk
from monitor.rules import RuleBase, Scene
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


class Hearing:
    """The rules' memory while they look back: the ledger as it stood, and what they raised. Nobody is told anything, so
    nobody has silenced or acknowledged anything, and no message waits."""

    def __init__(self, desk: Desk, hindsight: Hindsight) -> None:
        self._desk, self._hindsight = desk, hindsight
        self._annals = rules.Annals()
        self._raised: dict[str, list[Alert]] = defaultdict(list)
        self._holds: list[Timer] = []

    def judge(self, telling: Telling, article: Article | None) -> tuple[list[Alert], list[Verdict]]:
        """What the rules make of one article's change, and why; before it what time has brought. `article` is None
        where it went into the archive."""
        now = (article.fetched if article else None) or telling.article.at
        elapsed = self.elapse(now)
        scene = self._scene(telling, article, now)
        raised, verdicts = rules.evaluate(self._desk.rules, scene)
        self._annals.take(scene.changes.incidents, now)
        plan = alerts.settle(raised, scene.alerts, self._desk.policy, self, now)
        return [*elapsed, *self._kept(plan.alerts, plan.timers)], verdicts

    def elapse(self, until: datetime) -> list[Alert]:
        """The alerts that had to wait, and whose time comes until then."""
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

    def firing(self, since: datetime) -> Sequence[Alert]:
        """See Planned."""
        last = {alert.id: alert for raised in self._raised.values() for alert in raised}
        return [alert for alert in last.values() if alert.status == "firing" and alert.at >= since]

    def standing(self, wanted: Sequence[Group]) -> Mapping[Group, Standing]:
        """See Planned: no message waits."""
        return {}

    def counted(self, since: Mapping[Lane, datetime]) -> Mapping[Lane, int]:
        """See Planned: nobody was told anything."""
        return {}

    def silences(self, now: datetime) -> Sequence[Silence]:
        """See Planned: what people silenced since was not silent then."""
        return ()

    def _scene(self, telling: Telling, article: Article | None, now: datetime) -> Scene:
        known = Known(stretch=self._hindsight.around(telling, self._since(now)))
        changes = self._hindsight.tell(telling)
        silent = pipeline.muted(article, self._desk, now) if article else None
        seen = pipeline.scene(changes, known, self.raised(pipeline.subjects(changes)), now, silent, self._annals)
        if article is None:
            return seen
        places = [report.event.place for report in telling.reports if report.event.place]
        facts = rules.of_article(telling.article, [*places, *(claim.place for _, claim in telling.claims)])
        return seen_as(seen, article=article, readings=rules.readings(self._desk.rules, article), facts=facts)

    def _since(self, now: datetime) -> date:
        """How far back the longest rolling total looks."""
        windows = [window for rule in self._desk.rules if (window := rule.stretch()) is not None]
        return (now - max(windows, default=timedelta(0))).date()

    def _kept(self, raised: Sequence[Alert], timers: Sequence[Timer]) -> Sequence[Alert]:
        for alert in raised:
            self._raised[alert.subject].append(alert)
        self._holds += (timer for timer in timers if timer.kind == "hold")
        return raised


def backtest(store: Store, desk: Desk, since: datetime, until: datetime, tell: Tell = lambda done: None) -> Backtest:
    """What the desk's rules would have raised on the ledger's articles from `since` until `until`."""
    found = Backtest(since, until)
    hearing = Hearing(desk, Hindsight(desk.cues, store.tellings.bases()))
    begin = since - max([RUN_UP, *(rule.run_up() for rule in desk.rules)])
    told = store.tellings.since(begin.date(), silent=any(map(reads, desk.rules)))
    for done, (telling, article) in enumerate(told, 1):
        raised, _ = hearing.judge(telling, article)
        if since <= telling.article.at <= until:
            found.articles += 1
            found.alerts += raised
        if done % TELL_EVERY == 0:
            tell(done)
    found.alerts += hearing.elapse(until)
    return found


def reads(rule: RuleBase) -> bool:
    """Whether a rule looks at the words of articles, also of those that tell nothing."""
    return type(rule).read is not RuleBase.read
