"""Comparing forces: what the page says is what the comparison found."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from scrutiny.comparison.compare import compare
from scrutiny.comparison.forces import among_forces
from scrutiny.periods import Against, Month, Window
from scrutiny.web.content.spread import is_share

if TYPE_CHECKING:
    from django.test import Client
    from playwright.sync_api import Page

    from scrutiny.measures.read import Reader
    from scrutiny.web.content.compare import CompareContent

LANCASHIRE, BTP, BURNLEY = "E23000003", "BTP", "E07000117"
DECEMBER = Month(2025, 12)


@pytest.fixture
def page(django_site: None) -> Callable[..., CompareContent]:
    """`page("all_crime_rate", area=...)`: the content of a page that compares forces."""
    from scrutiny.web.edition import editions
    from scrutiny.web.kinds import PAGES

    kind = next(kind for kind in PAGES if kind.name == "compare")

    def make(measure: str, **query: str) -> Any:
        given = {"area": LANCASHIRE, "to": "2025-12"} | query
        return kind.content(editions().current(), {"measure": measure}, given)

    return make


def words(page: CompareContent) -> str:
    return " ".join("".join(span.text for span in spans) for spans in page.findings)


def forces_in(page: CompareContent) -> list[str]:
    """The names of the forces in the page's table, in its order."""
    table = page.table("every-force")
    assert table is not None
    names = []
    for row in table.rows:
        if row.group and row.cells[0].text == "Totals":
            break
        if not row.group:
            names.append(row.cells[0].text.removesuffix(" (similar)"))
    return names


def test_it_says_where_the_force_ranks_among_how_many_and_where_it_was(
    page: Callable[..., CompareContent], packaged_reader: Reader
) -> None:
    measure = packaged_reader.catalogue.measure("all_crime_rate")
    found = among_forces(packaged_reader, measure, LANCASHIRE, DECEMBER)
    assert found is not None
    assert found.row is not None
    assert (found.row.rank, found.row.rank_before) == (27, 28)
    said = words(page("all_crime_rate"))
    assert "Lancashire: 79.4 per 1,000 people in January to December 2025: 27th of 43" in said
    assert "1st is the lowest, which is best" in said
    assert "It was 28th in January to December 2024." in said
    assert "neither among the 10 highest nor among the 10 lowest" in said


def test_a_force_in_the_lowest_quarter_is_said_to_be(page: Callable[..., CompareContent]) -> None:
    assert "It is among the lowest: one of the 10 forces" in words(page("shoplifting_rate"))


def test_it_counts_the_forces_that_rose_and_those_that_fell(
    page: Callable[..., CompareContent], packaged_reader: Reader
) -> None:
    forces = packaged_reader.areas.forces()
    moved = [compare(packaged_reader, "all_crime", f.code, DECEMBER).change for f in forces]
    rose = sum(c.direction == "increase" for c in moved)
    fell = sum(c.direction == "decrease" for c in moved)
    assert f"{rose} forces rose and {fell} fell" in words(page("all_crime"))


@pytest.mark.parametrize("against", list(Against))
@pytest.mark.parametrize("window", [Window.QUARTER, Window.YEAR])
def test_every_row_has_the_value_and_the_change_of_its_force(
    page: Callable[..., CompareContent], packaged_reader: Reader, window: Window, against: Against
) -> None:
    content = page("robbery_rate", window=window.value, against=against.value)
    table = content.table("every-force")
    assert table is not None
    by_name = {row.cells[0].text.removesuffix(" (similar)"): row for row in table.rows}
    for force in packaged_reader.areas.forces():
        found = compare(
            packaged_reader, "robbery_rate", force.code, DECEMBER, window, against=against
        )
        row = by_name[force.name]
        assert row.cells[1].value == pytest.approx(found.previous_value)
        assert row.cells[2].value == found.current.value
        assert row.cells[3].text == found.change.text.replace(" per 1,000 people", "")


