"""Writing in a real browser: nothing is lost when the connection drops, and figures are picked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.staticfiles.finders import get_finder

from scrutiny.governance.reporting import writing
from scrutiny.governance.reporting.models import Part

if TYPE_CHECKING:
    from django.test import Client
    from playwright.sync_api import Browser, BrowserContext, Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]


@pytest.fixture
def site(settings: Any, live_server: LiveServer) -> Iterator[str]:
    """The address of the site in this process, with its styles and scripts as they are served."""
    settings.STATICFILES_DIRS = [settings.STATIC_ROOT]
    get_finder.cache_clear()
    yield live_server.url
    get_finder.cache_clear()


@pytest.fixture
def signed_in(
    browser: Browser, site: str, desk: Callable[..., Client], crime: Part
) -> Iterator[BrowserContext]:
    """A browser in which the part's contributor has signed in."""
    cookie = desk(who=crime.contributor).cookies["sessionid"].value
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
    yield context
    context.close()


@pytest.fixture
def part_page(signed_in: BrowserContext, site: str, crime: Part) -> Page:
    page = signed_in.new_page()
    page.goto(f"{site}/desk/reports/parts/{crime.pk}/")
    return page


def test_what_is_typed_while_the_connection_is_lost_is_kept_and_offered(
    part_page: Page, signed_in: BrowserContext, crime: Part
) -> None:
    part_page.get_by_label("Text", exact=True).fill("Crime fell before the line went.")
    part_page.get_by_text("Draft kept at").wait_for()
    assert [draft.text for draft in crime.drafts.all()] == ["Crime fell before the line went."]

    signed_in.set_offline(True)
    part_page.get_by_label("Text", exact=True).fill("Crime fell, and the line is down.")
    part_page.get_by_text("kept in this browser").wait_for()
    part_page.get_by_role("button", name="Save", exact=True).click()
    part_page.get_by_text("nothing was sent").wait_for()
    assert part_page.get_by_label("Text", exact=True).input_value().endswith("the line is down.")
    address = part_page.url
    part_page.close(run_before_unload=False)

    signed_in.set_offline(False)
    back = signed_in.new_page()
    back.goto(address)
    back.get_by_role("button", name="Go on with it").click()
    assert (
        back.get_by_label("Text", exact=True).input_value() == "Crime fell, and the line is down."
    )
    back.get_by_role("button", name="Save", exact=True).click()
    back.get_by_text("Text 1 is saved.").wait_for()
    stands = writing.latest(crime)
    assert stands is not None
    assert stands.text == "Crime fell, and the line is down.\n"
    assert not crime.drafts.exists()
    back.reload()
    assert back.get_by_role("button", name="Go on with it").count() == 0


def test_a_draft_is_sent_when_the_connection_is_back(
    part_page: Page, signed_in: BrowserContext, crime: Part
) -> None:
    signed_in.set_offline(True)
    part_page.get_by_label("Text", exact=True).fill("Crime fell.")
    part_page.get_by_text("kept in this browser").wait_for()
    signed_in.set_offline(False)
    part_page.get_by_text("Draft kept at").wait_for()
    assert [draft.text for draft in crime.drafts.all()] == ["Crime fell."]


def test_a_figure_is_picked_and_shown_live(part_page: Page) -> None:
    part_page.get_by_label("Text", exact=True).fill("Crime was ")
    part_page.get_by_text("Insert a figure, table or chart").click()
    part_page.get_by_label("Measure").fill("all crime")
    part_page.get_by_role("button", name="Find figures").click()
    part_page.get_by_role("button", name="Insert All recorded crime, Home Office").or_(
        part_page.locator("[data-insert='{{ all_crime.12m.value }}']")
    ).first.click()
    written = part_page.get_by_label("Text", exact=True)
    assert written.input_value() == "Crime was {{ all_crime.12m.value }}"
    part_page.get_by_role("region", name="As it will read").get_by_text(
        "Crime was 146,063"
    ).wait_for()
    written.fill("# No")
    part_page.get_by_text("narrative cannot hold a heading").wait_for()
