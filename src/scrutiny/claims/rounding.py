"""Rounding as interval arithmetic: a stated figure stands for every value that rounds to it.

Half-up, half-even and truncation are all in use in published reports, so a figure is held to the
widest of the three; where only truncation fits, that is named.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import product

HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Interval:
    """Every value from `low` to `high`, both included."""

    low: Decimal
    high: Decimal

    @classmethod
    def rounded(cls, value: Decimal, step: Decimal) -> Interval:
        """What rounds to `value`, half-up or half-even, when its last digit is worth `step`."""
        return cls(value - step * HALF, value + step * HALF)

    @classmethod
    def truncated(cls, value: Decimal, step: Decimal) -> Interval:
        """What is `value` when its later digits are cut off, toward nought."""
        return cls(value, value + step) if value >= 0 else cls(value - step, value)

    def meets(self, other: Interval) -> bool:
        return self.low <= other.high and other.low <= self.high

    def over(self, *others: Interval, by: Callable[..., Decimal]) -> Interval:
        """The values of a function of intervals that is monotonic in each of them.

        A `by` that divides by nought gives the widest interval there is.
        """
        corners = product(*((one.low, one.high) for one in (self, *others)))
        try:
            found = [by(*corner) for corner in corners]
        except ArithmeticError:
            return ANYTHING
        return Interval(min(found), max(found))


ANYTHING = Interval(Decimal("-Infinity"), Decimal("Infinity"))


class Fit(StrEnum):
    """How a stated figure stands to what it should be."""

    EXACT = "exact"  # what the stated figures give, rounded as it is
    WITHIN = "within rounding"  # some values that round to the stated figures give it
    TRUNCATED = "truncated"  # only when its later digits were cut off
    NO = "no"


def fit(expected: Decimal, possible: Interval, stated: Decimal, step: Decimal) -> Fit:
    """How `stated` stands to `expected`, what the other figures give as they are printed, and to
    the `possible`, all that they may stand for."""
    rounded = Interval.rounded(stated, step)
    if rounded.low <= expected <= rounded.high:
        return Fit.EXACT
    if rounded.meets(possible):
        return Fit.WITHIN
    truncated = Interval.truncated(stated, step)
    if truncated.low <= expected < truncated.high or truncated.meets(possible):
        return Fit.TRUNCATED
    return Fit.NO
