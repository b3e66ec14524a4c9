"""`type: dispute`: sources contradict each other about one incident's figure."""

from typing import ClassVar, Literal

from pydantic import Field

from monitor.model import Alert, IncidentChange, Range, Report
from monitor.rules.base import Scene
from monitor.rules.told import IncidentRule, incident_alert
from monitor.rules.toll import name_of


class Dispute(IncidentRule):
    """Fires when the highest figure that stands is so many times the lowest one; over when they come near each other
    (status `resolved`).

        metric   killed wounded captured missing displaced
        factor   how many times the lowest figure the highest is
        least    what the highest figure must be, so that 1 against 3 is no dispute
        where    as for tolls"""

    lasting: ClassVar[bool] = True

    type: Literal["dispute"] = "dispute"
    metric: Literal["killed", "wounded", "captured", "missing", "displaced"] = "killed"
    factor: float = Field(default=2.0, ge=1.1, le=1000)
    least: int = Field(default=10, ge=1)

    def judged(self, change: IncidentChange, scene: Scene, raised: list[Alert]) -> tuple[str, Alert | None]:
        """See IncidentRule."""
        told = raised[-1] if raised and raised[-1].status == "firing" else None
        incident = change.after
        known = incident.toll.get(self.metric) if incident and incident.sources else None
        reason = self._agreed(known) or (incident and scene.misses(self.where, incident)) or None
        if reason or known is None:
            return reason or "no figure is told", self._over(change, scene, told, known) if told else None
        if told:
            return "told already", None
        return "sources contradict each other", self._fired(change, scene, known)

    def _agreed(self, known: Range | None) -> str | None:
        """Why the figures are no dispute; None where they are one."""
        if known is None:
            return "no figure is told"
        high = known.best if known.high is None else known.high
        if high < self.least:
            return f"{high} is below {self.least}"
        if high < self.factor * max(known.low, 1):
            return f"{known.low} to {high} is less than {self.factor:g} times apart"
        return None

    def _fired(self, change: IncidentChange, scene: Scene, known: Range) -> Alert:
        lowest, highest = self._ends(change.reports)
        voices = tuple(_voice(report) for report in (lowest, highest) if report)
        high = known.best if known.high is None else known.high
        return incident_alert(
            self, scene, change, "firing", summary=self._summary(change, known.low, high, voices),
            evidence=[report.quotes[0] for report in (lowest, highest) if report and report.quotes],
            threshold=None, value=high, says=voices,
        )  # fmt: skip

    def _over(self, change: IncidentChange, scene: Scene, told: Alert, known: Range | None) -> Alert:
        now = f"now {known.best:,} {self.metric}" if known else "nobody gives a figure any more"
        return incident_alert(
            self, scene, change, "resolved", summary=f"Sources agree: {now} (said before: {told.summary})",
            evidence=(), threshold=None, value=known.best if known else 0, earlier=told,
        )  # fmt: skip

    def _ends(self, reports: tuple[Report, ...]) -> tuple[Report | None, Report | None]:
        """The latest reports with the lowest and with the highest figure."""
        giving = [(told.best, report) for report in reports if (told := report.event.toll.get(self.metric))]
        if not giving:
            return None, None
        low, high = min(best for best, _ in giving), max(best for best, _ in giving)
        last = dict(giving)
        return last[low], last[high] if high != low else None

    def _summary(self, change: IncidentChange, low: int, high: int, voices: tuple[str, ...]) -> str:
        incident = change.after
        where = f" in {name_of(incident.place)}" if incident and incident.place else ""
        told = f"Sources differ: between {low:,} and {high:,} {self.metric}{where}"
        return f"{told}, say {' and '.join(voices)}" if voices else told


def _voice(report: Report) -> str:
    """Who gives a report's figure: the source that it names, else the publisher."""
    named = report.event.attribution
    return named[0].text if named else report.article.source
