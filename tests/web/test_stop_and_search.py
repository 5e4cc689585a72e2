"""The stop and search page: what it says is what the records say."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from scrutiny.analysis.significance import risk_ratio
from scrutiny.periods import Period

if TYPE_CHECKING:
    from django.test import Client

    from scrutiny.measures.read import Reader
    from scrutiny.reports.model import Row
    from scrutiny.web.content.stop_and_search import StopAndSearchContent

LANCASHIRE, CLEVELAND, BURNLEY = "E23000003", "E23000013", "E07000117"
YEAR = Period.parse("2019-01", "2019-12")
SEARCHES_2019 = 7_771  # in the published files
BREAKDOWNS = (
    "by-object",
    "by-legislation",
    "ethnicity-as-the-officer-saw-it",
    "ethnicity-as-the-person-said",
    "by-age",
    "by-gender",
)


@pytest.fixture
def page(django_site: None) -> Callable[..., StopAndSearchContent]:
    """`page(area=..., to=...)`: the content of a stop and search page."""
    from scrutiny.web.edition import editions
    from scrutiny.web.kinds import PAGES

    kind = next(kind for kind in PAGES if kind.name == "stop_and_search")

    def make(**query: str) -> Any:
        given = {"area": LANCASHIRE, "to": "2019-12"} | query
        return kind.content(editions().current(), {}, given)

    return make


def rows_of(page: StopAndSearchContent, table: str) -> dict[str, Row]:
    found = page.table(table)
    assert found is not None
    return {row.cells[0].text: row for row in found.rows}


@pytest.mark.parametrize("table", BREAKDOWNS)
def test_the_rows_of_each_table_add_up_to_all_searches(
    page: Callable[..., StopAndSearchContent], table: str
) -> None:
    rows = rows_of(page(), table)
    total = rows.pop("All searches")
    assert total.cells[1].value == SEARCHES_2019
    assert sum(row.cells[1].value or 0 for row in rows.values()) == SEARCHES_2019
    assert sum(row.cells[2].value or 0 for row in rows.values()) == pytest.approx(100)


def test_the_outcomes_called_positive_add_up_to_the_measure(
    page: Callable[..., StopAndSearchContent], packaged_reader: Reader
) -> None:
    rows = rows_of(page(), "by-outcome")
    positive = sum(r.cells[2].value or 0 for r in rows.values() if r.cells[1].text == "yes")
    measure = packaged_reader.observe("stop_and_search_with_positive_outcome", LANCASHIRE, YEAR)
    assert positive == measure.value == 1_371
    assert rows["A no further action disposal"].cells[1].text == "no"


def test_each_ethnic_group_is_set_against_white_with_an_interval(
    page: Callable[..., StopAndSearchContent],
) -> None:
    rows = rows_of(page(), "ethnicity-as-the-officer-saw-it")
    assert rows["White"].cells[-1].text == "1 (reference)"
    asian = rows["Asian"].cells
    expected = risk_ratio((183, 1136), (1024, 5941))
    assert expected is not None
    assert (asian[4].value, asian[1].value) == (183, 1136)
    assert asian[-1].value == pytest.approx(expected[0])
    assert asian[-1].text == "0.93 (0.81 to 1.08)"


def test_a_group_with_few_searches_has_no_rate_and_no_ratio(
    page: Callable[..., StopAndSearchContent],
) -> None:
    content = page()
    other = rows_of(content, "ethnicity-as-the-officer-saw-it")["Other"].cells
    assert other[1].value == 20
    assert [cell.text for cell in other[-2:]] == ["small numbers", "small numbers"]
    chart = content.chart("ratios")
    assert chart is not None
    assert "Other" not in chart.alt
    assert "Asian 0.93 (0.81 to 1.08): no difference shown" in chart.alt


def test_the_share_not_stated_is_said_of_both_kinds_of_ethnic_group(
    page: Callable[..., StopAndSearchContent],
) -> None:
    """Of 1,341, 951 people did not say and 390 records are blank."""
    _, officer, self_defined = ("".join(s.text for s in each) for each in page().findings)
    assert "as the officer saw it, is not stated in 475 of 7,771 searches (6.1%)" in officer
    assert "as the person said, is not stated in 1,341 of 7,771 searches (17.3%)" in self_defined


def test_what_a_person_said_is_counted_in_the_groups_of_the_census() -> None:
    from scrutiny.web.content.search_ethnicity import self_defined

    assert self_defined("Asian/Asian British - Chinese") == "Asian"
    assert self_defined("White - Irish") == "White"
    assert self_defined("Other ethnic group - Not stated") == "Not stated"
    assert self_defined("Mixed/Multiple ethnic groups - White and Asian") == "Mixed"


def test_ages_are_in_order_and_what_is_not_stated_is_last(
    page: Callable[..., StopAndSearchContent],
) -> None:
    assert list(rows_of(page(), "by-age")) == [
        "under 10", "10-17", "18-24", "25-34", "over 34", "Not stated", "All searches",
    ]  # fmt: skip


def test_the_faults_of_the_source_are_those_of_the_loads_reports(
    page: Callable[..., StopAndSearchContent],
) -> None:
    rows = rows_of(page(), "faults")
    wrong = rows["The object of the search contradicts its legislation"].cells
    assert wrong[1].value == 3_690
    assert "Articles for use in criminal damage" in wrong[3].text
    assert rows["Self-defined ethnicity is blank"].cells[1].value == 390


def test_a_column_that_is_blank_is_missing_and_not_nought(
    page: Callable[..., StopAndSearchContent],
) -> None:
    content = page()
    table = content.table("by-outcome")
    assert table is not None
    assert len(table.columns) == 4  # nothing on what was linked
    assert any("blank in every record" in note[0].text for note in table.notes)
    assert any("operation is blank" in r.text for r in content.remarks if r.kind == "missing")


def test_figures_that_end_early_say_so(page: Callable[..., StopAndSearchContent]) -> None:
    content = page(to="2025-12")
    assert content.period == YEAR
    assert "end in December 2019" in next(r.text for r in content.remarks if r.kind == "late")


def test_part_of_a_year_is_shown_by_its_quarter(
    page: Callable[..., StopAndSearchContent],
) -> None:
    content = page(to="2019-06")
    assert content.period == Period.parse("2019-04", "2019-06")
    assert rows_of(content, "by-gender")["All searches"].cells[1].value == 434 + 679 + 538


def test_a_force_without_records_says_so_and_shows_no_figure(
    page: Callable[..., StopAndSearchContent],
) -> None:
    content = page(area=CLEVELAND)
    assert content.all_tables() == ()
    assert content.remarks[0].kind == "missing"
    assert "nothing is loaded" in content.remarks[0].text


def test_an_area_inside_a_force_leads_to_its_force(client: Client) -> None:
    answer = client.get(f"/stop-and-search/?area={BURNLEY}&to=2019-12")
    assert answer.status_code == 404
    assert "/stop-and-search/?area=E23000003&amp;to=2019-12" in answer.content.decode()
