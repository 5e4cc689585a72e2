"""Run by the tests in a process of its own: commands in children that are raced, or killed.

The parent imports everything once and forks, so a child costs only its work. It must not itself
touch a workspace: the threads that DuckDB and Delta start do not survive a fork.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import deltalake.transaction  # noqa: F401 - imported before the forks
import duckdb  # noqa: F401
import filelock  # noqa: F401
import pandas  # noqa: F401 - Arrow imports these two to make an array of Python values
import pyarrow.pandas_compat  # noqa: F401
import sqlglot.dialects.duckdb  # noqa: F401
from made import Quarters

import scrutiny.warehouse.engines.duckdb
import scrutiny.warehouse.publish  # noqa: F401
from scrutiny.areas import load_areas
from scrutiny.catalogue import load_catalogue
from scrutiny.errors import ScrutinyError
from scrutiny.measures.calculate import calculate
from scrutiny.warehouse.compact import compact
from scrutiny.warehouse.loads import load, load_records
from scrutiny.warehouse.snapshot import Snapshot
from scrutiny.warehouse.vacuum import vacuum
from scrutiny.warehouse.vintages import answering
from scrutiny.warehouse.workspace import Workspace

RELEASED = date(2019, 7, 18)
KILLS_IN_ONE_WORKSPACE = 10
AREAS, CATALOGUE = load_areas(), load_catalogue()


def fork(work: Callable[[], object]) -> int:
    """Start `work` in a child, which exits 0 unless it raises."""
    child = os.fork()
    if child:
        return child
    try:
        work()
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)


def finish(child: int) -> bool:
    """Wait for a child: True when it did its work, False when it was killed."""
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        return False
    assert os.waitstatus_to_exitcode(status) == 0, "a child failed: see its error above"
    return True


def run(work: Callable[[], object]) -> None:
    assert finish(fork(work))


def load_quarters(path: Path, number: int) -> None:
    load(Workspace.open(path), Quarters({"2019-03": number, "2019-06": number}, copies=3), RELEASED)


def recalculate(path: Path, number: int) -> None:
    workspace = Workspace.open(path)
    calculate(workspace, workspace.engine(), CATALOGUE, AREAS)


def put_together(path: Path, _: int) -> None:
    compact(Workspace.open(path))


def clear(path: Path, _: int) -> None:
    vacuum(Workspace.open(path), timedelta(0))


# What is killed in turn, so that there is a load to calculate, then files to put together, then
# files to remove. Each is given a number of its own.
COMMANDS: tuple[Callable[[Path, int], None], ...] = (
    load_quarters,
    recalculate,
    put_together,
    clear,
)


def check(snapshot: Snapshot) -> None:
    """A snapshot is whole: each load with all its rows, slices and observations or none of them,
    and nothing of any other."""
    records = load_records(snapshot)
    rows = Counter(load for (load,) in snapshot.rows("recorded_crime", ["load"]))
    slices = Counter(load for (load,) in snapshot.rows("slices", ["load"]))
    assert rows == {record.load: record.rows_kept for record in records}
    assert slices == {record.load: 2 for record in records}
    assert {a.load for a in answering(snapshot)} <= rows.keys()
    observed = Counter(load for (load,) in snapshot.rows("observations", ["load"]))
    calculated = dict(snapshot.rows("calculations", ["load", "observations"]))
    assert observed == calculated
    assert calculated.keys() <= rows.keys()


def read_on(path: Path) -> None:
    """Read the current snapshot until the workspace is done with; it never goes back."""
    latest = 0
    while not (path / "done").exists():
        workspace = Workspace.open(path)
        snapshot = workspace.snapshot()
        assert snapshot.number >= latest
        latest = snapshot.number
        try:
            check(snapshot)
        except ScrutinyError:
            # Here what was superseded may be cleared away at once, even from under a reader.
            assert snapshot.number not in workspace.snapshots()
        time.sleep(0.2)


def works_next(path: Path, command: Callable[[Path, int], None], number: int) -> None:
    workspace = Workspace.open(path)
    before = workspace.snapshot()
    command(path, number)
    snapshot = workspace.snapshot()
    check(snapshot)
    if command is load_quarters:
        assert snapshot.number == before.number + 1
        assert len(load_records(snapshot)) == len(load_records(before)) + 1
    elif command is recalculate:
        assert len(snapshot.rows("calculations", ["load"])) == len(load_records(snapshot))
    elif command is put_together:
        assert {len(names) for names in snapshot.names.values()} <= {0, 1}
    else:
        assert list(workspace.snapshots()) == [snapshot.number]


def published(path: Path) -> tuple[int, int]:
    """The number of the current snapshot, and how often a table was committed."""
    commits = len(list(path.glob("tables/*/_delta_log/0*.json")))
    return max(Workspace.open(path).snapshots()), commits


def kill(folder: Path, times: int) -> None:
    """Kill commands at random moments; print how many died, how many of them with a publication
    cut in two, and how many had ended before."""
    chance = random.Random(times)
    killed = cut = late = 0
    for start in range(0, times, KILLS_IN_ONE_WORKSPACE):
        path = folder / str(start)
        run(partial(Workspace.create, path))
        reader = fork(partial(read_on, path))
        run(partial(load_quarters, path, -2))
        usual = {}
        for command in COMMANDS:
            began = time.perf_counter()
            run(partial(command, path, -1))
            usual[command] = time.perf_counter() - began
        for number in range(start, min(start + KILLS_IN_ONE_WORKSPACE, times)):
            command = COMMANDS[number % len(COMMANDS)]
            number_before, commits_before = published(path)
            child = fork(partial(command, path, number))
            time.sleep(chance.uniform(0, 1.2 * usual[command]))
            os.kill(child, signal.SIGKILL)
            if finish(child):
                late += 1
            else:
                killed += 1
                number_after, commits = published(path)
                publishes = command is not clear  # which puts tables back, with no snapshot
                cut += publishes and number_after == number_before and commits > commits_before
            run(partial(works_next, path, command, number + times))
        (path / "done").touch()
        assert finish(reader)
    print(killed, cut, late)  # noqa: T201


def race(path: Path, *numbers: str) -> None:
    """Load at the same moment, one process a number; equal numbers are the same file."""
    gate, opener = os.pipe()

    def wait_and_load(number: str) -> None:
        os.close(opener)
        os.read(gate, 1)  # ends when the parent closes the other end
        load_quarters(path, int(number))

    children = [fork(partial(wait_and_load, number)) for number in numbers]
    os.close(opener)
    assert all(finish(child) for child in children)


if __name__ == "__main__":
    what, folder, *rest = sys.argv[1:]
    if what == "kill":
        kill(Path(folder), int(rest[0]))
    else:
        race(Path(folder), *rest)
