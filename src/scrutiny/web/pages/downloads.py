"""Downloads: a page's tables as CSV, JSON and XLSX, whatever its kind.

They are made from the page's content, so that a file says what the page says, with its sources.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from django.http import HttpRequest, HttpResponse, JsonResponse

from scrutiny.reports.model import Document, Section
from scrutiny.reports.sheet_table import lay_out
from scrutiny.reports.tidy import one_csv
from scrutiny.web.asked import NotThereError
from scrutiny.web.content import Content
from scrutiny.web.content.plain import plain
from scrutiny.web.edition import Edition
from scrutiny.web.kinds import PageKind

View = Callable[..., HttpResponse]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def data(kind: PageKind) -> View:
    """Everything of a page that is a figure, in one file."""

    def view(request: HttpRequest, form: str, **parts: str) -> HttpResponse:
        edition: Edition = request.edition  # type: ignore[attr-defined]
        content = kind.content(edition, parts, request.GET.dict())
        name = _name(kind, content, parts.values())
        if form == "json":
            answer: HttpResponse = JsonResponse(plain(content), json_dumps_params={"indent": 1})
        elif form == "csv":
            answer = HttpResponse(one_csv(document(content, edition, name)), "text/csv")
        else:
            answer = HttpResponse(_workbook(document(content, edition, name)), XLSX)
        return _attached(answer, f"{name}.{form}")

    return view


def table(kind: PageKind) -> View:
    """One table of a page as CSV: a row a row, numbers unrounded, words in columns of their own."""

    def view(request: HttpRequest, table: str, **parts: str) -> HttpResponse:
        edition: Edition = request.edition  # type: ignore[attr-defined]
        content = kind.content(edition, parts, request.GET.dict())
        found = next((each for each in content.all_tables() if each.id == table), None)
        if found is None:
            raise NotThereError(f"This page has no table called {table!r}.")
        columns = lay_out(found, {trace.id: trace for trace in content.traces})
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(c.head + (f" ({c.unit})" if c.unit else "") for c in columns)
        writer.writerows(zip(*([cell.content for cell in c.cells] for c in columns), strict=True))
        name = f"{_name(kind, content, parts.values())}-{table}.csv"
        return _attached(HttpResponse(text.getvalue(), "text/csv"), name)

    return view


def document(content: Content, edition: Edition, name: str) -> Document:
    """The page as a report of one section, for the report's own renderers."""
    tables = [replace(each, number=n) for n, each in enumerate(content.tables, 1)]
    charts = [replace(each, number=n) for n, each in enumerate(content.charts, 1)]
    released = [source.released for source in content.sources if source.released]
    shown = max(released, default=edition.day)
    return Document(
        id=name,
        title=content.title,
        subtitle=f"figures to {content.asked.to.name}",
        organisation="Police Scrutiny",
        to="",
        period=content.asked.to.name,
        issued=shown,
        language="en-GB",
        description=content.description,
        keywords=("police performance",),
        sections=(Section("page", "", content.title, (*tables, *charts)),),
        traces=content.traces,
        sources=content.sources,
        facts=(("Figures as loaded to", f"{edition.day:%-d %B %Y}"),),
    )


def _workbook(made: Document) -> bytes:
    from scrutiny.reports.spreadsheet import render_spreadsheet

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.xlsx"
        render_spreadsheet(made, file)
        return file.read_bytes()


def _name(kind: PageKind, content: Content, parts: Iterable[str]) -> str:
    """What a file is called: the page, what it is of, the area and the month."""
    asked = content.asked
    words = [kind.name, *parts]
    words += [word for word in (asked.area, str(asked.to)) if kind.chooses and word not in words]
    return "-".join(words).lower().replace("_", "-")


def _attached(answer: HttpResponse, name: str) -> HttpResponse:
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
