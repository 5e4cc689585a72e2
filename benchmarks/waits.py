"""Times what a user waits for, against what was promised: `python -m benchmarks --waits`.

Uses the demo's workspace. Each task is run as a whole process, as a user runs it; the interpreter's
own start is measured and taken off where the promise is made beyond it. The best of the runs is
compared, because other work on the machine can only make a run slower. Exit 1 when a promise is
not kept.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

WORKSPACE = Path("demo", "workspace")
SCRUTINY = (sys.executable, "-m", "scrutiny")
FORCE_AND_MONTH = ("--area", "E23000003", "--to", "2019-12")


@dataclass(frozen=True)
class Task:
    """What a user runs, and the seconds that it may take."""

    name: str
    command: tuple[str, ...]
    promised: float
    beyond_start: bool = False  # whether the interpreter's own start is taken off
    runs: int = 5


def tasks(out: Path) -> tuple[Task, ...]:
    at = ("--workspace", str(WORKSPACE))
    return (
        Task("import scrutiny", (sys.executable, "-c", "import scrutiny"), 0.3),
        Task("scrutiny --help", (*SCRUTINY, "--help"), 0.3),
        Task(
            "one measure",
            (*SCRUTINY, "measure", "all_crime", *FORCE_AND_MONTH, "--window", "12m", *at),
            0.5,
            beyond_start=True,
        ),
        Task(
            "the quarterly report, every format",
            (*SCRUTINY, "report", "build", *FORCE_AND_MONTH, "--out", str(out), *at),
            15,
            runs=2,
        ),
    )


def seconds(command: tuple[str, ...], runs: int) -> float:
    """The shortest time that a process of this command took."""
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        times.append(time.perf_counter() - begun)
    return min(times)


def main() -> int:
    if not (WORKSPACE / "scrutiny.toml").is_file():
        sys.stderr.write("bench: there is no demo to measure. Run: make demo\n")
        return 1
    start = seconds((sys.executable, "-c", "pass"), runs=10)
    kept = True
    sys.stdout.write(f"{'':36}{'seconds':>8}{'promised':>10}\n")
    with tempfile.TemporaryDirectory() as folder:
        for task in tasks(Path(folder)):
            took = seconds(task.command, task.runs) - (start if task.beyond_start else 0)
            late = "" if took <= task.promised else "  too slow"
            kept = kept and not late
            sys.stdout.write(f"{task.name:36}{took:8.2f}{task.promised:10.1f}{late}\n")
            sys.stdout.flush()
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
