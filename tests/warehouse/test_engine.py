from __future__ import annotations

from datetime import UTC, date, datetime

import pyarrow as pa
import pytest
from sqlglot import parse_one

from scrutiny.errors import DefinitionError, ScrutinyError
from scrutiny.warehouse.engines import engine
from scrutiny.warehouse.engines.duckdb import DuckDBEngine
from scrutiny.warehouse.loads import load
from scrutiny.warehouse.publish import publishing, stage
from scrutiny.warehouse.workspace import Settings

TOTALS = parse_one(
    "SELECT last, SUM(offences) AS n FROM recorded_crime GROUP BY last ORDER BY last"
)


def test_a_query_runs_over_the_files_of_its_tables(workspace, quarters):
    load(workspace, quarters({"2019-03": 10, "2019-06": 12}), date(2019, 7, 18))
    load(workspace, quarters({"2019-06": 5}), date(2019, 7, 18))
    files = {"recorded_crime": workspace.snapshot().files("recorded_crime")}
    rows = workspace.engine().run(TOTALS, files).read_all().to_pylist()
    assert rows == [{"last": "2019-03", "n": 10}, {"last": "2019-06", "n": 17}]


def test_one_engine_runs_over_one_snapshot_after_another(workspace, quarters):
    duckdb = workspace.engine()
    for last in ("2019-03", "2019-06"):
        snapshot = load(workspace, quarters({last: 1}), date(2019, 7, 18)).snapshot
        table = duckdb.run(TOTALS, {"recorded_crime": snapshot.files("recorded_crime")}).read_all()
    assert table["last"].to_pylist() == ["2019-03", "2019-06"]


def test_a_table_without_files_has_no_rows_and_its_own_columns(workspace):
    query = parse_one("SELECT * FROM street")
    table = workspace.engine().run(query, {"street": ()}).read_all()
    assert table.num_rows == 0
    assert table.schema == workspace.snapshot().read("street").schema


def test_an_answer_larger_than_a_batch_comes_in_batches(tmp_path):
    query = parse_one("SELECT range AS n FROM RANGE(1000000)", dialect="duckdb")
    batches = list(DuckDBEngine().run(query, {}))
    assert len(batches) > 1
    assert sum(len(batch) for batch in batches) == 1_000_000


def test_the_hour_of_a_search_does_not_depend_on_where_the_computer_stands(workspace, monkeypatch):
    monkeypatch.setenv("TZ", "America/New_York")
    schema = workspace.snapshot().read("stop_and_search").schema
    at = datetime(2019, 7, 1, 23, 30, tzinfo=UTC)
    rows = pa.Table.from_pylist([{"at": at}], schema=schema)
    with publishing(workspace, "test") as publication:
        publication.add(stage(workspace, "stop_and_search", [rows]))
    files = {"stop_and_search": publication.snapshot.files("stop_and_search")}
    query = parse_one("SELECT EXTRACT(HOUR FROM at) AS hour FROM stop_and_search")
    assert workspace.engine().run(query, files).read_all().to_pylist() == [{"hour": 23}]


def test_what_does_not_fit_in_memory_is_put_aside_in_the_workspace_and_cleared(tmp_path):
    spill = tmp_path / "spill"
    query = parse_one(
        "SELECT a, LIST(b) AS b FROM (SELECT CAST(range AS TEXT) || REPEAT('x', 50) AS a, "
        "range AS b FROM RANGE(1000000)) GROUP BY a",
        dialect="duckdb",
    )
    duckdb = DuckDBEngine(spill, "60MB", threads=1)
    rows = sum(len(batch) for batch in duckdb.run(query, {}))
    assert rows == 1_000_000
    assert list(spill.iterdir())
    del duckdb
    assert not spill.exists()


def test_too_little_memory_says_which_setting_to_change(tmp_path):
    query = parse_one(
        "SELECT STRING_AGG(CAST(range AS TEXT), ',') AS a FROM RANGE(3000000)", dialect="duckdb"
    )
    with pytest.raises(ScrutinyError, match=r"scrutiny.toml, set `memory` higher"):
        DuckDBEngine(tmp_path, "15MB", threads=1).run(query, {})


def test_a_file_that_is_gone_is_a_clear_error(tmp_path):
    with pytest.raises(ScrutinyError, match=r"a table cannot be read .*gone.parquet"):
        DuckDBEngine().run(TOTALS, {"recorded_crime": [str(tmp_path / "gone.parquet")]})


def test_settings_that_no_engine_takes_are_refused(tmp_path):
    with pytest.raises(DefinitionError, match="is not an engine: 'abacus'"):
        engine(Settings(engine="abacus"), tmp_path)
    with pytest.raises(ScrutinyError, match="does not take these settings"):
        engine(Settings(memory="lots"), tmp_path)
