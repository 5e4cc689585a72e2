"""What holds for every page of the desk: read by somebody with every role, on one of everything."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scrutiny.web.desk.urls import ROUTES

from ..conftest import AXE, LEFT, PATIENCE, SOURCE, WCAG, running
from .addresses import EXAMPLES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Response

ROOT = Path(__file__).parents[3]
READ = [route for route in ROUTES if route.reads]
NARROW = 320  # pixels across, as WCAG's reflow has it
in_a_browser = pytest.mark.xdist_group("browser")


@dataclass(frozen=True)
class Site:
    address: str
    session: str
    pages: dict[str, str]  # the address of an example of each route


@pytest.fixture(scope="module")
def desk_site(packaged_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A running site with one of everything in its records."""
    place = tmp_path_factory.mktemp("desk")
    named = {
        "SCRUTINY_DATABASE": f"sqlite:///{place / 'records.sqlite3'}",
        "SCRUTINY_FILES": str(place / "files"),
        "SCRUTINY_SECRET_KEY": "one secret for the site and for who fills its records",
    }
    with running(packaged_workspace, **named) as address:
        own = {k: v for k, v in os.environ.items() if not k.startswith(("SCRUTINY_", "DJANGO_"))}
        environment = own | named | {
            "PYTHONPATH": f"{SOURCE}{os.pathsep}{ROOT}",
            "SCRUTINY_WORKSPACE": str(packaged_workspace),
            "DJANGO_SETTINGS_MODULE": "scrutiny.web.settings.local",
        }  # fmt: skip
        made = subprocess.run(
            [sys.executable, "-m", "tests.web.desk.world"],
            env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert made.returncode == 0, made.stderr
        said = json.loads(made.stdout)
        yield Site(address, said["session"], said["pages"])


@pytest.fixture
def read(browser: Browser, desk_site: Site) -> Iterator[Callable[..., tuple[Page, Response]]]:
    """`read("meeting")`: the page and its answer, which a test has to be a page."""
    wrong: list[str] = []
    contexts = []

    def go(name: str, **more: Any) -> tuple[Page, Response]:
        context = browser.new_context(viewport={"width": 1200, "height": 900}, **more)
        context.set_default_timeout(PATIENCE * 1_000)
        contexts.append(context)
        cookie = {"name": "sessionid", "value": desk_site.session, "url": desk_site.address}
        context.add_cookies([cookie])
        address = desk_site.address + desk_site.pages[name]
        answer = context.request.get(address, max_redirects=0)
        assert answer.status == 200, address
        given_out = "attachment" in answer.headers.get("content-disposition", "")
        if given_out or not answer.body().lower().startswith(b"<!doctype html>"):
            pytest.skip("a file, or a part of a page")
        page = context.new_page()
        page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
        page.on(
            "requestfailed",
            lambda r: None if r.failure == LEFT else wrong.append(f"{r.url}: {r.failure}"),
        )
        shown = page.goto(address)
        assert shown is not None
        return page, shown

    yield go
    for context in contexts:
        context.close()
    assert wrong == []


def test_every_page_has_an_example() -> None:
    named = {route.name for route in READ if "<" in route.path}
    assert named == set(EXAMPLES)


@in_a_browser
@pytest.mark.parametrize("name", [route.name for route in READ])
def test_axe_finds_nothing_and_a_narrow_screen_does_not_scroll_sideways(
    read: Callable[..., tuple[Page, Response]], name: str
) -> None:
    page, _ = read(name, bypass_csp=True)
    page.add_script_tag(path=str(AXE))
    ran: Any = page.evaluate(
        "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", WCAG
    )
    found = [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in ran["violations"]]
    assert found == []
    page.set_viewport_size({"width": NARROW, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW


@in_a_browser
@pytest.mark.parametrize("name", [route.name for route in READ])
def test_without_scripts_it_has_its_heading_and_every_form_can_be_sent(
    read: Callable[..., tuple[Page, Response]], name: str
) -> None:
    page, _ = read(name, java_script_enabled=False)
    assert page.locator("h1").count() == 1
    for form in page.locator("main form").all():
        assert form.locator("button, input[type=submit]").count() >= 1
