"""The stored observations of one vintage: read when asked for, and kept in bounded memory.

What is held whole is small: the counts of forces, one number a measure, force and period, and the
figures that a source supplied. Areas inside forces are many: their counts are read for the areas
asked for, and the ones used last are kept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import NamedTuple

from scrutiny.areas import Areas
from scrutiny.measures.recent import Recent
from scrutiny.measures.timeline import Timeline
from scrutiny.measures.vintage import Vintage, period_of
from scrutiny.periods import Period
from scrutiny.warehouse.snapshot import as_given, query

SERIES_KEPT = 20_000
"""Series of areas inside forces: an LSOA's fifteen years by month take about 1.5 kB, so 30 MB."""

FORCE_KINDS = frozenset({"force", "body"})

Series = tuple[str, str, str, int]
"""A series of counts: measure, area, source, and the months in each of its periods."""


class Figure(NamedTuple):
    """One supplied figure, with its published interval where there is one."""

    value: float
    lower: float | None
    upper: float | None
    status: str


@dataclass(frozen=True, slots=True)
class Counts:
    """A count for each step of a timeline. Where nothing is loaded it is nought and not a count."""

    timeline: Timeline
    values: list[float]


class StoredValues:
    """The observations that the answering loads brought. Several threads may ask at once."""

    def __init__(self, vintage: Vintage, areas: Areas) -> None:
        self.vintage, self.areas = vintage, areas
        self._forces: dict[Series, Counts] = {}
        self._figures: dict[str, dict[tuple[str, str], dict[Period, Figure]]] = {}
        self._measures_read: set[str] = set()
        self._all_read = False
        self._reading = Lock()
        self.small_areas: Recent[Series, Counts] = Recent(SERIES_KEPT)

    def read_all_forces(self) -> None:
        """Read every measure of every force, and all supplied figures, in two queries.

        For one question it is slower than reading a measure; for a page of them far quicker.
        """
        with self._reading:
            if not self._all_read:
                self._forces = self._read(self._force_codes)
                self._figures = self._read_figures()
                self._all_read = True

    def counts(self, measure: str, area: str, source: str, force: str, step: int) -> Counts:
        """The counts of a measure for a force, or for an area in it, in periods of `step` months.

        What is absent where records are loaded is nought.
        """
        key = (measure, area, source, step)
        if area == force:
            if not self._all_read and measure not in self._measures_read:
                self._forces.update(self._read(self._force_codes, measure))
                self._measures_read.add(measure)  # last, for another thread may look meanwhile
            return self._forces.get(key) or self._noughts(source, force, step)
        found = self.small_areas.get(key)
        if found is None:
            beside = self._beside(area, force)
            noughts = self._noughts(source, force, step)
            read = dict.fromkeys(((measure, each, source, step) for each in beside), noughts)
            read |= self._read(beside, measure, force)
            self.small_areas.put(read)
            found = read[key]
        return found

    def _noughts(self, source: str, force: str, step: int) -> Counts:
        timeline = self.vintage.timeline(source, force, step)
        return Counts(timeline, [0.0] * len(timeline.loads))

    def figures(self, measure: str, area: str, source: str) -> Mapping[Period, Figure]:
        """What a source supplied of a measure for an area, by exact window."""
        if not self._all_read and measure not in self._figures:
            self._figures[measure] = self._read_figures(measure).get(measure, {})
        return self._figures.get(measure, {}).get((source, area), {})

    @cached_property
    def _force_codes(self) -> list[str]:
        return [area.code for area in self.areas if area.kind in FORCE_KINDS]

    def _beside(self, area: str, force: str) -> Collection[str]:
        """The area and those like it next to it, which whoever asks for one mostly asks for too.

        Of wards and LSOAs, those of its district; of others, those of its force.
        """
        kind = self.areas.get(area).kind
        within: str | None = force
        if kind in ("ward", "lsoa"):
            within = self.areas.district_of(area)
        return {area, *(self.areas.children(within, kind) if within else ())}

    def _read(
        self, areas: Collection[str], measure: str | None = None, force: str | None = None
    ) -> dict[Series, Counts]:
        """The counts of some areas (all of one force, where given), of one measure or of all."""
        files, loads = self.vintage.snapshot.files("observations"), self.vintage.record_loads
        if not files or not loads:
            return {}
        marks = {f"area_{n}": area for n, area in enumerate(areas)}
        asked = dict(marks) if measure is None else {**marks, "measure": measure}
        sql = _COUNTS.format(
            areas=", ".join(f"${mark}" for mark in marks),
            measure="" if measure is None else "AND measure = $measure",
        )
        rows = query(sql, {"files": as_given(files), "loads": sorted(loads), **asked})
        found: dict[Series, Counts] = {}
        for of, area, source, load, step, numbers, values in rows:
            key = (of, area, source, step)
            if key not in found:
                found[key] = self._noughts(source, force or area, step)
            answering, series = found[key].timeline.loads, found[key].values
            start = found[key].timeline.start
            for number, value in zip(numbers, values, strict=True):
                place = number - start
                if 0 <= place < len(answering) and answering[place] == load:
                    series[place] = value
        return found

    def _read_figures(
        self, measure: str | None = None
    ) -> dict[str, dict[tuple[str, str], dict[Period, Figure]]]:
        """The supplied figures, of one measure or of all."""
        where: dict[str, object] = {"load": sorted(self.vintage.figure_loads)}
        if measure is not None:
            where["measure"] = measure
        rows: Iterable[tuple[str, ...]] = ()
        if self.vintage.figure_loads:
            rows = self.vintage.snapshot.rows("observations", _FIGURES, where)
        found: dict[str, dict[tuple[str, str], dict[Period, Figure]]] = {}
        for of, area, source, first, last, load, *figure in rows:
            period = period_of(first, last)
            if self.vintage.supplied.get((source, area, of), {}).get(period) == load:
                windows = found.setdefault(of, {}).setdefault((source, area), {})
                windows[period] = Figure(*figure)  # type: ignore[arg-type]
        return found


_FIGURES = ("measure", "area", "source", "first", "last", "load",
            "value", "lower", "upper", "status")  # fmt: skip

# Lists, one a series and load, because a hundred thousand tuples take longer to make than to read.
# A period that does not begin at one of its steps is on no timeline.
_COUNTS = """
    WITH numbered AS (
        SELECT measure, area, source, load, value,
               CAST("first"[:4] AS INTEGER) * 12 + CAST("first"[6:] AS INTEGER) - 1 AS begins,
               CAST("last"[:4] AS INTEGER) * 12 + CAST("last"[6:] AS INTEGER) - begins AS step
        FROM read_parquet($files)
        WHERE area IN ({areas}) {measure} AND list_contains($loads, load)
    )
    SELECT measure, area, source, load, step, list(begins // step), list(value)
    FROM numbered WHERE begins % step = 0
    GROUP BY ALL
"""
