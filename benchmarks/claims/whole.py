"""Small papers in every form, judged whole; and the time and memory of a long one."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.claims.corpus import paper, small
from benchmarks.claims.forms import write
from benchmarks.claims.measure import BLANK_TOLD, HELD_TO_SOMETHING, SOFT, TOLD, TOLD_SOFTLY
from scrutiny.claims.check import check_file
from scrutiny.claims.model import Verdict
from scrutiny.errors import InputError

PAGE = 3000  # characters, of a page full of text and tables
ROOT = Path(__file__).parents[2]
_CHILD = """
import json, resource, sys, time
from pathlib import Path
before = time.perf_counter()
from scrutiny.claims.check import check_file
ready = time.perf_counter()
result = check_file(Path(sys.argv[1]))
done = time.perf_counter()
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(json.dumps({"import": ready - before, "check": done - ready, "figures": len(result.figures),
                  "processor": sum(one.ru_utime + one.ru_stime for one in used),
                  "memory": max(one.ru_maxrss for one in used) * 1024}))
"""


def of_form(form: str, papers: int, seed: int, held: bool = False) -> dict[str, Any]:
    """Papers of one statement in a form: a slip is told when anything in the paper is.

    The places of a converted paper are not known beforehand; what each check quotes is held to the
    figures that were put in.
    """
    rng = random.Random(seed)
    slips = told = figures = wrongly = checkable = checked = unread = 0
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(papers):
            made = small(rng, held)
            slip = made.statements[0].slip
            try:
                checks = check_file(write(made.text, form, Path(folder))).checks
            except InputError:
                unread += 1
                checks = ()
            figures += len(made.figures)
            can = Counter(_digits(one.slot.text) for one in made.figures if one.slot.checkable)
            has = Counter(_digits(one.where.text) for one in checks
                          if one.verdict in HELD_TO_SOMETHING)  # fmt: skip
            checkable += can.total()
            checked += (can & has).total()
            if slip is None:
                wrongly += sum(one.verdict is Verdict.INCONSISTENT for one in checks)
                continue
            slips += 1
            good = TOLD_SOFTLY if slip.kind in SOFT else TOLD
            good = BLANK_TOLD if slip.kind == "blank" else good
            told += any(one.verdict in good for one in checks)
    return {
        "papers": papers,
        "unread": unread,
        "slips": slips,
        "recall": round(told / max(1, slips), 4),
        "false inconsistents per 100 figures": round(100 * wrongly / max(1, figures), 3),
        "checked": round(checked / max(1, checkable), 4),
    }


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def long_paper(pages: int = 60, form: str = "markdown", seed: int = 7) -> dict[str, Any]:
    """Seconds and bytes that a paper of so many pages takes, in a process of its own."""
    rng = random.Random(seed)
    text = ""
    while len(text) < pages * PAGE:
        text += paper(rng, held=False).text + "\n"
    with tempfile.TemporaryDirectory() as folder:
        path = write(text[: pages * PAGE], form, Path(folder))
        started = time.perf_counter()
        ran = subprocess.run(
            [sys.executable, "-c", _CHILD, str(path)],
            cwd=ROOT, capture_output=True, text=True, check=True,
            env={"PYTHONPATH": str(ROOT / "src")},
        )  # fmt: skip
        whole = time.perf_counter() - started
    found: dict[str, Any] = json.loads(ran.stdout)
    return {"pages": pages, "form": form, "seconds": round(found["check"], 3),
            "with the start of Python": round(whole, 3),
            "of the processor": round(found["processor"], 3), "figures": found["figures"],
            "megabytes": round(found["memory"] / 1e6)}  # fmt: skip
