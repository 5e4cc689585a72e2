"""The exceptions of a force and quarter: what its scrutiny meeting should look at."""

from __future__ import annotations

from collections.abc import Iterable

from scrutiny.analysis.exceptions import ExceptionFound, find_exceptions
from scrutiny.analysis.peers import out_of_line
from scrutiny.catalogue.model import Kind, Measure
from scrutiny.comparison.charting import chart_of
from scrutiny.comparison.compare import compare, grain_of
from scrutiny.comparison.forces import among_forces
from scrutiny.measures.read import Reader
from scrutiny.observation import Observation
from scrutiny.periods import Month, Window


def exceptions_of(
    reader: Reader, area: str, to: Month, measures: Iterable[Measure] | None = None
) -> list[ExceptionFound]:
    """Every exception of the area in the period that ends with `to`, the gravest first.

    A measure's latest value is its month's or quarter's, for the control chart; its year's, for
    the target and the other forces.
    """
    found: list[ExceptionFound] = []
    for measure in reader.catalogue.measures if measures is None else measures:
        found += _of_measure(reader, measure, area, to)
    return sorted(found, key=lambda e: (e.severity, e.measure))


def _of_measure(reader: Reader, measure: Measure, area: str, to: Month) -> list[ExceptionFound]:
    found: list[ExceptionFound] = []
    latest = _latest(reader, measure, area, to)
    if latest is None:
        return found
    if measure.grain != "window" and measure.kind is not Kind.LEVEL:
        step = grain_of(measure)
        if step is not Window.QUARTER or to.ends_quarter:
            now = compare(reader, measure, area, to, step)
            if now.current.value is not None:
                chart = chart_of(reader, measure, area, to)
                found += find_exceptions(measure, now.current, change=now.change, chart=chart)
                found = [e for e in found if e.kind == "signal"]
    standing = None
    if measure.kind is Kind.RATE and reader.areas.get(area).kind == "force":
        forces = among_forces(reader, measure, area, to)
        if forces is not None and forces.period.last == to:
            members = [forces.current[c] for c in forces.similar if c in forces.current]
            standing = out_of_line(members).get(area)
    return found + find_exceptions(measure, latest, standing=standing)


def _latest(reader: Reader, measure: Measure, area: str, to: Month) -> Observation | None:
    """The measure over the year to `to`, or to the month its publishing lag allows; else None."""
    for source in reader.sources(measure):
        for end in dict.fromkeys((to, to - measure.lag_months)):
            found = reader.observe(measure, area, Window.YEAR.ending(end), source)
            if found.value is not None:
                return found
    return None