def test_the_table_can_be_put_in_order(page: Callable[..., CompareContent]) -> None:
    by_value, by_rank = (
        forces_in(page("all_crime_rate")),
        forces_in(page("all_crime_rate", sort="rank")),
    )
    assert by_value == by_rank[::-1]  # the lowest rate ranks first
    assert by_value[0] == "City of London"
    by_name = forces_in(page("all_crime_rate", sort="name"))
    assert by_name == sorted(by_value)
    table = page("all_crime_rate", sort="change").table("every-force")
    assert table is not None
    changes = [row.cells[3].value for row in table.rows[:43] if not row.group]
    assert changes == sorted(changes, key=lambda v: -(v or 0.0))


def test_a_force_across_a_break_is_not_ranked_by_its_change(
    page: Callable[..., CompareContent],
) -> None:
    """Greater Manchester changed its system in July 2019: the two years cannot be compared."""
    content = page("all_crime_rate", to="2020-06", sort="change")
    table = content.table("every-force")
    assert table is not None
    heads = [n for n, row in enumerate(table.rows) if row.group]
    (manchester,) = [n for n, r in enumerate(table.rows) if r.cells[0].text == "Greater Manchester"]
    assert heads[0] < manchester < heads[1]
    row = table.rows[manchester]
    assert row.cells[3].tone == "not comparable"
    assert row.cells[5].text == "–"  # no rank before


def test_a_count_sends_the_reader_to_its_rate_and_is_on_no_map(
    page: Callable[..., CompareContent], client: Client
) -> None:
    content = page("all_crime")
    assert content.rate is not None
    assert content.rate.id == "all_crime_rate"
    assert content.chart("map") is None
    assert content.chart("funnel") is None
    assert "highest" not in words(content).replace("the highest, which", "")
    assert "/compare/all_crime_rate/" in client.get("/compare/all_crime/").content.decode()


def test_city_of_london_is_ranked_but_not_drawn_on_rates(
    page: Callable[..., CompareContent],
) -> None:
    content = page("all_crime_rate")
    assert "City of London" in forces_in(content)
    for chart in (content.chart("forces"), content.chart("funnel")):
        assert chart is not None
        assert '"City of London"' not in str(chart.spec).replace("'", '"')


@pytest.mark.parametrize("measure", ["all_crime_rate", "positive_outcome_rate"])
def test_the_funnel_agrees_with_its_words_and_its_table(
    page: Callable[..., CompareContent], measure: str
) -> None:
    chart = page(measure).chart("funnel")
    assert chart is not None
    assert chart.data is not None
    for row in chart.data.rows:
        value, low, high = (cell.value for cell in row.cells[2:5])
        assert value is not None
        assert low is not None
        assert high is not None
        side = "above" if value > high else "below" if value < low else "within"
        assert row.cells[5].text == f"{side} the limits"
        assert (row.cells[0].text in chart.alt) == (side != "within" or row.emphasis)


def test_a_percentage_has_a_funnel_by_the_number_that_it_is_of(
    page: Callable[..., CompareContent], packaged_reader: Reader
) -> None:
    chart = page("positive_outcome_rate", to="2025-03").chart("funnel")
    assert chart is not None
    assert chart.data is not None
    crimes, london = chart.data.columns[1].head, "City of London"
    assert crimes == packaged_reader.catalogue.measure("crimes_by_outcome").title
    rows = {row.cells[0].text: row.cells for row in chart.data.rows}
    year = Window.YEAR.ending(Month(2025, 3))
    own = packaged_reader.observe("crimes_by_outcome", "E23000003", year)
    assert rows["Lancashire"][1].value == own.value
    assert london in rows  # its few residents are not what its crimes are divided by
    assert "residents" not in " ".join(span.text for note in chart.notes for span in note)


