"""Tables as reports print them: what is right holds, and each kind of slip is found."""

from __future__ import annotations

import re
from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.claims.made_tables import CHECKED, LOOSE, WRITTEN, Rows, checks_of, grid_of, with_slip

from scrutiny.claims.model import Check, Fact, Grid, GridCell, Marks, Role, Unit, Verdict
from scrutiny.claims.tables import facts_of_grid

HOLDS = (Verdict.CONSISTENT, Verdict.WITHIN_ROUNDING)
# Slips that nothing in the table gives away: in values that only their own year has, and those
# that are smaller than the rounding of the figures beside them.
HARD = {"years", "ranked", "money", "shares"}


def rows_of(text: str) -> Rows:
    """A table with its cells between bars."""
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


def wrong(text: str) -> list[Check]:
    return [one for one in checks_of(rows_of(text)) if one.verdict is Verdict.INCONSISTENT]


def facts(text: str, title: str = "") -> list[Fact]:
    return facts_of_grid(grid_of(rows_of(text)), 0, WRITTEN, title)[0]


def held(text: str) -> set[str]:
    """The figures that a check which holds stands at."""
    return {one.where.text for one in checks_of(rows_of(text)) if one.verdict in HOLDS}


@pytest.mark.parametrize("name", [*CHECKED, *LOOSE])
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**9))
def test_a_true_table_is_not_accused(name: str, seed: int) -> None:
    rows = {**CHECKED, **LOOSE}[name](Random(seed))
    found = [one for one in checks_of(rows) if one.verdict is Verdict.INCONSISTENT]
    assert not found, [one.explanation for one in found]


def _numbers(cell: str) -> list[float]:
    """The numbers of a cell, each by itself: -4% (-1,333) has two."""
    return [float(one.replace(",", "")) for one in re.findall(r"[0-9][0-9,]*", cell)]


@pytest.mark.parametrize("name", sorted(set(CHECKED) - HARD))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**9))
def test_a_large_slip_is_found_in_its_row_or_its_column(name: str, seed: int) -> None:
    chance = Random(seed)
    rows = CHECKED[name](chance)
    made = with_slip(rows, chance)
    assume(made is not None)
    assert made is not None
    slip, row, column, was = made
    numbers = zip(_numbers(was), _numbers(slip[row][column]), strict=False)
    assume(any(one >= 10 and abs(two - one) > 0.2 * one for one, two in numbers))
    found = [one for one in checks_of(slip) if one.verdict is Verdict.INCONSISTENT]
    lines = {place.line for one in found for place in (one.where, *one.against)}
    assert row + 1 in lines, f"{was} became {slip[row][column]}"


@pytest.mark.parametrize("name", sorted(CHECKED))
def test_most_figures_of_a_table_with_relations_are_checked(name: str) -> None:
    from random import Random

    figures = checked = 0
    for seed in range(12):
        rows = CHECKED[name](Random(seed))
        said, checks = facts_of_grid(grid_of(rows), 0, WRITTEN)
        places = {(one.where.line, one.where.start) for one in checks if one.verdict in HOLDS}
        figures, checked = figures + len(said), checked + len(places)
    assert checked >= (0.5 if name == "years" else 0.9) * figures


DECREASES = """
Measure | Jan '18 - Dec '18 | Versus | Jan '19 - Dec '19
Rape | 1,583 | {rape} | 1,480
Other | 3,523 | decrease (9%, -331) | 3,192
Hate | 2,964 | decrease (12%, -360) | 2,604
Slavery | 72 | increase (96%, 69) | 141
"""


def test_a_minus_that_its_neighbours_have_is_missed() -> None:
    found = wrong(DECREASES.format(rape="decrease (7%, 103)"))
    assert [(one.rule, one.stated, one.expected) for one in found] == [
        ("direction.missing-sign", "103", "-103")
    ]
    assert not wrong(DECREASES.format(rape="decrease (7%, -103)"))


