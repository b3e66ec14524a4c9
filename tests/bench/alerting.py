"""Alerting under load: how soon each receiver has what concerns it, and whether a flood arrives whole."""

import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from monitor import clock
from monitor.alerts import Notice, groups, plan
from monitor.config import load
from monitor.desk import desk_of
from monitor.model import Alert
from monitor.store import Store, deliveries
from monitor.store import groups as stored
from monitor.store.engine import LEDGER_LOCK
from monitor.store.tables import articles
from tests.bench import world
from tests.bench.daemon import Daemon
from tests.bench.figures import Figure, middle, p95
from tests.bench.loopback import Loopback

Databases = Callable[[], str]
FEEDS = tuple(f"feed{n:02}" for n in range(20))
RULES, RECEIVERS = 200, 50
SILENT_ONES = frozenset(f"d{n:02}" for n in range(5))
MANY = 100_000
COUNTRIES = (
    "SY", "IQ", "AF", "PK", "NG", "CD", "ML", "BF", "NE", "SO", "SD", "SS", "CF", "MZ", "YE", "LY", "UA", "MM", "PH",
    "IN", "MX", "CO", "ET", "KE", "CM", "HT",
)  # fmt: skip
"""Of the made-up news."""
RULE = """\
  - name: rule {n:03}
    type: toll
    metric: killed
    thresholds: [10]
    where: {{country: [{country}]}}
    labels: {{desk: d{desk:02}}}
"""
ROUTE = "    - {{matchers: [desk=d{n:02}], receiver: d{n:02}}}\n"
RECEIVER = '  - {{name: d{n:02}, webhook: {{url: "HOOK/d{n:02}"}}}}\n'
SHOWN = 20
"""Items that a feed lists."""
GIVE_UP = 120.0
FLOOD, GROUPS = 10_000, 450


def measure(seconds: int, databases: Databases, workers: int) -> Iterator[Figure]:
    """A minute or so of news through many rules to many receivers; then a flood of alerts."""
    with tempfile.TemporaryDirectory(prefix="tocsin-bench-") as name, Loopback() as outside:
        folder, database = Path(name), databases()
        for feed in FEEDS:
            outside.publish(feed, [])
        with (
            Daemon(folder, outside.url, FEEDS, database=database, workers=workers, alerting=alerting()) as daemon,
            Store.open(database, folder / "var") as store,
        ):
            daemon.ready()
            _until(lambda: store.feeds.counts().get("ok", 0) == len(FEEDS))
            yield from _steady(daemon, outside, store, range(seconds))
            outside.silent = SILENT_ONES
            yield from _steady(daemon, outside, store, range(seconds, 2 * seconds))
            outside.silent = frozenset()
            yield from _flood(folder, outside, store)


def alerting() -> str:
    """The rules, each for one country and one desk, the desks' routes, and a webhook for each."""
    rules = (RULE.format(n=n, country=COUNTRIES[n % len(COUNTRIES)], desk=n % RECEIVERS) for n in range(RULES))
    routes = (ROUTE.format(n=n) for n in range(RECEIVERS))
    receivers = (RECEIVER.format(n=n) for n in range(RECEIVERS))
    head = "route:\n  receiver: d00\n  group_by: [rule, subject]\n  group_wait: 0s\n  group_interval: 1s\n  routes:\n"
    return "".join(("rules:\n", *rules, head, *routes, "receivers:\n", *receivers))


