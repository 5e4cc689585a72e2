from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from deltalake import DeltaTable

from scrutiny.errors import InputError, ScrutinyError
from scrutiny.warehouse.loads import load, load_records
from scrutiny.warehouse.publish import publishing, stage
from scrutiny.warehouse.workspace import Workspace

SUMMER = date(2019, 7, 18)


def everything_under(folder: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def counts(snapshot) -> list[tuple[str, int]]:
    return sorted(snapshot.rows("recorded_crime", ["last", "offences"]))


def test_a_load_is_recorded_with_its_files_rows_slices_and_quality(workspace, quarters):
    reading = quarters({"2019-03": 10, "2019-06": 12})
    now = datetime(2019, 8, 1, 9, 30, tzinfo=UTC)
    result = load(workspace, reading, SUMMER, now)
    assert not result.already
    assert result.snapshot == workspace.snapshot()
    [record] = load_records(result.snapshot)
    assert record == result.record
    assert record.load.startswith("recorded-crime-2019-07-18-")
    assert (record.kind, record.source) == ("recorded-crime", "home-office")
    assert (record.released, record.loaded) == (SUMMER, now)
    assert (record.rows_read, record.rows_kept, record.rows_rejected) == (2, 2, 0)
    assert record.files == reading.files
    assert record.quality["rows_read"] == 2
    assert record.provenance.sha256 == (reading.files[0].sha256,)
    assert counts(result.snapshot) == [("2019-03", 10), ("2019-06", 12)]
    assert result.snapshot.read("slices").to_pylist() == [
        {
            "load": record.load,
            "source": "home-office",
            "table": "recorded_crime",
            "area": "E23000003",
            "measure": None,
            "first": f"2019-0{month}",
            "last": f"2019-0{month + 2}",
        }
        for month in (1, 4)
    ]


def test_every_row_says_which_load_brought_it(workspace, quarters):
    one = load(workspace, quarters({"2019-03": 10}), SUMMER).record.load
    two = load(workspace, quarters({"2019-06": 12}), SUMMER).record.load
    rows = workspace.snapshot().rows("recorded_crime", ["load", "offences"])
    assert sorted(rows) == sorted([(one, 10), (two, 12)])


def test_the_same_file_twice_is_a_no_op_that_names_the_first_load(workspace, quarters):
    first = load(workspace, quarters({"2019-03": 10}), SUMMER)
    before = everything_under(workspace.path)
    again = load(workspace, quarters({"2019-03": 10}), SUMMER)
    assert again.already
    assert (again.record, again.snapshot) == (first.record, first.snapshot)
    assert everything_under(workspace.path) == before


def test_the_same_file_as_another_release_is_another_load(workspace, quarters):
    load(workspace, quarters({"2019-03": 10}), SUMMER)
    assert not load(workspace, quarters({"2019-03": 10}), date(2019, 10, 17)).already
    assert len(load_records(workspace.snapshot())) == 2


def test_a_file_that_breaks_a_rule_part_way_leaves_every_byte_as_it_was(workspace, quarters):
    load(workspace, quarters({"2019-03": 10}), SUMMER)
    before = everything_under(workspace.path)
    bad = quarters({"2019-06": 12}, fails=True, copies=300_000)  # more than a row group first
    with pytest.raises(InputError, match=r"crime.csv, line 7: this is not a count"):
        load(workspace, bad, SUMMER)
    assert everything_under(workspace.path) == before


def test_progress_is_told_the_rows_so_far(workspace, quarters):
    told: list[int] = []
    load(workspace, quarters({"2019-03": 1, "2019-06": 2}, copies=5), SUMMER, progress=told.append)
    assert told == [5, 10]


def test_loads_keep_their_order_when_the_clock_does_not(workspace, quarters):
    now = datetime(2019, 8, 1, tzinfo=UTC)
    made = [load(workspace, quarters({"2019-03": n}), SUMMER, now).record.load for n in (3, 1, 2)]
    assert [record.load for record in load_records(workspace.snapshot())] == made


def test_an_old_snapshot_still_reads_what_it_read_then(workspace, quarters):
    first = load(workspace, quarters({"2019-03": 10}), SUMMER).snapshot
    load(workspace, quarters({"2019-03": 11}), SUMMER)
    assert counts(workspace.snapshot(first.number)) == counts(first) == [("2019-03", 10)]
    assert counts(workspace.snapshot()) == [("2019-03", 10), ("2019-03", 11)]


def test_the_files_of_a_snapshot_are_those_of_its_delta_versions(workspace, quarters):
    for n in range(3):
        load(workspace, quarters({"2019-03": n}), SUMMER)
    for number in range(4):
        snapshot = workspace.snapshot(number)
        for table, version in snapshot.tables.items():
            delta = DeltaTable(workspace.path / "tables" / table, version=version)
            assert sorted(delta.file_uris()) == list(snapshot.files(table))


def test_what_a_killed_process_committed_without_a_snapshot_is_put_back(workspace, quarters):
    load(workspace, quarters({"2019-03": 10}), SUMMER)
    before = workspace.snapshot()
    load(workspace, quarters({"2019-06": 12}), SUMMER)
    (workspace.path / "snapshots" / f"{before.number + 1:08d}.json").unlink()
    assert counts(workspace.snapshot()) == [("2019-03", 10)]

    load(workspace, quarters({"2019-09": 14}), SUMMER)
    snapshot = workspace.snapshot()
    assert counts(snapshot) == [("2019-03", 10), ("2019-09", 14)]
    assert len(load_records(snapshot)) == 2
    table = DeltaTable(workspace.path / "tables" / "recorded_crime")
    assert sorted(table.file_uris()) == list(snapshot.files("recorded_crime"))


def test_many_loads_are_kept_in_few_files_and_old_snapshots_in_theirs(
    workspace, quarters, monkeypatch
):
    monkeypatch.setattr("scrutiny.warehouse.loads.FILES_BEFORE_MERGE", 3)
    made = [load(workspace, quarters({"2019-03": n}), SUMMER) for n in range(8)]
    assert len(workspace.snapshot().files("loads")) == 2
    assert len(workspace.snapshot().files("slices")) == 2
    for number, result in enumerate(made, start=1):
        records = load_records(workspace.snapshot(number))
        assert records == load_records(result.snapshot) == [m.record for m in made[:number]]
        slices = result.snapshot.rows("slices", ["load"])
        assert sorted(slices) == sorted((m.record.load,) for m in made[:number])


def test_an_error_before_publishing_ends_publishes_nothing_and_leaves_no_file(workspace):
    before = everything_under(workspace.path)
    population = workspace.snapshot().read("population")
    staged = stage(workspace, "population", [population])
    with pytest.raises(ZeroDivisionError), publishing(workspace, "test", staged):
        raise ZeroDivisionError
    assert everything_under(workspace.path).keys() - before.keys() <= {
        str(workspace.path / ".lock")
    }


def test_what_replaces_a_table_is_all_that_the_table_holds(workspace):
    schema = workspace.snapshot().read("calculations").schema

    def marks(load: str):
        return stage(
            workspace,
            "calculations",
            [schema.empty_table().from_pylist([{"load": load}], schema=schema)],
        )

    for load_id in ("a", "b"):
        with publishing(workspace, "calculate") as publication:
            publication.add(marks(load_id))
    old = publication.snapshot
    with publishing(workspace, "calculate") as publication:
        publication.add(marks("c"), replace=True)
    assert workspace.snapshot().rows("calculations", ["load"]) == [("c",)]
    assert sorted(old.rows("calculations", ["load"])) == [("a",), ("b",)]


def test_a_workspace_whose_name_looks_like_a_pattern_is_read_all_the_same(tmp_path, quarters):
    workspace = Workspace.create(tmp_path / "crime [2019] *?", "E23000003")
    load(workspace, quarters({"2019-03": 10}), SUMMER)
    load(workspace, quarters({"2019-06": 12}), SUMMER)
    assert counts(workspace.snapshot()) == [("2019-03", 10), ("2019-06", 12)]
    assert len(load_records(workspace.snapshot())) == 2


def test_a_folder_that_cannot_be_written_is_a_clear_error(workspace, quarters):
    folder = workspace.path / "tables" / "recorded_crime"
    folder.rename(folder.with_name("moved"))
    folder.touch()
    with pytest.raises(ScrutinyError, match=r"cannot write .*recorded_crime.*: Not a directory"):
        load(workspace, quarters({"2019-03": 10}), SUMMER)


def test_a_disk_that_fills_up_leaves_every_byte_as_it_was(workspace, quarters):
    resource = pytest.importorskip("resource")
    load(workspace, quarters({"2019-03": 10}), SUMMER)
    before = everything_under(workspace.path)
    many = quarters({f"{year}-03": year for year in range(1000, 9000)})
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))  # bytes: no file may be larger
    try:
        with pytest.raises(ScrutinyError, match=r"cannot write .*: File too large"):
            load(workspace, many, SUMMER)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert everything_under(workspace.path) == before
    assert not load(workspace, many, SUMMER).already
