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


MONTHS = (
    "Number of domestic abuse crimes monthly\n\n"
    "| Year | Apr | May | Jun | Jul | Aug | Sep | Oct | Nov | Dec | Jan | Feb | Mar |\n"
    f"{'|---' * 13}|\n"
    "| 2018/19 | 110 | 120 | 130 | 140 | 150 | 160 | 170 | 180 | 190 | 100 | 105 | 115 |\n"
)


@pytest.mark.parametrize(
    ("stated", "note", "verdict"),
    [
        ("1,670", "", "consistent"),
        ("1,760", "", "inconsistent"),
        ("1,760", "Figures are provisional.\n\n", "caution"),
        ("3,500", "", "not checkable"),  # too far to be of the same thing
    ],
)
def test_months_make_their_year(stated: str, note: str, verdict: str) -> None:
    said = f"There were {stated} domestic abuse crimes in April 2018 to March 2019.\n\n"
    result = check_text(f"{said}Text.\n\nMore.\n\nAnd more.\n\nText.\n\n{MONTHS}\n{note}")
    (found,) = [one for one in result.checks if one.where.line == 1]
    assert found.verdict.value == verdict


def test_changes_of_another_measure_are_told() -> None:
    table = (
        "| Offence | Annual change to September 2019 | Annual change to December 2019 |\n"
        "|---|---|---|\n| All crime | +2% | -8% |\n| Violence without injury | +13% | +3% |\n"
    )
    text = "Violence without injury rose; the all crime rate slowed (+13% to +3%).\n"
    (found,) = of(check_text(f"{table}\n{text}"), "consistency.said-twice")
    assert (found.stated, found.expected) == ("+13%", "+2% to -8%")


def test_a_blank_is_told_with_what_a_table_has() -> None:
    table = (
        "| Measure | January to December 2018 | January to December 2019 |\n|---|---|---|\n"
        "| Confidence | 73.8% | 71.9% |\n| Robbery | 900 | 950 |\n"
    )
    result = check_text(f"{table}\nConfidence stands at % this year.\n")
    (found,) = of(result, "completeness.blank")
    assert found.expected == "71.9%"


def test_two_figures_that_each_agree_with_their_neighbours_are_a_caution() -> None:
    first = "Shoplifting fell by 1,000, from 9,000 in 2018 to 8,000 in 2019.\n\nText.\n\n"
    second = "Shoplifting came to 8,100 in 2019, an average of 675 a month.\n"
    result = check_text(first + second)
    assert of(result, "consistency.said-twice") == []
    assert of(result, "consistency.said-twice", Verdict.CAUTION)


def test_items_in_the_same_words_of_two_names_are_of_two_things() -> None:
    items = "".join(
        f"{name} division. Anti-social behaviour in 2019: {count} incidents.\n\n"
        for name, count in (("South", "15,878"), ("West", "18,242"))
    )
    assert of(check_text(items), "consistency.said-twice") == []
