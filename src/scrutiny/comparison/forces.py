"""One force among the others: its most similar group, its region, England and Wales."""

from __future__ import annotations

from dataclasses import dataclass

from scrutiny.analysis.peers import PeerComparison, PeerRow, out_of_line, peers
from scrutiny.catalogue.model import Kind, Measure
from scrutiny.measures.read import Reader
from scrutiny.observation import Observation
from scrutiny.periods import Against, Month, Period, Window

ENGLAND_AND_WALES = "K04000001"


@dataclass(frozen=True, slots=True)
class AmongForces:
    """A measure over one period for all forces, and the totals that a force is read against.

    `period` is the last that all the forces have, which may be earlier than the one asked for;
    `late` then says so in a sentence. `group`, `region` and `nation` are pairs of observations,
    current and previous, or None where there is no such total.
    """

    measure: Measure
    force: str
    period: Period
    earlier: Period
    comparison: PeerComparison
    current: dict[str, Observation]
    previous: dict[str, Observation]
    similar: tuple[str, ...]
    totals: tuple[tuple[str, Observation, Observation], ...]
    late: str | None

    @property
    def row(self) -> PeerRow | None:
        return self.comparison.row(self.force)

    @property
    def side(self) -> str | None:
        """`above` or `below` when the force is out of line with its similar forces, else None."""
        members = [self.current[code] for code in self.similar if code in self.current]
        found = out_of_line(members).get(self.force)
        return found.side if found else None


def among_forces(
    reader: Reader,
    measure: Measure,
    force: str,
    to: Month,
    window: Window = Window.YEAR,
    against: Against = Against.YEAR,
    source: str | None = None,
) -> AmongForces | None:
    """Compare all territorial forces over the last window they all have, up to `to`.

    None when there is no window that all of them have.
    """
    areas = reader.areas
    key = ("among forces", measure.id, to, window, against, source)
    # A definition may have been changed by whoever asks: it is not then the one remembered.
    (table,) = reader.remember(key, lambda: (_table(reader, measure, to, window, against, source),))
    if table is not None and table.measure != measure:
        table = _table(reader, measure, to, window, against, source)
    if table is None:
        return None
    period, earlier = table.period, table.earlier
    group = areas.most_similar_group(force, period.last)
    totals: list[tuple[str, Observation, Observation]] = []
    for code in (group.code if group else None, areas.region_of(force)):
        if code is not None and measure.kind is not Kind.LEVEL:
            now, before = reader.series(measure, code, (period, earlier), source)
            totals.append((code, now, before))
    late = None
    if period.last < to:
        late = f"All forces are compared over {period.name}, the last period that all of them have."
    return AmongForces(
        measure, force, period, earlier, table.comparison, table.current, table.previous,
        group.members if group else (), (*totals, *table.nation), late,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Table:
    """What is the same whichever force is read against the others."""

    measure: Measure
    period: Period
    earlier: Period
    comparison: PeerComparison
    current: dict[str, Observation]
    previous: dict[str, Observation]
    nation: tuple[tuple[str, Observation, Observation], ...]


def _table(
    reader: Reader,
    measure: Measure,
    to: Month,
    window: Window,
    against: Against,
    source: str | None,
) -> _Table | None:
    last = to
    codes = [area.code for area in reader.areas.forces(to)]
    for code in codes:
        end = reader.coverage.latest(measure, code, source)
        if end is None:
            return None
        last = min(last, end)
    while measure.grain == "quarter" and not last.ends_quarter:
        last -= 1
    period = window.ending(last)
    earlier = against.periods(period)[0]
    current: dict[str, Observation] = {}
    previous: dict[str, Observation] = {}
    for code in codes:
        current[code], previous[code] = reader.series(measure, code, (period, earlier), source)
        if current[code].value is None:
            return None
    nation: tuple[tuple[str, Observation, Observation], ...] = ()
    if measure.kind is not Kind.LEVEL:
        now, before = reader.series(measure, ENGLAND_AND_WALES, (period, earlier), source)
        nation = ((ENGLAND_AND_WALES, now, before),)
    comparison = peers(measure, current, previous)
    return _Table(measure, period, earlier, comparison, current, previous, nation)