def test_a_word_against_the_values_is_found() -> None:
    found = wrong(DECREASES.format(rape="increase (7%, 103)"))
    assert {one.rule for one in found} == {"direction.word"}


def test_a_dropped_digit_is_named() -> None:
    found = wrong(DECREASES.format(rape="decrease (7%, -13)"))
    assert "a digit is missing" in found[0].explanation
    assert found[0].expected == "-103"


@pytest.mark.parametrize(
    ("said", "rule"),
    [("+10.0%", "direction.sign"), ("10.0%", "direction.missing-sign")],
)
def test_a_sign_is_held_to_the_values(said: str, rule: str) -> None:
    table = f"""
Offence | 2017/18 | 2018/19 | % change
Burglary | 1,000 | 900 | {said}
Robbery | 400 | 300 | -25.0%
Theft | 2,000 | 2,100 | +5.0%
Arson | 80 | 60 | -25.0%
"""
    assert [one.rule for one in wrong(table)] == [rule]


def test_arrows_are_held_to_the_values() -> None:
    table = """
Offence | 2018 | 2019 | Direction
Burglary | 1,000 | 900 | ↓
Robbery | 400 | 300 | ↓
Theft | 2,000 | 2,100 | {way}
Arson | 80 | 60 | ↓
Fraud | 70 | 90 | ↑
"""
    assert not wrong(table.format(way="↑"))


def test_a_share_of_a_whole_that_leaves_a_row_out() -> None:
    table = """
 | Spend 31/12/19 | %
 | £m |
Visible | 78.0 | 38.4%
Non Visible | 67.1 | {share}
Operational Frontline | 145.1 | 71.5%
Frontline Support | 16.9 | 8.3%
Business Support | 40.9 | 20.2%
Other | 9.3 |
Total | {total} |
"""
    right = table.format(share="33.1%", total="212.2")
    assert not wrong(right)
    assert {"78.0", "38.4%", "212.2", "145.1", "9.3", "20.2%"} <= held(right)
    assert wrong(table.format(share="38.1%", total="212.2"))
    assert wrong(table.format(share="33.1%", total="221.2"))


def test_points_called_per_cent_are_a_caution_and_no_error() -> None:
    table = """
User satisfaction | Previous 12 months | Versus | Current 12 months
Burglary | 70% | Decrease (3%) | 67%
Violent | 75% | Decrease (5%) | 70%
Hate | 72% | Decrease (3%) | 69%
Domestic Abuse | 76% | Increase (1%) | 77%
"""
    checks = checks_of(rows_of(table))
    assert not wrong(table)
    assert sum(one.rule == "arithmetic.points" for one in checks) == 4


@pytest.mark.parametrize(("hours", "verdict"), [
    ("16.9", Verdict.WITHIN_ROUNDING), ("17.0", Verdict.CONSISTENT), ("19.0", Verdict.INCONSISTENT),
])  # fmt: skip
def test_a_conversion_in_a_cell(hours: str, verdict: Verdict) -> None:
    table = f"Measure | 2018 | 2019\nGrade 3 | 638 min (10.6hrs) | 1018 min ({hours}hrs)"
    found = {one.where.text: one for one in checks_of(rows_of(table))}
    assert found[f"{hours}hrs"].verdict is verdict


def test_several_heads_within_one_table() -> None:
    table = """
PROTECTING LOCAL POLICING | | |
Measure | Previous period Apr '18 – Dec '18 | | In Year Apr '19 – Dec '19
Budget: visible | £77.3M (40%) | | £78.0M (38.4%)
Measure | Previous Jan '18 - Dec '18 | Versus | In Year Jan '19 - Dec '19
999 Calls - Service Level < 10 secs | 75.2% | +0.7% | 75.9%
101 Calls - Service Level | 40.0% | - 1.6% | 38.4%
"""
    said = {one.quantity.text: one for one in facts(table)}
    assert said["75.2%"].period == "2018-01/2018-12"
    assert said["£77.3M"].period == "2018-04/2018-12"
    assert said["+0.7%"].role is Role.PERCENT
    assert (said["+0.7%"].period, said["+0.7%"].before) == ("2019-01/2019-12", "2018-01/2018-12")
    assert said["75.2%"].role is Role.BEFORE


