"""What keeps alerts from being told and what brings them back: timers, silences, acknowledgements."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Whatever was muted before this was old when it was first seen."""
    op.add_column("alerts", sa.Column("muted", sa.Text()))
    op.execute(sa.text("""UPDATE alerts SET muted = 'age' WHERE document LIKE '%"muted":"%'"""))
    op.create_index("ix_alerts_muted_at", "alerts", ["muted", "at"])
    op.add_column("deliveries", sa.Column("flush_at", sa.DateTime(timezone=True)))
    _timers()
    _silences()
    _acknowledgements()


def _timers() -> None:
    op.create_table(
        "timers",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("alert", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_timers"),
    )
    op.create_index("ix_timers_due", "timers", ["due"])
    op.create_index("ix_timers_alert", "timers", ["alert"])


def _silences() -> None:
    op.create_table(
        "silences",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_silences"),
    )
    op.create_index("ix_silences_ends", "silences", ["ends"])


def _acknowledgements() -> None:
    op.create_table(
        "acknowledgements",
        sa.Column("alert", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("alert", name="pk_acknowledgements"),
    )
