"""What a paper lacks: figures left blank, tables that are not there, periods at odds."""

from __future__ import annotations

import pytest

from scrutiny.claims.check import check_text
from scrutiny.claims.forms.shared import summary
from scrutiny.claims.model import Check, Verdict

TABLE = (
    "| Offence | 2018 | 2019 |\n|---|---|---|\n| Burglary | 120 | 130 |\n| Robbery | 80 | 90 |\n"
)
TWO = f"Table 1: Crime\n\n{TABLE}\n\nTable 2: Rape\n\n{TABLE}"


def lacking(text: str, form: str = "markdown") -> list[Check]:
    return [
        one
        for one in check_text(text, form=form).checks
        if one.rule.startswith("completeness") and one.verdict is not Verdict.NOT_CHECKABLE
    ]


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("Satisfaction stands at % (72% last time).", "at %"),  # as in the paper of 2020
        ("Crime fell by % in the year.", "by %"),
        ("The rate was % compared with 12% in 2018.", "was %"),
        ("There were a total of offences in the year to March 2019.", "total of offences"),
        ("The unit cost £ million in 2019.", "cost £ million"),
        ("A saving of £ was made.", "of £ was"),
        ("Burglary fell by xx% in the year.", "xx%"),
        ("Burglary fell by X% in the year.", "X%"),
        ("There were [insert figure] offences.", "[insert figure]"),
        ("There were [XX] offences, a fall of 5%.", "[XX]"),
        ("The total was #REF! for the quarter.", "#REF!"),
        ("Crime fell by 123 (%) in the year.", "(%)"),
        ("Crime fell (, -123) in the year.", "(,"),
        ("Robbery increased by compared with last year.", "increased by compared"),
        ("Robbery increased from to 410 offences.", "from to"),
        ("Robbery increased from 390 to .", "to ."),
        ("There were ??% more calls.", "??%"),
        ("Confidence stands at in the year, compared with 72%.", "stands at in"),
        ("Robbery fell to in 2019 from 410.", "fell to in"),
        ("Robbery rose by in 2019.", "rose by in"),
        ("Confidence is up % on last year.", "up %"),
        ("Confidence was at per cent in 2019.", "at per"),
        ("The median time to arrive was minutes in 2019.", "was minutes"),
        ("It had an average of each month in 2019.", "average of each"),
        ("The share fell from 42% to ? in 2019.", "?"),
        ("Satisfaction stood at -% in 2019.", "-%"),
        ("Satisfaction stood at ...% in 2019.", "...%"),
        ("There were [ ] offences in 2019.", "[ ]"),
        ("There were ### offences in 2019.", "###"),
        ("Satisfaction is nn% (was 45%).", "nn%"),
        ("The total was (to be confirmed) for the year.", "(to be confirmed)"),
    ],
)
def test_a_blank_is_found(text: str, stated: str) -> None:
    assert stated in [one.stated for one in lacking(text) if one.rule == "completeness.blank"]


@pytest.mark.parametrize(
    "text",
    [
        "The table gives the % change in each offence.",
        "Change is shown as a % of all crime.",
        "Spend (£ million) by quarter.",
        "The budget is stated in £ million.",
        "Of the % of cases that were late, most were burglary.",
        "Crime fell by 5% (123 offences), from 2,460 to 2,337.",
        "The Chief Constable (or a deputy) attended.",
        "It was led by to-do lists.",
        "Response is reviewed by the panel.",
        "A total of five offences was recorded.",
        "Is it down? in part, yes.",
        "Reports are up to date in each area.",
        "The risk is reduced by in-house teams, and it rose by a third.",
        "It is reduced to a minimum from the start.",
        "In the minutes of the meeting it is minuted.",
        "Around 10 per cent of the 12 per cent are late.",
        "Crime fell by over 5% in an average of a few areas.",
        "It fell from 12% to 10% (see [the note](note.md)).",
        "The Constabulary moved from to-do lists to a system.",
    ],
)
def test_what_only_looks_blank_is_not_told(text: str) -> None:
    assert lacking(text) == []


