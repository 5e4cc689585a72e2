"""A part of the measured corpus, the same every time: recall and false alarms may not slip."""

from __future__ import annotations

import json

import pytest
from benchmarks.claims.__main__ import KEPT, PAGE, corpus
from benchmarks.claims.measure import Counts
from benchmarks.claims.page import page

PAPERS, SEED = 3, 11
# What the checker reaches is in docs/figure-checker/results.md; these are the least it may reach.
RECALL, PRECISION, CHECKED = 0.85, 0.95, 0.85
FALSE = 0.5  # in a hundred figures


@pytest.fixture(scope="module", params=[False, True], ids=["open", "held out"])
def counts(request: pytest.FixtureRequest) -> tuple[Counts, Counts]:
    return corpus(PAPERS, SEED, request.param)


def test_most_slips_are_told(counts: tuple[Counts, Counts]) -> None:
    ours, naive = (one.results() for one in counts)
    assert ours["recall"] >= RECALL
    assert ours["recall"] > 5 * naive["recall"]


def test_few_true_figures_are_accused(counts: tuple[Counts, Counts]) -> None:
    ours = counts[0].results()
    assert ours["precision"] >= PRECISION
    assert ours["false inconsistents per 100 figures"] <= FALSE


def test_most_figures_that_can_be_checked_are(counts: tuple[Counts, Counts]) -> None:
    assert counts[0].results()["checked"] >= CHECKED


def test_what_was_spoiled_differs_from_what_was_true(counts: tuple[Counts, Counts]) -> None:
    assert counts[0].slips > 10
    assert counts[0].checkable > 500


def test_the_page_of_results_is_of_the_kept_results() -> None:
    kept = json.loads(KEPT.read_text("utf-8"))
    assert PAGE.read_text("utf-8") == page(kept), "python -m benchmarks.claims --document"
