"""Stretches of the calendar: "the past 24 hours", "last week", "this summer", "the first five months of the year"."""

from dataclasses import dataclass
from datetime import date

from monitor.extract.dates import days
from monitor.extract.dates.days import Days
from monitor.extract.dates.line import Line, Read

LATE = 31
"""Days behind its last month in which a season still is this one."""
YEAR = 365
"""Days in a year."""


@dataclass(slots=True)
class Stretches(Line):
    """The rules of stretches, over one sentence of a document told on a day."""

    def _calendar(self, i: int) -> Read | None:
        """ "the past 24 hours", "last week", "this month", "next Friday", "last May"."""
        norm, cues = self.norm(i), self.cues
        if norm in cues.opening or norm in cues.last:
            read = self._portion(i)
            if read is not None or norm in cues.opening:
                return read
        shift = -1 if norm in cues.last else 1 if norm in cues.next else 0
        count, at = self.count(i + 1), i + 2
        while self.norm(at) in cues.of or (count is not None and self.norm(at) in cues.counts):
            count, at = cues.counts.get(self.norm(at), count), at + 1
        unit = cues.units.get(self.norm(at))
        if count is not None and unit is not None and shift:
            stretch = days.past(min(count, 1000), unit, self.told)
            return Read(at + 1, stretch if shift < 0 else self._ahead(count, unit), shift < 0)
        return self._named(i, shift)

    def _ahead(self, count: int, unit: int) -> Days:
        return Days(self.told, days.shifted(self.told, max(1, min(count, 1000) * unit)))

    def _named(self, i: int, shift: int) -> Read | None:
        """ "last week", "this morning", "last Friday", "next May", "the next day" (after the one told last)."""
        cues, norm_before, norm = self.cues, self.norm(i), self.norm(i + 1)
        if norm in cues.weekdays:
            day = days.weekday(cues.weekdays[norm], self.told, shift=shift)
            return self._parts(Read(i + 2, Days(day, day)))
        if norm in cues.parts:
            return Read(i + 2, self._day(min(shift, 0)))
        number = self._month_at(i + 1)
        if number is not None:
            year = self.told.year + (shift if number >= self.told.month and shift < 0 else 0)
            year += 1 if shift > 0 and number <= self.told.month else 0
            return Read(i + 2, days.month(year, number))
        season = self._season(i + 1, shift)
        if season is not None:
            return season
        unit = cues.units.get(norm)
        if unit == 1 and shift > 0 and self.day and self.day < self.told:
            day = days.shifted(self.day, 1)
            return Read(i + 2, Days(day, day))
        if unit is None or (unit == 0 and shift == 0):
            return None
        if unit == 0 or (shift < 0 and unit == 1) or (unit and norm_before in cues.past):
            return Read(i + 2, days.past(1, unit, self.told), period=True)
        return Read(i + 2, days.calendar_unit(unit, shift, self.told))

    def _season(self, i: int, shift: int) -> Read | None:
        """ "[last] winter", "[last] rainy season", "[this] summer"."""
        at = next((k for k in (i, i + 1) if self.norm(k) in self.cues.seasons), None)
        if at is None or shift > 0:
            return None
        first, last = self.cues.seasons[self.norm(at)]
        found = days.season(first, last, shift, self.told)
        if shift < 0:
            return Read(at + 1, found, over=True)
        runs = self.told <= days.shifted(found.end, LATE)
        return Read(at + 1, Days(found.start, self.told), period=True) if runs else None

    def _portion(self, i: int) -> Read | None:
        """ "the first five months of the year", "the first half of 2024", "the last week of May", "the first 13 days of
        the protests"."""
        cues = self.cues
        part, count, at = cues.portions.get(self.norm(i + 1)), self.count(i + 1), i + 3
        unit = cues.units.get(self.norm(i + 2)) if count is not None else None
        if unit is None:
            count, unit, at = 1, cues.units.get(self.norm(i + 1)), i + 2
        length = part if part is not None else (count or 1) * (unit or 0)
        if length <= 1 or self.norm(at) not in cues.of:
            return None
        at += 1
        while self.norm(at) in cues.articles or self.norm(at) in cues.this:
            at += 1
        first = self.norm(i) in cues.opening
        read = self._of_month(at, length, first) or (self._of_year(at, length) if first else None)
        if read is None and first and (count or 0) > 1:
            return Read(at, Days(days.shifted(self.told, -length), self.told), period=True)
        return read

    def _of_month(self, at: int, length: int, first: bool) -> Read | None:
        """The first or last days of the month at token `at`."""
        number = self._month_at(at)
        if number is None:
            return None
        year = days.nearest_year(number, 15, self.told)
        start, end = days.month(year, number)
        stretch = Days(start, days.shifted(start, length - 1)) if first else Days(days.shifted(end, 1 - length), end)
        return Read(at + 1, stretch, period=True) if stretch.start <= self.told else None

    def _of_year(self, at: int, length: int) -> Read | None:
        """The first days of the year at token `at`."""
        value = self.number(at)
        told = self.cues.units.get(self.norm(at)) == YEAR
        year = self.told.year if told else value
        if year is None or not (told or days.EARLIEST.year <= year <= self.told.year):
            return None
        start = date(year, 1, 1)
        return Read(at + 1, Days(start, min(days.shifted(start, length), max(self.told, start))), period=True)
