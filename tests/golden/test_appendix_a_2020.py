"""Appendix A of the force's report of 20 February 2020, built by the report itself.

The figures and the words are those of `tests/analysis/golden/appendix_a_2020.csv`: the paper's,
with its slips corrected (`paper_slips_2020.csv` lists them).
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from scrutiny.measures.read import Reader
from scrutiny.periods import Month, Period
from scrutiny.reports.build import build_report
from scrutiny.reports.model import Cell, Document, Row, Section, Table
from scrutiny.reports.template import packaged_template

GOLDEN = Path(__file__).parents[1] / "analysis" / "golden" / "appendix_a_2020.csv"
with GOLDEN.open(encoding="utf-8", newline="") as file:
    PAPER = list(csv.DictReader(file))
BY_MEASURE = pytest.mark.parametrize("paper", PAPER, ids=[row["measure"] for row in PAPER])
SECTIONS = {
    "a-local-policing": ["gbp_million", "percent"] * 2
    + ["minutes"] * 3 + ["percent", "seconds"] * 2,
    "a-crime": ["offences"] * 6 + ["incidents"],
    "a-vulnerable-people": ["offences"] * 6 + ["incidents"],
    "a-confident-communities": ["percent"] * 6,
}  # fmt: skip


@pytest.fixture(scope="module")
def report(packaged_reader: Reader) -> Document:
    template = packaged_template("strategic-scrutiny", packaged_reader.catalogue)
    return build_report(packaged_reader, template, "E23000003", Month(2019, 12))


@pytest.fixture(scope="module")
def rows(report: Document) -> list[tuple[Table, Row]]:
    """The appendix's rows in reading order, each with its table."""
    [appendix] = [s for s in report.sections if s.id == "appendix-a"]
    tables = [block for block in appendix.walk() if isinstance(block, Table)]
    return [(table, row) for table in tables for row in table.rows]


@pytest.fixture(scope="module")
def by_measure(report: Document, rows: list[tuple[Table, Row]]) -> dict[str, tuple[Table, Row]]:
    return {measure_of(report, row): (table, row) for table, row in rows}


def measure_of(report: Document, row: Row) -> str:
    """The measure to which the in-year figure of a row leads."""
    return next(t.measure for t in report.traces if t.id == row.cells[3].trace)


def printed(value: str, unit: str, decimals: int) -> str:
    number = f"{float(value):,.{decimals}f}"
    return {
        "gbp_million": f"£{number}m",
        "percent": f"{number}%",
        "minutes": f"{number} minutes",
        "seconds": f"{number} seconds",
    }.get(unit, number)


def test_the_rows_are_the_papers_in_the_papers_order(
    report: Document, rows: list[tuple[Table, Row]]
) -> None:
    assert [measure_of(report, row) for _, row in rows] == [row["measure"] for row in PAPER]


def test_the_parts_follow_the_priorities_of_the_plan(report: Document) -> None:
    [appendix] = [s for s in report.sections if s.id == "appendix-a"]
    units = {row["measure"]: row["unit"] for row in PAPER}
    found = {
        part.id: [
            units[measure_of(report, row)]
            for block in part.blocks if isinstance(block, Table) for row in block.rows
        ]
        for part in appendix.blocks if isinstance(part, Section)
    }  # fmt: skip
    assert found == SECTIONS


@BY_MEASURE
def test_the_previous_period_the_change_and_the_year_are_the_papers(
    by_measure: dict[str, tuple[Table, Row]], paper: dict[str, str]
) -> None:
    _, row = by_measure[paper["measure"]]
    words = [cell.text for cell in row.cells[1:4]]
    decimals = int(paper["decimals"])
    assert words == [
        printed(paper["previous"], paper["unit"], decimals),
        paper["expected"],
        printed(paper["current"], paper["unit"], decimals),
    ]


@BY_MEASURE
def test_the_numbers_behind_the_words_are_the_papers(
    by_measure: dict[str, tuple[Table, Row]], paper: dict[str, str]
) -> None:
    _, row = by_measure[paper["measure"]]
    assert row.cells[1].value == pytest.approx(float(paper["previous"]))
    assert row.cells[3].value == pytest.approx(float(paper["current"]))


@BY_MEASURE
def test_the_columns_are_headed_by_the_papers_periods(
    by_measure: dict[str, tuple[Table, Row]], paper: dict[str, str]
) -> None:
    table, row = by_measure[paper["measure"]]
    now = Period.parse(paper["current_start"], paper["current_end"])
    before = Period.parse(paper["previous_start"], paper["previous_end"])
    heads = [column.head for column in table.columns]
    if paper["measure"] == "confidence_overall":
        # The survey's year ends a quarter earlier than the table's: the row says so itself.
        assert "figures to September 2019" in row.cells[0].text
        now, before = now.shifted(3), before.shifted(3)
    assert heads[1:4] == [
        f"Previous period, {before.short_name}", "Change", f"In year, {now.short_name}",
    ]  # fmt: skip


@BY_MEASURE
def test_each_figure_leads_to_the_forces_own_source_and_its_release(
    report: Document, by_measure: dict[str, tuple[Table, Row]], paper: dict[str, str]
) -> None:
    _, row = by_measure[paper["measure"]]
    traces = {trace.id: trace for trace in report.traces}
    sources = {source.key: source for source in report.sources}

    def leads_to(cell: Cell) -> tuple[str, str, str, str]:
        trace = traces[cell.trace or ""]
        source = sources[trace.source]
        assert source.released is not None
        return trace.area, trace.first, trace.last, source.released.isoformat()

    for cell, which in ((row.cells[1], "previous"), (row.cells[3], "current")):
        assert leads_to(cell) == (
            paper["area"], paper[f"{which}_start"], paper[f"{which}_end"], "2020-02-20",
        )  # fmt: skip


def test_a_change_across_the_break_of_april_2018_says_that_it_is_not_comparable(
    by_measure: dict[str, tuple[Table, Row]],
) -> None:
    table, row = by_measure["all_crime"]
    assert row.cells[2].tone == "not comparable"
    notes = " ".join(span.text for note in table.notes for span in note)
    assert "recording changed in April 2018" in notes
    assert by_measure["response_median_grade_1"][1].cells[2].tone != "not comparable"
