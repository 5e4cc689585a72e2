"""`python -m benchmarks`: our work against others' on the same files, and how its cost grows.

    python -m benchmarks                     every piece of work at 20 million rows, five rounds
    python -m benchmarks --rows 2M --runs 3 --only load,calculate
    python -m benchmarks --growth            1 to 100 million rows; 1, 8 and 43 forces
    python -m benchmarks --once 100M         one size, end to end, once
    python -m benchmarks --waits             what a user of the demo waits for
    python -m benchmarks --document          write the kept results into docs/performance.md

The data are built from real rows the first time, and kept. See docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.growth import text as growth_text
from benchmarks.machine import machine
from benchmarks.report import text, verdicts
from benchmarks.rounds import rounds
from benchmarks.stage import Stage, stage
from benchmarks.works import OURS, WORKS

ROOT = Path(__file__).parents[1]
# What a round of every work took on two cores, to say how long it will be: so much for any size,
# and so much for each row.
SECONDS_A_ROUND, SECONDS_A_ROW = 40, 12e-6
MOST_DISK = 290  # bytes a row of files, tables and what is written in between, roughly
SIZES = (1, 2, 5, 10, 20, 50, 100)  # million rows, of 43 forces
FORCES = (1, 8, 43)
FORCES_ROWS = 2_000_000


def number(text: str) -> int:
    """`20M`, `500k` or digits."""
    units = {"k": 1_000, "M": 1_000_000}
    return int(float(text.rstrip("kM")) * units.get(text[-1], 1))


def options(arguments: Sequence[str] | None) -> argparse.Namespace:
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("benchmarks", description=__doc__, formatter_class=plain)
    parser.add_argument("--rows", type=number, default=number("20M"), metavar="N")
    parser.add_argument("--forces", type=int, default=43, metavar="N")
    parser.add_argument("--runs", type=int, default=5, metavar="N")
    parser.add_argument("--only", metavar="WORK,...", help=", ".join(w.name for w in WORKS))
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--most", type=number, default=number("100M"), metavar="N",
                        help="the largest size of --growth")  # fmt: skip
    parser.add_argument("--once", type=number, metavar="N")
    parser.add_argument("--waits", action="store_true")
    parser.add_argument("--document", action="store_true")
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "benchmarks")
    parser.add_argument("--out", type=Path, metavar="FILE", help="where to keep the results")
    return parser.parse_args(arguments)


def say(what: str) -> None:
    sys.stderr.write(f"bench: {what}\n")
    sys.stderr.flush()


def table(given: argparse.Namespace) -> dict[str, Any]:
    """The works in rounds, at one size."""
    chosen = given.only.split(",") if given.only else [work.name for work in WORKS]
    unknown = set(chosen) - {work.name for work in WORKS}
    if unknown:
        raise SystemExit(f"bench: there is no work {', '.join(sorted(unknown))}")
    round_of_all = SECONDS_A_ROUND + given.rows * SECONDS_A_ROW
    minutes = (given.runs + 1) * round_of_all * len(chosen) / len(WORKS) / 60
    say(f"about {max(1, round(minutes))} minutes and {given.rows * MOST_DISK / 1e9:.0f} GB of disk")
    results: dict[str, Any] = {"kind": "table", "machine": machine()}
    on = _stage(given.folder, given.rows, given.forces)
    results["data"] = on.data
    try:
        if set(chosen) - {"load"}:
            say("preparing the workspaces")
            on.prepare()
        found = [
            m for work in WORKS if work.name in chosen for m in rounds(work, on, given.runs, say)
        ]
    finally:
        on.remove()
    results["measured"] = [m.summary() for m in found]
    return results


def _stage(folder: Path, rows: int, forces: int) -> Stage:
    say(f"building {rows:,} rows of {forces} forces, or finding them")
    return stage(folder, rows, forces)


def once(given: argparse.Namespace, rows: int, forces: int) -> dict[str, Any]:
    """One size from end to end, each step once: time, memory and disk."""
    on = _stage(given.folder, rows, forces)
    try:
        say(f"{rows:,} rows of {forces} forces: loading, calculating and reading")
        steps = on.once()
        return {
            "data": on.data,
            "window": on.window,
            "sizes": on.sizes(),
            "steps": {
                name: {"seconds": r.seconds, "cpu": r.cpu, "peak": r.peak}
                for name, r in steps.items()
            },
            "observations": steps["calculate"].facts["rows"],
        }
    finally:
        on.remove()


def growth(given: argparse.Namespace) -> dict[str, Any]:
    """Every size and number of forces, or the one size asked for."""
    sizes = [size * 1_000_000 for size in SIZES if size * 1_000_000 <= given.most]
    asked = [(FORCES_ROWS, forces) for forces in FORCES[:-1]] + [(size, 43) for size in sizes]
    if given.once:
        asked = [(given.once, given.forces)]
    before = machine()
    return {"kind": "growth", "machine": before, "points": [once(given, *one) for one in asked]}


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit 1 when ours failed or a target was missed."""
    given = options(arguments)
    if given.waits:
        from benchmarks.waits import main as waits

        return waits()
    if given.document:
        from benchmarks.document import write

        return write(ROOT)
    grows = given.growth or given.once
    results = growth(given) if grows else table(given)
    out = given.out or given.folder / f"{results['machine']['at'][:10]}-{results['kind']}.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(results, indent=1) + "\n")
    sys.stdout.write((growth_text(results) if grows else text(results)) + "\n")
    say(f"kept in {out}")
    if grows:
        return 0
    failed = [m for m in results["measured"] if m["failed"] and m["competitor"] == OURS]
    missed = [said for *_, said in verdicts(results) if said.startswith("MISSED")]
    return 1 if failed or missed else 0


if __name__ == "__main__":
    sys.exit(main())
