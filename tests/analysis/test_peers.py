"""Peers: ranks and ties, quarters, totals that name who is missing, and who is out of line."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from scrutiny.analysis.peers import (
    PeerRow,
    competition_ranks,
    ordinal,
    out_of_line,
    peers,
)
from scrutiny.catalogue.model import Better, Break, BreakKind, Measure
from scrutiny.errors import ScrutinyError
from scrutiny.observation import Observation
from scrutiny.periods import Month

Make = Callable[..., Measure]
Observe = Callable[..., Observation]
BEFORE = ("2018-01", "2018-12")


@pytest.fixture
def forces(observed: Observe) -> Callable[..., dict[str, Observation]]:
    """Observations of one period for areas A, B, C ... in the order of their values."""

    def make(values: list[float | None], *period: str) -> dict[str, Observation]:
        areas = [chr(ord("A") + n) for n in range(len(values))]
        return {a: observed(v, *period, area=a) for a, v in zip(areas, values, strict=True)}

    return make


@given(st.lists(st.integers(-5, 20), min_size=1, max_size=43), st.booleans())
def test_ranks_are_competition_ranks(values: list[int], highest_first: bool) -> None:
    named = {str(n): float(v) for n, v in enumerate(values)}
    expected = stats.rankdata([-v if highest_first else v for v in values], method="min")
    found = competition_ranks(named, highest_first=highest_first)
    assert [found[str(n)] for n in range(len(values))] == list(expected)


def test_an_area_without_a_value_is_not_ranked(a_measure: Make, forces: Callable) -> None:
    found = peers(a_measure(), forces([5, None, 3]), forces([5, 4, 3], *BEFORE))
    assert [r.rank for r in found.rows] == [2, None, 1]
    assert found.ranked == 2
    assert found.rows[1].rank_text == "not ranked"


@pytest.mark.parametrize(
    ("better", "ranks", "says"),
    [
        (Better.DOWN, [3, 1, 2], "1 is the lowest, which is best."),
        (Better.UP, [1, 3, 2], "1 is the highest, which is best."),
        (Better.NEITHER, [1, 3, 2], "1 is the highest."),
    ],
)
def test_rank_one_is_the_best_or_else_the_highest(
    better: Better, ranks: list[int], says: str, a_measure: Make, forces: Callable
) -> None:
    found = peers(a_measure(better=better), forces([9, 1, 5]), forces([9, 1, 5], *BEFORE))
    assert [r.rank for r in found.rows] == ranks
    assert found.order.startswith(says)
    assert "share the better rank" in found.order


def row(rank: int, before: int | None) -> PeerRow:
    return PeerRow("A", 1.0, 1.0, 0.0, True, rank, before, None)


@pytest.mark.parametrize(
    ("rank", "before", "text"),
    [
        (23, 22, "23rd, down 1"),
        (21, 23, "21st, up 2"),
        (1, 1, "1st, no change"),
        (12, None, "12th"),
    ],
)
def test_a_rank_says_how_it_moved(rank: int, before: int | None, text: str) -> None:
    assert row(rank, before).rank_text == text


def test_ordinals() -> None:
    assert [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 43, 111)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "23rd", "43rd", "111th",
    ]  # fmt: skip


def test_no_movement_is_claimed_when_others_were_ranked_before(
    a_measure: Make, forces: Callable
) -> None:
    found = peers(a_measure(), forces([5, 4, 3]), forces([5, None, 3], *BEFORE))
    assert {r.rank_before for r in found.rows} == {None}


def test_across_a_break_an_area_has_no_movement_and_counts_as_no_increase(
    a_measure: Make, forces: Callable
) -> None:
    cdi = Break("cdi", Month(2018, 4), BreakKind.RECORDING, "Better recording.", "A")
    found = peers(a_measure(breaks=(cdi,)), forces([9, 6, 3]), forces([5, 5, 3], *BEFORE))
    assert [r.rank_before for r in found.rows] == [None, 2, 1]
    assert [r.comparable for r in found.rows] == [False, True, True]
    assert (found.increases, found.compared) == (1, 2)
    assert found.rows[0].change_percent == 80


def test_the_top_and_bottom_quarter_are_among_the_highest_and_lowest(
    a_measure: Make, forces: Callable
) -> None:
    values = [float(n) for n in range(1, 9)]
    found = peers(a_measure(), forces(values), forces(values, *BEFORE))
    assert [r.standing for r in found.rows] == (
        ["among the lowest"] * 2 + [None] * 4 + ["among the highest"] * 2
    )


def test_a_tie_over_the_edge_of_a_quarter_is_in_neither(a_measure: Make, forces: Callable) -> None:
    values = [1.0, 1, 1, 4, 5, 6, 8, 8]
    found = peers(a_measure(), forces(values), forces(values, *BEFORE))
    assert [r.standing for r in found.rows] == [None] * 6 + ["among the highest"] * 2


def test_three_peers_have_no_quarters(a_measure: Make, forces: Callable) -> None:
    found = peers(a_measure(), forces([1, 2, 3]), forces([1, 2, 3], *BEFORE))
    assert {r.standing for r in found.rows} == {None}


def test_peers_are_compared_over_one_period(
    a_measure: Make, forces: Callable, observed: Observe
) -> None:
    mixed = forces([1, 2]) | {"C": observed(3, *BEFORE, area="C")}
    with pytest.raises(ScrutinyError, match="one period"):
        peers(a_measure(), mixed, forces([1, 2, 3], *BEFORE))


@pytest.mark.full_data
def test_in_the_year_to_june_2016_thirty_nine_of_forty_three_forces_rose(
    full_data: Path, a_measure: Make, observed: Observe
) -> None:
    """Printed by the 2016 inspection; today's file still says 39, and Lancashire +8.7%."""
    import duckdb

    file = full_data / "recorded_crime" / "prc_pfa_2012q1_2025q3.parquet"
    # Quarters counted from April of year 0: July 2015 to June 2016 is Q2 2015/16 to Q1 2016/17.
    rows = duckdb.sql(
        f"""with quarters as (
                select "Force" as force, n, left(FY, 4)::int * 4 + "Financial Quarter" as number
                from '{file}' where territorial and "Group" not ilike '%fraud%')
            select force,
                   sum(n) filter (where number between 2015 * 4 + 2 and 2016 * 4 + 1),
                   sum(n) filter (where number between 2014 * 4 + 2 and 2015 * 4 + 1)
            from quarters group by force"""
    ).fetchall()
    now = {f: observed(n, "2015-07", "2016-06", area=f) for f, n, _ in rows}
    before = {f: observed(n, "2014-07", "2015-06", area=f) for f, _, n in rows}
    found = peers(a_measure(), now, before)
    assert (found.increases, found.compared, found.ranked) == (39, 43, 43)
    lancashire = found.row("Lancashire")
    assert lancashire is not None
    assert round(lancashire.change_percent or 0, 1) == 8.7


