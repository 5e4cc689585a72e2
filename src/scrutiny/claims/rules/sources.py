"""The sources that a paper names beneath its tables, and whether those of two differ."""

from __future__ import annotations

from scrutiny.claims.model import Grid, Paper, Passage
from scrutiny.claims.tokens import tokens_of
from scrutiny.claims.words import word_set

REACH = 2  # blocks from a table to the line that names its source
LONGEST = 600
MOST_ROWS = 60


def sources_differ(paper: Paper, one: int, two: int) -> bool:
    """Whether both blocks name the source of their figures, and no word of the names is common."""
    a, b = source_of(paper, one), source_of(paper, two)
    return bool(a and b) and not a & b


def source_of(paper: Paper, block: int) -> frozenset[str]:
    """The telling words of the source that a block, or the line beneath it, names."""
    grid = paper.blocks[block]
    if isinstance(grid, Grid):
        named = _of_column(grid)
        if named:
            return _telling(named)
    near = paper.blocks[block : block + 1 + REACH]
    for at, other in enumerate(near):
        if isinstance(other, Grid):
            if at:
                break
            continue
        if at and other.kind == "heading":
            break
        named = _after_source(other)
        if named:
            return _telling(named)
    return frozenset()


def _of_column(grid: Grid) -> str:
    """What the column that is headed Source says."""
    for row in grid.rows[:3]:
        for column, cell in enumerate(row):
            if cell.text.strip().lower() in ("source", "sources", "data source"):
                return " ".join(
                    other[column].text[:100] for other in grid.rows[:MOST_ROWS]
                    if column < len(other) and other is not row
                )  # fmt: skip
    return ""


def _after_source(passage: Passage) -> str:
    """What follows "Source:", where a line begins with it."""
    low = passage.text[:LONGEST].lower().lstrip("*†( ")
    for mark in ("source:", "sources:", "data source:", "source -", "source –"):
        if low.startswith(mark):
            return low[len(mark) :]
    return ""


def _telling(named: str) -> frozenset[str]:
    common = word_set("consistency", "source_common")
    return frozenset(
        token.low
        for token in tokens_of(named[:LONGEST])
        if token.kind == "word" and len(token.low) > 2 and token.low not in common
    )
