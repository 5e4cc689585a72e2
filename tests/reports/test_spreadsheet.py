"""The workbook, opened again: sheets, numbers, shorthand and the way to each figure's source."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from tests.reports.sample import sample_document

from scrutiny.reports.model import (
    Cell,
    Chart,
    Column,
    Document,
    Row,
    Section,
    Table,
    Trace,
)
from scrutiny.reports.sheet_table import SHORTHAND, lay_out, sheet_names
from scrutiny.reports.spreadsheet import render_spreadsheet

# gptables calls pandas in ways that pandas will end; the lock holds both.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:gptables")

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TRACE = Trace(
    "figure-1", "all_crime", "All crime", "E23000003", "Lancashire", "December 2019",
    "2019-12", "2019-12", "home-office", 12.0, "offences",
)  # fmt: skip


@pytest.fixture(scope="module")
def document() -> Document:
    return sample_document()


@pytest.fixture(scope="module")
def path(document: Document, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("workbook") / "report.xlsx"
    render_spreadsheet(document, out)
    return out


@pytest.fixture(scope="module")
def sheets(path: Path) -> dict[str, list[list[Any]]]:
    workbook = CalamineWorkbook.from_path(path)
    return {
        name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for name in workbook.sheet_names
    }


def shown_tables(document: Document) -> list[tuple[str, Table]]:
    """The report's tables and its charts' data, each with the name its sheet is to have."""
    return [(table.sheet, table) for table in document.tables()]


def first_head(table: Table) -> str:
    return "Group" if any(row.group for row in table.rows) else table.columns[0].head


def body(sheet: list[list[Any]], head: str) -> tuple[list[str], list[list[Any]]]:
    """A sheet's column heads without their units, and the rows under them."""
    top = next(n for n, row in enumerate(sheet) if str(row[0]).split("\n")[0] == head)
    return [str(cell).split("\n")[0] for cell in sheet[top]], sheet[top + 1 :]


def only_table(table: Table, document: Document, folder: Path) -> list[list[Any]]:
    """The one table's sheet in a workbook of its own."""
    alone = replace(document, sections=(Section("s", "1", "S", (table,)),), traces=(TRACE,))
    render_spreadsheet(alone, folder / "one.xlsx")
    return CalamineWorkbook.from_path(folder / "one.xlsx").get_sheet_by_name("Table 1").to_python()


def one_table(*rows: Row, columns: tuple[Column, ...]) -> Table:
    return Table("table-one", 1, "One", columns, rows)


def test_the_sheets_are_a_cover_contents_notes_one_for_each_table_figures_and_sources(
    sheets: dict[str, Any], document: Document
) -> None:
    tables = [name for name, _ in shown_tables(document)]
    assert list(sheets) == ["Cover", "Contents", "Notes", *tables, "Figures", "Source files"]


def test_the_contents_list_every_sheet_with_its_title(
    sheets: dict[str, Any], document: Document
) -> None:
    listed = {row[0]: row[1] for row in sheets["Contents"][3:]}
    assert list(listed) == [
        *(name for name, _ in shown_tables(document)),
        "Figures",
        "Source files",
    ]
    for name, table in shown_tables(document):
        assert table.title in listed[name]


def test_the_cover_says_what_the_report_is_and_explains_all_shorthand(
    sheets: dict[str, Any], document: Document
) -> None:
    cover = [row[0] for row in sheets["Cover"]]
    assert cover[0] == f"{document.title}: {document.subtitle}"
    assert document.description in cover
    for name, text in document.facts:
        assert f"{name}: {text}" in cover
    for sign, meaning in SHORTHAND.items():
        assert f"{sign} = {meaning}" in cover


def test_every_number_of_every_table_is_a_number_and_the_models_own(
    sheets: dict[str, Any], document: Document
) -> None:
    seen = 0
    for name, table in shown_tables(document):
        heads, rows = body(
            sheets[name], "Group" if any(r.group for r in table.rows) else table.columns[0].head
        )
        plain = [row for row in table.rows if not row.group]
        assert len(rows) == len(plain)
        for wanted, row in zip(plain, rows, strict=True):
            for column, cell in zip(table.columns, wanted.cells, strict=True):
                if cell.value is not None:
                    assert row[heads.index(column.head)] == pytest.approx(cell.value, rel=1e-15)
                    seen += 1
    assert seen > 100