def test_out_of_line_agrees_with_the_formulas_written_out(observed: Observe) -> None:
    counts = [520, 480, 610, 450, 505, 498, 530, 900]
    people = [5000.0, 5200, 5900, 4700, 5100, 4900, 5300, 5000]
    found = out_of_line(
        [
            observed(c / p, area=str(n), numerator=c, denominator=p)
            for n, (c, p) in enumerate(zip(counts, people, strict=True))
        ]
    )
    rate = sum(counts) / sum(people)
    scores = [2 * (math.sqrt(c) - math.sqrt(rate * p)) for c, p in zip(counts, people, strict=True)]
    ordered = sorted(scores)
    # The 10th and 90th percentiles of eight values lie 0.7 of a step in from each end.
    low = ordered[0] + 0.7 * (ordered[1] - ordered[0])
    high = ordered[6] + 0.3 * (ordered[7] - ordered[6])
    spread = sum(min(max(s, low), high) ** 2 for s in scores) / 8
    assert spread > 1
    for n, score in enumerate(scores):
        assert found[str(n)].z == pytest.approx(score / math.sqrt(spread))
        assert found[str(n)].dispersion == pytest.approx(spread)
    assert [found[str(n)].side for n in range(8)] == [None] * 7 + ["above"]


def test_peers_that_vary_as_chance_are_not_out_of_line(observed: Observe) -> None:
    members = [observed(0.1, area=str(n), numerator=500 + n, denominator=5000) for n in range(8)]
    found = out_of_line(members)
    assert {f.side for f in found.values()} == {None}
    assert {f.dispersion for f in found.values()} == {1.0}
    assert out_of_line(members[:3]) == {}
