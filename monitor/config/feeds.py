"""A feed as it is written in the configuration, and the Feed that the rest of the program knows."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import SplitResult, unquote, urlsplit

from pydantic import Field, PlainValidator, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from monitor.model import Feed, SourceKind
from monitor.model.country import Country
from monitor.model.settings import Duration, Settings
from monitor.seeds import SEEDS

SECOND = timedelta(seconds=1)
WEEK = timedelta(days=7)
_BAD_URL = "{value} is no address of a feed: {reason}"


class FeedSettings(Settings):
    """One feed. `source` is its publisher (left out: the host of its address), `tier` how much it weighs, 1 most."""

    name: str = Field(min_length=1, max_length=100)
    url: str = Field(max_length=2000)
    every: Duration = Field(default=timedelta(minutes=5), ge=SECOND, le=WEEK)
    source: str = Field(default="", max_length=100)
    tier: int = Field(default=3, ge=1, le=4)
    language: str | None = Field(default=None, pattern=r"^[a-z]{2,3}$")
    country: Country | None = None
    kind: SourceKind | None = None
    max_age: Duration | None = Field(default=None, ge=SECOND)
    story_now: datetime | None = None
    enabled: bool = True

    @field_validator("url")
    @classmethod
    def _address(cls, value: str, info: ValidationInfo) -> str:
        return feed_url(value, folder_of(info))

    @field_validator("story_now")
    @classmethod
    def _aware(cls, value: datetime | None) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value

    def feed(self, max_age: timedelta) -> Feed:
        """The Feed; `max_age` holds where it has none of its own."""
        fields: dict[str, Any] = {name: getattr(self, name) for name in type(self).model_fields if name != "enabled"}
        fields["source"] = self.source or urlsplit(self.url).hostname or self.name
        fields["max_age"] = self.max_age or max_age
        return Feed(**fields)


def folder_of(info: ValidationInfo) -> Path:
    """The folder from which relative paths count: the configuration's own."""
    context: Mapping[str, Any] = info.context or {}
    return Path(context.get("folder", Path.cwd()))


def split_url(value: str, reason: str = _BAD_URL) -> SplitResult:
    """The parts of an address; a pydantic error worded by `reason` where it is none."""
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError as error:
        raise PydanticCustomError("url", reason, {"value": repr(value), "reason": str(error)}) from None
    if any(ord(letter) <= ord(" ") for letter in value):
        raise PydanticCustomError(
            "url", reason, {"value": repr(value), "reason": "it has a space or a line break in it"}
        )
    return parts


def feed_url(value: str, folder: Path) -> str:
    """An http(s) address as it is, a file: address with its path made absolute; a pydantic error for anything else."""
    if value.startswith("file:"):
        return _file_url(value, folder)
    parts = split_url(value)
    if parts.scheme not in ("http", "https"):
        reason = "it must begin with https://, http:// or, for a demonstration, file:"
        raise PydanticCustomError("url", _BAD_URL, {"value": repr(value), "reason": reason})
    if not parts.hostname:
        raise PydanticCustomError("url", _BAD_URL, {"value": repr(value), "reason": "it names no host"})
    return value


def _file_url(value: str, folder: Path) -> str:
    path = Path(unquote(value.removeprefix("file:").removeprefix("//")))
    places = [folder / path, SEEDS.parent / path]
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        raise PydanticCustomError(
            "url", "there is no file {path}; paths count from {folder}", {"path": str(path), "folder": str(folder)}
        )
    return found.resolve().as_uri()


def parse_feed(value: Any, info: ValidationInfo) -> Feed | None:
    """A Feed from what is written; None where it is switched off."""
    if isinstance(value, Feed):
        return value
    settings = FeedSettings.model_validate(value, context=info.context)
    return settings.feed(info.data.get("max_age", WEEK)) if settings.enabled else None


FeedField = Annotated[Feed, PlainValidator(parse_feed)]
