"""The home page: what stands out, and every measure with its signs, its rank and what it lacks."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from scrutiny.comparison.compare import compare
from scrutiny.comparison.exceptions import exceptions_of
from scrutiny.comparison.scorecard import scorecard_of
from scrutiny.periods import Against, Month
from scrutiny.web.content.sparkline import HEIGHT, sparkline

if TYPE_CHECKING:
    from django.test import Client
    from playwright.sync_api import Page

    from scrutiny.measures.read import Reader
    from scrutiny.web.content.home import HomeContent
    from scrutiny.web.content.score import Line

LANCASHIRE, CLEVELAND, BTP, BURNLEY = "E23000003", "E23000013", "BTP", "E07000117"
DECEMBER = Month(2025, 12)
in_a_browser = pytest.mark.xdist_group("browser")


@pytest.fixture
def home(django_site: None) -> Callable[..., HomeContent]:
    """`home(LANCASHIRE, to="2019-12")`: what the home page of a force holds."""
    from scrutiny.web.edition import editions
    from scrutiny.web.kinds import PAGES

    kind = next(kind for kind in PAGES if kind.name == "home")

    def make(area: str, **query: str) -> Any:
        return kind.content(editions().current(), {"area": area}, {"to": "2025-12"} | query)

    return make


def summary(page: HomeContent) -> str:
    return "".join(span.text for span in page.summary)


def lines(page: HomeContent) -> dict[str, Line]:
    return {line.measure.id: line for part in page.parts for line in part.lines}


def test_the_summary_says_how_much_crime_and_how_it_changed(
    home: Callable[..., HomeContent], packaged_reader: Reader
) -> None:
    found = compare(packaged_reader, "all_crime", LANCASHIRE, DECEMBER)
    said = summary(home(LANCASHIRE))
    assert said.startswith(
        f"Lancashire recorded {found.current.value:,.0f} crimes in January to December 2025, "
        f"{abs(found.change.percent or 0):.0f}% fewer than a year earlier."
    )
    assert "79.4 per 1,000 people, number 1 of 8 similar forces" in said


def test_the_comparison_asked_for_is_the_one_that_is_made(
    home: Callable[..., HomeContent], packaged_reader: Reader
) -> None:
    page = home(CLEVELAND, against="3y")
    found = compare(
        packaged_reader, "all_crime", CLEVELAND, DECEMBER, against=Against.THREE_YEARS
    )  # fmt: skip
    assert lines(page)["all_crime"].cells["change"].text == found.change.text
    assert "than on average in the three years before" in summary(page)
    assert "against=3y" in lines(page)["all_crime"].href


def test_a_change_across_a_break_is_not_told_as_one_and_says_why(
    home: Callable[..., HomeContent],
) -> None:
    page = home(LANCASHIRE, to="2019-12")
    assert "cannot be compared with the figure a year earlier" in summary(page)
    assert "fewer" not in summary(page)
    assert lines(page)["all_crime"].cells["change"].tone == "not comparable"
    broken = next(remark for remark in page.remarks if remark.state == "caveat")
    assert any("Recording changed in April 2018" in why for why in broken.reasons)


def test_every_exception_stands_on_the_page_and_ten_stand_open(
    home: Callable[..., HomeContent], packaged_reader: Reader
) -> None:
    page = home(LANCASHIRE)
    expected = exceptions_of(packaged_reader, LANCASHIRE, DECEMBER)
    told = [s for group in page.groups for s in (*group.open, *group.folded)]
    titles = [packaged_reader.catalogue.measure(e.measure).title for e in expected]
    assert [sentence[0].text for sentence in told] == titles
    assert sum(len(group.open) for group in page.groups) == min(10, len(expected))
    assert page.groups[0].title == "Worse than usual"
    table = page.table("exceptions")
    assert table is not None
    assert [row.cells[4].text for row in table.rows] == [e.reason for e in expected]


def test_a_line_says_what_the_scorecard_found(
    home: Callable[..., HomeContent], packaged_reader: Reader
) -> None:
    line = lines(home(LANCASHIRE))["robbery"]
    row = next(
        row
        for row in scorecard_of(packaged_reader, LANCASHIRE, DECEMBER).rows
        if row.measure.id == "robbery_rate"
    )
    assert row.among_similar is not None
    assert line.variation is not None
    assert line.variation.words == "Worse: signal"
    assert line.cells["rate"].value == row.comparison.current.value
    assert line.cells["rank"].text.endswith(f" of {row.among_similar.of}")
    assert line.cells["rank"].text.startswith(str(row.among_similar.place))


def test_a_count_is_not_ranked_and_a_rate_has_no_line_of_its_own(
    home: Callable[..., HomeContent],
) -> None:
    found = lines(home(LANCASHIRE))
    assert found["homicide"].cells["rank"].text == "not ranked: a count"
    assert "all_crime_rate" not in found


def test_every_measure_is_on_the_page_with_a_figure_or_a_reason(
    home: Callable[..., HomeContent], packaged_reader: Reader
) -> None:
    for force in (LANCASHIRE, BTP):
        page = home(force)
        found = lines(page)
        absent = [each for part in page.parts for each in part.absent]
        lacking = {title for each in absent for title, _ in each.measures}
        for measure in packaged_reader.catalogue.measures:
            count = measure.id.removesuffix("_rate")
            known = found.keys() & {measure.id, count}
            assert known or measure.title in lacking or _title(packaged_reader, count) in lacking
        assert all(each.why for each in absent)


def _title(reader: Reader, id: str) -> str:
    return reader.catalogue.measure(id).title if id in reader.catalogue else ""


def test_a_late_figure_says_so_and_why(home: Callable[..., HomeContent]) -> None:
    page = home(LANCASHIRE)
    late = [line for line in lines(page).values() if line.late]
    assert late
    assert all(line.cells["period"].text.endswith("(late)") for line in late)
    remark = next(remark for remark in page.remarks if remark.state == "late")
    assert any("usually comes out 4 months after its period ends" in why for why in remark.reasons)


def test_a_quarter_before_all_figures_says_that_there_are_none(
    home: Callable[..., HomeContent], client: Client
) -> None:
    page = home(LANCASHIRE, to="1999-12")
    assert lines(page) == {}
    assert summary(page).startswith("There is no figure of Lancashire's recorded crime for")
    text = client.get(f"/forces/{LANCASHIRE}/?to=1999-12").content.decode()
    assert "There are no figures to look at for this period" in text
    assert "Nothing is a signal" not in text


def test_a_place_inside_a_force_leads_to_the_force_and_to_its_own_page(client: Client) -> None:
    text = client.get(f"/forces/{BURNLEY}/?to=2025-12").content.decode()
    assert '<h1 class="govuk-heading-l">Lancashire: how the force is doing</h1>' in text
    assert "Burnley is in Lancashire" in text
    assert f'href="/areas/{BURNLEY}/"' in text


def test_wrong_and_unknown_choices_are_told(client: Client) -> None:
    assert client.get("/forces/E99999999/").status_code == 404
    assert client.get(f"/forces/{LANCASHIRE}/?to=December").status_code == 400
    assert client.get(f"/forces/{LANCASHIRE}/?to=2099-12").status_code == 404
    assert client.get(f"/forces/{LANCASHIRE}/?against=lunch").status_code == 400


def test_the_page_prints_the_value_the_sign_and_the_line_in_words(client: Client) -> None:
    text = client.get(f"/forces/{LANCASHIRE}/?to=2025-12").content.decode()
    row = text[text.index('id="score-') :]
    assert re.search(r'role="img" aria-label="24 quarters to December 2025: from [\d,]+ to', row)
    assert "Worse: signal" in row
    assert "Usual variation" in row


def test_a_sparkline_is_broken_where_a_value_is_missing_and_at_a_break(
    packaged_reader: Reader,
) -> None:
    rows = scorecard_of(packaged_reader, LANCASHIRE, DECEMBER).rows
    row = next(row for row in rows if row.measure.id == "all_crime")
    whole = sparkline(row.measure, row.points)
    assert whole is not None
    assert len(whole.lines) == 1
    assert len(whole.lines[0].split()) == len(row.points) == 24
    heights = [float(point.split(",")[1]) for point in whole.lines[0].split()]
    assert min(heights) > 0
    assert max(heights) < HEIGHT
    gap = replace(row.points[10], value=None)
    gapped = sparkline(row.measure, (*row.points[:10], gap, *row.points[11:]))
    assert gapped is not None
    assert [len(line.split()) for line in gapped.lines] == [10, 13]
    then = scorecard_of(packaged_reader, LANCASHIRE, Month(2019, 12)).rows
    row = next(row for row in then if row.measure.id == "all_crime")
    broken = sparkline(row.measure, row.points, row.chart)
    assert broken is not None
    assert len(broken.lines) == 2
    assert "Not comparable across April 2018" in broken.words
    assert sparkline(row.measure, row.points[:1]) is None


@in_a_browser
def test_a_card_on_a_narrow_screen_is_still_a_table_to_a_screen_reader(
    visit: Callable[..., Page],
) -> None:
    page = visit(f"/forces/{LANCASHIRE}/?to=2025-12", width=360)
    table = page.get_by_role("table", name="Recorded crime", exact=True)
    heads = table.get_by_role("columnheader").all_inner_texts()
    assert heads[:2] == ["Measure", "Latest figure"]
    row = table.get_by_role("row", name=re.compile("^All crime")).first
    assert row.get_by_role("cell").count() == 5
    assert row.evaluate("row => getComputedStyle(row).display") == "block"
