"""Counts of records as observations: of a force, of an area in one, and of forces together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scrutiny.areas import Areas
from scrutiny.catalogue.model import Computed, Measure
from scrutiny.errors import ScrutinyError
from scrutiny.measures.coverage import GROUP_KINDS, Coverage
from scrutiny.measures.sql import SMALL_AREA_TABLES
from scrutiny.measures.stored import Counts, StoredValues
from scrutiny.measures.timeline import Timeline
from scrutiny.measures.vintage import Vintage
from scrutiny.observation import Observation, Provenance
from scrutiny.periods import Month, Period

PERIODS_NAMED, FORCES_NAMED = 3, 5
"""How many a reason names before it counts the rest."""


class CountedRecords:
    """The count measures of one vintage."""

    def __init__(
        self, vintage: Vintage, stored: StoredValues, coverage: Coverage, areas: Areas
    ) -> None:
        self.vintage, self.stored, self.coverage, self.areas = vintage, stored, coverage, areas

    def series(
        self, m: Measure, computed: Computed, area: str, periods: Sequence[Period]
    ) -> list[Observation]:
        """The count of each period; without a value where anything in it is not loaded."""
        source = computed.source
        if self.areas.get(area).kind in GROUP_KINDS:
            return [self._group(m, source, area, period) for period in periods]
        force = next(iter(self.coverage.forces_of(area, None)), None)
        if area != force and computed.table not in SMALL_AREA_TABLES:
            never = f"{self.coverage.title_of(source)} gives no figure below a whole force"
            return [missing(m, area, source, p, _not_counted(m, p) or never) for p in periods]
        counts = self._counts(m, source, area, force)
        return [self._one(m, source, area, period, counts) for period in periods]

    def _counts(self, m: Measure, source: str, area: str, force: str | None) -> Counts:
        step = 3 if m.grain == "quarter" else 1
        if force is None:
            return Counts(Timeline(step), [])
        return self.stored.counts(m.id, area, source, force, step)

    def _one(
        self, m: Measure, source: str, area: str, period: Period, counts: Counts
    ) -> Observation:
        timeline = counts.timeline
        begin, end = timeline.span(period)
        why = _not_counted(m, period)
        if why is None and not timeline.whole(begin, end):
            why = self._absent(source, timeline, begin, end)
        if why is not None:
            return missing(m, area, source, period, why)
        provenance = self.vintage.provenance_of(timeline.loads[begin:end])
        return Observation(
            m.id, area, source, period, sum(counts.values[begin:end]),
            status="provisional" if immature(m, period, provenance) else "final",
            caveats=m.caveats, provenance=provenance,
        )  # fmt: skip

    def _group(self, m: Measure, source: str, area: str, period: Period) -> Observation:
        """The sum of the forces of a region, a nation or a group."""
        why = _not_counted(m, period)
        if why is not None:
            return missing(m, area, source, period, why)
        try:
            forces = self.coverage.forces_of(area, period.last)
        except ScrutinyError as no_members:  # a group of forces has a first month
            return missing(m, area, source, period, str(no_members))
        total, provisional, lacking = 0.0, False, []
        loads: dict[Provenance, None] = {}
        loads_before: tuple[str | None, ...] = ()
        for force in forces:
            counts = self._counts(m, source, force, force)
            timeline = counts.timeline
            begin, end = timeline.span(period)
            if not timeline.whole(begin, end):
                lacking.append(self.areas.get(force).name)
                continue
            total += sum(counts.values[begin:end])
            if timeline.loads[begin:end] != loads_before:  # mostly one load answers for all
                loads_before = timeline.loads[begin:end]
                provenance = self.vintage.provenance_of(loads_before)
                provisional = provisional or immature(m, period, provenance)
                loads |= dict.fromkeys(provenance)
        if lacking or not forces:
            why = f"{len(lacking)} of {len(forces)} forces have no figure: "
            return missing(m, area, source, period, why + _some(lacking, FORCES_NAMED))
        note = self.areas.get(area).note
        return Observation(
            m.id, area, source, period, total, status="provisional" if provisional else "final",
            caveats=(*m.caveats, *((note,) if note else ())), provenance=tuple(loads),
        )  # fmt: skip

    def _absent(self, source: str, timeline: Timeline, begin: int, end: int) -> str:
        places = timeline.absent(begin, end)
        names = [timeline.period(place).name for place in places[:PERIODS_NAMED]]
        title = self.coverage.title_of(source)
        return f"nothing is loaded from {title} for {_some(names, PERIODS_NAMED, len(places))}"


def immature(m: Measure, period: Period, provenance: Iterable[Provenance]) -> bool:
    """Whether a figure was released too soon after its period to be final."""
    if not m.provisional_months:
        return False
    released = [Month.of(p.released) for p in provenance]
    return bool(released) and max(released).months_since(period.last) <= m.provisional_months


def missing(m: Measure, area: str, source: str, period: Period, why: str) -> Observation:
    """An observation without a value."""
    return Observation(m.id, area, source, period, None, status="missing", missing=why)


def _not_counted(m: Measure, period: Period) -> str | None:
    """Why there is never a count for a period, or None if there may be one."""
    first, last = period.first, period.last
    if m.grain == "quarter" and (first.number % 3 or not last.ends_quarter):
        return (
            f"{m.title} is published by financial quarter, and {period.name} is not made of whole "
            "quarters"
        )
    if m.starts and first < m.starts:
        return f"{m.title} is counted from {m.starts.name} on"
    if m.ends and last > m.ends:
        return f"{m.title} was counted to {m.ends.name}"
    return None


def _some(names: Sequence[str], most: int, of: int | None = None) -> str:
    """The first names, and how many more there are `of` them."""
    more = (len(names) if of is None else of) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")
