"""The quarterly report: what it holds, that every figure is traced, and who has not supplied."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import scrutiny
from scrutiny.errors import ScrutinyError
from scrutiny.measures.read import Reader
from scrutiny.periods import Month, Period
from scrutiny.reports.build import build_report
from scrutiny.reports.model import (
    Bullets,
    Callout,
    Cell,
    Chart,
    Document,
    Paragraph,
    Section,
    Span,
    Table,
)
from scrutiny.reports.render import FORMATS, render
from scrutiny.reports.template import Template, load_template, packaged_template
from scrutiny.warehouse.loads import load_records

SOURCE = Path(scrutiny.__file__).parents[1]
LANCASHIRE = "E23000003"
Build = Callable[[str], Document]
QUARTERS = pytest.mark.parametrize("to", ["2019-12", "2025-12"])
SECTIONS = [
    ("1", "Issue for consideration"),
    ("2", "Recommendation"),
    ("3", "Background"),
    ("4", "What stands out"),
    ("5", "Protecting local policing"),
    ("6", "Tackling crime and re-offending"),
    ("7", "Supporting vulnerable people and victims"),
    ("8", "Developing confident communities"),
    ("9", "Valuing difference and inclusion"),
    ("10", "Force management statement"),
    ("11", "Implications"),
    ("12", "Attachments"),
    ("", "Appendix A: Performance measures"),
    ("", "Appendix B: Sources and quality of the figures"),
]


@pytest.fixture(scope="module")
def template(packaged_reader: Reader) -> Template:
    return packaged_template("strategic-scrutiny", packaged_reader.catalogue)


@pytest.fixture(scope="module")
def report(packaged_reader: Reader, template: Template) -> Build:
    made: dict[str, Document] = {}

    def build(to: str) -> Document:
        if to not in made:
            made[to] = build_report(packaged_reader, template, LANCASHIRE, Month.parse(to))
        return made[to]

    return build


def blocks(document: Document, section: str) -> list[object]:
    found = next(s for s in document.walk() if isinstance(s, Section) and s.id == section)
    return list(found.walk())


def table_with(document: Document, section: str) -> Table:
    return next(block for block in blocks(document, section) if isinstance(block, Table))


def every_span(document: Document) -> Iterator[Span]:
    for block in document.walk():
        if isinstance(block, Paragraph | Callout):
            yield from block.spans
        elif isinstance(block, Bullets):
            yield from (span for item in block.items for span in item)
        elif isinstance(block, Table | Chart):
            yield from (span for note in block.notes for span in note)


def every_cell(document: Document) -> Iterator[tuple[Table, Cell]]:
    for table in document.tables():
        for row in table.rows:
            yield from ((table, cell) for cell in row.cells)


def words(document: Document, section: str) -> str:
    found = [span.text for block in blocks(document, section)
             if isinstance(block, Paragraph | Callout) for span in block.spans]  # fmt: skip
    return " ".join(found)


@QUARTERS
def test_the_sections_stand_in_the_papers_order(report: Build, to: str) -> None:
    assert [(s.number, s.title) for s in report(to).sections] == SECTIONS


@QUARTERS
def test_paragraphs_tables_and_charts_are_numbered_in_reading_order(report: Build, to: str) -> None:
    document = report(to)
    tables = [b.number for b in document.walk() if isinstance(b, Table)]
    charts = [b.number for b in document.walk() if isinstance(b, Chart)]
    assert tables == list(range(1, len(tables) + 1))
    assert charts == list(range(1, len(charts) + 1))
    for section in (b for b in document.walk() if isinstance(b, Section) and b.number):
        own = [b.number for b in section.blocks if isinstance(b, Paragraph)]
        assert own == [f"{section.number}.{n}" for n in range(1, len(own) + 1)]
    sheets = [table.sheet for table in document.tables()]
    assert len(set(sheets)) == len(sheets)
    assert all(len(sheet) <= 31 for sheet in sheets)


@QUARTERS
def test_every_section_says_something(report: Build, to: str) -> None:
    for block in report(to).walk():
        if isinstance(block, Section):
            assert block.blocks, block.title
            assert "None" not in words(report(to), block.id)


@QUARTERS
def test_every_figure_leads_to_a_source_with_a_release(report: Build, to: str) -> None:
    document = report(to)
    traces = {trace.id: trace for trace in document.traces}
    sources = {source.key: source for source in document.sources}
    assert len(traces) == len(document.traces) > 400
    assert len(sources) == len(document.sources)
    for trace in document.traces:
        source = sources[trace.source]
        if trace.value is not None:
            assert source.released is not None
            assert source.files
            assert all(re.fullmatch("[0-9a-f]{64}", sha) for _, sha in source.files)
        else:
            assert trace.note
    used = {span.trace for span in every_span(document)}
    used |= {cell.trace for _, cell in every_cell(document)}
    assert used - {None} <= traces.keys()


DERIVED = {"Projected year", "Error in past years", "Difference", "Mean", "Lower limit"}
DERIVED |= {"Upper limit", "Rows", "Share", "Figures here"}


@QUARTERS
def test_every_number_in_a_table_is_traced_or_made_from_those_that_are(
    report: Build, to: str
) -> None:
    for table in report(to).tables():
        for row in table.rows:
            for column, cell in zip(table.columns, row.cells, strict=False):
                if cell.value is None or column.head in DERIVED or "ank" in column.head:
                    continue
                assert cell.trace, (table.title, row.cells[0].text, column.head)


@QUARTERS
def test_a_traced_figure_is_the_readers_observation(
    report: Build, packaged_reader: Reader, to: str
) -> None:
    document = report(to)
    sources = {source.key: source for source in document.sources}
    for trace in document.traces:
        period = Period.parse(trace.first, trace.last)
        measure = packaged_reader.catalogue.measure(trace.measure)
        values = [
            packaged_reader.observe(measure, trace.area, period, source).value
            for source in packaged_reader.sources(measure)
        ]
        assert trace.value in values, (trace, sources[trace.source].title)


@QUARTERS
def test_figures_in_sentences_are_traced(report: Build, to: str) -> None:
    for section in ("exceptions", "recorded-crime", "what-drove-it", "crime-types"):
        for block in blocks(report(to), section):
            told = block.items if isinstance(block, Bullets) else ()
            told += (block.spans,) if isinstance(block, Paragraph) else ()
            for spans in told:
                text = "".join(span.text for span in spans)
                if re.search(r"\(\d[\d,.]*\)|%, ", text):
                    assert any(span.trace for span in spans), text


def test_the_core_table_of_2019_is_annual_then_now_and_quarter_on_quarter(report: Build) -> None:
    table = table_with(report("2019-12"), "recorded-crime")
    assert [column.head for column in table.columns] == [
        "Offence type", "12 months to Dec 2019", "Annual change to Sep 2019",
        "Annual change to Dec 2019", "Q3 2019/20 on the same quarter a year before",
    ]  # fmt: skip
    first = table.rows[0]
    assert [cell.text for cell in first.cells] == [
        "All crime", "146,063", "decrease (under 0.5%, -671)", "decrease (10%, -16,872)",
        "decrease (16%, -6,628)",
    ]  # fmt: skip
    assert first.cells[2].tone == first.cells[3].tone == "not comparable"
    assert first.cells[4].tone != "not comparable"
    notes = " ".join(span.text for note in table.notes for span in note)
    assert "Home Office" in notes
    assert "April 2018" in notes


def test_what_drove_the_total_is_said_for_periods_that_can_be_compared(report: Build) -> None:
    assert "The years cannot be compared" in words(report("2019-12"), "what-drove-it")
    now = words(report("2025-12"), "what-drove-it")
    assert "decrease (3%, -3,877)" in now
    assert "make" in now


def test_the_forces_table_counts_the_forces_that_rose(report: Build) -> None:
    table = table_with(report("2025-12"), "similar-forces")
    assert "9 of 43 forces show an increase" in "".join(
        span.text for note in table.notes for span in note
    )
    names = [row.cells[0].text for row in table.rows]
    assert names[0] == "Lancashire"
    assert names[-2:] == ["North West", "England and Wales"]
    assert table.rows[0].emphasis


@pytest.mark.parametrize(
    ("section", "who", "since"),
    [
        ("a-local-policing", "The force's finance department", "December 2019"),
        ("a-local-policing", "The force's telephony system", "December 2019"),
        ("a-vulnerable-people", "The force's recorded crime dashboard", "December 2019"),
        ("a-confident-communities", "The force's survey of victims", "December 2019"),
        ("a-confident-communities", "Crime Survey for England and Wales", "September 2019"),
    ],
)
def test_a_row_that_nobody_has_supplied_stays_and_says_who_and_since_when(
    report: Build, section: str, who: str, since: str
) -> None:
    then, now = report("2019-12"), report("2025-12")
    tables = [b for b in blocks(now, section) if isinstance(b, Table)]
    rows = [row for table in tables for row in table.rows]
    before = [row for b in blocks(then, section) if isinstance(b, Table) for row in b.rows]
    assert len(rows) == len(before)
    notes = " ".join(s.text for table in tables for note in table.notes for s in note)
    assert f"{who} has given no figure since {since}" in notes
    lacking = [row for row in rows if row.cells[3].value is None]
    assert lacking
    for row in lacking:
        assert row.cells[2].text.startswith("not supplied since")
        assert row.cells[2].tone == "missing"
        assert row.cells[3].text == "–"


def test_a_row_without_the_forces_figure_takes_the_next_source_and_names_it(
    report: Build,
) -> None:
    for to, value, source in (
        ("2019-12", "148,813", "The force's recorded crime dashboard"),
        ("2025-12", "127,150", "Home Office, police recorded crime open data tables"),
    ):
        row = table_with(report(to), "a-crime").rows[0]
        assert (row.cells[0].text, row.cells[3].text) == ("All crime", value)
        assert row.cells[-1].text == source


def test_a_section_without_narrative_names_its_owner(report: Build) -> None:
    document = report("2025-12")
    assert "The head of human resources has not supplied this section." in words(
        document, "valuing-difference"
    )
    silent = words(document, "appendix-b")
    assert "6.a Recorded crime (the head of crime)" in silent


def test_the_report_is_dated_by_its_latest_source_and_never_by_the_clock(report: Build) -> None:
    document = report("2025-12")
    assert document.issued == max(s.released for s in document.sources if s.released)
    assert document.issued.isoformat() == "2026-04-23"
    assert document.id == "lancashire-2025-12"


def test_the_quality_page_counts_what_was_kept(report: Build, packaged_reader: Reader) -> None:
    tables = [b for b in blocks(report("2025-12"), "appendix-b") if isinstance(b, Table)]
    quality = tables[-1]
    shown = {row.cells[0].text: row.cells for row in quality.rows}
    records = load_records(packaged_reader.vintage.snapshot)
    crime = next(r for r in records if str(r.released) == "2026-04-23")
    for finding in crime.quality["findings"]:
        cells = shown[finding["title"]]
        if finding["title"] != "Force names in another spelling":  # outcomes count theirs too
            assert cells[1].value == finding["rows"]
    assert "recorded-crime: 321,893 of 321,893 rows kept" in shown
    street = [r for r in records if r.kind == "street" and r.released.year >= 2025]
    assert street
    assert any(text.startswith("street: ") for text in shown)


def test_the_sources_page_counts_every_figure_once(report: Build) -> None:
    document = report("2019-12")
    page = table_with(document, "appendix-b")
    counted = sum(row.cells[3].value or 0 for row in page.rows)
    assert counted == sum(trace.value is not None for trace in document.traces)


@pytest.mark.parametrize(
    ("area", "to", "said"),
    [
        (LANCASHIRE, "2019-11", "a quarterly report ends with a quarter"),
        ("E12000002", "2019-12", "a report is for a police force"),
    ],
)
def test_a_report_is_of_a_force_and_a_quarter(
    packaged_reader: Reader, template: Template, area: str, to: str, said: str
) -> None:
    with pytest.raises(ScrutinyError, match=said):
        build_report(packaged_reader, template, area, Month.parse(to))


def test_another_force_has_its_own_report_where_figures_are_few(
    packaged_reader: Reader, template: Template
) -> None:
    cleveland = build_report(packaged_reader, template, "E23000013", Month(2025, 12))
    assert cleveland.title.startswith("Cleveland: ")
    assert [(s.number, s.title) for s in cleveland.sections] == SECTIONS
    first = table_with(cleveland, "a-local-policing").rows[0]
    assert first.cells[2].text == "never supplied"


def test_a_chart_by_quarter_is_drawn_where_the_template_asks_for_it(
    packaged_reader: Reader, tmp_path: Path
) -> None:
    file = tmp_path / "own.toml"
    file.write_text(
        """
        id = "own"
        title = "report"
        to = "Panel"
        oversight = "Police and crime panel"
        description = "Street crime of {force}, {period}, {as it is}."
        [[section]]
        id = "one"
        title = "Street burglary"
        blocks = [{ kind = "control-chart", measure = "street_burglary", grain = "quarter" }]
        """,
        encoding="utf-8",
    )
    own = load_template(file, packaged_reader.catalogue)
    document = build_report(packaged_reader, own, LANCASHIRE, Month(2022, 9))
    [chart] = [b for b in document.walk() if isinstance(b, Chart)]
    assert "by quarter" in chart.title
    assert document.description == (
        "Street crime of Lancashire, July to September 2022, {as it is}."
    )


def test_an_unknown_format_is_refused_with_those_there_are(report: Build, tmp_path: Path) -> None:
    with pytest.raises(ScrutinyError, match="html, pdf, docx, xlsx, csv"):
        render(report("2019-12"), tmp_path, ["odt"])


PLACES = (
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
    {"TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"},
)


def test_two_processes_in_other_places_build_the_same_bytes_in_every_format(
    packaged_workspace: Path, tmp_path: Path
) -> None:
    def build(number: int) -> subprocess.Popen[str]:
        copy = tmp_path / f"workspace-{number}"
        shutil.copytree(packaged_workspace, copy)  # a report pins what it was built from
        asked = ("report", "build", "--area", LANCASHIRE, "--to", "2025-12")
        return subprocess.Popen(
            [sys.executable, "-m", "scrutiny", *asked, "--out", str(tmp_path / str(number)),
             "--workspace", str(copy)],
            env={**os.environ, **PLACES[number], "PYTHONPATH": str(SOURCE)},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def digests(number: int) -> dict[str, str]:
        folder = tmp_path / str(number)
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        return {
            path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in files
        }

    for process in [build(0), build(1)]:
        _, error = process.communicate(timeout=120)
        assert process.returncode == 0, error
    one, other = digests(0), digests(1)
    assert one == other
    suffixes = {Path(name).suffix for name in one}
    assert {".html", ".pdf", ".docx", ".xlsx", ".csv", ".json"} <= suffixes
    assert len(FORMATS) == 5