def test_no_cell_of_a_table_is_empty_and_none_is_merged(
    sheets: dict[str, Any], document: Document, path: Path
) -> None:
    for name, table in shown_tables(document):
        _, rows = body(
            sheets[name], "Group" if any(r.group for r in table.rows) else table.columns[0].head
        )
        assert all(cell != "" for row in rows for cell in row)
    with zipfile.ZipFile(path) as parts:
        for part in parts.namelist():
            assert b"<mergeCell" not in parts.read(part)


def test_a_groups_name_stands_beside_each_of_its_rows(
    sheets: dict[str, Any], document: Document
) -> None:
    heads, rows = body(sheets["Appendix A"], "Group")
    table = next(table for name, table in shown_tables(document) if name == "Appendix A")
    group, wanted = "", []
    for row in table.rows:
        if row.group:
            group = row.cells[0].text
        else:
            wanted.append([group, row.cells[0].text])
    assert heads[:2] == ["Group", "Measure"]
    assert [row[:2] for row in rows] == wanted


def test_a_change_is_given_as_a_number_and_in_the_fields_words(sheets: dict[str, Any]) -> None:
    heads, rows = body(sheets["Core table"], "Offence type")
    change = heads.index("Annual change to December 2019")
    assert heads[change + 1] == "Annual change to December 2019, in words"
    assert rows[0][change : change + 2] == [-12_585, "decrease (8%, -12,585); not comparable"]


def test_shorthand_is_explained_on_the_sheet_that_uses_it(sheets: dict[str, Any]) -> None:
    above = [row[0] for row in sheets["Appendix A"][:6]]
    assert f"[x] = {SHORTHAND['[x]']}" in above
    assert not any(str(row[0]).startswith("[x]") for row in sheets["Core table"])


def test_caveats_are_numbered_notes_and_sources_stand_over_their_table(
    sheets: dict[str, Any], document: Document
) -> None:
    notes = {row[0]: row[1] for row in sheets["Notes"][3:]}
    for name, table in shown_tables(document):
        for note in table.notes:
            text = "".join(span.text for span in note)
            if text.startswith("Source"):
                assert any(text in str(row[0]) for row in sheets[name][:8])
            else:
                number = next(number for number, said in notes.items() if said == text)
                assert f"[note {int(number)}]" in sheets[name][0][0]


def test_a_charts_finding_stands_over_its_numbers(
    sheets: dict[str, Any], document: Document
) -> None:
    charts = [block for block in document.walk() if isinstance(block, Chart) and block.data]
    assert charts
    for chart in charts:
        assert chart.data is not None
        assert sheets[chart.data.sheet][1][0] == chart.alt


def test_the_figures_sheet_has_every_traced_figure_with_source_and_vintage(
    sheets: dict[str, Any], document: Document
) -> None:
    heads, rows = body(sheets["Figures"], "Figure")
    sources = {source.key: source for source in document.sources}
    assert len(rows) == len(document.traces)
    for trace, row in zip(document.traces, rows, strict=True):
        source = sources[trace.source]
        said = dict(zip(heads, row, strict=True))
        assert said["Figure"] == trace.id
        assert said["Value"] == ("[x]" if trace.value is None else trace.value)
        assert said["Numerator"] == ("[z]" if trace.numerator is None else trace.numerator)
        assert (said["Measure"], said["Area code"]) == (trace.measure, trace.area)
        assert (said["First month"], said["Last month"]) == (trace.first, trace.last)
        assert (said["Source"], said["Source title"]) == (trace.source, source.title)
        assert said["Released"] == (source.released.isoformat() if source.released else "[z]")
        assert said["SHA-256"] == source.files[0][1]


def test_each_traced_number_is_a_link_to_its_row_on_the_figures_sheet(
    path: Path, sheets: dict[str, Any], document: Document
) -> None:
    traced = 0
    for index, (name, table) in enumerate(shown_tables(document), start=4):
        with zipfile.ZipFile(path) as parts:
            root = ElementTree.fromstring(parts.read(f"xl/worksheets/sheet{index}.xml"))
        led = {
            link.get("ref"): int(re.findall(r"'Figures'!A(\d+)", link.get("location") or "")[0])
            for link in root.iter(f"{MAIN}hyperlink")
        }
        found = {sheets["Figures"][row - 1][0] for row in led.values()}
        wanted = {cell.trace for row in table.rows for cell in row.cells if cell.trace}
        assert found == wanted, name
        traced += len(wanted)
    assert traced > 20


