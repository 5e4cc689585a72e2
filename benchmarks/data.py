"""Street files to measure with: real rows repeated, but no easier than as many real rows.

Each file of a force and month holds the rows of one real month of that force, in their order and
each once. What repetition would make easy is made anew in every file: Crime IDs are fresh random
ones (an ID that the real file repeats is repeated), and the LSOAs change places at random. So a
file neither compresses better nor has fewer groups than the real one, and tests hold it to that.
More rows are more months, back from `LAST`, as they would be. A force without rows of its own
takes a sample of the others', as many as its LSOAs would have.

What a file holds depends on its force and month alone, so fewer rows are the first files of more:
what is built once serves every smaller size.
"""

from __future__ import annotations

import json
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import count
from multiprocessing import get_context
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.real_rows import COLUMNS, LANCASHIRE, SEED, from_counts, from_files, full_data
from scrutiny.areas import load_areas
from scrutiny.areas.areas import DATA as AREAS
from scrutiny.periods import Month

LAST = Month(2025, 12)
LETTERS = np.frombuffer(b"0123456789abcdef", np.uint8)


@dataclass(frozen=True)
class Made:
    """What was built: the files in the order of building, and what is in them."""

    files: tuple[Path, ...]
    rows: int
    bytes: int
    forces: int
    months: int
    origin: str


@dataclass(frozen=True)
class Planned:
    """One file to build: the force, the month, and how many rows it will have."""

    force: str
    month: Month
    rows: int


def forces(number: int) -> list[str]:
    """Lancashire, then its most similar group, then the others: the first `number` of them."""
    areas = load_areas()
    group = areas.most_similar_group(LANCASHIRE)
    similar = list(group.members) if group else []
    every = [force.code for force in areas.forces()]
    return list(dict.fromkeys([LANCASHIRE, *similar, *every]))[:number]


class Builder:
    """Makes street files of some forces, a month at a time."""

    def __init__(self, number_of_forces: int = 43) -> None:
        self._areas = load_areas()
        self.forces = forces(number_of_forces)
        self._names, self._home = self._lsoas()
        data = full_data()
        self.origin = "real rows of data.police.uk" if data else "the package's counts"
        self._real = from_files(data) if data else from_counts()
        self._pool = pa.concat_tables(months[0] for months in self._real.values())
        lsoas = sum(len(self._home[code]) for code in self._real)
        self._rows_of_an_lsoa = len(self._pool) / lsoas
        self._connection = duckdb.connect()

    def plan(self, rows: int, last: Month = LAST) -> list[Planned]:
        """The files of at least `rows` rows, the latest months first."""
        planned: list[Planned] = []
        total = 0
        for months in count():
            for one in self.month(last - months):
                if total >= rows:
                    return planned
                planned.append(one)
                total += one.rows
        raise AssertionError("a count never ends")

    def month(self, month: Month) -> list[Planned]:
        """The files of one month, one a force."""
        return [Planned(code, month, self._rows(code, month)) for code in self.forces]

    def write(self, folder: Path, planned: Planned) -> Path:
        """Write one file, whole or not at all; one that is there already is kept."""
        name = self._areas.get(planned.force).name
        slug = name.lower().replace(" & ", "-and-").replace(",", "").replace(" ", "-")
        path = folder / str(planned.month) / f"{planned.month}-{slug}-street.csv"
        if path.exists():
            return path
        path.parent.mkdir(parents=True, exist_ok=True)
        table = self._month(planned.force, planned.month)
        constants = {"Month": str(planned.month), "Reported by": name, "Falls within": name}
        columns = [
            pa.repeat(constants[head], len(table)) if head in constants else table[head]
            for head in COLUMNS
        ]
        rows = self._connection.from_arrow(pa.table(columns, names=list(COLUMNS)))
        part = path.with_suffix(".part")
        rows.write_csv(str(part), header=True)
        part.rename(path)
        return path

    def _own(self, code: str, month: Month) -> pa.Table | None:
        own = self._real.get(code)
        return own[(month.year * 12 + month.month) % len(own)] if own else None

    def _rows(self, code: str, month: Month) -> int:
        own = self._own(code, month)
        return len(own) if own else round(self._rows_of_an_lsoa * len(self._home[code]))

    def _month(self, code: str, month: Month) -> pa.Table:
        random = np.random.default_rng((SEED, int(code[1:]), month.year * 12 + month.month))
        own = self._own(code, month)
        if own is not None:
            return self._moved(random, own, code, keep_others=True)
        wanted = self._rows(code, month)
        rows = random.choice(len(self._pool), wanted, replace=wanted > len(self._pool))
        table = self._pool.take(pa.array(np.sort(rows)))
        return self._moved(random, table, code, keep_others=False)

    def _moved(
        self, random: np.random.Generator, table: pa.Table, code: str, keep_others: bool
    ) -> pa.Table:
        """The rows with the force's LSOAs in other places, and fresh Crime IDs."""
        home = self._home[code]
        coded = table["LSOA code"].combine_chunks().dictionary_encode()
        old = coded.dictionary.to_pylist()
        known = set(home)
        moving = [lsoa for lsoa in old if not keep_others or lsoa in known]
        # Each to another place, so that there are no fewer groups; round again if places run out.
        places = np.resize(random.permutation(len(home)), len(moving))
        moved = {lsoa: home[place] for lsoa, place in zip(moving, places, strict=True)}
        new = [moved.get(lsoa, lsoa) for lsoa in old]
        named = [self._names.get(lsoa, "") for lsoa in new]
        ids = table["Crime ID"].combine_chunks().dictionary_encode()
        fresh = LETTERS[random.integers(0, 16, (len(ids.dictionary), 64), np.uint8)]
        offsets = (64 * np.arange(len(fresh) + 1)).astype(np.int32)
        hexed = pa.StringArray.from_buffers(
            len(fresh), pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(fresh))
        )
        columns = {name: table[name] for name in table.column_names}
        columns["Crime ID"] = hexed.take(ids.indices)
        columns["LSOA code"] = pa.array(new, pa.string()).take(coded.indices)
        columns["LSOA name"] = pa.array(named, pa.string()).take(coded.indices)
        return pa.table(columns)

    def _lsoas(self) -> tuple[dict[str, str], dict[str, list[str]]]:
        """The name of every LSOA, and the LSOAs of every force."""
        table = pq.read_table(AREAS / "lsoas.parquet", columns=["lsoa", "name"])
        names = dict(zip(*(table[c].to_pylist() for c in ("lsoa", "name")), strict=True))
        home: dict[str, list[str]] = {}
        for lsoa, force in self._areas.roll_up_lsoa("force"):
            home.setdefault(force, []).append(lsoa)
        return names, home


