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
    codes = [area.code for area in areas.forces(to)]
    ends = [reader.coverage.latest(measure, code, source) for code in codes]
    known = [end for end in ends if end is not None]
    if not known or len(known) < len(ends):
        return None
    last = min(to, *known)
    while measure.grain == "quarter" and not last.ends_quarter:
        last -= 1
    period = window.ending(last)
    earlier = against.periods(period)[0]
    current = {code: reader.observe(measure, code, period, source) for code in codes}
    if any(o.value is None for o in current.values()):
        return None
    previous = {code: reader.observe(measure, code, earlier, source) for code in codes}
    group = areas.most_similar_group(force, last)
    wanted = [group.code if group else None, areas.region_of(force), ENGLAND_AND_WALES]
    totals = tuple(
        (code, reader.observe(measure, code, period, source),
         reader.observe(measure, code, earlier, source))
        for code in wanted
        if code is not None and measure.kind is not Kind.LEVEL
    )  # fmt: skip
    late = None
    if last < to:
        late = f"All forces are compared over {period.name}, the last period that all of them have."
    return AmongForces(
        measure, force, period, earlier, peers(measure, current, previous), current, previous,
        group.members if group else (), totals, late,
    )  # fmt: skip
