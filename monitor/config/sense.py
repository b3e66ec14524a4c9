"""What is well written and cannot be meant: values that no alert has, settings without effect, a pace that harms."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any, get_args

from pydantic_core import PydanticCustomError

from monitor.config.checks import branches, entries, is_private, spread, wheres
from monitor.config.document import Loc
from monitor.config.feeds import WEEK
from monitor.config.problems import Problem, nearest, shown
from monitor.config.rules import rule_model
from monitor.config.settings import Config
from monitor.incidents import GOES_ON
from monitor.model import Severity
from monitor.model.event_types import NAMES
from monitor.model.route import Matcher, parse_matcher
from monitor.model.settings import format_duration, parse_duration
from monitor.rules.where import KEYS

SOONEST = timedelta(seconds=10)
"""How often somebody else's server may be asked at most."""


def event_types(data: Mapping[str, Any], env: Mapping[str, str]) -> Iterator[Problem]:
    """Rules about kinds of events that no event has."""
    for loc, rule in entries(data, "rules"):
        for at, where in wheres(rule, loc):
            for place, name in spread(where.get("event_type"), (*at, "event_type")).items():
                if isinstance(name, str):
                    yield from _unknown_type(place, name)


def _unknown_type(loc: Loc, name: str) -> Iterator[Problem]:
    if name not in NAMES:
        yield Problem(loc, f"no event has the type {shown(name)}{nearest(name, NAMES)}")


def conditions(data: Mapping[str, Any], env: Mapping[str, str]) -> Iterator[Problem]:
    """Conditions on what a rule of this type does not look at."""
    for loc, rule in entries(data, "rules"):
        model = rule_model(rule)
        for at, where in wheres(rule, loc) if model else ():
            for key in where:
                if model and key in KEYS and key not in model.looks_at:
                    told = f"a rule of the type {rule['type']} does not look at this; it looks at"
                    yield Problem((*at, key), f"{told} {', '.join(sorted(model.looks_at))}", at_key=True)


def thresholds(data: Mapping[str, Any], env: Mapping[str, str]) -> Iterator[Problem]:
    """Thresholds that stand twice, windows that nothing is counted in."""
    for loc, rule in entries(data, "rules"):
        listed = rule.get("thresholds")
        whole = [one for one in listed if isinstance(one, int)] if isinstance(listed, list) else []
        for twice, number in Counter(whole).items():
            if number > 1:
                yield Problem((*loc, "thresholds"), f"{twice} stands here {number} times; once is enough", "warning")
        if rule.get("type") == "toll" and "window" in rule and rule.get("of", "incident") == "incident":
            told = "it has no effect on `of: incident`; write `of: place`, `country` or `actor`, or leave it out"
            yield Problem((*loc, "window"), told, "warning")


def silences(data: Mapping[str, Any], env: Mapping[str, str]) -> Iterator[Problem]:
    """Rules that listen to feeds that nobody asks, or that are asked more seldom than the rule is patient."""
    feeds = {feed["name"]: feed for _, feed in entries(data, "feeds") if isinstance(feed.get("name"), str)}
    for loc, rule in entries(data, "rules"):
        if rule.get("type") != "silence":
            continue
        for at, name in spread(rule.get("feeds"), (*loc, "feeds")).items():
            if isinstance(name, str) and name not in feeds:
                yield Problem(at, f"no feed is called {shown(name)}{nearest(name, feeds)}")
        yield from _impatient(rule, loc, feeds)


def _impatient(rule: Mapping[str, Any], loc: Loc, feeds: Mapping[str, Mapping[str, Any]]) -> Iterator[Problem]:
    named = list(feeds) if not (rule.get("feeds") or rule.get("where")) else spread(rule.get("feeds"), ()).values()
    after = _duration(rule.get("after"))
    for name in named:
        every = _duration(feeds[name].get("every")) if isinstance(name, str) and name in feeds else None
        if after is not None and every is not None and every > after:
            told = f"{shown(name)} is asked only every {format_duration(every)}, so {format_duration(after)} would"
            yield Problem((*loc, "after"), f"{told} always ring; write more")


