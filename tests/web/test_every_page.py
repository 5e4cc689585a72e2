"""What holds for every page, whatever its kind."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from .addresses import ADDRESSES, EVERY
from .pictures import keep_pictures

if TYPE_CHECKING:
    from django.test import Client
    from playwright.sync_api import Page

FIRSTS = {addresses[0] for addresses in ADDRESSES.values() if addresses}
LARGEST = 250_000  # bytes of a page, compressed, with its charts' libraries cached
LEADS: dict[str, int] = {}  # what each link answered: many stand on many pages
in_a_browser = pytest.mark.xdist_group("browser")


def test_every_kind_of_page_is_walked(django_site: None) -> None:
    from scrutiny.web.kinds import PAGES

    assert {kind.name for kind in PAGES} == set(ADDRESSES)


@pytest.mark.parametrize("address", EVERY)
def test_it_answers_with_one_heading_and_a_title(client: Client, address: str) -> None:
    answer = client.get(address)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert len(re.findall(r"<h1[ >]", text)) == 1
    assert re.search(r"<title>\S.* – Police Scrutiny</title>", text)


@pytest.mark.parametrize("address", EVERY)
def test_no_heading_on_it_stands_over_nothing(client: Client, address: str) -> None:
    text = client.get(address).content.decode()
    assert re.findall(r"<h(\d)[^>]*>([^<]*)</h\1>\s*<h\1[ >]", text) == []


@pytest.mark.parametrize("address", EVERY)
def test_every_link_and_picture_on_it_leads_somewhere(client: Client, address: str) -> None:
    text = client.get(address).content.decode()
    links = set(re.findall(r'(?:href|src|data-chart|action)="(/[^"]*)"', text))
    pages = sorted(link.replace("&amp;", "&") for link in links if not link.startswith("/static/"))
    assert pages
    # A few of each kind: a table of measures has hundreds of links of one kind.
    shapes = {
        re.sub(r"=[^&]*|(?<=(?:measures|/compare)/)[a-z0-9_]+|[EWK]\d{8}", "", link): link
        for link in pages
    }
    for link in {*shapes.values()} - set(LEADS):
        LEADS[link] = client.get(link, follow=True).status_code
    assert {link: LEADS[link] for link in shapes.values() if LEADS[link] != 200} == {}


@pytest.mark.parametrize("address", EVERY)
def test_it_is_small_and_sent_compressed(client: Client, address: str) -> None:
    answer = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < LARGEST


@pytest.mark.parametrize("address", EVERY)
def test_it_is_not_sent_again_to_who_has_it(client: Client, address: str) -> None:
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""


@in_a_browser
@pytest.mark.parametrize("address", EVERY)
def test_axe_finds_nothing(violations: Callable[[str], list[str]], address: str) -> None:
    assert violations(address) == []


@in_a_browser
@pytest.mark.parametrize("address", EVERY)
def test_a_narrow_screen_does_not_scroll_sideways_and_every_chart_is_drawn(
    visit: Callable[..., Page], address: str
) -> None:
    page = visit(address, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    keep_pictures(page, address, on_paper=address in FIRSTS)


@in_a_browser
@pytest.mark.parametrize("address", EVERY)
def test_without_scripts_every_chart_is_a_picture_with_its_numbers(
    visit: Callable[..., Page], address: str
) -> None:
    page = visit(address, scripts=False)
    for chart in page.locator("figure.app-chart").all():
        picture = chart.locator("img")
        picture.scroll_into_view_if_needed()
        assert picture.get_attribute("alt")
        assert chart.locator("table").count() >= 1
