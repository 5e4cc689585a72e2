"""What holds for every public page of records, in a real browser."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from ..conftest import SOURCE, running

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).parents[3]
FILL = "import django; django.setup(); from tests.web.public.planting import fill; fill()"
PAGES = (
    "/scrutiny/",
    "/scrutiny/plan/",
    "/scrutiny/meetings/",
    "/scrutiny/meetings/2020-03-12/",
    "/scrutiny/meetings/2020-06-11/",
    "/scrutiny/asked/",
    "/scrutiny/asked/?show=waiting",
    "/scrutiny/reports/",
    "/scrutiny/reports/E23000003/2019-12/strategic-scrutiny/1/",
    "/scrutiny/inspections/",
    "/scrutiny/inspections/findings/",
    "/scrutiny/inspections/practice/",
    "/scrutiny/inspections/evidence-pack/",
    "/scrutiny/inspections/evidence-pack/?area=E23000013&to=2019-12",
    "/scrutiny/panel/?to=2019-12",
    "/scrutiny/search/?q=burglary",
    "/scrutiny/search/?q=nothing+at+all",
)
pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module")
def site(packaged_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running site with public records, and much that is not."""
    place = tmp_path_factory.mktemp("public")
    named = {
        "SCRUTINY_DATABASE": f"sqlite:///{place / 'records.sqlite3'}",
        "SCRUTINY_FILES": str(place / "files"),
    }
    with running(packaged_workspace, **named) as address:
        own = {k: v for k, v in os.environ.items() if not k.startswith(("SCRUTINY_", "DJANGO_"))}
        environment = own | named | {
            "PYTHONPATH": f"{SOURCE}{os.pathsep}{ROOT}",
            "SCRUTINY_WORKSPACE": str(packaged_workspace),
            "DJANGO_SETTINGS_MODULE": "scrutiny.web.settings.local",
        }  # fmt: skip
        subprocess.run([sys.executable, "-c", FILL], env=environment, check=True)
        yield address


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing(violations: Callable[[str], list[str]], address: str) -> None:
    assert violations(address) == []


@pytest.mark.parametrize("address", PAGES)
def test_a_narrow_screen_does_not_scroll_sideways(
    visit: Callable[..., Page], address: str, tmp_path: Path
) -> None:
    page = visit(address, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.locator("h1").count() == 1


def test_the_pages_of_an_inspection_a_finding_and_a_practice_are_for_everyone(
    visit: Callable[..., Page], violations: Callable[[str], list[str]]
) -> None:
    """Their addresses are codes, which the lists lead to."""
    for of, named in (
        ("", "Effectiveness 2019"), ("findings/", "Burglaries still wait"),
        ("practice/", "Visits by appointment"),
    ):  # fmt: skip
        page = visit(f"/scrutiny/inspections/{of}", width=320)
        page.get_by_role("link", name=named).click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert named in page.locator("h1").inner_text()
        assert violations(urlsplit(page.url).path) == []


def test_a_citizen_finds_what_was_asked_and_answered_and_where_it_is_in_the_figures(
    visit: Callable[..., Page],
) -> None:
    page = visit("/")
    page.get_by_role("link", name="Scrutiny", exact=True).click()
    page.get_by_label("Search meetings").fill("burglary fall")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Why did burglary fall?").first.click()
    assert "Patrols were moved" in page.locator("main").inner_text()
    page.get_by_role("link", name="12 March 2020").click()
    assert page.locator("h1").inner_text() == "12 March 2020"
    page.go_back()
    page.get_by_role("link", name="All crime").click()
    assert "/measures/all_crime/" in page.url


def test_the_page_of_a_report_leads_to_the_report_itself(visit: Callable[..., Page]) -> None:
    page = visit("/scrutiny/reports/E23000003/2019-12/strategic-scrutiny/1/")
    page.get_by_role("button", name="Read the report").click()
    assert page.locator("#burglary").inner_text() == "Burglary fell."
