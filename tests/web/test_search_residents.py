"""Searches set against residents: by hand from the published files, and said with their limits."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scrutiny.periods import Period
from scrutiny.web.content.search_residents import residents_of

if TYPE_CHECKING:
    from django.test import Client

    from scrutiny.measures.read import Reader
    from scrutiny.web.content.stop_and_search import StopAndSearchContent

LANCASHIRE, NORTHAMPTONSHIRE, BTP = "E23000003", "E23000022", "BTP"
YEAR = Period.parse("2019-01", "2019-12")
# Census 2021: the sums of the detailed groups over Lancashire's fourteen districts.
WHITE, BLACK = 1_325_538, 10_096
# 2019: the searches whose officer-defined ethnicity says so.
WHITE_SEARCHED, BLACK_SEARCHED = 5_941, 199


@pytest.fixture
def page(django_site: None) -> Callable[..., StopAndSearchContent]:
    """`page(to=...)`: the content of Lancashire's stop and search page."""
    from scrutiny.web.edition import editions
    from scrutiny.web.kinds import PAGES

    kind = next(kind for kind in PAGES if kind.name == "stop_and_search")

    def make(**query: str) -> Any:
        given = {"area": LANCASHIRE, "to": "2019-12"} | query
        return kind.content(editions().current(), {}, given)

    return make


def rows_of(page: StopAndSearchContent) -> dict[str, Any]:
    found = page.table("residents")
    assert found is not None
    return {row.cells[0].text: row.cells for row in found.rows}


def test_the_disparity_ratio_is_the_one_made_by_hand(
    page: Callable[..., StopAndSearchContent],
) -> None:
    rows = rows_of(page())
    white, black = rows["White"], rows["Black"]
    assert (white[1].value, white[3].value) == (WHITE_SEARCHED, WHITE)
    assert (black[1].value, black[3].value) == (BLACK_SEARCHED, BLACK)
    assert white[4].text == "4.5"  # 5,941 / 1,325,538 x 1,000 = 4.48
    assert black[4].text == "19.7"  # 199 / 10,096 x 1,000 = 19.71
    ratio = (BLACK_SEARCHED / BLACK) / (WHITE_SEARCHED / WHITE)
    reach = 1.959964 * math.sqrt(1 / BLACK_SEARCHED + 1 / WHITE_SEARCHED)
    assert black[5].value == pytest.approx(ratio)
    low, high = ratio * math.exp(-reach), ratio * math.exp(reach)
    assert black[5].text == f"{ratio:.2f} ({low:.2f} to {high:.2f})"
    assert white[5].text == "1 (reference)"


def test_the_denominator_and_what_it_leaves_out_are_said_beside(
    page: Callable[..., StopAndSearchContent],
) -> None:
    table = page().table("residents")
    assert table is not None
    notes = " ".join(span.text for note in table.notes for span in note)
    assert table.columns[3].head == "Census 2021 usual residents"
    assert "Census 2021 usual residents, March 2021" in notes
    assert "released 29 November 2022" in notes
    assert "475 of 7,771 searches (6.1%) have no ethnic group stated" in notes
    assert "Residents are not the people on the street" in notes


def test_few_searches_and_a_group_that_officers_do_not_record_have_no_ratio(
    page: Callable[..., StopAndSearchContent],
) -> None:
    content = page()
    rows = rows_of(content)
    assert [cell.text for cell in rows["Other"][4:]] == ["small numbers", "small numbers"]
    assert [cell.text for cell in rows["Mixed"][4:]] == ["not comparable", "not comparable"]
    chart = content.chart("disparity")
    assert chart is not None
    assert "Black 4.40 (3.82 to 5.06): more" in chart.alt
    assert "Other" not in chart.alt
    assert "Mixed" not in chart.alt


def test_every_search_is_in_a_row(page: Callable[..., StopAndSearchContent]) -> None:
    rows = rows_of(page())
    total = rows.pop("All searches")
    assert sum(cells[1].value for cells in rows.values()) == total[1].value
    assert sum(cells[3].value or 0 for cells in rows.values()) == total[3].value == 1_531_150


def test_before_the_census_was_published_no_disparity_is_given(client: Client) -> None:
    address = f"/stop-and-search/?area={LANCASHIRE}&to=2019-12"
    text = client.get(f"{address}&as_at=2022-11-28").content.decode()
    assert "No disparity by population" in text
    assert 'id="residents"' not in text
    assert 'id="residents"' in client.get(f"{address}&as_at=2022-11-29").content.decode()


def test_districts_merged_after_the_census_still_add_up_to_their_force(
    packaged_reader: Reader,
) -> None:
    """Northamptonshire's seven districts became two on 1 April 2021: the file has the two."""
    found = residents_of(packaged_reader, NORTHAMPTONSHIRE, YEAR)
    assert found is not None
    assert found.basis == "Census 2021"
    assert len(found.count) == 5
    assert sum(found.count.values()) == pytest.approx(784_900, rel=0.001)


def test_an_area_without_districts_has_no_residents(packaged_reader: Reader) -> None:
    assert residents_of(packaged_reader, BTP, YEAR) is None


@pytest.mark.full_data
def test_every_force_has_the_residents_of_its_districts(
    packaged_reader: Reader, full_data: Path
) -> None:
    whole = 0.0
    path = full_data / "population" / "ethnicity_census_2021_lad21.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["ethnic_group"].endswith("(number)"):
                whole += float(row["value"])
    total = 0.0
    for force in packaged_reader.areas.forces():
        found = residents_of(packaged_reader, force.code, YEAR)
        assert found is not None, force.name
        total += sum(found.count.values())
    assert total == whole
