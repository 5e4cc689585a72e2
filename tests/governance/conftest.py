"""Places of their own for records: for tests of commands, which are processes of their own."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Place:
    """A workspace, and a database for its records: SQLite in it, unless `database` names one."""

    workspace: Path
    database: str = ""

    def start(self, *command: str) -> subprocess.Popen[str]:
        own = {k: v for k, v in os.environ.items() if not k.startswith(("SCRUTINY_", "DJANGO_"))}
        own |= {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
        own |= {"SCRUTINY_DATABASE": self.database} if self.database else {}
        return subprocess.Popen(
            [sys.executable, *command], env=own, text=True, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )  # fmt: skip

    def try_records(self, *command: str) -> tuple[int, str]:
        """`scrutiny records ...` for the place: how it exits, and what it says."""
        place = ("--workspace", str(self.workspace))
        running = self.start("-m", "scrutiny", "records", *command, *place)
        said = running.communicate()[0]
        return running.returncode, said

    def records(self, *command: str) -> str:
        """`scrutiny records ...` for the place, which must work."""
        code, said = self.try_records(*command)
        assert code == 0, said
        return said


@pytest.fixture
def new_place(tmp_path: Path, pytestconfig: pytest.Config) -> Iterator[Callable[..., Place]]:
    """`new_place("restored")`: a place with nothing in it, of the kind that the tests run with."""
    import psycopg

    server = os.environ.get("SCRUTINY_TEST_RECORDS", "")
    made: list[str] = []

    def make(name: str, kind: str = pytestconfig.getoption("--records")) -> Place:
        if kind == "sqlite":
            return Place(tmp_path / name)
        database = f"apart_{secrets.token_hex(4)}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {database}")
        made.append(database)
        return Place(tmp_path / name, f"{server.rpartition('/')[0]}/{database}")

    yield make
    for database in made:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {database} WITH (FORCE)")


@pytest.fixture
def place(new_place: Callable[..., Place], packaged_workspace: Path) -> Place:
    """A place with the packaged data, and records that are ready and empty."""
    made = new_place("first")
    shutil.copytree(packaged_workspace, made.workspace)
    made.records("upgrade")
    return made