def pace(data: Mapping[str, Any], env: Mapping[str, str]) -> Iterator[Problem]:
    """Feeds that would be asked too often. Files, and servers of one's own network, are one's own affair."""
    for loc, feed in entries(data, "feeds"):
        url, every = feed.get("url"), _duration(feed.get("every"))
        foreign = isinstance(url, str) and url.startswith("http") and not is_private(url)
        if foreign and every is not None and timedelta(0) < every < SOONEST:
            told = f"{shown(every)} is too often for somebody else's server; write at least 10s, better 5m"
            yield Problem((*loc, "every"), told)


def _duration(value: Any) -> timedelta | None:
    try:
        return parse_duration(value) if isinstance(value, str) else None
    except ValueError:
        return None


def matchers(data: Mapping[str, Any], env: Mapping[str, str]) -> Iterator[Problem]:
    """Routes, silences and inhibition that wait for a severity that no alert can have, or for a rule that is not there
    (any more, which may be meant)."""
    given = [rule for _, rule in entries(data, "rules")]
    own = [rule["labels"] for rule in given if isinstance(rule.get("labels"), dict)]
    severities = [*get_args(Severity), *(str(labels["severity"]) for labels in own if "severity" in labels)]
    called = [*(str(rule.get("name")) for rule in given), *(str(labels["rule"]) for labels in own if "rule" in labels)]
    quiet = (*entries(data, "silences"), *entries(data, "inhibit"))
    for loc, item in (*branches(data.get("route"), ("route",)), *quiet):
        for at, matcher in _matchers(item, loc):
            value = shown(matcher.value)
            if matcher.label == "severity" and not _any(matcher, severities):
                yield Problem(at, f"no alert has the severity {value}{nearest(matcher.value, severities)}")
            if matcher.label == "rule" and not _any(matcher, called):
                yield Problem(at, f"no rule is called {value}{nearest(matcher.value, called)}", "warning")


def _matchers(item: Mapping[str, Any], loc: Loc) -> Iterator[tuple[Loc, Matcher]]:
    """What a branch, a silence or an inhibition matches by, and where each stands."""
    for key in ("matchers", "source", "target"):
        for index, text in enumerate(item[key] if isinstance(item.get(key), list) else ()):
            if (matcher := _matcher(text)) is not None:
                yield (*loc, key, index), matcher


def _any(matcher: Matcher, known: Iterable[str]) -> bool:
    return any(matcher.matches({matcher.label: value}) for value in known)


def _matcher(text: Any) -> Matcher | None:
    try:
        return parse_matcher(text)
    except PydanticCustomError:
        return None


def retention(data: Mapping[str, Any], env: Mapping[str, str]) -> Iterator[Problem]:
    """A retention that ends before everything is told that news may still go on about, or that a rule still counts."""
    kept = _duration(data.get("retention", format_duration(Config.model_fields["retention"].default)))
    ages = [_duration(each.get("max_age")) for each in (data, *(feed for _, feed in entries(data, "feeds")))]
    needs = {"a report may go on about a happening for": GOES_ON + max((age for age in ages if age), default=WEEK)}
    for _, rule in entries(data, "rules"):
        spans = [span for key in ("window", "baseline", "warm_up") if (span := _duration(rule.get(key))) is not None]
        if spans:
            needs[f"the rule {shown(rule.get('name'))} counts over"] = sum(spans, timedelta(0))
    why, shortest = max(needs.items(), key=lambda need: need[1])
    if kept is not None and kept < shortest:
        told = format_duration(shortest)
        yield Problem(("retention",), f"{format_duration(kept)} is too short: {why} {told}; write at least {told}")


SENSE = (event_types, conditions, thresholds, silences, pace, matchers, retention)
