"""Areas: finding one, and what its page says of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scrutiny.areas.editions import lsoas_of_one_edition
from scrutiny.comparison.charting import chart_of
from scrutiny.periods import Month, Period

if TYPE_CHECKING:
    from django.test import Client
    from playwright.sync_api import Page

    from scrutiny.measures.read import Reader
    from scrutiny.web.content.area import AreaContent
    from scrutiny.web.content.areas import AreasContent

LANCASHIRE, BURNLEY, BANK_HALL = "E23000003", "E07000117", "E05005150"
DECEMBER = Month(2025, 12)
YEAR = Period.ending(DECEMBER, 12)


@pytest.fixture
def page(django_site: None) -> Callable[..., AreaContent]:
    """`page("E07000117", to="2025-12")`: the content of an area's page."""
    from scrutiny.web.edition import editions
    from scrutiny.web.kinds import PAGES

    kind = next(kind for kind in PAGES if kind.name == "area")

    def make(area: str, to: str = "2025-12") -> Any:
        return kind.content(editions().current(), {"area": area}, {"to": to})

    return make


@pytest.fixture
def search(django_site: None) -> Callable[..., AreasContent]:
    """`search("burnley", page="2")`: what the page that finds areas finds."""
    from scrutiny.web.edition import editions
    from scrutiny.web.kinds import PAGES

    kind = next(kind for kind in PAGES if kind.name == "areas")

    def make(q: str, page: str = "") -> Any:
        return kind.content(editions().current(), {}, {"q": q, "page": page})

    return make


def said(each: tuple[Any, ...]) -> list[str]:
    return ["".join(span.text for span in spans) for spans in each]


def row_of(content: AreaContent, title: str) -> list[str]:
    table = content.table("standings")
    assert table is not None
    (row,) = [row for row in table.rows if row.cells[0].text == title]
    return [cell.text for cell in row.cells]


def test_an_area_is_found_by_its_name_the_widest_first(search: Callable[..., AreasContent]) -> None:
    found = search("Burnley")
    assert [f.area.kind for f in found.found[:2]] == ["csp", "district"]
    assert {f.area.kind for f in found.found[2:]} <= {"ward", "lsoa"}
    assert all("burnley" in f.area.name.lower() for f in found.found)


@pytest.mark.parametrize(
    ("code", "kind"), [(LANCASHIRE, "force"), (BANK_HALL, "ward"), ("e01024855", "lsoa")]
)
def test_an_area_is_found_by_its_code(
    search: Callable[..., AreasContent], code: str, kind: str
) -> None:
    (found,) = search(code).found
    assert (found.area.code, found.area.kind) == (code.upper(), kind)


def test_every_area_found_is_on_one_page_of_at_most_fifty(
    search: Callable[..., AreasContent],
) -> None:
    first = search("burn")
    assert first.pages > 1
    pages = [search("burn", str(n + 1)) for n in range(first.pages)]
    codes = [f.area.code for p in pages for f in p.found]
    assert all(len(p.found) <= 50 for p in pages)
    assert len(codes) == len(set(codes)) == first.total


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/areas/?q=burnley&page=999", 404, "There is no page 999"),
        ("/areas/?page=two", 400, "whole number from 1"),
        ("/areas/?page=0", 400, "whole number from 1"),
        ("/areas/E07999999/", 404, "no area with the code"),
        ("/areas/E07000117/?to=2025-13", 400, "YYYY-MM"),
        ("/areas/?q=zzzz", 200, "No area’s name holds all of these words"),
    ],
)
def test_what_is_not_there_says_so(client: Client, address: str, status: int, says: str) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert says in answer.content.decode()


def test_a_district_says_where_it_is_out_of_line_with_the_others(
    page: Callable[..., AreaContent], packaged_reader: Reader
) -> None:
    """Burnley's burglary in 2025, worked out here from the counts and the populations."""
    rates = {}
    for code in packaged_reader.areas.districts_of(LANCASHIRE):
        count = packaged_reader.observe("street_burglary", code, YEAR).value
        people = packaged_reader.observe("street_crime_rate", code, YEAR).denominator
        assert count is not None
        assert people
        rates[code] = 1000 * count / people
    assert max(rates, key=lambda code: rates[code]) == BURNLEY
    (burglary,) = said(page(BURNLEY).against_others)
    assert burglary.startswith("Street-level burglary is higher than elsewhere in Lancashire")
    assert f"{rates[BURNLEY]:.1f} per 1,000 people" in burglary
    assert "highest of 14" in burglary


