"""Months, financial quarters and the windows of a report."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutiny.errors import ScrutinyError
from scrutiny.periods import (
    Against,
    Month,
    Period,
    Window,
    financial_quarter,
    financial_year_name,
    quarter_name,
)

months = st.builds(Month, st.integers(1900, 2200), st.integers(1, 12))
DECEMBER = Month(2019, 12)


def period(first: str, last: str) -> Period:
    return Period.parse(first, last)


def test_a_month_is_written_and_read_the_same_way() -> None:
    assert str(Month.parse("2019-04")) == "2019-04"
    assert Month.of(date(2019, 4, 30)) == Month(2019, 4)


@pytest.mark.parametrize(
    "text", ["2019-13", "2019-00", "2019-4", "2019", "04-2019", "", "2019-04-01"]
)
def test_anything_else_is_not_a_month(text: str) -> None:
    with pytest.raises(ScrutinyError, match="a month is written YYYY-MM"):
        Month.parse(text)


@given(months, st.integers(-600, 600))
def test_months_add_and_subtract(month: Month, n: int) -> None:
    assert (month + n).months_since(month) == n
    assert (month + n) - n == month
    assert (n > 0) == (month < month + n)


def test_a_month_knows_its_days() -> None:
    assert Month(2020, 2).last_day == date(2020, 2, 29)
    assert Month(2019, 2).last_day == date(2019, 2, 28)
    assert DECEMBER.first_day == date(2019, 12, 1)


@pytest.mark.parametrize(
    ("month", "year", "quarter", "ends"),
    [("2019-03", 2018, 4, True), ("2019-04", 2019, 1, False), ("2019-06", 2019, 1, True),
     ("2019-07", 2019, 2, False), ("2019-12", 2019, 3, True), ("2020-01", 2019, 4, False)],
)  # fmt: skip
def test_the_financial_year_runs_from_april(
    month: str, year: int, quarter: int, ends: bool
) -> None:
    found = Month.parse(month)
    assert (found.financial_year, found.financial_quarter, found.ends_quarter) == (
        year,
        quarter,
        ends,
    )


@given(months)
def test_every_month_is_in_the_quarter_it_says(month: Month) -> None:
    quarter = financial_quarter(month.financial_year, month.financial_quarter)
    assert month in quarter
    assert len(quarter) == 3
    assert quarter.last.ends_quarter


def test_financial_years_and_quarters_are_named_as_the_field_names_them() -> None:
    assert financial_year_name(2019) == "2019/20"
    assert financial_year_name(1999) == "1999/00"
    assert quarter_name(financial_quarter(2019, 3)) == "Q3 2019/20"
    assert str(financial_quarter(2019, 4)) == "2020-01 to 2020-03"


def test_a_period_holds_both_its_ends() -> None:
    year = period("2019-01", "2019-12")
    assert len(year) == 12
    assert [str(m) for m in year][::11] == ["2019-01", "2019-12"]
    assert Month(2019, 1) in year
    assert DECEMBER in year
    assert Month(2020, 1) not in year
    assert year.covers(period("2019-04", "2019-12"))
    assert not year.covers(period("2018-12", "2019-06"))


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(ScrutinyError, match="cannot end"):
        period("2019-12", "2019-11")


def test_a_period_is_made_of_quarters_only_if_it_begins_and_ends_with_one() -> None:
    quarters = period("2019-01", "2019-12").quarters()
    assert quarters is not None
    assert [str(q.last) for q in quarters] == ["2019-03", "2019-06", "2019-09", "2019-12"]
    assert period("2019-02", "2019-12").quarters() is None
    assert period("2019-02", "2020-01").quarters() is None
    assert period("2019-11", "2019-12").quarters() is None


@pytest.mark.parametrize(
    ("first", "last", "name", "short"),
    [
        ("2019-12", "2019-12", "December 2019", "Dec 2019"),
        ("2019-01", "2019-12", "January to December 2019", "Jan to Dec 2019"),
        ("2018-10", "2019-09", "October 2018 to September 2019", "Oct 2018 to Sep 2019"),
    ],
)
def test_periods_are_named_in_words(first: str, last: str, name: str, short: str) -> None:
    assert (period(first, last).name, period(first, last).short_name) == (name, short)


@pytest.mark.parametrize(
    ("window", "first"),
    [("month", "2019-12"), ("quarter", "2019-10"), ("fytd", "2019-04"), ("12m", "2019-01"),
     ("5y", "2015-01")],
)  # fmt: skip
def test_windows_count_back_from_their_last_month(window: str, first: str) -> None:
    found = Window(window).ending(DECEMBER)
    assert (str(found.first), found.last) == (first, DECEMBER)


def test_the_year_to_date_of_april_is_april() -> None:
    assert Window.FYTD.ending(Month(2019, 4)) == period("2019-04", "2019-04")
    assert len(Window.FYTD.ending(Month(2020, 3))) == 12


def test_a_quarter_ends_in_the_last_month_of_one() -> None:
    with pytest.raises(ScrutinyError, match="2019-11 does not end a financial quarter"):
        Window.QUARTER.ending(Month(2019, 11))


@pytest.mark.parametrize(
    ("window", "against", "expected"),
    [
        ("12m", "year", ["2018-01 to 2018-12"]),
        ("quarter", "year", ["2018-10 to 2018-12"]),
        ("fytd", "year", ["2018-04 to 2018-12"]),
        ("month", "year", ["2018-12"]),
        ("5y", "year", ["2010-01 to 2014-12"]),  # a year earlier would overlap
        ("quarter", "period", ["2019-07 to 2019-09"]),
        ("12m", "period", ["2018-01 to 2018-12"]),
        ("month", "period", ["2019-11"]),
        ("quarter", "3y", ["2018-10 to 2018-12", "2017-10 to 2017-12", "2016-10 to 2016-12"]),
    ],
)
def test_a_window_is_compared_with(window: str, against: str, expected: list[str]) -> None:
    current = Window(window).ending(DECEMBER)
    assert [str(p) for p in Against(against).periods(current)] == expected


@given(months, st.sampled_from(list(Window)), st.sampled_from(list(Against)))
def test_what_is_compared_has_the_same_length_and_never_overlaps(
    last: Month, window: Window, against: Against
) -> None:
    if window is Window.QUARTER and not last.ends_quarter:
        last = last + (-last.month % 3)
    current = window.ending(last)
    earlier = against.periods(current)
    assert {len(p) for p in earlier} == {len(current)}
    for before, after in zip((*earlier[::-1],), (*earlier[::-1][1:], current), strict=True):
        assert before.last < after.first


def test_every_window_and_comparison_has_a_title() -> None:
    assert [w.title for w in Window] == [
        "month", "quarter", "financial year to date", "12 months", "five years",
    ]  # fmt: skip
    assert Against.YEAR.title == "the same period a year earlier"
