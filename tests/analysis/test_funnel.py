"""The funnel's limits, against exact Poisson and binomial limits and the forces' z-scores."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from scrutiny.analysis.funnel import Funnel, funnel, funnel_of_shares
from scrutiny.analysis.peers import out_of_line, shares_out_of_line
from scrutiny.observation import Observation
from scrutiny.periods import Month, Period

YEAR = Period.ending(Month(2025, 12), 12)


def rate(area: str, count: float, people: float) -> Observation:
    return Observation("robbery_rate", area, "home-office", YEAR, count / people, count, people)


@pytest.mark.parametrize("expected", [20, 100, 1_000, 25_000])
def test_without_more_spread_than_chance_the_limits_are_those_of_poisson(expected: int) -> None:
    """The exact limits of Spiegelhalter (2005, appendix A.1.1), interpolated between counts."""

    def exact(p: float) -> float:
        high = int(stats.poisson.ppf(p, expected))
        below, at = stats.poisson.cdf([high - 1, high], expected)
        return float(high - (at - p) / (at - below))

    limits = Funnel(pooled=0.001, spread=1.0, areas={}).limits(expected * 1000)
    # The tails of a count are a little longer above than below: the square root halves them so.
    reach = np.sqrt(expected)
    for limit, p in (
        (limits.lower, 0.025),
        (limits.upper, 0.975),
        (limits.far_lower, 0.001),
        (limits.far_upper, 0.999),
    ):
        assert limit * expected * 1000 == pytest.approx(exact(p), abs=1.5 + 0.02 * reach)


def test_an_area_is_beyond_the_limits_exactly_when_its_score_is() -> None:
    random = np.random.default_rng(4)
    people = random.uniform(1e5, 9e6, 42)
    counts = random.poisson(people * 0.002 * random.lognormal(0, 0.4, 42))
    members = [
        rate(f"E{n}", float(c), float(p))
        for n, (c, p) in enumerate(zip(counts, people, strict=False))
    ]
    made = funnel(members)
    assert made is not None
    sides = {area: score.side for area, score in out_of_line(members).items()}
    assert {"above", "below"} & set(sides.values())
    for o in members:
        assert o.denominator is not None
        assert o.value is not None
        limits = made.limits(o.denominator)
        side = "above" if o.value > limits.upper else "below" if o.value < limits.lower else None
        assert side == sides[o.area]
        assert limits.far_lower <= limits.lower < made.pooled < limits.upper < limits.far_upper


def test_the_limits_widen_with_the_root_of_the_spread_and_never_pass_nought() -> None:
    alone, spread = (Funnel(0.01, ratio, {}).limits(1_000_000) for ratio in (1.0, 100.0))
    width = [np.sqrt(each.upper) - np.sqrt(0.01) for each in (alone, spread)]
    assert width[1] == pytest.approx(10 * width[0])
    assert Funnel(0.001, 500.0, {}).limits(10_000).far_lower == 0.0


def test_three_areas_have_no_funnel() -> None:
    assert funnel([rate(f"E{n}", 10.0, 1000.0) for n in range(3)]) is None


def share(area: str, part: float, whole: float) -> Observation:
    return Observation("solved_share", area, "home-office", YEAR, 100 * part / whole, part, whole)


@pytest.mark.parametrize("pooled", [0.02, 0.11, 0.5, 0.97])
@pytest.mark.parametrize("whole", [2_000, 150_000])
def test_without_more_spread_than_chance_the_limits_of_shares_are_those_of_the_binomial(
    pooled: float, whole: int
) -> None:
    """The exact limits of Spiegelhalter (2005, appendix A.1.1), interpolated between counts."""

    def exact(p: float) -> float:
        high = int(stats.binom.ppf(p, whole, pooled))
        below, at = stats.binom.cdf([high - 1, high], whole, pooled)
        return float(high - (at - p) / (at - below))

    limits = Funnel(pooled, 1.0, {}, of_shares=True).limits(whole)
    spread = np.sqrt(whole * pooled * (1 - pooled))
    for limit, p in (
        (limits.lower, 0.025),
        (limits.upper, 0.975),
        (limits.far_lower, 0.001),
        (limits.far_upper, 0.999),
    ):
        assert limit * whole == pytest.approx(exact(p), abs=1.5 + 0.02 * spread)


def test_the_spread_of_shares_is_the_one_of_statsmodels_and_scipy() -> None:
    """z by Cohen's h, winsorised by scipy: the dispersion is its mean square."""
    from statsmodels.stats.proportion import proportion_effectsize

    random = np.random.default_rng(7)
    whole = random.integers(2_000, 200_000, 41)
    part = random.binomial(whole, np.clip(random.normal(0.12, 0.02, 41), 0.01, 1))
    members = [share(f"E{n}", float(part[n]), float(whole[n])) for n in range(len(whole))]
    made = funnel_of_shares(members)
    assert made is not None
    pooled = part.sum() / whole.sum()
    # 41 areas: the tenth at each end is four whole areas, so that scipy and a quantile agree.
    z = np.sqrt(whole) * proportion_effectsize(part / whole, pooled)
    spread = float(np.mean(np.asarray(stats.mstats.winsorize(z, (0.1, 0.1))) ** 2))
    assert made.pooled == pytest.approx(pooled)
    assert made.spread == pytest.approx(spread)
    assert made.spread > 10
    assert [made.areas[f"E{n}"].z for n in range(41)] == pytest.approx(z / np.sqrt(spread))


def test_a_share_is_beyond_the_limits_exactly_when_its_score_is() -> None:
    random = np.random.default_rng(8)
    whole = random.integers(50, 90_000, 42)
    part = random.binomial(whole, np.clip(random.normal(0.9, 0.08, 42), 0, 1))
    members = [share(f"E{n}", float(part[n]), float(whole[n])) for n in range(len(whole))]
    made = funnel_of_shares(members)
    assert made is not None
    sides = {area: score.side for area, score in shares_out_of_line(members).items()}
    assert {"above", "below"} & set(sides.values())
    for o in members:
        assert o.value is not None
        at = made.limits(o.denominator or 0.0)
        side = (
            "above" if o.value / 100 > at.upper else "below" if o.value / 100 < at.lower else None
        )
        assert side == sides[o.area]
        assert 0 <= at.far_lower <= at.lower < made.pooled < at.upper <= at.far_upper <= 1


def test_what_is_no_part_of_its_whole_has_no_funnel_of_shares() -> None:
    """Outcomes of this year, set against the crimes of this year, can pass 100%."""
    members = [share(f"E{n}", 10.0 + n, 100.0) for n in range(5)]
    assert funnel_of_shares(members) is not None
    assert funnel_of_shares([*members, share("E9", 101.0, 100.0)]) is None
    assert funnel_of_shares(members[:3]) is None
