"""A load and a calculation of millions of rows, by processes that the system ends above 1.5 GB."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scrutiny.warehouse.workspace import Workspace

CHECKOUT = Path(__file__).parents[2]
ROWS = 3_000_000
LIMIT = 1536 * 2**20
TREE = Path("/sys/fs/cgroup")
# Where a control group is, what limits its memory, and what limits memory and swap together.
VERSION_1 = (TREE / "memory", "memory.limit_in_bytes", ("memory.memsw.limit_in_bytes", LIMIT))
VERSION_2 = (TREE, "memory.max", ("memory.swap.max", 0))


@pytest.fixture
def limited() -> Iterator[Callable[..., subprocess.CompletedProcess[str]]]:
    """Run Python in a control group that may have `LIMIT` bytes and no swap; it is removed then."""
    group = _group()
    try:

        def run(*arguments: object) -> subprocess.CompletedProcess[str]:
            join = 'echo $$ > "$0" && exec "$@"'
            command = ["sh", "-c", join, group / "cgroup.procs", sys.executable, *arguments]
            return subprocess.run(
                [str(part) for part in command],
                env={**os.environ, "PYTHONPATH": str(CHECKOUT / "src")},
                capture_output=True,
                text=True,
                timeout=300,
                check=False,
            )

        yield run
    finally:
        group.rmdir()


def _group() -> Path:
    """A new control group inside that of this process, whose own limit goes on to bind it too."""
    try:
        groups = Path("/proc/self/cgroup").read_text("utf-8").splitlines()
    except OSError:
        pytest.skip("there are no control groups here to limit memory with")
    for kinds, path in (line.split(":", 2)[1:] for line in groups):
        if kinds == "memory" or not kinds:
            top, limit, (swap, most) = VERSION_1 if kinds else VERSION_2
            group = top / path.lstrip("/") / f"scrutiny-{os.getpid()}"
            try:
                group.mkdir()
            except OSError:
                continue
            try:
                (group / limit).write_text(str(LIMIT))
                if (group / swap).exists():
                    (group / swap).write_text(str(most))
            except OSError:
                group.rmdir()
                continue
            return group
    pytest.skip("this process may not make a control group that limits memory")


def test_millions_of_rows_are_loaded_and_calculated_within_a_gigabyte_and_a_half(
    limited, tmp_path, monkeypatch
):
    monkeypatch.syspath_prepend(str(CHECKOUT))
    from benchmarks.data import build

    made = build(tmp_path / "street", ROWS, 8, cores=1)
    workspace = Workspace.create(tmp_path / "ours", "E23000003")
    at = ("--workspace", workspace.path)
    street = ("street", tmp_path / "street", "--released", "2026-02-28")
    for command in (("load", *street), ("calculate",)):
        done = limited("-m", "scrutiny", *command, *at)
        assert done.returncode == 0, done.stderr
    snapshot = workspace.snapshot()
    assert snapshot.rows("loads", ["rows_kept"]) == [(made.rows,)]
    [(observations,)] = snapshot.rows("calculations", ["observations"])
    assert observations > ROWS / 10


def test_the_limit_is_a_real_one(limited):
    """Else the test above would show nothing."""
    assert limited("-c", f"bytearray({LIMIT // 2})").returncode == 0
    assert limited("-c", f"bytearray({LIMIT * 2})").returncode == -signal.SIGKILL


def test_half_of_the_limit_is_what_a_calculation_may_use(limited):
    said = limited("-c", "from scrutiny.warehouse import memory; print(memory.default())").stdout
    assert said == f"{LIMIT // 2**20 // 2}MiB\n"
