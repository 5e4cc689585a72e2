"""ONS police force area tables: recorded crime by force (P1, P4) and by partnership (C2, C5).

Only the tables of numbers of offences are read. The others are changes and rates, which the
software computes itself, and knife, firearm and fraud tables, for which it has no measure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyarrow as pa

from scrutiny.errors import InputError
from scrutiny.periods import Month, Period
from scrutiny.sources import workbooks
from scrutiny.sources.figures_table import SCHEMA, Figure, figures_batch
from scrutiny.sources.reading import Reading, settings
from scrutiny.sources.workbooks import Sheet, text

# The titles of the tables of numbers.
_TITLE = re.compile(
    r"Table [PC]\d+: "
    r"(?:Police recorded crime by .*, number of offences|Number of police recorded crimes for .*)"
    r", year ending (\w+ \d{4})",
    re.IGNORECASE,
)
_TABLE = re.compile(r"Table ([PC]\d+)")
_NOTED = re.compile(r"\[\s*notes?\s*([\d, ]+)\]", re.IGNORECASE)
_SECTION = re.compile(r"Notes for tables? (.+)", re.IGNORECASE)
FORCE_CODE, PARTNERSHIP_CODE = (
    ("area code", "police force area code"),
    "community safety partnership code",
)
MONTHS = {Month(2000, n).name.split()[0].casefold(): n for n in range(1, 13)}


class OnsTables(Reading):
    source = "ons-tables"
    table = "figures"
    schema = SCHEMA

    def rows(self) -> Iterator[pa.RecordBatch]:
        for entry in self.entries:
            found = False
            notes: dict[tuple[str, int], str] = {}
            for sheet in workbooks.sheets(entry):
                notes |= _notes(sheet)
                title = _TITLE.match(sheet.title)
                if title is None:
                    self.tally.note("sheets-left-out", 1, {sheet.name.strip(): 1})
                    continue
                found = True
                period = _year(sheet, title[1])
                yield figures_batch(list(self._figures(entry.name, sheet, period, notes)))
            if not found:
                raise InputError(
                    "has no table of recorded crime by police force area or community safety "
                    "partnership",
                    file=entry.name,
                )

    def _figures(
        self, file: str, sheet: Sheet, period: Period, notes: dict[tuple[str, int], str]
    ) -> Iterator[Figure]:
        start, heads = _heads(sheet)
        measures = self._measures(sheet, start, heads)
        partnership = heads.index(PARTNERSHIP_CODE) if PARTNERSHIP_CODE in heads else None
        first, last = str(period.first), str(period.last)
        for row in range(start + 1, len(sheet.rows)):
            cells = [text(cell) for cell in sheet.rows[row]]
            if not any(cells):
                continue
            area = self._area(sheet, row, cells, partnership)
            note = _note_of(sheet, row, notes)
            for column, measure in measures.items():
                self.tally.rows_read += 1
                reason = example = ""
                value = None
                if area is None:
                    # A force's total of its partnerships stands in P1; unassigned crimes nowhere.
                    reason, example = "area-not-known", cells[1]
                elif measure is None:
                    reason, example = "measure-not-in-catalogue", heads[column]
                else:
                    value = workbooks.number(sheet, row, column, heads[column])
                    if value is None:
                        reason, example = "value-not-available", f"{measure}, {cells[1]}"
                if area is None or measure is None or value is None:
                    self.tally.rows_rejected += 1
                    self.tally.note(reason, 1, {example: 1})
                    continue
                self.claim(file, area, first, last, measure)
                yield Figure(measure, area, self.source, first, last, value, note=note)

    def _measures(self, sheet: Sheet, start: int, heads: list[str]) -> dict[int, str | None]:
        """Column number to measure, None where the catalogue has none; every head must be known."""
        published = settings("ons_tables")
        measures: dict[int, str | None] = {}
        for column, head in enumerate(heads):
            if head in published["names"] or not head:
                continue
            if head not in published["measures"]:
                raise sheet.error("has a column that these tables do not", start, head)
            measure = published["measures"][head]
            known = self.catalogue is None or measure in self.catalogue
            measures[column] = measure if known else None
        return measures

    def _area(
        self, sheet: Sheet, row: int, cells: list[str], partnership: int | None
    ) -> str | None:
        code = cells[0] if partnership is None else cells[partnership]
        if not code and partnership is None:
            force = self.areas.force_named(cells[1])
            if force is None:
                raise sheet.error("is not a police force or area", row, cells[1], "area name")
            return force.code
        if code and code not in self.areas:
            raise sheet.error("is not the code of a known area", row, code, "area code")
        return code or None


def _heads(sheet: Sheet) -> tuple[int, list[str]]:
    for number, row in enumerate(sheet.rows):
        heads = [text(cell).casefold() for cell in row]
        if heads and heads[0] in FORCE_CODE:
            return number, heads
    raise sheet.error("has no row of column names that starts with the area's code", 0)


def _year(sheet: Sheet, ending: str) -> Period:
    """The twelve months that end with a month such as `December 2024`."""
    name, year = ending.split()
    if name.casefold() not in MONTHS:
        raise sheet.error("does not say in its title which year it is for", 0, ending)
    return Period.ending(Month(int(year), MONTHS[name.casefold()]), 12)


def _notes(sheet: Sheet) -> dict[tuple[str, int], str]:
    """The text of each note of a notes sheet, by table and number."""
    notes: dict[tuple[str, int], str] = {}
    tables: list[str] = []
    for row in sheet.rows:
        section = _SECTION.fullmatch(text(row[0])) if row else None
        if section is not None:
            tables = re.findall(r"[PC]\d+", section[1])
        elif tables and len(row) > 1 and isinstance(row[0], float):
            for table in tables:
                notes.setdefault((table, int(row[0])), text(row[1]))
    return notes


def _note_of(sheet: Sheet, row: int, notes: dict[tuple[str, int], str]) -> str | None:
    """What the notes say of the area of a row: that it includes transport police, say."""
    table = _TABLE.match(sheet.title)
    marks = _NOTED.findall(str(sheet.rows[row][1]))
    numbers = [int(number) for mark in marks for number in re.findall(r"\d+", mark)]
    found = [notes.get((table[1], number)) for number in numbers] if table else []
    return " ".join(note for note in found if note) or None
