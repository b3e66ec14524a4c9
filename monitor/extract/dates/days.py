"""The arithmetic of dates: which day a month, a weekday or a number of days names, seen from the day of publication."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Literal, NamedTuple

FUTURE = 3
"""A date without a year is taken as past unless the next one is this many times nearer."""
AHEAD = 7
"""Days after publication in which a feast is the one to come rather than that of the year before."""
EARLIEST, LATEST = date(1800, 1, 1), date(2200, 12, 31)


class Days(NamedTuple):
    """A stretch of days, both ends included."""

    start: date
    end: date

    @property
    def precision(self) -> Literal[1, 2, 3]:
        """1 a day or two · 2 a week · 3 longer."""
        length = (self.end - self.start).days
        return 1 if length <= 1 else 2 if length <= 7 else 3


class Back(NamedTuple):
    """A way back: the token behind it, how many units, and the days in one (0 for hours); `apart` from the day told
    last rather than from publication, `later` forward."""

    last: int
    units: int
    unit: int
    apart: bool = False
    later: bool = False


def shifted(day: date, days: int) -> date:
    """So many days later, kept within the years that a date can have."""
    room = (LATEST - day).days if days > 0 else (EARLIEST - day).days
    return day + timedelta(days=min(days, max(room, 0)) if days > 0 else max(days, min(room, 0)))


def on(year: int, month: int, day: int) -> date | None:
    """The date, None where there is none."""
    if not (EARLIEST.year <= year <= LATEST.year and 1 <= month <= 12):
        return None
    return date(year, month, day) if 1 <= day <= monthrange(year, month)[1] else None


def month(year: int, number: int) -> Days:
    """A whole month."""
    return Days(date(year, number, 1), date(year, number, monthrange(year, number)[1]))


def year(number: int) -> Days:
    """A whole year."""
    return Days(date(number, 1, 1), date(number, 12, 31))


def season(first: int, last: int, shift: int, told: date) -> Days:
    """The season from one month to another that runs or was the last one begun; with `shift` -1 the last one that is
    over."""
    months = (last - first) % 12
    years = (told.year - 1 - (first > last), told.year - 1, told.year)
    known = [Days(date(at, first, 1), month(at + (first + months > 12), last).end) for at in years]
    return next(one for one in reversed(known) if (one.end if shift < 0 else one.start) < told)


def easter(number: int) -> date:
    """Easter Sunday of a year of the Gregorian calendar (Meeus, Jones and Butcher)."""
    century, rest = divmod(number, 100)
    leaps, left = divmod(century, 4)
    moon = (19 * (number % 19) + century - leaps - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * left + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (number % 19 + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(number, month, day + 1)


def feast(rule: str | int, told: date) -> Days:
    """The last feast up to a week after publication: "12-25" is that day, a number so many days after Easter Sunday."""
    near = min(max(told.year, EARLIEST.year + 1), LATEST.year - 1)
    fixed = [_fixed(rule, number) for number in range(near - 1, near + 2)]
    last = max((day for day in fixed if day <= shifted(told, AHEAD)), default=fixed[0])
    return Days(last, last)


def _fixed(rule: str | int, number: int) -> date:
    """The day of a feast in a year."""
    return shifted(easter(number), rule) if isinstance(rule, int) else date.fromisoformat(f"{number}-{rule}")


def full_year(number: int, told: date) -> int:
    """The year that two digits stand for: the one nearest to publication."""
    if number > 99:
        return number
    century = told.year - told.year % 100
    return min(
        (century - 100 + number, century + number, century + 100 + number), key=lambda item: abs(item - told.year)
    )


def nearest_year(number: int, day: int, told: date) -> int:
    """The year of a day and month told without one."""

    def distance(candidate: int) -> int:
        gap = (date(candidate, number, min(day, 28)) - told).days
        return gap * FUTURE if gap > 7 else abs(gap)

    return min((told.year - 1, told.year, told.year + 1), key=distance)


def weekday(number: int, told: date, *, shift: int = 0) -> date:
    """The last such weekday up to the day of publication; `shift` -1 the one before that day, 1 the next one."""
    back = (told.weekday() - number) % 7
    if shift > 0:
        return shifted(told, 7 - back)
    return shifted(told, -(back or 7 if shift < 0 else back))


def ago(count: int, unit: int, told: date) -> Days:
    """So many units before: a day for days, the week, month or year around it for longer ones."""
    day = shifted(told, -count * unit)
    if unit <= 1:
        return Days(day, day)
    if unit <= 14:
        return Days(shifted(day, -3), shifted(day, 3))
    return month(day.year, day.month) if unit < 365 else year(told.year - count * unit // 365)


def since(count: int, unit: int, told: date) -> Days:
    """The days that lie less than so many units back, before that of publication; with it where there is none."""
    back = past(count, unit, told).start
    first, last = shifted(back, 1), shifted(told, -1)
    return Days(first, last) if unit and first <= last else Days(min(back, last), told)


def past(count: int, unit: int, told: date) -> Days:
    """The stretch of so many units up to publication; hours (unit 0) by the day."""
    back = max(1, -(-count // 24)) if unit == 0 else count * unit
    return Days(shifted(told, -back), told)


def calendar_unit(unit: int, shift: int, told: date) -> Days:
    """The calendar week, month or year of publication, moved by so many."""
    if unit <= 1:
        day = shifted(told, shift)
        return Days(day, day)
    if unit == 2:
        saturday = weekday(5, told)
        saturday = shifted(saturday, 7 * shift + (7 if shift < 0 and told.weekday() < 5 else 0))
        return Days(saturday, shifted(saturday, 1))
    if unit <= 14:
        monday = shifted(told, 7 * shift - told.weekday())
        return Days(monday, shifted(monday, 6))
    if unit < 365:
        index = told.year * 12 + told.month - 1 + shift
        return month(index // 12, index % 12 + 1)
    return year(told.year + shift) if unit == 365 else Days(shifted(told, shift * unit), told)
