"""Runs one piece of work as its own process, and says what it cost.

Nothing heavy is imported here: a process is charged with the memory that its parent held when it
was started, so the parent stays small.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from json import loads
from pathlib import Path

from benchmarks.job import Facts, Job

ROOT = Path(__file__).parents[1]
# The checkout itself is measured, whether it is installed or not and wherever one stands.
CHECKOUT = os.pathsep.join((str(ROOT), str(ROOT / "src")))
MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024  # bytes; getrusage(2) of each system


class WorkFailed(Exception):  # noqa: N818  # said as it is
    """A process did not finish; the message is the last that it said, or how it was ended."""


@dataclass(frozen=True)
class Run:
    """What one process cost. Seconds and CPU seconds are of the timed part alone.

    `process` is the whole process, start and imports included, in seconds; `peak` in bytes.
    """

    seconds: float
    cpu: float
    peak: int
    process: float
    facts: Facts


def run(target: str, job: Job, clean: bool = True) -> Run:
    """Run `MODULE:FUNCTION` on a job in a process of its own; `clean` empties its folder first."""
    if clean:
        shutil.rmtree(job.out, ignore_errors=True)
    job.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        job_file, result = Path(folder, "job.json"), Path(folder, "result.json")
        job_file.write_text(job.to_json())
        child = [sys.executable, "-m", "benchmarks.child", target, str(job_file), str(result)]
        whole = command(child)
        found = loads(result.read_text())
    peak = whole.peak + found["others_peak"]
    return Run(found["seconds"], found["cpu"], peak, whole.seconds, found["facts"])


def command(arguments: Sequence[str]) -> Run:
    """Run any command to its end: here all of the process is timed."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        begun = time.perf_counter()
        process = subprocess.Popen(
            arguments,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
            env=os.environ | {"PYTHONPATH": CHECKOUT},
        )
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            lines = said.read().strip().splitlines() or [f"ended with {process.returncode}"]
            raise WorkFailed(lines[-1] if process.returncode > 0 else "was killed: out of memory?")
    cpu = used.ru_utime + used.ru_stime
    return Run(seconds, cpu, used.ru_maxrss * MAXRSS_UNIT, seconds, {})
