"""The same figure said twice, and the months that make a year."""

from __future__ import annotations

import pytest

from scrutiny.claims.check import check_text
from scrutiny.claims.model import Check, Result, Verdict


def of(result: Result, rule: str, verdict: Verdict = Verdict.INCONSISTENT) -> list[Check]:
    return [one for one in result.checks if one.rule == rule and one.verdict is verdict]


TOLD = (Verdict.INCONSISTENT, Verdict.CONSISTENT, Verdict.CAUTION)
FIRST = "There were 8,073 residential burglary offences in the 12 months to December 2019.\n\n"


@pytest.mark.parametrize(
    ("second", "verdict"),
    [
        ("Burglary Residential stood at 8,037 in January to December 2019.", "inconsistent"),
        ("Burglary Residential stood at 8,073 in January to December 2019.", "consistent"),
        ("Residential burglary stood at 8,787 in January to December 2018.", None),
        ("Business robbery stood at 8,037 in January to December 2019.", None),
        ("Residential burglary stood at 8,037 in Burnley in January to December 2019.", None),
        ("Repeat residential burglary stood at 8,037 in January to December 2019.", None),
        ("Residential burglary arrests stood at 8,037 in January to December 2019.", None),
        ("There were over 8,000 residential burglary offences in 2019.", None),
        ("Residential burglary averaged 673 a month in January to December 2019.", None),
    ],
)
def test_a_figure_said_twice(second: str, verdict: str | None) -> None:
    result = check_text(f"{FIRST}Text between.\n\n{second}\n")
    told = {
        one.verdict.value
        for one in result.checks
        if one.rule == "consistency.said-twice" and one.verdict in TOLD
    }
    assert told == ({verdict} if verdict else set())


def test_a_slip_between_two_places_is_named() -> None:
    second = "Burglary Residential stood at 8,037 in January to December 2019.\n"
    (found,) = of(check_text(f"{FIRST}Text.\n\n{second}"), "consistency.said-twice")
    assert "two digits are swapped" in found.explanation
    assert found.against[0].line != found.where.line