def test_months_across_and_years_down_give_months() -> None:
    table = """
 | Apr | May | Jan
2017/18 | 986 | 1,096 | 1,381
2018/19 | 1,604 | 1,940 | 1,331
"""
    said = {one.quantity.text: one.period for one in facts(table, "Domestic abuse crimes by month")}
    assert said == {
        "986": "2017-04/2017-04", "1,096": "2017-05/2017-05", "1,381": "2018-01/2018-01",
        "1,604": "2018-04/2018-04", "1,940": "2018-05/2018-05", "1,331": "2019-01/2019-01",
    }  # fmt: skip


def test_an_area_of_its_own_column() -> None:
    table = """
AREA | % | 12M to Oct '18 | 12M to Oct '19
England & Wales | +4% | 158,605 | 165,302
Most Similar Group | - 2% | 39,328 | 38,579
North West Region | - 2% | 22,495 | 22,060
Lancashire* | - 5% | 5,028 | 4,759
"""
    said = {one.quantity.text: one for one in facts(table, "All sexual offences")}
    assert said["158,605"].area == "England and Wales"
    assert said["158,605"].measure == "sexual offences"
    assert said["158,605"].period == "2017-11/2018-10"
    assert said["- 2%"].role is Role.PERCENT
    assert not wrong(table)
    assert wrong(table.replace("39,328", "38,328"))


def test_a_target_in_a_label_is_a_figure() -> None:
    table = """
Measure | 2018 | 2019
Emergency response (Target <15 Mins) | 9.9 min | 10.2 min
"""
    said = [one.quantity for one in facts(table)]
    assert [(one.text, one.unit) for one in said][-1] == ("15 Mins", Unit.SECONDS)


def test_missing_values_are_no_figures_and_stop_nothing() -> None:
    table = """
Offence | 2017/18 | 2018/19 | Change
Burglary | 1,000 | 900 | -100
Robbery | - | 300 | N/A
Theft | 2,000 | .. |
Arson | 80 | 60 | -20
Fraud | 70 | 91 | 20
"""
    assert [one.expected for one in wrong(table)] == ["21"]


def test_grades_of_as_many_forces() -> None:
    table = """
 | Excellent | Good | Fair | Poor
Neighbourhood policing | 6 | 14 | 21 | 2
Performance | 6 | 29 | 8 | 0
Child abuse | 3 | 17 | 21 | 2
Domestic violence | 1 | {good} | 27 | 2
Missing persons | 1 | 21 | 21 | 0
"""
    assert not wrong(table.format(good=13))
    assert wrong(table.format(good=31))


def test_a_hostile_table_is_read_in_time() -> None:
    marks = Marks((0,), (1,), (0,))
    wide = Grid(tuple(
        tuple(GridCell(str(r * c % 977), marks, span=900) for c in range(60)) for r in range(1_200)
    ))  # fmt: skip
    facts_of_grid(wide, 0, WRITTEN)
    long = Grid(tuple(
        (GridCell(f"Row {r}", marks), *(GridCell(f"{r * c % 97}%", marks) for c in range(30)))
        for r in range(1_200)
    ))  # fmt: skip
    facts_of_grid(long, 0, WRITTEN)
    digits = Grid(((GridCell("a", marks), GridCell("9" * 1_000_000, marks)),) * 3)
    facts_of_grid(digits, 0, WRITTEN)
    facts_of_grid(Grid(()), 0, WRITTEN)
    facts_of_grid(Grid(((),)), 0, WRITTEN)
