"""The measure page: what it says is what the readings say, and what it lacks it explains."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from scrutiny.analysis.projection import project_year
from scrutiny.comparison.compare import compare, series
from scrutiny.comparison.forces import among_forces
from scrutiny.periods import Month, Period, Window

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from playwright.sync_api import Page

    from scrutiny.measures.read import Reader
    from scrutiny.web.content.measure import MeasureContent

LANCASHIRE = "E23000003"
BURNLEY = "E07000117"


@pytest.fixture
def content(django_site: None) -> Callable[..., MeasureContent]:
    """`content("rape", to="2019-12")`: what the measure's page holds."""
    from scrutiny.web.edition import editions
    from scrutiny.web.kinds import PAGES

    kind = next(kind for kind in PAGES if kind.name == "measure")

    def make(measure: str, **query: str) -> Any:
        return kind.content(editions().current(), {"measure": measure}, query)

    return make


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_headline_is_what_compare_says(
    content: Callable[..., MeasureContent], packaged_reader: Reader
) -> None:
    page = content("all_crime", area=LANCASHIRE, to="2025-12")
    found = compare(packaged_reader, "all_crime", LANCASHIRE, Month(2025, 12))
    assert page.headline.value == f"{found.current.value:,.0f}"
    said = "".join(span.text for span in page.headline.change)
    assert said.lower().startswith(found.change.text)
    assert f"{found.previous_value:,.0f}" in said
    rate = packaged_reader.catalogue.measure("all_crime_rate")
    forces = among_forces(packaged_reader, rate, LANCASHIRE, Month(2025, 12))
    assert forces is not None
    assert forces.row is not None
    assert any(s.startswith(f"{forces.row.rank}") for s in page.headline.standing)


def test_every_number_in_a_table_or_chart_leads_to_a_figure(
    content: Callable[..., MeasureContent],
) -> None:
    page = content("street_crime", area=LANCASHIRE, to="2025-12")
    traced = [c for t in page.all_tables() for r in t.rows for c in r.cells if c.trace]
    assert len(traced) > 100
    assert all(page.trace(cell.trace) is not None for cell in traced)
    ids = [table.id for table in page.all_tables()]
    assert len(ids) == len(set(ids))


def test_the_projection_is_drawn_with_its_interval_and_its_numbers(
    content: Callable[..., MeasureContent], packaged_reader: Reader
) -> None:
    page = content("all_crime", to="2025-12")
    chart, table = page.chart("running-total"), page.table("projection")
    assert chart is not None
    assert chart.data is not None
    assert table is not None
    projected = table.rows[0].cells[2].value
    found = project_year(
        packaged_reader.catalogue.measure("all_crime"),
        series(
            packaged_reader,
            packaged_reader.catalogue.measure("all_crime"),
            LANCASHIRE,
            Month(2025, 12),
        ),
    )
    *recorded, end = chart.data.rows
    assert [cell.value for cell in end.cells[2:5]] == [found.value, found.lower, found.upper]
    assert projected == found.value
    assert f"projected to end at {end.cells[2].text}" in chart.alt
    for n, row in enumerate(recorded, start=1):
        to_date = Period(Month(2025, 4), Month(2025, 3) + 3 * n)
        trace = page.trace(row.cells[1].trace)
        assert row.cells[1].value == packaged_reader.observe("all_crime", LANCASHIRE, to_date).value
        assert trace is not None
        assert trace.last == str(to_date.last)
    assert (
        end.cells[5].value
        == packaged_reader.observe(
            "all_crime", LANCASHIRE, Window.YEAR.ending(Month(2025, 3))
        ).value
    )


def test_a_year_that_cannot_be_projected_says_why_and_is_not_drawn(
    content: Callable[..., MeasureContent],
) -> None:
    page = content("all_crime", to="2019-12")
    assert page.chart("running-total") is None
    assert "A projection needs 3 whole years" in page.projection[0].text


def test_years_that_a_break_divides_are_said_not_to_compare(
    content: Callable[..., MeasureContent],
) -> None:
    page = content("all_crime", area=LANCASHIRE, to="2019-12")
    (remark,) = page.headline.remarks
    assert remark.state == "caveat"
    assert "April 2018" in remark.text
    assert page.headline.tone == "not comparable"
    assert not any("chance" in sentence for sentence in page.headline.standing)
    assert [b.month for b, _ in page.breaks if b.kind.prevents_comparison] == [Month(2018, 4)]


