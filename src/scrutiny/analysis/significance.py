"""Whether two figures differ by more than chance: counts, proportions and published intervals.

Every test is two-sided at the 5 per cent level and every interval is a 95 per cent interval.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from scrutiny.analysis.distributions import proportion_interval, t_reach, two_sided_t
from scrutiny.errors import ScrutinyError

LEVEL = 0.05
Z95 = NormalDist().inv_cdf(1 - LEVEL / 2)  # 1.96: the normal deviate of a 95 per cent interval
# Above this total a Poisson test alone would call almost any change significant (the design).
EXACT_BELOW = 1000
_LOG_FACTORIALS = [math.lgamma(k + 1) for k in range(EXACT_BELOW + 1)]
# The fewest independent past comparisons from which a series' own dispersion is estimated.
FEWEST_PAIRS = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of a test: `lower` and `upper` bound the effect that `method` names."""

    significant: bool
    method: str
    p_value: float | None = None
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True, slots=True)
class Dispersion:
    """How many times more a series varies than Poisson counts would (`ratio`, at least 1).

    `pairs` is the number of independent past comparisons behind it: its degrees of freedom.
    """

    ratio: float
    pairs: float


def dispersion(pairs: Sequence[tuple[float, float]], overlap: int = 1) -> Dispersion | None:
    """A series' own dispersion from past pairs of counts that were comparable.

    Pearson's estimate for two Poisson counts with one mean: the mean of (a - b)^2 / (a + b)
    (McCullagh and Nelder, Generalized Linear Models, 2nd edition, 1989, section 6.2). Where the
    pairs come from windows that overlap, `overlap` is how many of them share one window's length.
    None when fewer than three independent pairs remain.
    """
    independent = len(pairs) / overlap
    usable = [(a, b) for a, b in pairs if a + b > 0]
    if independent < FEWEST_PAIRS or not usable:
        return None
    ratio = sum((a - b) ** 2 / (a + b) for a, b in usable) / len(usable)
    return Dispersion(max(1.0, ratio), independent)


def two_counts(
    current: float,
    previous: float,
    *,
    exposures: tuple[float, float] = (1.0, 1.0),
    series: Dispersion | None = None,
    bounds: bool = True,
) -> Verdict | None:
    """Whether two counts come from the same rate; `exposures` are their populations or lengths.

    Totals below 1,000: the exact conditional binomial test (Przyborowski and Wilenski, Biometrika
    31, 1940), two-sided by adding every outcome no likelier than the one seen. From 1,000: the log
    rate ratio with the series' own dispersion and Student's t (quasi-Poisson, McCullagh and Nelder
    1989); None when `series` is None, because Poisson alone would call nearly any change
    significant. `lower` and `upper` bound the rate ratio; they are left out without `bounds`, for
    finding them takes longer than the test. A negative count (a correction) has no verdict.
    """
    if current < 0 or previous < 0 or min(exposures) <= 0:
        return None
    share = exposures[0] / sum(exposures)
    total = current + previous
    if total < EXACT_BELOW:
        seen, trials = round(current), round(total)
        method, p_value = "exact test of two counts", _binomial_test(seen, trials, share)
        if not bounds:
            return Verdict(p_value < LEVEL, method, p_value)
        low, high = proportion_interval(seen, trials, LEVEL)
        odds = exposures[1] / exposures[0]
        return Verdict(
            p_value < LEVEL,
            method,
            p_value,
            odds * low / (1 - low) if low < 1 else math.inf,
            odds * high / (1 - high) if high < 1 else math.inf,
        )
    if series is None or current == 0 or previous == 0:
        return None
    ratio = math.log((current / exposures[0]) / (previous / exposures[1]))
    error = math.sqrt(series.ratio * (1 / current + 1 / previous))
    p_value = two_sided_t(ratio / error, series.pairs)
    method = "rate ratio with the series' own variation"
    if not bounds:
        return Verdict(p_value < LEVEL, method, p_value)
    reach = t_reach(series.pairs, LEVEL) * error
    return Verdict(
        p_value < LEVEL,
        method,
        p_value,
        math.exp(ratio - reach),
        math.exp(ratio + reach),
    )


def _binomial_test(seen: int, trials: int, share: float) -> float:
    """Two-sided exact binomial p-value: all outcomes no likelier than the one seen."""
    if trials == 0:
        return 1.0
    ways, (hit, miss) = _LOG_FACTORIALS, (math.log(share), math.log1p(-share))
    likely = [
        math.exp(ways[trials] - ways[k] - ways[trials - k] + k * hit + (trials - k) * miss)
        for k in range(trials + 1)
    ]
    # A hair's breadth for outcomes exactly as likely, which rounding may put on either side.
    bar = likely[seen] * (1 + 1e-7)
    return min(1.0, math.fsum(p for p in likely if p <= bar))


