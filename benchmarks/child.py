"""One timed process: `python -m benchmarks.child MODULE:FUNCTION JOB RESULT`.

The function gets the job, sets itself up, and returns what is timed. Interpreters, imports and the
start of Java are set-up: they are the same for a thousand rows and for a thousand million.
"""

from __future__ import annotations

import json
import os
import sys
import time
from importlib import import_module
from pathlib import Path

from benchmarks.job import Job

PROC = Path("/proc")


def descendants(pid: int) -> list[int]:
    """The processes that this one has started and those that they have, where Linux tells."""
    found: list[int] = []
    for listed in (PROC / str(pid) / "task").glob("*/children"):
        for child in listed.read_text().split():
            found += [int(child), *descendants(int(child))]
    return found


def cpu_seconds(pid: int) -> float:
    """The CPU seconds of another process so far, user and system (man 5 proc: fields 14, 15)."""
    fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak_bytes(pid: int) -> int:
    """The most memory that another process has held."""
    status = (PROC / str(pid) / "status").read_text()
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return int(kilobytes) * 1024


def main() -> None:
    target, job_file, result_file = sys.argv[1:]
    module, _, name = target.partition(":")
    begun = time.perf_counter()
    timed = getattr(import_module(module), name)(Job.from_json(Path(job_file).read_text()))
    others = descendants(os.getpid())
    set_up = time.perf_counter()
    before = time.process_time() + sum(map(cpu_seconds, others))
    facts = timed()
    after = time.process_time() + sum(map(cpu_seconds, others))
    ended = time.perf_counter()
    result = {
        "seconds": ended - set_up,
        "cpu": after - before,
        "set_up": set_up - begun,
        "others_peak": sum(map(peak_bytes, others)),
        "facts": facts,
    }
    Path(result_file).write_text(json.dumps(result))


if __name__ == "__main__":
    main()
