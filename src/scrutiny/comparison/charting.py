"""The control chart of a measure for an area, from what is loaded."""

from __future__ import annotations

from collections.abc import Sequence

from scrutiny.analysis.control_chart import (
    Charted,
    ControlChart,
    control_chart,
    rebase_months,
)
from scrutiny.catalogue.model import Measure
from scrutiny.comparison.breaks import measured_in
from scrutiny.comparison.compare import series
from scrutiny.errors import ScrutinyError
from scrutiny.measures.read import Reader
from scrutiny.observation import Observation
from scrutiny.periods import Month, Window


def chart_of(
    reader: Reader,
    measure: Measure,
    area: str,
    to: Month,
    *,
    since: Month | None = None,
    grain: Window | None = None,
    rebase: Sequence[Month] | None = None,
    screen: bool = False,
    source: str | None = None,
) -> ControlChart:
    """The control chart of the series that ends with `to`, re-based at the catalogue's breaks
    unless other months are given. A `ScrutinyError` when there is nothing to draw.
    """
    points = series(reader, measure, area, to, since=since, grain=grain, source=source)
    if not has_values(points):
        name = reader.areas.get(area).name
        why = next((o.missing for o in points if o.missing), "nothing is loaded for it")
        raise ScrutinyError(f"{measure.id}: there is no series for {name} to {to}: {why}")
    asked = charted(reader, measure, area, to, points, rebase)
    return control_chart(asked.measure, points, rebase=asked.rebase, screen=screen)


def has_values(points: Sequence[Observation]) -> bool:
    """Whether there is anything to draw."""
    return any(o.value is not None for o in points)


def charted(
    reader: Reader,
    measure: Measure,
    area: str,
    to: Month,
    points: Sequence[Observation],
    rebase: Sequence[Month] | None = None,
) -> Charted:
    """What to draw of a series, re-based at the catalogue's breaks unless months are given."""
    here = measured_in(measure, area, reader.areas, to)
    return Charted(here, points, rebase_months(here, area) if rebase is None else rebase)
