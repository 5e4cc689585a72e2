"""What is calculated a load at a time is what is calculated all at once, on either engine."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from scrutiny.measures.calculate import calculate
from scrutiny.sources import open_source
from scrutiny.sources.packaged import PackagedFile
from scrutiny.sources.packaged import packaged as packaged_files
from scrutiny.warehouse.loads import load
from scrutiny.warehouse.workspace import Workspace


def of_kinds(most: dict[str, int]) -> list[PackagedFile]:
    """So many packaged files of some kinds, from the first to the last month.

    Street files are then of LSOAs of 2011 and of 2021, and of recorded crime there is a release
    that restates another.
    """
    chosen = []
    for kind, number in most.items():
        files = [file for file in packaged_files() if file.kind == kind]
        chosen += [files[n * (len(files) - 1) // (number - 1)] for n in range(number)]
    return chosen


def stored(workspace: Workspace) -> dict[str, str]:
    """The files of the observations, each with its SHA-256."""
    files = [Path(file) for file in workspace.snapshot().files("observations")]
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def ordered(workspace: Workspace) -> pa.Table:
    table = workspace.snapshot().read("observations")
    return table.sort_by([(name, "ascending") for name in table.column_names])


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("duckdb", of_kinds({"street": 4, "stop-and-search": 2, "recorded-crime": 2,
                             "figures": 2, "population": 2})),
        ("spark", of_kinds({"street": 2, "stop-and-search": 2})),
    ],
    ids=["duckdb", "spark"],
)  # fmt: skip
def test_calculating_after_each_load_writes_for_that_load_alone_what_a_rebuild_gives(
    name, files, request, tmp_path, catalogue, areas
):
    engine = request.getfixturevalue(name)
    workspace = Workspace.create(tmp_path / "workspace", "E23000003")
    for file in files:
        source = open_source(file.kind, [file.path], areas, catalogue)
        loaded = load(workspace, source, file.released).record.load
        before, rows = stored(workspace), workspace.snapshot().read("observations").num_rows
        done = calculate(workspace, engine, catalogue, areas)
        assert (done.loads, done.full) == ((loaded,), False)
        after = stored(workspace)
        assert after.items() >= before.items()  # files written before are not touched
        assert len(after) == len(before) + 1
        new = done.snapshot.read("observations", where={"load": loaded})
        assert done.observations == len(new)
        assert done.snapshot.read("observations").num_rows == rows + len(new)

    by_load = ordered(workspace)
    assert len(by_load) > 10_000
    changed = replace(catalogue)
    changed.__dict__["fingerprint"] = "as if a definition had changed"
    rebuilt = calculate(workspace, engine, changed, areas)
    assert (rebuilt.full, rebuilt.observations) == (True, len(by_load))
    assert ordered(workspace) == by_load
