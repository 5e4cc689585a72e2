"""The ways in which reports write when."""

from __future__ import annotations

import pytest

from scrutiny.claims.periods import Context, find_periods
from scrutiny.periods import Month

WRITTEN = Context(Month(2020, 2))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Jan '18 - Dec '18", "2018-01", "2018-12"),
        ("Apr '18 – Dec'18", "2018-04", "2018-12"),
        ("12 months to the end of December 2019", "2019-01", "2019-12"),
        ("12 months to 30 June 2016", "2015-07", "2016-06"),
        ("12M to Oct '18", "2017-11", "2018-10"),
        ("Q3 18/19", "2018-10", "2018-12"),
        ("Q2 2019/20", "2019-07", "2019-09"),
        ("2018/19", "2018-04", "2019-03"),
        ("2018-19", "2018-04", "2019-03"),
        ("the year ending September 2019", "2018-10", "2019-09"),
        ("the year to the end of December 2019", "2019-01", "2019-12"),
        ("calendar year 2019", "2019-01", "2019-12"),
        ("October 2019", "2019-10", "2019-10"),
        ("01 Oct 17 - 30 Sep 18", "2017-10", "2018-09"),
        ("October to December 2019", "2019-10", "2019-12"),
        ("from 01/01/19 to 31/12/19", "2019-01", "2019-12"),
        ("between April and June 2019", "2019-04", "2019-06"),
        ("in the first quarter", "2019-04", "2019-06"),
        ("Jan-Dec '19", "2019-01", "2019-12"),
        ("three months to June 2019", "2019-04", "2019-06"),
        ("third quarter of 2018/19", "2018-10", "2018-12"),
    ],
)
def test_a_period_is_read(text: str, first: str, last: str) -> None:
    assert [one[2:] for one in find_periods(text, WRITTEN)] == [(first, last)]


def test_a_quarter_against_the_same_one_of_another_year() -> None:
    found = find_periods("Change Q3 18/19 v 19/20", WRITTEN)
    assert [one[2:] for one in found] == [("2018-10", "2018-12"), ("2019-10", "2019-12")]


def test_a_verb_is_not_a_month() -> None:
    assert find_periods("residents may march to 12 offices", WRITTEN) == ()
