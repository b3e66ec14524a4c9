"""Who is told of which alert, and how often: a tree in Alertmanager's terms."""

import re
from datetime import time, timedelta
from typing import Annotated, Any, Literal, Self

from msgspec import Struct
from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from monitor.model.pace import Escalation
from monitor.model.schedule import UTC_ZONE, TimeOfDay, Zone
from monitor.model.settings import Duration, Settings

_MATCHER = re.compile(r"\s*([a-z_][a-z0-9_]*)\s*(=~|!~|!=|=)\s*(.*?)\s*", re.IGNORECASE | re.DOTALL)


class Matcher(Struct, frozen=True):
    """One condition on a label, as in Alertmanager: `severity=critical`, `country!=SY`, `rule=~"mass.*"`."""

    label: str
    op: str
    value: str

    def __str__(self) -> str:
        """As a person would write it."""
        return f"{self.label}{self.op}{self.value}"

    def matches(self, labels: dict[str, str]) -> bool:
        """Whether it holds; a label that is not there counts as empty, and patterns match whole values."""
        have = labels.get(self.label, "")
        found = re.fullmatch(self.value, have) is not None if "~" in self.op else have == self.value
        return found != self.op.startswith("!")


def parse_matcher(text: Any) -> Matcher:
    """A Matcher from its text; a pydantic error that says what is wrong."""
    if isinstance(text, Matcher):
        return text
    match = _MATCHER.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise PydanticCustomError(
            "matcher", "a matcher is a label, an operator (= != =~ !~) and a value: severity=critical"
        )
    label, op, value = match.groups()
    if len(value) > 1 and value[0] == value[-1] == '"':
        value = value[1:-1]
    elif value.startswith('"') or value.endswith('"'):
        raise PydanticCustomError("matcher", 'a value in quotes begins and ends with one: rule="mass casualties"')
    if "~" in op:
        _compiles(value)
    return Matcher(label=label, op=op, value=value)


def _compiles(pattern: str) -> None:
    try:
        re.compile(pattern)
    except re.error as error:
        raise PydanticCustomError(
            "matcher", "the pattern is no regular expression: {reason}", {"reason": str(error)}
        ) from None


MatcherField = Annotated[Matcher, BeforeValidator(parse_matcher)]
INHERITED = (
    "receiver", "group_by", "group_wait", "group_interval", "repeat_interval", "digest", "at", "zone", "escalate"
)  # fmt: skip


class Route(Settings):
    """A branch of the tree. An alert goes to the deepest matching branch; what a branch leaves out its parent gives.
    With `digest`, all that goes there within an hour or a day is told in one table, at a time of day in a zone."""

    receiver: str = Field(default="", min_length=1)
    matchers: tuple[MatcherField, ...] = ()
    group_by: tuple[str, ...] = ("rule", "place")
    group_wait: Duration = timedelta(seconds=10)
    group_interval: Duration = timedelta(minutes=5)
    repeat_interval: Duration = Field(default=timedelta(hours=4), ge=timedelta(seconds=1))
    digest: Literal["hourly", "daily"] | None = None
    at: TimeOfDay = time(7)
    zone: Zone = UTC_ZONE
    escalate: tuple[Escalation, ...] = ()
    continue_: bool = Field(default=False, alias="continue")
    routes: tuple["Route", ...] = ()

    def spread(self) -> Self:
        """The same tree with every branch filled from its parent."""
        return self.model_copy(update={"routes": tuple(self._fill(child) for child in self.routes)})

    def _fill(self, child: "Route") -> "Route":
        unset = {name: getattr(self, name) for name in INHERITED if name not in child.model_fields_set}
        return child.model_copy(update=unset).spread()

    def find(self, labels: dict[str, str]) -> tuple["Route", ...]:
        """The branches that an alert with these labels goes to; none where this branch's own matchers do not hold."""
        if not all(matcher.matches(labels) for matcher in self.matchers):
            return ()
        found: list[Route] = []
        for child in self.routes:
            if hits := child.find(labels):
                found += hits
                if not child.continue_:
                    break
        return tuple(found) or (self,)

    def branches(self) -> tuple["Route", ...]:
        """This branch and all below it."""
        return (self, *(each for child in self.routes for each in child.branches()))
