"""A page's content: words, tables and charts, with the trace of every figure."""

from __future__ import annotations

from dataclasses import dataclass

from scrutiny.reports.model import Chart, SourceEntry, Table, Trace
from scrutiny.web.asked import Asked


@dataclass(frozen=True, kw_only=True)
class Content:
    """What every page has. A page of its own kind adds what only its template shows.

    Everything that is a figure stands in `tables` or `charts`, by id, so that the downloads and the
    API have all that the page says. `traces` are by id too: a cell leads to its source by them.
    `query` is what a part of the page, such as a chart, is asked for with: the page's choices and
    its edition, so that no part shows other figures than the page. The kind of page fills it in.
    """

    title: str
    description: str  # one or two sentences: for search engines, and for the twin
    asked: Asked
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()
    traces: tuple[Trace, ...] = ()
    sources: tuple[SourceEntry, ...] = ()
    query: str = ""

    def table(self, id: str) -> Table | None:
        return next((table for table in self.tables if table.id == id), None)

    def chart(self, id: str) -> Chart | None:
        return next((chart for chart in self.charts if chart.id == id), None)

    def trace(self, id: str | None) -> Trace | None:
        return next((trace for trace in self.traces if trace.id == id), None)

    def all_tables(self) -> tuple[Table, ...]:
        """The page's tables, and its charts' numbers."""
        return (*self.tables, *(chart.data for chart in self.charts if chart.data is not None))
