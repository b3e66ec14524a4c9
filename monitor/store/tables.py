"""The tables of feeds, articles, alerts, deliveries and leases. One MetaData for the whole store; the ledger's own
tables are in `tables_ledger` and join it.

Two column types carry the house rules into SQL: `UtcDateTime` (aware in, UTC out) and `Document` (a noun as JSON)."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy import Column, Dialect, ForeignKey, Index, Integer, MetaData, Table, Text, TypeDecorator

from monitor.model import Alert

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. Takes aware datetimes only (ValueError otherwise), gives them back in UTC on every database."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone: the store takes aware datetimes only")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


DECODED = 4096
"""Nouns of a kind that stay decoded: one neighbourhood comes with each article about it, and nouns never change."""


class Document(TypeDecorator[Any]):
    """A noun (or a tuple of them) as JSON text: written by msgspec, read back as exactly the type that was given."""

    impl = Text
    cache_ok = True

    def __init__(self, noun: Any) -> None:
        super().__init__()
        self.noun = noun
        self.decode = lru_cache(DECODED)(msgspec.json.Decoder(noun).decode)

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else msgspec.json.encode(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else self.decode(value)


class FeedText(TypeDecorator[str]):
    """Text from outside. NUL and lone surrogates, which PostgreSQL or UTF-8 refuse, become U+FFFD one for one,
    so that offsets still count."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        clean = value.replace("\0", "\ufffd")
        try:
            clean.encode()
        except UnicodeEncodeError:
            return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in clean)
        return clean


feeds = Table(
    "feeds",
    metadata,
    Column("feed", Text, primary_key=True),
    Column("url", Text, nullable=False),
    Column("active", sa.Boolean, nullable=False),
    Column("next_poll_at", UtcDateTime, nullable=False),
    Column("health", Text, nullable=False),
    Column("etag", FeedText),
    Column("last_modified", FeedText),
    Column("body_hash", Text),
    Column("last_ok_at", UtcDateTime),
    Column("last_error", FeedText),
    Column("failures", Integer, nullable=False),
    Column("read_at", UtcDateTime),
    Column("heard_at", UtcDateTime),
    Index(None, "active", "next_poll_at"),
)
"""What is remembered of each feed; one that left the configuration stays, inactive. `read_at` is when it last gave
entries: a feed that answers "unchanged" still lists those. `heard_at` is when it last gave a new article, else when it
was added."""

articles = Table(
    "articles",
    metadata,
    Column("id", Text, primary_key=True),
    Column("feed", Text),
    Column("title", FeedText, nullable=False),
    Column("text", FeedText, nullable=False),
    Column("published", UtcDateTime),
    Column("url", FeedText),
    Column("source", FeedText),
    Column("language", FeedText),
    Column("fetched", UtcDateTime),
    Column("revision", Integer, nullable=False),
    Column("backlog", sa.Boolean, nullable=False, server_default=sa.false()),
    Column("content_hash", Text, nullable=False),
    Column("told_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("state", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("not_before", UtcDateTime),
    Column("traceback", FeedText),
    Index(None, "state", "told_at", "id"),
    Index(None, "seen_at", "id"),
)
"""`state` new, read or set_aside. `told_at` orders the reading, `seen_at` is when this revision came, `not_before`
the end of a worker's lease or of a back-off."""

seen = Table(
    "seen",
    metadata,
    Column("id", Text, primary_key=True),
    Column("feed", Text),
    Column("content_hash", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("listed_at", UtcDateTime, nullable=False),
    Index(None, "feed", "listed_at"),
)
"""Articles that went into the archive, so that none comes back as new while its feed lists it. `listed_at` is when the
feed last did, as far as anybody knows."""

ALERT = Document(Alert)

alerts = Table(
    "alerts",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("rule", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("document", ALERT, nullable=False),
    Column("muted", Text),
    sa.UniqueConstraint("id", "status", "at"),
    Index(None, "subject", "rule"),
    Index(None, "rule", "subject", "seq"),
    Index(None, "at"),
    Index(None, "muted", "at"),
)
"""A log: an alert that is revised or resolved, told after all or with another severity gets one more row under its id.
`muted` says in one word what keeps it from being told."""

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Text, primary_key=True),
    Column("receiver", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("group_key", FeedText, nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Column("not_before", UtcDateTime, nullable=False),
    Column("status", Text, nullable=False),
    Column("claims", Integer, nullable=False),
    Column("form", Text, nullable=False, server_default="alerts"),
    Column("flush_at", UtcDateTime),
    Index(None, "status", "not_before"),
    Index(None, "created"),
    Index(None, "receiver", "channel", "group_key", "status", "created"),
)
"""`claims` counts the workers that took it up: above 0 its content is settled, for a message may be out. `flush_at` is
when it was planned to go out; `not_before` moves with each attempt."""

switched_off = Table(
    "switched_off",
    metadata,
    Column("receiver", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("settings", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("reason", FeedText, nullable=False),
)
"""Channels whose receiver said that it is gone for good. `settings` is a digest of how the channel was set then: one
that is set otherwise is another channel."""

delivery_alerts = Table(
    "delivery_alerts",
    metadata,
    Column("delivery", Text, ForeignKey("deliveries.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("document", ALERT, nullable=False),
)
"""The alerts of a delivery as they stood when it was planned."""

attempts = Table(
    "attempts",
    metadata,
    Column("delivery", Text, ForeignKey("deliveries.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("answer", FeedText, nullable=False),
    Column("seconds", sa.Float, nullable=False),
)

leases = Table(
    "leases",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("until", UtcDateTime, nullable=False),
)
"""Who leads: one row for each role that only one process may have at a time."""