def _steady(daemon: Daemon, outside: Loopback, store: Store, seconds: range) -> Iterator[Figure]:
    """One item a second in each feed. Receivers that are silent meanwhile do not count."""
    begun, worked = clock.monotonic(), daemon.processor_time()
    before = len(outside.taken)
    for turn, second in enumerate(seconds, 1):
        now = clock.now()
        for n, feed in enumerate(FEEDS):
            numbers = range(max(0, second - SHOWN + 1), second + 1)
            outside.publish(feed, [world.item(each * len(FEEDS) + n, now) for each in numbers])
        time.sleep(max(0.0, begun + turn - clock.monotonic()))
    _until(lambda: store.articles.counts()["read"] >= seconds.stop * len(FEEDS) and not _owed(store, outside.silent))
    took, worked = clock.monotonic() - begun, daemon.processor_time() - worked
    taken: dict[str, datetime] = {}
    for id, at in outside.taken[before:]:
        taken.setdefault(id, at)
    waits = sorted(_waits(daemon, store, taken))
    silent = f", of which {len(outside.silent)} never answer" if outside.silent else ""
    note = f"{len(taken):,} webhooks from {len(seconds) * len(FEEDS):,} articles"
    yield Figure(f"commit to accepted webhook, median{silent}", middle(waits), "s", note)
    yield Figure(f"commit to accepted webhook, p95{silent}", p95(waits), "s", f"{RULES} rules, {RECEIVERS} receivers")
    yield Figure(f"commit to accepted webhook, longest{silent}", waits[-1], "s")
    yield Figure(f"processors used{silent}", worked / took, "", "of all processes")


def _waits(daemon: Daemon, store: Store, taken: dict[str, datetime]) -> Iterator[float]:
    """For each delivery, how long after the article behind it was committed, as new, it was accepted. What fires again
    after a correction bears its old id: the latest article that raised it is behind it."""
    with store.database.read() as connection:
        seen = {row.id: row.seen_at for row in connection.execute(sa.select(articles.c.id, articles.c.seen_at))}
    raised: dict[str, list[datetime]] = defaultdict(list)
    for entry in daemon.logged("article read"):
        for alert in entry["alerts"]:
            raised[alert].append(seen[entry["article"]])
    for delivery in store.deliveries.recent(MANY):
        first = min(delivery.alerts, key=lambda alert: alert.at)
        if first.status == "firing" and delivery.id in taken:
            told = taken[delivery.id]
            yield (told - max(at for at in raised[first.id] if at < told)).total_seconds()


def _flood(folder: Path, outside: Loopback, store: Store) -> Iterator[Figure]:
    """Alerts by the thousand, one by one as articles raise them, each planned and grouped in the ledger's way."""
    policy = desk_of(load(folder / "config.yaml")).policy
    before, begun = len(outside.taken), clock.monotonic()
    for number in range(FLOOD):
        now = clock.now()
        notice = Notice(_alert(number, now), policy.route.find(_alert(number, now).labels))
        with store.database.write(LEDGER_LOCK) as connection:
            wanted = groups([notice], policy)
            made = plan([notice], policy, stored.standing(connection, wanted), {}, now)
            deliveries.add(connection, made.deliveries)
            stored.join(connection, made.joined)
    planned = clock.monotonic() - begun
    _until(lambda: not _owed(store, SILENT_ONES))
    seconds = clock.monotonic() - begun
    told = sum(
        each.group.startswith("rule=flood") * len(each.alerts) for each in store.deliveries.recent(MANY, "delivered")
    )
    posts = len(outside.taken) - before
    yield Figure("a flood of alerts, planned", FLOOD / planned, "1/s", f"{FLOOD:,} in {GROUPS} groups")
    yield Figure("a flood of alerts, delivered", FLOOD / seconds, "1/s", f"{told:,} alerts in {posts:,} posts")


def _alert(number: int, at: datetime) -> Alert:
    desk = f"d{len(SILENT_ONES) + number % (RECEIVERS - len(SILENT_ONES)):02}"
    labels = {"rule": "flood", "subject": f"flood:{number % GROUPS}", "desk": desk}
    said = "12 killed in a flood of alerts"
    return Alert(f"flood{number:05}", "flood", "firing", "warning", at, 10, 12, None, None, said, (), labels=labels)


def _owed(store: Store, silent: frozenset[str]) -> int:
    """Deliveries that wait for others than those."""
    counts = store.deliveries.counts()
    return sum(each.get("pending", 0) for receiver, each in counts.items() if receiver not in silent)


def _until(done: Callable[[], bool]) -> None:
    deadline = clock.monotonic() + GIVE_UP
    while not done():
        if clock.monotonic() > deadline:
            raise SystemExit("the daemon does not get on; nothing to measure")
        time.sleep(0.25)
