"""What no single value shows: names told twice, receivers that nobody defined, secrets that are not there.

Each check reads the plain data, not the Config, so that it speaks even where something else is wrong."""

import ipaddress
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from monitor.config.document import Loc
from monitor.config.problems import Problem, nearest, shown
from monitor.model.alert import LABELS
from monitor.notify import NOTIFIERS
from monitor.notify.webhook import HOW_TO_WRITE_ONE, signing_key

Check = Callable[[Mapping[str, Any], Mapping[str, str]], Iterator[Problem]]


def entries(data: Mapping[str, Any], key: str) -> Iterator[tuple[Loc, dict[str, Any]]]:
    """The feeds, rules or receivers, and where each stands."""
    found = data.get(key)
    for index, item in enumerate(found if isinstance(found, list) else ()):
        if isinstance(item, dict):
            yield (key, index), item


def wheres(rule: Mapping[str, Any], loc: Loc) -> Iterator[tuple[Loc, dict[str, Any]]]:
    """The conditions of a rule and all that are combined in them, and where each stands."""
    where = rule.get("where")
    if isinstance(where, dict):
        yield from _combined(where, (*loc, "where"))


def _combined(where: dict[str, Any], loc: Loc) -> Iterator[tuple[Loc, dict[str, Any]]]:
    yield loc, where
    for key in ("all", "any", "not"):
        given = where.get(key)
        for at, inner in spread(given, (*loc, key)).items():
            if isinstance(inner, dict):
                yield from _combined(inner, at)


def spread(value: Any, loc: Loc) -> dict[Loc, Any]:
    """What a list holds, each with where it stands; a single value stands for itself."""
    return {(*loc, n): one for n, one in enumerate(value)} if isinstance(value, list) else {loc: value}


def names(data: Mapping[str, Any], env: Mapping[str, str]) -> Iterator[Problem]:
    """Two feeds, rules or receivers of one name."""
    for key in ("feeds", "rules", "receivers"):
        seen: dict[str, Loc] = {}
        for loc, item in entries(data, key):
            name = item.get("name")
            if isinstance(name, str) and seen.setdefault(name, loc) != loc:
                yield Problem(
                    (*loc, "name"), f"`{name}` is already the name of {key}[{seen[name][1]}]; give each its own"
                )


def routes(data: Mapping[str, Any], env: Mapping[str, str]) -> Iterator[Problem]:
    """Routes to receivers that are not there, receivers that no route leads to."""
    known = [str(item.get("name")) for _, item in entries(data, "receivers")] or ["default"]
    used: set[str] = set()
    tree = list(branches(data.get("route"), ("route",)))
    for loc, leads in (*tree, *_steps((*tree, *entries(data, "rules")))):
        name = leads.get("receiver")
        used.add(str(name))
        if isinstance(name, str) and name not in known:
            yield Problem((*loc, "receiver"), f"no receiver is called {shown(name)}{nearest(name, known)}")
    root = data.get("route")
    if not isinstance(root, dict) or "receiver" not in root:
        if len(known) > 1:
            yield Problem(("route",), f"`receiver` is missing: which of {', '.join(known)} gets what no branch takes?")
        used.add(known[0])
    for loc, item in entries(data, "receivers"):
        if item.get("name") not in used:
            yield Problem(loc, "no route leads to this receiver; it is never told anything", "warning")


def _steps(items: Iterable[tuple[Loc, dict[str, Any]]]) -> Iterator[tuple[Loc, dict[str, Any]]]:
    """The steps of escalation of routes or rules, and where each stands."""
    for loc, item in items:
        steps = item.get("escalate")
        for index, step in enumerate(steps if isinstance(steps, list) else ()):
            if isinstance(step, dict):
                yield (*loc, "escalate", index), step


def labels(data: Mapping[str, Any], env: Mapping[str, str]) -> Iterator[Problem]:
    """Routes, silences and inhibition that match, group or compare by a label that no alert has."""
    own = (rule["labels"] for _, rule in entries(data, "rules") if isinstance(rule.get("labels"), dict))
    known = (*LABELS, *(name for given in own for name in given))
    quiet = (*entries(data, "silences"), *entries(data, "inhibit"))
    for loc, item in (*branches(data.get("route"), ("route",)), *quiet):
        for key in ("matchers", "group_by", "source", "target", "equal"):
            listed = item.get(key)
            for index, text in enumerate(listed if isinstance(listed, list) else ()):
                name = re.split(r"[=!~\s]", text.strip())[0] if isinstance(text, str) else ""
                if name and name not in known:
                    told = f"no alert has the label {shown(name)}{nearest(name, known)}"
                    yield Problem((*loc, key, index), told, "warning")


