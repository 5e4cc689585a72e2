"""Tests of significance against scipy.stats, statsmodels and published figures."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import (
    confint_proportions_2indep,
    proportion_confint,
    proportions_ztest,
)

from scrutiny.analysis.significance import (
    Dispersion,
    dispersion,
    poisson_interval,
    published_intervals,
    rate_ratio,
    risk_ratio,
    two_counts,
    two_proportions,
    wilson,
)
from scrutiny.errors import ScrutinyError

COUNTS = st.integers(0, 499)


@settings(max_examples=150, deadline=None)
@given(COUNTS, COUNTS, st.sampled_from([(1.0, 1.0), (1.0, 3.0), (2.5, 1.2)]))
def test_two_small_counts_agree_with_the_binomial_test(
    current: int, previous: int, exposures: tuple[float, float]
) -> None:
    found = two_counts(current, previous, exposures=exposures)
    assert found is not None
    if current + previous == 0:
        assert found.p_value == 1
        return
    share = exposures[0] / sum(exposures)
    expected = stats.binomtest(current, current + previous, share)
    assert found.p_value == pytest.approx(expected.pvalue, rel=1e-6)
    interval = expected.proportion_ci(0.95, "exact")
    odds = exposures[1] / exposures[0]
    assert found.lower == pytest.approx(odds * interval.low / (1 - interval.low), rel=1e-6)
    if current < current + previous:
        assert found.upper == pytest.approx(odds * interval.high / (1 - interval.high), rel=1e-6)
    else:
        assert found.upper == math.inf


def test_nine_against_one_worked_by_hand() -> None:
    """Of ten events, nine or more on one side: 2 x (10 + 1) / 1,024."""
    found = two_counts(9, 1)
    assert found is not None
    assert found.p_value == pytest.approx(0.021484375)
    assert found.significant


def test_from_a_thousand_a_count_needs_its_own_variation() -> None:
    assert two_counts(500, 500) is None
    assert two_counts(499, 500) is not None
    assert two_counts(148813, 161398) is None


def test_a_series_that_varies_as_poisson_gives_the_log_rate_ratio_test() -> None:
    """With no overdispersion and endless past it is the usual Wald test of the log ratio."""
    found = two_counts(1150, 1000, series=Dispersion(1.0, 1e9))
    assert found is not None
    z = math.log(1.15) / math.sqrt(1 / 1150 + 1 / 1000)
    assert found.p_value == pytest.approx(2 * stats.norm.sf(z), rel=1e-4)


def test_overdispersion_widens_and_a_short_past_widens_more() -> None:
    found = two_counts(1150, 1000, series=Dispersion(4.0, 5))
    assert found is not None
    error = math.sqrt(4 * (1 / 1150 + 1 / 1000))
    t = math.log(1.15) / error
    assert found.p_value == pytest.approx(2 * stats.t.sf(t, 5))
    reach = stats.t.ppf(0.975, 5) * error
    assert (found.lower, found.upper) == pytest.approx(
        (math.exp(math.log(1.15) - reach), math.exp(math.log(1.15) + reach))
    )


def test_dispersion_is_pearsons_over_the_pairs() -> None:
    pairs = [(110.0, 90.0), (100.0, 100.0), (80.0, 120.0)]
    found = dispersion(pairs)
    # 20^2 / 200, 0 / 200 and 40^2 / 200: 2, 0 and 8.
    assert found == Dispersion(pytest.approx(10 / 3), 3)


def test_dispersion_is_never_less_than_poissons_and_needs_three_pairs() -> None:
    assert dispersion([(100.0, 100.0)] * 3) == Dispersion(1.0, 3)
    assert dispersion([(100.0, 100.0)] * 2) is None
    assert dispersion([(100.0, 100.0)] * 8, overlap=4) is None


def test_a_correction_below_nought_has_no_verdict() -> None:
    assert two_counts(-1, 12) is None


@given(st.integers(0, 300), st.integers(1, 300))
def test_wilson_agrees_with_statsmodels(successes: int, trials: int) -> None:
    successes = min(successes, trials)
    assert wilson(successes, trials) == pytest.approx(
        proportion_confint(successes, trials, method="wilson"), abs=1e-12
    )


@given(st.integers(0, 80), st.integers(1, 80), st.integers(0, 80), st.integers(1, 80))
def test_two_proportions_agree_with_statsmodels(a: int, m: int, b: int, n: int) -> None:
    a, b = min(a, m), min(b, n)
    found = two_proportions((a, m), (b, n))
    low, high = confint_proportions_2indep(a, m, b, n, method="newcomb", compare="diff")
    assert (found.lower, found.upper) == pytest.approx((low, high), abs=1e-9)
    if 0 < a + b < m + n:
        _, p_value = proportions_ztest([a, b], [m, n])
        assert found.p_value == pytest.approx(p_value, abs=1e-12)


def test_newcombes_published_example() -> None:
    """Newcombe 1998, table II, example (a): 56/70 against 48/80, method 10: 0.0524 to 0.3339."""
    found = two_proportions((56, 70), (48, 80))
    assert (found.lower, found.upper) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert found.significant


def test_a_proportion_is_a_part_of_a_whole() -> None:
    with pytest.raises(ScrutinyError, match="part of a whole"):
        two_proportions((5, 4), (1, 2))


def test_the_crime_survey_of_2020_has_no_significant_change() -> None:
    """73.8% +-4.7 and 71.9% +-3.5: the published verdict is no significant change."""
    found = published_intervals((71.9, 68.4, 75.4), [(73.8, 69.1, 78.5)])
    assert not found.significant
    # -1.9 +- sqrt(4.7^2 + 3.5^2) = -1.9 +- 5.86
    assert (found.lower, found.upper) == pytest.approx((-7.76, 3.96), abs=0.005)
    z = 1.9 / (math.hypot(4.7, 3.5) / 1.959964)
    assert found.p_value == pytest.approx(2 * stats.norm.sf(z), rel=1e-5)


def test_estimates_further_apart_than_their_intervals_differ() -> None:
    assert published_intervals((60.0, 58.0, 62.0), [(66.0, 64.0, 68.0)]).significant


def test_an_average_of_three_estimates_is_surer_than_one() -> None:
    one = published_intervals((60.0, 57.0, 63.0), [(64.0, 61.0, 67.0)])
    three = published_intervals((60.0, 57.0, 63.0), [(64.0, 61.0, 67.0)] * 3)
    assert (one.significant, three.significant) == (False, True)


@given(st.integers(0, 400), st.floats(0.1, 1e6))
def test_the_poisson_interval_agrees_with_the_chi_squared_form(count: int, people: float) -> None:
    low = stats.chi2.ppf(0.025, 2 * count) / 2 if count else 0.0
    high = stats.chi2.ppf(0.975, 2 * count + 2) / 2
    assert poisson_interval(count, people) == pytest.approx((low / people, high / people))


def test_a_rate_of_no_people_is_refused() -> None:
    with pytest.raises(ScrutinyError, match="exposure"):
        poisson_interval(3, 0)


def test_a_disparity_ratio_has_an_interval_by_the_log_method() -> None:
    found = rate_ratio((60, 10_000), (200, 100_000))
    assert found is not None
    reach = 1.959964 * math.sqrt(1 / 60 + 1 / 200)
    assert found == pytest.approx((3.0, 3 * math.exp(-reach), 3 * math.exp(reach)))


def test_no_searches_give_no_ratio() -> None:
    assert rate_ratio((0, 10_000), (200, 100_000)) is None


def test_a_ratio_of_shares_has_the_log_interval_for_two_proportions() -> None:
    """Worked by hand: 30 of 100 against 20 of 100."""
    found = risk_ratio((30, 100), (20, 100))
    assert found is not None
    reach = 1.959964 * math.sqrt(1 / 30 - 1 / 100 + 1 / 20 - 1 / 100)
    assert found == pytest.approx((1.5, 1.5 * math.exp(-reach), 1.5 * math.exp(reach)))
    assert risk_ratio((0, 100), (20, 100)) is None
    with pytest.raises(ScrutinyError, match="part of a whole"):
        risk_ratio((30, 20), (20, 100))