def test_the_quarters_of_a_year_stand_with_their_total(
    content: Callable[..., MeasureContent], packaged_reader: Reader
) -> None:
    chart = content("all_crime", area=LANCASHIRE, to="2019-12").chart("years")
    assert chart is not None
    assert chart.data is not None
    row = next(row for row in chart.data.rows if row.cells[0].text == "2018/19")
    *quarters, year = [cell.value or 0 for cell in row.cells[1:]]
    assert sum(quarters) == year
    whole = packaged_reader.observe("all_crime", LANCASHIRE, Period.parse("2018-04", "2019-03"))
    assert year == whole.value
    to_date = chart.data.rows[0]
    assert to_date.cells[0].text == "2019/20, to Dec"
    assert to_date.cells[4].text == ""  # the quarter that has not come


def test_the_same_period_in_other_years_has_each_years_own_change(
    content: Callable[..., MeasureContent], packaged_reader: Reader
) -> None:
    table = content("all_crime", area=LANCASHIRE, to="2025-12").table("same-period")
    assert table is not None
    earlier = compare(packaged_reader, "all_crime", LANCASHIRE, Month(2021, 12))
    row = next(r for r in table.rows if r.cells[0].text == earlier.current.period.name)
    assert row.cells[1].value == earlier.current.value
    assert row.cells[2].text == earlier.change.text


def test_a_force_is_shown_in_its_districts_and_a_district_in_its_wards(
    content: Callable[..., MeasureContent], packaged_reader: Reader
) -> None:
    force = content("street_crime", area=LANCASHIRE, to="2025-12")
    table, chart = force.table("places"), force.chart("map")
    assert table is not None
    assert chart is not None
    period = Window.YEAR.ending(Month(2025, 12))
    there = packaged_reader.observe("street_crime", BURNLEY, period)
    row = next(r for r in table.rows if r.cells[0].text == "Burnley")
    assert row.cells[2].value == there.value
    district = content("street_crime", area=BURNLEY, to="2025-12").table("places")
    assert district is not None
    wards = packaged_reader.areas.children(BURNLEY, "ward")
    assert len(district.rows) == len(wards)


def test_a_measure_of_whole_forces_has_no_page_for_a_district(client: Client) -> None:
    answer = client.get(f"/measures/all_crime/?area={BURNLEY}&to=2025-12")
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "published for whole forces" in page
    assert f"area={LANCASHIRE}" in page


def test_a_late_figure_says_what_there_is_and_leads_there(client: Client) -> None:
    answer = client.get(f"/measures/confidence_overall/?area={LANCASHIRE}&to=2025-12")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "app-callout--late" in page
    assert "has given figures to September 2019" in page
    nearest = re.search(r'href="(/measures/confidence_overall/\?[^"]*to=2019-09[^"]*)"', page)
    assert nearest is not None
    there = client.get(nearest[1].replace("&amp;", "&")).content.decode()
    assert "app-headline__value" in there


def test_a_force_without_figures_is_told_so_and_has_no_number(client: Client) -> None:
    answer = client.get("/measures/street_crime/?area=E23000013&to=2025-12")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "app-callout--missing" in page
    assert "app-headline__value" not in page


