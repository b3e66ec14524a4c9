"""The ledger's one door: a serialized write transaction that remembers, and saves what was decided, all or nothing.

On SQLite the transaction is BEGIN IMMEDIATE, on PostgreSQL it holds an advisory lock: two workers that read of one
happening at the same moment judge one after the other, so they never make two incidents of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy import Connection

from monitor.alerts import Group, Lane, Plan, Standing
from monitor.incidents import Known, Print, Queries
from monitor.model import Alert, Article, Changes, Holding, Incident, Report
from monitor.model.pace import Acknowledgement, Timer
from monitor.model.ruling import Ruling
from monitor.model.silence import Silence
from monitor.rules.past import Day, Tally, Trace
from monitor.store import acknowledgements, articles, deliveries, groups, ledger_search, ledger_write, past, rulings
from monitor.store import alerts as alert_log
from monitor.store import silences as silence_list
from monitor.store import timers as timer_list
from monitor.store.engine import LEDGER_LOCK, Database, piped
from monitor.store.ledger_search import Found
from monitor.store.tables_ledger import holdings, incidents, prints, reports


class Decision(Protocol):
    """What the pipeline decides about one article (see `monitor.pipeline.Decision`)."""

    @property
    def article(self) -> Article: ...
    @property
    def print(self) -> Print | None: ...
    @property
    def changes(self) -> Changes: ...
    @property
    def plan(self) -> Plan: ...
    @property
    def at(self) -> datetime: ...


@dataclass(slots=True)
class Memo:
    """What never changes once the database has it."""

    began: datetime | None = None


class Transaction:
    """One article's turn at the ledger; the pipeline's Memory. Ends with its `with` block, all or nothing."""

    def __init__(self, connection: Connection, memo: Memo) -> None:
        self._connection = connection
        self._memo = memo
        self._found = Found()

    def is_unread(self, article: Article) -> bool:
        """Whether this revision of the article still waits to have its effect."""
        return articles.is_unread(self._connection, article)

    def known(self, asked: Queries) -> Known:
        """What the ledger knows of an article's neighbourhood."""
        self._found = ledger_search.find(self._connection, asked)
        return self._found.known

    def raised(self, subjects: Sequence[str]) -> Sequence[Alert]:
        """What was raised about these subjects, oldest first."""
        return alert_log.of_subjects(self._connection, subjects) if subjects else ()

    def standing(self, wanted: Sequence[Group]) -> Mapping[Group, Standing]:
        """How it stands with these groups."""
        return groups.standing(self._connection, wanted)

    def counted(self, since: Mapping[Lane, datetime]) -> Mapping[Lane, int]:
        """How many alerts were told one by one in each lane, in deliveries planned then or later."""
        return groups.counted(self._connection, since)

    def silences(self, now: datetime) -> Sequence[Silence]:
        """The silences that people added and that hold now."""
        return silence_list.active(self._connection, now)

    def firing(self, since: datetime) -> Sequence[Alert]:
        """The alerts that were raised then or later and have been neither revised nor resolved."""
        return alert_log.firing(self._connection, since)

    def acknowledged(self, ids: Sequence[str]) -> Mapping[str, Acknowledgement]:
        """Who has taken on which of these alerts."""
        return acknowledgements.of_alerts(self._connection, ids)

    def began(self) -> datetime | None:
        """When the ledger took in its first article; None where it has none yet."""
        self._memo.began = self._memo.began or past.began(self._connection)
        return self._memo.began

    def seen(self, asked: Trace, fits: Callable[[Incident], bool]) -> bool:
        """Whether any incident of the trace fits."""
        return past.seen(self._connection, asked, fits)

    def tallies(self, asked: Tally) -> Sequence[Day]:
        """The days on which anything happened."""
        return past.tallies(self._connection, asked)

    def heard(self, now: datetime) -> Mapping[str, datetime]:
        """When each feed last gave a new article, or was added; without those whose poll is overdue."""
        return past.heard(self._connection, now)

    def last_of(self, judges: Sequence[str]) -> Sequence[Alert]:
        """What these rules said last about each of their subjects, where it still fires."""
        return past.last_of(self._connection, judges)

    def take(self, ids: Sequence[str], now: datetime) -> Sequence[Timer]:
        """Remove those of these timers that are due, and decide about them here."""
        return timer_list.take(self._connection, ids, now)

    def flush(self, now: datetime) -> None:
        """As if every receiver had taken what is due. For replays, which tell nobody."""
        groups.flush(self._connection, now)

    def save(self, decision: Decision) -> None:
        """Write all that was decided, and that the article is read. Saving the same decision twice changes nothing."""
        connection = self._connection
        self.owe(decision.plan)
        if self.began() is None:
            past.begin(connection, decision.at)
        with piped(connection):
            ledger_write.save_incidents(connection, decision.changes, self._found)
            ledger_write.save_holdings(connection, decision.changes, self._found)
            if decision.print is not None:
                ledger_write.save_print(connection, decision.print, edited=decision.article.revision > 1)
            articles.mark_read(connection, decision.article)

    def rulings(self, id: str) -> list[Ruling]:
        """What people decided about an incident, the latest first."""
        return rulings.of(self._connection, id)

    def rule(self, ruling: Ruling, changes: Changes, plan: Plan) -> None:
        """Write a person's decision and all that follows from it."""
        rulings.add(self._connection, ruling)
        ledger_write.save_incidents(self._connection, changes, self._found)
        self.owe(plan)

    def owe(self, plan: Plan) -> None:
        """Write alerts, who is to be told of them, and what is to be decided again."""
        alert_log.add(self._connection, plan.alerts)
        deliveries.add(self._connection, plan.deliveries)
        groups.join(self._connection, plan.joined)
        timer_list.put(self._connection, plan.timers)


