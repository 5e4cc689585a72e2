"""Rounding half away from nought, and values as printed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutiny.analysis.rounding import format_count, format_value, round_half_away


@pytest.mark.parametrize(
    ("number", "places", "rounded"),
    [(2.5, 0, 3), (-2.5, 0, -3), (0.5, 0, 1), (1.5, 0, 2), (0.285, 2, 0.29), (1.005, 2, 1.01),
     (-0.4, 0, 0), (2.4999999, 0, 2), (161398.0, 0, 161398)],
)  # fmt: skip
def test_a_half_is_rounded_away_from_nought(number: float, places: int, rounded: float) -> None:
    assert round_half_away(number, places) == rounded


@given(st.integers(-(10**7), 10**7), st.integers(0, 3))
def test_rounding_agrees_with_whole_number_arithmetic(thousandths: int, places: int) -> None:
    scale = 10 ** (3 - places)
    size, half = abs(thousandths), scale // 2
    whole = (size + half) // scale if scale > 1 else size
    expected = Decimal(whole if thousandths >= 0 else -whole).scaleb(-places)
    assert round_half_away(thousandths / 1000, places) == float(expected)


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "printed"),
    [
        (161398, "offences", 0, "161,398"),
        (54727, "incidents", 0, "54,727"),
        (7746, "searches", 0, "7,746"),
        (38.4, "percent", 1, "38.4%"),
        (67, "percent", 0, "67%"),
        (10.2, "minutes", 1, "10.2 minutes"),
        (1, "minutes", 0, "1 minute"),
        (203, "seconds", 0, "203 seconds"),
        (77.3, "gbp_million", 1, "£77.3m"),
        (-0.7, "gbp_million", 1, "-£0.7m"),
        (2843.29, "fte", 2, "2,843.29 FTE"),
        (2897, "headcount", 0, "2,897"),
        (16311, "hours", 0, "16,311 hours"),
        (84.15, "offences per 1,000 population", 1, "84.2 per 1,000 population"),
        (84.15, "per 1,000 households", 1, "84.2 per 1,000 households"),
        (-0.04, "offences", 0, "0"),
    ],
)
def test_a_value_is_printed_in_its_unit(
    value: float, unit: str, decimals: int, printed: str
) -> None:
    assert format_value(value, unit, decimals) == printed


def test_a_count_has_thousands_separators() -> None:
    assert format_count(161398) == "161,398"
    assert format_count(-12585) == "-12,585"
