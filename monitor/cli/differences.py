"""What two configurations make of the same articles, side by side: `tocsin replay --against`."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monitor.cli.common import counted, print_json

if TYPE_CHECKING:
    from monitor.alerts import Comparison, Pair
    from monitor.model import Alert
    from monitor.replay import Outcome


def differences(one: "Outcome", other: "Outcome", names: tuple[Path, Path], *, json: bool) -> None:
    """Prints what the second configuration would have told more, less, earlier, later, or to others."""
    from monitor.alerts import compare

    found = compare(one.alerts, other.alerts)
    if json:
        print_json(plain(found, one.articles, names))
    else:
        _show(found, one.articles, names)


def plain(found: "Comparison", articles: int, names: tuple[Path, Path]) -> dict[str, Any]:
    """The same for programs."""
    from monitor.model import contract

    return {
        "articles": articles,
        "one": str(names[0]),
        "other": str(names[1]),
        "only_one": [contract.alert(alert) for alert in found.only_one],
        "only_other": [contract.alert(alert) for alert in found.only_other],
        "earlier": [_plain_pair(pair) for pair in found.earlier],
        "later": [_plain_pair(pair) for pair in found.later],
        "moved": [_plain_pair(pair) for pair in found.moved],
        "same": found.same,
    }


def _plain_pair(pair: "Pair") -> dict[str, Any]:
    from monitor.model import contract

    return {"one": contract.alert(pair.one), "other": contract.alert(pair.other), "minutes": round(pair.minutes, 1)}


def _show(found: "Comparison", articles: int, names: tuple[Path, Path]) -> None:
    from monitor.cli.forms import print_table, speaks_unicode

    speaks_unicode()
    one, other = names
    alone = ("at", "rule", "status", "what")
    for title, alerts in ((f"Only with {one}", found.only_one), (f"Only with {other}", found.only_other)):
        if alerts:
            print_table(title, alone, map(_row, alerts), ("at", "status"))
    shifts = (
        (f"Earlier with {other}", found.earlier, "earlier"),
        (f"Later with {other}", found.later, "later"),
    )
    for title, pairs, head in shifts:
        if pairs:
            print_table(title, ("at", head, "rule", "threshold", "what"), _shifted(pairs), ("at", head))
    if found.moved:
        print_table(f"Told to others with {other}", ("at", "rule", "told to", "what"), _moved(found.moved))
    print(_summed(found, articles))


def _row(alert: "Alert") -> tuple[str, ...]:
    from monitor.notify.message import one_line

    return f"{alert.at:%Y-%m-%d %H:%M}", alert.rule, alert.status, one_line(alert.summary)


def _shifted(pairs: "Iterable[Pair]") -> Iterator[tuple[str, ...]]:
    for pair in pairs:
        at, rule, _, what = _row(pair.other)
        ours, theirs = (str(alert.threshold or "–") for alert in (pair.one, pair.other))
        yield at, f"{abs(pair.minutes):,.0f} min", rule, ours if ours == theirs else f"{ours} → {theirs}", what


def _moved(pairs: "Iterable[Pair]") -> Iterator[tuple[str, ...]]:
    for pair in pairs:
        at, rule, _, what = _row(pair.other)
        ours, theirs = (", ".join(alert.receivers) or "nobody" for alert in (pair.one, pair.other))
        yield at, rule, f"{ours} → {theirs}", what


def _summed(found: "Comparison", articles: int) -> str:
    parts = (
        counted(articles, "article"),
        f"{counted(len(found.only_other), 'alert')} more",
        f"{len(found.only_one)} less",
        f"{len(found.earlier)} earlier",
        f"{len(found.later)} later",
        f"{len(found.moved)} to others",
        f"{found.same} the same",
    )
    return ", ".join(parts) + "."
