"""ONS populations, households and usual residents by ethnic group, by area, for rates.

A file says its year in a `mid_year` column or in its name (`pfa_mid_2024.csv`,
`households_census_2021_lad23.csv`). A name that speaks of a census makes the year that its column
or name gives the census's; every other estimate is for the middle of its year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyarrow as pa

from scrutiny.catalogue.records import RESIDENTS
from scrutiny.errors import InputError
from scrutiny.periods import Month
from scrutiny.sources.chunks import Chunk, constant, month_of
from scrutiny.sources.columns import recognise
from scrutiny.sources.csvfile import read_csv
from scrutiny.sources.entries import Entry
from scrutiny.sources.reading import Reading

# Mid-year estimates are for 30 June; the 2021 census was on 21 March (ONS).
MID_YEAR_MONTH = 6
CENSUS_MONTHS = {2021: Month(2021, 3), 2011: Month(2011, 3)}
KINDS = ("population", "households")
_YEAR = re.compile(r"(mid|census)_(\d{4})")
SCHEMA = pa.schema(
    [
        ("area", pa.string()),
        ("month", pa.string()),
        ("kind", pa.string()),
        ("basis", pa.string()),
        ("people", pa.float64()),
    ]
)


class Population(Reading):
    source = "ons-population"
    table = "population"
    schema = SCHEMA

    def rows(self) -> Iterator[pa.RecordBatch]:
        for entry in self.entries:
            seen: dict[tuple[str, str, str], int] = {}
            for chunk in read_csv(entry, lambda f, heads: recognise(self.kind, f, heads)[1]):
                batch = self._batch(entry, chunk)
                self._claim(entry, chunk, batch, seen)
                self.tally.rows_read += len(chunk)
                yield batch

    def _batch(self, entry: Entry, chunk: Chunk) -> pa.RecordBatch:
        names = chunk.batch.schema.names
        if "group" in names:
            rule = f"is not a broad ethnic group of the census: {', '.join(RESIDENTS)}"
            kinds, people = chunk.mapped("group", RESIDENTS.get, rule), chunk.integers("residents")
        else:
            kind = next(name for name in KINDS if name in names)
            kinds, people = constant(kind, len(chunk), pa.string()), chunk.integers(kind)
        areas = self.areas
        area = chunk.mapped(
            "area", lambda code: code if code in areas else None, "is not the code of a known area"
        )
        if "year" in names:
            censuses = {int(y) for word, y in _YEAR.findall(entry.stem) if word == "census"}
            basis = chunk.mapped("year", lambda text: _basis(text, censuses), "is not a year")
        else:
            named = _YEAR.findall(entry.stem)
            if len(named) != 1:
                raise InputError(
                    "has no year: put it in the name, such as pfa_mid_2024.csv", file=entry.name
                )
            basis = constant("-".join(named[0]), len(chunk), pa.string())
        coded = basis.dictionary_encode()
        months = [_month(text, entry.name) for text in coded.dictionary.to_pylist()]
        return pa.RecordBatch.from_arrays(
            [
                area,
                pa.array(months, pa.string()).take(coded.indices),
                kinds,
                basis,
                people.cast(pa.float64()),
            ],
            schema=SCHEMA,
        )

    def _claim(
        self,
        entry: Entry,
        chunk: Chunk,
        batch: pa.RecordBatch,
        seen: dict[tuple[str, str, str], int],
    ) -> None:
        for at, row in enumerate(batch.to_pylist()):
            key = (row["area"], row["kind"], row["month"])
            line = chunk.line + at
            if key in seen:
                rule = f"gives an area and year again, which line {seen[key]} gives too"
                raise InputError(rule, file=entry.name, line=line, got=row["area"])
            seen[key] = line
            self.claim(entry.name, row["area"], row["month"], row["month"], row["kind"])


def _basis(text: str, censuses: set[int]) -> str | None:
    if not re.fullmatch(r"\d{4}(\.0)?", text):
        return None
    year = int(text[:4])
    return f"{'census' if year in censuses else 'mid'}-{year}"


def _month(basis: str, file: str) -> str:
    word, year = basis.split("-")
    month = CENSUS_MONTHS.get(int(year)) if word == "census" else Month(int(year), MID_YEAR_MONTH)
    if month is None or month_of(str(month)) is None:
        raise InputError("is not for a year of estimates or a census", file=file, got=basis)
    return str(month)
