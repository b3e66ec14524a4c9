"""`type: silence`: feeds from which nothing new has come for too long. Only time can tell."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import ClassVar, Literal

from msgspec import Struct
from pydantic import Field

from monitor.model import Alert, Verdict
from monitor.model import subject as about
from monitor.model.settings import Duration, format_duration
from monitor.rules.base import Judged, RuleBase, Scene, alert_id
from monitor.rules.facts import of_feed
from monitor.rules.past import Vigil
from monitor.rules.told import plain_alert
from monitor.rules.where import Listed
from monitor.times import stamp

SHOWN = 3
"""Names of feeds that are told of a group."""


class Quiet(Struct, frozen=True):
    """Feeds that are listened to as one: what alerts about them are about, and what people call them."""

    subject: str
    name: str
    feeds: tuple[str, ...]


class Silence(RuleBase):
    """Fires when no new article has come for a while; over with the first one (status `resolved`).

        after  for how long; a feed that was just added has all of it
        feeds  names of feeds; left out, all that `where` leaves
        of     feed (each by itself), or group (all of them as one: silent when none of them gives anything)
        where  which feeds: country and language as they are configured, source, source_kind

    An edited article is none of the news. While the program is off nobody listens: a feed counts as silent only once it
    has been asked again."""

    lasting: ClassVar[bool] = True
    watches: ClassVar[bool] = True
    looks_at: ClassVar[frozenset[str]] = frozenset(
        {"country", "source", "source_kind", "language", "all", "any", "not"}
    )

    type: Literal["silence"] = "silence"
    after: Duration = Field(ge=timedelta(minutes=1), le=timedelta(days=90))
    feeds: Listed = ()
    of: Literal["feed", "group"] = "feed"

    def evaluate(self, scene: Scene) -> Judged:
        """Nothing: articles alone make no silence."""
        return [], []

    def wakes(self, vigil: Vigil) -> datetime | None:
        """When the next of them will have been silent for too long."""
        told = vigil.told(self.name)
        last = (self._last(quiet, vigil) for quiet in self._listened(vigil) if quiet.subject not in told)
        return min((at + self.after for at in last if at is not None and at + self.after > vigil.now), default=None)

    def watch(self, vigil: Vigil) -> Judged:
        """Judge every feed, or all as one."""
        alerts: list[Alert] = []
        verdicts: list[Verdict] = []
        told = vigil.told(self.name)
        for quiet in self._listened(vigil):
            reason, alert = self._judged(quiet, vigil, told.pop(quiet.subject, None))
            alerts += [alert] if alert else []
            verdicts.append(Verdict(self.name, quiet.subject, alert is not None, reason))
        for subject, earlier in told.items():
            reason = "nobody listens to it any more"
            alerts.append(self._resolved(earlier, vigil.now, f"Over: {reason}"))
            verdicts.append(Verdict(self.name, subject, True, reason))
        return alerts, verdicts

    def _listened(self, vigil: Vigil) -> Iterator[Quiet]:
        chosen = [
            feed.name
            for feed in vigil.feeds
            if (not self.feeds or feed.name in self.feeds) and self.where.why_not(of_feed(feed)) is None
        ]
        if self.of == "feed":
            yield from (Quiet(about.feed(name), name, (name,)) for name in chosen)
        elif chosen:
            yield Quiet(about.feeds(self.name), _named(chosen), tuple(chosen))

    def _judged(self, quiet: Quiet, vigil: Vigil, told: Alert | None) -> tuple[str, Alert | None]:
        last = self._last(quiet, vigil)
        if last is not None and vigil.now - last < self.after:
            again = f"Heard again: {quiet.name}, {stamp(last)}"
            return f"heard {stamp(last)}", self._resolved(told, vigil.now, again) if told else None
        if last is None or any(name not in vigil.heard for name in quiet.feeds):
            return "not asked yet", None
        if told is not None:
            return "told already", None
        return f"silent since {stamp(last)}", self._silent(quiet, vigil.now, last)

    def _last(self, quiet: Quiet, vigil: Vigil) -> datetime | None:
        """When any of them was last heard."""
        return max((vigil.heard[name] for name in quiet.feeds if name in vigil.heard), default=None)

    def _silent(self, quiet: Quiet, now: datetime, last: datetime) -> Alert:
        summary = f"Nothing new from {quiet.name} for {format_duration(self.after)}, since {stamp(last)}"
        id = alert_id(self.name, quiet.subject, last.isoformat())
        return plain_alert(self, id, quiet.subject, "firing", now, summary)

    def _resolved(self, told: Alert, now: datetime, summary: str) -> Alert:
        said = f"{summary} (said before: {told.summary})"
        return plain_alert(self, told.id, told.subject, "resolved", now, said, muted=told.muted)


def _named(feeds: Sequence[str]) -> str:
    """A group by its first few."""
    more = f" and {len(feeds) - SHOWN} more" if len(feeds) > SHOWN else ""
    return ", ".join(feeds[:SHOWN]) + more
