"""A running site with records of its own, whose people sign in by its own form.

What a test does there goes by the words of links, buttons and labels. With `--records postgresql`
the records are in that PostgreSQL, in a database of their own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from ..conftest import LEFT, PATIENCE, SOURCE, running

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
PASSWORD = "a password for the journeys"


@dataclass
class Place:
    """A site that runs, and the people who use it."""

    address: str
    environment: dict[str, str]
    clock: Path
    browser: Browser
    wrong: list[str] = field(default_factory=list)
    _open: list[BrowserContext] = field(default_factory=list)

    def at(self, moment: str) -> None:
        """Let it be `2026-05-14T10:00` in the records. Sessions of another day have ended."""
        coming = self.clock.with_suffix(".coming")
        coming.write_text(moment, encoding="utf-8")
        coming.replace(self.clock)  # never half written

    def command(self, *given: str) -> str:
        """What `scrutiny ...` says."""
        return said(self.environment, "scrutiny", *given)

    def visitor(self, **more: Any) -> Page:
        """A new browser at the home page, of somebody who has not signed in."""
        context = self.browser.new_context(
            locale="en-GB", **({"viewport": {"width": 1200, "height": 900}} | more)
        )
        context.set_default_timeout(PATIENCE * 1000)
        self._open.append(context)
        page = context.new_page()
        page.on("console", lambda m: self.wrong.append(m.text) if m.type == "error" else None)
        page.on(
            "requestfailed",
            lambda r: None if r.failure == LEFT else self.wrong.append(f"{r.url}: {r.failure}"),
        )
        page.goto(self.address)
        return page

    def signed_in(self, title: str, **more: Any) -> Page:
        """A new browser in which somebody has signed in from the home page, at their desk."""
        page = self.visitor(**more)
        press_link(page, "Your desk")
        page.get_by_label("Email").fill(address_of(title))
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.get_by_role("heading", name="Your desk", level=1).wait_for()
        return page

    def leave(self) -> None:
        for context in self._open:
            context.close()
        self._open.clear()


def address_of(title: str) -> str:
    return f"{title.lower().replace(' ', '-')}@example.org"


def press_link(page: Page, name: str) -> None:
    """Follow a link of the menu, which a narrow screen keeps behind a button."""
    link = page.get_by_role("link", name=name, exact=True).first
    menu = page.get_by_role("button", name="Menu")
    if menu.is_visible() and not link.is_visible():
        menu.click()
    link.click()


def said(environment: dict[str, str], module: str, *given: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-m", module, *given],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.fixture(scope="session")
def new_records(
    pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], str]:
    """`new_records()`: the address of a new database, which is empty."""

    def make() -> str:
        if pytestconfig.getoption("--records") == "sqlite":
            return f"sqlite:///{tmp_path_factory.mktemp('records') / 'records.sqlite3'}"
        return _database_at(os.environ["SCRUTINY_TEST_RECORDS"])

    return make


def _database_at(server: str) -> str:
    import dj_database_url
    import psycopg

    name, at = f"journeys_{uuid4().hex[:8]}", dj_database_url.parse(server)
    known = {"host": at["HOST"], "user": at["USER"], "dbname": at["NAME"]}
    with psycopg.connect(**known, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{server.rpartition('/')[0]}/{name}"


@pytest.fixture(scope="session")
def new_place(
    packaged_workspace: Path,
    tmp_path_factory: pytest.TempPathFactory,
    browser: Browser,
    new_records: Callable[[], str],
) -> Callable[[str, str], Any]:
    """`with new_place("town", "2026-11-05T09:00") as place`: a site whose records one of the
    functions of `beginnings.py` has filled, at that time."""

    @contextmanager
    def make(beginning: str, moment: str) -> Iterator[Place]:
        folder = tmp_path_factory.mktemp(beginning)
        workspace, clock = folder / "workspace", folder / "clock"
        shutil.copytree(
            packaged_workspace, workspace, ignore=shutil.ignore_patterns("records.sqlite3*")
        )
        (workspace / "templates").mkdir()
        shutil.copy(HERE / "quarterly-brief.toml", workspace / "templates")
        clock.write_text(moment, encoding="utf-8")
        named = {
            "SCRUTINY_CLOCK": str(clock),
            "SCRUTINY_DATABASE": new_records(),
            "SCRUTINY_FILES": str(folder / "files"),
        }
        own = {k: v for k, v in os.environ.items() if not k.startswith(("SCRUTINY_", "DJANGO_"))}
        environment = own | named | {
            "PYTHONPATH": f"{SOURCE}{os.pathsep}{ROOT}",
            "SCRUTINY_WORKSPACE": str(workspace),
            "DJANGO_SETTINGS_MODULE": "scrutiny.web.settings.local",
        }  # fmt: skip
        said(environment, "tests.web.journeys.beginnings", beginning, PASSWORD)
        with running(workspace, "--workers", "1", **named) as address:
            place = Place(address, environment, clock, browser)
            yield place
            place.leave()

    return make