def wilson(successes: float, trials: float) -> tuple[float, float]:
    """95 per cent interval of a proportion, 0 to 1 (Wilson, JASA 22, 1927)."""
    _check_proportion(successes, trials)
    share, square = successes / trials, Z95**2
    centre = share + square / (2 * trials)
    reach = Z95 * math.sqrt(share * (1 - share) / trials + square / (4 * trials**2))
    scale = 1 + square / trials
    return max(0.0, (centre - reach) / scale), min(1.0, (centre + reach) / scale)


def two_proportions(current: tuple[float, float], previous: tuple[float, float]) -> Verdict:
    """Whether two proportions, each (successes, trials), differ.

    `lower` and `upper` bound the difference, 0 to 1, by Newcombe's method 10 (Statistics in
    Medicine 17, 1998), and the verdict is whether they leave out nought. `p_value` is the pooled
    two-proportion z-test's.
    """
    (a, m), (b, n) = current, previous
    low_a, high_a = wilson(a, m)
    low_b, high_b = wilson(b, n)
    share_a, share_b = a / m, b / n
    difference = share_a - share_b
    lower = difference - math.hypot(share_a - low_a, high_b - share_b)
    upper = difference + math.hypot(high_a - share_a, share_b - low_b)
    pooled = (a + b) / (m + n)
    error = math.sqrt(pooled * (1 - pooled) * (1 / m + 1 / n))
    p_value = _two_sided_normal(difference / error) if error else 1.0
    return Verdict(not lower <= 0 <= upper, "two proportions", p_value, lower, upper)


def _check_proportion(successes: float, trials: float) -> None:
    if not (trials > 0 and 0 <= successes <= trials):
        raise ScrutinyError(
            f"a proportion needs a part of a whole above nought (got {successes:g} of {trials:g})"
        )


def published_intervals(
    current: tuple[float, float, float], previous: Sequence[tuple[float, float, float]]
) -> Verdict:
    """Whether two survey estimates differ, each (value, lower, upper) with a 95 per cent interval.

    The standard error of each is half its interval's width over 1.96, and the estimates are taken
    as independent. Several `previous` estimates are averaged. `lower` and `upper` bound the
    difference in the estimates' own unit.
    """
    count = len(previous)
    difference = current[0] - sum(value for value, _, _ in previous) / count
    variance = _half_width(current) ** 2 + sum(_half_width(e) ** 2 for e in previous) / count**2
    reach = math.sqrt(variance)
    z = difference / reach * Z95 if reach else math.inf
    p_value = _two_sided_normal(z) if difference else 1.0
    return Verdict(
        abs(difference) > reach,
        "published intervals",
        p_value,
        difference - reach,
        difference + reach,
    )


def _two_sided_normal(z: float) -> float:
    return math.erfc(abs(z) / math.sqrt(2))


def _half_width(estimate: tuple[float, float, float]) -> float:
    return (estimate[2] - estimate[1]) / 2


def poisson_interval(count: int, exposure: float = 1.0) -> tuple[float, float]:
    """Exact 95 per cent interval of count / exposure (Garwood, Biometrika 28, 1936)."""
    if count < 0 or exposure <= 0:
        raise ScrutinyError("a rate needs a count of nought or more and an exposure above nought")
    from scipy import special

    low = float(special.gammaincinv(count, LEVEL / 2)) if count else 0.0
    high = float(special.gammaincinv(count + 1, 1 - LEVEL / 2))
    return low / exposure, high / exposure


def rate_ratio(
    group: tuple[float, float], reference: tuple[float, float]
) -> tuple[float, float, float] | None:
    """How many times the reference's rate a group's rate is, with its 95 per cent interval.

    Each is (count, population). This is the disparity ratio of stop and search. The interval is
    by the log method (Rothman, Greenland and Lash, Modern Epidemiology, 3rd edition, 2008,
    chapter 14). None when either count or population is nought, since no ratio then exists.
    """
    (a, m), (b, n) = group, reference
    if min(a, m, b, n) <= 0:
        return None
    ratio = (a / m) / (b / n)
    reach = Z95 * math.sqrt(1 / a + 1 / b)
    return ratio, ratio * math.exp(-reach), ratio * math.exp(reach)


def risk_ratio(
    group: tuple[float, float], reference: tuple[float, float]
) -> tuple[float, float, float] | None:
    """How many times the reference's share a group's share is, with its 95 per cent interval.

    Each is (successes, trials), such as searches that found something, of all searches. The
    interval is by the log method for two proportions (Katz, Baptista, Azen and Pike, Biometrics
    34, 1978). None when either has no successes, since no ratio then exists.
    """
    (a, m), (b, n) = group, reference
    if min(a, b) <= 0:
        return None
    for successes, trials in (group, reference):
        _check_proportion(successes, trials)
    ratio = (a / m) / (b / n)
    reach = Z95 * math.sqrt(1 / a - 1 / m + 1 / b - 1 / n)
    return ratio, ratio * math.exp(-reach), ratio * math.exp(reach)
