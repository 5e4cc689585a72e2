"""Disclosure control against a reader who tries to work the hidden counts out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from scrutiny.errors import ScrutinyError
from scrutiny.measures.disclosure import SuppressedTable, suppress

BELOW = 5


def shown(table: SuppressedTable) -> list[list[int | None]]:
    """The table with its totals as a last column and a last row."""
    rows = [[*cells, total] for cells, total in zip(table.cells, table.row_totals, strict=True)]
    return [*rows, [*table.column_totals, table.total]]


def with_totals(counts: list[list[int]]) -> list[list[int]]:
    rows = [[*row, sum(row)] for row in counts]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def possible_values(table: SuppressedTable) -> dict[tuple[int, int], tuple[float, float]]:
    """The least and the most each hidden count can be, by linear programming.

    Every row and column must add up and nothing is below nought. The coefficients are those of a
    network, so the bounds are whole numbers that some whole table attains.
    """
    grid = shown(table)
    hidden = [(r, c) for r, row in enumerate(grid) for c, v in enumerate(row) if v is None]
    place = {cell: n for n, cell in enumerate(hidden)}
    rows, columns = len(grid), len(grid[0])
    lines = [[(r, c) for c in range(columns)] for r in range(rows)]
    lines += [[(r, c) for r in range(rows)] for c in range(columns)]
    matrix, known = np.zeros((len(lines), len(hidden))), np.zeros(len(lines))
    for number, line in enumerate(lines):
        for r, c in line:
            sign = -1 if (r, c) == line[-1] else 1
            value = grid[r][c]
            if value is None:
                matrix[number, place[r, c]] = sign
            else:
                known[number] -= sign * value
    bounds = {}
    for cell, n in place.items():
        ends = []
        for sign in (1, -1):
            goal = np.zeros(len(hidden))
            goal[n] = sign
            found = linprog(goal, A_eq=matrix, b_eq=known, bounds=(0, None), method="highs")
            ends.append(sign * found.fun if found.status == 0 else sign * -np.inf)
        bounds[cell] = (ends[0], ends[1])
    return bounds


TABLES = st.integers(1, 5).flatmap(
    lambda columns: st.lists(
        st.lists(
            st.one_of(st.integers(0, 6), st.just(0), st.integers(0, 60)),
            min_size=columns,
            max_size=columns,
        ),
        min_size=1,
        max_size=5,
    )
)


@settings(max_examples=120, deadline=None)
@given(TABLES)
@example([[1, 0], [1, 0]])  # noughts as secondary cells would give the ones away
@example([[3, 20, 30], [20, 30, 40], [30, 40, 50]])
@example([[1]])
@example([[0, 0], [0, 2]])
def test_a_reader_cannot_work_out_a_small_count(counts: list[list[int]]) -> None:
    table = suppress(counts, BELOW)
    true = with_totals(counts)
    bounds = possible_values(table)
    for r, row in enumerate(shown(table)):
        for c, value in enumerate(row):
            assert value in (None, true[r][c])
            if 0 < true[r][c] < BELOW:
                assert value is None
                least, most = bounds[r, c]
                assert least <= true[r][c] <= most
                assert most - least > 0.5


def test_one_small_count_takes_three_others_with_it() -> None:
    table = suppress([[3, 20, 30], [20, 30, 40], [30, 40, 50]], BELOW)
    assert table.cells == ((None, None, 30), (None, None, 40), (30, 40, 50))
    assert table.row_totals == (53, 90, 120)
    assert (table.primary, table.secondary, table.total) == (1, 3, 263)


def test_nought_is_shown_and_a_table_without_small_counts_is_untouched() -> None:
    counts = [[0, 20], [5, 0]]
    table = suppress(counts, BELOW)
    assert table.cells == ((0, 20), (5, 0))
    assert (table.primary, table.secondary) == (0, 0)


def test_small_counts_that_already_hide_each_other_take_nothing_more() -> None:
    table = suppress([[1, 2, 50], [3, 4, 60], [50, 60, 70]], BELOW)
    assert (table.primary, table.secondary) == (4, 0)


def test_a_small_total_is_hidden_too() -> None:
    table = suppress([[1, 1], [40, 50]], BELOW)
    assert table.row_totals[0] is None


def test_a_table_that_is_not_one_is_refused() -> None:
    with pytest.raises(ScrutinyError, match="one length"):
        suppress([[1, 2], [3]], BELOW)
    with pytest.raises(ScrutinyError, match="one length"):
        suppress([], BELOW)
    with pytest.raises(ScrutinyError, match="below nought"):
        suppress([[1, -2]], BELOW)
