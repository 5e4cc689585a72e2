"""Which load answers for what, as at a date: the part of a snapshot that a reader needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from scrutiny.measures.timeline import Timeline
from scrutiny.observation import Provenance
from scrutiny.periods import Month, Period

if TYPE_CHECKING:
    from scrutiny.warehouse.snapshot import Snapshot
    from scrutiny.warehouse.vintages import Answer

# A table has a few hundred different periods, in many thousands of rows.
period_of = lru_cache(maxsize=10_000)(Period.parse)


PROVENANCES_KEPT = 4_096
"""Runs of loads, up to sixty months long, whose provenance is kept: 3 MB at most."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A population or household count, and what it was made from."""

    month: Month
    value: float
    basis: str
    load: str


class Vintage:
    """A snapshot as at a date: for each slice, the load that answers for it."""

    def __init__(self, snapshot: Snapshot, as_at: date | None = None) -> None:
        self.snapshot, self.as_at = snapshot, as_at
        self._timelines: dict[tuple[str, str, int], Timeline] = {}
        self.provenance_of = lru_cache(maxsize=PROVENANCES_KEPT)(self._provenance_of)

    @cached_property
    def _answers(self) -> list[Answer]:
        from scrutiny.warehouse.vintages import answering

        return answering(self.snapshot, self.as_at, loads=self.calculated)

    @cached_property
    def calculated(self) -> Mapping[str, str]:
        """The loads that are calculated, each with the fingerprint of the definitions used.

        Only these answer: a load that waits to be calculated does not hide an older one.
        """
        return dict(self.snapshot.rows("calculations", ("load", "fingerprint")))

    @cached_property
    def records(self) -> Mapping[tuple[str, str], Mapping[Period, str]]:
        """(source, force) -> period -> load, for every table of records."""
        found: dict[tuple[str, str], dict[Period, str]] = {}
        for a in self._answers:
            if a.measure is None:
                found.setdefault((a.source, a.area), {})[period_of(a.first, a.last)] = a.load
        return found

    @cached_property
    def spans(self) -> Mapping[tuple[str, str], Period]:
        """(source, force) -> from the first month that has records to the last."""
        return {
            key: Period(min(p.first for p in found), max(p.last for p in found))
            for key, found in self.records.items()
        }

    def timeline(self, source: str, force: str, step: int) -> Timeline:
        """The months (`step` 1) or quarters (3) of a source's records for a force."""
        key = (source, force, step)
        if key not in self._timelines:
            self._timelines[key] = Timeline.of(self.records.get((source, force), {}), step)
        return self._timelines[key]

    @cached_property
    def record_loads(self) -> frozenset[str]:
        """The loads that answer for records."""
        return frozenset(a.load for a in self._answers if a.measure is None)

    @cached_property
    def figure_loads(self) -> frozenset[str]:
        """The loads that answer for supplied figures."""
        return frozenset(a.load for a in self._answers if a.table == "figures")

    @cached_property
    def supplied(self) -> Mapping[tuple[str, str, str], Mapping[Period, str]]:
        """(source, area, measure) -> exact window -> load, for supplied figures."""
        found: dict[tuple[str, str, str], dict[Period, str]] = {}
        for a in self._answers:
            if a.table == "figures" and a.measure is not None:
                windows = found.setdefault((a.source, a.area, a.measure), {})
                windows[period_of(a.first, a.last)] = a.load
        return found

    @cached_property
    def suppliers(self) -> Mapping[str, tuple[str, ...]]:
        """measure -> the sources that supply figures of it, in the order of their names."""
        found: dict[str, set[str]] = {}
        for source, _, measure in self.supplied:
            found.setdefault(measure, set()).add(source)
        return {measure: tuple(sorted(sources)) for measure, sources in found.items()}

    @cached_property
    def provenance(self) -> Mapping[str, Provenance]:
        """Every load, by its id."""
        from scrutiny.warehouse.loads import load_records

        return {record.load: record.provenance for record in load_records(self.snapshot)}

    def _provenance_of(self, loads: tuple[str | None, ...]) -> tuple[Provenance, ...]:
        """The provenance of each load once, in order."""
        return tuple(self.provenance[load] for load in dict.fromkeys(loads) if load is not None)

    @cached_property
    def estimates(self) -> Mapping[tuple[str, str], tuple[Estimate, ...]]:
        """(kind, area) -> estimates, earliest first; for the kinds see `Populations`."""
        answer = {
            (a.area, a.measure, a.first): a.load for a in self._answers if a.table == "population"
        }
        found: dict[tuple[str, str], list[Estimate]] = {}
        columns = ("area", "kind", "month", "people", "basis", "load")
        for area, kind, month, people, basis, load in self.snapshot.rows("population", columns):
            if answer.get((area, kind, month)) == load:
                estimate = Estimate(Month.parse(month), people, basis, load)
                found.setdefault((kind, area), []).append(estimate)
        return {key: tuple(sorted(e, key=lambda x: x.month)) for key, e in found.items()}
