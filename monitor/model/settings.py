"""What every piece of configuration is made of: a frozen model that refuses unknown keys, and durations (`30s`, `7d`).

Rule types, channels and the configuration itself build on these; `monitor.config` words what pydantic reports."""

import re
from datetime import timedelta
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer
from pydantic_core import PydanticCustomError

UNITS = {"s": timedelta(seconds=1), "m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
LONGEST = timedelta(days=36500)
_DURATION = re.compile(r"(?:[0-9]{1,6}[smhd])+")
_PART = re.compile(r"([0-9]+)([smhd])")


class Settings(BaseModel):
    """A frozen part of the configuration; a key that it does not know is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


def parse_duration(text: str) -> timedelta:
    """`90s`, `5m`, `1h30m`, `7d` as a timedelta; ValueError for anything else."""
    if not _DURATION.fullmatch(text):
        raise ValueError(f"{text!r} is no duration; write a whole number with s, m, h or d, like 30s, 5m, 24h or 7d")
    total = sum((int(number) * UNITS[unit] for number, unit in _PART.findall(text)), timedelta())
    if total > LONGEST:
        raise ValueError(f"{text!r} is longer than a hundred years; write at most 36500d")
    return total


def format_duration(value: timedelta) -> str:
    """The shortest way to write it again: `5m`, `1h30m`, `0s`. Parts of a second are dropped."""
    rest, parts = value, []
    for unit in ("d", "h", "m", "s"):
        count, rest = divmod(rest, UNITS[unit])
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts) or "0s"


def _duration(value: Any) -> timedelta:
    if isinstance(value, timedelta):
        return value
    if not isinstance(value, str):
        raise PydanticCustomError("duration", "a duration needs its unit, like 30s, 5m, 24h or 7d")
    try:
        return parse_duration(value)
    except ValueError as error:
        raise PydanticCustomError("duration", "{reason}", {"reason": str(error)}) from None


Duration = Annotated[
    timedelta, BeforeValidator(_duration), PlainSerializer(format_duration, return_type=str, when_used="json")
]
"""A field of this type takes `5m` or a timedelta."""