def test_numbers_look_as_the_report_prints_them(document: Document) -> None:
    traces = {trace.id: trace for trace in document.traces}
    (table,) = (table for name, table in shown_tables(document) if name == "Appendix A")
    before = next(c for c in lay_out(table, traces) if c.head.startswith("Previous"))
    assert [cell.number_format for cell in before.cells[:2]] == ['#,##0.0" minutes"', '#,##0.0"%"']


@pytest.mark.parametrize(
    ("text", "value", "content", "number_format"),
    [
        ("1,234", 1234.2, 1234.2, "#,##0"),
        ("+1,234", 1234.0, 1234.0, "+#,##0;-#,##0;#,##0"),
        ("-3", -3.0, -3.0, "#,##0"),
        ("£78.0", 78.04, 78.04, "#,##0.0"),
        ("1,234 [p]", 1234.0, 1234.0, '#,##0" [p]"'),
        ("decrease (8%, -12,585) [b]", -7.8, -7.8, '#,##0" [b]"'),
        ("12 of 43", None, "12 of 43", ""),
        ("–", None, "[z]", ""),
        ("", None, "[z]", ""),
        ("[c]", None, "[c]", ""),
        ("=1+1", None, "=1+1", ""),
    ],
)
def test_a_cells_text_and_number_become_what_a_worksheet_holds(
    text: str, value: float | None, content: str | float, number_format: str
) -> None:
    table = one_table(Row((Cell("row"), Cell(text, value))), columns=(Column("A"), Column("B")))
    cell = lay_out(table, {})[1].cells[0]
    assert (cell.content, cell.number_format) == (content, number_format)


def test_a_missing_figure_is_marked_as_such_and_keeps_its_words() -> None:
    rows = (
        Row((Cell("a"), Cell("12", 12.0))),
        Row((Cell("b"), Cell("–", tone="missing"))),
        Row((Cell("c"), Cell("not supplied since December 2018", tone="missing"))),
    )
    column = lay_out(one_table(*rows, columns=(Column("A"), Column("B"))), {})[1]
    assert [cell.content for cell in column.cells] == [
        12.0,
        "[x]",
        "[x] not supplied since December 2018",
    ]


def test_a_text_that_prints_another_number_than_its_value_keeps_both() -> None:
    rows = (Row((Cell("a"), Cell("under 0.5%", 0.3, 1))),)
    columns = lay_out(one_table(*rows, columns=(Column("A"), Column("Change"))), {})
    assert [(c.head, c.cells[0].content) for c in columns[1:]] == [
        ("Change", 0.3),
        ("Change, in words", "under 0.5%"),
    ]


def test_a_change_in_words_gives_its_number_its_unit() -> None:
    def change(*texts: tuple[str, float]) -> tuple[str, list[str]]:
        rows = tuple(Row((Cell("row"), Cell(text, value, 1))) for text, value in texts)
        column = lay_out(one_table(*rows, columns=(Column("A"), Column("Change"))), {})[1]
        return column.unit, [cell.number_format for cell in column.cells]

    down, up = ("decrease (8%, -12,585)", -7.8), ("increase (2%, 566)", 2.4)
    points, minutes = ("increase (0.7 percentage points)", 0.7), ("no change (0.0 minutes)", 0.0)
    assert change(down, up) == ("percent", ["#,##0.0", "#,##0.0"])
    assert change(points) == ("percentage points", ["#,##0.0"])
    assert change(down, ("decrease (under 0.5%, -6)", -0.2))[0] == "percent"
    assert change(points, ("increase (£0.7m)", 0.9)) == (
        "",
        ['#,##0.0" percentage points"', "#,##0.0"],
    )
    assert change(down, points, minutes) == (
        "",
        ['#,##0.0"%"', '#,##0.0" percentage points"', '#,##0.0" minutes"'],
    )