def test_a_small_count_of_people_is_not_shown_and_looks_unlike_a_missing_one(
    packaged_reader: Reader,
) -> None:
    from scrutiny.reports.context import Context
    from scrutiny.web.asked import Asked
    from scrutiny.web.content.measure_headline import headline
    from scrutiny.web.content.measure_places import places

    month = Month(2025, 12)
    few = replace(packaged_reader.catalogue.measure("street_robbery"), suppress_below=10)
    asked = Asked(LANCASHIRE, month, Window.MONTH)
    table, _ = places(Context(packaged_reader, LANCASHIRE, month), asked, few)
    assert table is not None
    now = {row.cells[0].text: row.cells[2] for row in table.rows if not row.group}
    hidden = [name for name, cell in now.items() if cell.text == "not shown"]
    assert 0 < len(hidden) < len(now)
    assert all(now[name].value is None for name in hidden)
    areas = packaged_reader.areas
    districts = areas.children(LANCASHIRE, "district", month)
    code = next(c for c in districts if areas.get(c).name in hidden)
    there = replace(asked, area=code)
    found = compare(packaged_reader, few, code, month, Window.MONTH)
    said = headline(Context(packaged_reader, code, month), there, found)
    assert said.value == ""
    assert [remark.state for remark in said.remarks] == ["suppressed"]


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/measures/all_crme/", 404, "all_crime"),
        ("/measures/all_crime/?source=nobody", 404, "source=force-dashboard"),
        ("/measures/all_crime/?to=2025-11&window=quarter", 404, "March, June, September"),
        ("/measures/all_crime/?to=December", 400, "YYYY-MM"),
        ("/measures/all_crime/?to=2150-01", 404, "has not come"),
        ("/measures/all_crime/?window=fortnight", 400, "window is one of"),
    ],
)
def test_what_cannot_be_shown_says_what_can(
    client: Client, address: str, status: int, words: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert words in answer.content.decode()


def test_a_revised_figure_tells_what_was_said_when(
    content: Callable[..., MeasureContent],
) -> None:
    from scrutiny.web.edition import editions

    page = content("all_crime", area=LANCASHIRE, to="2018-03", window="quarter")
    chart = page.chart("revisions")
    assert chart is not None
    assert chart.data is not None
    edition = editions().current()
    period = Period.parse("2018-01", "2018-03")
    then = edition.as_at(edition.day.replace(2018, 7, 19))
    said = [row.cells[1].value for row in chart.data.rows]
    assert said[0] == then.observe("all_crime", LANCASHIRE, period).value
    assert said[-1] == page.comparison.current.value
    assert said[0] != said[-1]
    assert [row.cells[0].text for row in chart.data.rows] == ["19 July 2018", "23 April 2026"]


def test_as_published_by_a_date_shows_that_release_and_keeps_the_date_in_its_links(
    client: Client, content: Callable[..., MeasureContent]
) -> None:
    query = {"area": LANCASHIRE, "to": "2018-03", "window": "quarter", "as_at": "2019-01-01"}
    page = content("all_crime", **query)
    then = content("all_crime", **{k: v for k, v in query.items() if k != "as_at"})
    assert page.headline.value != then.headline.value
    assert page.headline.remarks[0].head == "Not the latest"
    text = client.get("/measures/all_crime/", query).content.decode()
    figures = re.findall(r'text-colour" href="([^"]*)"', text)
    assert figures
    assert all("as_at=2019-01-01" in link for link in figures)


def test_another_source_stands_under_its_own_name(
    client: Client, content: Callable[..., MeasureContent]
) -> None:
    table = content("all_crime", area=LANCASHIRE, to="2019-12").table("sources-say")
    assert table is not None
    said = {row.cells[0].text: row.cells[1].value for row in table.rows}
    assert len(said) >= 2
    query = {"area": LANCASHIRE, "to": "2019-12", "source": "force-dashboard"}
    page = content("all_crime", **query)
    assert page.comparison.current.value == said["The force's recorded crime dashboard"]
    text = client.get("/measures/all_crime/", query).content.decode()
    assert re.search(r'<option value="force-dashboard" selected', text)


def test_a_figure_leads_to_the_page_of_its_own_period_and_source(client: Client) -> None:
    query = {"area": LANCASHIRE, "to": "2019-12", "source": "force-dashboard"}
    text = client.get("/measures/all_crime/", query).content.decode()
    links = [
        link.replace("&amp;", "&") for link in re.findall(r'text-colour" href="([^"]*)"', text)
    ]
    own = [link for link in links if "source=force-dashboard" in link and "to=2018-12" in link]
    assert own
    there = client.get(own[0]).content.decode()
    assert "January to December 2018" in text_of(there)


def test_the_definition_names_what_the_measure_is_made_of(
    content: Callable[..., MeasureContent],
) -> None:
    page = content("all_crime_rate", area=LANCASHIRE)
    facts = {name: "".join(s.text for s in words) for name, words in page.definition}
    assert facts["How it is made"].startswith("All crime per 1,000")
    assert facts["Owner"]
    assert facts["Reviewed"]
    links = [s.href for name, words in page.definition for s in words if s.href]
    assert links
    assert links[0].startswith("/measures/all_crime/?area=")


@pytest.mark.xdist_group("browser")
def test_choosing_another_period_in_the_bar_shows_it_and_is_in_the_address(
    visit: Callable[..., Page],
) -> None:
    page = visit(f"/measures/all_crime/?area={LANCASHIRE}&to=2025-12")
    page.wait_for_load_state("networkidle")  # a chart that is left behind is a request that fails
    page.get_by_label("Period", exact=True).select_option("quarter")
    page.get_by_role("button", name="Show").click()
    assert "window=quarter" in page.url
    assert page.locator(".app-headline__period").inner_text() == "October to December 2025"
    page.wait_for_load_state("networkidle")