def test_an_area_says_which_latest_months_are_signals(
    page: Callable[..., AreaContent], packaged_reader: Reader
) -> None:
    content = page(BURNLEY)
    burglary = packaged_reader.catalogue.measure("street_burglary")
    chart = chart_of(packaged_reader, burglary, BURNLEY, DECEMBER)
    assert chart.variation == "concerning"
    assert f"Street-level burglary. {chart.verdict}" in said(content.against_past)
    assert row_of(content, "Street-level burglary")[-1] == "worse than usual"
    assert content.chart("control-street_burglary") is not None


def test_every_count_of_the_table_is_that_of_the_area(
    page: Callable[..., AreaContent], packaged_reader: Reader
) -> None:
    table = page(BANK_HALL).table("standings")
    assert table is not None
    by_title = {m.title: m for m in packaged_reader.catalogue.measures}
    assert len(table.rows) == 15
    for row in table.rows:
        measure = by_title[row.cells[0].text]
        assert (
            row.cells[1].value
            == packaged_reader.observe(measure, BANK_HALL, YEAR, "police-uk").value
        )


def test_an_area_without_residents_has_no_rates_and_says_why(
    page: Callable[..., AreaContent],
) -> None:
    table = next(t for t in page("BTP").tables if t.id == "recorded-crime")
    assert [column.head for column in table.columns][-1] == "Change"
    assert {len(row.cells) for row in table.rows} == {len(table.columns)}
    assert any("There are no rates: " in said((note,))[0] for note in table.notes)


def test_small_numbers_are_not_judged(page: Callable[..., AreaContent]) -> None:
    content = page("E01024855")
    assert row_of(content, "Street-level robbery")[-2:] == ["small numbers", "small numbers"]
    assert "small numbers" not in row_of(content, "Street-level crime, all types")[-1]


def test_a_ward_without_an_estimate_of_population_has_no_rate(
    page: Callable[..., AreaContent],
) -> None:
    content = page(BANK_HALL)
    table = content.table("standings")
    assert table is not None
    assert not any("1,000" in column.head for column in table.columns)
    assert "No estimate of population" in content.remarks[0].text
    assert content.against_others == ()


def test_a_period_of_which_not_all_is_loaded_says_so(page: Callable[..., AreaContent]) -> None:
    content = page(BURNLEY, "2019-12")
    assert content.remarks[0].kind == "missing"
    assert "Figures are for December 2019 only" in content.remarks[0].text


def test_an_area_without_figures_says_why_and_shows_no_empty_table(
    page: Callable[..., AreaContent],
) -> None:
    manchester = page("E08000003")
    assert [r.kind for r in manchester.remarks] == ["missing"]
    assert "nothing is loaded" in manchester.remarks[0].text
    assert manchester.tables == ()


def test_an_lsoa_of_another_edition_than_the_records_has_no_nought(
    page: Callable[..., AreaContent], packaged_reader: Reader
) -> None:
    """LSOAs of 2011 that were redrawn have no crimes in 2025, which is not a count of nought."""
    areas = packaged_reader.areas
    inside = [c for d in areas.districts_of(LANCASHIRE) for c in areas.children(d, "lsoa")]
    gone = next(code for code in inside if lsoas_of_one_edition().get(code) == 2011)
    assert packaged_reader.observe("street_crime", gone, YEAR).value == 0
    content = page(gone)
    assert "the 2011 census" in content.remarks[0].text
    assert content.tables == ()


def test_the_past_of_a_new_lsoa_is_not_judged(
    page: Callable[..., AreaContent], packaged_reader: Reader
) -> None:
    """Before 2025 the files use the codes of 2011: noughts there would make 2025 a signal."""
    areas = packaged_reader.areas
    inside = [c for d in areas.districts_of(LANCASHIRE) for c in areas.children(d, "lsoa")]
    new = next(code for code in inside if lsoas_of_one_edition().get(code) == 2021)
    content = page(new)
    assert content.against_past == ()
    assert not any(chart.id.startswith("control") for chart in content.charts)
    assert any("redrawn in 2021" in remark.text for remark in content.remarks)


def test_the_path_to_an_area_goes_through_every_level(page: Callable[..., AreaContent]) -> None:
    kinds = [area.kind for area in page("E01024855").above]
    assert kinds == ["country", "region", "force", "division", "csp", "district", "ward"]


