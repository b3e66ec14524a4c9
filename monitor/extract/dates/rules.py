"""A small grammar of dates over the tokens of one sentence; each rule returns what it read and where it ended."""

from dataclasses import dataclass
from datetime import date

from monitor.extract.dates import days
from monitor.extract.dates.days import Back, Days
from monitor.extract.dates.line import Read
from monitor.extract.dates.stretches import YEAR, Stretches
from monitor.extract.found import UNDATED
from monitor.extract.words.tokens import Token

RUNNING = 14
"""Days before publication from which a "since" tells a running total."""
LONG = 14
"""Days in a unit that tells no single day: "two months later"."""
SKIP = 3
"""Small words between "since" and its date."""
BEGINNING = 10
"""Words behind "since the war" in which stands when it began."""
DASHES = frozenset("-–—")


def heads_item(words: list[Token], k: int) -> bool:
    """Whether the number at k of a sentence's words stands before it as years do in a chronicle: "1998: a bomb kills
    19", "1998 - A bomb kills 19"."""
    if k or len(words) < 3 or len(words[0].text) != 4 or words[0].text[0] == "0":
        return False
    mark = words[1]
    return mark.text == ":" or (mark.text in DASHES and words[0].end < mark.start and mark.end < words[2].start)


@dataclass(slots=True)
class DateRules(Stretches):
    """The rules, over one sentence of a document told on a day."""

    def read(self, i: int) -> Read | None:
        """The longest date that begins with token i."""
        norm, cues = self.norm(i), self.cues
        if norm in cues.since:
            return self._since(i)
        if norm in cues.between:
            return self._between(i)
        return self._point(i)

    def _point(self, i: int) -> Read | None:
        """A date that is no span between two others."""
        return self._feast(i) or self._plain(i)

    def _plain(self, i: int) -> Read | None:
        """A date without a name of its own."""
        norm, cues = self.norm(i), self.cues
        token = self.token(i)
        if token is None:
            return None
        if token.kind == "number":
            return self._iso(i) or self._day_month(i) or self._ago(i) or self._slashed(i) or self._year(i)
        if norm in cues.weekdays:
            return self._weekday(i)
        if norm in cues.months:
            return self._month(i)
        if norm in cues.days:
            return self._parts(Read(i + 1, self._day(cues.days[norm])))
        if norm in cues.overnight:
            return Read(i + 1, Days(days.shifted(self.told, -1), self.told))
        if norm in cues.last or norm in cues.this or norm in cues.next or norm in cues.opening:
            return self._calendar(i)
        if norm in cues.earlier:
            return self._earlier(i)
        if norm in cues.less:
            return self._less(i)
        return self._ago(i)

    def _feast(self, i: int) -> Read | None:
        """ "Easter Sunday", "New Year's Eve 2019"."""
        for length in self.cues.feast_openers.get(self.norm(i), ()):
            rule = self.cues.feasts.get(" ".join(self.norm(k) for k in range(i, i + length)))
            if rule is not None:
                year = self._year_at(i + length)
                told = date(year[0], 12, 31) if year is not None else self.told
                return self._parts(Read(year[1] if year is not None else i + length, days.feast(rule, told)))
        return None

    def _doubtful(self, i: int) -> bool:
        """Whether the name of a month or day is also another word and nothing says that it is a date."""
        token = self.token(i)
        if token is None or (not token.text[0].isupper()):
            return True
        return token.norm in self.cues.doubtful and self.norm(i - 1) not in self.cues.before

    def _weekday(self, i: int) -> Read | None:
        if self._doubtful(i) or self._names(i + 1):
            return None
        after = i + 1
        while self.norm(after) in {",", "."} or self.norm(after) in self.cues.articles:
            after += 1
        exact = self._exact(after)
        if exact is not None:
            return self._parts(exact)
        day = days.weekday(self.cues.weekdays[self.norm(i)], self.told)
        return self._parts(Read(i + 1, Days(day, day)))

    def _names(self, i: int) -> bool:
        """Whether token i makes a name of the day before it: "Monday Market"."""
        token = self.token(i)
        return token is not None and token.norm in self.cues.named and token.text[0].isupper()

    def _exact(self, i: int) -> Read | None:
        """A day of a month at token i, None for anything else."""
        if self.number(i) is not None:
            return self._day_month(i)
        if self.norm(i) in self.cues.months:
            read = self._month(i)
            return read if read is not None and read.days.precision == 1 else None
        return None

    def _year_at(self, i: int, *, short: bool = False) -> tuple[int, int] | None:
        """The year at token i (behind a comma or "of") with the token behind it: "2014", "last year"."""
        if self.norm(i) in {",", "."} or self.norm(i) in self.cues.of:
            i += 1
        if self.cues.units.get(self.norm(i + 1)) == YEAR and self.told != UNDATED:
            back = 1 if self.norm(i) in self.cues.last else 0
            return (self.told.year - back, i + 2) if back or self.norm(i) in self.cues.this else None
        value = self.number(i)
        token = self.token(i)
        if value is None or token is None:
            return None
        if len(token.text) == 4 and days.EARLIEST.year <= value <= days.LATEST.year:
            return value, i + 1
        if short and len(token.text) == 2:
            return days.full_year(value, self.told), i + 1
        return None

    def _day_month(self, i: int) -> Read | None:
        """ "12 May 2014", "12th of May", "12-14 May", "18 FEB 90"."""
        first = self.number(i)
        if first is None or not 1 <= first <= 31:
            return None
        at, second = i + 1, None
        if self.norm(at) in self.cues.suffixes:
            at += 1
        joined = self.norm(at) in DASHES or self.norm(at) in self.cues.until or self.norm(at) == "/"  # "12/13 March"
        if joined and self.number(at + 1) is not None:
            second, at = self.number(at + 1), at + 2
        while self.norm(at) in self.cues.of or self.norm(at) in self.cues.articles or self.norm(at) in DASHES:
            at += 1
        number = self._month_at(at)
        if number is None:
            return None
        stop = at + 1 + (self.norm(at + 1) == ".")
        told = self._year_at(stop + (self.norm(stop) in DASHES), short=self.norm(stop) != ",")
        return self._days(number, first, second, told, stop if told is None else told[1], at + 1)

    def _days(
        self, number: int, first: int, second: int | None, told: tuple[int, int] | None, last: int, bare: int
    ) -> Read | None:
        """One day of a month or a stretch of them."""
        year = told[0] if told is not None else days.nearest_year(number, first, self.told)
        start, end = days.on(year, number, first), days.on(year, number, second or first)
        if start is None or end is None or end < start:
            return None
        return self._parts(
            Read(last if told is not None else bare, Days(start, end), second is not None and second > first + 1)
        )

    def _month(self, i: int) -> Read | None:
        """ "May 12, 2014", "May 12-14", "May 2014", "in May"."""
        number = self._month_at(i)
        if number is None:
            return None
        at = i + 1 + (self.norm(i + 1) == "." and self.number(i + 2) is not None)
        first = self.number(at)
        token = self.token(at)
        if first is not None and token is not None and 1 <= first <= 31 and len(token.text) <= 2:
            return self._month_day(number, first, at + 1)
        told = self._year_at(at)
        if told is not None:
            return Read(told[1], days.month(told[0], number))
        if self._doubtful(i):
            return None
        return Read(i + 1, days.month(self._year_of(number), number))

    def _month_day(self, number: int, first: int, at: int) -> Read | None:
        second = None
        if self.norm(at) in self.cues.suffixes:
            at += 1
        if self.norm(at) in DASHES and self.number(at + 1) is not None and (self.number(at + 1) or 0) <= 31:
            second, at = self.number(at + 1), at + 2
        told = self._year_at(at)
        return self._days(number, first, second, told, told[1] if told is not None else at, at)

    def _year_of(self, number: int) -> int:
        """The year of a month without one: the nearest; a coming one only where its sentence looks ahead."""
        year = days.nearest_year(number, 15, self.told)
        if self.told == UNDATED:
            return year
        if year > self.told.year or (year == self.told.year and number > self.told.month):
            tokens = self.document.tokens[self.sentence.first : self.sentence.last]
            return year if any(token.norm in self.cues.ahead for token in tokens) else year - 1
        return year

    def _iso(self, i: int) -> Read | None:
        """ "2014-05-12"."""
        parts = [self.number(i), self.number(i + 2), self.number(i + 4)]
        if None in parts or self.norm(i + 1) != "-" or self.norm(i + 3) != "-":
            return None
        day = days.on(*(part or 0 for part in parts))
        return Read(i + 5, Days(day, day)) if day is not None else None

    def _slashed(self, i: int) -> Read | None:
        """ "18/07" and "18/07/2015", the day first unless that is impossible."""
        first, second = self.number(i), self.number(i + 2)
        if self.norm(i + 1) != "/" or first is None or second is None:
            return None
        if second > 12 >= first:
            first, second = second, first
        if not (1 <= second <= 12 and 1 <= first <= 31):
            return None
        told = self._year_at(i + 4, short=True) if self.norm(i + 3) == "/" else None
        return self._days(second, first, None, told, told[1] if told is not None else i + 3, i + 3)

    def _year(self, i: int) -> Read | None:
        """ "in 2014", "the 1990s", "2014: a bomb goes off"."""
        value, token = self.number(i), self.token(i)
        if value is None or token is None or len(token.text) != 4:
            return None
        if self.norm(i + 1) in self.cues.centuries and value % 10 == 0 and value <= self.told.year:
            return Read(i + 2, Days(date(value, 1, 1), date(value + 9, 12, 31)))
        opening = self.document.tokens[self.sentence.first : self.sentence.last][:3]
        if value < self.told.year and heads_item(opening, i - self.sentence.first):
            return Read(i + 1, days.year(value))
        if not days.EARLIEST.year <= value <= self.told.year + 20 or self.norm(i - 1) not in self.cues.year_cues:
            return None
        last = self._year_at(i + 2) if self.norm(i + 1) in DASHES or self.norm(i + 1) in self.cues.until else None
        if last is not None and last[0] > value:
            return Read(last[1], Days(date(value, 1, 1), date(last[0], 12, 31)))
        return Read(i + 1, days.year(value))

    def _ago(self, i: int) -> Read | None:
        """ "three days ago", "a day earlier", "a few weeks ago"."""
        back = self._back(i)
        if back is None:
            return None
        start = self.day if back.apart and self.day else self.told
        if (day := self._to_the_day(back)) is not None:
            return Read(back.last + 1, Days(day, day))
        if not back.later:
            return Read(back.last, days.ago(back.units, back.unit, start))
        day = days.shifted(start, back.units * back.unit)
        return Read(back.last, Days(day, day)) if self.day and day <= self.told and 0 < back.unit < LONG else None

    def _to_the_day(self, back: Back) -> date | None:
        """The day of "ten years ago today"."""
        if back.apart or back.unit < YEAR or self.cues.days.get(self.norm(back.last)) != 0:
            return None
        return days.on(self.told.year - back.units * back.unit // YEAR, self.told.month, self.told.day)

    def _less(self, i: int) -> Read | None:
        """ "less than a week ago": the days since then, neither end included."""
        back = self._back(i + 2) if self.norm(i + 1) in self.cues.than else None
        return Read(back.last, days.since(back.units, back.unit, self.told)) if back is not None else None

    def _back(self, i: int) -> Back | None:
        """How far "three days ago" goes back."""
        count, at = self.count(i), i + 1
        if count is None:
            return None
        while self.norm(at) in self.cues.of or (self.norm(at) in self.cues.counts and at < i + 3):
            count, at = self.cues.counts.get(self.norm(at), count), at + 1
        unit = self.cues.units.get(self.norm(at))
        behind = self.token(at + 2)
        alone = behind is None or behind.kind == "punct"
        how = self.norm(at + 1)
        after = self.here and unit == 1 and how in self.cues.after
        later = how in self.cues.later
        apart = after or later or how in self.cues.earlier or (alone and how in self.cues.earlier_than)
        if unit is None or not (apart or how in self.cues.ago):
            return None
        return Back(at + 2, min(count, 1000), unit, apart, later)

    def _earlier(self, i: int) -> Read | None:
        """ "earlier this month", "late last year", "early on Monday"."""
        at = i + 1
        while self.norm(at) in self.cues.of or self.norm(at) in self.cues.articles or self.norm(at) in DASHES:
            at += 1
        norm = self.norm(at)
        if norm in self.cues.earlier or not (
            norm in self.cues.last or norm in self.cues.this or norm in self.cues.months or norm in self.cues.days
        ):
            return None
        read = self._point(at)
        if read is None:
            return None
        start, end = read.days
        return read._replace(days=Days(start, self.told) if start <= self.told < end else read.days)

    def _since(self, i: int) -> Read | None:
        """ "since Saturday", "since January", "since the war began"."""
        at, skipped = i + 1, self.cues.articles | self.cues.earlier | self.cues.before
        while at <= i + SKIP and self.norm(at) in skipped:
            at += 1
        read = self._point(at)
        if read is not None:
            start = min(read.days.start, self.told)
            running = (self.told - start).days > RUNNING
            return Read(read.last, Days(start, self.told), not running, running)
        began = next((place for place in range(at, at + 4) if self.norm(place) in self.cues.began), None)
        if began is None:
            return None
        told = self._beginning(began)
        if told is not None and told.days.start <= self.told:
            return Read(told.last, Days(told.days.start, self.told), running=True)
        return Read(began + 1, Days(days.shifted(self.told, -365), self.told), running=True)

    def _beginning(self, began: int) -> Read | None:
        """When what began, as the words around it say: "the 2011 uprising", "the war in Syria began in March 2011"."""
        year = self._year_at(began - 1)
        if year is not None:
            return Read(began + 1, days.year(year[0]))
        cues, near = self.cues, 0
        skipped = cues.articles | cues.earlier | cues.before
        for at in range(began + 1, began + BEGINNING):
            token = self.token(at)
            if token is None or token.kind != "word":
                return self._point(at) if near else None
            if self.norm(at - 1) in cues.begin:
                near = at
            read = self._point(at) if near and at > near else None
            if read is not None:
                return read
            if near and token.norm not in skipped and not token.text[0].isupper() and token.norm not in cues.begin:
                near = 0
        return None

    def _between(self, i: int) -> Read | None:
        """ "between 12 and 14 May", "from Monday to Friday"."""
        start = self._point(i + 1)
        if start is None or self.norm(start.last) not in self.cues.until:
            return None
        end = self._point(start.last + 1)
        if end is None or end.days.end < start.days.start:
            return None
        return Read(end.last, Days(start.days.start, end.days.end), period=True)
