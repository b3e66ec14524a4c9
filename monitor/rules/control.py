"""`type: control`: a place changed hands, is fought over, or is besieged."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from monitor.model import (
    Alert,
    AlertStatus,
    Claim,
    Holding,
    HoldingChange,
    HoldingShift,
    HoldingStatus,
    Place,
    Quote,
    Verdict,
)
from monitor.model import subject as about
from monitor.rules.base import MAX_EVIDENCE, Judged, RuleBase, Scene, alert_id
from monitor.rules.facts import of_holding
from monitor.rules.toll import name_of
from monitor.rules.where import KEYS, Listed, listed

LASTING = ("contested", "besieged")
"""What a place is for a while; the rest is what becomes of it."""


class Control(RuleBase):
    """Fires when a holding comes to one of the statuses. `controlled` means new territory: another controller than the
    one before, or the first one known. When such news is denied, withdrawn, or confirmed after a denial, the same alert
    is said again with status `revised`; when a place is no longer contested or besieged, with status `resolved`.

        status     controlled contested besieged unknown, one or more
        gained_by  ids of actors; empty means anyone
        where      as for tolls, of the place and its actors"""

    looks_at: ClassVar[frozenset[str]] = KEYS - {"event_type", "victim", "at_least"}

    type: Literal["control"] = "control"
    status: Annotated[tuple[HoldingStatus, ...], BeforeValidator(listed), Field(min_length=1)] = ("controlled",)
    gained_by: Listed = ()

    def lasts(self, alert: Alert) -> bool:
        """Being fought over or besieged lasts; coming to another holder is an event."""
        return alert.labels.get("status") in LASTING

    def stands(self, alert: Alert, later: Sequence[Alert]) -> bool:
        """Until anything else is said of the place."""
        return all(each.status == "firing" and each.id == alert.id for each in later)

    def evaluate(self, scene: Scene) -> Judged:
        """Judge every place whose holding changed."""
        alerts: list[Alert] = []
        verdicts: list[Verdict] = []
        for shift in scene.changes.holdings:
            subject = about.holding(shift.key)
            raised = scene.raised(self.name, subject)
            reason, alert = self._judged(shift, raised, scene)
            alerts += self._over(shift, raised, scene)
            if alert is not None:
                alerts.append(alert)
            verdicts.append(Verdict(self.name, subject, alert is not None, reason))
        return alerts, verdicts

    def _judged(self, shift: HoldingShift, raised: list[Alert], scene: Scene) -> tuple[str, Alert | None]:
        holding = shift.after
        told = {alert.id: alert for alert in raised}
        standing = _standing(holding)
        wrong = next((alert for alert in reversed(told.values()) if _no_longer_stands(standing, alert)), None)
        if wrong is not None:
            return "what was told no longer stands", self._told(shift, scene, wrong, _withdrawal(holding, wrong))
        missed = self._misses(shift)
        if missed or holding is None:
            return missed or "nobody is said to hold it", None
        known = told.get(self._id(shift.key, holding))
        if known is None or _untold(known):
            return f"{holding.status} since {holding.since}", self._told(shift, scene, None, None)
        if known.status == "firing":
            return "told already", None
        return "stands after all", self._told(shift, scene, known, f"Confirmed: {_summary(holding, ())}")

    def _over(self, shift: HoldingShift, raised: list[Alert], scene: Scene) -> list[Alert]:
        """What was said to last and does no longer."""
        holding = shift.after
        now = holding.status if holding else None
        over = [
            alert
            for alert in {alert.id: alert for alert in raised}.values()
            if alert.status == "firing" and self.lasts(alert) and alert.labels.get("status") != now
        ]
        return [self._told(shift, scene, alert, _end(holding, alert), "resolved") for alert in over]

    def _misses(self, shift: HoldingShift) -> str | None:
        before, holding = shift.before, shift.after
        if holding is None:
            return "nobody is said to hold it"
        if holding.status not in self.status:
            return f"{holding.status} is none of {', '.join(self.status)}"
        if before is not None and (before.status, _who(before)) == (holding.status, _who(holding)):
            return "nothing changed but who says so"
        if holding.status == "controlled" and not is_new(holding):
            return f"{_name(holding)} held it before"
        gainer = _who(holding)
        if self.gained_by and gainer not in self.gained_by:
            return f"{_name(holding)} is none of {', '.join(self.gained_by)}"
        return self.where.why_not(of_holding(holding, shift))

    def _id(self, key: str, holding: Holding) -> str:
        """The same turn of events is the same alert: the place, what became of it, who, and the how-manieth time."""
        return alert_id(self.name, about.holding(key), holding.status, _who(holding), str(turns(holding)))

    def _told(
        self,
        shift: HoldingShift,
        scene: Scene,
        earlier: Alert | None,
        summary: str | None,
        status: AlertStatus = "revised",
    ) -> Alert:
        holding = shift.after
        claim = _speaking(shift, scene)
        says = tuple(source.text for source in claim.attribution) if claim else ()
        place = holding.place if holding else (earlier.place if earlier else None)
        return Alert(
            id=earlier.id if earlier else self._id(shift.key, holding) if holding else "",
            rule=self.name,
            status=status if earlier else "firing",
            severity=self.severity,
            at=scene.now,
            threshold=None,
            value=None,
            incident=None,
            place=place,
            summary=summary or _summary(holding, says),
            evidence=_quotes(shift, claim),
            subject=about.holding(shift.key),
            figure=holding.status if holding else "",
            says=says,
            labels=earlier.labels if earlier else self._labels(shift),
            muted=scene.silence(earlier),
        )

    def _labels(self, shift: HoldingShift) -> dict[str, str]:
        holding = shift.after
        place = holding.place if holding else None
        known = {
            "rule": self.name,
            "severity": self.severity,
            "place": place.name if place else "",
            "country": (place.country if place else None) or "",
            "status": holding.status if holding else "",
            "actor": _who(holding) if holding else "",
            "subject": about.holding(shift.key),
        }
        return {**known, **self.labels}


def is_new(holding: Holding) -> bool:
    """Whether the controller is another one than whoever held the place before. What was denied never was, a siege that
    was survived changes nothing, whoever comes back to a place that was left takes it anew, and who only gets his name
    was there before."""
    held: list[str | None] = [None]
    if holding.history[-1].cause == "identified":
        return False
    for step in holding.history[:-1]:
        if step.cause == "denied":
            held = held[:-1] or [None]
        elif step.cause == "identified":
            held[-1] = _who(step)
        elif step.cause == "abandoned":
            held.append(None)
        elif step.controller is not None:
            held.append(_who(step))
    return held[-1] != _who(holding)


def turns(holding: Holding) -> int:
    """How many times the place has come to another controller so far, being left between counted as well."""
    count, last = 0, ""
    for step in holding.history:
        who = _who(step)
        if who and who != last and step.cause != "identified":
            count += 1
        if who or step.cause == "abandoned":
            last = who
    return count


def _standing(holding: Holding | None) -> frozenset[str] | None:
    """Whose news of a new holder a holding bears out, for all alerts alike: empty for nobody's, None for anybody's. Who
    got his name later is known by what he was called before as well."""
    if holding is None:
        return frozenset()
    if holding.status == "contested":
        return frozenset() if holding.history[-1].cause == "denied" else None
    if holding.status != "controlled" or is_new(holding):
        return None
    named = (_who(before) for before, step in pairwise(holding.history) if step.cause == "identified")
    return frozenset({_who(holding), *named})


def _no_longer_stands(standing: frozenset[str] | None, alert: Alert) -> bool:
    """Whether an alert of a new holder turned out wrong: denied, unsaid, or the one before holds on. A place that was
    truly held and then lost is another story."""
    if alert.status != "firing" or alert.labels.get("status") != "controlled" or standing is None:
        return False
    return alert.labels.get("actor") not in standing


def _untold(known: Alert) -> bool:
    """Whether what was said before is over, or was taken back before it had held: then it is news again."""
    return known.status == "resolved" or (known.status == "revised" and known.muted_by == "hold")


def _who(held: Holding | HoldingChange) -> str:
    return (held.controller.id or held.controller.name) if held.controller else ""


def _name(holding: Holding) -> str:
    return holding.controller.name if holding.controller else "nobody"


def _summary(holding: Holding | None, says: tuple[str, ...]) -> str:
    if holding is None:
        return ""
    before = f", held before by {holding.previous.name}" if holding.previous else ""
    place = _ground(holding.place)
    told = {
        "controlled": f"{place} is {'said to be ' if holding.claimed else ''}in the hands of {_name(holding)}{before}",
        "contested": f"{place} is contested{before}",
        "besieged": f"{place} is besieged" + (f", held by {_name(holding)}" if holding.controller else ""),
        "unknown": f"{place} was abandoned{before}",
    }[holding.status]
    return f"{told}, according to {says[0]}" if says else told


def _ground(place: Place) -> str:
    """What is held, as a person would write it: what lies near a town is not the town. A village that no map knows
    has a name of its own."""
    near = place.geo_precision == 2 and place.feature == "populated" and place.geonameid is not None
    return f"Ground near {name_of(place)}" if near else name_of(place)


def _withdrawal(holding: Holding | None, earlier: Alert) -> str:
    if holding is None:
        return f"Withdrawn: {earlier.summary}"
    now = "denied, and contested" if holding.status == "contested" else f"now {holding.status}"
    who = f" by {_name(holding)}" if holding.controller else ""
    return f"Corrected: {_ground(holding.place)} is {now}{who} (said before: {earlier.summary})"


def _end(holding: Holding | None, earlier: Alert) -> str:
    if holding is None:
        return f"Withdrawn: {earlier.summary}"
    return f"No longer {earlier.labels.get('status')}: {_summary(holding, ())} (said before: {earlier.summary})"


def _speaking(shift: HoldingShift, scene: Scene) -> Claim | None:
    article = scene.changes.article.id
    ours = [claim for claim in shift.claims if claim.article.id == article]
    chosen = ours or list(shift.claims)
    return chosen[-1] if chosen else None


def _quotes(shift: HoldingShift, first: Claim | None) -> tuple[Quote, ...]:
    ordered = [*([first] if first else []), *(claim for claim in reversed(shift.claims) if claim is not first)]
    return tuple(dict.fromkeys(claim.quotes[0] for claim in ordered if claim.quotes))[:MAX_EVIDENCE]