@pytest.mark.parametrize(
    ("measure", "counted"),
    [
        ("stop_and_search_positive_outcome", True),
        ("share_operational_frontline", False),  # pounds are not drawn by chance
        ("confidence_overall", False),  # the survey gives no counts
        ("all_crime_rate", False),
    ],
)
def test_chance_is_the_binomial_for_percentages_of_things_counted(
    packaged_reader: Reader, measure: str, counted: bool
) -> None:
    catalogue = packaged_reader.catalogue
    assert is_share(catalogue, catalogue.measure(measure)) is counted


def test_figures_that_only_some_forces_have_name_the_others(
    page: Callable[..., CompareContent],
) -> None:
    content = page("designated_officers_headcount")
    missing = next(r for r in content.remarks if r.kind == "missing")
    table = content.table("every-force")
    assert table is not None
    without = [row for row in table.rows if not row.group and row.cells[2].value is None]
    assert missing.text.startswith(f"{len(without)} forces without a figure")
    assert all(row.cells[0].text.removesuffix(" (similar)") in missing.text for row in without)
    assert all(row.cells[4].text == "–" for row in without)


def test_late_figures_are_said_to_be_late(page: Callable[..., CompareContent]) -> None:
    kinds = {r.kind: r.text for r in page("positive_outcome_rate").remarks}
    assert "April 2024 to March 2025" in kinds["late"]


def test_what_is_not_a_force_is_not_ranked(page: Callable[..., CompareContent]) -> None:
    content = page("all_crime_rate", area=BTP)
    assert "not one of the 43" in content.remarks[0].text
    assert "th of 43" not in words(content)


def test_a_district_marks_the_force_that_it_lies_in(page: Callable[..., CompareContent]) -> None:
    content = page("all_crime_rate", area=BURNLEY)
    assert content.force == LANCASHIRE
    assert "Burnley lies in Lancashire" in content.remarks[0].text


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/compare/all_crime_rate/?sort=size", 400, "sort is one of value, change, rank, name"),
        ("/compare/all_crime_rate/?window=month", 404, "published by financial quarter"),
        ("/compare/nonsense/", 404, "nonsense"),
        ("/compare/stop_and_search_rate/", 404, "cannot be compared between forces"),
        ("/compare/all_crime_rate/?area=E99999999", 404, "no area with the code"),
        ("/compare/all_crime_rate/?to=2009-12", 404, "cannot be compared between forces"),
    ],
)
def test_what_cannot_be_compared_says_why(
    client: Client, address: str, status: int, says: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert says in answer.content.decode()


def test_the_chooser_lists_what_can_be_compared_and_nothing_else(client: Client) -> None:
    text = client.get("/compare/?to=2025-12").content.decode()
    offered = set(re.findall(r"/compare/(\w+)/", text))
    assert {"all_crime_rate", "positive_outcome_rate", "designated_officers_headcount"} <= offered
    assert not offered & {"stop_and_search_rate", "street_crime", "spend_total"}


@pytest.mark.xdist_group("browser")
def test_a_reader_chooses_a_measure_another_force_and_another_order(
    visit: Callable[..., Page],
) -> None:
    page = visit("/compare/")
    page.get_by_label("Find a measure").press_sequentially("robbery, per")
    page.get_by_role("link", name="All crime, per 1,000 people").wait_for(state="detached")
    page.get_by_role("link", name="Robbery, per 1,000 people").click()
    page.wait_for_load_state("networkidle")  # a picture that is left behind half sent is an error
    page.get_by_label("Force", exact=True).select_option(label="Kent")
    page.get_by_role("button", name="Show").click()
    assert page.locator(".app-findings").inner_text().startswith("Kent: ")
    page.wait_for_load_state("networkidle")
    page.get_by_role("link", name="change", exact=True).click()
    page.wait_for_load_state("networkidle")
    assert "sort=change" in page.url
    assert page.locator("#every-force tr.app-row--emphasis th").inner_text() == "Kent"
