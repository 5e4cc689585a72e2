"""The scorecard of a force in a month: every measure under its priority, and how each stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scrutiny.analysis.control_chart import Assurance, ControlChart, Variation
from scrutiny.analysis.exceptions import ExceptionFound
from scrutiny.analysis.peers import competition_ranks
from scrutiny.catalogue.model import Better, Measure, Priority
from scrutiny.comparison.compare import Comparison, compare
from scrutiny.comparison.exceptions import exceptions_among
from scrutiny.comparison.forces import AmongForces, among_forces
from scrutiny.comparison.standing import Standing, standings
from scrutiny.measures.read import Reader
from scrutiny.observation import Observation
from scrutiny.periods import Month

SPARKLINE_POINTS = 24
"""The latest points drawn beside a figure: two years of months, six of quarters."""


@dataclass(frozen=True, slots=True)
class Rank:
    """A place among `of` forces: 1 is the best where one direction is better, else the highest."""

    place: int
    of: int


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """How one measure stands.

    `comparison` is of the latest figure with that of a year earlier; when it has no value,
    `missing` says why. `points` are the last of the series at its own grain, up to that figure, and
    `chart` its control chart, where it has one. `late` says why the figure ends before the month
    asked about. `forces` is the table that the ranks are from.
    """

    measure: Measure
    comparison: Comparison
    points: tuple[Observation, ...]
    chart: ControlChart | None
    forces: AmongForces | None
    among_similar: Rank | None
    among_all: Rank | None
    late: str | None
    missing: str | None

    @property
    def variation(self) -> Variation | None:
        return self.chart.variation if self.chart else None

    @property
    def assurance(self) -> Assurance | None:
        return self.chart.assurance if self.chart else None

    @property
    def verdict(self) -> str | None:
        return self.chart.verdict if self.chart else None


@dataclass(frozen=True, slots=True)
class Section:
    """A priority and its measures, in the catalogue's order.

    `not_loaded` are those of which nothing is loaded for the area, from any source.
    """

    priority: Priority
    rows: tuple[ScoreRow, ...]
    not_loaded: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Every measure of an area in a month by priority, and its exceptions, the gravest first."""

    area: str
    to: Month
    sections: tuple[Section, ...]
    exceptions: tuple[ExceptionFound, ...]

    @property
    def rows(self) -> tuple[ScoreRow, ...]:
        return tuple(row for section in self.sections for row in section.rows)


def scorecard_of(
    reader: Reader, area: str, to: Month, measures: Iterable[Measure] | None = None
) -> Scorecard:
    """The scorecard of a force, or of another area (which has no ranks), in a month.

    Raises `ScrutinyError` for an unknown area.
    """
    kind = reader.areas.get(area).kind
    chosen = tuple(reader.catalogue.measures if measures is None else measures)
    loaded = {m.id for m in chosen if _is_loaded(reader, m, area)}
    stand = standings(reader, area, to, [m for m in chosen if m.id in loaded])
    rows = [_row(reader, each, area, to, ranked=kind == "force") for each in stand]
    sections = tuple(
        Section(
            priority,
            tuple(row for row in rows if row.measure.priority == priority.id),
            tuple(m for m in chosen if m.priority == priority.id and m.id not in loaded),
        )
        for priority in reader.catalogue.priorities
    )
    return Scorecard(area, to, sections, tuple(exceptions_among(reader, area, to, stand)))


def _is_loaded(reader: Reader, measure: Measure, area: str) -> bool:
    sources = reader.sources(measure)
    return any(reader.coverage.earliest(measure, area, source) is not None for source in sources)


def _row(reader: Reader, stand: Standing, area: str, to: Month, *, ranked: bool) -> ScoreRow:
    measure, latest = stand.measure, stand.latest
    comparison = compare(
        reader, measure, area, latest.period.last, stand.window, source=latest.source,
        past=stand.series,
    )  # fmt: skip
    forces = None
    if ranked and latest.value is not None:
        forces = among_forces(
            reader, measure, area, latest.period.last, stand.window, source=latest.source
        )
    similar = {*forces.similar, area} if forces is not None and forces.similar else set()
    points = stand.series or _windows(reader, measure, area, latest)
    return ScoreRow(
        measure,
        comparison,
        points[-SPARKLINE_POINTS:],
        stand.chart,
        forces,
        _rank(forces, similar),
        _rank(forces, set(forces.current) if forces is not None else set()),
        _late(reader, measure, latest, to),
        latest.missing,
    )


def _rank(forces: AmongForces | None, among: set[str]) -> Rank | None:
    if forces is None or not among:
        return None
    values = {code: o.value for code, o in forces.current.items() if code in among}
    highest_first = forces.measure.better is not Better.DOWN
    ranks = competition_ranks(values, highest_first=highest_first)
    place = ranks.get(forces.force)
    return Rank(place, len(ranks)) if place else None


def _windows(
    reader: Reader, measure: Measure, area: str, latest: Observation
) -> tuple[Observation, ...]:
    """The figures supplied for windows as long as the latest one's, up to it."""
    supplied = reader.vintage.supplied.get((latest.source, area, measure.id), {})
    alike = [p for p in supplied if len(p) == len(latest.period)]
    upto = sorted(p for p in alike if p.last <= latest.period.last)
    return reader.series(measure, area, upto[-SPARKLINE_POINTS:], latest.source)


def _late(reader: Reader, measure: Measure, latest: Observation, to: Month) -> str | None:
    if latest.value is None or latest.period.last == to:
        return None
    source = reader.catalogue.sources.get(latest.source)
    lag = source.lag_months if source else measure.lag_months
    months = f"{lag} months" if lag > 1 else "a month"
    usual = f" It usually comes out {months} after its period ends." if lag else ""
    title = reader.coverage.title_of(latest.source)
    return f"{title}: the latest figure is for {latest.period.name}.{usual}"
