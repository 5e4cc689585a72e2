"""A stated figure stands for every value that rounds to it."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutiny.claims.rounding import Fit, Interval, fit

STEPS = st.sampled_from([Decimal("0.01"), Decimal("0.1"), Decimal(1), Decimal(1000)])
VALUES = st.decimals(min_value=-(10**6), max_value=10**6, places=4)


def rounded(value: Decimal, step: Decimal, how: str) -> Decimal:
    return (value / step).quantize(Decimal(1), rounding=how) * step


@given(VALUES, STEPS)
def test_whatever_rounds_to_a_figure_is_in_its_interval(value: Decimal, step: Decimal) -> None:
    for how in (ROUND_HALF_UP, ROUND_HALF_EVEN):
        whole = Interval.rounded(rounded(value, step, how), step)
        assert whole.low <= value <= whole.high
    cut = rounded(value, step, ROUND_DOWN)
    if cut != 0:  # nought may have been cut from either side
        whole = Interval.truncated(cut, step)
        assert whole.low <= value <= whole.high


@given(VALUES, VALUES, STEPS)
def test_a_true_figure_fits_however_it_was_rounded(a: Decimal, b: Decimal, step: Decimal) -> None:
    told_a, told_b = (rounded(x, step, ROUND_HALF_UP) for x in (a, b))
    possible = Interval.rounded(told_b, step).over(
        Interval.rounded(told_a, step), by=lambda x, y: x - y
    )
    for how in (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_DOWN):
        assert fit(told_b - told_a, possible, rounded(b - a, step, how), step) is not Fit.NO


@pytest.mark.parametrize(
    ("before", "after", "stated", "how"),
    [
        (161_398, 148_813, "-8", Fit.EXACT),
        (1_583, 1_480, "-7", Fit.EXACT),
        (1_583, 600, "-62", Fit.EXACT),
        (1_000, 1_376, "37", Fit.TRUNCATED),
        (3_881, 7_746, "50", Fit.NO),
    ],
)
def test_a_percentage_of_two_counts(before: int, after: int, stated: str, how: Fit) -> None:
    exact = Decimal(after - before) / before * 100
    counts = [Interval.rounded(Decimal(x), Decimal(0)) for x in (before, after)]
    possible = counts[0].over(counts[1], by=lambda x, y: (y - x) / x * 100)
    assert fit(exact, possible, Decimal(stated), Decimal(1)) is how


def test_dividing_by_what_may_be_nought_says_nothing() -> None:
    around = Interval(Decimal(-1), Decimal(0))
    anything = around.over(Interval(Decimal(0), Decimal(0)), by=lambda x, y: x / y)
    assert anything.meets(Interval(Decimal(10**9), Decimal(10**9)))