@pytest.mark.parametrize(
    ("area", "title", "count"),
    [
        ("K04000001", "Regions", 9),
        ("E12000002", "Police force areas", 5),
        (LANCASHIRE, "Divisions", 3),
        ("LANCS-EAST", "Districts", 6),
        (BURNLEY, "Wards", 15),
        (BANK_HALL, "Small areas (LSOAs)", 4),
    ],
)
def test_an_area_lists_its_parts(
    page: Callable[..., AreaContent], area: str, title: str, count: int
) -> None:
    found = {parts.title: len(parts.areas) for parts in page(area).parts}
    assert found[title] == count


def test_a_force_leads_to_its_home_page(client: Client) -> None:
    text = client.get(f"/areas/{LANCASHIRE}/?to=2025-12").content.decode()
    assert f'href="/forces/{LANCASHIRE}/?to=2025-12"' in text


def test_the_menu_of_a_place_leads_to_the_pages_of_its_force(client: Client) -> None:
    text = client.get(f"/areas/{BANK_HALL}/?to=2025-12").content.decode()
    menu = re.findall(r'class="govuk-service-navigation__link" href="([^"]*)"', text)
    assert f"/forces/{LANCASHIRE}/?to=2025-12" in menu
    assert f"/compare/?area={LANCASHIRE}&amp;to=2025-12" in menu
    assert not any(BANK_HALL in link for link in menu)


def test_a_map_marks_the_area_and_has_its_numbers(page: Callable[..., AreaContent]) -> None:
    chart = page(BURNLEY).chart("map-beside")
    assert chart is not None
    assert chart.data is not None
    (shapes,) = chart.spec["datasets"].values()
    assert [shape["name"] for shape in shapes if shape["marked"]] == ["Burnley"]
    assert len(shapes) == len(chart.data.rows) == 14


def test_small_counts_of_people_are_not_shown_and_say_why(tmp_path: Path) -> None:
    from datetime import date

    from scrutiny.areas import load_areas
    from scrutiny.catalogue import load_catalogue
    from scrutiny.measures.calculate import calculate
    from scrutiny.sources import open_source
    from scrutiny.warehouse.loads import load
    from scrutiny.warehouse.workspace import Workspace
    from scrutiny.web.asked import Asked
    from scrutiny.web.content.area import area_page
    from scrutiny.web.edition import Edition

    rows = [("LANCS-EAST", 3), ("LANCS-SOUTH", 11), ("LANCS-WEST", 24), (LANCASHIRE, 38)]
    name = "killed_or_seriously_injured_child"
    lines = [f"{name},{area},2025-01,2025-12,{n},people,force-collisions" for area, n in rows]
    file = tmp_path / "children.csv"
    file.write_text(
        "measure,area,period_start,period_end,value,unit,source\n" + "\n".join(lines) + "\n"
    )
    workspace = Workspace.create(tmp_path / "workspace", LANCASHIRE)
    areas, catalogue = load_areas(), load_catalogue()
    load(workspace, open_source("figures", [file], areas, catalogue), date(2026, 3, 1))
    calculate(workspace, workspace.engine(), catalogue, areas)
    edition = Edition(workspace, workspace.snapshot(), date(2026, 4, 1))

    def shown(area: str) -> str:
        table = area_page(edition, Asked(area, DECEMBER)).table("supplied")
        assert table is not None
        return table.rows[0].cells[2].text

    assert [shown(area) for area, _ in rows] == ["not shown", "not shown", "24", "38"]
    east = area_page(edition, Asked("LANCS-EAST", DECEMBER))
    assert "suppressed" in [remark.kind for remark in east.remarks]
    assert not re.search(r"\b3\b", " ".join(c.text for r in east.tables[-1].rows for c in r.cells))


@pytest.mark.xdist_group("browser")
def test_a_reader_finds_an_area_while_typing_and_goes_up_from_it(
    visit: Callable[..., Page],
) -> None:
    page = visit("/areas/")
    page.get_by_label("Name or code").press_sequentially("bank hall")
    page.get_by_role("link", name="Bank Hall", exact=True).click()
    assert page.locator("h1").inner_text().endswith("Bank Hall")
    page.wait_for_load_state("networkidle")  # a picture that is left behind half sent is an error
    page.get_by_label("Breadcrumb").get_by_role("link", name="Burnley", exact=True).click()
    assert page.url.split("?")[0].endswith(f"/areas/{BURNLEY}/")


@pytest.mark.xdist_group("browser")
def test_an_area_is_found_without_scripts(visit: Callable[..., Page]) -> None:
    page = visit("/areas/", scripts=False)
    page.get_by_label("Name or code").fill("E01024855")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Burnley 007A").click()
    assert page.locator("h1").inner_text().endswith("Burnley 007A")
