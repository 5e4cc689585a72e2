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
    "[b]": "break in the series: the change is not comparable",
    "[c]": "suppressed, so that nobody can be identified",
    "[p]": "provisional: the figure is likely to be revised",
    "[x]": "not available: nobody has supplied the figure",
    "[z]": "not applicable: there is nothing to show",
}
GROUP = "Group"
IN_WORDS = "in words"
LONGEST_NAME = 31  # characters of a sheet's name: Excel's limit
_UNNAMEABLE = re.compile(r"[\[\]:*?/\\']")
_MARK = re.compile(r" ?(\[[a-z]\])")
_NUMBER = re.compile(
    r"(?P<under>under )?(?P<sign>[+−-]?)(?P<prefix>£?)"
    r"(?P<digits>\d[\d,]*(?:\.\d+)?)(?P<suffix>%|(?: ?[a-z]+)+)?"
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
    """Where a cell's text prints its value: with what around it, and whether that is all."""

    whole: bool
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
    valued = [one for cell, one in zip(cells, printed, strict=True) if cell.value is not None]
    units = {one.prefix + one.suffix for one in valued if one is not None}
    # The head alone says the unit when all have it; a number that the text does not print may not.
    alike = len({unit.rstrip("s") for unit in units}) <= 1 and None not in valued
    unit = column.unit or (max(units, key=len).strip() if alike and units else "")
    wordy = any(one is None or not one.whole for one in valued)
    numbers = tuple(
        SheetCell(
            _words(cell, bare=wordy) if cell.value is None else cell.value,
            _number_format(cell, one, alike, traces),
            cell.trace,
        )
        for cell, one in zip(cells, printed, strict=True)
    )
    unit = {"%": "percent", head.lower(): ""}.get(unit.lower(), unit)
    made = [SheetColumn(head, unit, column.align, numbers)]
    if wordy:
        words = tuple(SheetCell(_words(cell), trace=cell.trace) for cell in cells)
        made.append(SheetColumn(f"{head}, {IN_WORDS}", "", "left", words))
    return made


def _read(cell: Cell) -> _Printed | None:
    """Where the text prints the cell's value; None when it has none or prints another number."""
    if cell.value is None:
        return None
    text = _MARK.sub("", cell.text).strip()
    found = []
    for match in _NUMBER.finditer(text):
        decimals = len(match["digits"].partition(".")[2])
        number, value = float(match["digits"].replace(",", "")), abs(cell.value)
        if value < number if match["under"] else abs(value - number) < 0.51 * 10**-decimals:
            minus = match["sign"] in ("-", "−")
            whole = match[0] == text and not match["under"] and minus == (cell.value < 0)
            signed = whole and match["sign"] == "+"
            found.append(_Printed(whole, signed, match["prefix"], match["suffix"] or "", decimals))
    return max(found, key=lambda one: one.whole, default=None)


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
    if printed and not alike:
        number = _quoted(printed.prefix) + number + _quoted(printed.suffix)
    number += _quoted("".join(f" {mark}" for mark in _marks(cell, traces)))
    return f"+{number};-{number};{number}" if printed and printed.signed else number


def _marks(cell: Cell, traces: Mapping[str, Trace]) -> list[str]:
    """The shorthand that stands beside a number: printed with it, or what its trace says."""
    marks = {mark for mark in _MARK.findall(cell.text) if mark in SHORTHAND}
    if cell.tone == "not comparable":
        marks.add("[b]")
    if cell.trace is not None and "provisional" in traces[cell.trace].note.lower():
        marks.add("[p]")
    return sorted(marks)


def _quoted(text: str) -> str:
    return f'"{text}"' if text else ""
