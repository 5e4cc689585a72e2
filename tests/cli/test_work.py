"""`scrutiny work` and `scrutiny remind`, as systemd runs them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import SOURCE


def run(workspace: Path, records: Path, *command: str, **settings: str) -> tuple[int, str, str]:
    own = {k: v for k, v in os.environ.items() if not k.startswith(("SCRUTINY_", "DJANGO_"))}
    own |= {"PYTHONPATH": str(SOURCE), "SCRUTINY_DATABASE": f"sqlite:///{records}"} | settings
    ran = subprocess.run(
        [sys.executable, "-m", "scrutiny", *command, "--workspace", str(workspace)],
        env=own, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return ran.returncode, ran.stdout, ran.stderr


def test_a_worker_that_has_nothing_to_do_ends_when_it_is_told_to(
    packaged_workspace: Path, tmp_path: Path
) -> None:
    records = tmp_path / "records.sqlite3"
    assert run(packaged_workspace, records, "records", "upgrade")[0] == 0
    assert run(packaged_workspace, records, "work", "--until-none-waits") == (0, "", "")
    reminded = run(packaged_workspace, records, "remind", "--day", "2020-04-09")
    assert reminded == (0, "0 people were reminded.\n", "")


@pytest.mark.parametrize("command", [("work", "--until-none-waits"), ("remind",)])
def test_records_without_their_tables_are_told_in_one_line(
    packaged_workspace: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    code, _, said = run(packaged_workspace, tmp_path / "records.sqlite3", *command)
    assert code == 1
    assert len(said.splitlines()) == 1
    assert "the records' database does not answer" in said


def test_production_needs_its_settings(packaged_workspace: Path, tmp_path: Path) -> None:
    code, _, said = run(packaged_workspace, tmp_path / "x", "remind", "--production")
    assert code == 1
    assert "SCRUTINY_SECRET_KEY" in said
