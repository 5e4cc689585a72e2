"""Where figures stand in the file, and which figure stands at a place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from scrutiny.claims.model import Grid, Marks, Paper, Place, Quantity


def place_in(marks: Marks, text: str, start: int, end: int) -> Place:
    """Where a stretch of a passage's or a cell's text stands in the file."""
    i = max(bisect_right(marks.starts, start) - 1, 0)
    j = max(bisect_right(marks.starts, max(end - 1, start)) - 1, 0)
    line = marks.lines[i]
    left = marks.columns[i] + start - marks.starts[i]
    together = marks.lines[j] == line
    right = marks.columns[j] + end - marks.starts[j] if together else left + end - start
    box = marks.boxes[i] if i < len(marks.boxes) else None
    return Place(line, left, right, text[start:end], marks.block, marks.page, box)


def place_of(paper: Paper, quantity: Quantity) -> Place:
    """Where a quantity of the paper stands. Its `cell` is a row and the index of a cell in it."""
    block = paper.blocks[quantity.block]
    if isinstance(block, Grid):
        row, column = quantity.cell or (0, 0)
        cell = block.rows[row][column]
        return place_in(cell.marks, cell.text, quantity.start, quantity.end)
    return place_in(block.marks, block.text, quantity.start, quantity.end)


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

    def at(self, place: Place) -> int | None:
        """The index of the figure at a place, or the first that it covers; None for no figure."""
        found = self._at.get(_key(place))
        if found is not None:
            return found
        for i in self._by_line.get((place.block, place.page, place.line), ()):
            other = self.places[i]
            if other.start < place.end and place.start < other.end:
                return i
        return None
