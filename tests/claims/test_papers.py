"""The real papers, figure by figure, against what a careful reader found in them by hand.

The papers are public but not in the repository: they are read from the folder that
SCRUTINY_DOCUMENTS names, or beside the checkout, and these tests are skipped without them.
"""

from __future__ import annotations

import os
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from scrutiny.claims.check import check_file
from scrutiny.claims.model import Check, Result, Verdict

EXPECTATIONS = Path(__file__).parent / "expectations"
PAPERS = ("quarterly-report-2020-02", "peel-effectiveness-2016", "hmic-inspection-2007")
HELD = {Verdict.CONSISTENT, Verdict.WITHIN_ROUNDING, Verdict.INCONSISTENT, Verdict.CAUTION}


@cache
def expected(name: str) -> dict[str, Any]:
    return tomllib.loads((EXPECTATIONS / f"{name}.toml").read_text("utf-8"))


def by_hand(name: str) -> dict[int, list[tuple[str, bool]]]:
    """By line, each figure and whether another figure of the paper can be held to it."""
    found = {}
    for line, said in expected(name)["figures"].items():
        one_by_one = said.split(" | ")
        found[int(line)] = [(one.removesuffix("*"), one.endswith("*")) for one in one_by_one]
    return found


@cache
def lines(name: str) -> list[str]:
    named = os.environ.get("SCRUTINY_DOCUMENTS")
    folder = Path(named) if named else Path(__file__).parents[3] / "shared" / "documents"
    path = folder / f"{name}.md"
    if not path.is_file():
        pytest.skip("the papers are not here (set SCRUTINY_DOCUMENTS)")
    return path.read_text("utf-8").split("\n")


@cache
def result(name: str) -> Result:
    lines(name)
    named = os.environ.get("SCRUTINY_DOCUMENTS")
    folder = Path(named) if named else Path(__file__).parents[3] / "shared" / "documents"
    return check_file(folder / f"{name}.md")


def tells(check: Check, slip: dict[str, Any]) -> bool:
    """Whether a check says of a slip what may be said of it, at one of its ends."""
    if check.verdict not in slip["verdicts"] or check.rule.split(".")[0] not in slip["rules"]:
        return False
    if check.where.line in slip.get("at", []):
        return True
    return check.where.line == slip["line"] and _touches(check.where.text, slip["quote"])


def _touches(said: str, quote: str) -> bool:
    """Whether one of two quotations holds the other, spaces and signs apart."""
    one, other = (
        text.lower().translate(str.maketrans("", "", " +-−–(),")) for text in (said, quote)
    )
    return bool(one) and (one in other or other in one)


SLIPS = [(name, slip) for name in PAPERS for slip in expected(name).get("slip", [])]


@pytest.mark.parametrize("name", PAPERS)
def test_the_hand_count_stands_in_the_paper(name: str) -> None:
    for number, figures in by_hand(name).items():
        line, at = lines(name)[number - 1], 0
        for figure, _ in figures:
            found = line.find(figure, at)
            assert found >= 0, f"line {number}: {figure!r} is not after character {at}"
            at = found + len(figure)


@pytest.mark.parametrize("name", PAPERS)
def test_no_quotation_is_long(name: str) -> None:
    for slip in expected(name).get("slip", []):
        assert len(slip["quote"].split()) < 15
        assert slip["quote"] in lines(name)[slip["line"] - 1]


def test_the_2020_paper_has_as_many_figures_as_a_reader_counts() -> None:
    name = "quarterly-report-2020-02"
    counted = sum(len(figures) for figures in by_hand(name).values())
    assert len(result(name).figures) == pytest.approx(
        counted, rel=expected(name)["counted_within"] / 100
    )


@pytest.mark.parametrize(
    ("name", "slip"),
    [one for one in SLIPS if one[1]["must"]],
    ids=lambda one: f"line {one['line']}: {one['quote']}" if isinstance(one, dict) else "",
)
def test_a_slip_is_found(name: str, slip: dict[str, Any]) -> None:
    assert any(tells(check, slip) for check in result(name).checks), slip["why"]


@pytest.mark.parametrize("name", PAPERS)
def test_right_figures_are_not_accused(name: str) -> None:
    slips = [slip for of, slip in SLIPS if of == name]
    wrongly = [
        check
        for check in result(name).checks
        if check.verdict is Verdict.INCONSISTENT
        and not any(tells(check, slip | {"verdicts": [Verdict.INCONSISTENT]}) for slip in slips)
    ]
    share = 100 * len(wrongly) / max(1, len(result(name).figures))
    said = [f"{one.where.line}: {one.where.text}: {one.explanation}" for one in wrongly]
    assert share <= expected(name)["accused_wrongly"], said


@pytest.mark.parametrize("name", PAPERS)
def test_figures_that_can_be_checked_are(name: str) -> None:
    said: dict[int, list[str]] = {}
    for check in result(name).checks:
        if check.verdict in HELD:
            said.setdefault(check.where.line, []).append(check.where.text)
    can = [(line, figure) for line, figures in by_hand(name).items()
           for figure, star in figures if star]  # fmt: skip
    left = [(line, figure) for line, figure in can
            if not any(_touches(text, figure) for text in said.get(line, []))]  # fmt: skip
    assert 100 * (1 - len(left) / len(can)) >= expected(name)["checked"], left
