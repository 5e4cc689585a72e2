"""Figures counted straight from records: each says its loads, its release and its definition."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from .addresses import ADDRESSES

if TYPE_CHECKING:
    from django.test import Client

    from scrutiny.reports.model import Spans, Table
    from scrutiny.web.content import Content

LANCASHIRE = "E23000003"


def content(kind: str, **query: str) -> Content:
    from scrutiny.web.edition import editions
    from scrutiny.web.kinds import PAGES

    found = next(each for each in PAGES if each.name == kind)
    return found.content(editions().current(), {}, {"area": LANCASHIRE} | query)


def hrefs(notes: tuple[Spans, ...]) -> list[str]:
    return [span.href for note in notes for span in note if span.href]


def untraced(page: Content, table: Table) -> list[str]:
    """The rows with numbers of which none leads to its figure: what was made of one leads there."""
    return [
        row.cells[0].text
        for row in table.rows
        if any(cell.value is not None for cell in row.cells)
        and not any(page.trace(cell.trace) for cell in row.cells)
    ]


@pytest.mark.parametrize("query", [{}, {"group": "robbery"}])
def test_every_outcome_says_where_it_was_counted(django_site: None, query: dict[str, str]) -> None:
    every_number_is_sourced(content("outcomes", **query))


@pytest.mark.parametrize("to", ["2019-12", ""])
def test_every_search_says_where_it_was_counted(django_site: None, to: str) -> None:
    every_number_is_sourced(content("stop_and_search", to=to))


def every_number_is_sourced(page: Content) -> None:
    """Each number leads to its figure, or its table to the loads that it was counted from."""
    assert page.all_tables()
    by_table = 0
    for table in page.all_tables():
        if untraced(page, table):
            by_table += 1
            leads = hrefs(table.notes)
            assert any("/data/loads/" in to or to.endswith("#said") for to in leads), table.id
            if table.id != "faults":  # what is wrong with a file has no definition
                assert any(to.endswith("#definition") for to in leads), table.id
                said = "".join(span.text for note in table.notes for span in note)
                assert re.search(r"released (between )?\d+ [A-Z][a-z]+ \d{4}", said), table.id
    assert by_table


def test_figures_of_several_loads_say_from_when_to_when_they_were_released(
    django_site: None,
) -> None:
    table = content("stop_and_search", to="2019-12").table("by-object")
    assert table is not None
    said = "".join(span.text for span in table.notes[0])
    assert "released between 31 March 2019 and 29 February 2020. Counted from 12 loads" in said


def test_one_type_of_outcome_leads_to_its_own_measure(django_site: None) -> None:
    page = content("outcomes")
    (table,) = (table for table in page.tables if table.id == "outcomes")
    row = next(row for row in table.rows if row.cells[0].text.startswith("Outcome 1:"))
    traces: list[Any] = [page.trace(cell.trace) for cell in row.cells[1:]]
    assert {trace.measure for trace in traces} == {"outcome_charged_summonsed"}
    assert [trace.area for trace in traces] == [LANCASHIRE] * 2 + ["K04000001"] * 2 + [LANCASHIRE]
    assert traces[0].value == row.cells[1].value


@pytest.mark.parametrize("address", [*ADDRESSES["outcomes"], *ADDRESSES["stop_and_search"]])
def test_the_links_to_sources_lead_to_the_loads_of_the_period(client: Client, address: str) -> None:
    text = client.get(address).content.decode()
    notes = re.findall(r'<ul class="app-notes">.*?</ul>', text, re.DOTALL)
    leads = dict.fromkeys(
        to.replace("&amp;", "&") for note in notes for to in re.findall(r'href="([^"]+)"', note)
    )
    for to in leads:
        page, _, anchor = to.partition("#")
        answer = client.get(page)
        assert answer.status_code == 200, to
        if anchor:
            assert f'id="{anchor}"' in answer.content.decode(), to
        if anchor == "said":
            assert "/data/loads/" in answer.content.decode(), to
