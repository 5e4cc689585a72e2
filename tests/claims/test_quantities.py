"""Every way in which reports write a figure, and the numbers that are not figures."""

from __future__ import annotations

from decimal import Decimal

import pytest

from scrutiny.claims.model import Unit
from scrutiny.claims.quantities import find_quantities


@pytest.mark.parametrize(
    ("text", "value", "unit", "sign"),
    [
        ("161,398", "161398", Unit.COUNT, 0),
        ("£77.3M", "77300000", Unit.POUNDS, 0),
        ("£1.3bn", "1300000000", Unit.POUNDS, 0),
        ("1.2 million", "1200000", Unit.COUNT, 0),
        ("+0.3 min", "18", Unit.SECONDS, 1),
        ("10.6hrs", "38160", Unit.SECONDS, 0),
        ("2 hours 15 minutes", "8100", Unit.SECONDS, 0),
        ("-714", "714", Unit.COUNT, -1),
        ("( -714)", "714", Unit.COUNT, -1),
        ("(- 3032)", "3032", Unit.COUNT, -1),
        ("+ 29 %", "29", Unit.PERCENT, 1),
        ("\u22122.5%", "2.5", Unit.PERCENT, -1),
        ("12\u2009585", "12585", Unit.COUNT, 0),
        ("0.7 percentage points", "0.7", Unit.POINTS, 0),
        ("3 p.p.", "3", Unit.POINTS, 0),
        ("4.1ppts", "4.1", Unit.POINTS, 0),
        ("8.2 per cent", "8.2", Unit.PERCENT, 0),
        ("3.4 per 1,000 population", "3.4", Unit.RATE, 0),
        ("52 incidents of anti-social behaviour per 1,000 population", "52", Unit.RATE, 0),
        ("recorded crime doubled", "2", Unit.TIMES, 0),
        ("two-thirds of victims", "66.66", Unit.PERCENT, 0),
        ("a third of victims", "33.33", Unit.PERCENT, 0),
        ("one in ten victims", "10", Unit.PERCENT, 0),
        ("↓1", "1", Unit.COUNT, -1),
        ("23rd", "23", Unit.RANK, 0),
        ("minus 5%", "5", Unit.PERCENT, -1),
        ("twenty-three offences", "23", Unit.COUNT, 0),
        ("over three quarters of attendees", "75", Unit.PERCENT, 0),
        ("the third highest in the country", "3", Unit.RANK, 0),
        ("There were 2024 knives seized", "2024", Unit.COUNT, 0),
        ("95 crime groups (OCGs) per one million of the population", "95", Unit.RATE, 0),
    ],
)
def test_a_figure_is_read(text: str, value: str, unit: Unit, sign: int) -> None:
    (found,) = find_quantities(text)
    assert abs(found.value - Decimal(value)) < Decimal("0.01")
    assert (found.unit, found.sign) == (unit, sign)
    assert text[found.start : found.end] == found.text


@pytest.mark.parametrize(
    ("text", "approx"),
    [
        ("over 300 volunteers", "over"),
        ("almost a quarter of them", "under"),
        ("just under 50%", "under"),
        ("around 90%", "about"),
        ("up to 40 officers", "up to"),
        ("at least 12 visits", "at least"),
    ],
)
def test_how_near_a_figure_is_said_to_be(text: str, approx: str) -> None:
    (found,) = find_quantities(text)
    assert found.approx == approx


def test_an_interval_belongs_to_its_figure() -> None:
    (found,) = find_quantities("73.8% ± 4.7%")
    assert (found.value, found.plus_minus) == (Decimal("73.8"), Decimal("4.7"))


@pytest.mark.parametrize(
    "text",
    [
        "20th February 2020",
        "in 2018/19 and 2019/20",
        "section 60 of the Act 1994",
        "see Figure 4 and Table 2.1",
        "Jan '18 - Dec '18",
        "12 months to 31 December 2019",
        "males aged 20-29",
        "18 to 24 year olds",
        "peak at 2am",
        "a 50/50 split, open 24/7",
        "on the M6 and A59 near junction 29",
        "COVID-19 and Q3",
        "call 01772 614444",
        "via 101 calls and 999 calls",
        "a new 5yr programme over the last 10 years",
        "www.example.org/2019/report-12.pdf",
        "31/12/19",
        "the 12-month trend",
        "statistics have changed since 2016-17 (as nationally)",
        "first half of the year",
        "the first three quarters of the year",
        "crimes recorded per 1,000 population",
        "In 2019 crimes rose",
    ],
)
def test_what_is_not_a_figure(text: str) -> None:
    assert find_quantities(text) == ()


def test_a_count_in_the_body_of_a_table_may_look_like_a_year() -> None:
    assert [one.value for one in find_quantities("1937", cell=(2, 3))] == [Decimal(1937)]
    assert find_quantities("2018", cell=(0, 3)) == ()


def test_a_long_run_of_digits_is_read_at_once() -> None:
    assert find_quantities("1" * 1_000_000) == ()
    assert len(find_quantities("1," * 50_000)) <= 50_000
