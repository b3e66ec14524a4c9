"""The rule types: one file each, one line here. A rule owns its parameters, its documentation and its evaluation."""

from collections.abc import Iterable
from datetime import datetime

from monitor.model import Alert, Article, Verdict
from monitor.rules.annals import Annals
from monitor.rules.annotations import annotate
from monitor.rules.approach import Approach
from monitor.rules.base import Judged, Reading, RuleBase, Scene
from monitor.rules.control import Control
from monitor.rules.dispute import Dispute
from monitor.rules.facts import of_article
from monitor.rules.first import First
from monitor.rules.happening import Happening
from monitor.rules.keyword import Keyword
from monitor.rules.near import FindPlace, Near
from monitor.rules.past import Past, Vigil
from monitor.rules.silence import Silence
from monitor.rules.surge import Surge
from monitor.rules.toll import Toll
from monitor.rules.where import Where

RULE_TYPES: dict[str, type[RuleBase]] = {
    "toll": Toll,
    "control": Control,
    "approach": Approach,
    "dispute": Dispute,
    "incident": Happening,
    "keyword": Keyword,
    "first": First,
    "surge": Surge,
    "silence": Silence,
}


def readings(judges: Iterable[RuleBase], article: Article) -> dict[str, Reading]:
    """What those rules found in an article's words that look at them, by their names."""
    found = ((rule.name, rule.read(article)) for rule in judges)
    return {name: reading for name, reading in found if reading is not None}


def evaluate(judges: Iterable[RuleBase], scene: Scene) -> Judged:
    """What all rules raise for one article's changes, in the order of the configuration, and every verdict."""
    return _gathered((rule, rule.evaluate(scene)) for rule in judges)


def watch(judges: Iterable[RuleBase], vigil: Vigil) -> Judged:
    """What all rules raise because time has passed, and every verdict."""
    return _gathered((rule, rule.watch(vigil)) for rule in judges)


def wakes(judges: Iterable[RuleBase], vigil: Vigil) -> datetime | None:
    """When time alone can next make any rule ring or fall silent; None where it cannot."""
    return min((at for rule in judges if (at := rule.wakes(vigil)) is not None), default=None)


def _gathered(judged: Iterable[tuple[RuleBase, Judged]]) -> Judged:
    alerts: list[Alert] = []
    verdicts: list[Verdict] = []
    for rule, (raised, reasons) in judged:
        alerts += (annotate(alert, rule.annotations) for alert in raised)
        verdicts += reasons
    return alerts, verdicts


def locate(rules: Iterable[RuleBase], find: FindPlace) -> list[str]:
    """Look up the places that rules are near to, once; the names of the places that nobody knows."""
    nears = [part.near for rule in rules for part in rule.where.parts() if part.near is not None]
    return [near.place or "" for near in nears if not near.locate(find)]


__all__ = [
    "RULE_TYPES", "Annals", "Approach", "Control", "Dispute", "First", "Happening", "Keyword", "Near", "Past",
    "Reading", "RuleBase", "Scene", "Silence", "Surge", "Toll", "Vigil", "Where", "evaluate", "locate", "of_article",
    "readings", "wakes", "watch",
]  # fmt: skip
