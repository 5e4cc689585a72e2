"""Reading one measure: any area, any window, any source, as at a date.

Stored observations are counts at the grain of their source. Windows, regions, groups, rates and
percentages are put together here, from counts, so that a rate of a group is the rate of its
people and never a mean of rates. A value that cannot be made is missing, and says why.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from scrutiny.areas import Areas
from scrutiny.areas.area import Kind as AreaKind
from scrutiny.catalogue import Catalogue
from scrutiny.catalogue.model import Computed, Kind, Measure
from scrutiny.errors import ScrutinyError
from scrutiny.measures import population
from scrutiny.measures.coverage import GROUP_KINDS, Coverage, computed_by
from scrutiny.measures.disclosure import SMALL_AREA_KINDS, hidden_areas, suppressed
from scrutiny.measures.population import Populations
from scrutiny.measures.recent import Recent
from scrutiny.measures.sql import SMALL_AREA_TABLES
from scrutiny.measures.stored import Counts, StoredValues
from scrutiny.measures.timeline import Timeline
from scrutiny.measures.vintage import Estimate, Vintage
from scrutiny.observation import Observation, Provenance, Status
from scrutiny.periods import Month, Period
from scrutiny.warehouse.snapshot import Snapshot

Made = TypeVar("Made")

HIDDEN_KEPT = 4_096
"""Which counts are hidden: a measure, force, kind of area, period and source each."""

TABLES_KEPT = 1_024
"""Tables of all forces that were made from observations: some 40 kB each, so 40 MB."""


class Reader:
    """Observations of one snapshot, as at a date (today's, unless given).

    Several threads may ask one reader at once, for as long as it lives: what it keeps is bounded.
    """

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
        self.stored = StoredValues(self.vintage, areas)
        self.populations = Populations(self.vintage, areas)
        self.coverage = Coverage(self.vintage, catalogue, areas)
        self.hidden: Recent[tuple[str, str, str, Period, str], Collection[str]]
        self.hidden = Recent(HIDDEN_KEPT)
        self.tables: Recent[Hashable, object] = Recent(TABLES_KEPT)

    def observe(
        self, measure: Measure | str, area: str, period: Period, source: str | None = None
    ) -> Observation:
        """The observation of a measure for an area and period, from `source` or its default.

        Raises `ScrutinyError` for an unknown measure or area, or a source that never gives it.
        """
        return self.series(measure, area, (period,), source)[0]

    def series(
        self,
        measure: Measure | str,
        area: str,
        periods: Sequence[Period],
        source: str | None = None,
    ) -> tuple[Observation, ...]:
        """The observation of each of some periods: quicker than to observe them one by one."""
        definition = self.catalogue.measure(measure) if isinstance(measure, str) else measure
        chosen = source or definition.source
        if chosen != definition.source and chosen not in self.sources(definition):
            offered = ", ".join(self.sources(definition))
            raise ScrutinyError(
                f"{definition.id} is not given by the source {chosen!r}; it is by: {offered}"
            )
        found = self._observe(definition, area, periods, chosen)
        return self._as_published(definition, area, found)

    def read_all_forces(self) -> None:
        """Read every measure of every force at once, for a page or a report that asks for most."""
        self.stored.read_all_forces()

    def remember(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` made for this key, made again only when it has not been asked for lately."""
        found = self.tables.get(key)
        if found is None:
            found = make()
            self.tables.put({key: found})
        return found  # type: ignore[return-value]  # a key is always of one kind of table

    def _as_published(
        self, m: Measure, area: str, found: Sequence[Observation]
    ) -> tuple[Observation, ...]:
        """The observations, less the counts of people in small areas that are not to be shown."""
        if m.suppress_below is None or m.kind is not Kind.COUNT:
            return tuple(found)
        kind = self.areas.get(area).kind
        force = self.areas.force_of(area) if kind in SMALL_AREA_KINDS else None
        if force is None:
            return tuple(found)
        return tuple(
            suppressed(o, m) if o.value and area in self._hidden(m, force, kind, o) else o
            for o in found
        )

    def _hidden(self, m: Measure, force: str, kind: AreaKind, like: Observation) -> Collection[str]:
        """The areas, of all of one kind in a force, whose counts of people are not shown."""
        key = (m.id, force, kind, like.period, like.source)
        found = self.hidden.get(key)
        if found is None:
            alike = self.areas.children(force, kind, like.period.last)
            each = [self._observe(m, area, (like.period,), like.source)[0] for area in alike]
            counts = {o.area: int(o.value) for o in each if o.value is not None}
            found = hidden_areas(counts, m.suppress_below or 1)
            self.hidden.put({key: found})
        return found

    def sources(self, measure: Measure) -> tuple[str, ...]:
        """Every source that may give the measure: its own, and those found in supplied figures."""
        supplied = self.vintage.suppliers.get(measure.id, ())
        return tuple(dict.fromkeys([*measure.sources, *supplied]))

    def _observe(
        self, m: Measure, area: str, periods: Sequence[Period], source: str
    ) -> Sequence[Observation]:
        computed = computed_by(m, source)
        if computed is not None:
            return self._counted(m, computed, area, periods)
        if (source, area, m.id) not in self.vintage.supplied and m.ratio and source == m.source:
            return self._ratio(m, area, periods)
        return [self._supplied(m, area, period, source) for period in periods]

    def _counted(
        self, m: Measure, computed: Computed, area: str, periods: Sequence[Period]
    ) -> Sequence[Observation]:
        source = computed.source
        if self.areas.get(area).kind in GROUP_KINDS:
            return [self._grouped(m, source, area, period) for period in periods]
        force = next(iter(self.coverage.forces_of(area, None)), None)
        if area != force and computed.table not in SMALL_AREA_TABLES:
            never = f"{self._source_title(source)} gives no figure below a whole force"
            return [_none(m, area, source, p, _not_counted(m, p) or never) for p in periods]
        counts = self._counts(m, source, area, force)
        return [self._count(m, source, area, period, counts) for period in periods]

    def _counts(self, m: Measure, source: str, area: str, force: str | None) -> Counts:
        step = 3 if m.grain == "quarter" else 1
        if force is None:
            return Counts(Timeline(step), [])
        return self.stored.counts(m.id, area, source, force, step)

    def _count(
        self, m: Measure, source: str, area: str, period: Period, counts: Counts
    ) -> Observation:
        why = _not_counted(m, period)
        if why is not None:
            return _none(m, area, source, period, why)
        timeline = counts.timeline
        begin, end = timeline.span(period)
        if not timeline.whole(begin, end):
            why = _absent(timeline, begin, end, self._source_title(source))
            return _none(m, area, source, period, why)
        provenance = self._provenance(timeline.loads[begin:end])
        return Observation(
            m.id, area, source, period, sum(counts.values[begin:end]),
            status="provisional" if self._immature(m, period, provenance) else "final",
            caveats=m.caveats, provenance=provenance,
        )  # fmt: skip

    def _grouped(self, m: Measure, source: str, area: str, period: Period) -> Observation:
        """The sum of the forces of a region, a nation or a group."""
        why = _not_counted(m, period)
        if why is not None:
            return _none(m, area, source, period, why)
        try:
            forces = self.coverage.forces_of(area, period.last)
        except ScrutinyError as no_members:  # a group of forces has a first month
            return _none(m, area, source, period, str(no_members))
        total, immature, lacking = 0.0, False, []
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
                provenance = self._provenance(loads_before)
                immature = immature or self._immature(m, period, provenance)
                loads |= dict.fromkeys(provenance)
        if lacking or not forces:
            names = ", ".join(lacking[:5]) + (
                f" and {len(lacking) - 5} more" if lacking[5:] else ""
            )
            why = f"{len(lacking)} of {len(forces)} forces have no figure: {names}"
            return _none(m, area, source, period, why)
        note = self.areas.get(area).note
        return Observation(
            m.id, area, source, period, total,
            status="provisional" if immature else "final",
            caveats=(*m.caveats, *((note,) if note else ())), provenance=tuple(loads),
        )  # fmt: skip

    def _supplied(self, m: Measure, area: str, period: Period, source: str) -> Observation:
        windows = self.vintage.supplied.get((source, area, m.id), {})
        if period in windows:
            return self._figure(m, area, period, source, windows[period])
        months = [Period(month, month) for month in period] if m.kind is Kind.COUNT else []
        if len(months) > 1 and all(p in windows for p in months):
            parts = [self._figure(m, area, p, source, windows[p]) for p in months]
            provisional = any(p.status == "provisional" for p in parts)
            return Observation(
                m.id, area, source, period, sum(p.value or 0.0 for p in parts),
                status="provisional" if provisional else "final",
                provenance=_distinct(p for part in parts for p in part.provenance),
                caveats=(*m.caveats, f"the sum of {len(months)} monthly figures"),
            )  # fmt: skip
        latest = max((p.last for p in windows), default=None)
        title = self._source_title(source)
        why = f"not supplied for {period.name} by {title}"
        why += f"; the last figure supplied is to {latest.name}" if latest else ""
        return _none(m, area, source, period, why)

    def _figure(self, m: Measure, area: str, period: Period, source: str, load: str) -> Observation:
        figure = self.stored.figures(m.id, area, source)[period]
        return Observation(
            m.id, area, source, period, figure.value, lower=figure.lower, upper=figure.upper,
            status="provisional" if figure.status == "provisional" else "final",
            provenance=tuple(replace(p, source=source) for p in self._provenance([load])),
            caveats=m.caveats,
        )  # fmt: skip

    def _ratio(self, m: Measure, area: str, periods: Sequence[Period]) -> Sequence[Observation]:
        assert m.ratio is not None
        above = self.series(m.ratio.numerator, area, periods)
        if m.ratio.denominator in population.KINDS:
            return [self._per_head(m, m.ratio.denominator, o) for o in above]
        below = self.series(m.ratio.denominator, area, periods)
        return [self._share(m, a, b) for a, b in zip(above, below, strict=True)]

    def _per_head(self, m: Measure, kind: str, above: Observation) -> Observation:
        if above.value is None:
            return _none(m, above.area, m.source, above.period, above.missing or "")
        estimates = self._estimates(kind, above.area, above.period)
        if not estimates:
            why = f"no {kind} estimate is loaded for {self.areas.get(above.area).name}"
            return _none(m, above.area, m.source, above.period, why)
        bases = " and ".join(sorted({e.basis for e in estimates}))
        return self._divided(
            m, above, sum(e.value for e in estimates), above.status,
            self._provenance(e.load for e in estimates),
            (f"per head of the {bases} {kind} estimate",),
        )  # fmt: skip

    def _share(self, m: Measure, above: Observation, below: Observation) -> Observation:
        if above.value is None or below.value is None:
            why = above.missing if above.value is None else below.missing
            return _none(m, above.area, m.source, above.period, why or "")
        provisional = "provisional" in (above.status, below.status)
        return self._divided(
            m, above, below.value, "provisional" if provisional else "final", below.provenance
        )

    def _divided(
        self,
        m: Measure,
        above: Observation,
        below: float,
        status: Status,
        loads: Sequence[Provenance],
        caveats: tuple[str, ...] = (),
    ) -> Observation:
        if below <= 0 or above.value is None:
            return _none(m, above.area, m.source, above.period, "its denominator is nought")
        provenance = _distinct((*above.provenance, *loads))
        if self._immature(m, above.period, provenance):
            status = "provisional"
        return Observation(
            m.id, above.area, m.source, above.period, m.per * above.value / below, above.value,
            below, status=status, provenance=provenance,
            caveats=tuple(dict.fromkeys((*m.caveats, *above.caveats, *caveats))),
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

    def _provenance(self, loads: Iterable[str | None]) -> tuple[Provenance, ...]:
        known = self.vintage.provenance
        return tuple(known[load] for load in dict.fromkeys(loads) if load is not None)

    def _source_title(self, source: str) -> str:
        known = self.catalogue.sources.get(source)
        return known.title if known else source


def _distinct(provenance: Iterable[Provenance]) -> tuple[Provenance, ...]:
    """Each load and source once, in order. Quicker than to compare all that is known of a load."""
    return tuple({(p.load, p.source): p for p in provenance}.values())


def _not_counted(m: Measure, period: Period) -> str | None:
    """Why there is never a count for a period, or None if there may be one."""
    if m.grain == "quarter" and not (period.last.ends_quarter and len(period) % 3 == 0):
        return (
            f"{m.title} is published by financial quarter, and {period.name} is not made of whole "
            "quarters"
        )
    if m.starts and period.first < m.starts:
        return f"{m.title} is counted from {m.starts.name} on"
    if m.ends and period.last > m.ends:
        return f"{m.title} was counted to {m.ends.name}"
    return None


def _absent(timeline: Timeline, begin: int, end: int, source: str) -> str:
    places = timeline.absent(begin, end)
    names = ", ".join(timeline.period(place).name for place in places[:3])
    more = f" and {len(places) - 3} more" if len(places) > 3 else ""
    return f"nothing is loaded from {source} for {names}{more}"


def _none(m: Measure, area: str, source: str, period: Period, why: str) -> Observation:
    return Observation(m.id, area, source, period, None, status="missing", missing=why)
