"""What every block of one report shares: the reader, the area, the month, and the numbering."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from scrutiny.catalogue.model import Measure
from scrutiny.comparison.compare import Comparison, compare
from scrutiny.measures.read import Reader
from scrutiny.periods import Month, Window
from scrutiny.reports.book import Book
from scrutiny.reports.model import Column, Row, Spans, Table

LONGEST_SHEET_NAME = 31  # characters, in a spreadsheet


@dataclass
class Context:
    """One report in the making. Tables and charts are numbered in the order they are made."""

    reader: Reader
    area: str
    to: Month
    book: Book = field(init=False)
    tables: int = 0
    charts: int = 0

    def __post_init__(self) -> None:
        self.book = Book(self.reader)

    def measure(self, id: str | None) -> Measure:
        return self.reader.catalogue.measure(id or "")

    def name(self, code: str) -> str:
        return self.reader.areas.get(code).name

    def source_title(self, source: str) -> str:
        known = self.reader.catalogue.sources.get(source)
        return known.title if known else source

    def compare(
        self,
        measure: str,
        *,
        to: Month | None = None,
        window: Window = Window.YEAR,
        source: str | None = None,
    ) -> Comparison:
        return compare(self.reader, measure, self.area, to or self.to, window, source=source)

    def table(
        self,
        title: str,
        columns: Sequence[Column],
        rows: Sequence[Row],
        notes: Sequence[Spans],
        sheet: str | None = None,
        *,
        numbered: bool = True,
    ) -> Table:
        """A table with its number; a group row's one cell spans the table."""
        self.tables += numbered
        number = self.tables if numbered else 0
        return Table(
            f"table-{self.tables}" if numbered else f"data-{self.charts}",
            number, title, tuple(columns), tuple(rows), tuple(notes),
            (sheet or f"Table {number}")[:LONGEST_SHEET_NAME],
        )  # fmt: skip
