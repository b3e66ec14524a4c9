"""When a message goes out: the arithmetic of groups, digests and spans. Pure; all times are UTC."""

from datetime import UTC, datetime, timedelta

from monitor.model.pace import Limit
from monitor.model.route import Route
from monitor.model.schedule import DAY, at

HOUR = timedelta(hours=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def flush_at(branch: Route, now: datetime, flushed: datetime | None, *, urgent: bool = False) -> datetime:
    """When the next message of a group goes out. The first waits for company; the next ones keep a distance from the
    last, unless they are urgent: whoever was told wrong, or did not answer, need not wait for that."""
    if branch.digest:
        return next_digest(branch, now)
    soon = now + branch.group_wait
    return soon if urgent or flushed is None else max(soon, flushed + branch.group_interval)


def next_digest(branch: Route, now: datetime) -> datetime:
    """The next full hour, or day, at the branch's time in its zone; never `now` itself."""
    minutes = branch.at.hour * 60 + branch.at.minute
    if branch.digest == "hourly":
        local = now.astimezone(branch.zone)
        past = timedelta(minutes=local.minute - branch.at.minute, seconds=local.second, microseconds=local.microsecond)
        due = now - past
        return due if due > now else due + HOUR
    today = now.astimezone(branch.zone).date()
    days = (at(today + n * DAY, minutes, branch.zone) for n in range(3))
    return next(due for due in days if due > now)


def span_of(limit: Limit, now: datetime) -> tuple[datetime, datetime]:
    """The span of a limit that `now` is in: from its beginning until the next one's."""
    start = EPOCH + (now - EPOCH) // limit.per * limit.per
    return start, start + limit.per
