"""A sparkline: a word-sized line without axes, drawn by the page itself, and the same in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scrutiny.analysis.control_chart import ControlChart
from scrutiny.analysis.rounding import format_value
from scrutiny.catalogue.model import Measure
from scrutiny.observation import Observation

WIDTH, HEIGHT, EDGE = 120, 28, 4  # user units of the picture; the line keeps clear of its edge
_STEPS = {1: "months", 3: "quarters", 12: "years"}


@dataclass(frozen=True, slots=True)
class Sparkline:
    """`lines` are the points of polylines, one for each run without a gap or a break; `end` is
    where the last value is. `words` say the same to who cannot see it."""

    lines: tuple[str, ...]
    end: tuple[float, float]
    words: str


def sparkline(
    measure: Measure, points: Sequence[Observation], chart: ControlChart | None = None
) -> Sparkline | None:
    """The line of a measure's latest points, oldest first; None where fewer than two have a value.

    Where the chart's limits start again, the figures before and after are not comparable: the line
    is broken there, as it is where a value is missing.
    """
    known = [(o, o.value) for o in points if o.value is not None]
    if len(known) < 2:
        return None
    first, last = points[0].period.last, points[-1].period.last
    values = [value for _, value in known]
    low, high = min(values), max(values)
    starts = {phase.first.first for phase in chart.phases[1:]} if chart else set()

    def place(o: Observation, value: float) -> tuple[float, float]:
        along = o.period.last.months_since(first) / max(last.months_since(first), 1)
        up = (value - low) / (high - low) if high > low else 0.5
        x = EDGE + along * (WIDTH - 2 * EDGE)
        return round(x, 1), round(HEIGHT - EDGE - up * (HEIGHT - 2 * EDGE), 1)

    runs: list[list[tuple[float, float]]] = [[]]
    breaks = []
    for o in points:
        if o.period.first in starts and o is not points[0]:
            runs.append([])
            breaks.append(o.period.first.name)
        if o.value is None:
            runs.append([])
        else:
            runs[-1].append(place(o, o.value))
    lines = tuple(" ".join(f"{x:g},{y:g}" for x, y in run) for run in runs if len(run) > 1)
    return Sparkline(lines, place(*known[-1]), _words(measure, known, breaks))


def _words(
    measure: Measure, known: Sequence[tuple[Observation, float]], breaks: Sequence[str]
) -> str:
    """`24 quarters to October to December 2025: from 312 to 286, lowest 201, highest 330`."""

    def printed(value: float) -> str:
        return format_value(value, measure.unit, measure.decimals)

    values = [value for _, value in known]
    step = _STEPS.get(len(known[-1][0].period), "figures")
    text = (
        f"{len(known)} {step} to {known[-1][0].period.last.name}: from {printed(values[0])} to "
        f"{printed(values[-1])}, lowest {printed(min(values))}, highest {printed(max(values))}"
    )
    return f"{text}. Not comparable across {' and '.join(breaks)}" if breaks else text
