"""Annotations: a user's own words on an alert, as Jinja2 templates that can neither harm nor hang.

What a template may do is settled when the configuration is read: it may look at the alert, choose, and repeat over the
alert's own short lists. It calls nothing and builds nothing up, and what a filter gives is cut, so that its cost is
bounded by its own length. Then it is tried on an alert that has everything and on one that has little."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from itertools import chain
from typing import Annotated, Any

import msgspec
from jinja2 import StrictUndefined, Template, TemplateError, meta, nodes
from jinja2.filters import FILTERS
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from monitor.model import Alert, Place, Quote
from monitor.times import stamp

LONGEST_TEMPLATE = LONGEST_TEXT = 2_000
"""Characters of a template, and of what it or a filter in it says."""
DEEPEST, MOST_DIGITS = 30, 15
ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Const, nodes.Name, nodes.Getattr, nodes.Getitem,
    nodes.Slice, nodes.If, nodes.For, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
    nodes.Add, nodes.Sub, nodes.Div, nodes.Neg, nodes.Concat, nodes.Filter, nodes.Test, nodes.List, nodes.Tuple,
)  # fmt: skip
LISTS = ("evidence", "says")
"""What a template may repeat over."""
FIELDS = ("quote", "source", "url", "index", "first", "last")
"""What stands behind a dot: of a piece of evidence, and of `loop`. Behind `labels` stands any name."""
BROKEN = (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError)
"""What a template can come to while it is rendered."""


class Words(dict[str, str]):
    """Labels by name; one that an alert has not is empty."""

    def __missing__(self, name: str) -> str:
        """Nothing."""
        return ""


def _cut(filter_: Callable[..., Any]) -> Callable[..., Any]:
    def cut(*args: Any) -> Any:
        found = filter_(*args)
        return found[:LONGEST_TEXT] if isinstance(found, str) else found

    return cut


def _join(items: Any, separator: str = "") -> str:
    return separator.join(map(str, items))


def _truncate(text: str, length: int = 80) -> str:
    return text if len(text) <= length else f"{text[: max(0, length - 1)].rstrip()}…"


def _round(number: Any, digits: int = 0) -> Any:
    """Jinja2's own takes any number of digits, and days for it."""
    return round(number, max(-MOST_DIGITS, min(digits, MOST_DIGITS)))


PLAIN = ("abs", "capitalize", "default", "length", "lower", "title", "trim", "upper")
"""Jinja2's own filters that are as good here."""
OWN = {"join": _join, "round": _round, "truncate": _truncate}
KNOWN_FILTERS = {name: _cut(filter_) for name, filter_ in ({name: FILTERS[name] for name in PLAIN} | OWN).items()}
KNOWN_TESTS = ("defined", "in", "none", "number", "string")


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(autoescape=False, undefined=StrictUndefined)
    environment.globals.clear()
    environment.filters = dict(KNOWN_FILTERS)
    environment.tests = {name: environment.tests[name] for name in KNOWN_TESTS}
    return environment


_ENVIRONMENT = _environment()


def checked(source: str) -> str:
    """A template as it was written, once it is sure to render; a pydantic error that says why it is not."""
    try:
        parsed = _ENVIRONMENT.parse(source)
    except TemplateError as error:
        raise _refused(f"this is no template: {error.message}") from None
    except RecursionError:
        raise _refused("this is no template: it is nested too deeply") from None
    for reason in chain(_forbidden(parsed), _unknown(parsed)):
        raise _refused(reason)
    for alert, kind in ((FULL, "an alert that has all of it"), (BARE, "an alert without place, figure and evidence")):
        try:
            _text(_template(source), alert)
        except BROKEN as error:
            advice = "; ask first: {% if evidence %}…{% endif %}" if alert is BARE else ""
            raise _refused(f"it fails on {kind}: {error}{advice}") from None
    return source


def _refused(reason: str) -> PydanticCustomError:
    return PydanticCustomError("template", "{reason}", {"reason": reason})


