"""Spark as the user meets it: quiet, clear when it cannot run, and left as it was found."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from deltalake import DeltaTable
from sqlglot import parse_one

from scrutiny.errors import DefinitionError, ScrutinyError
from scrutiny.measures.calculate import calculate
from scrutiny.sources import open_source
from scrutiny.sources.packaged import packaged as packaged_files
from scrutiny.warehouse.engines import engine
from scrutiny.warehouse.engines import spark as spark_module
from scrutiny.warehouse.engines.spark import CONFIGURED_BY, NEEDS, SparkEngine
from scrutiny.warehouse.loads import load
from scrutiny.warehouse.snapshot import Snapshot
from scrutiny.warehouse.tables import TABLES
from scrutiny.warehouse.workspace import Settings, Workspace

from .conftest import SOON_WARM

read_once = spark_module._read_once
SRC = Path(__file__).parents[2] / "src"


@pytest.fixture(scope="session")
def searches(tmp_path_factory, areas, catalogue) -> Workspace:
    """A workspace with one file loaded and nothing calculated. Its name looks like a pattern."""
    workspace = Workspace.create(
        tmp_path_factory.mktemp("searches") / "crime [2019] *? {a,b}", "E23000003"
    )
    file = next(f for f in packaged_files() if f.kind == "stop-and-search")
    load(workspace, open_source(file.kind, [file.path], areas, catalogue), file.released)
    return workspace


@pytest.fixture
def copied(searches: Workspace, tmp_path: Path) -> Workspace:
    place = tmp_path / searches.path.name
    shutil.copytree(searches.path, place)
    return Workspace.open(place)


@pytest.fixture(scope="session")
def expected(searches, tmp_path_factory, duckdb, catalogue, areas) -> list[tuple[object, ...]]:
    """The observations as DuckDB calculates them."""
    place = tmp_path_factory.mktemp("expected") / "workspace"
    shutil.copytree(searches.path, place)
    calculate(Workspace.open(place), duckdb, catalogue, areas)
    return observations(Workspace.open(place))


def observations(workspace: Workspace) -> list[tuple[object, ...]]:
    columns = ("measure", "area", "first", "last", "value", "load")
    return sorted(workspace.snapshot().rows("observations", columns))


def command(workspace: Workspace, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if k not in CONFIGURED_BY}
    return subprocess.run(
        [sys.executable, "-m", "scrutiny", "calculate", "--engine", "spark",
         "--workspace", str(workspace.path)],
        capture_output=True, text=True,
        env=kept | dict([SOON_WARM]) | {"PYTHONPATH": str(SRC)} | environment,
    )  # fmt: skip


def installed_in(folder: Path) -> Path:
    """A Spark of this version, whose executors work in `folder` and not where Python keeps it."""
    folder.mkdir()
    for part in ("bin", "jars"):
        (folder / part).symlink_to(Path(find_spec("pyspark").origin).parent / part)
    return folder


@pytest.mark.usefixtures("spark")  # skips where Spark cannot run
@pytest.mark.parametrize(
    "environment",
    [{}, {"SPARK_REMOTE": "local[1]"}, {"MASTER": "local-cluster[1,1,1024]"}],
    ids=["on this machine", "by Spark Connect", "on a cluster"],
)
def test_whichever_spark_it_is_the_command_says_one_line_and_counts_the_same(
    environment, copied, expected, tmp_path
):
    executors = tmp_path / "spark" / "work"
    if "MASTER" in environment:
        environment = environment | {"SPARK_HOME": str(installed_in(tmp_path / "spark"))}
    ran = command(copied, **environment)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == f"Calculated {len(expected)} observations from 1 load\n"
    assert observations(copied) == expected
    assert [path.name for path in (copied.path / "spill").iterdir()] == ["spark.log"]
    assert executors.exists() == ("MASTER" in environment)  # each ran in a process of its own


@pytest.mark.usefixtures("spark")
def test_a_spark_that_the_environment_names_wrongly_is_an_error_that_says_where(copied):
    ran = command(copied, MASTER="nowhere")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith("scrutiny: Spark did not start (")
    assert ran.stderr.endswith("spark.log): check MASTER in the environment\n")
    assert "Master must" in (copied.path / "spill" / "spark.log").read_text()


def test_the_settings_of_a_workspace_can_name_the_engine(copied, spark, expected, catalogue, areas):
    file = copied.path / "scrutiny.toml"
    file.write_text(file.read_text().replace('engine = "duckdb"', 'engine = "spark"'))
    named = Workspace.open(copied.path)
    assert isinstance(named.engine(), SparkEngine)
    assert not isinstance(named.engine("duckdb"), SparkEngine)
    calculate(named, named.engine(), catalogue, areas)
    assert observations(named) == expected


def test_without_java_the_command_says_what_is_needed(copied):
    ran = command(copied, JAVA_HOME=str(copied.path), PATH=str(copied.path))
    assert ran.returncode == 1
    assert ran.stdout == ""
    assert ran.stderr.startswith("scrutiny: Spark did not start (")
    assert ran.stderr.endswith(f"spark.log): {NEEDS}\n")
    assert ran.stderr.count("\n") == 1


def test_without_the_extra_the_error_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(ScrutinyError, match=r"pip install 'police-scrutiny\[spark\]'"):
        SparkEngine(tmp_path)


def test_memory_that_java_cannot_be_told_is_an_error_that_names_the_setting(tmp_path, monkeypatch):
    pytest.importorskip("pyspark")
    for name in CONFIGURED_BY:
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(DefinitionError, match=r"scrutiny\.toml: memory: .*got 'plenty'"):
        engine(Settings(engine="spark", memory="plenty"), tmp_path)


def test_a_table_that_is_damaged_is_one_clear_error_and_leaves_nothing_behind(spark, tmp_path):
    file = tmp_path / "street.parquet"
    file.write_bytes(b"not what it was")
    with pytest.raises(ScrutinyError, match=r"^Spark cannot calculate this \(.*street\.parquet"):
        spark.run(parse_one("SELECT crimes FROM street"), {"street": [str(file)]})
    assert answers(spark) == []


def test_a_table_with_no_files_has_no_rows_and_its_own_columns(spark):
    found = spark.run(parse_one("SELECT * FROM stop_and_search"), {"stop_and_search": []})
    assert found.read_all().to_pylist() == []
    assert found.schema.names == TABLES["stop_and_search"].names


def test_an_answer_comes_in_batches_and_is_gone_when_it_is_read(spark, packaged):
    files = packaged.snapshot().files("recorded_crime")
    reader = spark.run(parse_one("SELECT * FROM recorded_crime"), {"recorded_crime": files})
    first = reader.read_next_batch()
    assert 0 < first.num_rows < 344_961
    assert len(answers(spark)) == 1
    assert first.num_rows + sum(b.num_rows for b in reader) == 344_961
    assert answers(spark) == []


def test_what_a_worker_wrote_where_nobody_sees_it_is_missed(spark, packaged, monkeypatch):
    def elsewhere(folder, rows):
        """As after a worker that has a folder of its own under the same path."""
        part = next(Path(folder.name).glob("part-*.parquet"))
        part.unlink()
        return read_once(folder, rows)

    monkeypatch.setattr(spark_module, "_read_once", elsewhere)
    files = packaged.snapshot().files("recorded_crime")
    with pytest.raises(ScrutinyError, match=r"^of 344,961 rows .* wrote, [\d,]+ are here:"):
        spark.run(parse_one("SELECT * FROM recorded_crime"), {"recorded_crime": files})
    assert answers(spark) == []


def answers(spark: SparkEngine) -> list[Path]:
    return list(spark._spill.glob("answer-*"))


def test_a_row_comes_back_with_the_values_and_types_that_it_is_stored_with(spark, packaged):
    files = packaged.snapshot().files("stop_and_search")
    found = spark.run(parse_one("SELECT * FROM stop_and_search"), {"stop_and_search": files})
    table = found.read_all()
    assert table.schema.remove_metadata() == TABLES["stop_and_search"]
    order = [(name, "ascending") for name in table.column_names]
    assert table.sort_by(order) == packaged.snapshot().read("stop_and_search").sort_by(order)


def test_a_snapshot_is_counted_by_its_own_files_whatever_is_loaded_after_it(
    copied, spark, areas, catalogue
):
    file = [f for f in packaged_files() if f.kind == "stop-and-search"][1]
    before = copied.snapshot()
    load(copied, open_source(file.kind, [file.path], areas, catalogue), file.released)
    after = copied.snapshot()
    months = [
        {row["month"]: row["searches"] for row in by_month(spark, snapshot)}
        for snapshot in (before, after, before)
    ]
    assert months[0] == months[2]
    assert list(months[0]) == ["2019-01"]
    assert sorted(months[1]) == ["2019-01", "2019-02"]
    for snapshot in (before, after):
        held = DeltaTable(copied.path / "tables" / "stop_and_search",
                          version=snapshot.tables["stop_and_search"])  # fmt: skip
        counted = {row["month"]: row["searches"] for row in by_month(spark, snapshot)}
        assert sum(counted.values()) == held.to_pyarrow_table().num_rows


def by_month(spark: SparkEngine, snapshot: Snapshot) -> list[dict[str, Any]]:
    query = "SELECT month, SUM(searches) AS searches FROM stop_and_search GROUP BY month"
    files = {"stop_and_search": snapshot.files("stop_and_search")}
    return spark.run(parse_one(query), files).read_all().to_pylist()
