"""Dates as people say them in a meeting: `12 June`, `Friday`, `in two weeks`, `next meeting`."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

from scrutiny.errors import ScrutinyError
from scrutiny.periods import Month

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_WEEKDAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
_WEEKDAYS |= {name.lower(): n for n, name in enumerate(calendar.day_abbr)}
_WEEKDAYS |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
DAYS_A_WEEK = 7
CENTURY = 2000  # a year of two digits is of this century
SAY = "Say the date like 12 June, 12/6/2020, Friday, in two weeks, end of June or next meeting."

_WEEKDAY = rf"(?:(?P<weekday>{'|'.join(_WEEKDAYS)})\s+)?"
_NAMED = re.compile(
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>[a-z]+)"
    r"(?: (?P<year>\d{4}))?"
)
_NUMBERS = re.compile(
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})[/.](?P<month>\d{{1,2}})(?:[/.](?P<year>\d{{4}}|\d{{2}}))?"
)
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_MONTH = re.compile(r"(?:the )?(?:end of )?(?P<month>[a-z]+)(?: (?P<year>\d{4}))?")
_COUNTED = re.compile(
    r"(?:in |within )?(?P<count>\d{1,3}|[a-z]+) (?P<unit>day|week|month)s?(?: time)?"
)


def read_day(said: str, today: date, next_meeting: date | None = None) -> date:
    """The day that somebody says on `today`; one without a year is the next to come.

    A `ScrutinyError` says what cannot be understood, or is past.
    """
    words = " ".join(said.lower().replace(",", " ").split()).rstrip(".").removeprefix("on ")
    if words in ("next meeting", "the next meeting"):
        if next_meeting is None:
            raise ScrutinyError("There is no next meeting yet: say a date.")
        return next_meeting
    for read in (_plain, _counted, _dated, _weekday, _end_of_month):
        found = read(words, today)
        if found is not None:
            if found < today:
                raise ScrutinyError(f"{found:%-d %B %Y} is past.")
            return found
    raise ScrutinyError(f"The date is not clear: {said}. {SAY}")


def _plain(words: str, today: date) -> date | None:
    ends = Month.of(today).last_day
    known = {"today": today, "tomorrow": today + timedelta(1), "end of the month": ends}
    return (known | {"end of month": ends, "month end": ends}).get(words)


def _dated(words: str, today: date) -> date | None:
    """12 June 2020, Friday 12th June, 12/6/20, 2020-06-12."""
    match = _NAMED.fullmatch(words) or _NUMBERS.fullmatch(words) or _ISO.fullmatch(words)
    if match is None:
        return None
    held = match.groupdict()
    month = int(held["month"]) if held["month"].isdecimal() else _MONTHS.get(held["month"])
    if month is None:
        raise ScrutinyError(f"There is no month called {held['month']}.")
    year = int(held["year"]) if held["year"] else None
    if year is not None and year < CENTURY:
        year += CENTURY
    found = _coming(today, year, lambda year: _real(year, month, int(held["day"])))
    weekday = held.get("weekday")
    if weekday and found.weekday() != _WEEKDAYS[weekday]:
        raise ScrutinyError(f"{found:%-d %B %Y} is a {found:%A}.")
    return found


def _real(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ScrutinyError(f"There is no such day as {day}/{month}/{year}.") from error


def _coming(today: date, year: int | None, day_in: Callable[[int], date]) -> date:
    if year is not None:
        return day_in(year)
    here = day_in(today.year)
    return here if here >= today else day_in(today.year + 1)


def _weekday(words: str, today: date) -> date | None:
    """The next such day of the week after today."""
    wanted = _WEEKDAYS.get(words.removeprefix("this ").removeprefix("next "))
    if wanted is None:
        return None
    return today + timedelta((wanted - today.weekday() - 1) % DAYS_A_WEEK + 1)


def _counted(words: str, today: date) -> date | None:
    """`in two weeks`, `10 days`, `a month`: the same day of a later month, or its last."""
    match = _COUNTED.fullmatch(words)
    if match is None:
        return None
    said = match["count"]
    count = int(said) if said.isdecimal() else _COUNTS.get(said)
    if count is None:
        return None
    if match["unit"] == "month":
        later = Month.of(today) + count
        return later.first_day.replace(day=min(today.day, later.last_day.day))
    return today + timedelta(count * (DAYS_A_WEEK if match["unit"] == "week" else 1))


def _end_of_month(words: str, today: date) -> date | None:
    """`end of June`, `June`, `June 2021`: the last day of the month."""
    match = _MONTH.fullmatch(words)
    if match is None or match["month"] not in _MONTHS:
        return None
    month = _MONTHS[match["month"]]
    year = int(match["year"]) if match["year"] else None
    return _coming(today, year, lambda year: Month(year, month).last_day)
