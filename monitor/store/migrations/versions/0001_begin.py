"""The first schema: feeds, articles, alerts, deliveries and leases, and the ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """From nothing."""
    _feeds()
    _articles()
    _alerts()
    _deliveries()
    _leases()
    _incidents()
    _holdings()
    _prints()


def _feeds() -> None:
    op.create_table(
        "feeds",
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("next_poll_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("health", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text()),
        sa.Column("last_modified", sa.Text()),
        sa.Column("body_hash", sa.Text()),
        sa.Column("last_ok_at", sa.DateTime(timezone=True)),
        sa.Column("last_error", sa.Text()),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("feed", name="pk_feeds"),
    )
    op.create_index("ix_feeds_active_next_poll_at", "feeds", ["active", "next_poll_at"])


def _articles() -> None:
    op.create_table(
        "articles",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("feed", sa.Text()),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("published", sa.DateTime(timezone=True)),
        sa.Column("url", sa.Text()),
        sa.Column("source", sa.Text()),
        sa.Column("language", sa.Text()),
        sa.Column("fetched", sa.DateTime(timezone=True)),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True)),
        sa.Column("traceback", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
    )
    op.create_index("ix_articles_seen_at_id", "articles", ["seen_at", "id"])
    op.create_index("ix_articles_state_told_at_id", "articles", ["state", "told_at", "id"])


def _alerts() -> None:
    op.create_table(
        "alerts",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_alerts"),
        sa.UniqueConstraint("id", "status", "at", name="uq_alerts_id_status_at"),
    )
    op.create_index("ix_alerts_at", "alerts", ["at"])
    op.create_index("ix_alerts_subject_rule", "alerts", ["subject", "rule"])


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("receiver", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("group_key", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
    )
    op.create_index(
        "ix_deliveries_receiver_channel_group_key_status", "deliveries", ["receiver", "channel", "group_key", "status"]
    )
    op.create_index("ix_deliveries_status_not_before", "deliveries", ["status", "not_before"])
    op.create_table(
        "delivery_alerts",
        sa.Column("delivery", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery"], ["deliveries.id"], name="fk_delivery_alerts_delivery_deliveries", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("delivery", "position", name="pk_delivery_alerts"),
    )
    op.create_table(
        "attempts",
        sa.Column("delivery", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery"], ["deliveries.id"], name="fk_attempts_delivery_deliveries", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("delivery", "number", name="pk_attempts"),
    )


def _leases() -> None:
    op.create_table(
        "leases",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_leases"),
    )


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
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("url", sa.Text()),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_claims"),
    )
    for column in ("place", "name", "article", "url"):
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
