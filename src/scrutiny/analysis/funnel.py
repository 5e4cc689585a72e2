"""The funnel plot: how far areas of each size may differ by chance and by their usual spread."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from scrutiny.analysis.peers import OutOfLine, out_of_line
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

    `spread` is how many times more they vary than Poisson counts would, at least 1. `areas` says
    where each of them lies.
    """

    pooled: float
    spread: float
    areas: dict[str, OutOfLine]

    def limits(self, exposure: float) -> Limits:
        """The 95 and the 99.8 per cent limits for an area with this much exposure."""
        (lower, upper), (far_lower, far_upper) = (self._reach(exposure, z) for z in (Z95, Z998))
        return Limits(exposure, lower, upper, far_lower, far_upper)

    def _reach(self, exposure: float, z: float) -> tuple[float, float]:
        middle, reach = math.sqrt(self.pooled * exposure), z * math.sqrt(self.spread) / 2
        return max(0.0, middle - reach) ** 2 / exposure, (middle + reach) ** 2 / exposure


def funnel(members: Sequence[Observation]) -> Funnel | None:
    """The funnel of some areas' counts and populations; None for fewer than four of them.

    Limits for event rates (Spiegelhalter, Statistics in Medicine 24, 2005, 1185-1202), on the
    square root of the count, with the multiplicative overdispersion of `out_of_line`: a point lies
    beyond a limit exactly when its z-score there does.
    """
    found = out_of_line(members)
    if not found:
        return None
    known = [o for o in members if o.area in found]
    pooled = sum(o.numerator or 0.0 for o in known) / sum(o.denominator or 0.0 for o in known)
    return Funnel(pooled, next(iter(found.values())).dispersion, found)