def inhibition(data: Mapping[str, Any], env: Mapping[str, str]) -> Iterator[Problem]:
    """Inhibition whose sources are its targets: an alert never mutes its like, so nothing is muted."""
    for loc, item in entries(data, "inhibit"):
        source, target = item.get("source"), item.get("target")
        if isinstance(source, list) and isinstance(target, list) and source and _all(source) == _all(target):
            yield Problem((*loc, "target"), "the same alerts as `source`, which do not mute each other; name others")


def _all(matchers: list[Any]) -> set[str]:
    return {str(each).replace(" ", "") for each in matchers}


def digests(data: Mapping[str, Any], env: Mapping[str, str]) -> Iterator[Problem]:
    """A time for a digest where there is none."""
    found = list(branches(data.get("route"), ("route",)))
    if any("digest" in route for _, route in found):
        return
    for loc, route in found:
        for key in ("at", "zone"):
            if key in route:
                yield Problem((*loc, key), "it has no effect without `digest: daily` or `hourly`", "warning")


def branches(route: Any, loc: Loc) -> Iterator[tuple[Loc, dict[str, Any]]]:
    """A route and all below it, and where each stands."""
    if not isinstance(route, dict):
        return
    yield loc, route
    below = route.get("routes")
    for index, child in enumerate(below if isinstance(below, list) else ()):
        yield from branches(child, (*loc, "routes", index))


def secrets(data: Mapping[str, Any], env: Mapping[str, str]) -> Iterator[Problem]:
    """Variables that are named and not set; secrets that stand in the file."""
    for loc, value in _leaves(data, ()):
        if not isinstance(value, str):
            continue
        named = _variable(loc, value)
        if named is not None and not env.get(named):
            told = f"the environment has no variable {named}; set it, then start again"
            yield Problem(loc, told, only_sending=loc[0] == "receivers")
        if loc[0] in ("feeds", "receivers") and _password(value):
            yield Problem(loc, "a password does not belong in this file; leave it out of the address")


def signing(data: Mapping[str, Any], env: Mapping[str, str]) -> Iterator[Problem]:
    """Signing secrets of webhooks that are set and are none."""
    for loc, item in entries(data, "receivers"):
        webhook = item.get("webhook")
        given = webhook.get("secret_env") if isinstance(webhook, dict) else None
        for at, name in spread(given, (*loc, "webhook", "secret_env")).items():
            secret = env.get(name) if isinstance(name, str) else None
            if secret and not signing_key(secret):
                yield Problem(at, f"what {name} holds is no signing secret; {HOW_TO_WRITE_ONE}", only_sending=True)


def _variable(loc: Loc, value: str) -> str | None:
    """The environment variable that a setting names: `…_env: NAME` (or a list of them), `database: env:NAME`."""
    if loc in (("database",), ("redis",)) and value.startswith("env:"):
        return value.removeprefix("env:")
    key = next((part for part in reversed(loc) if isinstance(part, str)), "")
    return value if loc[0] == "receivers" and key.endswith("_env") else None


def _password(value: str) -> bool:
    try:
        return "://" in value and urlsplit(value).password is not None
    except ValueError:
        return False


def _leaves(value: Any, loc: Loc) -> Iterator[tuple[Loc, Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, (*loc, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _leaves(item, (*loc, index))
    else:
        yield loc, value


def private(data: Mapping[str, Any], env: Mapping[str, str]) -> Iterator[Problem]:
    """Addresses of this machine or its network, while `network.allow_private` is false."""
    network = data.get("network")
    if isinstance(network, dict) and network.get("allow_private") is True:
        return
    for loc, value in _leaves(data, ()):
        if loc[-1:] == ("url",) and isinstance(value, str) and is_private(value):
            yield Problem(loc, f"{shown(value)} is a private address; `network: {{allow_private: true}}` allows such")


def is_private(url: str) -> bool:
    """Whether an address is plainly of this machine or its network."""
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or host.endswith(".localhost") or not ipaddress.ip_address(host).is_global
    except ValueError:
        return False


def idle(data: Mapping[str, Any], env: Mapping[str, str]) -> Iterator[Problem]:
    """What will start and then do nothing."""
    if not data.get("feeds"):
        yield Problem((), "no `feeds`: nothing will be read", "warning")
    if not data.get("rules"):
        yield Problem((), "no `rules`: nothing will alert", "warning")
    for loc, item in entries(data, "receivers"):
        if not NOTIFIERS.keys() & item.keys():
            yield Problem(loc, f"it has no channel, so nobody is told; channels: {', '.join(NOTIFIERS)}", "warning")


CHECKS: tuple[Check, ...] = (names, routes, labels, inhibition, digests, secrets, signing, private, idle)
