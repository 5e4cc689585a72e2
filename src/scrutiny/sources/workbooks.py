"""Workbooks (.ods and .xlsx), checked before they are unpacked."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook

from scrutiny.errors import InputError
from scrutiny.sources.entries import Entry, check_zip

Cell = str | float | int | bool | date | datetime | time | timedelta
SUFFIXES = (".ods", ".xlsx")
# Statisticians' shorthand for a number that is not there: not nought.
NOT_AVAILABLE = re.compile(r"\.\.|-|\[\s*[a-z]+\d*\s*\]", re.IGNORECASE)
_NOTES = re.compile(r"\[\s*notes?\s*[\d, ]*\]", re.IGNORECASE)


@dataclass(frozen=True)
class Sheet:
    """The rows of a sheet from its first cell; row n of the list is row n + 1 of the sheet."""

    file: str
    name: str
    rows: list[list[Cell]]

    @property
    def title(self) -> str:
        """The text of the first cell that has any."""
        for row in self.rows:
            for cell in row:
                if text(cell):
                    return text(cell)
        return ""

    def error(
        self, rule: str, row: int, got: object = None, column: str | None = None
    ) -> InputError:
        """An `InputError` at an index of `rows`."""
        return InputError(
            f"{rule} (sheet {self.name.strip()})",
            file=self.file,
            line=row + 1,
            field=column,
            got=got,
        )


def sheets(entry: Entry) -> Iterator[Sheet]:
    """Every sheet of a workbook, one in memory at a time."""
    with entry.stream() as stream:
        content = stream.whole()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            check_zip(archive, entry.name)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except (zipfile.BadZipFile, CalamineError) as problem:
        raise InputError("is not a whole workbook", file=entry.name) from problem
    for name in book.sheet_names:
        try:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        except CalamineError as problem:
            raise InputError(f"its sheet {name!r} cannot be read", file=entry.name) from problem
        yield Sheet(entry.name, name, rows)


def text(cell: Cell) -> str:
    """A cell as words: note markers, line breaks and padding are taken off."""
    return " ".join(_NOTES.sub("", str(cell)).split())


def number(sheet: Sheet, row: int, column: int, name: str) -> float | None:
    """The number in a cell; None when the sheet says that it is not available."""
    cells = sheet.rows[row]
    cell = cells[column] if column < len(cells) else ""
    if isinstance(cell, bool):
        raise sheet.error("is not a number", row, text(cell), name)
    if isinstance(cell, int | float):
        return float(cell)
    shown = text(cell)
    if NOT_AVAILABLE.fullmatch(shown):
        return None
    with suppress(ValueError):
        return float(shown.replace(",", ""))
    raise sheet.error("is not a number", row, shown, name)
