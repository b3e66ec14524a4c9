"""What rules compare the present with: when each feed last gave an article, when the ledger began, and of each incident
what a search of the past asks for."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0006"
down_revision = "0005"

DAYS = ("last_day", "first_day", "id")
TOLD = ("admin1", "kind", "killed")


def upgrade() -> None:
    """What was known of the past already is looked up once."""
    op.add_column("feeds", sa.Column("heard_at", sa.DateTime(timezone=True)))
    op.execute("UPDATE feeds SET heard_at = read_at")
    op.create_table(
        "beginnings",
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("what", name="pk_beginnings"),
    )
    op.execute(
        "INSERT INTO beginnings (what, at) SELECT 'ledger', min(seen_at) FROM articles HAVING min(seen_at) IS NOT NULL"
    )
    op.create_index("ix_alerts_rule_subject_seq", "alerts", ["rule", "subject", "seq"])
    for name in TOLD:
        op.add_column("incidents", sa.Column(name, sa.BigInteger() if name == "killed" else sa.Text()))
    op.execute(_filled(op.get_bind().dialect.name))
    for actor in ("actor1", "actor2"):
        op.drop_index(f"ix_incidents_{actor}_last_day", "incidents")
        columns = [actor, "last_day", "country", *TOLD]
        op.create_index(f"ix_incidents_{'_'.join(columns)}", "incidents", columns)
    op.drop_index(f"ix_incidents_country_{'_'.join(DAYS)}", "incidents")
    columns = ["country", *DAYS, *TOLD]
    op.create_index(f"ix_incidents_{'_'.join(columns)}", "incidents", columns)


def _filled(dialect: str) -> sa.Update:
    document = sa.column("document", sa.Text())

    def of(*path: str) -> sa.ColumnElement[Any]:
        if dialect == "sqlite":
            return sa.func.json_extract(document, f"$.{'.'.join(path)}", type_=sa.Text())
        return sa.cast(document, JSONB).op("#>>")(sa.cast(list(path), ARRAY(sa.Text())))

    told = sa.and_(of("scope") == "incident", of("sources") != "[]")
    table = sa.table("incidents", document, *(sa.column(name) for name in TOLD))
    return sa.update(table).values(
        admin1=of("place", "admin1"),
        kind=sa.case((told, of("sub_event_type"))),
        killed=sa.cast(of("toll", "killed", "best"), sa.BigInteger()),
    )
