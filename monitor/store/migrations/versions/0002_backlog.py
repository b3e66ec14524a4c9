"""Articles without a date that were there before their feed was first read."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """What came before this was taken for new."""
    op.add_column("articles", sa.Column("backlog", sa.Boolean(), nullable=False, server_default=sa.false()))
