"""The tables of a PDF's page: those whose cells are drawn, and those whose words are aligned."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from scrutiny.claims.readers.columns import columns_of, places_in
from scrutiny.claims.readers.pdf_rows import Box, Row, Word

NEAR = 3.0  # points: lines so near to each other are one
SHORT = 6.0  # points: a shorter line bounds no cell
MOST_RULES = 4_000  # of a page; a drawing with more is no table
MOST_ROWS, MOST_COLUMNS = 500, 60


@dataclass(slots=True)
class CellOf:
    """The words of a cell, and how many columns it covers."""

    words: list[Word] = field(default_factory=list)
    span: int = 1


@dataclass(slots=True)
class RuledTable:
    rows: list[list[CellOf]]


def aligned(rows: Sequence[Row]) -> RuledTable:
    """A table whose words stand in columns, with nothing drawn."""
    columns = columns_of([row.extents() for row in rows])
    made = []
    for row in rows:
        held = [CellOf() for _ in columns]
        for cell, (column, span) in zip(row.cells, places_in(row.extents(), columns), strict=True):
            held[column].words += [word for segment in cell for word in segment.words]
            held[column].span = max(held[column].span, span)
        cells, covered = [], 0
        for one in held:
            covered -= 1
            if covered <= 0 or one.words:
                cells.append(one)
                covered = one.span
        made.append(cells)
    return RuledTable(made)


def ruled_tables(
    words: Sequence[Word], rules: Sequence[Box]
) -> tuple[list[RuledTable], list[int | None]]:
    """The tables whose cells are drawn, and for each word the table that it is in."""
    owner: list[int | None] = [None] * len(words)
    tables: list[RuledTable] = []
    long = [one for one in rules if one[2] - one[0] > SHORT or one[3] - one[1] > SHORT]
    if len(long) > MOST_RULES:
        return [], owner
    for group in _joined(long):
        frame = _Frame.of(group)
        if frame is None:
            continue
        inside = [
            at for at, word in enumerate(words) if owner[at] is None and frame.holds(word.box)
        ]  # fmt: skip
        table = frame.table([words[at] for at in inside])
        if table is not None:
            for at in inside:
                owner[at] = len(tables)
            tables.append(table)
    return tables, owner


def _joined(rules: Sequence[Box]) -> list[list[Box]]:
    """The lines that meet each other, directly or by others. From the top of the page down: a line
    meets only those that have not ended above it."""
    groups: list[list[Box]] = []
    for one in sorted(rules, key=lambda rule: rule[1]):
        met = [group for group in groups if any(_meet(one, other) for other in group[::-1])]
        whole = [one, *(rule for group in met for rule in group)]
        groups = [group for group in groups if not any(group is other for other in met)]
        groups.append(whole)
    return groups


def _meet(one: Box, two: Box) -> bool:
    return (
        one[0] < two[2] + NEAR
        and two[0] < one[2] + NEAR
        and one[1] < two[3] + NEAR
        and two[1] < one[3] + NEAR
    )


@dataclass(slots=True)
class _Frame:
    """The edges of a table's columns and rows, and the lines that are drawn along them."""

    xs: list[float]
    ys: list[float]
    uprights: list[Box]
    levels: list[Box]

    @classmethod
    def of(cls, rules: Sequence[Box]) -> _Frame | None:
        """The frame that lines make; none where they do not bound two rows and two columns."""
        uprights = [one for one in rules if one[3] - one[1] > one[2] - one[0]]
        levels = [one for one in rules if one[3] - one[1] <= one[2] - one[0]]
        if not uprights or not levels:
            return None
        ends = [min(one[0] for one in levels), max(one[2] for one in levels)]
        xs = _distinct([*ends, *(one[0] for one in uprights)])
        tops = [min(one[1] for one in uprights), max(one[3] for one in uprights)]
        ys = _distinct([*tops, *(one[1] for one in levels)])
        if not (2 < len(xs) <= MOST_COLUMNS + 1 and 2 < len(ys) <= MOST_ROWS + 1):
            return None
        return cls(xs, ys, uprights, levels)

    def holds(self, box: Box) -> bool:
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        return self.xs[0] <= x < self.xs[-1] and self.ys[0] <= y < self.ys[-1]

    def table(self, words: Sequence[Word]) -> RuledTable | None:
        """The table with these words in its cells; nothing where they fill no two rows of two."""
        owners = self._owners()
        held: dict[tuple[int, int], list[Word]] = {}
        for word in words:
            x, y = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
            at = bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1
            held.setdefault(owners[at[0]][at[1]], []).append(word)
        rows = []
        for i, line in enumerate(owners):
            row: list[CellOf] = []
            for j, owner in enumerate(line):
                if j and owner == line[j - 1]:
                    row[-1].span += 1
                else:
                    row.append(CellOf(held.get(owner, []) if owner == (i, j) else []))
            if any(cell.words for cell in row):
                rows.append(row)
        full = sum(sum(1 for cell in row if cell.words) > 1 for row in rows)
        return RuledTable(rows) if full > 1 else None

    def _owners(self) -> list[list[tuple[int, int]]]:
        """For each place in the table the first place of the cell that covers it."""
        owners: list[list[tuple[int, int]]] = []
        rows, columns = len(self.ys) - 1, len(self.xs) - 1
        left = [[False] * columns for _ in range(rows)]
        above = [[False] * columns for _ in range(rows)]
        middles = [(a + b) / 2 for a, b in zip(self.ys, self.ys[1:], strict=False)]
        centres = [(a + b) / 2 for a, b in zip(self.xs, self.xs[1:], strict=False)]
        for one in self.uprights:
            j = _nearest(self.xs, one[0])
            for i in range(bisect_right(middles, one[1]), bisect_right(middles, one[3])):
                if j < columns:
                    left[i][j] = True
        for one in self.levels:
            i = _nearest(self.ys, one[1])
            for j in range(bisect_right(centres, one[0]), bisect_right(centres, one[2])):
                if i < rows:
                    above[i][j] = True
        for i in range(rows):
            line: list[tuple[int, int]] = []
            for j in range(columns):
                if j and not left[i][j]:
                    line.append(line[-1])
                elif i and not above[i][j] and owners[i - 1][j][1] == j:
                    line.append(owners[i - 1][j])
                else:
                    line.append((i, j))
            owners.append(line)
        return owners


def _distinct(edges: Sequence[float]) -> list[float]:
    """The edges in order, those that are near to each other as one."""
    made: list[float] = []
    for edge in sorted(edges):
        if not made or edge - made[-1] > NEAR:
            made.append(edge)
    return made


def _nearest(edges: Sequence[float], at: float) -> int:
    index = bisect_right(edges, at)
    if index == 0:
        return 0
    if index < len(edges) and edges[index] - at < at - edges[index - 1]:
        return index
    return index - 1
