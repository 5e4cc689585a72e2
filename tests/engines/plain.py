"""What the engines must answer, counted in plain Python: loops over rows, and no SQL."""

from __future__ import annotations

import csv
import gzip
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow.parquet as pq

from scrutiny.areas import Areas
from scrutiny.catalogue.model import Computed, Measure
from scrutiny.errors import ScrutinyError
from scrutiny.periods import Period
from scrutiny.sources.packaged import PackagedFile, packaged

Row = Mapping[str, Any]
Counts = dict[tuple[str, str, str, str], tuple[int, ...]]
"""(area, first, last, load) -> the count of each measure, in their order."""


def counts(row: Row, computed: Computed) -> bool:
    """Whether a record counts towards a measure."""
    return all(row[c] in values for c, values in computed.where.items()) and not any(
        row[c] in values for c, values in computed.unless.items()
    )


def reduced(
    rows: Iterable[Row],
    computed: Sequence[Computed],
    loads: Sequence[str],
    within: Mapping[tuple[str, str], Sequence[str]],
) -> Counts:
    """The records of some loads, counted. `within` gives the areas of a force and LSOA."""
    found: dict[tuple[str, str, str, str], list[int]] = defaultdict(lambda: [0] * len(computed))
    for row in rows:
        if row["load"] not in loads:
            continue
        first, last = row.get("first", row.get("month")), row.get("last", row.get("month"))
        for area in (row["force"], *within.get((row["force"], row.get("lsoa_code")), ())):
            sums = found[area, first, last, row["load"]]
            for n, each in enumerate(computed):
                sums[n] += row[each.sum] if counts(row, each) else 0
    return {key: tuple(sums) for key, sums in found.items()}


class Record(NamedTuple):
    """So many crimes, outcomes or searches in a file that are alike in what measures ask about."""

    force: str
    first: str  # the first month of its month or quarter
    values: Row
    count: int


TABLES = {
    "recorded-crime": ("recorded_crime", 3),
    "outcomes": ("outcomes", 3),
    "street": ("street", 1),
    "stop-and-search": ("stop_and_search", 1),
}
"""Kind of file -> its table in definitions, and how many months each of its periods has."""

READ_OF_PARQUET = (
    "FY", "Financial Year", "Financial Quarter", "Force", "Offence Code", "Offence Group",
    "Outcome Type", "n",
)  # fmt: skip


class Records:
    """The records of the packaged files, each file read here, and which answers as at a date."""

    def __init__(self, areas: Areas) -> None:
        self.areas = areas
        self.held: dict[tuple[str, str, str], list[tuple[date, int, list[Record]]]] = {}
        """(table, force, first month) -> release date, place in the order of loading, records."""
        for place, file in enumerate(packaged()):
            if file.kind in TABLES:
                self._hold(file, place)

    def _hold(self, file: PackagedFile, place: int) -> None:
        table = TABLES[file.kind][0]
        found: dict[tuple[str, str, str], list[Record]] = defaultdict(list)
        for record in _records(file, self.areas):
            found[table, record.force, record.first].append(record)
        for key, records in found.items():
            self.held.setdefault(key, []).append((file.released, place, records))

    def count(self, m: Measure, area: str, period: Period, as_at: date) -> int | None:
        """A count over a period from the measure's own source, or None if any part is missing."""
        (computed,) = (c for c in m.computed if c.source == m.source)
        step = dict(TABLES.values())[computed.table]
        if len(period) % step or (step == 3 and not period.last.ends_quarter):
            return None
        if (m.starts and period.first < m.starts) or (m.ends and period.last > m.ends):
            return None
        try:
            forces = self._forces(area, period)
        except ScrutinyError:  # a group of forces that was not yet one
            return None
        total = 0
        for force in forces:
            for n in range(0, len(period), step):
                files = self.held.get((computed.table, force, str(period.first + n)), [])
                out = [(released, place, r) for released, place, r in files if released <= as_at]
                if not out:
                    return None
                for record in max(out, key=lambda file: file[:2])[2]:
                    if counts(record.values, computed) and self._lies_in(record, area):
                        total += record.count
        return total

    def _forces(self, area: str, period: Period) -> tuple[str, ...]:
        kind = self.areas.get(area).kind
        if kind in ("region", "country", "group"):
            return self.areas.members(area, period.last)
        return (area if kind in ("force", "body") else self.areas.force_of(area) or "",)

    def _lies_in(self, record: Record, area: str) -> bool:
        """Whether a record of one of the area's forces is in the area."""
        kind = self.areas.get(area).kind
        if kind not in ("lsoa", "ward", "district", "csp", "division"):
            return True  # a force, or what is made of forces
        lsoa = record.values["lsoa_code"]
        if lsoa is None or kind == "lsoa":
            return bool(lsoa == area)
        if kind == "ward":
            return self.areas.lsoa_ward(lsoa) == area
        within = self.areas.lsoa_district(lsoa)
        if within is not None and kind == "csp":
            within = self.areas.csp_of(within)
        elif within is not None and kind == "division":
            within = self.areas.division_of(within)
        return within == area


