"""One article's way from its text to the deliveries that it causes, on one page and without I/O.

    read -> resolve -> evaluate -> plan

The daemon, replay and explanations all go this way. What the ledger remembers is asked of a `Memory` (the store's write
transaction); what is decided comes back as a `Decision`, for the same transaction to save."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from dataclasses import replace as seen_as
from datetime import datetime, timedelta
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from monitor import alerts, incidents, rules
from monitor.alerts import Channels, Plan, Planned, Policy
from monitor.incidents import Agencies, Cues, Known, Neighbourhood, Print, Queries, Rolling, Scales, Stretch
from monitor.model import (
    Alert,
    Article,
    ArticleRef,
    Changes,
    Claim,
    Extraction,
    Feed,
    Incident,
    IncidentChange,
    Report,
    Verdict,
    subject,
)
from monitor.model.pace import Acknowledgement, Limit, Timer
from monitor.model.route import Route
from monitor.model.settings import format_duration
from monitor.model.silence import Inhibition, Silence
from monitor.rules import Past, RuleBase, Scene, Vigil, of_article


@dataclass(frozen=True, slots=True)
class Desk:
    """What the configuration and the seeds bring to every article. `max_ages` maps a feed's name to its own max_age,
    `limits` a receiver's to how many alerts it is told one by one, `feeds` the configured ones by their names."""

    rules: Sequence[RuleBase]
    route: Route
    channels: Channels
    cues: Cues
    agencies: Agencies
    max_age: timedelta = timedelta(days=7)
    max_ages: Mapping[str, timedelta] = field(default_factory=dict)
    limits: Mapping[str, Limit] = field(default_factory=dict)
    silences: tuple[Silence, ...] = ()
    inhibit: tuple[Inhibition, ...] = ()
    feeds: Mapping[str, Feed] = field(default_factory=dict)
    scales: Scales = field(init=False, repr=False, compare=False)
    """What its articles are put to their incidents by."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "scales", Scales(self.cues))

    def kind(self, article: Article) -> str | None:
        """What kind of source the article's feed is."""
        feed = self.feeds.get(article.feed or "")
        return feed.kind if feed else None

    def feed_of(self, name: str | None, source: str | None) -> str | None:
        """The configured feed that an article came by: the one of that name, else the publisher's."""
        if name in self.feeds:
            return name
        return next((feed.name for feed in self.feeds.values() if feed.source == source), None)

    @property
    def policy(self) -> Policy:
        """What it says about telling."""
        return Policy(
            route=self.route,
            channels=self.channels,
            rules={rule.name: rule for rule in self.rules},
            limits=self.limits,
            silences=self.silences,
            inhibit=self.inhibit,
            max_age=self.max_age,
        )


class Record(Planned, Past, Protocol):
    """What rules that watch the time ask of the ledger."""

    def raised(self, subjects: Sequence[str]) -> Sequence[Alert]:
        """The alerts about these subjects, oldest first."""
        ...

    def heard(self, now: datetime) -> Mapping[str, datetime]:
        """When each feed last gave a new article, or was added; without those whose poll is overdue."""
        ...

    def last_of(self, judges: Sequence[str]) -> Sequence[Alert]:
        """What these rules said last about each of their subjects, where it still fires."""
        ...


class Memory(Record, Protocol):
    """What the ledger remembers."""

    def known(self, asked: Queries) -> Known:
        """The neighbourhood of an article, and the texts that it may be a copy of."""
        ...

    def acknowledged(self, ids: Sequence[str]) -> Mapping[str, Acknowledgement]:
        """Who has taken on which of these alerts."""
        ...


class Decision(Struct, frozen=True):
    """All that one article does. `print` is None where it tells of nothing, so that nobody need know its copies.
    `verdicts` say for every rule why it fired or did not."""

    article: Article
    print: Print | None
    changes: Changes
    plan: Plan
    at: datetime
    verdicts: tuple[Verdict, ...] = ()


def decide(article: Article, extraction: Extraction, desk: Desk, memory: Memory, now: datetime) -> Decision:
    """Judge an article that was read, by what is known at `now`."""
    readings = rules.readings(desk.rules, article)
    speaks = extraction.events or any(reading.hit for reading in readings.values())
    values = incidents.signature(article.text) if speaks else ()
    told = _told(article, extraction, desk, now, values)
    known = memory.known(_asked(told, desk, now))
    if known.prints:
        told = _told(article, extraction, desk, now, values, known.prints)
    changes = incidents.resolve(told.ref, told.reports, told.claims, known, desk.scales)
    raised = memory.raised(subjects(changes))
    seen = scene(changes, known, raised, now, muted(article, desk, now), memory)
    facts = of_article(told.ref, [mention.place for mention in extraction.places])
    planned, verdicts = judge(seen_as(seen, article=article, readings=readings, facts=facts), desk, memory)
    return Decision(article, told.mark if values else None, changes, planned, now, verdicts)


class _Told(Struct, frozen=True):
    """What an article tells: for the ledger, and whose text it is."""

    ref: ArticleRef
    mark: Print
    reports: tuple[Report, ...]
    claims: tuple[Claim, ...]


def _told(
    article: Article,
    extraction: Extraction,
    desk: Desk,
    now: datetime,
    values: tuple[int, ...],
    prints: Sequence[Print] = (),
) -> _Told:
    """`values` is its text's signature, `prints` those of the texts that it may be a copy of."""
    ref, mark = incidents.reference(article, now, prints, desk.agencies, values)
    ref = replace(ref, language=extraction.language, kind=desk.kind(article))
    reports = incidents.reports_of(article, ref, extraction, desk.cues)
    return _Told(ref, mark, reports, incidents.claims_of(article, ref, extraction))


