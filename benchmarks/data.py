"""Street files to measure with: real rows repeated, but no easier than as many real rows.

Each file of a force and month holds the rows of one real month of that force, in their order and
each once. What repetition would make easy is made anew in every file: Crime IDs are fresh random
ones (an ID that the real file repeats is repeated), and the LSOAs change places at random. So a
file should neither compress better nor have fewer groups than the real one; no test holds it to
that yet. More rows are more months, back from `LAST`, as they would be.

The real rows are those of the full data, when it is there. Otherwise they are made from the
counts of Lancashire that the package ships: one record a crime, at places and with outcomes that
are made up. A force without rows of its own takes a sample of the others', as many as its LSOAs
would have.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from scrutiny.areas.areas import DATA as AREAS
from scrutiny.areas.areas import load_areas
from scrutiny.periods import Month
from scrutiny.sources.packaged import DATA as SHIPPED
from scrutiny.sources.reading import settings

LAST = Month(2025, 12)
LANCASHIRE = "E23000003"
SEED = 1829  # the same data on every machine
STREETS_OF_AN_LSOA = 20  # places that crimes are put at, about as many as the real files use
LETTERS = np.frombuffer(b"0123456789abcdef", np.uint8)
COLUMNS = (
    "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location",
    "LSOA code", "LSOA name", "Crime type", "Last outcome category", "Context",
)  # fmt: skip


@dataclass(frozen=True)
class Made:
    """What was built: the folder, its files in the order of loading, and what is in them."""

    folder: Path
    files: tuple[Path, ...]
    rows: int
    bytes: int
    forces: int
    months: int
    origin: str


def full_data() -> Path | None:
    """The folder of the full development data, if it is here (`SCRUTINY_FULL_DATA`)."""
    named = os.environ.get("SCRUTINY_FULL_DATA")
    folder = Path(named) if named else Path(__file__).parents[2] / "shared" / "data"
    return folder if (folder / "street").is_dir() else None


def forces(number: int) -> list[str]:
    """Lancashire, then its most similar group, then the others: the first `number` of them."""
    areas = load_areas()
    group = areas.most_similar_group(LANCASHIRE)
    similar = list(group.members) if group else []
    every = [force.code for force in areas.forces()]
    return list(dict.fromkeys([LANCASHIRE, *similar, *every]))[:number]


class Builder:
    """Writes street files of some forces, a month at a time."""

    def __init__(self, number_of_forces: int = 43) -> None:
        self._random = np.random.default_rng(SEED)
        self._areas = load_areas()
        self.forces = forces(number_of_forces)
        self._names, self._home = self._lsoas()
        data = full_data()
        self.origin = (
            "real rows of data.police.uk" if data else "the package's counts of Lancashire"
        )
        self._real = _real_months(data) if data else self._from_counts()
        self._pool = pa.concat_tables(months[0] for months in self._real.values())
        lsoas = sum(len(self._home[code]) for code in self._real)
        self._rows_of_an_lsoa = len(self._pool) / lsoas

    def build(self, folder: Path, rows: int, last: Month = LAST) -> Made:
        """Write files with exactly `rows` rows to `folder`, the latest month `last`."""
        files: list[Path] = []
        left, months = rows, 0
        while left:
            month = last - months
            months += 1
            for code in self.forces:
                if not left:
                    break
                table = self._month(code, month).slice(0, left)
                left -= len(table)
                files.append(self._write(folder, code, month, table))
        size = sum(file.stat().st_size for file in files)
        files.sort()
        return Made(folder, tuple(files), rows, size, len(self.forces), months, self.origin)

    def _month(self, code: str, month: Month) -> pa.Table:
        own = self._real.get(code)
        if own:
            table = own[(month.year * 12 + month.month) % len(own)]
            return self._moved(table, code, keep_others=True)
        wanted = round(self._rows_of_an_lsoa * len(self._home[code]))
        rows = self._random.choice(len(self._pool), wanted, replace=wanted > len(self._pool))
        return self._moved(self._pool.take(pa.array(np.sort(rows))), code, keep_others=False)

    def _moved(self, table: pa.Table, code: str, keep_others: bool) -> pa.Table:
        """The rows with the force's LSOAs in other places, and fresh Crime IDs."""
        home = self._home[code]
        coded = table["LSOA code"].combine_chunks().dictionary_encode()
        old = coded.dictionary.to_pylist()
        many = len(old) > len(home)
        places = self._random.choice(len(home), len(old), replace=many)
        known = set(home)
        new = [
            home[place] if not keep_others or lsoa in known else lsoa
            for lsoa, place in zip(old, places, strict=True)
        ]
        named = [self._names.get(lsoa, "") for lsoa in new]
        ids = table["Crime ID"].combine_chunks().dictionary_encode()
        fresh = LETTERS[self._random.integers(0, 16, (len(ids.dictionary), 64), np.uint8)]
        offsets = (64 * np.arange(len(fresh) + 1)).astype(np.int32)
        hexed = pa.StringArray.from_buffers(
            len(fresh), pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(fresh))
        )
        columns = {name: table[name] for name in table.column_names}
        columns["Crime ID"] = hexed.take(ids.indices)
        columns["LSOA code"] = pa.array(new, pa.string()).take(coded.indices)
        columns["LSOA name"] = pa.array(named, pa.string()).take(coded.indices)
        return pa.table(columns)

    def _write(self, folder: Path, code: str, month: Month, table: pa.Table) -> Path:
        name = self._areas.get(code).name
        slug = name.lower().replace(" & ", "-and-").replace(",", "").replace(" ", "-")
        path = folder / str(month) / f"{month}-{slug}-street.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        constants = {"Month": str(month), "Reported by": name, "Falls within": name}
        columns = [
            pa.repeat(constants[head], len(table)) if head in constants else table[head]
            for head in COLUMNS
        ]
        with duckdb.connect() as connection:
            rows = connection.from_arrow(pa.table(columns, names=list(COLUMNS)))
            rows.write_csv(str(path), header=True)
        return path

    def _lsoas(self) -> tuple[dict[str, str], dict[str, list[str]]]:
        """The name of every LSOA, and the LSOAs of every force."""
        table = pq.read_table(AREAS / "lsoas.parquet", columns=["lsoa", "name"])
        names = dict(zip(*(table[c].to_pylist() for c in ("lsoa", "name")), strict=True))
        home: dict[str, list[str]] = {}
        for lsoa, force in self._areas.roll_up_lsoa("force"):
            home.setdefault(force, []).append(lsoa)
        return names, home

    def _from_counts(self) -> dict[str, list[pa.Table]]:
        """Records of Lancashire, one a crime, from the counts that the package ships."""
        wards = pa.csv.read_csv(AREAS / "wards.csv")["name"].to_pylist()
        outcomes = pa.array(settings("categories")["last_outcome"])
        found = []
        for path in sorted((SHIPPED / "street").glob("2025-*-street-counts.csv.gz")):
            counts = pa.csv.read_csv(path)
            rows = np.repeat(np.arange(len(counts)), counts["Crimes"].to_numpy())
            table = counts.take(pa.array(rows))
            lsoa = table["LSOA code"].combine_chunks().dictionary_encode(null_encoding="encode")
            street = lsoa.indices.to_numpy() * STREETS_OF_AN_LSOA + self._random.integers(
                0, STREETS_OF_AN_LSOA, len(table)
            )
            blank = np.array([not code for code in table["LSOA code"].to_pylist()])
            degrees = self._random.uniform((-3.0, 53.5), (-2.0, 54.2), (street.max() + 1, 2))
            chosen = self._random.integers(0, len(outcomes), len(table))
            asb = np.array(table["Crime type"].to_pylist()) == "Anti-social behaviour"
            texts = [f"On or near {wards[n % len(wards)]} Road" for n in range(street.max() + 1)]
            each = np.arange(len(table))
            found.append(
                pa.table(
                    {
                        "Crime ID": pa.array(each.astype(str), mask=asb),
                        "Longitude": pa.array(np.char.mod("%.6f", degrees[street, 0]), mask=blank),
                        "Latitude": pa.array(np.char.mod("%.6f", degrees[street, 1]), mask=blank),
                        "Location": pa.array(np.array(texts)[street]),
                        "LSOA code": pa.array(table["LSOA code"].to_pylist(), mask=blank),
                        "Crime type": table["Crime type"],
                        "Last outcome category": outcomes.take(pa.array(chosen, mask=asb)),
                        "Context": pa.nulls(len(table), pa.string()),
                    }
                )
            )
        return {LANCASHIRE: found}


def _real_months(data: Path) -> dict[str, list[pa.Table]]:
    """The real rows of every force that has files of late 2025, a table a month."""
    areas = load_areas()
    territorial = {force.code for force in areas.forces()}
    found: dict[str, list[pa.Table]] = {}
    for path in _late(data):
        slug = path.name[8:].removesuffix("-street.csv.gz")
        force = areas.force_named(slug)
        if force is not None and force.code in territorial:
            found.setdefault(force.code, []).append(_texts(path))
    return found


def _late(data: Path) -> Iterator[Path]:
    yield from sorted((data / "street" / "lancashire").glob("2025-*.csv.gz"))
    yield from sorted((data / "street" / "national").glob("2025-*.csv.gz"))


def _texts(path: Path) -> pa.Table:
    """A street file as text, blanks null, without the columns that a copy makes anew."""
    kept = [c for c in COLUMNS if c not in ("Month", "Reported by", "Falls within", "LSOA name")]
    options = pa.csv.ConvertOptions(
        column_types=dict.fromkeys(COLUMNS, pa.string()),
        include_columns=kept,
        strings_can_be_null=True,
        null_values=[""],
    )
    return pa.csv.read_csv(path, convert_options=options)
