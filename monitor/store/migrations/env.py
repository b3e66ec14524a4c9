"""Alembic's entry: runs the revisions on the connection that `upgrade` hands over, inside its transaction."""

from alembic import context

from monitor.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata)
context.run_migrations()
