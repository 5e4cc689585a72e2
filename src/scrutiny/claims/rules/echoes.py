"""Figures that stand a second time: in a table beside the text, in a row that is shown again, or
before the same words. They are only told to agree: that two differ is for other rules to say."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from scrutiny.claims.model import Check, Grid, Paper, Passage, Quantity, Unit, Verdict
from scrutiny.claims.places import Figures
from scrutiny.claims.settle import HOLDS
from scrutiny.claims.words import word_set

NEAR = 4  # blocks between a text and the table that shows its figures
FEWEST = 3  # figures of a row that stands twice
CLOSE = 120  # characters between three attacks and all three
BEFORE = 150  # characters before a figure in which its row is named
LONG = 100  # a count from which on two alike are rarely chance
LEAST = 10
MOST_ALIKE = 12  # places of one figure that are looked at
_WORD = re.compile(r"[^\W\d_]{4,}")
_UNITS = (Unit.COUNT, Unit.PERCENT, Unit.POUNDS, Unit.RATE)


def echoes(paper: Paper, checks: Sequence[Check], figures: Figures) -> list[Check]:
    """For each figure that no rule has held to another: where it is said again."""
    held = {c.figure for c in checks if c.verdict in (*HOLDS, Verdict.INCONSISTENT)}
    alike: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for i, one in enumerate(figures.figures):
        if one.unit in _UNITS and not one.approx:
            alike[one.unit, one.value, one.sign].append(i)
    rows = _rows(figures.figures)
    found = []
    for same in alike.values():
        if len(same) < 2 or held.issuperset(same):
            continue
        for i in same:
            if i in held:
                continue
            others = (j for j in same[:MOST_ALIKE] if j != i)
            other = next((j for j in others if _again(paper, figures.figures, rows, i, j)), None)
            if other is not None:
                found.append(_check(figures, i, other))
    return found


def _rows(figures: Iterable[Quantity]) -> dict[tuple[int, int], list[Quantity]]:
    """The figures of each row of a table, by its block and row."""
    found: dict[tuple[int, int], list[Quantity]] = defaultdict(list)
    for one in figures:
        if one.cell is not None:
            found[one.block, one.cell[0]].append(one)
    return found


def _again(
    paper: Paper,
    figures: Sequence[Quantity],
    rows: dict[tuple[int, int], list[Quantity]],
    i: int,
    j: int,
) -> bool:
    """Whether two figures that are alike are one figure said twice."""
    one, two = figures[i], figures[j]
    if one.block == two.block and one.cell is None and two.cell is None:
        return _all_of(paper, one, two) or _all_of(paper, two, one)
    if one.block == two.block and (one.cell is None or two.cell is None or one.cell == two.cell):
        return False
    if one.cell is not None and two.cell is not None:
        if one.block == two.block:
            return False
        first, second = rows[one.block, one.cell[0]], rows[two.block, two.cell[0]]
        values = [each.value for each in first]
        same = values == [each.value for each in second] and len(values) >= FEWEST
        return same and len(set(values)) > 1
    if (one.cell is None) != (two.cell is None):
        if abs(one.block - two.block) > NEAR:
            return False
        return _telling(one) or (_named(paper, one, two) if two.cell else _named(paper, two, one))
    return one.value >= LEAST and bool(set(_behind(paper, one)) & set(_behind(paper, two)))


def _all_of(paper: Paper, one: Quantity, two: Quantity) -> bool:
    """Three attacks, and all three failed: the second of two alike is all of the first."""
    block = paper.blocks[one.block]
    if isinstance(block, Grid) or not 0 < two.start - one.end < CLOSE:
        return False
    return two.text.lower().startswith("all ") or block.text[: two.start].endswith(" all ")


def _named(paper: Paper, said: Quantity, shown: Quantity) -> bool:
    """Whether a text names, just before its figure, the row of a table that shows the figure."""
    text, grid = paper.blocks[said.block], paper.blocks[shown.block]
    if not isinstance(text, Passage) or not isinstance(grid, Grid) or shown.cell is None:
        return False
    label = set(_WORD.findall(grid.rows[shown.cell[0]][0].text.lower()[:BEFORE]))
    return bool(label) and label <= set(
        _WORD.findall(text.text[max(said.start - BEFORE, 0) : said.start].lower())
    )


def _telling(one: Quantity) -> bool:
    return one.value >= LONG or one.step < 1 or one.unit is Unit.POUNDS


def _behind(paper: Paper, one: Quantity) -> Iterator[str]:
    """The words that a figure of a text counts."""
    block = paper.blocks[one.block]
    if isinstance(block, Grid) or not isinstance(block, Passage):
        return
    if one.unit is not Unit.COUNT:
        return
    common = word_set("consistency", "plain") | word_set("consistency", "beside")
    text = re.split(r"[.;,:)\d]", block.text[one.end : one.end + 40], maxsplit=1)[0]
    for word in _WORD.findall(text.lower()):
        if word not in common:
            yield word


def _check(figures: Figures, i: int, j: int) -> Check:
    other = figures.places[j]
    return Check(
        "consistency.said-twice",
        Verdict.CONSISTENT,
        "none",
        figures.places[i],
        figures.figures[i].text,
        "",
        f"The same figure stands at line {other.line}.",
        0.5,
        (other,),
        i,
    )
