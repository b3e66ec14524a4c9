"""What keeps alerts from being told: silences and inhibition, in Alertmanager's terms."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Annotated, Self

from msgspec import Struct
from pydantic import Field, field_validator, model_validator

from monitor.model.route import Matcher, MatcherField
from monitor.model.settings import Duration, Settings

Matchers = Annotated[tuple[MatcherField, ...], Field(min_length=1)]


def holds(matchers: Iterable[Matcher], labels: dict[str, str]) -> bool:
    """Whether all of them match."""
    return all(matcher.matches(labels) for matcher in matchers)


class Silence(Struct, frozen=True):
    """Alerts whose labels match are told to nobody from `start` until `end`."""

    id: str
    matchers: tuple[Matcher, ...]
    author: str
    comment: str
    start: datetime
    end: datetime

    def mutes(self, labels: dict[str, str], now: datetime) -> bool:
        """Whether an alert with these labels is told to nobody now."""
        return self.start <= now < self.end and holds(self.matchers, labels)


def silence_id(*parts: str) -> str:
    """The id of a silence: the same parts always give the same 8 hexadecimal digits."""
    return hashlib.sha256("\0".join(("silence", *parts)).encode()).hexdigest()[:8]


class SilenceSettings(Settings):
    """A silence as the configuration has it. Times without a zone are UTC."""

    matchers: Matchers
    author: str = Field(min_length=1, max_length=100)
    comment: str = Field(min_length=1, max_length=500)
    start: datetime
    end: datetime

    @field_validator("start", "end")
    @classmethod
    def _aware(cls, value: datetime) -> datetime:
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end <= self.start:
            raise ValueError(f"it ends ({self.end:%Y-%m-%d %H:%M} UTC) before it starts")
        return self

    def silence(self) -> Silence:
        """The Silence."""
        words = (each for matcher in self.matchers for each in (matcher.label, matcher.op, matcher.value))
        id = silence_id(*words, self.start.isoformat(), self.end.isoformat())
        return Silence(id, self.matchers, self.author, self.comment, self.start, self.end)


class Inhibition(Settings):
    """While an alert that `source` matches fires, those that `target` matches are told to nobody, where both have the
    same value for each label of `equal`. A source counts for `within` after it was raised, and no longer once it is
    revised or resolved. An alert that is source and target alike does not mute its like."""

    source: Matchers
    target: Matchers
    equal: tuple[str, ...] = ()
    within: Duration = Field(default=timedelta(hours=24), ge=timedelta(seconds=1), le=timedelta(days=7))

    def is_source(self, labels: dict[str, str]) -> bool:
        """Whether an alert with these labels mutes others."""
        return holds(self.source, labels)

    def is_target(self, labels: dict[str, str]) -> bool:
        """Whether an alert with these labels may be muted."""
        return holds(self.target, labels)

    def mutes(self, source: dict[str, str], target: dict[str, str]) -> bool:
        """Whether an alert that fires mutes another, by the labels of both."""
        both = self.is_target(source) and self.is_source(target)
        alike = all(source.get(name, "") == target.get(name, "") for name in self.equal)
        return self.is_source(source) and self.is_target(target) and alike and not both
