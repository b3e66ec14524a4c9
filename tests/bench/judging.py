"""What rules cost: a thousand of them on what one article changed, and what some of them ask a large ledger."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from time import process_time
from typing import Any, ClassVar

from monitor import clock, rules
from monitor.rules import RULE_TYPES, RuleBase, Scene
from monitor.rules.base import Judged
from monitor.rules.past import Tally, Trace
from monitor.store import Store
from tests.bench.figures import Figure, middle, p95
from tests.bench.linking import filled
from tests.incidents.support import ARMY, SHABAAB, Book, Told, desk, event, place

RULES = 1_000
RUNS = 50
INCIDENTS = 100_000
COUNTRIES = [
    "SO",
    "SY",
    "UA",
    "SD",
    "CD",
    "NG",
    "ML",
    "BF",
    "IQ",
    "YE",
    "LY",
    "ET",
    "MM",
    "AF",
    "PK",
    "IN",
    "HT",
    "CO",
    "MX",
    "LB",
]
TEXT = "A suicide bomber killed 12 people in the market of Merka on Tuesday, witnesses and officials said. " * 10
KINDS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("toll", {"thresholds": [10, 50]}),
    ("toll", {"thresholds": [10, 50, 100], "metric": "wounded"}),
    ("toll", {"thresholds": [10], "of": "country", "window": "24h"}),
    ("control", {}),
    ("approach", {"rings": [50, 20]}),
    ("dispute", {}),
    ("incident", {}),
    ("first", {}),
    ("surge", {}),
    ("keyword", {"any": ["dam burst", "car bomb*", "kidnapped"]}),
)


def measure() -> Iterator[Figure]:
    """The cost of rules that are as different as those of a desk, and of their questions to a ledger of a month."""
    judges = tuple(rule(number) for number in range(RULES))
    scene = last_scene(judges)
    mixed = "a tenth of each kind, each of one of eighteen countries"
    yield timed(f"{RULES:,} rules on one change", lambda: rules.evaluate(judges, replace(scene)), mixed)
    totals = tuple(rolling(number) for number in range(RULES))
    scene = last_scene(totals)
    one = "thresholds of their own for one country's day"
    yield timed(f"{RULES:,} rolling totals", lambda: rules.evaluate(totals, replace(scene)), one)
    article = Told("a", [], text=TEXT).article
    yield timed(
        "the words of one article for 100 keyword rules", lambda: rules.readings(judges, article), "1,000 chars"
    )
    with filled(INCIDENTS) as store:
        yield from asked(store)


def rule(number: int) -> RuleBase:
    """One of a desk's rules."""
    kind, parameters = KINDS[number % len(KINDS)]
    where: dict[str, Any] = {"country": [COUNTRIES[number // len(KINDS) % len(COUNTRIES)]]}
    if kind == "approach":
        where["near"] = {"lat": number % 90 - 45, "lon": number % 180, "km": 50}
    if kind == "incident":
        where["any"] = [{"actor": "al-shabaab"}, {"at_least": {"killed": 9}}]
    return RULE_TYPES[kind].model_validate({"name": f"rule {number}", "where": where, **parameters})


def rolling(number: int) -> RuleBase:
    """One of many totals of one country."""
    parameters = {"thresholds": [10 + number], "of": "country", "window": "24h", "where": {"country": ["SO"]}}
    return RULE_TYPES["toll"].model_validate({"name": f"total {number}", **parameters})


class Onlooker(RuleBase):
    """A rule that keeps what it was shown."""

    seen: ClassVar[list[Scene]] = []

    def evaluate(self, scene: Scene) -> Judged:
        self.seen.append(scene)
        return [], []


def last_scene(judges: tuple[RuleBase, ...]) -> Scene:
    """What the rules see of an article, after thirty others of that day in the same country."""
    onlooker = Onlooker(name="onlooker")
    story = Book(desk(*judges, onlooker))
    for number in range(31):
        happened = event(number % 15, place(f"Town {number}", lat=number - 10.0), actor1=SHABAAB, actor2=ARMY)
        story.take(Told(f"a{number}", [happened], hours=number / 2, text=TEXT))
    return onlooker.seen[-1]


def asked(store: Store) -> Iterator[Figure]:
    """What the questions of surges and firsts cost in one ledger."""
    since = (clock.now() - timedelta(days=63)).date()
    with store.ledger.write() as tx:
        latest = store.ledger.incidents(limit=1)[0]
        country = latest.place.country if latest.place else ""
        note = f"one of 156 countries, 63 days, {INCIDENTS:,} incidents, SQLite"
        yield timed("daily figures for a surge", lambda: tx.tallies(Tally("country", country, since)), note)
        kind = Trace("event_type", latest.sub_event_type)
        yield timed("a kind that was seen before", lambda: tx.seen(kind, lambda _: True), "the latest fits")
        never = Trace("actor", "nobody-at-all")
        yield timed("an actor that never was", lambda: tx.seen(never, lambda _: True), "an index answers")
        nowhere = Trace("event_type", "Volcano")
        yield timed("a kind that never was, anywhere", lambda: tx.seen(nowhere, lambda _: True), "an index answers")
        strange = Trace("event_type", "Volcano", countries=(country,))
        yield timed(
            "a kind that never was, in one country", lambda: tx.seen(strange, lambda _: True), "an index answers"
        )


def timed(what: str, act: Callable[[], object], note: str) -> Figure:
    """Milliseconds that one call computes, whoever else is at work."""
    spent = []
    for _ in range(RUNS):
        begun = process_time()
        act()
        spent.append((process_time() - begun) * 1000)
    return Figure(what, middle(spent), "ms", f"p95 {p95(spent):.1f} ms of computing; {note}")