def test_the_one_blank_cell_of_a_full_table_is_told() -> None:
    rows = "".join(f"| Offence {c} | {n} | {n + 7} | 7 |\n" for n, c in enumerate("ABCDE", 210))
    table = "| Offence | 2018 | 2019 | Change |\n|---|---|---|---|\n" + rows
    assert lacking(table) == []
    (found,) = lacking(table.replace("| 219 |", "|  |"))
    assert found.rule == "completeness.blank"
    assert "Offence C" in found.explanation


def test_months_still_to_come_are_no_blanks() -> None:
    table = (
        "| Year | Apr | May | Jun | Jul |\n|---|---|---|---|---|\n"
        "| 2017/18 | 10 | 11 | 12 | 13 |\n| 2018/19 | 14 | 11 | 12 | 13 |\n"
        "| 2019/20 | 10 | 11 |  |  |\n"
    )
    assert lacking(table) == []


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (f"{TABLE}\n\nThe table below shows rape.\n\nNothing follows at all.\n", "inconsistent"),
        (f"The table below shows it.\n\n{TABLE}", None),
        (f"It is in the table above.\n\n{TABLE}", "inconsistent"),
        (f"{TABLE}\n\nIt is in the table above.", None),
        (f"As Table 4 shows.\n\n{TWO}", "inconsistent"),
        (f"As shown by Table 2.\n\n{TWO}", None),
        ("As in Table 4 of the ONS bulletin.", None),
        ("See the graph below.\n\nNothing.", None),
        ("![crime](crime.png)\n\n" + "Text.\n\n" * 30 + "See the graph below.\n\nNo.", "caution"),
        ("See the graph below.\n\n![crime](crime.png)\n", None),
        ("# One\n\nIt is in Appendix A.\n\n## Appendix A\n\nText.", None),
    ],
)  # fmt: skip
def test_a_promised_table_or_picture_is_looked_for(text: str, verdict: str | None) -> None:
    found = [one for one in lacking(text) if one.rule == "completeness.missing-figure"]
    assert [one.verdict.value for one in found] == ([verdict] if verdict else [])


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("In Q3 2019/20 (July to September 2019) crime fell.", True),
        ("In Q3 2019/20 (October to December 2019) crime fell.", False),
        ("In Q2 2019/20 (July to September 2019) crime fell.", False),
        ("In the 12 months from January 2019 to September 2019 crime fell.", True),
        ("In the 12 months from January 2019 to December 2019 crime fell.", False),
    ],
)
def test_periods_beside_each_other_agree(text: str, wrong: bool) -> None:
    found = [one for one in lacking(text) if one.rule == "completeness.period"]
    assert bool(found) is wrong


def test_a_sign_without_its_percentage_is_told_and_is_no_figure() -> None:
    head = "| Offence | 2018 | 2019 | Change |\n|---|---|---|---|\n"
    text = f"{head}| Burglary | 1,696 | 1,942 | +% (+246) |\n"
    result = check_text(text, form="markdown")
    told = [one for one in result.checks if one.verdict is Verdict.INCONSISTENT]
    assert [(one.rule, one.stated) for one in told] == [("completeness.blank", "+%")]
    counts = summary(result)
    assert (counts["figures"], counts["checked"]) == (3, 3)


def test_a_percentage_with_a_zero_before_it_is_read() -> None:
    head = "| Offence | 2018 | 2019 | Change |\n|---|---|---|---|\n"
    text = f"{head}| Burglary | 1,000 | 1,300 | 03% (+300) |\n"
    found = check_text(text, form="markdown").checks
    told = [one for one in found if one.verdict is Verdict.INCONSISTENT]
    assert [(one.stated, one.expected) for one in told] == [("03%", "30%")]


def test_a_title_of_another_period_than_its_columns_is_told() -> None:
    head = (
        "| Offence | Jul - Sep 2018 | Jul - Sep 2019 |\n|---|---|---|\n| Burglary | 120 | 130 |\n"
    )
    wrong = f"**October to December 2019**\n\n{head}"
    right = f"**July to September 2019**\n\n{head}"
    assert [one.rule for one in lacking(wrong)] == ["completeness.period"]
    assert lacking(right) == []
