"""Both engines, and the packaged records counted by each. One worker runs all that needs Spark.

Under pytest 9.2 each worker starts a Spark of its own: pytest-xdist 3.8 then forgets its groups
(its issue 1386). Nothing but time is lost.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from scrutiny.areas import Areas, load_areas
from scrutiny.catalogue import Catalogue, load_catalogue
from scrutiny.measures.calculate import calculate
from scrutiny.warehouse.engines.base import Engine
from scrutiny.warehouse.engines.duckdb import DuckDBEngine
from scrutiny.warehouse.engines.spark import CONFIGURED_BY, SparkEngine
from scrutiny.warehouse.workspace import Workspace

SOON_WARM = ("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
"""Tests run each query a few times: Java's slower compiler would cost more than it saves."""


@pytest.hookimpl(tryfirst=True)  # before xdist looks at the marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("spark"))


@pytest.fixture(scope="session")
def duckdb(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return DuckDBEngine(tmp_path_factory.mktemp("duckdb"))


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkEngine]:
    """One Spark for the whole run: it takes seconds to start."""
    missing = [n for n, there in (("pyspark", find_spec("pyspark")), ("Java", shutil.which("java")))
               if not there]  # fmt: skip
    if missing and not os.environ.get("CI"):
        pytest.skip(f"the Spark engine cannot run without {' and '.join(missing)}")
    with pytest.MonkeyPatch.context() as environment:
        for name in CONFIGURED_BY:
            environment.delenv(name, raising=False)
        environment.setenv(*SOON_WARM)
        made = SparkEngine(tmp_path_factory.mktemp("spark"))
    yield made
    made._session.stop()


@pytest.fixture(scope="session")
def areas() -> Areas:
    return load_areas()


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="session")
def packaged(packaged_workspace: Path) -> Workspace:
    """All the packaged data, calculated by DuckDB. Only read it."""
    return Workspace.open(packaged_workspace)


@pytest.fixture(scope="session")
def packaged_on_spark(
    packaged: Workspace,
    tmp_path_factory: pytest.TempPathFactory,
    spark: Engine,
    catalogue: Catalogue,
    areas: Areas,
) -> Workspace:
    """The same loads, calculated by Spark. Only read it."""
    place = uncalculated(packaged, tmp_path_factory.mktemp("packaged") / "workspace")
    calculate(place, spark, catalogue, areas)
    return place


def uncalculated(workspace: Workspace, place: Path) -> Workspace:
    """A copy of a workspace as it was before its last publication, a calculation."""
    shutil.copytree(workspace.path, place, ignore=shutil.ignore_patterns("spill"))
    last = workspace.snapshot()
    assert last.why == "calculate"
    (place / "snapshots" / f"{last.number:08d}.json").unlink()
    return Workspace.open(place)
