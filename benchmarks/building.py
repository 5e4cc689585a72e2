"""Builds the files of a stage in a process of its own, because it needs much memory."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from benchmarks.data import LAST, Made, build, build_month
from benchmarks.job import ANSWER, Facts, Job, Timed


def files(job: Job) -> Timed:
    """Build or find the street files, and those of the month after, and read them all once.

    So nobody who is timed is the one who waits for the disk. The answer says what was made.
    """
    folder, forces = job.workspace, int(job.options["forces"])

    def timed() -> Facts:
        street = build(folder, int(job.options["rows"]), forces)
        month = build_month(folder, LAST + 1, forces)
        for file in (*street.files, *month.files):
            _read(file)
        made: dict[str, Made] = {"street": street, "month": month}
        answer = {name: asdict(each) for name, each in made.items()} | {"last": str(LAST)}
        (job.out / ANSWER).write_text(json.dumps(answer, default=str))
        return {"rows": street.rows}

    return timed


def _read(file: Path) -> None:
    with file.open("rb", buffering=0) as opened:
        while opened.read(2**22):
            pass
