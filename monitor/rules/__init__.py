"""The rule types: one file each, one line here. A rule owns its parameters, its documentation and its evaluation."""

from collections.abc import Iterable

from monitor.model import Alert, Verdict
from monitor.rules.annotations import annotate
from monitor.rules.approach import Approach
from monitor.rules.base import Judged, RuleBase, Scene
from monitor.rules.control import Control
from monitor.rules.dispute import Dispute
from monitor.rules.near import FindPlace, Near
from monitor.rules.toll import Toll
from monitor.rules.where import Where

RULE_TYPES: dict[str, type[RuleBase]] = {
    "toll": Toll,
    "control": Control,
    "approach": Approach,
    "dispute": Dispute,
}


def evaluate(rules: Iterable[RuleBase], scene: Scene) -> Judged:
    """What all rules raise for one article's changes, in the order of the configuration, and every verdict."""
    alerts: list[Alert] = []
    verdicts: list[Verdict] = []
    for rule in rules:
        raised, reasons = rule.evaluate(scene)
        alerts += (annotate(alert, rule.annotations) for alert in raised)
        verdicts += reasons
    return alerts, verdicts


def locate(rules: Iterable[RuleBase], find: FindPlace) -> list[str]:
    """Look up the places that rules are near to, once; the names of the places that nobody knows."""
    nears = [part.near for rule in rules for part in rule.where.parts() if part.near is not None]
    return [near.place or "" for near in nears if not near.locate(find)]


__all__ = [
    "RULE_TYPES",
    "Approach",
    "Control",
    "Dispute",
    "Near",
    "RuleBase",
    "Scene",
    "Toll",
    "Where",
    "evaluate",
    "locate",
]
