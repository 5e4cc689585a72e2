"""Control charts: is the latest point signal or noise?

XmR charts with the four rules of the NHS Making Data Count programme: a point outside the limits;
a trend of seven; two of three beyond two-thirds of the way to a limit; a shift of seven. A chart
is re-based only at months that it is given (the catalogue's breaks, or the reader's choice).
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

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


class Charted(NamedTuple):
    """What to draw: one measure's observations in one area, and where to re-base."""

    measure: Measure
    observations: Sequence[Observation]
    rebase: Sequence[Month] = ()


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
    return control_charts([Charted(measure, observations, rebase)], screen=screen)[0]


def control_charts(asked: Sequence[Charted], *, screen: bool = False) -> list[ControlChart]:
    """Many control charts, each as `control_chart` makes it: those of one length together."""
    found: dict[int, ControlChart] = {}
    by_length: dict[int, list[int]] = {}
    for number, each in enumerate(asked):
        _check_periods(each.measure, each.observations)
        by_length.setdefault(len(each.observations), []).append(number)
    for numbers in by_length.values():
        alike = [asked[number] for number in numbers]
        found.update(zip(numbers, _of_one_length(alike, screen), strict=True))
    return [found[number] for number in range(len(asked))]


def _of_one_length(asked: Sequence[Charted], screen: bool) -> Iterator[ControlChart]:
    values = np.array(
        [[math.nan if o.value is None else o.value for o in each.observations] for each in asked]
    )
    phases = np.array([_phase_numbers(each) for each in asked], dtype=np.int64)
    limits = limits_and_signals(values, phases, screen=screen)
    columns = (limits.mean, limits.lower, limits.upper, limits.signal, limits.side)
    rows = zip(*(column.tolist() for column in columns), phases.tolist(), strict=True)
    for each, (mean, lower, upper, signal, side, phase) in zip(asked, rows, strict=True):
        points = tuple(
            Point(
                o.period, o.value, _or_none(middle), _or_none(low), _or_none(high),
                _signal(said), _side(where),
            )
            for o, middle, low, high, said, where in zip(
                each.observations, mean, lower, upper, signal, side, strict=True
            )
        )  # fmt: skip
        yield _chart(each.measure, points, phase)


def _phase_numbers(asked: Charted) -> list[int]:
    """The phase of each point, counted from nought; a re-basing before all of them begins none."""
    months = sorted({month.number for month in asked.rebase})
    found = [bisect_right(months, o.period.last.number) for o in asked.observations]
    order = {number: place for place, number in enumerate(dict.fromkeys(found))}
    return [order[number] for number in found]


def _chart(measure: Measure, points: tuple[Point, ...], numbers: Sequence[int]) -> ControlChart:
    phases = tuple(
        _phase([p for p, number in zip(points, numbers, strict=True) if number == wanted])
        for wanted in range(numbers[-1] + 1)
    )
    variation = _variation(measure, points[-1], phases[-1])
    return ControlChart(
        points,
        phases,
        _verdict(measure, points, phases[-1], variation),
        variation,
        _assurance(measure.target, phases[-1]),
    )


def _check_periods(measure: Measure, observations: Sequence[Observation]) -> None:
    if not observations:
        raise ScrutinyError(f"{measure.id}: a control chart needs at least one period")
    for earlier, later in pairwise(observations):
        begins, ended = later.period.first.number, earlier.period.last.number
        if begins != ended + 1 or len(later.period) != len(earlier.period):
            raise ScrutinyError(
                f"{measure.id}: the periods of a control chart follow one another "
                f"({later.period} does not follow {earlier.period})"
            )


def _or_none(number: float) -> float | None:
    return None if math.isnan(number) else number


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
