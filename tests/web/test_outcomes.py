"""The outcomes page: what it says is what the catalogue's measures say."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from scrutiny.periods import Period

if TYPE_CHECKING:
    from django.test import Client

    from scrutiny.measures.read import Reader
    from scrutiny.web.content.outcomes import OutcomesContent

LANCASHIRE, BTP, BURNLEY, NATION = "E23000003", "BTP", "E07000117", "K04000001"
YEAR = Period.parse("2024-04", "2025-03")


@pytest.fixture
def page(django_site: None) -> Callable[..., OutcomesContent]:
    """`page(area=..., group=...)`: the content of an outcomes page."""
    from scrutiny.web.edition import editions
    from scrutiny.web.kinds import PAGES

    kind = next(kind for kind in PAGES if kind.name == "outcomes")

    def make(**query: str) -> Any:
        return kind.content(editions().current(), {}, {"area": LANCASHIRE} | query)

    return make


def by_name(page: OutcomesContent, table: str = "outcomes") -> dict[str, list[Any]]:
    found = page.table(table)
    assert found is not None
    return {r.cells[0].text: [c.value for c in r.cells[1:]] for r in found.rows if not r.group}


def test_every_outcome_type_has_its_counts_and_shares_beside_the_nation(
    page: Callable[..., OutcomesContent], packaged_reader: Reader
) -> None:
    rows = by_name(page())
    catalogue = packaged_reader.catalogue
    parts = catalogue.measure("crimes_by_outcome").parts
    assert len(rows) == len(parts) + 1  # and the whole
    for id in parts:
        measure = catalogue.measure(id)
        own, own_share, nation, nation_share, gap = rows[measure.title]
        for area, count, share in (
            (LANCASHIRE, own, own_share),
            (NATION, nation, nation_share),
        ):
            assert count == packaged_reader.observe(measure, area, YEAR).value
            assert share == pytest.approx(packaged_reader.observe(f"{id}_share", area, YEAR).value)
        assert gap == pytest.approx(own_share - nation_share)
    assert rows["All crimes"][0] == 129_008  # reconciles with recorded crime


def test_one_group_of_offences_agrees_with_the_measures_that_the_catalogue_has(
    page: Callable[..., OutcomesContent], packaged_reader: Reader
) -> None:
    rows = by_name(page(group="robbery"))
    for area, column in ((LANCASHIRE, 0), (NATION, 2)):
        charged = packaged_reader.observe("charged_robbery", area, YEAR)
        whole = packaged_reader.observe("crimes_by_outcome_robbery", area, YEAR)
        assert rows["Outcome 1: charged or summonsed"][column] == charged.value
        assert rows["Robbery"][column] == whole.value


def test_the_shares_of_the_groups_are_those_of_the_measures(
    page: Callable[..., OutcomesContent], packaged_reader: Reader
) -> None:
    chart = page().chart("groups")
    assert chart is not None
    assert chart.data is not None
    values = {r.cells[0].text: [c.value for c in r.cells[1:]] for r in chart.data.rows}
    rate = packaged_reader.observe("positive_outcome_rate", LANCASHIRE, YEAR)
    assert values["An offender answered for it"][0] == pytest.approx(rate.value)
    for place in (0, 1):
        assert sum(each[place] for each in values.values()) == pytest.approx(100)


def test_recent_quarters_are_marked_provisional(page: Callable[..., OutcomesContent]) -> None:
    content = page()
    assert any(r.kind == "caveat" and "provisional" in r.text for r in content.remarks)
    quarters = content.table("quarters")
    assert quarters is not None
    assert all("[p]" not in row.cells[-2].text for row in quarters.rows)
    assert all("[p]" in row.cells[-1].text for row in quarters.rows)


def test_figures_that_end_early_say_so(page: Callable[..., OutcomesContent]) -> None:
    (late,) = [r.text for r in page(to="2025-12").remarks if r.kind == "late"]
    assert "end in March 2025" in late
    assert [r for r in page(to="2025-03").remarks if r.kind == "late"] == []


def test_a_year_that_is_not_whole_shows_its_quarter(page: Callable[..., OutcomesContent]) -> None:
    content = page(to="2024-09")
    assert content.period == Period.parse("2024-07", "2024-09")
    assert "July to September 2024 alone" in next(
        r.text for r in content.remarks if r.kind == "missing"
    )


def test_before_the_first_outcomes_it_says_why_there_are_none(
    page: Callable[..., OutcomesContent],
) -> None:
    content = page(to="2019-12")
    assert content.all_tables() == ()
    (remark,) = content.remarks
    assert remark.kind == "missing"
    assert "nothing is loaded" in remark.text


def test_the_nation_is_not_set_beside_itself(page: Callable[..., OutcomesContent]) -> None:
    content = page(area=NATION)
    assert content.chart("groups") is None
    assert len(by_name(content)["All crimes"]) == 2


@pytest.mark.parametrize(
    ("query", "status", "says"),
    [
        ("group=witchcraft", 400, "group is one of"),
        (f"area={BURNLEY}", 404, "counted for whole forces"),
        (f"area={BTP}", 200, "British Transport Police"),
    ],
)
def test_wrong_choices_are_answered_helpfully(
    client: Client, query: str, status: int, says: str
) -> None:
    answer = client.get(f"/outcomes/?{query}")
    assert answer.status_code == status
    assert says in answer.content.decode()


def test_it_explains_tracked_and_not_tracked(client: Client) -> None:
    text = client.get("/outcomes/").content.decode()
    assert "tracked and not tracked" in text
