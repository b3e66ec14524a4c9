"""All SQL: feeds, articles, the ledger, alerts, deliveries and leases, on SQLite or PostgreSQL."""

from monitor.store.store import Store

__all__ = ["Store"]
