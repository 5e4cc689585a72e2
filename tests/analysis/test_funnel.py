"""The funnel's limits, against exact Poisson limits and against the z-scores of the forces."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from scrutiny.analysis.funnel import Funnel, funnel
from scrutiny.analysis.peers import out_of_line
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
