"""The command, run in this process (quick) or in one of its own (as a user runs it)."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import scrutiny
from scrutiny.cli import main

SOURCE = Path(scrutiny.__file__).parents[1]


@dataclass(frozen=True)
class Ran:
    """What a run of the command gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.code == 0, self.err
        return json.loads(self.out)


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """`command("measure", "all_crime", ...)` in this process."""
    monkeypatch.delenv("SCRUTINY_WORKSPACE", raising=False)

    def run(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["scrutiny", *map(str, arguments)])
        out, err, code = io.StringIO(), io.StringIO(), 0
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                main()
            except SystemExit as stop:
                code = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
        return Ran(code, out.getvalue(), err.getvalue())

    return run


@pytest.fixture
def ask(command: Callable[..., Ran], packaged_workspace: Path) -> Callable[..., Any]:
    """`ask("measure", "all_crime", ...)`: the JSON answer from the packaged data."""

    def run(*arguments: object) -> Any:
        return command("--workspace", packaged_workspace, *arguments, "--json").json

    return run


@pytest.fixture(scope="session")
def process() -> Callable[..., Ran]:
    """`process("measure", ..., cwd=folder, SCRUTINY_WORKSPACE=folder)` in a process of its own."""

    def run(*arguments: object, cwd: Path | None = None, **environment: object) -> Ran:
        own = {k: v for k, v in os.environ.items() if k != "SCRUTINY_WORKSPACE"}
        own |= {"PYTHONPATH": str(SOURCE)} | {k: str(v) for k, v in environment.items()}
        done = subprocess.run(
            [sys.executable, "-m", "scrutiny", *map(str, arguments)],
            cwd=cwd, env=own, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        return Ran(done.returncode, done.stdout, done.stderr)

    return run
