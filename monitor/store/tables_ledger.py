"""The ledger's own tables. What a search needs stands in columns; the noun itself is a document beside them."""

import sqlalchemy as sa
from sqlalchemy import BigInteger, Column, Date, Index, Table, Text

from monitor.incidents import Base, Print
from monitor.model import Claim, Holding, Incident, Report
from monitor.model.ruling import Ruling
from monitor.store.tables import Document, FeedText, UtcDateTime, metadata

INCIDENT, REPORT, HOLDING, CLAIM = Document(Incident), Document(Report), Document(Holding), Document(Claim)
BASE, PRINT = Document(Base), Document(Print)
WIDE = sa.text("cell IS NULL")

incidents = Table(
    "incidents",
    metadata,
    Column("id", Text, primary_key=True),
    Column("cell", BigInteger),
    Column("country", Text),
    Column("actor1", Text),
    Column("actor2", Text),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("document", INCIDENT, nullable=False),
    Column("admin1", Text),
    Column("kind", Text),
    Column("killed", BigInteger),
    Index(None, "cell", "last_day", "first_day", "id"),
    Index(None, "country", "last_day", "first_day", "id", "admin1", "kind", "killed"),
    Index(None, "actor1", "last_day", "country", "admin1", "kind", "killed"),
    Index(None, "actor2", "last_day", "country", "admin1", "kind", "killed"),
    Index(None, "last_day", "first_day", "id"),
    Index(None, "kind", "last_day", "country"),
    Index("ix_incidents_wide", "country", "last_day", "first_day", "id", sqlite_where=WIDE, postgresql_where=WIDE),
)
"""`cell` is the quarter of a degree that the place lies in, empty for a wide place; it and `country` are empty where no
place is known. `kind` is the sub-event type of a single happening, empty for a total over a stretch."""

beginnings = Table(
    "beginnings",
    metadata,
    Column("what", Text, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)
"""When the ledger took in its first article: what compares with the past waits until there is one."""

reports = Table(
    "reports",
    metadata,
    Column("id", Text, primary_key=True),
    Column("incident", Text, nullable=False, index=True),
    Column("article", Text, nullable=False, index=True),
    Column("url", FeedText, index=True),
    Column("document", REPORT, nullable=False),
)

holdings = Table(
    "holdings",
    metadata,
    Column("place", Text, primary_key=True),
    Column("country", Text, index=True),
    Column("document", HOLDING, nullable=False),
    Column("base", BASE),
)
"""`base` is what claims left that went into the archive."""

claims = Table(
    "claims",
    metadata,
    Column("id", Text, primary_key=True),
    Column("place", Text, nullable=False, index=True),
    Column("name", Text, nullable=False, index=True),
    Column("article", Text, nullable=False, index=True),
    Column("url", FeedText, index=True),
    Column("document", CLAIM, nullable=False),
)

"""`place` is the key of the holding that a claim is about, `name` the folded name that it gives the place."""

prints = Table(
    "prints",
    metadata,
    Column("article", Text, primary_key=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("document", PRINT, nullable=False),
)

bands = Table(
    "bands",
    metadata,
    Column("band", BigInteger, primary_key=True),
    Column("article", Text, sa.ForeignKey("prints.article", ondelete="CASCADE"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)
"""Which texts share a band of their fingerprints, and so may be copies."""

rulings = Table(
    "rulings",
    metadata,
    Column("id", Text, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("incident", Text, nullable=False, index=True),
    Column("other", Text, nullable=False, index=True),
    Column("document", Document(Ruling), nullable=False),
)
"""What people decided about two incidents, for ever."""
