"""The places and actors that rules name: a rule about nobody would never ring, and nobody would know why."""

from collections.abc import Iterator, Mapping
from typing import Any

from monitor.config.checks import spread, wheres
from monitor.config.document import Loc
from monitor.config.problems import Problem, nearest, shown

ACTORS = ("actor", "gained_by", "lost_by")
"""The keys of a rule, or of its `where`, that hold ids of actors."""


def known_names(data: Mapping[str, Any], env: Mapping[str, str]) -> Iterator[Problem]:
    """Places and actors of rules that nobody knows. Loads the seeds only for rules that name some."""
    rules = data.get("rules")
    for index, rule in enumerate(rules if isinstance(rules, list) else ()):
        if isinstance(rule, dict):
            yield from _places(rule, ("rules", index))
            yield from _actors(rule, ("rules", index))


def _places(rule: dict[str, Any], loc: Loc) -> Iterator[Problem]:
    for at, where in wheres(rule, loc):
        near = where.get("near")
        name = near.get("place") if isinstance(near, dict) and "lat" not in near else None
        if isinstance(name, str):
            yield from _place(name, (*at, "near", "place"))


def _place(name: str, loc: Loc) -> Iterator[Problem]:
    from monitor.resources import called_so, find_place

    found = find_place(name)
    if found is None:
        yield Problem(loc, f"no place is known as {shown(name)}; give lat and lon instead")
    elif not called_so(name):
        meant = f"{found.name}, {found.country}, at {found.lat:.2f}, {found.lon:.2f}"
        told = f"no place is called {shown(name)}; {meant} is taken for it: write that, or give lat and lon"
        yield Problem(loc, told, "warning")


def _actors(rule: dict[str, Any], loc: Loc) -> Iterator[Problem]:
    for at, part in ((loc, rule), *wheres(rule, loc)):
        for key in ACTORS:
            if key in part:
                yield from _unknown(spread(part[key], (*at, key)))


def _unknown(ids: Mapping[Loc, Any]) -> Iterator[Problem]:
    from monitor.resources import load_actor_ids

    for loc, name in ids.items():
        if isinstance(name, str) and name not in (known := load_actor_ids()):
            meant = nearest(name, known).partition(" known:")[0].rstrip(";")
            yield Problem(loc, f"no actor has the id {shown(name)}{meant or ';'} the ids stand in seeds/actors")
