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
from scrutiny.catalogue.model import Kind, Measure
from scrutiny.errors import ScrutinyError
from scrutiny.measures import population
from scrutiny.measures.counted import CountedRecords, immature, missing
from scrutiny.measures.coverage import GROUP_KINDS, Coverage, computed_by
from scrutiny.measures.disclosure import SMALL_AREA_KINDS, hidden_areas, suppressed
from scrutiny.measures.population import Populations
from scrutiny.measures.recent import Recent
from scrutiny.measures.stored import StoredValues
from scrutiny.measures.vintage import Estimate, Vintage
from scrutiny.observation import Observation, Provenance, Status
from scrutiny.periods import Period
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
        self.counted = CountedRecords(self.vintage, self.stored, self.coverage, areas)
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
            return self.counted.series(m, computed, area, periods)
        if (source, area, m.id) not in self.vintage.supplied and m.ratio and source == m.source:
            return self._ratio(m, area, periods)
        return [self._supplied(m, area, period, source) for period in periods]

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
        title = self.coverage.title_of(source)
        why = f"not supplied for {period.name} by {title}"
        why += f"; the last figure supplied is to {latest.name}" if latest else ""
        return missing(m, area, source, period, why)

    def _figure(self, m: Measure, area: str, period: Period, source: str, load: str) -> Observation:
        figure = self.stored.figures(m.id, area, source)[period]
        (loaded,) = self.vintage.provenance_of((load,))
        return Observation(
            m.id, area, source, period, figure.value, lower=figure.lower, upper=figure.upper,
            status="provisional" if figure.status == "provisional" else "final",
            provenance=(replace(loaded, source=source),),
            caveats=m.caveats,
        )  # fmt: skip

    def _ratio(self, m: Measure, area: str, periods: Sequence[Period]) -> Sequence[Observation]:
        assert m.ratio is not None
        numerator = self.catalogue.measure(m.ratio.numerator)
        own = m.source if m.source in numerator.sources else numerator.source
        above = self.series(numerator, area, periods, own)
        if m.ratio.denominator in population.KINDS:
            return [self._per_head(m, m.ratio.denominator, o) for o in above]
        below = self.series(m.ratio.denominator, area, periods)
        return [self._share(m, a, b) for a, b in zip(above, below, strict=True)]

    def _per_head(self, m: Measure, kind: str, above: Observation) -> Observation:
        if above.value is None:
            return missing(m, above.area, m.source, above.period, above.missing or "")
        estimates = self._estimates(kind, above.area, above.period)
        if not estimates:
            why = f"no {kind} estimate is loaded for {self.areas.get(above.area).name}"
            return missing(m, above.area, m.source, above.period, why)
        bases = " and ".join(sorted({e.basis for e in estimates}))
        return self._divided(
            m, above, sum(e.value for e in estimates), above.status,
            self.vintage.provenance_of(tuple(e.load for e in estimates)),
            (f"per head of the {bases} {kind} estimate",),
        )  # fmt: skip

    def _share(self, m: Measure, above: Observation, below: Observation) -> Observation:
        if above.value is None or below.value is None:
            why = above.missing if above.value is None else below.missing
            return missing(m, above.area, m.source, above.period, why or "")
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
            return missing(m, above.area, m.source, above.period, "its denominator is nought")
        provenance = _distinct((*above.provenance, *loads))
        if immature(m, above.period, provenance):
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


def _distinct(provenance: Iterable[Provenance]) -> tuple[Provenance, ...]:
    """Each load and source once, in order. Quicker than to compare all that is known of a load."""
    return tuple({(p.load, p.source): p for p in provenance}.values())
