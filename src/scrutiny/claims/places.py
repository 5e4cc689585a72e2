"""Where figures stand in the file, and which figure stands at a place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from scrutiny.claims.model import Grid, GridCell, Paper, Place, Quantity
from scrutiny.claims.prose.sentences import place_in


def place_of(paper: Paper, quantity: Quantity) -> Place:
    """Where a quantity of the paper stands."""
    block = paper.blocks[quantity.block]
    if isinstance(block, Grid):
        cell = cell_of(block, quantity)
        return place_in(cell.marks, cell.text, quantity.start, quantity.end)
    return place_in(block.marks, block.text, quantity.start, quantity.end)


def cell_of(grid: Grid, quantity: Quantity) -> GridCell:
    """The cell that a quantity stands in: its `cell` is a row and a column, spans counted."""
    row, column = quantity.cell or (0, 0)
    at = 0
    for cell in grid.rows[row]:
        at += max(cell.span, 1)
        if column < at:
            return cell
    raise IndexError(f"the row has {at} columns and no column {column}")


Key = tuple[str, int | None, int, int]


def _key(place: Place) -> Key:
    return place.block, place.page, place.line, place.start


class Figures:
    """The figures of a paper, and which of them stands at a place."""

    def __init__(self, paper: Paper, figures: Sequence[Quantity]) -> None:
        self.figures = tuple(figures)
        self.places = tuple(place_of(paper, one) for one in self.figures)
        self._at = {_key(place): i for i, place in reversed(list(enumerate(self.places)))}
        self._by_line: dict[tuple[str, int | None, int], list[int]] = {}
        for i, place in enumerate(self.places):
            self._by_line.setdefault((place.block, place.page, place.line), []).append(i)
        for line in self._by_line.values():
            line.sort(key=lambda i: self.places[i].start)

    def at(self, place: Place) -> int | None:
        """The index of the figure at a place, or the first that it covers; None for no figure."""
        found = self._at.get(_key(place))
        if found is not None:
            return found
        line = self._by_line.get((place.block, place.page, place.line), [])
        at = bisect_right(line, place.start, key=lambda i: self.places[i].start)
        for i in line[max(at - 1, 0) : at + 1]:
            other = self.places[i]
            if other.start < place.end and place.start < other.end:
                return i
        return None