def _asked(told: _Told, desk: Desk, now: datetime) -> Queries:
    """What must be known to judge it: all at once, for each question is a way there and back."""
    marks = told.mark.bands
    copies = Neighbourhood(marks, told.ref.at - incidents.COPY_WINDOW) if marks else None
    windows = stretches(desk.rules, told.reports, now)
    return incidents.queries(told.ref, told.reports, told.claims, desk.cues, windows, copies)


def judge(seen: Scene, desk: Desk, memory: Planned) -> tuple[Plan, tuple[Verdict, ...]]:
    """What the rules make of a changed ledger, and who is told of it."""
    raised, verdicts = rules.evaluate(desk.rules, seen)
    return alerts.settle(raised, seen.alerts, desk.policy, memory, seen.now), tuple(verdicts)


def watch(desk: Desk, memory: Record, now: datetime) -> tuple[Plan, tuple[Verdict, ...]]:
    """What the rules make of it that time has passed. Nothing is asked where none of them watches."""
    watching = [rule for rule in desk.rules if rule.watches]
    if not watching:
        return Plan(), ()
    raised, verdicts = rules.watch(watching, _vigil(watching, desk, memory, now))
    before = memory.raised([alert.subject for alert in raised])
    return alerts.settle(raised, before, desk.policy, memory, now), tuple(verdicts)


def wakes(desk: Desk, memory: Record, now: datetime) -> datetime | None:
    """When time alone can next make a rule ring or fall silent, after `now`; None: not before something happens."""
    watching = [rule for rule in desk.rules if rule.watches]
    return rules.wakes(watching, _vigil(watching, desk, memory, now)) if watching else None


def _vigil(watching: Sequence[RuleBase], desk: Desk, memory: Record, now: datetime) -> Vigil:
    standing = memory.last_of([rule.name for rule in watching])
    return Vigil(now, tuple(desk.feeds.values()), memory.heard(now), standing, memory)


def elapse(timers: Sequence[Timer], desk: Desk, memory: Memory, now: datetime) -> Plan:
    """What becomes of alerts whose time has come: told, told again, still muted, or fallen away."""
    about = tuple(dict.fromkeys(timer.alert.subject for timer in timers))
    ids = tuple(dict.fromkeys(timer.alert.id for timer in timers))
    return alerts.elapse(timers, memory.raised(about), memory.acknowledged(ids), desk.policy, memory, now)


def stretches(judges: Iterable[RuleBase], reports: Sequence[Report], now: datetime) -> tuple[Stretch, ...]:
    """How much of the past the rules' rolling totals need: whole countries, and the actors that are named."""
    windows = [window for rule in judges if (window := rule.stretch()) is not None]
    if not windows or not reports:
        return ()
    since = (now - max(windows)).date()
    events = [report.event for report in reports]
    countries = {event.place.country for event in events if event.place is not None and event.place.country}
    actors = {actor.id for event in events for actor in (event.actor1, event.actor2) if actor is not None and actor.id}
    return (
        *(Stretch(since, country=country) for country in sorted(countries)),
        *(Stretch(since, actor=actor) for actor in sorted(actors)),
    )


def subjects(changes: Changes) -> tuple[str, ...]:
    """All that alerts may be about after these changes: the article, incidents under all their ids, their totals,
    holdings."""
    found = dict.fromkeys((subject.article(changes.article.text_id), subject.article(changes.article.id)))
    found |= dict.fromkeys(subject.holding(shift.key) for shift in changes.holdings)
    for change in changes.incidents:
        found[subject.incident(change.id)] = None
        for incident in (change.before, change.after):
            if incident is not None:
                found.update(dict.fromkeys(map(subject.incident, incident.aliases)))
                found.update(dict.fromkeys((*subject.totals(incident), *subject.province(incident))))
    return tuple(found)


def scene(
    changes: Changes,
    known: Known,
    raised: Sequence[Alert],
    now: datetime,
    silent: str | None,
    past: Past,
    rolling: Callable[[str], Rolling] | None = None,
) -> Scene:
    """What the rules look at: the changes, the incidents of their neighbourhood with them, what was raised about them
    before, and the `past` to ask. `silent` is why nobody is told, where that is so. `rolling` are the totals of all
    that is known, where somebody keeps them; else they are those of the neighbourhood."""
    after = {story.incident.id: story.incident for story in known.stories}
    after |= {incident.id: incident for incident in known.stretch}
    for change in changes.incidents:
        _apply(after, change)
    return Scene(
        changes=changes,
        now=now,
        after=tuple(after.values()),
        alerts=raised,
        rolling=rolling or (lambda total: Rolling(filter(subject.counting(total), after.values()))),
        part_of=part_of,
        muted=silent,
        past=past,
    )


def _apply(ledger: dict[str, Incident], change: IncidentChange) -> None:
    if change.after is None:
        ledger.pop(change.id, None)
    else:
        ledger[change.id] = change.after


def part_of(incident: Incident, others: Sequence[Incident]) -> str | None:
    """Why an incident is no happening of its own but a total over others or over long; None where it is one."""
    if incident.scope == "incident" or incidents.stands_alone(incident, others):
        return None
    return "a total over a stretch, not one happening"


def muted(article: Article, desk: Desk, now: datetime) -> str | None:
    """Why nobody is told of what this article raises: it was old when it was first seen, or may have been."""
    if article.backlog and article.published is None:
        return "undated, and there before this feed was first read"
    longest = desk.max_ages.get(article.feed or "", desk.max_age)
    if article.published is None or (article.fetched or now) - article.published <= longest:
        return None
    return f"older than max_age ({format_duration(longest)}) when it was first seen"
