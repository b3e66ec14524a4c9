"""The ledger: incidents with their reports, holdings with their claims, and the fingerprints of texts."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the ledger's tables."""
    _incidents()
    _holdings()
    _prints()


def _incidents() -> None:
    op.create_table(
        "incidents",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("cell", sa.BigInteger()),
        sa.Column("country", sa.Text()),
        sa.Column("actor1", sa.Text()),
        sa.Column("actor2", sa.Text()),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_incidents"),
    )
    for columns in (
        ["cell", "last_day"],
        ["country", "last_day"],
        ["country", "cell", "last_day"],
        ["actor1", "last_day"],
        ["actor2", "last_day"],
        ["last_day"],
    ):
        op.create_index(f"ix_incidents_{'_'.join(columns)}", "incidents", columns)
    op.create_table(
        "reports",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("incident", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("url", sa.Text()),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
    )
    for column in ("incident", "article", "url"):
        op.create_index(f"ix_reports_{column}", "reports", [column])


def _holdings() -> None:
    op.create_table(
        "holdings",
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("country", sa.Text()),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("place", name="pk_holdings"),
    )
    op.create_index("ix_holdings_country", "holdings", ["country"])
    op.create_table(
        "claims",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("url", sa.Text()),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_claims"),
    )
    for column in ("place", "article", "url"):
        op.create_index(f"ix_claims_{column}", "claims", [column])


def _prints() -> None:
    op.create_table(
        "prints",
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("article", name="pk_prints"),
    )
    op.create_index("ix_prints_at", "prints", ["at"])
    op.create_table(
        "bands",
        sa.Column("band", sa.BigInteger(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["prints.article"], name="fk_bands_article_prints", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("band", "article", name="pk_bands"),
    )
    op.create_index("ix_bands_article", "bands", ["article"])
