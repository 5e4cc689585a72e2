"""Columns from the places of words alone: for tables of spaces, and for those of a PDF."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

Extent = tuple[float, float]  # left and right
MOST_COLUMNS = 60


def columns_of(rows: Sequence[Sequence[Extent]]) -> list[Extent]:
    """The columns of a table, from the extents of what stands in its rows.

    The rows of the number of cells that fills most of the table say where the columns are; what
    stands beside all of them has a column of its own.
    """
    counts = Counter(len(row) for row in rows if 1 < len(row) <= MOST_COLUMNS)
    if not counts:
        return []
    size = max(counts, key=lambda count: (count * counts[count], count))
    chosen = [row for row in rows if len(row) == size]
    found = _merged([one for row in chosen for one in row])
    if len(found) < size:  # some cell reaches under another's head: go by the middle of the rows
        found = _typical(chosen, size)
    for row in rows:
        for left, right in row:
            if len(found) < MOST_COLUMNS and not any(
                left < end and start < right for start, end in found
            ):
                found = sorted([*found, (left, right)])
    return found


def _merged(extents: list[Extent]) -> list[Extent]:
    made: list[Extent] = []
    for left, right in sorted(extents):
        if made and left < made[-1][1]:
            made[-1] = made[-1][0], max(made[-1][1], right)
        else:
            made.append((left, right))
    return made


def _typical(rows: Sequence[Sequence[Extent]], size: int) -> list[Extent]:
    """For each column the middle of its cells' lefts and rights, cut where the next begins."""
    middle = len(rows) // 2
    found = [
        (sorted(row[at][0] for row in rows)[middle], sorted(row[at][1] for row in rows)[middle])
        for at in range(size)
    ]
    return [
        (left, max(left, min(right, found[at + 1][0])) if at + 1 < size else right)
        for at, (left, right) in enumerate(found)
    ]


def places_in(row: Sequence[Extent], columns: Sequence[Extent]) -> list[tuple[int, int]]:
    """For each cell of a row the column in which it stands, and how many it covers.

    A cell that overlaps none stands in the nearest. A cell that only just reaches into another
    column does not cover it.
    """
    found = []
    for left, right in row:
        over = [
            at for at, (start, end) in enumerate(columns)
            if min(right, end) - max(left, start) > 0.3 * min(right - left, end - start)
        ]  # fmt: skip
        if not over:
            middle = (left + right) / 2
            gaps = [max(start - middle, middle - end, 0.0) for start, end in columns]
            over = [gaps.index(min(gaps))]
        found.append((over[0], over[-1] - over[0] + 1))
    return found
