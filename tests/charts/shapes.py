"""A control chart made from values alone, to draw: its rules have their own tests."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean

LIMITS = 2.66  # x the mean moving range, as XmR charts draw


@dataclass(frozen=True)
class Point:
    period: str
    value: float | None
    mean: float | None
    lower: float | None
    upper: float | None
    signal: str | None = None
    side: str | None = None


@dataclass(frozen=True)
class Phase:
    first: str
    last: str
    trial: bool = False


@dataclass(frozen=True)
class Chart:
    points: tuple[Point, ...]
    phases: tuple[Phase, ...]


def chart_of(values: dict[str, float | None], *starts: str) -> Chart:
    """Points outside their phase's limits are signals; a phase begins at each of `starts`."""
    points: list[Point] = []
    phases: list[Phase] = []
    periods = list(values)
    edges = [0, *(periods.index(start) for start in starts), len(periods)]
    for begin, end in itertools.pairwise(edges):
        inside = periods[begin:end]
        known = [value for period in inside if (value := values[period]) is not None]
        middle = mean(known)
        reach = LIMITS * mean(abs(b - a) for a, b in itertools.pairwise(known))
        phases.append(Phase(inside[0], inside[-1], len(inside) < 13))
        for period in inside:
            value = values[period]
            out = value is not None and abs(value - middle) > reach
            side = ("above" if value > middle else "below") if out and value is not None else None
            points.append(
                Point(
                    period,
                    value,
                    middle,
                    max(0.0, middle - reach),
                    middle + reach,
                    "outside limits" if out else None,
                    side,
                )
            )
    return Chart(tuple(points), tuple(phases))


def quarters(first_year: int, values: Sequence[float | None]) -> dict[str, float | None]:
    """Financial quarters from April of `first_year`, keyed `2012-04 to 2012-06`."""
    keys = []
    for n in range(len(values)):
        first = first_year * 12 + 3 + 3 * n
        last = first + 2
        keys.append(f"{first // 12}-{first % 12 + 1:02d} to {last // 12}-{last % 12 + 1:02d}")
    return dict(zip(keys, values, strict=True))