def _forbidden(node: nodes.Node, depth: int = 0, within: bool = False) -> Iterator[str]:
    """What a template may not do, in words."""
    if depth > DEEPEST:
        yield "it is nested too deeply"
        return
    name = type(node).__name__
    if not isinstance(node, ALLOWED):
        told = f"`{node.node.name}(…)`" if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) else name
        yield f"line {node.lineno}: {told} is not for templates: they may look at the alert, choose and repeat, no more"
    if isinstance(node, nodes.Getattr) and not _is(node.node, "labels") and node.attr not in FIELDS:
        yield f"line {node.lineno}: nothing here has `.{node.attr}`; known: labels.NAME, {', '.join(FIELDS)}"
    known = KNOWN_FILTERS if isinstance(node, nodes.Filter) else KNOWN_TESTS
    if isinstance(node, (nodes.Filter, nodes.Test)) and node.name not in known:
        yield f"line {node.lineno}: nothing here is called `{node.name}`; known: {', '.join(known)}"
    if isinstance(node, nodes.For):
        if within or node.recursive or not any(_is(node.iter, each) for each in LISTS):
            yield f"line {node.lineno}: a template repeats over {' or '.join(LISTS)}, and never within another loop"
        within = True
    for child in node.iter_child_nodes():
        yield from _forbidden(child, depth + 1, within)


def _is(node: nodes.Node, name: str) -> bool:
    return isinstance(node, nodes.Name) and node.name == name


def _unknown(parsed: nodes.Template) -> Iterator[str]:
    known = variables(FULL)
    for name in sorted(meta.find_undeclared_variables(parsed) - known.keys()):
        yield f"an alert has no `{name}`; known: {', '.join(known)}"


@lru_cache(4096)
def _template(source: str) -> Template:
    return _ENVIRONMENT.from_string(source)


def _text(template: Template, alert: Alert) -> str:
    """What a template says of an alert, cut where it grows too long."""
    said, length = [], 0
    for piece in template.generate(variables(alert)):
        said.append(piece)
        length += len(piece)
        if length > LONGEST_TEXT:
            break
    return "".join(said).strip()[:LONGEST_TEXT]


def annotate(alert: Alert, templates: Mapping[str, str]) -> Alert:
    """The alert with what its rule's templates say of it."""
    said = {name: _said(source, name, alert) for name, source in templates.items()}
    return msgspec.structs.replace(alert, annotations=said) if said else alert


def _said(source: str, name: str, alert: Alert) -> str:
    """The summary stands in for a template that fails, and says so: an alert never waits for its decoration."""
    try:
        return _text(_template(source), alert)
    except BROKEN as error:
        return f"{alert.summary} (the template of {name} failed: {error})"[:LONGEST_TEXT]


def variables(alert: Alert) -> dict[str, Any]:
    """What templates know of an alert. Texts that it has not are empty, numbers are 0."""
    place = alert.place
    return {
        "rule": alert.rule, "severity": alert.severity, "status": alert.status, "summary": alert.summary,
        "figure": alert.figure, "value": alert.value or 0, "threshold": alert.threshold or 0,
        "metric": alert.labels.get("metric", ""), "event_type": alert.labels.get("event_type", ""),
        "place": place.name if place else "", "admin1": (place and place.admin1) or "",
        "country": alert.labels.get("country", ""),
        "lat": place.lat if place else "", "lon": place.lon if place else "",
        "incident": alert.incident or "", "at": stamp(alert.at), "says": list(alert.says),
        "evidence": [{"quote": each.quote, "source": each.source, "url": each.url or ""} for each in alert.evidence],
        "labels": Words(alert.labels),
    }  # fmt: skip


BARE = Alert("0", "rule", "firing", "info", datetime(2000, 1, 1, tzinfo=UTC), None, None, None, None, "Summary", ())
FULL = msgspec.structs.replace(
    BARE, threshold=10, value=12, incident="1", figure="at least 12", says=("police",), labels={"metric": "killed"},
    place=Place("Town", None, "XX", "Province", 1.0, 1.0, 1, 1.0),
    evidence=(Quote("a", "Publisher", "https://example.org/a", "At least 12 died.", "text", 0, 17),),
)  # fmt: skip

Name = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,59}$")]
Text = Annotated[str, Field(max_length=LONGEST_TEMPLATE), AfterValidator(checked)]
Annotations = Annotated[dict[Name, Text], Field(default_factory=dict, max_length=20)]
"""A field of this type takes templates by name: {headline: "{{ place }}: {{ figure }} {{ metric }}"}."""
