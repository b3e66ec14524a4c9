"""Hours of the day and days of the week, in the time of a place: when a rule may ring, when a digest goes out."""

import difflib
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BeforeValidator, PlainSerializer, model_validator
from pydantic_core import PydanticCustomError

from monitor.model.settings import Settings

DAY = timedelta(days=1)
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MIDNIGHT = 24 * 60
Hours = tuple[int, int]
"""From and until, in minutes after midnight; until the next day where that is not later."""


def _refused(text: str) -> PydanticCustomError:
    return PydanticCustomError("schedule", "{reason}", {"reason": text})


def _zone(value: Any) -> ZoneInfo:
    if isinstance(value, ZoneInfo):
        return value
    known = available_timezones()
    if not isinstance(value, str) or value not in known:
        close = difflib.get_close_matches(str(value), known, n=1)
        meant = f"did you mean {close[0]}?" if close else "write a name such as Africa/Nairobi, or UTC"
        raise _refused(f"{value!r} is no time zone; {meant}")
    return ZoneInfo(value)


def _minutes(value: Any) -> int:
    """Minutes after midnight of `07:30`; `24:00` is the day's end."""
    hours, _, minutes = value.partition(":") if isinstance(value, str) else ("", "", "")
    if not (hours.isdecimal() and minutes.isdecimal() and len(minutes) == 2 and len(hours) <= 2):
        raise _refused(f"{value!r} is no time of day; write it in quotes, like '07:30'")
    total = int(hours) * 60 + int(minutes)
    if int(minutes) > 59 or total > MIDNIGHT:
        raise _refused(f"{value!r} is no time of day; hours go from 00:00 to 24:00")
    return total


def _time_of_day(value: Any) -> time:
    if isinstance(value, time):
        return value
    minutes = _minutes(value) % MIDNIGHT
    return time(minutes // 60, minutes % 60)


def _hours(value: Any) -> Any:
    if isinstance(value, tuple):
        return value
    first, dash, last = value.partition("-") if isinstance(value, str) else ("", "", "")
    if not dash:
        raise _refused(f"{value!r} are no hours; write them like 08:00-20:00")
    hours = _minutes(first.strip()), _minutes(last.strip())
    if hours[0] == hours[1] or hours[0] == MIDNIGHT:
        raise _refused(f"{value!r} never begins; write them like 08:00-20:00, or 00:00-24:00 for the whole day")
    return hours


def _days(value: Any) -> Any:
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, (list, tuple)) or not listed:
        raise _refused("days are a list like [mon-fri, sun]")
    return tuple(dict.fromkeys(day for item in listed for day in _span(item)))


def _span(item: Any) -> Iterator[int]:
    if isinstance(item, int) and 0 <= item < len(WEEK):
        yield item
        return
    ends = [name.strip().casefold()[:3] for name in str(item).split("-")]
    if not 1 <= len(ends) <= 2 or not set(ends) <= set(WEEK):
        raise _refused(f"{item!r} are no days of the week; write them like mon-fri or sun")
    first, last = WEEK.index(ends[0]), WEEK.index(ends[-1])
    yield from ((first + n) % len(WEEK) for n in range((last - first) % len(WEEK) + 1))


Zone = Annotated[ZoneInfo, BeforeValidator(_zone), PlainSerializer(str, return_type=str)]
TimeOfDay = Annotated[time, BeforeValidator(_time_of_day)]
UTC_ZONE = ZoneInfo("UTC")


def _clock(hours: Hours) -> str:
    return "-".join(f"{minutes // 60:02}:{minutes % 60:02}" for minutes in hours)


def _week(days: Iterable[int]) -> list[str]:
    return [WEEK[day] for day in sorted(days)]


class Active(Settings):
    """Hours and days in the time of a zone. Hours that end before they begin go on into the next day, and belong to
    the day on which they begin."""

    hours: Annotated[Hours, BeforeValidator(_hours), PlainSerializer(_clock, str, when_used="json")] = (0, MIDNIGHT)
    days: Annotated[tuple[int, ...], BeforeValidator(_days), PlainSerializer(_week, list[str], when_used="json")] = (
        tuple(range(len(WEEK)))
    )
    zone: Zone = UTC_ZONE

    @model_validator(mode="before")
    @classmethod
    def _says_something(cls, value: Any) -> Any:
        if isinstance(value, dict) and not {"hours", "days"} & set(value):
            raise _refused("active hours need `hours` (08:00-20:00), `days` ([mon-fri]) or both")
        return value

    def begins(self, now: datetime) -> datetime:
        """When they begin next; `now` where they last at this moment."""
        today = now.astimezone(self.zone).date()
        for offset in range(-1, len(WEEK) + 2):
            first, last = self._on(today + offset * DAY)
            if (today + offset * DAY).weekday() in self.days and now < last:
                return max(now, first)
        raise AssertionError("every week has each of its days")

    def _on(self, day: date) -> tuple[datetime, datetime]:
        """From when until when they last that begin on a day (UTC: hours of one zone only compare as the clock shows
        them)."""
        start, end = self.hours
        return at(day, start, self.zone), at(day + DAY if end <= start else day, end, self.zone)

    def __str__(self) -> str:
        """As a person would write them."""
        days = "" if len(self.days) == len(WEEK) else " " + ",".join(_week(self.days))
        return f"{_clock(self.hours)}{days} {self.zone}"


def at(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """The instant (UTC) at which the clocks of a zone show so many minutes after midnight; `1440` is the next
    midnight."""
    days, rest = divmod(minutes, MIDNIGHT)
    return datetime.combine(day + days * DAY, time(rest // 60, rest % 60), zone).astimezone(UTC)
