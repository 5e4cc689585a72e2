"""Home Office police workforce tables: officers, staff and volunteers by force at a date.

A title such as "Table 7: Police officers by police force area, ... (headcount)" says who is
counted; the unit stands in the title or above the columns. A value is for the month of its date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pyarrow as pa

from scrutiny.errors import InputError
from scrutiny.periods import Month
from scrutiny.sources import workbooks
from scrutiny.sources.chunks import month_of
from scrutiny.sources.figures_table import SCHEMA, Figure, figures_batch
from scrutiny.sources.reading import Reading, settings
from scrutiny.sources.workbooks import Sheet, text

_TITLE = re.compile(r"Table \d+: (.+?) by police force area", re.IGNORECASE)
_FOOTNOTES = re.compile(r"(\(s\.[^)]*\)|(?<=[a-z])\d[\d,]*(?= |$))")
LAST_ROW = "Total"


class Workforce(Reading):
    source = "home-office-workforce"
    table = "figures"
    schema = SCHEMA

    def rows(self) -> Iterator[pa.RecordBatch]:
        for entry in self.entries:
            found = False
            for sheet in workbooks.sheets(entry):
                match = _TITLE.match(sheet.title)
                measure = self._measure(sheet, match[1]) if match else None
                if measure is None:
                    self.tally.note("sheets-left-out", 1, {sheet.name: 1})
                    continue
                found = True
                yield figures_batch(list(self._figures(entry.name, sheet, measure)))
            if not found:
                raise InputError("has no workforce table by police force area", file=entry.name)

    def _measure(self, sheet: Sheet, title: str) -> str | None:
        words = " ".join(_FOOTNOTES.sub("", title).casefold().split())
        above = " ".join(text(cell) for row in sheet.rows[:6] for cell in row).casefold()
        unit = "headcount" if "headcount" in above else "full-time equivalents"
        measure: str | None = settings("workforce")["measures"].get(f"{words}, {unit}")
        known = self.catalogue is None or measure in self.catalogue
        return measure if known else None

    def _figures(self, file: str, sheet: Sheet, measure: str) -> Iterator[Figure]:
        start, months = self._months(sheet)
        regions = dict(settings("workforce")["areas"])
        for row in range(start + 1, len(sheet.rows)):
            name = text(sheet.rows[row][0]) if sheet.rows[row] else ""
            if not name:
                continue
            area = self._area(name, regions)
            if area is None and not self._is_left_out(name):
                raise sheet.error("is not a police force, region or total", row, name)
            for column, month in months.items():
                self.tally.rows_read += 1
                value = workbooks.number(sheet, row, column, str(month))
                if area is None:
                    self.tally.rows_rejected += 1
                    self.tally.note("area-not-known", 1, {name: 1})
                    continue
                if value is None:
                    self.tally.rows_rejected += 1
                    self.tally.note("value-not-available", 1, {f"{measure}, {name}": 1})
                    continue
                self.claim(file, area, str(month), str(month), measure)
                yield Figure(measure, area, self.source, str(month), str(month), value)
            if name == LAST_ROW:
                return
        raise sheet.error(f"ends without its row {LAST_ROW!r}: it is cut short", len(sheet.rows))

    def _months(self, sheet: Sheet) -> tuple[int, dict[int, Month]]:
        """The row of the dates, and the month of each column that has one."""
        for number, row in enumerate(sheet.rows):
            dates = {n: Month.of(cell) for n, cell in enumerate(row) if isinstance(cell, date)}
            if dates:
                for month in dates.values():
                    if month_of(str(month)) is None:
                        raise sheet.error("is not a date that has come", number, str(month))
                return number, dates
        raise sheet.error("has no row of dates", 0)

    def _area(self, name: str, regions: dict[str, str]) -> str | None:
        """The code of a row. A region's row stands before its forces': "West Midlands" is both."""
        plain = _FOOTNOTES.sub("", name).strip()
        region = regions.pop(plain, None)
        if region is not None:
            return region
        force = self.areas.force_named(plain)
        return force.code if force else None

    def _is_left_out(self, name: str) -> bool:
        return name in settings("workforce")["left_out"]
