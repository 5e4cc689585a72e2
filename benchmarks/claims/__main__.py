"""`python -m benchmarks.claims`: how many slips the figure checker tells, and whom it accuses.

python -m benchmarks.claims                      measure, and keep the results
python -m benchmarks.claims --papers 5           fewer papers
python -m benchmarks.claims --failing FILE       what was missed or accused, of the open wordings
python -m benchmarks.claims --document           write the kept results into the docs
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from pathlib import Path
from typing import Any

from benchmarks.claims import naive
from benchmarks.claims.corpus import paper
from benchmarks.claims.forms import FORMS
from benchmarks.claims.measure import Counts, count
from benchmarks.claims.page import page
from benchmarks.claims.whole import long_paper, of_form
from benchmarks.machine import machine
from scrutiny.claims.check import check_text

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "benchmarks" / "results" / "claims.json"
PAGE = ROOT / "docs" / "figure-checker" / "results.md"


def corpus(papers: int, seed: int, held: bool) -> tuple[Counts, Counts]:
    """The checker's counts and the naive one's, of the same papers."""
    rng = random.Random(seed)
    made = [paper(rng, held) for _ in range(papers)]
    return count(made, lambda text: check_text(text).checks), count(made, naive.check)


def measure(papers: int, seed: int, forms: list[str]) -> tuple[dict[str, Any], Counts]:
    """Everything that is measured, and the counts of the open wordings."""
    found: dict[str, Any] = {"kind": "claims", "machine": machine(), "papers": papers}
    ours, theirs = corpus(papers, seed, held=False)
    found["open"] = {"ours": ours.results(), "naive": theirs.results()}
    held, theirs = corpus(max(1, papers // 2), seed + 1, held=True)
    found["held"] = {"ours": held.results(), "naive": theirs.results()}
    found["forms"] = {form: of_form(form, 4 * papers, seed) for form in forms}
    found["long"] = [long_paper(form=form) for form in forms]
    return found, ours


def options(arguments: list[str] | None) -> argparse.Namespace:
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("claims", description=__doc__, formatter_class=plain)
    parser.add_argument("--papers", type=int, default=30, metavar="N")
    parser.add_argument("--seed", type=int, default=2024, metavar="N")
    parser.add_argument("--forms", default=",".join(FORMS), metavar="FORM,...")
    parser.add_argument("--failing", type=Path, metavar="FILE")
    parser.add_argument("--document", action="store_true")
    parser.add_argument("--out", type=Path, default=KEPT, metavar="FILE")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> None:
    given = options(arguments)
    if given.document:
        PAGE.write_text(page(json.loads(given.out.read_text("utf-8"))), encoding="utf-8")
        return
    found, counts = measure(given.papers, given.seed, given.forms.split(","))
    given.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(page(found))
    if given.failing:
        lines = [f"{one['what']} {one['of']} {one['slip']}: {one['text']}  {one['said']}"
                 for one in counts.missed]  # fmt: skip
        given.failing.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
