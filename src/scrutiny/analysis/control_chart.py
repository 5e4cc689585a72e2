"""Control charts: is the latest point signal or noise?

XmR charts with the four rules of the NHS Making Data Count programme: a point outside the limits;
a trend of seven; two of three beyond two-thirds of the way to a limit; a shift of seven. A chart
is re-based only at months that it is given (the catalogue's breaks, or the reader's choice).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from scrutiny.analysis.rounding import format_value
from scrutiny.analysis.spc import SIGNALS, Signal, limits_and_signals
from scrutiny.catalogue.model import Better, Measure, Target
from scrutiny.errors import ScrutinyError
from scrutiny.observation import Observation
from scrutiny.periods import Month, Period

# The fewest points whose limits are more than trial limits (the design, after Making Data Count).
ENOUGH_POINTS = 13

Side = Literal["above", "below"]
Variation = Literal["improving", "concerning", "unusual", "common", "trial"]
Assurance = Literal["consistently meets", "hit and miss", "consistently misses"]


@dataclass(frozen=True, slots=True)
class Point:
    """One value on the chart. A missing value has no signal; a lone value has no limits.

    `side` says where the signal is: for a trend, `above` is rising and `below` falling. `lower`
    may be below nought; a chart of what cannot be negative draws it at nought.
    """

    period: Period
    value: float | None
    mean: float | None
    lower: float | None
    upper: float | None
    signal: Signal | None
    side: Side | None


@dataclass(frozen=True, slots=True)
class Phase:
    """A run of periods with one mean and one pair of limits; `points` counts those with a value."""

    first: Period
    last: Period
    points: int
    mean: float | None
    lower: float | None
    upper: float | None

    @property
    def trial(self) -> bool:
        """Whether there are too few points for more than trial limits."""
        return self.points < ENOUGH_POINTS


@dataclass(frozen=True, slots=True)
class ControlChart:
    """A control chart and what its latest point says.

    `variation` is `improving` or `concerning` when the latest point is a signal in the better or
    the worse direction, `unusual` when neither direction is better, `common` for no signal,
    `trial` for no signal within trial limits, and None when the latest point is missing.
    `assurance` says what the limits promise of the target, where there is one.
    """

    points: tuple[Point, ...]
    phases: tuple[Phase, ...]
    verdict: str
    variation: Variation | None
    assurance: Assurance | None


def rebase_months(measure: Measure, area: str) -> tuple[Month, ...]:
    """The months at which the catalogue re-bases this measure for this area.

    Events are drawn on the chart and never re-based.
    """
    return tuple(
        sorted(
            {
                b.month
                for b in measure.breaks
                if b.kind.prevents_comparison and b.area in (None, area)
            }
        )
    )


def control_chart(
    measure: Measure,
    observations: Sequence[Observation],
    *,
    rebase: Sequence[Month] = (),
    screen: bool = False,
) -> ControlChart:
    """The control chart of one measure and area, oldest observation first.

    The periods must be of one length and each must follow the last; a missing value is an
    observation without a value. A phase begins with the first period that holds or follows a
    month of `rebase`. `screen` leaves out the widest moving ranges, once. Raises `ScrutinyError`
    for no observations, or periods that overlap or leave a gap.
    """
    _check_periods(measure, observations)
    numbers = [sum(o.period.last >= month for month in set(rebase)) for o in observations]
    phases = np.unique(numbers, return_inverse=True)[1].reshape(1, -1).astype(np.int64)
    values = np.array([[math.nan if o.value is None else o.value for o in observations]])
    limits = limits_and_signals(values, phases, screen=screen)
    points = tuple(
        Point(
            observation.period,
            observation.value,
            _or_none(limits.mean[0, n]),
            _or_none(limits.lower[0, n]),
            _or_none(limits.upper[0, n]),
            _signal(int(limits.signal[0, n])),
            _side(int(limits.side[0, n])),
        )
        for n, observation in enumerate(observations)
    )
    found = [
        _phase([p for p, number in zip(points, phases[0], strict=True) if number == wanted])
        for wanted in range(int(phases.max()) + 1)
    ]
    variation = _variation(measure, points[-1], found[-1])
    return ControlChart(
        points,
        tuple(found),
        _verdict(measure, points, found[-1], variation),
        variation,
        _assurance(measure.target, found[-1]),
    )


def _check_periods(measure: Measure, observations: Sequence[Observation]) -> None:
    if not observations:
        raise ScrutinyError(f"{measure.id}: a control chart needs at least one period")
    for earlier, later in pairwise(observations):
        if later.period != earlier.period.shifted(len(earlier.period)):
            raise ScrutinyError(
                f"{measure.id}: the periods of a control chart follow one another "
                f"({later.period} does not follow {earlier.period})"
            )


def _or_none(number: np.float64) -> float | None:
    return None if math.isnan(number) else float(number)


def _signal(number: int) -> Signal | None:
    return None if number < 0 else SIGNALS[number]


def _side(number: int) -> Side | None:
    if number == 0:
        return None
    return "above" if number > 0 else "below"


def _phase(points: Sequence[Point]) -> Phase:
    first, last = points[0], points[-1]
    known = sum(p.value is not None for p in points)
    return Phase(first.period, last.period, known, last.mean, last.lower, last.upper)


def _variation(measure: Measure, latest: Point, phase: Phase) -> Variation | None:
    if latest.value is None:
        return None
    if latest.signal is None:
        return "trial" if phase.trial else "common"
    if measure.better is Better.NEITHER:
        return "unusual"
    good = "above" if measure.better is Better.UP else "below"
    return "improving" if latest.side == good else "concerning"


def _assurance(target: Target | None, phase: Phase) -> Assurance | None:
    """What the limits say of the target: a process meets, misses, or hits and misses it."""
    if target is None or phase.lower is None or phase.upper is None:
        return None
    if target.rule in ("under", "at_most"):
        always, never = phase.upper < target.value, phase.lower > target.value
    else:
        always, never = phase.lower > target.value, phase.upper < target.value
    # A target on a limit is met or missed as its rule says for equality.
    if target.rule == "at_most":
        always = always or phase.upper == target.value
    elif target.rule == "under":
        never = never or phase.lower == target.value
    elif target.rule == "at_least":
        always = always or phase.lower == target.value
    else:
        never = never or phase.upper == target.value
    if always:
        return "consistently meets"
    return "consistently misses" if never else "hit and miss"


_WORDS: dict[Variation | None, str] = {
    "improving": "Better than usual",
    "concerning": "Worse than usual",
}


def _verdict(
    measure: Measure, points: Sequence[Point], phase: Phase, variation: Variation | None
) -> str:
    latest = points[-1]
    name = latest.period.name
    if latest.value is None:
        return f"There is no value for {name}, so nothing can be said of it."
    value = format_value(latest.value, measure.unit, measure.decimals)
    trial = (
        f" These are trial limits, from {phase.points} point{'' if phase.points == 1 else 's'}."
        if phase.trial
        else ""
    )
    if latest.lower is None:
        return f"{name} ({value}) stands alone, so nothing can be said of it.{trial}"
    if latest.signal is None:
        return f"{name} ({value}) is within the usual variation.{trial}"
    return f"{_WORDS.get(variation, 'Unusual')}: {name} ({value}) {_reason(latest)}.{trial}"


def _reason(latest: Point) -> str:
    """What the latest point did, to follow its name in a sentence."""
    if latest.signal == "outside limits":
        return f"is {latest.side} the {'upper' if latest.side == 'above' else 'lower'} limit"
    if latest.signal == "trend":
        return f"is part of a {'rising' if latest.side == 'above' else 'falling'} trend of seven"
    if latest.signal == "two of three":
        limit = "upper" if latest.side == "above" else "lower"
        return f"is one of two points in three that are near the {limit} limit or beyond it"
    return f"is part of a shift: seven points or more in a row {latest.side} the mean"
