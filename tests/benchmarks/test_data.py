"""Files to measure with are no easier than the real ones that they are made of."""

from __future__ import annotations

import gzip
import zlib
from collections import Counter
from pathlib import Path

import pyarrow.csv
import pytest

from benchmarks import data, real_rows
from scrutiny.areas import load_areas
from scrutiny.catalogue import load_catalogue
from scrutiny.periods import Month
from scrutiny.sources import open_source

LANCASHIRE = "E23000003"
DECEMBER = Month(2025, 12)


@pytest.fixture(scope="module")
def builder() -> data.Builder:
    return data.Builder(1)


@pytest.fixture
def packaged_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SCRUTINY_FULL_DATA", str(tmp_path / "nowhere"))


def groups(file: Path) -> int:
    table = pyarrow.csv.read_csv(file)
    return len(table.group_by(["LSOA code", "Crime type"]).aggregate([]))


@pytest.mark.full_data
@pytest.mark.parametrize("month", [DECEMBER, DECEMBER - 5])
def test_a_file_is_no_easier_than_the_real_one(
    full_data: Path, builder: data.Builder, tmp_path: Path, month: Month
) -> None:
    real = next((full_data / "street" / "lancashire").glob(f"{month}-*-street.csv.gz"))
    text = gzip.decompress(real.read_bytes())
    (tmp_path / "real.csv").write_bytes(text)
    rows = Counter({m: len(t) for m, t in enumerate(builder._real[LANCASHIRE], 1)})
    planned = next(
        data.Planned(LANCASHIRE, other, rows[month.month])
        for other in (DECEMBER - n for n in range(12))
        if builder._own(LANCASHIRE, other) is builder._real[LANCASHIRE][month.month - 1]
    )
    made = builder.write(tmp_path, planned)

    assert len(zlib.compress(made.read_bytes())) >= 0.95 * len(zlib.compress(text))
    assert groups(made) >= groups(tmp_path / "real.csv")
    here, there = (pyarrow.csv.read_csv(f)["Crime ID"] for f in (made, tmp_path / "real.csv"))
    repeats = [sorted(Counter(c.to_pylist()).values()) for c in (here, there)]
    assert repeats[0] == repeats[1]
    assert not set(here.to_pylist()) & set(there.to_pylist()) - {""}


def test_the_same_file_is_built_on_every_machine(builder: data.Builder, tmp_path: Path) -> None:
    one, *_ = builder.month(DECEMBER)
    first = builder.write(tmp_path / "a", one).read_bytes()
    assert data.Builder(1).write(tmp_path / "b", one).read_bytes() == first


def test_no_crime_id_is_in_two_files(builder: data.Builder, tmp_path: Path) -> None:
    files = [builder.write(tmp_path, builder.month(DECEMBER - n)[0]) for n in (0, 12)]
    ids = [set(pyarrow.csv.read_csv(f)["Crime ID"].to_pylist()) - {""} for f in files]
    assert ids[0]
    assert not ids[0] & ids[1]


def test_fewer_rows_are_the_first_files_of_more(builder: data.Builder) -> None:
    more = builder.plan(100_000)
    fewer = builder.plan(40_000)
    assert more[: len(fewer)] == fewer
    assert sum(one.rows for one in fewer) >= 40_000 > sum(one.rows for one in fewer[:-1])


@pytest.mark.usefixtures("packaged_only")
def test_the_package_alone_gives_files_that_load(tmp_path: Path) -> None:
    made = data.build(tmp_path, 30_000, number_of_forces=3, cores=1)
    assert made.origin == "the package's counts"
    reading = open_source("street", made.files, load_areas(), load_catalogue())
    assert sum(batch.num_rows for batch in reading.batches()) == made.rows >= 30_000
    assert {piece.area for piece in reading.slices} == set(
        data.forces(made.forces)[: len(made.files)]
    )


@pytest.mark.usefixtures("packaged_only")
def test_what_was_built_from_something_else_is_not_taken_for_this(tmp_path: Path) -> None:
    data.build(tmp_path, 1, number_of_forces=1, cores=1)
    with pytest.raises(ValueError, match="built from something else"):
        data.build(tmp_path, 1, number_of_forces=2, cores=1)


def test_the_real_rows_are_looked_for_where_the_variable_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "street").mkdir()
    monkeypatch.setenv("SCRUTINY_FULL_DATA", str(tmp_path))
    assert real_rows.full_data() == tmp_path
