"""Our distribution functions against scipy's."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import special, stats

from scrutiny.analysis.distributions import (
    incomplete_beta,
    proportion_interval,
    t_reach,
    two_sided_t,
)

SHAPE = st.floats(0.5, 1000)


@given(SHAPE, SHAPE, st.floats(0, 1))
def test_the_incomplete_beta_function_agrees_with_scipy(a: float, b: float, x: float) -> None:
    assert incomplete_beta(a, b, x) == pytest.approx(special.betainc(a, b, x), abs=1e-11)


def test_students_t_near_nought_is_exact() -> None:
    """With one degree of freedom it is Cauchy's: 1 - 2/pi arctan t. scipy rounds here."""
    for t in (0.0, 1e-12, 2.87198229962243e-09, 1e-6):
        assert two_sided_t(t, 1) == pytest.approx(1 - 2 / math.pi * math.atan(t), rel=1e-15)


@given(st.floats(-40, 40).filter(lambda t: abs(t) >= 1e-6), st.floats(1, 200))
@example(1e-06, 62.0)
def test_students_t_agrees_with_scipy(t: float, freedom: float) -> None:
    assert two_sided_t(t, freedom) == pytest.approx(2 * stats.t.sf(abs(t), freedom), rel=1e-9)


@given(st.floats(1, 200), st.sampled_from([0.05, 0.01, 0.2]))
def test_the_reach_of_students_t_agrees_with_scipy(freedom: float, level: float) -> None:
    assert t_reach(freedom, level) == pytest.approx(stats.t.ppf(1 - level / 2, freedom), rel=1e-9)


@given(st.integers(0, 999), st.integers(1, 999))
def test_the_exact_interval_of_a_proportion_agrees_with_scipy(seen: int, trials: int) -> None:
    seen = min(seen, trials)
    exact = stats.binomtest(seen, trials).proportion_ci(0.95, "exact")
    assert proportion_interval(seen, trials, 0.05) == pytest.approx((exact.low, exact.high))
