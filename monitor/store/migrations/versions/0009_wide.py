"""What is told of a whole country, or of no place, is found by an index of its own, small and never taken for another.
PostgreSQL plans a search once for all articles, and else chose one that goes through all of a country's incidents."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """The index over all incidents goes: only those without a cell were looked up in it."""
    op.drop_index("ix_incidents_country_cell_last_day_first_day_id", "incidents")
    wide = sa.text("cell IS NULL")
    columns = ["country", "last_day", "first_day", "id"]
    op.create_index("ix_incidents_wide", "incidents", columns, sqlite_where=wide, postgresql_where=wide)
