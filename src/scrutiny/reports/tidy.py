"""A report's numbers as tidy CSV, described by a Frictionless Data Package (version 1).

The format is that of https://specs.frictionlessdata.io: UTF-8, comma, a header, CRLF line ends
(RFC 4180), and an empty field where there is no value.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scrutiny.reports.model import Document, Row, SourceEntry, Table

DESCRIPTOR = "datapackage.json"
LICENCES = {
    "Open Government Licence v3.0": {
        "name": "OGL-UK-3.0",
        "path": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        "title": "Open Government Licence v3.0",
    }
}
WHOLE_UP_TO = 2**53  # above this a float no longer holds every whole number

Value = str | float | None


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its name, its Table Schema type and what it holds."""

    name: str
    description: str
    type: str = "string"
    required: bool = False


@dataclass(frozen=True, slots=True)
class Resource:
    """A CSV file to be: what it holds, its columns and its rows, each as long as the columns."""

    name: str
    description: str
    fields: tuple[Field, ...]
    rows: tuple[tuple[Value, ...], ...]
    key: tuple[str, ...]
    refers: tuple[tuple[str, str, str], ...] = ()  # column, and the resource and column it names


def render_tidy(document: Document, out_dir: Path) -> None:
    """Write the figures, tables, sources and files of `document` to CSV files in `out_dir`.

    `datapackage.json` describes them. The same document always gives the same bytes.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    described = []
    for resource in (_figures(document), _tables(document), _sources(document), _files(document)):
        content = _csv(resource)
        (out_dir / f"{resource.name}.csv").write_bytes(content)
        described.append(_describe(resource, content))
    package = json.dumps(_package(document, described), indent=2, ensure_ascii=False)
    (out_dir / DESCRIPTOR).write_bytes(f"{package}\n".encode())


def one_csv(document: Document) -> bytes:
    """Every cell of the tables in one CSV file, each with the figure it prints and its source."""
    cells, figures, sources = _tables(document), _figures(document), _sources(document)
    figure_of = {row[0]: row for row in figures.rows}
    source_of = {row[0]: row for row in sources.rows}
    at = [field.name for field in figures.fields].index("source")
    none = (None,) * len(figures.fields), (None,) * len(sources.fields)
    rows = []
    for row in cells.rows:
        figure = figure_of.get(row[-1], none[0])
        rows.append((*row, *figure[1:at], *source_of.get(figure[at], none[1])[1:-1], figure[-1]))
    fields = (
        *cells.fields,
        *(replace(field, name=FIGURES_OWN.get(field.name, field.name))
          for field in figures.fields[1:at]),
        *(replace(field, name=f"source_{field.name}") for field in sources.fields[1:-1]),
        figures.fields[-1],
    )  # fmt: skip
    about = "Every cell of the tables, with its figure and source: one row a cell"
    return _csv(Resource("cells", about, fields, tuple(rows), cells.key))


FIGURES_OWN = {
    "title": "measure_title", "value": "unrounded", "unit": "measure_unit",
}  # fmt: skip
"""The names of a figure's columns where a cell's column has the same."""


def _figures(document: Document) -> Resource:
    fields = (
        Field("id", "The figure in this report", required=True),
        Field("measure", "The measure's id in the catalogue", required=True),
        Field("title", "The measure's title", required=True),
        Field("area", "ONS code of the area", required=True),
        Field("area_name", "Name of the area", required=True),
        Field("period", "The period in words", required=True),
        Field("first", "First month of the period", "yearmonth", required=True),
        Field("last", "Last month of the period", "yearmonth", required=True),
        Field("value", "The value before rounding; empty when there is none", "number"),
        Field("numerator", "What was divided, for a rate or a percentage", "number"),
        Field("denominator", "What it was divided by", "number"),
        Field("unit", "Unit of the value", required=True),
        Field("source", "The source and vintage that gave the value", required=True),
        Field("released", "When the source released it", "date"),
        Field("loaded", "When it was loaded, UTC"),
        Field("note", "Status, why there is no value, caveats"),
    )
    sources = {source.key: source for source in document.sources}
    rows = []
    for trace in document.traces:
        source = sources[trace.source]
        rows.append(
            (
                *(trace.id, trace.measure, trace.title, trace.area, trace.area_name),
                *(trace.period, trace.first, trace.last),
                *(trace.value, trace.numerator, trace.denominator, trace.unit, trace.source),
                _released(source),
                *(source.loaded, trace.note),
            )
        )
    return Resource(
        "figures",
        "Every figure in the report, unrounded: one row a figure",
        fields,
        tuple(rows),
        ("id",),
        (("source", "sources", "source"),),
    )


def _tables(document: Document) -> Resource:
    fields = (
        Field("table", "The table in this report", required=True),
        Field("title", "Its title", required=True),
        Field("row", "The row, counted from 1", "integer", required=True),
        Field("column", "The column, counted from 1", "integer", required=True),
        Field("group", "The group of rows it stands in"),
        Field("row_head", "The row's header"),
        Field("column_head", "The column's header"),
        Field("unit", "The column's unit"),
        Field("text", "The cell as printed"),
        Field("value", "The number behind it; empty when it is not a number", "number"),
        Field("figure", "The figure that it prints"),
    )
    rows = [row for table in document.tables() for row in _cells(table)]
    return Resource(
        "tables",
        "Every cell of the report's tables and of its charts' data: one row a cell",
        fields,
        tuple(rows),
        ("table", "row", "column"),
        (("figure", "figures", "id"),),
    )


def _cells(table: Table) -> Iterable[tuple[Value, ...]]:
    for y, row, group in _grouped(table.rows):
        for x, (column, cell) in enumerate(zip(table.columns, row.cells, strict=True), 1):
            yield (
                *(table.id, table.title, y, x, group, row.cells[0].text, column.head),
                *(column.unit, cell.text, cell.value, cell.trace),
            )


def _grouped(rows: Sequence[Row]) -> Iterable[tuple[int, Row, str]]:
    """The plain rows, counted from 1, each with the name of its group."""
    group, count = "", 0
    for row in rows:
        if row.group:
            group = row.cells[0].text
        else:
            count += 1
            yield count, row, group


def _sources(document: Document) -> Resource:
    fields = (
        Field("source", "The source and vintage", required=True),
        Field("title", "Its title", required=True),
        Field("publisher", "Who published it"),
        Field("licence", "The licence it may be used under"),
        Field("released", "When it was released", "date"),
        Field("loaded", "When it was loaded, UTC"),
        Field("covers", "The areas and months it covers"),
    )
    rows = tuple(
        (
            *(source.key, source.title, source.publisher, source.licence),
            _released(source),
            *(source.loaded, source.covers),
        )
        for source in document.sources
    )
    return Resource("sources", "The vintages that the report uses", fields, rows, ("source",))


def _released(source: SourceEntry) -> str | None:
    return None if source.released is None else source.released.isoformat()


def _files(document: Document) -> Resource:
    fields = (
        Field("source", "The source and vintage", required=True),
        Field("file", "Name of the file that was loaded", required=True),
        Field("sha256", "SHA-256 of the file", required=True),
    )
    rows = tuple(
        (source.key, name, digest) for source in document.sources for name, digest in source.files
    )
    about = "The files of each source, as they were loaded"
    refers = (("source", "sources", "source"),)
    return Resource("files", about, fields, rows, ("source", "file", "sha256"), refers)


def _csv(resource: Resource) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(field.name for field in resource.fields)
    writer.writerows(tuple(map(_written, row)) for row in resource.rows)
    return text.getvalue().encode()


def _written(value: Value) -> str:
    """A number in the fewest digits that give it back exactly; no `.0` on a whole one."""
    if value is None or isinstance(value, str):
        return value or ""
    if float(value).is_integer() and abs(value) < WHOLE_UP_TO:
        return str(int(value))
    return repr(float(value))


def _describe(resource: Resource, content: bytes) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": resource.name,
        "path": f"{resource.name}.csv",
        "description": resource.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {
            "fields": [_field(field) for field in resource.fields],
            "missingValues": [""],
            "primaryKey": list(resource.key),
            "foreignKeys": [
                {"fields": column, "reference": {"resource": other, "fields": named}}
                for column, other, named in resource.refers
            ],
        },
    }


def _field(field: Field) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": field.name,
        "type": field.type,
        "description": field.description,
    }
    return {**described, "constraints": {"required": True}} if field.required else described


def _package(document: Document, resources: list[dict[str, Any]]) -> dict[str, Any]:
    licence = LICENCES.get(document.licence, {"title": document.licence, "name": document.licence})
    titles = dict.fromkeys(f"{s.title}, {s.publisher}" for s in document.sources)
    return {
        "profile": "tabular-data-package",
        "name": document.id.lower(),
        "title": f"{document.title}: {document.subtitle}",
        "description": document.description,
        "created": f"{document.issued.isoformat()}T00:00:00Z",
        "keywords": list(document.keywords),
        "licenses": [licence],
        "contributors": [{"title": document.organisation, "role": "publisher"}],
        "sources": [{"title": title} for title in titles],
        "resources": resources,
    }
