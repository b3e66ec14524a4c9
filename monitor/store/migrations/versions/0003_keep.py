"""Keeping: what a search of the ledger needs stands in its index; what was archived is remembered by its bare id."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

DAYS = ("last_day", "first_day", "id")
SEARCHED = (("cell",), ("country",), ("country", "cell"), ())


def upgrade() -> None:
    """What was kept for ever is so until it is archived."""
    for first in SEARCHED:
        op.drop_index(f"ix_incidents_{'_'.join((*first, 'last_day'))}", "incidents")
        op.create_index(f"ix_incidents_{'_'.join((*first, *DAYS))}", "incidents", [*first, *DAYS])
    op.create_index("ix_deliveries_created", "deliveries", ["created"])
    op.add_column("feeds", sa.Column("read_at", sa.DateTime(timezone=True)))
    op.add_column("holdings", sa.Column("base", sa.Text()))
    op.create_table(
        "seen",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("feed", sa.Text()),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_seen"),
    )
    op.create_index("ix_seen_feed_listed_at", "seen", ["feed", "listed_at"])