def test_a_change_that_is_not_comparable_is_marked_as_a_break() -> None:
    rows = (Row((Cell("a"), Cell("decrease (8%)", -7.8, 1, tone="not comparable"))),)
    column = lay_out(one_table(*rows, columns=(Column("A"), Column("B"))), {})[1]
    assert column.cells[0].number_format == '#,##0.0" [b]"'


def test_a_provisional_figure_stays_a_number_and_shows_its_mark() -> None:
    table = one_table(
        Row((Cell("a"), Cell("12", 12.0, 0, "figure-1"))), columns=(Column("A"), Column("B"))
    )
    provisional = replace(TRACE, note="Provisional")
    cell = lay_out(table, {"figure-1": provisional})[1].cells[0]
    assert (cell.content, cell.number_format) == (12.0, '#,##0" [p]"')


def test_a_unit_that_all_numbers_share_is_in_the_head(document: Document, tmp_path: Path) -> None:
    rows = (Row((Cell("a"), Cell("75.2%", 75.2, 1))), Row((Cell("b"), Cell("3.1%", 3.1, 1))))
    sheet = only_table(one_table(*rows, columns=(Column("A"), Column("B"))), document, tmp_path)
    assert ["A", "B\n(percent)"] in sheet


def test_text_that_looks_like_a_formula_is_text(document: Document, tmp_path: Path) -> None:
    row = Row((Cell("=cmd()"), Cell('=HYPERLINK("http://example.org")')))
    table = one_table(row, columns=(Column("A"), Column("B", "left")))
    sheet = only_table(table, document, tmp_path)
    assert ["=cmd()", '=HYPERLINK("http://example.org")'] in sheet
    with zipfile.ZipFile(tmp_path / "one.xlsx") as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist())


def test_columns_of_the_same_head_are_told_apart() -> None:
    table = one_table(
        Row((Cell("a"), Cell("1", 1.0), Cell("2", 2.0))),
        columns=(Column(""), Column("Change"), Column("change")),
    )
    assert [column.head for column in lay_out(table, {})] == ["Row", "Change", "change (2)"]


def test_a_report_with_nothing_but_words_is_a_workbook_with_a_cover(
    document: Document, tmp_path: Path
) -> None:
    bare = replace(document, sections=(), traces=(), sources=())
    render_spreadsheet(bare, tmp_path / "bare.xlsx")
    assert CalamineWorkbook.from_path(tmp_path / "bare.xlsx").sheet_names == ["Cover"]


def test_a_source_of_many_files_lists_each_on_the_sources_sheet(
    document: Document, tmp_path: Path
) -> None:
    files = tuple((f"2019-{month:02d}.csv", f"{month:064x}") for month in range(1, 13))
    many = replace(
        document, sections=(), traces=(TRACE,),
        sources=(replace(document.sources[0], key=TRACE.source, files=files),),
    )  # fmt: skip
    render_spreadsheet(many, tmp_path / "many.xlsx")
    workbook = CalamineWorkbook.from_path(tmp_path / "many.xlsx")
    heads, rows = body(workbook.get_sheet_by_name("Source files").to_python(), "Source")
    at = heads.index("File")
    assert [tuple(row[at : at + 2]) for row in rows] == list(files)
    heads, rows = body(workbook.get_sheet_by_name("Figures").to_python(), "Figure")
    assert rows[0][heads.index("SHA-256")] == "12 files, listed on the Source files sheet"


@given(st.lists(st.text(max_size=60), min_size=1, max_size=8))
def test_sheet_names_are_legal_and_never_shared(wanted: list[str]) -> None:
    names = sheet_names([name + "x" for name in wanted], taken=("Notes", "Figures"))
    assert len(names) == len(wanted)
    assert len({name.lower() for name in (*names, "Notes", "Figures")}) == len(names) + 2
    for name in names:
        assert 1 <= len(name) <= 31
        assert not set(name) & set("[]:*?/\\'")


def test_properties_name_the_report_and_nobody(path: Path, document: Document) -> None:
    with zipfile.ZipFile(path) as parts:
        core = parts.read("docProps/core.xml").decode()
    assert f"<dc:title>{document.title}</dc:title>" in core
    assert f"<dc:creator>{document.organisation}</dc:creator>" in core
    assert f"{document.issued.isoformat()}T00:00:00Z</dcterms:created>" in core
