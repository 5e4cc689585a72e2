from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from scrutiny.errors import ScrutinyError
from scrutiny.warehouse.loads import load, load_records
from scrutiny.warehouse.publish import publishing, stage

RELEASED = date(2019, 7, 18)


@pytest.fixture
def snapshot(workspace, quarters):
    load(workspace, quarters({"2019-03": 10, "2019-06": 12, "2019-09": 14}), RELEASED)
    return workspace.snapshot()


@pytest.mark.parametrize(
    ("where", "kept"),
    [
        (None, [10, 12, 14]),
        ({"last": "2019-06"}, [12]),
        ({"last": ["2019-03", "2019-09"]}, [10, 14]),
        ({"last": []}, []),
        ({"last": "2019-06", "offences": 10}, []),
        ({"offence_code": None}, []),
        ({"last": "' OR 1 = 1 --"}, []),
    ],
)
def test_only_the_rows_asked_for_are_read(snapshot, where, kept):
    assert sorted(snapshot.rows("recorded_crime", ["offences"], where)) == [(n,) for n in kept]
    table = snapshot.read("recorded_crime", ["offences"], where)
    assert sorted(table["offences"].to_pylist()) == kept


def test_a_table_is_read_with_the_types_it_is_kept_with(snapshot):
    from scrutiny.warehouse.tables import TABLES

    for table in ("loads", "slices", "recorded_crime"):
        assert snapshot.read(table).schema == TABLES[table]


def test_no_value_can_be_asked_for(snapshot):
    assert len(snapshot.rows("slices", ["first"], {"measure": None})) == 3


def test_a_table_whose_file_is_gone_is_a_damaged_workspace(snapshot):
    for table in ("recorded_crime", "loads"):
        Path(snapshot.files(table)[0]).unlink()
    with pytest.raises(ScrutinyError, match="the workspace is damaged"):
        snapshot.rows("recorded_crime", ["offences"])
    with pytest.raises(ScrutinyError, match="the workspace is damaged"):
        load_records(snapshot)


def test_a_table_whose_file_is_cut_short_is_a_damaged_workspace(snapshot):
    file = Path(snapshot.files("recorded_crime")[0])
    file.write_bytes(file.read_bytes()[:-20])
    with pytest.raises(ScrutinyError, match="the workspace is damaged"):
        snapshot.read("recorded_crime")


def test_a_table_keeps_its_rows_in_the_order_they_were_staged(workspace):
    months = [f"{year}-{month:02d}" for year in range(1000, 9000) for month in range(1, 13)]
    empty = workspace.snapshot().read("population", ["month"])
    columns = {
        f.name: pa.nulls(len(months), f.type)
        for f in workspace.snapshot().read("population").schema
    }
    rows = pa.table({**columns, "month": pa.array(months, empty.schema.field("month").type)})
    with publishing(workspace, "test") as publication:
        publication.add(stage(workspace, "population", rows.to_batches(1000)))
    assert publication.snapshot.read("population")["month"].to_pylist() == months


def test_reading_rows_imports_neither_arrow_nor_delta(snapshot):
    """One figure must not wait for what only a load needs."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys\n"
            "from scrutiny.warehouse.workspace import Workspace\n"
            "from scrutiny.warehouse.vintages import answering\n"
            "from scrutiny.warehouse.loads import load_records\n"
            f"snapshot = Workspace.open({str(snapshot.root)!r}).snapshot()\n"
            "assert len(answering(snapshot)) == 3 and load_records(snapshot)\n"
            "assert snapshot.rows('recorded_crime', ['offences'], {'last': '2019-06'}) == [(12,)]\n"
            "print(*sorted({'pyarrow', 'deltalake', 'numpy', 'sqlglot', 'filelock', 'pandas'}"
            " & sys.modules.keys()))\n",
        ],
        env={"PYTHONPATH": str(Path(__file__).parents[2] / "src")},
        capture_output=True,
        text=True,
    )
    assert (done.stdout.strip(), done.stderr) == ("", "")
