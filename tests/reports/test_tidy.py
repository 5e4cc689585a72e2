"""The data package, read again by its own description."""

from __future__ import annotations

import csv
import hashlib
import json
import math
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.reports.sample import sample_document

from scrutiny.reports.model import Document
from scrutiny.reports.tidy import render_tidy

TYPES = {
    "string": r".*",
    "number": r"-?\d+(\.\d+)?(e[+-]?\d+)?",
    "integer": r"\d+",
    "date": r"\d{4}-\d{2}-\d{2}",
    "yearmonth": r"\d{4}-(0[1-9]|1[0-2])",
}


@pytest.fixture(scope="module")
def document() -> Document:
    return sample_document()


@pytest.fixture(scope="module")
def folder(document: Document, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("tidy") / "data"
    render_tidy(document, out)
    return out


@pytest.fixture(scope="module")
def package(folder: Path) -> Any:
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))


def rows_of(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_package_describes_every_file_to_the_byte(folder: Path, package: Any) -> None:
    paths = {resource["path"] for resource in package["resources"]}
    assert paths | {"datapackage.json"} == {path.name for path in folder.iterdir()}
    for resource in package["resources"]:
        content = (folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert resource["encoding"] == "utf-8"


def test_every_field_is_described_and_every_value_is_of_its_type(
    folder: Path, package: Any
) -> None:
    for resource in package["resources"]:
        fields = resource["schema"]["fields"]
        rows = rows_of(folder, resource["name"])
        assert rows
        assert list(rows[0]) == [field["name"] for field in fields]
        for field in fields:
            assert field["description"]
            for row in rows:
                value = row[field["name"]]
                if value or field.get("constraints", {}).get("required"):
                    assert re.fullmatch(TYPES[field["type"]], value, re.DOTALL), (field, value)
                    assert value or not field.get("constraints")


def test_keys_are_unique_and_references_lead_somewhere(folder: Path, package: Any) -> None:
    referred = 0
    for resource in package["resources"]:
        schema, rows = resource["schema"], rows_of(folder, resource["name"])
        keys = [tuple(row[name] for name in schema["primaryKey"]) for row in rows]
        assert len(set(keys)) == len(keys)
        for foreign in schema["foreignKeys"]:
            named = foreign["reference"]
            known = {row[named["fields"]] for row in rows_of(folder, named["resource"])}
            assert {row[foreign["fields"]] for row in rows} - {""} <= known
            referred += 1
    assert referred == 3


def test_every_traced_figure_has_one_row_with_its_own_value(
    folder: Path, document: Document
) -> None:
    rows = rows_of(folder, "figures")
    assert [row["id"] for row in rows] == [trace.id for trace in document.traces]
    sources = {source.key: source for source in document.sources}
    for trace, row in zip(document.traces, rows, strict=True):
        assert row["value"] == "" if trace.value is None else float(row["value"]) == trace.value
        assert (row["measure"], row["area"], row["unit"]) == (trace.measure, trace.area, trace.unit)
        assert (row["first"], row["last"], row["note"]) == (trace.first, trace.last, trace.note)
        released = sources[trace.source].released
        assert row["released"] == (released.isoformat() if released else "")


def test_every_cell_of_every_table_has_a_row(folder: Path, document: Document) -> None:
    rows = rows_of(folder, "tables")
    cells = [
        (table.id, cell.text, cell.value, cell.trace or "")
        for table in document.tables()
        for row in table.rows
        if not row.group
        for cell in row.cells
    ]
    found = [
        (row["table"], row["text"], float(row["value"]) if row["value"] else None, row["figure"])
        for row in rows
    ]
    assert found == cells


def test_a_cells_row_names_its_group_and_heads(folder: Path) -> None:
    rows = rows_of(folder, "tables")
    (rape,) = (row for row in rows if row["row_head"] == "Rape" and row["text"] == "1,480")
    assert rape["group"] == "Supporting vulnerable people and victims"
    assert rape["column_head"] == "In-year performance, Jan to Dec 2019"


def test_every_file_of_every_source_is_listed(folder: Path, document: Document) -> None:
    listed = [(row["source"], row["file"], row["sha256"]) for row in rows_of(folder, "files")]
    assert listed == [(s.key, *file) for s in document.sources for file in s.files]


def test_the_package_names_its_licence_publisher_and_sources(
    package: Any, document: Document
) -> None:
    assert package["profile"] == "tabular-data-package"
    assert re.fullmatch(r"[a-z0-9._/-]+", package["name"])
    assert package["licenses"][0]["name"] == "OGL-UK-3.0"
    assert package["contributors"] == [{"title": document.organisation, "role": "publisher"}]
    assert len(package["sources"]) == len({(s.title, s.publisher) for s in document.sources})
    assert package["created"] == f"{document.issued.isoformat()}T00:00:00Z"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_value_is_read_back_exactly(document: Document, tmp_path: Path, value: float) -> None:
    one = replace(document, sections=(), traces=(replace(document.traces[0], value=value),))
    render_tidy(one, tmp_path)
    (row,) = rows_of(tmp_path, "figures")
    assert float(row["value"]) == value
    assert re.fullmatch(TYPES["number"], row["value"])
    if value.is_integer() and math.fabs(value) < 1e15:
        assert "." not in row["value"]
