"""What people decided about incidents. Rows are written inside the ledger's transaction, by `add`."""

import sqlalchemy as sa
from sqlalchemy import Connection

from monitor.model.ruling import Ruling
from monitor.store.tables_ledger import rulings


def add(connection: Connection, ruling: Ruling) -> None:
    """Keep a decision."""
    row = {
        "id": ruling.id,
        "at": ruling.at,
        "incident": ruling.incident,
        "other": ruling.other,
        "document": ruling,
    }
    connection.execute(sa.insert(rulings), [row])


def of(connection: Connection, id: str) -> list[Ruling]:
    """All decisions about an incident, the latest first."""
    concerned = sa.or_(rulings.c.incident == id, rulings.c.other == id)
    query = sa.select(rulings.c.document).where(concerned).order_by(rulings.c.at.desc(), rulings.c.id)
    return list(connection.scalars(query))
