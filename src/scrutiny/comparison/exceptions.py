"""The exceptions of a force and quarter: what its scrutiny meeting should look at."""

from __future__ import annotations

from collections.abc import Iterable

from scrutiny.analysis.exceptions import ExceptionFound, find_exceptions
from scrutiny.analysis.peers import out_of_line
from scrutiny.catalogue.model import Kind, Measure
from scrutiny.comparison.charting import chart_of
from scrutiny.comparison.compare import compare, grain_of
from scrutiny.comparison.forces import among_forces
from scrutiny.comparison.standing import Standing, standings
from scrutiny.measures.read import Reader
from scrutiny.periods import Month, Window


def exceptions_of(
    reader: Reader, area: str, to: Month, measures: Iterable[Measure] | None = None
) -> list[ExceptionFound]:
    """Every exception of the area in the period that ends with `to`, the gravest first.

    A measure's latest value is its month's or quarter's, for the control chart; its year's, for
    the target and the other forces.
    """
    chosen = reader.catalogue.measures if measures is None else measures
    return exceptions_among(reader, area, to, standings(reader, area, to, chosen))


def exceptions_among(
    reader: Reader, area: str, to: Month, stand: Iterable[Standing]
) -> list[ExceptionFound]:
    """The exceptions of measures whose standing is known, the gravest first."""
    found: list[ExceptionFound] = []
    for standing in stand:
        if standing.prompt:
            found += _signal(reader, area, to, standing)
            found += _of_year(reader, area, to, standing)
    return sorted(found, key=lambda e: (e.severity, e.measure))


def _signal(reader: Reader, area: str, to: Month, stand: Standing) -> list[ExceptionFound]:
    """What the control chart of the default source says of the month or quarter that ends with
    `to`."""
    measure, step = stand.measure, grain_of(stand.measure)
    if measure.grain == "window" or measure.kind is Kind.LEVEL:
        return []
    if step is Window.QUARTER and not to.ends_quarter:
        return []
    points, chart = stand.series, stand.chart
    if not points or points[-1].period.last != to or points[-1].source != measure.source:
        if reader.observe(measure, area, step.ending(to)).value is None:
            return []
        points, chart = (), chart_of(reader, measure, area, to)
    if chart is None or chart.variation not in ("concerning", "unusual"):
        return []
    now = compare(reader, measure, area, to, step, past=points or None)
    found = find_exceptions(measure, now.current, change=now.change, chart=chart)
    return [e for e in found if e.kind == "signal"]


def _of_year(reader: Reader, area: str, to: Month, stand: Standing) -> list[ExceptionFound]:
    """What the year's figure says, against its target and among similar forces."""
    measure, side = stand.measure, None
    if measure.kind is Kind.RATE and reader.areas.get(area).kind == "force":
        forces = among_forces(reader, measure, area, to)
        if forces is not None and forces.period.last == to:
            members = [forces.current[c] for c in forces.similar if c in forces.current]
            side = out_of_line(members).get(area)
    return find_exceptions(measure, stand.latest, standing=side)
