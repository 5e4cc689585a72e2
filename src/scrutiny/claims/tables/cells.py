"""The cells of a table: blank, missing, words or figures, and which way their words point."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from scrutiny.claims.model import Direction, Grid, GridCell, Marks, Place, Quantity, Unit
from scrutiny.claims.periods import spans_of
from scrutiny.claims.prose.sentences import place_in
from scrutiny.claims.quantities import find_quantities
from scrutiny.claims.signs import DOWN, UP
from scrutiny.claims.tokens import tokens_of
from scrutiny.claims.words import load, word_set

Kind = Literal["blank", "missing", "words", "figures"]

MOST_ROWS = 1_500
MOST_COLUMNS = 80
MOST_CELLS = 12_000  # of one table; the rest of a larger one is not read
LONGEST_FIGURE = 160  # characters of a cell that holds figures rather than a text about them
FEW_LETTERS = 14  # beside the figures of a cell that is not a label
FEW_AHEAD = 6  # before the first figure, words of direction and of nearness aside
SOME_LETTERS = 40  # and of one that begins with its figure
MARKS_OF_NOTES = " *†‡§¹²³^~\u00a0"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the table with its spans written out: `origin` is the column where its span
    begins, `row` and `column` are places in the rectangle. The `cell` of its quantities is the row
    of the grid and the index of the cell in it."""

    row: int
    column: int
    text: str
    marks: Marks
    header: bool
    kind: Kind
    quantities: tuple[Quantity, ...] = ()
    direction: Direction = ""
    when: bool = False  # a year or a period and nothing else
    origin: int = -1  # the column where it begins

    def place(self, start: int, end: int) -> Place:
        return place_in(self.marks, self.text, start, end)


_SAYS = re.compile(r"[^0-9\s,.%£()+-]")  # what is more than a number
NOWHERE = Marks((0,), (1,), (0,))


def cells_of(grid: Grid, block: int) -> list[list[Cell]]:
    """The cells of a grid as a rectangle, each span written out; a huge one is cut."""
    wide = min(
        max((sum(cell.span for cell in row) for row in grid.rows[:MOST_ROWS]), default=0),
        MOST_COLUMNS,
    )
    rows = []
    for number, row in enumerate(grid.rows[: min(MOST_ROWS, MOST_CELLS // max(wide, 1))]):
        made: list[Cell] = []
        for index, one in enumerate(row):
            first = len(made)
            if first >= wide:
                break
            cell = _cell(one, number, first, index, block)
            made.append(cell)
            for column in range(first + 1, min(first + max(one.span, 1), wide)):
                made.append(
                    Cell(number, column, cell.text, cell.marks, cell.header, cell.kind,
                         (), cell.direction, cell.when, first)
                )  # fmt: skip
        made += [
            Cell(number, column, "", NOWHERE, False, "blank", origin=column)
            for column in range(len(made), wide)
        ]
        rows.append(made)
    return rows


def _cell(one: GridCell, row: int, column: int, index: int, block: int) -> Cell:
    text = one.text
    bare = text.strip(MARKS_OF_NOTES).lower()
    kind: Kind
    if not text.strip():
        return Cell(row, column, text, one.marks, one.header, "blank", origin=column)
    if text.strip().lower() in word_set("tables", "missing"):
        return Cell(row, column, text, one.marks, one.header, "missing", origin=column)
    when = is_when(bare)
    quantities: tuple[Quantity, ...] = ()
    if len(text) <= LONGEST_FIGURE and any(c.isdigit() for c in text):
        quantities = find_quantities(text, block, (row, index))
    if not quantities and row and index and not when:
        quantities = _alone(text, block, (row, index))
    direction = way_of(text) if len(text) <= LONGEST_FIGURE else ""
    kind = "figures" if quantities and _is_figure(text, quantities) else "words"
    return Cell(
        row, column, text, one.marks, one.header, kind, quantities, direction, when, column
    )  # fmt: skip


def _alone(text: str, block: int, cell: tuple[int, int]) -> tuple[Quantity, ...]:
    """The number that a cell holds and nothing else: 999 in a table's body is no telephone."""
    tokens = tokens_of(text)
    signs = {"+": 1, "-": -1, "–": -1}
    if not tokens or len(tokens) > 2:
        return ()
    last = tokens[-1]
    if last.value is None or (len(tokens) == 2 and tokens[0].low not in signs):
        return ()
    sign: Literal[-1, 0, 1] = 0
    if len(tokens) == 2:
        sign = 1 if tokens[0].low == "+" else -1
    step = Decimal(1).scaleb(-last.decimals)
    start = tokens[0].start
    return (
        Quantity(
            last.value, step, Unit.COUNT, sign, "", block, cell, start, last.end,
            text[start : last.end],
        ),
    )  # fmt: skip


def is_year(text: str) -> bool:
    """Whether a text is a year of four digits."""
    return len(text) == 4 and text.isdecimal() and "1900" <= text <= "2099"


def is_when(text: str) -> bool:
    """Whether a text is a year or a period and nothing else."""
    text = text.strip(MARKS_OF_NOTES + "().:")
    if not text or len(text) > 60:
        return False
    if is_year(text):
        return True
    spans = spans_of(text)
    if not spans:
        return False
    covered = sum(one.end - one.start for one in spans)
    return covered >= len(text) - 3


def _is_figure(text: str, quantities: tuple[Quantity, ...]) -> bool:
    """Whether a cell's text is its figures, and not a label that has a figure in it."""
    if len(quantities) == 1 and not _SAYS.search(text):
        return True
    ends = [one.end for one in quantities]
    starts = [one.start for one in quantities]
    letters = ahead = 0
    first = 10**6
    last = ""
    near = _near()
    ways = word_set("directions", "up") | word_set("directions", "down")
    for token in tokens_of(text):
        at = bisect_right(starts, token.start) - 1
        if at >= 0 and token.start < ends[at]:
            if at == 0 and last in {"per", "within"}:
                return False  # Rate per 1,000
            last = token.low
            continue
        last = token.low
        if token.kind == "word" and token.low not in ways:
            letters += len(token.text)
            ahead += len(token.text) if at < 0 and token.low not in near else 0
            first = min(first, token.start)
        elif token.kind == "number":
            letters += FEW_LETTERS // 2
            first = min(first, token.start)
    if ahead > FEW_AHEAD:
        return False
    return letters <= FEW_LETTERS or (letters <= SOME_LETTERS and first > starts[0])


@cache
def _ways() -> tuple[frozenset[str], frozenset[str]]:
    quality = word_set("directions", "quality")
    return word_set("directions", "up") - quality, word_set("directions", "down") - quality


@cache
def _near() -> frozenset[str]:
    """The words that say how near a figure is."""
    return frozenset(w for phrases in load("figures")["approx"].values() for w in phrases)


def way_of(text: str) -> Direction:
    """The direction that the words and the arrows of a cell tell; empty where they tell two."""
    if not _SAYS.search(text):
        return ""
    found: set[Direction] = set()
    low = text.strip().lower()
    if low in word_set("tables", "same"):
        return "same"
    up, down = _ways()
    tokens = tokens_of(text)
    for token, after in zip(tokens, (*tokens[1:], None), strict=True):
        than = after is not None and after.low == "than"
        if than or (token.low in {"more", "less", "under", "over"}):
            continue
        if token.low in up or token.low in UP:
            found.add("up")
        elif token.low in down or token.low in DOWN:
            found.add("down")
    return found.pop() if len(found) == 1 else ""
