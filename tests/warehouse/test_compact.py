"""Compaction changes where rows lie, and nothing that anyone reads."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable

from scrutiny.areas import load_areas
from scrutiny.catalogue import load_catalogue
from scrutiny.errors import ScrutinyError
from scrutiny.measures.calculate import calculate
from scrutiny.warehouse import compact as module
from scrutiny.warehouse.compact import compact
from scrutiny.warehouse.engines.duckdb import DuckDBEngine
from scrutiny.warehouse.loads import load, load_records
from scrutiny.warehouse.publish import publishing, stage
from scrutiny.warehouse.vintages import answering

SUMMER = date(2019, 7, 18)


def contents(snapshot) -> dict[str, list[str]]:
    """Every row of every table, whatever its order."""
    return {t: sorted(map(repr, snapshot.read(t).to_pylist())) for t in snapshot.tables}


def calculated(workspace) -> None:
    calculate(workspace, workspace.engine(), load_catalogue(), load_areas())


@pytest.fixture
def busy(workspace, quarters):
    """A workspace with four loads, two calculations and a pin half way."""
    for number, last in enumerate(("2019-03", "2019-06", "2019-09", "2019-12")):
        load(workspace, quarters({last: 100 + number}), SUMMER)
        if number == 1:
            calculated(workspace)
            workspace.pin("half-way")
    calculated(workspace)
    return workspace


def test_every_snapshot_and_pin_reads_as_before(busy):
    numbers = range(busy.snapshot().number + 1)
    before = {number: contents(busy.snapshot(number)) for number in numbers}
    answers, records = answering(busy.snapshot()), load_records(busy.snapshot())
    done = compact(busy)
    assert done.snapshot == busy.snapshot()
    assert done.snapshot.number == max(numbers) + 1
    assert {number: contents(busy.snapshot(number)) for number in numbers} == before
    assert contents(busy.pins()["half-way"]) == before[3]
    assert contents(done.snapshot) == before[max(numbers)]
    assert answering(done.snapshot) == answers
    assert load_records(done.snapshot) == records


def test_many_files_become_one_and_a_second_time_there_is_nothing_to_do(busy):
    done = compact(busy)
    held = ("recorded_crime", "slices", "loads", "observations", "calculations")
    assert {m.table: m.files for m in done.merged} == {
        table: (4 if table in ("recorded_crime", "slices", "loads") else 2, 1) for table in held
    }
    for merged in done.merged:
        [file] = done.snapshot.files(merged.table)
        assert merged.bytes[1] == Path(file).stat().st_size
    again = compact(busy)
    assert (again.merged, again.snapshot) == ((), done.snapshot)


def test_other_readers_of_delta_see_the_same_rows_at_every_version(busy):
    before = busy.snapshot()
    after = compact(busy).snapshot
    for snapshot in (before, after):
        for table, version in snapshot.tables.items():
            delta = DeltaTable(busy.path / "tables" / table, version=version)
            names = sorted(Path(uri).name for uri in delta.file_uris())
            assert names == list(snapshot.names[table])
    assert (
        DeltaTable(busy.path / "tables" / "observations").version() == after.tables["observations"]
    )


def test_the_log_says_that_no_row_is_new(busy):
    after = compact(busy).snapshot
    log = busy.path / "tables" / "observations" / "_delta_log"
    commit = (log / f"{after.tables['observations']:020d}.json").read_text("utf-8")
    assert commit.count('"dataChange":false') == 3  # two files gone, one in their place
    assert '"dataChange":true' not in commit


def test_observations_are_put_in_the_order_in_which_they_are_read(busy):
    [file] = compact(busy).snapshot.files("observations")
    rows = pq.read_table(file, columns=["measure", "area", "first"]).to_pylist()
    assert len(rows) > 10
    keys = [tuple(row.values()) for row in rows]
    assert keys == sorted(keys)


def test_large_files_are_left_and_small_ones_make_files_of_the_right_size(
    busy, quarters, monkeypatch
):
    load(busy, quarters({"2018-03": 7}, copies=1000), SUMMER)
    before = contents(busy.snapshot())
    files = busy.snapshot().files("recorded_crime")
    size = Path(files[0]).stat().st_size
    [large] = [f for f in files if len(pq.read_table(f)) == 1000]
    monkeypatch.setattr(module, "SMALL", Path(large).stat().st_size)
    monkeypatch.setattr(module, "WELL_SIZED", 2 * size)
    done = compact(busy)
    [crime] = [m for m in done.merged if m.table == "recorded_crime"]
    assert crime.files == (4, 2)
    assert large in done.snapshot.files("recorded_crime")
    assert contents(done.snapshot) == before


def test_a_load_that_comes_meanwhile_is_kept(busy, quarters, monkeypatch):
    run = DuckDBEngine.run

    def run_while_loading(engine, query, tables):
        monkeypatch.setattr(DuckDBEngine, "run", run)
        load(busy, quarters({"2018-03": 7}), SUMMER)
        return run(engine, query, tables)

    monkeypatch.setattr(DuckDBEngine, "run", run_while_loading)
    before = len(load_records(busy.snapshot()))
    done = compact(busy)
    assert len(load_records(done.snapshot)) == before + 1
    assert len(done.snapshot.files("recorded_crime")) == 2
    assert sorted(done.snapshot.rows("recorded_crime", ["offences"])) == [
        (n,) for n in (7, 100, 101, 102, 103)
    ]


def test_a_table_that_was_replaced_meanwhile_is_left_as_it_is(busy, monkeypatch):
    run = DuckDBEngine.run
    marks = busy.snapshot().read("calculations").slice(0, 1)

    def run_while_replacing(engine, query, tables):
        monkeypatch.setattr(DuckDBEngine, "run", run)
        with publishing(busy, "calculate") as publication:
            publication.add(stage(busy, "calculations", [marks]), replace=True)
        return run(engine, query, tables)

    monkeypatch.setattr(DuckDBEngine, "run", run_while_replacing)
    done = compact(busy)
    assert "calculations" not in {m.table for m in done.merged}
    assert "observations" in {m.table for m in done.merged}
    assert done.snapshot.read("calculations").equals(marks)
    named = {f.name for f in (busy.path / "tables" / "calculations").glob("*.parquet")}
    snapshots = [busy.snapshot(n) for n in range(done.snapshot.number + 1)]
    assert named == {name for s in snapshots for name in s.names["calculations"]}


def test_a_compaction_that_fails_leaves_no_file_behind(busy):
    Path(busy.snapshot().files("slices")[0]).write_bytes(b"not a table")
    before = sorted(busy.path.rglob("*.parquet"))
    with pytest.raises(ScrutinyError, match="a table cannot be read"):
        compact(busy)
    assert sorted(busy.path.rglob("*.parquet")) == before
