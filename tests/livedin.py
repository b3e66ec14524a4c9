"""A deployment that has run for a while: its configuration, and a store with a history."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.config import Config, load
from monitor.model import Alert, Article, Attempt, Delivery, FeedState, Place, Quote
from monitor.store import Store
from monitor.store import alerts as alert_rows
from monitor.store import deliveries as delivery_rows

CONFIG = """\
web: {port: 0, hosts: [monitor.example.org]}
feeds:
  - {name: Coast Herald, url: "https://coast.example.org/rss", country: KE, kind: newspaper}
  - {name: Hill Radio, url: "https://hill.example.org/rss", kind: broadcaster}
rules:
  - {name: many killed, type: toll, thresholds: [10], severity: critical}
"""
SENTENCE = "More than 20 people were killed when a ferry sank off Mombasa, police said."
MOMBASA = Place("Mombasa", 186301, "KE", "Mombasa", -4.05, 39.66, 1, 5.0)
HOSTILE = '<script>alert(1)</script> \x1b[31m"red"'


def alert(now: datetime) -> Alert:
    """One with evidence from two publishers, the second of which tries to break pages and terminals."""
    quotes = (
        Quote("a1", "coast.example.org", "https://coast.example.org/1", SENTENCE, "text", 0, len(SENTENCE)),
        Quote("a2", "hill.example.org", "javascript:alert(1)", HOSTILE, "text", 0, len(HOSTILE)),
    )
    return Alert(
        "5e0c3a9d41b7f286", "many killed", "firing", "critical", now - timedelta(minutes=5), 10, 20, "i1", MOMBASA,
        f"more than 20 killed in Mombasa {HOSTILE}", quotes, receivers=("default",), notify_reason="first crossing",
        subject="incident:i1", figure="more than 20", says=("police",), labels={"metric": "killed", "country": "KE"},
    )  # fmt: skip


def settle(folder: Path, now: datetime | None = None) -> Path:
    """Writes the configuration and a history into a folder; the configuration's path."""
    path = folder / "config.yaml"
    path.write_text(CONFIG, encoding="utf-8")
    config = load(path)
    with Store.open(config.database, config.data_dir) as store:
        store.migrate()
        _history(config, store, now or datetime.now(UTC))
    return path


def _history(config: Config, store: Store, now: datetime) -> None:
    store.feeds.sync(config.feeds, now)
    good = FeedState("Coast Herald", now + timedelta(minutes=4), "ok", last_ok_at=now - timedelta(minutes=1))
    bad = FeedState(
        "Hill Radio", now + timedelta(hours=3), "unreachable", last_error=f"no such host {HOSTILE}", failures=4
    )
    articles = [Article("a1", SENTENCE, "Ferry sinks", now, feed="Coast Herald"), Article("a2", HOSTILE, HOSTILE, now)]
    store.feeds.save_poll(good, articles, now)
    store.feeds.save_poll(bad, [], now)
    for _ in range(3):
        store.articles.claim(["a2"], now, timedelta(0))
        store.articles.fail("a2", f"Traceback (most recent call last):\nValueError: {HOSTILE}", now - timedelta(days=1))
    raised = alert(now)
    owed = Delivery("d1", "default", "mail_folder", "g", (raised,), now - timedelta(minutes=5), now)
    with store.database.write() as connection:
        alert_rows.add(connection, [raised])
        delivery_rows.add(connection, [owed])
    store.deliveries.claim("d1", now, timedelta(minutes=1))
    store.deliveries.record("d1", Attempt(now, "refused", f"no such folder {HOSTILE}", 0.1), None, "failed")
