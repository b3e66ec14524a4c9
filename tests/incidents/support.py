"""Small builders of events and articles, and a ledger kept in plain dicts, for tests of the pure core."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from monitor import pipeline
from monitor.alerts import Untold
from monitor.incidents import Ground, Known, Print, Queries, Story
from monitor.model import (
    Actor,
    Alert,
    Article,
    Attribution,
    Claim,
    Control,
    Estimate,
    Event,
    Evidence,
    Extraction,
    Holding,
    Incident,
    Place,
    Report,
    Span,
    Toll,
    Verdict,
)
from monitor.model.pace import Acknowledgement
from monitor.model.route import Route
from monitor.pipeline import Decision, Desk
from monitor.resources import load_agencies, load_cues
from monitor.rules import Annals, RuleBase
from monitor.rules import Control as ControlRule
from monitor.rules import Toll as TollRule
from monitor.rules.past import Day, Tally, Trace

DAY = datetime(2024, 3, 5, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def place(name: str = "Merka", lat: float = 1.71, lon: float = 44.77, **changes: Any) -> Place:
    known = {"geonameid": None, "country": "SO", "admin1": "Lower Shabelle", "geo_precision": 1, "radius_km": 4.0}
    return Place(name=name, lat=lat, lon=lon, **{**known, **changes})


MERKA = place()
BAIDOA = place("Baidoa", 3.11, 43.65, admin1="Bay")
LOWER_SHABELLE = place("Lower Shabelle", 2.0, 44.5, geo_precision=3, radius_km=120.0, feature="region")
SOMALIA = place("Somalia", 5.0, 46.0, geo_precision=3, radius_km=900.0, feature="country", admin1=None)

ARMY = Actor("the army", "Somali army", "somali-army", "state_force", "SO")
SHABAAB = Actor("al-Shabaab", "al-Shabaab", "al-shabaab", "rebel", "SO")
CIVILIANS = Actor("residents", "civilians", None, "civilians")

POLICE = Attribution("police", None, "police")
HOSPITAL = Attribution("hospital staff", None, "medical")
RESIDENTS = Attribution("residents", None, "resident")
MONITOR = Attribution("the Merka Observatory", "merka-observatory", "monitor")
ARMY_SAYS = Attribution("the army", "somali-army", "military")
SHABAAB_SAYS = Attribution("al-Shabaab", "al-shabaab", "armed_group")
STATE_TV = Attribution("state television", None, "state_media")


def count(best: int, text: str = "", qualifier: str = "exact", **changes: Any) -> Estimate:
    known = {"low": best, "high": best if qualifier == "exact" else None}
    return Estimate(best=best, text=text or str(best), qualifier=qualifier, **{**known, **changes})


def event(killed: int | None = None, where: Place | None = MERKA, when: date | None = None, **changes: Any) -> Event:
    """A suicide bombing unless told otherwise; `when` None leaves it undated (the article's own day is filled in)."""
    toll = changes.pop("toll", None) or Toll(killed=None if killed is None else count(killed))
    day = when or date(1, 1, 1)
    known: dict[str, Any] = {
        "id": "",
        "event_type": "Explosions/Remote violence",
        "sub_event_type": "Suicide bomb",
        "context": "reported",
        "scope": "incident",
        "time": Span(when.isoformat() if when else None, day, day, 1),
        "place": where,
        "toll": toll,
    }
    return Event(**{**known, **changes})


def capture(by: Actor | None, lost_by: Actor | None = None, where: Place = MERKA, **changes: Any) -> Event:
    status, extent = changes.pop("status", "controlled"), changes.pop("extent", "full")
    known = {
        "event_type": "Battles",
        "sub_event_type": "Government regains territory",
        "control": Control(status, by, lost_by, extent, changes.pop("named", True), changes.pop("relieves", False)),
    }
    return event(None, where, **{**known, **changes})


@dataclass
class Told:
    """An article with the events that a reader would have found in it. Each event quotes the whole text."""

    id: str
    events: Sequence[Event]
    hours: float = 0.0
    source: str = "Coast Radio"
    text: str = ""
    title: str = ""
    fetched: datetime | None = None
    url: str | None = None
    revision: int = 1
    at: datetime = DAY

    @property
    def article(self) -> Article:
        told = self.at + timedelta(hours=self.hours)
        return Article(
            id=self.id,
            text=self.text or f"Report {self.id}.",
            title=self.title,
            published=told,
            fetched=self.fetched or told,
            source=self.source,
            url=self.url,
            revision=self.revision,
        )

    @property
    def extraction(self) -> Extraction:
        article = self.article
        told = article.published.date() if article.published else DAY.date()
        events = tuple(_complete(each, n, article.text, told) for n, each in enumerate(self.events, 1))
        return Extraction(id=self.id, language="en", published=article.published, events=events)


def _complete(raw: Event, number: int, text: str, told: date) -> Event:
    time = raw.time if raw.time.text is not None else Span(None, told, told, 1)
    evidence = tuple(
        Evidence(f"toll.{kind}", *_found(text, estimate.text), 0, len(text))
        for kind in ("killed", "wounded", "missing")
        if (estimate := raw.toll.get(kind)) is not None
    ) or (Evidence("control" if raw.control else "place", 0, len(text), 0, len(text)),)
    changes = {name: getattr(raw, name) for name in raw.__struct_fields__}
    return Event(**{**changes, "id": f"e{number}", "time": time, "evidence": evidence})


def _found(text: str, words: str) -> tuple[int, int]:
    start = max(0, text.find(words))
    return start, start + len(words)


@dataclass
class Book(Untold):
    """The ledger in plain dicts: the Memory of the pure core's tests. It loads everything that it has."""

    desk: Desk
    stories: dict[str, Story] = field(default_factory=dict)
    holdings: dict[str, tuple[Holding | None, tuple[Claim, ...]]] = field(default_factory=dict)
    marks: list[Print] = field(default_factory=list)
    alerts: list[Alert] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    annals: Annals = field(default_factory=Annals)
    last_heard: dict[str, datetime] = field(default_factory=dict)

    def known(self, asked: Queries) -> Known:
        return Known(
            stories=tuple(self.stories.values()),
            grounds=tuple(Ground(key, claims) for key, (_, claims) in self.holdings.items()),
            stretch=tuple(story.incident for story in self.stories.values()),
            prints=tuple(mark for mark in self.marks if asked.copies and set(mark.bands) & set(asked.copies.bands)),
        )

    def raised(self, subjects: Sequence[str]) -> Sequence[Alert]:
        return [alert for alert in self.alerts if alert.subject in subjects]

    def firing(self, since: datetime) -> Sequence[Alert]:
        return [alert for alert in self.alerts if alert.at >= since]

    def acknowledged(self, ids: Sequence[str]) -> Mapping[str, Acknowledgement]:
        return {}

    def began(self) -> datetime | None:
        return self.annals.began()

    def seen(self, asked: Trace, fits: Callable[[Incident], bool]) -> bool:
        return self.annals.seen(asked, fits)

    def tallies(self, asked: Tally) -> Sequence[Day]:
        return self.annals.tallies(asked)

    def heard(self, now: datetime) -> Mapping[str, datetime]:
        return self.last_heard

    def last_of(self, judges: Sequence[str]) -> Sequence[Alert]:
        last = {(alert.rule, alert.subject): alert for alert in self.alerts if alert.rule in judges}
        return [alert for alert in last.values() if alert.status == "firing"]

    def watch(self, now: datetime) -> Sequence[Verdict]:
        plan, verdicts = pipeline.watch(self.desk, self, now)
        self.alerts += plan.alerts
        return verdicts

    def take(self, told: Told) -> Decision:
        """Judge one article and keep what was decided."""
        return self.judge(told.article, told.extraction)

    def judge(self, article: Article, extraction: Extraction) -> Decision:
        decision = pipeline.decide(article, extraction, self.desk, self, article.fetched or DAY)
        for change in decision.changes.incidents:
            if change.after is None:
                del self.stories[change.id]
            else:
                self.stories[change.id] = Story(change.after, change.reports)
        for shift in decision.changes.holdings:
            self.holdings[shift.key] = shift.after, shift.claims
        self.annals.take(decision.changes.incidents, decision.at)
        self.marks += [decision.print] if decision.print else []
        self.alerts += decision.plan.alerts
        self.decisions.append(decision)
        return decision

    def tell(self, articles: Iterable[Told]) -> "Book":
        for told in articles:
            self.take(told)
        return self

    @property
    def incidents(self) -> list[Incident]:
        found = [story.incident for story in self.stories.values() if story.incident.sources]
        return sorted(found, key=lambda incident: (incident.date_start, incident.id))

    @property
    def reports(self) -> list[Report]:
        return [report for story in self.stories.values() for report in story.reports]

    def deaths(self) -> list[int]:
        """The best figures of the killed, incident by incident."""
        return [incident.toll["killed"].best for incident in self.incidents if "killed" in incident.toll]

    def holding(self, where: Place = MERKA) -> Holding:
        found = self.holdings[where.key][0]
        assert found is not None
        return found

    def fired(self, rule: str | None = None) -> list[tuple[str, int | None]]:
        return [(alert.status, alert.threshold) for alert in self.alerts if rule in (None, alert.rule)]


def desk(*rules: RuleBase, **changes: Any) -> Desk:
    route = Route(receiver="desk").spread()
    known = {"rules": rules, "route": route, "channels": {"desk": ("console",)}}
    return Desk(cues=load_cues(), agencies=load_agencies(), **{**known, **changes})


def toll_rule(*thresholds: int, **changes: Any) -> TollRule:
    return TollRule(**{"name": "deaths", "thresholds": thresholds or (10, 50, 100), **changes})


def control_rule(**changes: Any) -> ControlRule:
    return ControlRule(**{"name": "territory", **changes})


def book(*rules: RuleBase) -> Book:
    return Book(desk(*rules))