_builder: Builder  # of a worker process; a builder is too large to send with every file


def _start(number_of_forces: int) -> None:
    global _builder
    _builder = Builder(number_of_forces)


def _write(folder: Path, planned: Planned) -> Path:
    return _builder.write(folder, planned)


def build(
    folder: Path, rows: int, number_of_forces: int = 43, last: Month = LAST, cores: int = 0
) -> Made:
    """Build files of at least `rows` rows in `folder`, or find them there; by default on all cores.

    The folder's manifest says what it was built from; files of another seed, origin or number of
    forces are a `ValueError`, for they are not what would be built now.
    """
    builder = _builder_for(folder, number_of_forces)
    planned = builder.plan(rows, last)
    cores = cores or os.cpu_count() or 1
    if cores == 1 or len(planned) < number_of_forces:
        files = [builder.write(folder, one) for one in planned]
    else:
        with ProcessPoolExecutor(cores, get_context("spawn"), _start, (number_of_forces,)) as pool:
            chunk = max(1, min(16, len(planned) // cores))
            files = list(pool.map(_write, [folder] * len(planned), planned, chunksize=chunk))
    return _made(builder, planned, files)


def build_month(folder: Path, month: Month, number_of_forces: int = 43) -> Made:
    """Build the files of one month of every force in `folder`, or find them there."""
    builder = _builder_for(folder, number_of_forces)
    planned = builder.month(month)
    return _made(builder, planned, [builder.write(folder, one) for one in planned])


def _builder_for(folder: Path, number_of_forces: int) -> Builder:
    builder = Builder(number_of_forces)
    made_from = {"seed": SEED, "origin": builder.origin, "forces": number_of_forces}
    manifest = folder / "manifest.json"
    if manifest.exists() and json.loads(manifest.read_text()) != made_from:
        raise ValueError(f"{folder} was built from something else: remove it")
    folder.mkdir(parents=True, exist_ok=True)
    manifest.write_text(json.dumps(made_from))
    return builder


def _made(builder: Builder, planned: list[Planned], files: list[Path]) -> Made:
    return Made(
        tuple(files),
        sum(one.rows for one in planned),
        sum(file.stat().st_size for file in files),
        len(builder.forces),
        len({one.month for one in planned}),
        builder.origin,
    )
