"""The few distribution functions that judging one change needs, from the incomplete beta function.

scipy.special has them all, but importing it takes longer than reading and judging a measure does.
"""

from __future__ import annotations

import math
from collections.abc import Callable

_SMALLEST = 1e-300  # stands in for nought as a divisor in Lentz's method
_CLOSE = 1e-15
_MOST_TERMS = 10_000


def incomplete_beta(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function I_x(a, b), for a, b > 0 and 0 <= x <= 1.

    The continued fraction of the NIST Digital Library of Mathematical Functions, 8.17.22, by
    Lentz's method, on the side where it converges fast.
    """
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(b, a, 1 - x)
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    value, c, d = 1.0, 1.0, 0.0
    for term in range(_MOST_TERMS):
        m = term // 2
        if term == 0:
            numerator = 1.0
        elif term % 2 == 0:
            numerator = m * (b - m) * x / ((a + term - 1) * (a + term))
        else:
            numerator = -(a + m) * (a + b + m) * x / ((a + term - 1) * (a + term))
        d = 1 / ((1 + numerator * d) or _SMALLEST)
        c = (1 + numerator / c) or _SMALLEST
        value *= c * d
        if term and abs(c * d - 1) < _CLOSE:
            break
    return front * (value - 1) / a


def two_sided_t(t: float, freedom: float) -> float:
    """The probability that Student's t, with that many degrees of freedom, is further out."""
    if t * t < 1:  # freedom / (freedom + t^2) would round t away where t is near nought
        return 1 - incomplete_beta(0.5, freedom / 2, t * t / (freedom + t * t))
    return incomplete_beta(freedom / 2, 0.5, freedom / (freedom + t * t))


def t_reach(freedom: float, level: float) -> float:
    """How far out Student's t lies with a two-sided probability of `level`."""
    # x = freedom / (freedom + t^2) falls as t grows.
    x = _solve(lambda x: incomplete_beta(freedom / 2, 0.5, x), level)
    return math.sqrt(freedom * (1 - x) / x)


def proportion_interval(seen: int, trials: int, level: float) -> tuple[float, float]:
    """Exact interval of a proportion (Clopper and Pearson, Biometrika 26, 1934)."""
    low, high = 0.0, 1.0
    if seen > 0:
        low = _solve(lambda x: incomplete_beta(seen, trials - seen + 1, x), level / 2)
    if seen < trials:
        high = _solve(lambda x: incomplete_beta(seen + 1, trials - seen, x), 1 - level / 2)
    return low, high


def _solve(rising: Callable[[float], float], wanted: float) -> float:
    """Where a function that rises from 0 at 0 to 1 at 1 is `wanted`, by halving."""
    low, high = 0.0, 1.0
    while True:
        middle = (low + high) / 2
        if middle in (low, high):
            return middle
        if rising(middle) < wanted:
            low = middle
        else:
            high = middle
