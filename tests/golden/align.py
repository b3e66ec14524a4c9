"""Which found event answers which expected one: by figures, control, place and context, the best pair first."""

from itertools import product

from msgspec.structs import replace

from monitor.model import TOLL_KINDS, Event, Toll
from tests.golden.gold import Expected


def aligned(wanted: tuple[Expected, ...], found: tuple[Event, ...]) -> tuple[dict[int, Event], set[int]]:
    """Which found event answers which expected one, the best fit first, and which found events were used."""
    fits = [(fit(wanted[n], found[m]), -n, -m) for n, m in product(range(len(wanted)), range(len(found)))]
    pairs: dict[int, int] = {}
    for _, n, m in sorted((each for each in fits if each[0] > 0), reverse=True):
        if -n not in pairs and -m not in pairs.values():
            pairs[-n] = -m
    used = set(pairs.values())
    return {n: _completed(wanted[n], found, m, used) for n, m in pairs.items()}, used


def _completed(wanted: Expected, found: tuple[Event, ...], m: int, used: set[int]) -> Event:
    """A capture and its toll may be found as one event or as two: the other half of a gold event that has both."""
    event = found[m]
    if not wanted.control or not any(wanted.figure(kind) is not None for kind in TOLL_KINDS):
        return event
    for other, half in enumerate(found):
        if other in used or half.context != event.context:
            continue
        if event.control and event.toll == Toll() and half.control is None:
            used.add(other)
            return replace(event, toll=half.toll)
        if event.control is None and half.control and half.toll == Toll():
            used.add(other)
            return replace(half, toll=event.toll)
    return event


def fit(wanted: Expected, found: Event) -> float:
    """How well a found event may be the expected one; 0 where they share no kind of figure and no control."""
    same = [kind for kind in TOLL_KINDS if wanted.figure(kind) not in (None, "any") and found.toll.get(kind)]
    loose = any(wanted.figure(kind) == "any" and found.toll.get(kind) for kind in TOLL_KINDS)
    control = wanted.control is not None and found.control is not None
    if not (same or loose or control):
        return 0.0
    exact = sum(wanted.right(kind, found.toll.get(kind)) for kind in same)
    score = 1.0 * len(same) + 3.0 * exact + 4.0 * control + 0.5 * (not wanted.optional)
    off = wanted.off(found.place)
    score += 2.0 - off if off is not None and off <= 1 else 0.0
    score += 1.0 * (wanted.context in ("any", found.context))
    score += 0.5 * (wanted.scope in ("any", found.scope))
    return score + 0.5 * bool(control and found.control and wanted.control == found.control.status)
