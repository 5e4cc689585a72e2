"""Words of the field lead to the glossary and the methods from wherever they are first used."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from scrutiny.web.pages.linked import linked

from .addresses import EVERY

if TYPE_CHECKING:
    from django.test import Client

LANCASHIRE = "?area=E23000003&to=2025-12"
LINK = re.compile(r'<a class="govuk-link" href="(/(?:glossary|methods)/#[^"]+)">([^<]+)</a>')


def main_of(client: Client, address: str) -> str:
    text = client.get(address).content.decode()
    return text.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize(
    ("address", "anchors"),
    [
        ("/forces/E23000003/", ["most-similar-group", "control-chart", "signal"]),
        (f"/measures/all_crime/{LANCASHIRE}", ["common-cause", "significance", "rank"]),
        (f"/compare/all_crime_rate/{LANCASHIRE}", ["rolling-12-months", "peers-and-ranks"]),
        ("/areas/E07000117/", ["control-limit", "lsoa"]),
        ("/outcomes/?area=E23000003&to=2025-03", ["provisional"]),
        (
            "/stop-and-search/?area=E23000003&to=2019-12",
            ["numerator", "significance", "quality-report"],
        ),
        ("/data/", ["vintage", "load"]),
        ("/methods/", ["most-similar-group", "control-chart"]),
    ],
)
def test_each_kind_of_page_links_the_words_that_it_uses(
    client: Client, address: str, anchors: list[str]
) -> None:
    main = main_of(client, address)
    leads = {to.partition("#")[2] for to, _ in LINK.findall(main)}
    assert [anchor for anchor in anchors if anchor not in leads] == []


@pytest.mark.parametrize("address", EVERY)
def test_no_word_is_linked_twice_or_in_a_link_a_heading_or_a_table(
    client: Client, address: str
) -> None:
    main = main_of(client, address)
    leads = [to for to, _ in LINK.findall(main)]
    if not address.startswith(("/methods/", "/glossary/")):  # these have links of their own
        assert len(leads) == len(set(leads))
    for tag in ("a", "h1", "h2", "h3", "table", "nav", "summary", "form"):
        for inner in re.findall(rf"<{tag}\b[^>]*>(.*?)</{tag}>", main, re.DOTALL):
            assert not LINK.search(inner), inner


def test_a_word_is_linked_where_it_first_stands_in_a_sentence(client: Client) -> None:
    page = (
        "<title>Signals</title><main><h2>Signals</h2><p>Two <strong>signals</strong>: a signal.</p>"
        '<table><tr><td>Control chart</td></tr></table><p><a href="/x">A control chart</a> or '
        "Control charts; a breakdown.</p></main><p>provisional</p>"
    )
    assert linked(page) == page.replace(
        "<strong>signals</strong>",
        '<strong><a class="govuk-link" href="/glossary/#signal">signals</a></strong>',
    ).replace(
        "Control charts;",
        '<a class="govuk-link" href="/glossary/#control-chart">Control charts</a>;',
    )


def test_what_the_page_links_itself_is_not_linked_again(client: Client) -> None:
    page = '<main><p>A signal.</p><p><a href="/glossary/#signal">Signals</a></p></main>'
    assert linked(page) == page


def test_every_link_to_an_explanation_leads_to_one(client: Client) -> None:
    there = {path: client.get(path).content.decode() for path in ("/glossary/", "/methods/")}
    leads = {to for address in EVERY for to, _ in LINK.findall(main_of(client, address))}
    assert len(leads) > 10
    for to in leads:
        path, _, anchor = to.partition("#")
        assert f'id="{anchor}"' in there[path], to
