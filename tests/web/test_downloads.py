"""What is taken away says what the page says: the same figures, with their sources."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest

from .addresses import ADDRESSES

if TYPE_CHECKING:
    from django.test import Client

    from scrutiny.measures.read import Reader

ADDRESS = "/measures/all_crime/"
QUERY = {"area": "E23000003", "to": "2019-12"}


def rows_of(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def test_the_tidy_file_has_each_cell_with_its_figure_and_source(
    client: Client, packaged_reader: Reader
) -> None:
    answer = client.get(f"{ADDRESS}data.csv", QUERY)
    assert answer["Content-Type"].startswith("text/csv")
    assert answer["Content-Disposition"].endswith('"measure-all-crime-e23000003-2019-12.csv"')
    rows = rows_of(answer)
    quarter = [r for r in rows if r["first"] == "2018-04" and r["last"] == "2018-06"]
    period = packaged_reader.observe("all_crime", "E23000003", _period("2018-04", "2018-06"))
    assert {float(r["unrounded"]) for r in quarter if r["value"]} == {period.value}
    assert all(r["source_publisher"] for r in quarter)
    assert all(r["source_released"] == "2026-04-23" for r in quarter)


def _period(first: str, last: str) -> Any:
    from scrutiny.periods import Period

    return Period.parse(first, last)


def test_the_json_has_the_same_figures_as_the_tidy_file(client: Client) -> None:
    said = client.get(f"{ADDRESS}data.json", QUERY).json()
    tables = [*said["tables"], *(c["data"] for c in said["charts"] if c["data"])]
    cells = [c for t in tables for row in t["rows"] for c in row["cells"]]
    rows = rows_of(client.get(f"{ADDRESS}data.csv", QUERY))
    assert [c["text"] for c in cells] == [r["text"] for r in rows]
    known = {figure["id"] for figure in said["figures"]}
    assert {c["figure"] for c in cells if c["figure"]} <= known
    keys = {source["key"] for source in said["sources"]}
    assert {figure["source"] for figure in said["figures"]} <= keys


def test_the_workbook_has_a_sheet_a_table_and_its_numbers_are_numbers(client: Client) -> None:
    from python_calamine import CalamineWorkbook

    answer = client.get(f"{ADDRESS}data.xlsx", QUERY)
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert {"Cover", "Figures", "Source files"} <= set(book.sheet_names)
    said = client.get(f"{ADDRESS}data.json", QUERY).json()
    shown = len(said["tables"]) + sum(1 for chart in said["charts"] if chart["data"])
    assert len(book.sheet_names) >= shown + 4  # cover, contents, figures, source files
    values = [cell for row in book.get_sheet_by_name("Figures").to_python() for cell in row]
    assert sum(isinstance(value, int | float) for value in values) > 50


def test_one_table_is_given_as_rows_under_its_columns(client: Client) -> None:
    said = client.get(f"{ADDRESS}data.json", QUERY).json()
    chart = next(c for c in said["charts"] if c["data"])
    rows = rows_of(client.get(f"{ADDRESS}tables/{chart['data']['id']}.csv", QUERY))
    assert len(rows) == len(chart["data"]["rows"])
    first = next(iter(rows[0].values()))
    assert first == chart["data"]["rows"][0]["cells"][0]["text"]


def test_a_table_that_the_page_does_not_have_is_not_found(client: Client) -> None:
    answer = client.get(f"{ADDRESS}tables/nothing.csv", QUERY)
    assert answer.status_code == 404
    assert "no table called" in answer.content.decode()


@pytest.mark.parametrize("address", [a for each in ADDRESSES.values() for a in each[:1]])
@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
def test_every_kind_of_page_can_be_taken_away(client: Client, address: str, form: str) -> None:
    path, _, query = address.partition("?")
    answer = client.get(f"{path}data.{form}?{query}")
    assert answer.status_code == 200
    assert answer.content
    assert answer["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize("address", [a for each in ADDRESSES.values() for a in each[:1]])
def test_every_kind_of_page_leads_to_what_can_be_taken_away(client: Client, address: str) -> None:
    path, _, _ = address.partition("?")
    shown = client.get(address).content.decode()
    assert all(f'href="{path}data.{form}?' in shown for form in ("csv", "json", "xlsx"))
