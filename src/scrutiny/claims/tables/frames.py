"""A part of a table as series of figures, down its columns or along its rows: the same rules hold
for a table and for the table turned on its side."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from decimal import Decimal

from scrutiny.claims.model import Direction, Place, Quantity, Unit
from scrutiny.claims.periods import Context
from scrutiny.claims.quantities import find_quantities
from scrutiny.claims.tables.cells import Cell
from scrutiny.claims.tables.heads import Head, head_of
from scrutiny.claims.tables.layout import Part

ONE = Decimal(1)
ROUND_STEPS = (Decimal(1000), Decimal(100), Decimal(10), Decimal(5))
FEWEST_ROUND = 5  # figures that all end alike, to be taken as rounded to that


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """A figure of a table: its quantity in base units, and the cell where it stands."""

    quantity: Quantity
    cell: Cell
    bracketed: bool = False

    @property
    def value(self) -> Decimal:
        return self.quantity.value

    @property
    def place(self) -> Place:
        return self.cell.place(self.quantity.start, self.quantity.end)

    @property
    def way(self) -> Direction:
        """The direction that the words of its cell tell."""
        return self.cell.direction

    @property
    def signed(self) -> Decimal:
        """The value with its sign, or that of the words beside it."""
        if self.quantity.sign:
            return self.value * self.quantity.sign
        return -self.value if self.way == "down" else self.value


@dataclass(slots=True, eq=False)
class Series:
    """The figures of one unit in one column (or row), by the index of the entry."""

    index: int  # of the column or row
    nth: int  # of that unit in its cells
    unit: Unit
    head: Head
    items: dict[int, Item] = field(default_factory=dict)
    step: Decimal = ONE  # what a whole number of it was rounded to

    @property
    def signed(self) -> bool:
        """Whether figures of it have signs, or words that point."""
        marked = sum(
            bool(one.quantity.sign or one.way in ("up", "down")) for one in self.items.values()
        )
        return marked * 2 >= len(self.items) or any(
            one.quantity.sign for one in self.items.values()
        )


@dataclass(slots=True, eq=False)
class Frame:
    """Entries (rows, or columns when `turned`) with the series of figures that run over them."""

    heads: tuple[Head, ...]  # of the entries
    groups: tuple[int, ...]
    sections: tuple[str, ...]
    series: list[Series]
    turned: bool
    ways: dict[int, dict[int, Cell]]  # of columns that tell only directions, by entry
    fields: tuple[Head, ...]  # of the series
    corner: str
    title: str
    rounded: bool = False  # a note says that figures were rounded one by one


def frames_of(part: Part, context: Context) -> tuple[Frame, Frame]:
    """A part of a table, and the same turned on its side."""
    over = [part.heads.get(c, "") for c in part.columns]
    columns = [head_of(text, context) for text in over]
    rows = [head_of(text, context, label=True) for text in part.labels]
    corner = head_of(part.corner, context)
    title = head_of(part.title, context)
    if corner.unit in (Unit.RATE, Unit.POUNDS) or (corner.unit and "(" in part.corner):
        spare: Head | None = corner
    elif title.unit in (Unit.RATE, Unit.POUNDS) or (title.unit and "(" in part.title):
        spare = title
    else:
        spare = None
    grid = [
        [
            _items(cell, column, rows[i], spare) if cell.kind == "figures" else []
            for cell, column in zip(row, columns, strict=True)
        ]
        for i, row in enumerate(part.rows)
    ]
    _harmonised(grid)
    turned_heads = [head_of(text, context) for text in over]
    fields_of_rows = [head_of(text, context, label=True) for text in part.labels]
    ways = [
        [cell if cell.kind == "words" and cell.direction and not cell.quantities else None
         for cell in row]
        for row in part.rows
    ]  # fmt: skip
    straight = Frame(
        tuple(rows), part.groups, part.sections,
        _series(grid, columns), False, _ways(ways), tuple(columns), part.corner, part.title,
    )  # fmt: skip
    flipped = [list(one) for one in zip(*grid, strict=True)] if grid else []
    turned = Frame(
        tuple(turned_heads), tuple(0 for _ in columns), tuple("" for _ in columns),
        _series(flipped, fields_of_rows), True,
        _ways([list(one) for one in zip(*ways, strict=True)] if ways else []),
        tuple(fields_of_rows), part.corner, part.title,
    )  # fmt: skip
    return straight, turned


def _items(cell: Cell, column: Head, row: Head, spare: Head | None) -> list[Item]:
    """The figures of a cell, with the unit that its heads give to bare ones."""
    unit_of = column if column.unit else row if row.unit and not column.changes else column
    if unit_of.unit is None and spare is not None and not column.changes:
        unit_of = spare
    quantities = cell.quantities
    if unit_of.unit is Unit.POUNDS and quantities:
        first = quantities[0]
        quantities = find_quantities(cell.text, first.block, first.cell, Unit.POUNDS)
    found = []
    for number, one in enumerate(quantities):
        bracketed = "(" in cell.text[: one.start]
        bare = not any(c.isalpha() or c in "£%" for c in one.text)
        if bare and one.unit in (Unit.COUNT, Unit.POUNDS) and unit_of.unit is not None:
            if not (unit_of.unit is Unit.PERCENT and number and unit_of.changes):
                one = replace(
                    one, unit=unit_of.unit, value=one.value * unit_of.scale,
                    step=one.step * unit_of.scale, per=one.per or unit_of.per,
                )  # fmt: skip
        elif bare and column.counted and bracketed and one.unit is Unit.COUNT:
            one = replace(one, unit=Unit.PERCENT)
        found.append(Item(one, cell, bracketed))
    return found


def _harmonised(grid: list[list[list[Item]]]) -> None:
    """A scaled figure whose £ is lost, in a column or a row of money, is money."""
    for c in range(len(grid[0]) if grid else 0):
        down = [row[c][0].quantity.unit for row in grid if row[c]]
        for row in grid:
            if not row[c]:
                continue
            item = row[c][0]
            along = [cell[0].quantity.unit for cell in row if cell]
            scaled = item.quantity.unit is Unit.COUNT and item.quantity.text[-1:] in "mMkK"
            if scaled and Unit.POUNDS in down + along:
                row[c][0] = replace(item, quantity=replace(item.quantity, unit=Unit.POUNDS))


def _series(grid: list[list[list[Item]]], heads: list[Head]) -> list[Series]:
    """The series down the columns of a grid of items."""
    found: list[Series] = []
    for c, head in enumerate(heads):
        slots: dict[tuple[Unit, int], Series] = {}
        for entry, row in enumerate(grid):
            seen: Counter[Unit] = Counter()
            for item in row[c]:
                unit = item.quantity.unit
                unit = Unit.PERCENT if unit is Unit.POINTS else unit
                slot = slots.setdefault((unit, seen[unit]), Series(c, seen[unit], unit, head))
                slot.items[entry] = item
                seen[unit] += 1
        for one in slots.values():
            one.step = _step(one)
            found.append(one)
    return found


def _step(series: Series) -> Decimal:
    """What the whole numbers of a series were all rounded to: 5, 10, 100 or 1000."""
    values = [one.value for one in series.items.values() if one.value]
    if len(values) < FEWEST_ROUND or any(v != v.to_integral_value() for v in values):
        return ONE
    for step in ROUND_STEPS:
        if all(v % step == 0 for v in values):
            return step
    return ONE


def _ways(cells: list[list[Cell | None]]) -> dict[int, dict[int, Cell]]:
    """The columns whose cells tell only directions."""
    found: dict[int, dict[int, Cell]] = defaultdict(dict)
    for entry, row in enumerate(cells):
        for c, cell in enumerate(row):
            if cell is not None:
                found[c][entry] = cell
    return dict(found)
