"""What each article looks up costs less: bands lie in their index alone, a group's messages in the order in which they
were planned, and a kind of happening is found by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

GROUP = ("receiver", "channel", "group_key", "status")


def upgrade() -> None:
    """SQLite keeps a table and the index over its primary key apart, unless it is told not to."""
    if op.get_bind().dialect.name == "sqlite":
        _without_rowid()
    op.drop_index(f"ix_deliveries_{'_'.join(GROUP)}", "deliveries")
    columns = [*GROUP, "created"]
    op.create_index(f"ix_deliveries_{'_'.join(columns)}", "deliveries", columns)
    op.create_index("ix_incidents_kind_last_day_country", "incidents", ["kind", "last_day", "country"])


def _without_rowid() -> None:
    op.rename_table("bands", "old_bands")
    op.drop_index("ix_bands_article", "old_bands")
    op.create_table(
        "bands",
        sa.Column("band", sa.BigInteger(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["prints.article"], name="fk_bands_article_prints", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("band", "article", name="pk_bands"),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO bands (band, article) SELECT band, article FROM old_bands ORDER BY band, article")
    op.drop_table("old_bands")
    op.create_index("ix_bands_article", "bands", ["article"])
