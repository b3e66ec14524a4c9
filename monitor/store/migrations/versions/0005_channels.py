"""The form of a delivery, and channels that are switched off."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """All deliveries so far tell each alert in full, and every channel is on."""
    op.add_column("deliveries", sa.Column("form", sa.Text(), nullable=False, server_default="alerts"))
    op.create_table(
        "switched_off",
        sa.Column("receiver", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("receiver", "channel", name="pk_switched_off"),
    )
