"""Rounds of work: competitors take turns, and none is believed whose result is not ours."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from benchmarks.job import Facts, Job
from benchmarks.processes import Run, WorkFailed, run
from benchmarks.stage import Stage
from benchmarks.works import OURS, Competitor, Work

Say = Callable[[str], None]


@dataclass
class Measured:
    """The runs of one competitor at one piece of work, or why there are none."""

    work: str
    competitor: str
    note: str
    runs: list[Run]
    failed: str | None = None

    def summary(self) -> dict[str, object]:
        """What is kept: medians, and the least and most seconds."""
        found: dict[str, object] = {"work": self.work, "competitor": self.competitor}
        found |= {"note": self.note, "runs": len(self.runs), "failed": self.failed}
        if self.runs:
            seconds = [r.seconds for r in self.runs]
            found |= {
                "seconds": median(seconds),
                "least": min(seconds),
                "most": max(seconds),
                "cpu": median(r.cpu for r in self.runs),
                "peak": median(r.peak for r in self.runs),
                "process": median(r.process for r in self.runs),
                "rows": self.runs[0].facts.get("rows"),
            }
        return found


def rounds(work: Work, stage: Stage, runs: int, say: Say) -> list[Measured]:
    """Run everyone's work in turn, `runs` times; the first result of each is compared with ours.

    A competitor that fails, or whose result differs, is dropped and the reason kept.
    """
    job = stage.job(work)
    measured = [Measured(work.name, c.name, c.note, []) for c in work.competitors]
    ours: Facts = {}
    for number in range(runs):
        for competitor, found in zip(work.competitors, measured, strict=True):
            if found.failed or number >= competitor.rounds:
                continue
            say(f"{work.name}: {competitor.name}, round {number + 1} of {runs}")
            try:
                once = run(competitor.target, job)
                if number == 0 and work.digest:
                    result = _result(work, job, once)
                    ours = result if competitor.name == OURS else ours
                    found.failed = differs(ours, result, competitor)
                if not found.failed:
                    found.runs.append(once)
            except WorkFailed as failed:
                found.failed = str(failed)
            shutil.rmtree(job.out, ignore_errors=True)
    return measured


def _result(work: Work, job: Job, once: Run) -> Facts:
    if "output" not in once.facts and work.digest != "answer":
        return {"rows": once.facts["rows"]}
    options = {"output": str(once.facts.get("output", "."))}
    return run(f"benchmarks.digest:{work.digest}", replace(job, options=options), False).facts


def differs(ours: Facts, theirs: Facts, competitor: Competitor) -> str | None:
    """Why a result is not ours, as far as it is compared; None when it is."""
    expected = {name: v for name, v in ours.items() if name.startswith(competitor.compared)}
    if theirs == expected and expected:
        return None
    names = sorted(expected.keys() ^ theirs.keys()) or sorted(
        name for name in expected if expected[name] != theirs[name]
    )
    if not names:
        return "gave nothing to compare"
    name = names[0]
    return (
        f"another result in {len(names)}, such as {name}: "
        f"{theirs.get(name)}, not {expected.get(name)}"
    )


def named(measured: Sequence[dict[str, object]], work: str, name: str) -> dict[str, object] | None:
    """The summary of one competitor at one piece of work, if it has one."""
    found = (m for m in measured if m["work"] == work and m["competitor"] == name)
    return next((m for m in found if m.get("seconds") is not None), None)
