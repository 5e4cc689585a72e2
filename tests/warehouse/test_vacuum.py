"""Vacuum removes what nothing needs, and never what a pin or a recent snapshot names."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from deltalake import DeltaTable
from hypothesis import given, settings
from hypothesis import strategies as st

from scrutiny.areas import load_areas
from scrutiny.catalogue import load_catalogue
from scrutiny.errors import ScrutinyError
from scrutiny.measures.calculate import calculate
from scrutiny.warehouse.compact import compact
from scrutiny.warehouse.loads import load
from scrutiny.warehouse.publish import publishing, stage
from scrutiny.warehouse.vacuum import vacuum
from scrutiny.warehouse.workspace import Workspace

SUMMER = date(2019, 7, 18)
NOTHING = timedelta(0)


def contents(snapshot) -> dict[str, list[str]]:
    """Every row of every table, whatever its order."""
    return {t: sorted(map(repr, snapshot.read(t).to_pylist())) for t in snapshot.tables}


def age(path: Path, days: float) -> None:
    """Make a file as old as if that many more days had passed."""
    then = path.stat().st_mtime - timedelta(days=days).total_seconds()
    os.utime(path, (then, then))


def data_files(workspace: Workspace) -> set[str]:
    return {"/".join(f.parts[-2:]) for f in workspace.path.glob("tables/*/*.parquet")}


def named(*snapshots) -> set[str]:
    return {f"{t}/{name}" for s in snapshots for t, names in s.names.items() for name in names}


@pytest.fixture
def busy(workspace, quarters):
    """Three loads, with a pin after the first, put together into one file a table."""
    for number, last in enumerate(("2019-03", "2019-06", "2019-09")):
        load(workspace, quarters({last: 100 + number}), SUMMER)
        if number == 0:
            workspace.pin("first")
    compact(workspace)
    return workspace


def test_a_snapshot_is_kept_for_seven_days_after_the_next_one(busy):
    for number, file in busy.snapshots().items():
        age(file, 8 if number < 3 else 6)
    before = contents(busy.snapshot(2))
    done = vacuum(busy)
    # The third came six days ago: until then a reader may have opened the second.
    assert done.kept == tuple(busy.snapshots()) == (2, 3, 4)
    assert [each.path.name for each in done.snapshots] == ["00000000.json", "00000001.json"]
    assert contents(busy.snapshot(2)) == before


def test_what_only_old_snapshots_name_goes_and_what_a_pin_names_stays(busy):
    current, pinned = contents(busy.snapshot()), contents(busy.pins()["first"])
    size = sum(f.stat().st_size for f in busy.path.glob("tables/*/*.parquet"))
    done = vacuum(busy, NOTHING)
    assert data_files(busy) == named(busy.snapshot(), busy.pins()["first"])
    assert len(done.files) == 6  # of recorded crime, slices and loads, all but the first's
    left = sum(f.stat().st_size for f in busy.path.glob("tables/*/*.parquet"))
    assert sum(each.bytes for each in done.files) == size - left
    assert contents(busy.snapshot()) == current
    assert contents(busy.pins()["first"]) == pinned
    assert vacuum(busy, NOTHING).everything == ()


def test_other_readers_of_delta_still_read_the_current_version_and_the_pinned_one(busy):
    vacuum(busy, NOTHING)
    for snapshot in (busy.snapshot(), busy.pins()["first"]):
        for table in snapshot.tables:
            delta = DeltaTable(busy.path / "tables" / table, version=snapshot.tables[table])
            rows = sorted(map(repr, delta.to_pyarrow_table().to_pylist()))
            assert rows == contents(snapshot)[table]
    assert DeltaTable(busy.path / "tables" / "loads").version() == busy.snapshot().tables["loads"]


def test_what_is_pinned_under_another_name_stays_when_one_pin_is_replaced(busy):
    busy.pin("second")
    busy.pin("first")
    vacuum(busy, NOTHING)
    assert data_files(busy) == named(busy.snapshot())


def test_a_dry_run_says_the_same_and_removes_nothing(busy):
    before = {p: p.read_bytes() for p in busy.path.rglob("*") if p.is_file()}
    would = vacuum(busy, NOTHING, dry_run=True)
    assert {p: p.read_bytes() for p in busy.path.rglob("*") if p.is_file()} == before
    assert would == vacuum(busy, NOTHING)
    assert would.bytes == sum(len(before[each.path]) for each in would.everything)


def test_what_a_stopped_command_left_goes_after_a_day_and_not_before(busy):
    left = [
        busy.path / "tables" / "street" / "street-2026-02-28-0011aabb.parquet",
        busy.path / "tables" / "street" / "_delta_log" / "00000000000000000001.json#1",
        busy.path / "snapshots" / ".00000005.json.0011aabb",
        busy.path / ".scrutiny.toml.0011aabb",
        busy.path / "spill" / "look-up-1" / "area_of_lsoa.parquet",
    ]
    for path in left:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"1234567")
    for path in (*left, left[-1].parent):
        age(path, 0.9)
    vacuum(busy, NOTHING)
    assert all(path.exists() for path in left)
    for path in (*left, left[-1].parent):
        age(path, 0.2)
    done = vacuum(busy, NOTHING)
    assert len(done.leftovers) == len(left)
    assert sum(each.bytes for each in done.leftovers) == 7 * len(left)
    assert not any(path.exists() for path in left)
    assert (busy.path / "spill").is_dir()


def test_a_load_that_is_being_written_meanwhile_is_not_a_leftover(busy, quarters):
    schema = busy.snapshot().read("population").schema
    staged = stage(busy, "population", [schema.empty_table()])
    vacuum(busy, NOTHING)
    with publishing(busy, "load", staged) as publication:
        pass
    assert publication.snapshot.read("population").num_rows == 0


def test_a_table_left_ahead_by_a_killed_command_is_put_back_before_its_files_go(busy):
    """Else it would be left naming a file that is gone, and no tool could open it."""
    table = busy.path / "tables" / "recorded_crime"
    left = stage(busy, "recorded_crime", [busy.snapshot().read("recorded_crime")])
    from scrutiny.warehouse.publish import _add_action

    delta = DeltaTable(table)
    delta.create_write_transaction([_add_action(left, True)], "append", delta.schema())
    age(left.path, 2)
    done = vacuum(busy, NOTHING)
    assert [each.path for each in done.leftovers] == [left.path]
    assert DeltaTable(table).to_pyarrow_table().num_rows == 3


def test_a_pin_that_cannot_be_read_stops_it_before_anything_goes(busy):
    (busy.path / "pins" / "first.json").write_text("{")
    before = data_files(busy)
    with pytest.raises(ScrutinyError, match=r"first.json: this is not a snapshot"):
        vacuum(busy, NOTHING)
    assert data_files(busy) == before
    assert len(busy.snapshots()) == 5


def test_loading_goes_on_after_it(busy, quarters):
    vacuum(busy, NOTHING)
    snapshot = load(busy, quarters({"2019-12": 9}), SUMMER).snapshot
    assert snapshot.number == 5
    assert len(snapshot.rows("recorded_crime", ["offences"])) == 4


STEPS = ("load", "load", "calculate", "pin one", "pin two", "compact", "days pass", "vacuum", "all")


@settings(max_examples=12, deadline=None)
@given(steps=st.lists(st.sampled_from(STEPS), min_size=4, max_size=9))
def test_whatever_is_done_in_whatever_order_every_pin_and_kept_snapshot_reads_as_it_did(
    steps: list[str], tmp_path_factory: pytest.TempPathFactory, quarters: Callable
) -> None:
    workspace = Workspace.create(tmp_path_factory.mktemp("any") / "ours", "E23000003")
    read = {0: contents(workspace.snapshot())}
    pins: dict[str, dict[str, list[str]]] = {}
    for number, step in enumerate(steps):
        what, _, name = step.partition(" ")
        if what == "load":
            load(workspace, quarters({f"{2010 + number}-03": number}), SUMMER)
        elif what == "calculate":
            calculate(workspace, workspace.engine(), load_catalogue(), load_areas())
        elif what == "pin":
            pins[name] = read[workspace.pin(name).number]
        elif what == "compact":
            compact(workspace)
        elif what == "days":
            for file in workspace.snapshots().values():
                age(file, 5)
        else:
            keep = NOTHING if what == "all" else timedelta(days=7)
            _check_vacuum(workspace, keep)
        current = workspace.snapshot()
        if current.number not in read:
            read[current.number] = contents(current)
            if what == "compact":
                assert read[current.number] == read[current.number - 1]
        for kept in workspace.snapshots():
            assert contents(workspace.snapshot(kept)) == read[kept]
        assert {pin: contents(snapshot) for pin, snapshot in workspace.pins().items()} == pins
        for table, version in current.tables.items():
            delta = DeltaTable(workspace.path / "tables" / table)
            assert delta.version() == version
            assert delta.to_pyarrow_table().num_rows == len(read[current.number][table])


def _check_vacuum(workspace: Workspace, keep: timedelta) -> None:
    files = workspace.snapshots()
    since = time.time() - keep.total_seconds()
    recent = {n for n in files if n + 1 not in files or files[n + 1].stat().st_mtime > since + 60}
    vacuum(workspace, keep)
    assert recent <= workspace.snapshots().keys()
    if keep == NOTHING:
        assert len(workspace.snapshots()) == 1
        assert data_files(workspace) == named(workspace.snapshot(), *workspace.pins().values())
