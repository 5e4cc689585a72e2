"""Where measures stand for an area in a month: the latest figure, its series and its chart.

What is said of a month, by its exceptions and by its scorecard, is said from these, made once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scrutiny.analysis.control_chart import ControlChart, control_charts
from scrutiny.catalogue.model import Kind, Measure
from scrutiny.comparison.charting import charted, has_values
from scrutiny.comparison.compare import series
from scrutiny.measures.read import Reader
from scrutiny.observation import Observation
from scrutiny.periods import Month, Window

OLDEST_MONTHS = 12
"""A figure that ended longer before the month asked about does not say how things stand in it."""

OWN_WINDOWS = (Window.YEAR, Window.FYTD, Window.QUARTER, Window.MONTH)


@dataclass(frozen=True, slots=True)
class Standing:
    """The latest figure of a measure, and the series that leads to it.

    `latest` is over the year to the month asked about where there is one, else what the publishing
    lag or the measure's own window allows; without a value it says why. `prompt` tells whether it
    came within the publishing lag. `series` is empty, and there is no chart, for a measure that is
    supplied for windows of its own.
    """

    measure: Measure
    latest: Observation
    window: Window
    prompt: bool
    series: tuple[Observation, ...]
    chart: ControlChart | None


def standings(reader: Reader, area: str, to: Month, measures: Iterable[Measure]) -> list[Standing]:
    """Where each of some measures stands for an area in a month."""
    reader.read_all_forces()
    found = [(m, *_latest(reader, m, area, to)) for m in measures]
    past = [_series(reader, m, area, latest, to) for m, latest, _, _ in found]
    drawn = [n for n, points in enumerate(past) if has_values(points)]
    charts = control_charts(
        [charted(reader, found[n][0], area, past[n][-1].period.last, past[n]) for n in drawn]
    )
    chart_of = dict(zip(drawn, charts, strict=True))
    return [
        Standing(measure, latest, window, prompt, past[n], chart_of.get(n))
        for n, (measure, latest, window, prompt) in enumerate(found)
    ]


def _latest(
    reader: Reader, measure: Measure, area: str, to: Month
) -> tuple[Observation, Window, bool]:
    """The latest figure, the window it is for, and whether it came within the publishing lag."""
    sources = reader.sources(measure)
    for source in sources:
        for end in dict.fromkeys((to, to - measure.lag_months)):
            found = reader.observe(measure, area, Window.YEAR.ending(end), source)
            if found.value is not None:
                return found, Window.YEAR, True
    for source in sources:
        for window, late in _later(reader, measure, area, to, source):
            found = reader.observe(measure, area, window.ending(late), source)
            if found.value is not None:
                return found, window, False
    return reader.observe(measure, area, Window.YEAR.ending(to)), Window.YEAR, False


def _later(
    reader: Reader, measure: Measure, area: str, to: Month, source: str
) -> Sequence[tuple[Window, Month]]:
    """The windows of a source that may have a figure, with the last month of each, up to `to`."""
    ends: list[tuple[Window, Month | None]] = []
    if (source, area, measure.id) in reader.vintage.supplied:
        quarter = to - (to.month % 3)
        for window in OWN_WINDOWS:
            period = window.ending(quarter if window is Window.QUARTER else to)
            ends.append((window, reader.coverage.last_supplied(measure, area, source, period)))
    else:
        ends.append((Window.YEAR, reader.coverage.latest(measure, area, source)))
    return [
        (window, end)
        for window, end in ends
        if end is not None and 0 <= to.months_since(end) <= OLDEST_MONTHS
    ]


def _series(
    reader: Reader, measure: Measure, area: str, latest: Observation, to: Month
) -> tuple[Observation, ...]:
    """The series up to the latest figure, of its source; up to `to` when there is none."""
    if measure.grain == "window" or measure.kind is Kind.LEVEL:
        return ()
    end = to if latest.value is None else latest.period.last
    return series(reader, measure, area, end, source=latest.source)
