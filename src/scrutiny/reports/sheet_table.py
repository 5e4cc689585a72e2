"""A report's table as a worksheet holds it: numbers as numbers, no gaps, no merged cells.

The shorthand, and the rule that a group's name stands in a column of its own, are those of the
Government Analysis Function's guidance on tables in spreadsheets and on symbols in tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scrutiny.reports.model import Align, Cell, Column, Row, Table, Trace

SHORTHAND = {
    "[c]": "suppressed, so that nobody can be identified",
    "[p]": "provisional: the figure is likely to be revised",
    "[x]": "not available: nobody has supplied the figure",
    "[z]": "not applicable: there is nothing to show",
}
PROVISIONAL = "[p]"
GROUP = "Group"
IN_WORDS = "in words"
LONGEST_NAME = 31  # characters of a sheet's name: Excel's limit
_UNNAMEABLE = re.compile(r"[\[\]:*?/\\']")
_PRINTED = re.compile(
    r"(?P<sign>[+−-]?)(?P<prefix>[^\d+−-]*)(?P<digits>\d[\d,]*(?:\.\d+)?)(?P<suffix>\D*)"
)


@dataclass(frozen=True, slots=True)
class SheetCell:
    """What a worksheet's cell holds, how a number is shown, and the figure it leads to."""

    content: str | float
    number_format: str = ""
    trace: str | None = None


@dataclass(frozen=True, slots=True)
class SheetColumn:
    head: str
    unit: str
    align: Align
    cells: tuple[SheetCell, ...]


@dataclass(frozen=True, slots=True)
class _Printed:
    """A cell's text read as one number with what stands around it, such as `75.9%`."""

    signed: bool
    prefix: str
    suffix: str
    decimals: int


def lay_out(table: Table, traces: Mapping[str, Trace]) -> tuple[SheetColumn, ...]:
    """The columns of the worksheet that shows `table`, each as long as the table's plain rows.

    A column whose text says more than its number becomes two: the number, and the words.
    """
    rows = [row for row in table.rows if not row.group]
    columns: list[SheetColumn] = []
    if len(rows) < len(table.rows):
        names = tuple(SheetCell(name) for name in _groups(table.rows))
        columns.append(SheetColumn(GROUP, "", "left", names))
    for place, column in enumerate(table.columns):
        columns += _column(column, [row.cells[place] for row in rows], traces)
    heads = unique((column.head for column in columns), longest=255)
    return tuple(
        SheetColumn(head, column.unit, column.align, column.cells)
        for head, column in zip(heads, columns, strict=True)
    )


def sheet_names(wanted: Iterable[str], taken: Iterable[str]) -> tuple[str, ...]:
    """Legal worksheet names, none of them twice nor among those `taken`."""
    legal = [_UNNAMEABLE.sub("", name).strip()[:LONGEST_NAME] for name in wanted]
    taken = tuple(taken)
    return unique((*taken, *legal), longest=LONGEST_NAME)[len(taken) :]


def unique(names: Iterable[str], longest: int) -> tuple[str, ...]:
    """The names with a number added to each that stood before; case makes no difference."""
    found: dict[str, str] = {}
    for name in names:
        given, count = name, 1
        while given.lower() in found:
            count += 1
            tail = f" ({count})"
            given = name[: longest - len(tail)] + tail
        found[given.lower()] = given
    return tuple(found.values())


def shorthand_in(columns: Iterable[SheetColumn]) -> tuple[str, ...]:
    """The shorthand that the columns use, explained, in alphabetical order."""
    shown = " ".join(
        f"{cell.content if isinstance(cell.content, str) else cell.number_format}"
        for column in columns
        for cell in column.cells
    )
    return tuple(f"{sign} = {meaning}" for sign, meaning in SHORTHAND.items() if sign in shown)


def _groups(rows: Iterable[Row]) -> list[str]:
    """For each plain row, the name of the group it stands in."""
    names, group = [], "[z]"
    for row in rows:
        if row.group:
            group = row.cells[0].text
        else:
            names.append(group)
    return names


def _column(column: Column, cells: list[Cell], traces: Mapping[str, Trace]) -> list[SheetColumn]:
    head = column.head.strip() or "Row"
    printed = [_read(cell) for cell in cells]
    around = {(one.prefix, one.suffix) for one in printed if one is not None}
    alike = len(around) <= 1  # the unit then stands in the head alone
    unit = column.unit or ("".join(*around).strip() if len(around) == 1 else "")
    if unit.lower() == head.lower():
        unit = ""
    wordy = any(
        cell.value is not None and one is None for cell, one in zip(cells, printed, strict=True)
    )
    numbers = tuple(
        SheetCell(
            _words(cell, bare=wordy) if cell.value is None else cell.value,
            _number_format(cell, one, alike, traces),
            cell.trace,
        )
        for cell, one in zip(cells, printed, strict=True)
    )
    made = [SheetColumn(head, unit, column.align, numbers)]
    if wordy:
        words = tuple(SheetCell(_words(cell), trace=cell.trace) for cell in cells)
        made.append(SheetColumn(f"{head}, {IN_WORDS}", "", "left", words))
    return made


def _read(cell: Cell) -> _Printed | None:
    """The text as one number that is the cell's value, or None when it says more or other."""
    match = _PRINTED.fullmatch(cell.text.replace(PROVISIONAL, "").strip())
    if match is None or cell.value is None:
        return None
    decimals = len(match["digits"].partition(".")[2])
    if abs(abs(cell.value) - float(match["digits"].replace(",", ""))) > 0.51 * 10**-decimals:
        return None
    return _Printed(match["sign"] == "+", match["prefix"], match["suffix"], decimals)


def _words(cell: Cell, bare: bool = False) -> str:
    """The text of a cell, or the shorthand for its absence; `bare` gives the shorthand alone."""
    says = any(character.isalnum() for character in cell.text)
    if cell.text.strip() in SHORTHAND:
        return cell.text.strip()
    if cell.tone == "missing":
        return f"[x] {cell.text}" if says and not bare else "[x]"
    return cell.text if says and not bare else "[z]"


def _number_format(
    cell: Cell, printed: _Printed | None, alike: bool, traces: Mapping[str, Trace]
) -> str:
    """Excel's format that shows the value as printed; a unit that all share is left to the head."""
    if cell.value is None:
        return ""
    decimals = cell.decimals
    if decimals is None:
        decimals = printed.decimals if printed else 0
    number = "#,##0" + (f".{'0' * decimals}" if decimals else "")
    prefix = suffix = ""
    if printed and not alike:
        prefix, suffix = _quoted(printed.prefix), _quoted(printed.suffix)
    noted = cell.trace is not None and "provisional" in traces[cell.trace].note.lower()
    if noted or PROVISIONAL in cell.text:
        suffix += _quoted(f" {PROVISIONAL}")
    shown = f"{prefix}{number}{suffix}"
    return f"+{shown};-{shown};{shown}" if printed and printed.signed else shown


def _quoted(text: str) -> str:
    return f'"{text.replace(chr(34), "")}"' if text else ""