# Files, each with its own columns


def _records(file: PackagedFile, areas: Areas) -> Iterator[Record]:
    alike: Counter[tuple[Any, ...]] = Counter()
    names: tuple[str, ...] = ()
    for row in _rows(file.path):
        force, first, number, values = _READ[file.kind](row, file.path.name, areas)
        names = tuple(values)
        alike[force, first, *values.values()] += number
    for (force, first, *values), number in alike.items():
        yield Record(force, first, dict(zip(names, values, strict=True)), number)


def _rows(path: Path) -> Iterator[Row]:
    if path.suffix == ".parquet":
        held = pq.read_table(path)
        names = [name for name in held.column_names if name in READ_OF_PARQUET]
        columns = (held[name].to_pylist() for name in names)
        yield from (dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True))
    else:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def _recorded_crime(row: Row, name: str, areas: Areas) -> tuple[str, str, int, Row]:
    if "FY" in row:  # the newer release
        year, quarter, force = row["FY"], row["Financial Quarter"], row["Force"]
        code, number = row["Offence Code"], row["n"]
    else:
        year, quarter, force = row["Financial_Year"], row["Financial_Quarter"], row["Force_Name"]
        code, number = row["Offence_Code"], row["Number_of_Offences"]
    values = {"offence_code": code}
    return _force(force, areas), _quarter(year, int(quarter)), int(number), values


def _outcome(row: Row, name: str, areas: Areas) -> tuple[str, str, int, Row]:
    values = {"offence_group": row["Offence Group"], "outcome_type": int(row["Outcome Type"])}
    first = _quarter(row["Financial Year"], int(row["Financial Quarter"]))
    return _force(row["Force"], areas), first, int(row["n"]), values


def _street(row: Row, name: str, areas: Areas) -> tuple[str, str, int, Row]:
    values = {"crime_type": row["Crime type"], "lsoa_code": row["LSOA code"] or None}
    return row["Force"], row["Month"], int(row["Crimes"]), values


def _search(row: Row, name: str, areas: Areas) -> tuple[str, str, int, Row]:
    values = {
        "search_type": row["Type"] or None,
        "legislation": row["Legislation"] or None,
        "object_of_search": row["Object of search"] or None,
        "outcome": row["Outcome"] or None,
    }
    assert "-lancashire-" in name  # only the file's name says the month and the force
    return "E23000003", name[:7], 1, values


_READ = {
    "recorded-crime": _recorded_crime,
    "outcomes": _outcome,
    "street": _street,
    "stop-and-search": _search,
}


def _quarter(year: str, quarter: int) -> str:
    """The first month of a quarter of a financial year such as 2019/20."""
    began = int(year[:4])
    return f"{began + 1}-01" if quarter == 4 else f"{began}-{3 * quarter + 1:02d}"


@cache
def _force(name: str, areas: Areas) -> str:
    found = areas.force_named(name)
    assert found is not None, name
    return found.code
