"""Disclosure control: hiding small counts of people so that totals do not give them away.

A table with its totals is a network: each row total flows into its row's cells, each cell into its
column's total, and the column totals back round through the grand total. What a reader can work
out about hidden cells is what the network's conservation forces. A hidden cell has more than one
possible value exactly when a cycle of hidden cells runs through it along which counts can be moved
(Gusfield, SIAM Journal on Computing 17, 1988). So a small count is protected by hiding the rest of
such a cycle, the cheapest there is (Kelly, Golden and Assad, Networks 22, 1992).
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from scrutiny.catalogue.model import Measure
from scrutiny.errors import ScrutinyError
from scrutiny.observation import Observation

SMALL_AREA_KINDS = frozenset({"division", "csp", "district", "ward", "lsoa"})
"""Areas inside a force, where a small count could be of people who can be told."""

# What hiding a cell costs, compared in order: totals, noughts, the people hidden, cells.
Cost = tuple[int, int, int, int]
Node = tuple[str, int]
FREE: Cost = (0, 0, 0, 0)
SOURCE: Node = ("source", 0)
SINK: Node = ("sink", 0)


@dataclass(frozen=True, slots=True)
class SuppressedTable:
    """A table as it may be published: None where a count is hidden.

    `primary` counts the cells and totals hidden because they are small, `secondary` those hidden
    so that the others cannot be worked out.
    """

    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None
    primary: int
    secondary: int


@dataclass(slots=True)
class _Cell:
    """One count of the table or of its totals: an arc of the network."""

    tail: Node
    head: Node
    count: int
    is_total: bool
    hidden: bool = False

    @property
    def cost(self) -> Cost:
        if self.hidden:
            return FREE
        return (int(self.is_total), int(self.count == 0), self.count, 1)


def hidden_areas(counts: Mapping[str, int], below: int) -> frozenset[str]:
    """The areas whose counts are not shown when the total of them all is published."""
    if not counts:
        return frozenset()
    shown = suppress([[count] for count in counts.values()], below)
    return frozenset(a for a, (cell,) in zip(counts, shown.cells, strict=True) if cell is None)


def suppressed(observation: Observation, measure: Measure) -> Observation:
    """The observation without its value, saying that the count is not shown."""
    why = (
        f"not shown: counts of people from 1 to {(measure.suppress_below or 1) - 1} in small "
        "areas, and those that would give them away, are suppressed"
    )
    return replace(observation, value=None, lower=None, upper=None, status="missing", missing=why)


def suppress(counts: Sequence[Sequence[int]], below: int) -> SuppressedTable:
    """Hide every count from 1 to `below` less 1, and what else must be for them to stay hidden.

    `counts` has one sequence a row, all of one length. Totals of rows, columns and the table are
    made here; a small total is hidden too. Nought is shown unless it must be hidden for another
    cell's sake. A reader who knows every published count, and that none is below nought, is left
    with at least two possible values of each small count. Raises `ScrutinyError` for a negative
    count or for rows of different lengths.
    """
    cells = _network(counts)
    small = sorted((c for c in cells if 0 < c.count < below), key=lambda c: c.count)
    for cell in small:
        cell.hidden = True
    for cell in small:
        for other in _cheapest_cycle(cells, cell):
            other.hidden = True
    hidden = sum(c.hidden for c in cells)
    shown = iter([None if c.hidden else c.count for c in cells])
    rows, columns = len(counts), len(counts[0])
    return SuppressedTable(
        cells=tuple(tuple(next(shown) for _ in range(columns)) for _ in range(rows)),
        row_totals=tuple(next(shown) for _ in range(rows)),
        column_totals=tuple(next(shown) for _ in range(columns)),
        total=next(shown),
        primary=len(small),
        secondary=hidden - len(small),
    )


def _network(counts: Sequence[Sequence[int]]) -> list[_Cell]:
    """The cells row by row, then the row totals, the column totals and the grand total."""
    if not counts or not counts[0] or len({len(row) for row in counts}) > 1:
        raise ScrutinyError("a table to suppress needs rows of one length, with a column at least")
    if any(count < 0 for row in counts for count in row):
        raise ScrutinyError("a table to suppress holds counts of people, none below nought")
    rows = [("row", n) for n in range(len(counts))]
    columns = [("column", n) for n in range(len(counts[0]))]
    inner = [_Cell(r, c, counts[r[1]][c[1]], is_total=False) for r in rows for c in columns]
    row_totals = [_Cell(SOURCE, r, sum(counts[r[1]]), is_total=True) for r in rows]
    column_totals = [
        _Cell(c, SINK, sum(row[c[1]] for row in counts), is_total=True) for c in columns
    ]
    whole = _Cell(SINK, SOURCE, sum(map(sum, counts)), is_total=True)
    return [*inner, *row_totals, *column_totals, whole]


def _cheapest_cycle(cells: list[_Cell], cell: _Cell) -> list[_Cell]:
    """The cells to hide so that `cell` has another possible value; none if it already has."""
    # One more in `cell` must come back from its head to its tail; one fewer, the other way.
    more = _cheapest_path(cells, cell, cell.head, cell.tail)
    fewer = _cheapest_path(cells, cell, cell.tail, cell.head)
    return min(
        (path for path in (more, fewer) if path is not None),
        key=lambda path: tuple(map(sum, zip(FREE, *(c.cost for c in path), strict=True))),
        default=[],
    )


def _cheapest_path(
    cells: list[_Cell], without: _Cell, start: Node, end: Node
) -> list[_Cell] | None:
    """Dijkstra's path along which one person can be moved, by the cost of hiding its cells.

    Any count may grow, so an arc can be followed forwards; only a count above nought may shrink,
    so only such an arc can be followed backwards.
    """
    steps: dict[Node, list[tuple[Node, _Cell]]] = {}
    for cell in cells:
        if cell is without:
            continue
        steps.setdefault(cell.tail, []).append((cell.head, cell))
        if cell.count > 0:
            steps.setdefault(cell.head, []).append((cell.tail, cell))
    best: dict[Node, Cost] = {start: FREE}
    via: dict[Node, tuple[Node, _Cell]] = {}
    queue: list[tuple[Cost, Node]] = [(FREE, start)]
    while queue:
        cost, node = heapq.heappop(queue)
        if node == end:
            break
        if cost > best[node]:
            continue
        for following, cell in steps.get(node, ()):
            a, b, c, d = cell.cost
            reached = (cost[0] + a, cost[1] + b, cost[2] + c, cost[3] + d)
            if following not in best or reached < best[following]:
                best[following] = reached
                via[following] = (node, cell)
                heapq.heappush(queue, (reached, following))
    if end not in via:
        return None
    path = []
    while end != start:
        end, cell = via[end]
        path.append(cell)
    return path