class _Undone(Exception):
    """Ends a trial: nothing of it is kept."""


class Ledger:
    """Incidents and territory, as all articles together tell them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._memo = Memo()

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """The one transaction that changes the ledger; others wait for its end."""
        with self._database.write(LEDGER_LOCK) as connection:
            yield Transaction(connection, self._memo)

    @contextmanager
    def trial(self) -> Iterator[Transaction]:
        """A transaction that sees the ledger as it is, and of which nothing is kept."""
        with suppress(_Undone), self._database.write(LEDGER_LOCK) as connection:
            yield Transaction(connection, Memo())
            raise _Undone

    def incidents(self, since: date | None = None, limit: int | None = None) -> list[Incident]:
        """Incidents and totals that somebody reports, the latest day first; of `since` or later, where it is given."""
        query = sa.select(incidents.c.document).order_by(incidents.c.last_day.desc(), incidents.c.id).limit(limit)
        if since is not None:
            query = query.where(incidents.c.last_day >= since)
        with self._database.read() as connection:
            return [incident for incident in connection.scalars(query) if incident.sources]

    def incident(self, id: str) -> tuple[Incident, list[Report]] | None:
        """One incident with the reports that it rests on, in the order they were told."""
        told = sa.select(reports.c.document).where(reports.c.incident == id)
        with self._database.read() as connection:
            found = connection.scalar(sa.select(incidents.c.document).where(incidents.c.id == id))
            rests_on = list(connection.scalars(told))
        return None if found is None else (found, sorted(rests_on, key=lambda report: (report.article.at, report.id)))

    def holdings(self, country: str | None = None) -> list[Holding]:
        """Who holds what, by place; of one country, where it is given."""
        query = sa.select(holdings.c.document).order_by(holdings.c.place)
        if country is not None:
            query = query.where(holdings.c.country == country)
        with self._database.read() as connection:
            return list(connection.scalars(query))

    def forget_prints(self, before: datetime) -> None:
        """Drop fingerprints too old for a copy to be found by."""
        with self._database.write() as connection:
            connection.execute(sa.delete(prints).where(prints.c.at < before))
