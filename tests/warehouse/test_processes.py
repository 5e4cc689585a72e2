from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scrutiny.warehouse.loads import load_records

HERE = Path(__file__).parent
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes here cannot fork")


def processes(*arguments: object) -> str:
    """Run `processes.py` and give what it prints."""
    done = subprocess.run(
        [sys.executable, str(HERE / "processes.py"), *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(HERE.parents[1] / "src")},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_four_processes_that_load_different_files_at_once_lose_none(workspace):
    processes("race", workspace.path, 1, 2, 3, 4)
    snapshot = workspace.snapshot()
    assert len(load_records(snapshot)) == 4
    offences = snapshot.rows("recorded_crime", ["offences"])
    assert sorted(offences) == [(n,) for n in (1, 2, 3, 4) for _ in range(6)]


def test_two_processes_that_load_the_same_file_at_once_load_it_once(workspace):
    processes("race", workspace.path, 7, 7)
    snapshot = workspace.snapshot()
    assert snapshot.number == 1
    assert len(load_records(snapshot)) == 1
    assert len(snapshot.rows("recorded_crime", ["offences"])) == 6
    assert len(list((workspace.path / "tables" / "recorded_crime").glob("*.parquet"))) == 1


def test_200_kills_at_random_moments_show_no_half_of_anything_nor_stop_the_next_command(tmp_path):
    killed, cut, late = map(int, processes("kill", tmp_path, 200).split())
    assert killed + late == 200
    assert killed > 100
    assert cut > 0
