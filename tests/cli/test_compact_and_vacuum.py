"""A workspace is made small, and answers as before."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scrutiny.sources.packaged import DATA
from scrutiny.warehouse.workspace import Workspace

FIGURES = DATA / "figures" / "figures-2020-02.csv"
FIGURE = ("measure", "all_crime", "--area", "E23000003", "--to", "2025-12", "--window", "12m")


@pytest.fixture
def ours(packaged_workspace: Path, tmp_path: Path) -> Path:
    shutil.copytree(packaged_workspace, tmp_path / "ours")
    return tmp_path / "ours"


def test_every_figure_is_as_before_and_the_old_files_are_gone(
    command: Callable[..., Any], ours: Path
) -> None:
    at = ("--workspace", ours)
    before = command(*FIGURE, "--json", *at).json
    workspace = Workspace.open(ours)
    loads = len(workspace.snapshot().files("loads"))
    workspace.pin("before")

    done = command("compact", *at)
    assert (done.code, done.err) == (0, "")
    assert f"loads: {loads} files are now 1, and" in done.out
    assert "scrutiny vacuum removes them" in done.out
    assert command("compact", *at).out == "Nothing to do: no table has several small files\n"

    would = command("vacuum", "--keep", 0, "--dry-run", *at)
    assert "snapshots/00000000.json" in would.out
    assert "Would remove" in would.out
    snapshots = len(workspace.snapshots())
    done = command("vacuum", "--keep", 0, *at)
    assert f"Removed {snapshots - 1} old snapshots (" in done.out
    assert done.out.endswith("Kept: 1 snapshot and 1 pinned report\n")
    # What was pinned is all that the current snapshot does not name.
    assert len(list(ours.glob("tables/loads/*.parquet"))) == 1 + loads

    assert command(*FIGURE, "--json", *at).json == before
    workspace.pin("before")  # in place of the other
    two_days_ago = time.time() - 2 * 86_400
    for file in ours.glob("tables/*/*.parquet"):
        os.utime(file, (two_days_ago, two_days_ago))
    assert " leftovers (" in command("vacuum", "--keep", 0, *at).out
    assert len(list(ours.glob("tables/loads/*.parquet"))) == 1
    assert command(*FIGURE, "--json", *at).json == before


def test_what_was_current_in_the_last_days_is_kept_unless_asked(
    command: Callable[..., Any], ours: Path
) -> None:
    command("compact", "--workspace", ours)
    kept = len(Workspace.open(ours).snapshots())
    done = command("vacuum", "--workspace", ours)
    assert done.out == f"Nothing to remove\nKept: {kept} snapshots and 0 pinned reports\n"


def test_many_files_of_observations_are_said_after_a_calculation(
    command: Callable[..., Any], ours: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scrutiny.cli import calculate

    monkeypatch.setattr(calculate, "MANY_FILES", 1)
    at = ("--workspace", ours)
    assert command("load", "figures", FIGURES, "--released", "2026-03-01", *at).code == 0
    assert "lie in 2 files: scrutiny compact" in command("calculate", *at).out
    command("compact", *at)
    assert len(Workspace.open(ours).snapshot().files("observations")) == 1
