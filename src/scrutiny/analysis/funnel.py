"""The funnel plot: how far areas of each size may differ by chance and by their usual spread."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from scrutiny.analysis.peers import OutOfLine, angle, out_of_line, shares_out_of_line
from scrutiny.analysis.significance import Z95
from scrutiny.observation import Observation

# The outer limits of a funnel: one area in 500 lies beyond them by chance (Spiegelhalter 2005).
Z998 = NormalDist().inv_cdf(1 - 0.002 / 2)


@dataclass(frozen=True, slots=True)
class Limits:
    """The rates between which an area of one size is expected to lie, each per 1 of exposure."""

    exposure: float
    lower: float
    upper: float
    far_lower: float
    far_upper: float


@dataclass(frozen=True, slots=True)
class Funnel:
    """The pooled rate of some areas (per 1 of exposure), and how much they vary about it.

    `spread` is how many times more they vary than chance would make them, at least 1. `areas` says
    where each of them lies. `of_shares` is true where each count is a part of its exposure, so
    that chance is the binomial and no limit passes 1; else chance is the Poisson.
    """

    pooled: float
    spread: float
    areas: dict[str, OutOfLine]
    of_shares: bool = False

    def limits(self, exposure: float) -> Limits:
        """The 95 and the 99.8 per cent limits for an area with this much exposure."""
        (lower, upper), (far_lower, far_upper) = (self._reach(exposure, z) for z in (Z95, Z998))
        return Limits(exposure, lower, upper, far_lower, far_upper)

    def _reach(self, exposure: float, z: float) -> tuple[float, float]:
        reach = z * math.sqrt(self.spread) / 2
        if self.of_shares:
            at, by = angle(self.pooled), reach / math.sqrt(exposure)
            return math.sin(max(0.0, at - by)) ** 2, math.sin(min(math.pi / 2, at + by)) ** 2
        middle = math.sqrt(self.pooled * exposure)
        return max(0.0, middle - reach) ** 2 / exposure, (middle + reach) ** 2 / exposure


def funnel(members: Sequence[Observation]) -> Funnel | None:
    """The funnel of some areas' counts and populations; None for fewer than four of them.

    Limits for event rates (Spiegelhalter, Statistics in Medicine 24, 2005, 1185-1202), on the
    square root of the count, with the multiplicative overdispersion of `out_of_line`: a point lies
    beyond a limit exactly when its z-score there does.
    """
    return _funnel(members, out_of_line(members))


def funnel_of_shares(members: Sequence[Observation]) -> Funnel | None:
    """The funnel of some areas' percentages, by the number that each is a percentage of.

    Limits for proportions (Spiegelhalter 2005, as above), on the arcsine of the root of the share,
    with the dispersion of `shares_out_of_line`. None for fewer than four areas, or where a
    numerator is not a part of its denominator.
    """
    return _funnel(members, shares_out_of_line(members), of_shares=True)


def _funnel(
    members: Sequence[Observation], found: dict[str, OutOfLine], of_shares: bool = False
) -> Funnel | None:
    if not found:
        return None
    known = [o for o in members if o.area in found]
    pooled = sum(o.numerator or 0.0 for o in known) / sum(o.denominator or 0.0 for o in known)
    return Funnel(pooled, next(iter(found.values())).dispersion, found, of_shares)
