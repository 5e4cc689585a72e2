"""Months, periods and the windows in which a police force answers for its performance.

The financial year runs from April to March: its first quarter is April to June.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from scrutiny.errors import ScrutinyError

FINANCIAL_YEAR_STARTS = 4
# Asked of the calendar once: it makes a name anew each time.
_NAMES = tuple(calendar.month_name)
_SHORT_NAMES = tuple(calendar.month_abbr)
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """One calendar month. `str()` gives the `YYYY-MM` used in files, tables and options."""

    year: int
    month: int

    @classmethod
    @lru_cache(maxsize=4096)  # the same few hundred are read all the time
    def parse(cls, text: str) -> Month:
        """Read `YYYY-MM`; anything else is a `ScrutinyError` that says so."""
        match = _MONTH.fullmatch(text)
        if match is None:
            raise ScrutinyError(f"a month is written YYYY-MM, such as 2019-12 (got {text!r})")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Month:
        return cls(day.year, day.month)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    def __add__(self, months: int) -> Month:
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(year, month + 1)

    def __sub__(self, months: int) -> Month:
        return self + -months

    def months_since(self, earlier: Month) -> int:
        """How many months after `earlier` this one is; 0 for the same month."""
        return (self.year - earlier.year) * 12 + self.month - earlier.month

    @classmethod
    def numbered(cls, number: int) -> Month:
        """The month with this `number`."""
        return cls(number // 12, number % 12 + 1)

    @property
    def number(self) -> int:
        """Months since the year nought, for quick sums: the month after has the next number."""
        return self.year * 12 + self.month - 1

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    @property
    def name(self) -> str:
        """In words: `December 2019`."""
        return f"{_NAMES[self.month]} {self.year}"

    @property
    def short_name(self) -> str:
        """In short words: `Dec 2019`."""
        return f"{_SHORT_NAMES[self.month]} {self.year}"

    @property
    def financial_year(self) -> int:
        """The calendar year in which this month's financial year began."""
        return self.year if self.month >= FINANCIAL_YEAR_STARTS else self.year - 1

    @property
    def financial_quarter(self) -> int:
        """1 for April to June, 4 for January to March."""
        return (self.month - FINANCIAL_YEAR_STARTS) % 12 // 3 + 1

    @property
    def ends_quarter(self) -> bool:
        return self.month % 3 == 0


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """A run of whole months, both ends included."""

    first: Month
    last: Month

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ScrutinyError(
                f"a period cannot end ({self.last}) before it starts ({self.first})"
            )

    @classmethod
    def parse(cls, first: str, last: str) -> Period:
        return cls(Month.parse(first), Month.parse(last))

    @classmethod
    def ending(cls, last: Month, months: int) -> Period:
        """The `months` months up to and including `last`."""
        return cls(last - (months - 1), last)

    def __len__(self) -> int:
        return self.last.months_since(self.first) + 1

    def __iter__(self) -> Iterator[Month]:
        return (self.first + n for n in range(len(self)))

    def __contains__(self, month: Month) -> bool:
        return self.first <= month <= self.last

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first} to {self.last}"

    def covers(self, other: Period) -> bool:
        return self.first <= other.first and other.last <= self.last

    def shifted(self, months: int) -> Period:
        return Period(self.first + months, self.last + months)

    def year_earlier(self) -> Period:
        return self.shifted(-12)

    def before(self) -> Period:
        """The period of the same length that ends just before this one starts."""
        return self.shifted(-len(self))

    def quarters(self) -> tuple[Period, ...] | None:
        """The whole financial quarters that make up this period, or None if they do not."""
        if not (self.last.ends_quarter and len(self) % 3 == 0):
            return None
        return tuple(Period(self.first + n, self.first + n + 2) for n in range(0, len(self), 3))

    @property
    def name(self) -> str:
        """In words: `January to December 2019`, `October 2018 to September 2019`."""
        if self.first == self.last:
            return self.last.name
        if self.first.year == self.last.year:
            return f"{_NAMES[self.first.month]} to {self.last.name}"
        return f"{self.first.name} to {self.last.name}"

    @property
    def short_name(self) -> str:
        """In short words, for column heads: `Jan to Dec 2019`."""
        if self.first == self.last:
            return self.last.short_name
        if self.first.year == self.last.year:
            return f"{_SHORT_NAMES[self.first.month]} to {self.last.short_name}"
        return f"{self.first.short_name} to {self.last.short_name}"


class Window(StrEnum):
    """How long a period a figure is for, counted back from its last month."""

    MONTH = "month"
    QUARTER = "quarter"
    FYTD = "fytd"
    YEAR = "12m"
    FIVE_YEARS = "5y"

    @property
    def title(self) -> str:  # type: ignore[override]  # a plain name hides str.title
        return {
            Window.MONTH: "month",
            Window.QUARTER: "quarter",
            Window.FYTD: "financial year to date",
            Window.YEAR: "12 months",
            Window.FIVE_YEARS: "five years",
        }[self]

    def ending(self, last: Month) -> Period:
        """The period of this window that ends with `last`.

        A quarter must end in March, June, September or December; otherwise a `ScrutinyError`.
        """
        if self is Window.QUARTER and not last.ends_quarter:
            raise ScrutinyError(
                f"{last} does not end a financial quarter: quarters end in March, June, "
                "September and December"
            )
        if self is Window.FYTD:
            return Period(Month(last.financial_year, FINANCIAL_YEAR_STARTS), last)
        length = {Window.MONTH: 1, Window.QUARTER: 3, Window.YEAR: 12, Window.FIVE_YEARS: 60}
        return Period.ending(last, length[self])


class Against(StrEnum):
    """What a period is compared with."""

    YEAR = "year"
    PERIOD = "period"
    THREE_YEARS = "3y"

    @property
    def title(self) -> str:  # type: ignore[override]  # a plain name hides str.title
        return {
            Against.YEAR: "the same period a year earlier",
            Against.PERIOD: "the period before",
            Against.THREE_YEARS: "the average of the three years before",
        }[self]

    def periods(self, current: Period) -> tuple[Period, ...]:
        """The period or periods that `current` is compared with, latest first.

        Several periods are averaged by whoever compares. A period longer than a year is set
        against the one a whole number of its own lengths before, so that the two never overlap.
        """
        if self is Against.PERIOD:
            return (current.before(),)
        step = max(12, -(-len(current) // 12) * 12)
        if self is Against.YEAR:
            return (current.shifted(-step),)
        return tuple(current.shifted(-step * n) for n in (1, 2, 3))


def financial_quarter(year: int, quarter: int) -> Period:
    """Quarter 1 to 4 of the financial year that began in April of `year`."""
    first = Month(year, FINANCIAL_YEAR_STARTS) + 3 * (quarter - 1)
    return Period(first, first + 2)


def financial_year_name(year: int) -> str:
    """`2019/20` for the financial year that began in April 2019."""
    return f"{year}/{(year + 1) % 100:02d}"


def quarter_name(period: Period) -> str:
    """`Q3 2019/20` for October to December 2019."""
    last = period.last
    return f"Q{last.financial_quarter} {financial_year_name(last.financial_year)}"
