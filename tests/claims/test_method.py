"""Figures that are right and say more than they can bear."""

from __future__ import annotations

import pytest

from scrutiny.claims.check import check_text
from scrutiny.claims.model import Verdict


def cautions(text: str, rule: str) -> list[str]:
    return [
        one.verdict.value
        for one in check_text(text).checks
        if one.rule == rule and one.verdict is not Verdict.NOT_CHECKABLE
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Homicide rose from 8 to 12, a rise of 50%.", True),
        ("Homicide rose from 8 to 12, a rise of 50%. These are small numbers.", False),
        ("Homicide rose from 8 to 12, a rise of 50%.\n\nTreat with caution.", False),
        ("Burglary rose from 800 to 1,200, a rise of 50%.", False),
        ("5 of 16 cases (31%) were late.", True),
        ("Homicide rose from 8 to 12.", False),
    ],
)
def test_percentages_of_small_numbers(text: str, told: bool) -> None:
    assert bool(cautions(text, "method.small-numbers")) is told


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Confidence was 73.8% ± 4.7% and is 71.9% ± 3.5%: no significant change.", "consistent"),
        ("Confidence was 83.8% ± 1.7% and is 71.9% ± 1.5%: no significant change.", "inconsistent"),
        ("Confidence was 73.8% ± 4.7% and is 71.9% ± 3.5%, a statistically significant change.",
         "inconsistent"),
        ("Confidence was 83.8% ± 1.7% and is 71.9% ± 1.5%, a statistically significant change.",
         "consistent"),
        ("Confidence was 83.8% ± 1.7% and is 71.9% ± 1.5%.", None),
    ],
)  # fmt: skip
def test_significance_is_held_to_the_margins(text: str, verdict: str | None) -> None:
    assert set(cautions(text, "method.significance")) == ({verdict} if verdict else set())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The grade improved from ‘fair’ to ‘requires improvement’.", True),
        ("The grade improved from ‘fair’ to ‘good’.", False),
        ("The force was graded inadequate, and is now graded good.", False),
        ("Judgements moved from 'excellent' to 'outstanding'.", True),
        ("It is only fair to say that resources were inadequate.", False),
    ],
)
def test_a_trend_across_two_scales(text: str, told: bool) -> None:
    assert bool(cautions(text, "method.scale")) is told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The force is ranked 23rd for burglary.", True),
        ("The force is ranked 23rd of 43 forces for burglary.", False),
        ("The force is ranked 5th out of 8 for burglary.", False),
    ],
)
def test_a_rank_says_among_how_many(text: str, told: bool) -> None:
    assert bool(cautions(text, "method.rank")) is told


def test_periods_of_unlike_length_are_told() -> None:
    text = (
        "Robbery: 965 offences in April to December 2019 compared with "
        "1,114 offences in April 2018 to March 2019."
    )
    assert cautions(text, "method.unlike") == ["caution"]


@pytest.mark.parametrize(
    ("force", "year", "told"),
    [
        ("Lancashire", "2019", True),  # it recorded better from April 2018
        ("Cumbria", "2019", False),
        ("Lancashire", "2021", False),
    ],
)
def test_a_change_across_a_break_is_told(force: str, year: str, told: bool) -> None:
    text = f"# {force} Constabulary\n\nRobbery fell by 10% in January to December {year}.\n"
    assert bool(cautions(text, "method.break")) is told


def test_a_change_whose_break_the_text_names_is_not_told() -> None:
    text = (
        "# Lancashire Constabulary\n\nRobbery fell by 10% in January to December 2019, "
        "after changes in recording.\n"
    )
    assert cautions(text, "method.break") == []
