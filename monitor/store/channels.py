"""Channels that are switched off because their receiver said that it is gone for good."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from msgspec import Struct

from monitor.model import Delivery
from monitor.store import deliveries, engine
from monitor.store.engine import Database
from monitor.store.tables import switched_off

OFF = sa.select(switched_off).where(
    switched_off.c.receiver == sa.bindparam("receiver"), switched_off.c.channel == sa.bindparam("channel")
)


class SwitchedOff(Struct, frozen=True):
    """A channel that gets nothing since then, and why. `settings` is a digest of how it was set."""

    receiver: str
    channel: str
    settings: str
    at: datetime
    reason: str


class Channels:
    """What is switched off."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def off(self) -> list[SwitchedOff]:
        """All that are switched off, by receiver and channel."""
        query = sa.select(switched_off).order_by(switched_off.c.receiver, switched_off.c.channel)
        with self._database.read() as connection:
            return [SwitchedOff(**row._mapping) for row in connection.execute(query)]

    def find(self, receiver: str, channel: str) -> SwitchedOff | None:
        """One channel, where it is switched off."""
        with self._database.read() as connection:
            row = connection.execute(OFF, {"receiver": receiver, "channel": channel}).one_or_none()
        return SwitchedOff(**row._mapping) if row else None

    def switch_off(self, channel: SwitchedOff, notices: Iterable[Delivery]) -> bool:
        """Switch one off and owe the notices that tell of it, all or nothing. False: somebody did so already."""
        row = {name: getattr(channel, name) for name in channel.__struct_fields__}
        of = channel.receiver, channel.channel
        stale = sa.tuple_(switched_off.c.receiver, switched_off.c.channel) == of
        with self._database.write() as connection:
            connection.execute(sa.delete(switched_off).where(stale, switched_off.c.settings != channel.settings))
            insert = engine.insert(connection, switched_off).values(row).on_conflict_do_nothing()
            if not engine.changed(connection, insert):
                return False
            deliveries.add(connection, notices)
        return True

    def switch_on(self, receiver: str, channel: str | None = None) -> list[str]:
        """Let a receiver have what comes from now on, by one of its channels or by all. Returns those that were off."""
        on = sa.delete(switched_off).where(switched_off.c.receiver == receiver).returning(switched_off.c.channel)
        if channel is not None:
            on = on.where(switched_off.c.channel == channel)
        with self._database.write() as connection:
            return sorted(connection.scalars(on))
