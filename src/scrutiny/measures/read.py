"""Reading one measure: any area, any window, any source, as at a date.

Stored observations are counts at the grain of their source. Windows, regions, groups, rates and
percentages are put together here, from counts, so that a rate of a group is the rate of its
people and never a mean of rates. A value that cannot be made is missing, and says why.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

from scrutiny.areas import Areas
from scrutiny.catalogue import Catalogue
from scrutiny.catalogue.model import Computed, Kind, Measure
from scrutiny.errors import ScrutinyError
from scrutiny.measures import population
from scrutiny.measures.coverage import GROUP_KINDS, Coverage, computed_by
from scrutiny.measures.disclosure import SMALL_AREA_KINDS, hidden_areas, suppressed
from scrutiny.measures.population import Populations
from scrutiny.measures.sql import SMALL_AREA_TABLES
from scrutiny.measures.vintage import Estimate, Vintage
from scrutiny.observation import Observation, Provenance, Status
from scrutiny.periods import Month, Period
from scrutiny.warehouse.snapshot import Snapshot


class Reader:
    """Observations of one snapshot, as at a date (today's, unless given)."""

    def __init__(
        self, snapshot: Snapshot, catalogue: Catalogue, areas: Areas, as_at: date | None = None
    ) -> None:
        self.catalogue, self.areas = catalogue, areas
        self.vintage = Vintage(snapshot, as_at)
        if set(self.vintage.calculated.values()) - {catalogue.fingerprint}:
            raise ScrutinyError(
                "the measures' definitions have changed since the last calculation: "
                "run `scrutiny calculate`"
            )
        self.populations = Populations(self.vintage, areas)
        self.coverage = Coverage(self.vintage, catalogue, areas)
        self._seen: dict[tuple[str, str, Period, str], Observation] = {}
        self._controlled: dict[tuple[str, str, str, Period, str], frozenset[str]] = {}

    def observe(
        self, measure: Measure | str, area: str, period: Period, source: str | None = None
    ) -> Observation:
        """The observation of a measure for an area and period, from `source` or its default.

        Raises `ScrutinyError` for an unknown measure or area, or a source that never gives it.
        """
        definition = self.catalogue.measure(measure) if isinstance(measure, str) else measure
        chosen = source or definition.source
        if chosen not in self.sources(definition):
            offered = ", ".join(self.sources(definition))
            raise ScrutinyError(
                f"{definition.id} is not given by the source {chosen!r}; it is by: {offered}"
            )
        key = (definition.id, area, period, chosen)
        if key not in self._seen:
            found = self._observe(definition, area, period, chosen)
            hidden = found.value and area in self._hidden(definition, found)
            self._seen[key] = suppressed(found, definition) if hidden else found
        return self._seen[key]

    def _hidden(self, m: Measure, found: Observation) -> Collection[str]:
        """The areas, of all like this one in its force, whose counts of people are not shown."""
        kind = self.areas.get(found.area).kind
        force = self.areas.force_of(found.area) if kind in SMALL_AREA_KINDS else None
        if m.suppress_below is None or m.kind is not Kind.COUNT or force is None:
            return ()
        key = (m.id, force, kind, found.period, found.source)
        if key not in self._controlled:
            alike = self.areas.children(force, kind, found.period.last)
            each = [self._observe(m, area, found.period, found.source) for area in alike]
            counts = {o.area: int(o.value) for o in each if o.value is not None}
            self._controlled[key] = hidden_areas(counts, m.suppress_below)
        return self._controlled[key]

    def sources(self, measure: Measure) -> tuple[str, ...]:
        """Every source that may give the measure: its own, and those found in supplied figures."""
        supplied = self.vintage.suppliers.get(measure.id, ())
        return tuple(dict.fromkeys([*measure.sources, *supplied]))

    def base_periods(self, measure: Measure, period: Period) -> tuple[Period, ...] | None:
        """The shortest periods that make up `period`, or None if they do not fit it."""
        if measure.grain == "quarter":
            return period.quarters()
        return tuple(Period(month, month) for month in period)

    def series(
        self, measure: Measure, area: str, periods: Sequence[Period], source: str | None = None
    ) -> tuple[Observation, ...]:
        return tuple(self.observe(measure, area, period, source) for period in periods)

    def _observe(self, m: Measure, area: str, period: Period, source: str) -> Observation:
        computed = computed_by(m, source)
        if computed is not None:
            return self._counted(m, computed, area, period)
        if (source, area, m.id) in self.vintage.supplied:
            return self._supplied(m, area, period, source)
        if m.ratio is not None and source == m.source:
            return self._ratio(m, area, period)
        return self._supplied(m, area, period, source)

    def _counted(self, m: Measure, computed: Computed, area: str, period: Period) -> Observation:
        periods = self.base_periods(m, period)
        source = computed.source
        if periods is None:
            return _none(m, area, source, period, f"{_publisher(m)} by financial quarter, and "
                         f"{period.name} is not made of whole quarters")  # fmt: skip
        if m.starts and period.first < m.starts:
            return _none(m, area, source, period, f"{m.title} is counted from {m.starts.name} on")
        if m.ends and period.last > m.ends:
            return _none(m, area, source, period, f"{m.title} was counted to {m.ends.name}")
        grouped = self.areas.get(area).kind in GROUP_KINDS
        try:
            forces = self.coverage.forces_of(area, period.last)
        except ScrutinyError as no_members:  # a group of forces has a first month
            return _none(m, area, source, period, str(no_members))
        if grouped:
            parts = [self._counted(m, computed, force, period) for force in forces]
            return self._summed(m, area, source, period, parts)
        if area not in forces and computed.table not in SMALL_AREA_TABLES:
            title = self._source_title(source)
            return _none(m, area, source, period, f"{title} gives no figure below a whole force")
        answers = self.vintage.records.get((source, forces[0]), {}) if forces else {}
        absent = [p for p in periods if p not in answers]
        if absent:
            return _none(m, area, source, period, _absent(absent, self._source_title(source)))
        stored = {
            (row.first, row.last, row.load): row.value
            for row in self.vintage.stored(m.id, area, source)
        }
        keys = [(str(p.first), str(p.last), answers[p]) for p in periods]
        total = sum(stored.get(key, 0.0) for key in keys)  # absent in a loaded slice is nought
        provenance = self._provenance(answers[p] for p in periods)
        status: Status = "provisional" if self._immature(m, period, provenance) else "final"
        return Observation(
            m.id, area, source, period, total, status=status, provenance=provenance,
            caveats=m.caveats,
        )  # fmt: skip

    def _summed(
        self, m: Measure, area: str, source: str, period: Period, parts: Sequence[Observation]
    ) -> Observation:
        lacking = [self.areas.get(p.area).name for p in parts if p.value is None]
        if lacking or not parts:
            names = ", ".join(lacking[:5]) + (
                f" and {len(lacking) - 5} more" if lacking[5:] else ""
            )
            why = f"{len(lacking)} of {len(parts)} forces have no figure: {names}"
            return _none(m, area, source, period, why)
        loads = dict.fromkeys(p for part in parts for p in part.provenance)
        note = self.areas.get(area).note
        provisional = any(p.status == "provisional" for p in parts)
        return Observation(
            m.id, area, source, period, sum(p.value or 0.0 for p in parts),
            status="provisional" if provisional else "final", provenance=tuple(loads),
            caveats=(*m.caveats, *((note,) if note else ())),
        )  # fmt: skip

    def _supplied(self, m: Measure, area: str, period: Period, source: str) -> Observation:
        windows = self.vintage.supplied.get((source, area, m.id), {})
        if period in windows:
            return self._figure(m, area, period, source, windows[period])
        months = [Period(month, month) for month in period]
        if m.kind is Kind.COUNT and len(months) > 1 and all(p in windows for p in months):
            parts = [self._figure(m, area, p, source, windows[p]) for p in months]
            provisional = any(p.status == "provisional" for p in parts)
            return Observation(
                m.id, area, source, period, sum(p.value or 0.0 for p in parts),
                status="provisional" if provisional else "final",
                provenance=tuple(dict.fromkeys(p for part in parts for p in part.provenance)),
                caveats=(*m.caveats, f"the sum of {len(months)} monthly figures"),
            )  # fmt: skip
        latest = max((p.last for p in windows), default=None)
        title = self._source_title(source)
        why = f"not supplied for {period.name} by {title}"
        why += f"; the last figure supplied is to {latest.name}" if latest else ""
        return _none(m, area, source, period, why)

    def _figure(self, m: Measure, area: str, period: Period, source: str, load: str) -> Observation:
        wanted = (str(period.first), str(period.last), load)
        row = next(
            row
            for row in self.vintage.stored(m.id, area, source)
            if (row.first, row.last, row.load) == wanted
        )
        return Observation(
            m.id, area, source, period, row.value, lower=row.lower, upper=row.upper,
            status="provisional" if row.status == "provisional" else "final",
            provenance=tuple(replace(p, source=source) for p in self._provenance([load])),
            caveats=m.caveats,
        )  # fmt: skip

    def _ratio(self, m: Measure, area: str, period: Period) -> Observation:
        assert m.ratio is not None
        above = self.observe(m.ratio.numerator, area, period)
        if above.value is None:
            return _none(m, area, m.source, period, above.missing or "")
        caveats: tuple[str, ...] = (*m.caveats, *above.caveats)
        if m.ratio.denominator in population.KINDS:
            estimates = self._estimates(m.ratio.denominator, area, period)
            if not estimates:
                why = f"no {m.ratio.denominator} estimate is loaded for {self.areas.get(area).name}"
                return _none(m, area, m.source, period, why)
            below, status = sum(e.value for e in estimates), above.status
            bases = " and ".join(sorted({e.basis for e in estimates}))
            caveats += (f"per head of the {bases} {m.ratio.denominator} estimate",)
            loads = self._provenance(e.load for e in estimates)
        else:
            under = self.observe(m.ratio.denominator, area, period)
            if under.value is None:
                return _none(m, area, m.source, period, under.missing or "")
            below, loads = under.value, under.provenance
            status = "provisional" if "provisional" in (above.status, under.status) else "final"
        if below <= 0:
            return _none(m, area, m.source, period, "its denominator is nought")
        provenance = tuple(dict.fromkeys([*above.provenance, *loads]))
        if self._immature(m, period, provenance):
            status = "provisional"
        return Observation(
            m.id, area, m.source, period, m.per * above.value / below, above.value, below,
            status=status, provenance=provenance, caveats=tuple(dict.fromkeys(caveats)),
        )  # fmt: skip

    def _estimates(self, kind: str, area: str, period: Period) -> tuple[Estimate, ...]:
        """The estimates whose sum is the area's population; none when any force lacks one."""
        found = [self.populations.of(kind, part, period) for part in self._parts(area, period)]
        known = tuple(e for e in found if e is not None)
        return known if len(known) == len(found) else ()

    def _parts(self, area: str, period: Period) -> tuple[str, ...]:
        grouped = self.areas.get(area).kind in GROUP_KINDS
        return self.coverage.forces_of(area, period.last) if grouped else (area,)

    def _immature(self, m: Measure, period: Period, provenance: Iterable[Provenance]) -> bool:
        if not m.provisional_months:
            return False
        released = [Month.of(p.released) for p in provenance]
        return bool(released) and max(released).months_since(period.last) <= m.provisional_months

    def _provenance(self, loads: Iterable[str]) -> tuple[Provenance, ...]:
        return tuple(self.vintage.provenance[load] for load in dict.fromkeys(loads))

    def _source_title(self, source: str) -> str:
        known = self.catalogue.sources.get(source)
        return known.title if known else source


def _publisher(measure: Measure) -> str:
    return f"{measure.title} is published"


def _absent(periods: Sequence[Period], source: str) -> str:
    names = ", ".join(p.name for p in periods[:3])
    more = f" and {len(periods) - 3} more" if len(periods) > 3 else ""
    return f"nothing is loaded from {source} for {names}{more}"


def _none(m: Measure, area: str, source: str, period: Period, why: str) -> Observation:
    return Observation(m.id, area, source, period, None, status="missing", missing=why)
