"""The site on the packaged data: asked in this process, or shown in a real browser."""

from __future__ import annotations

import atexit
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

import scrutiny

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SOURCE = Path(scrutiny.__file__).parents[1]
WEB = Path(scrutiny.__file__).parent / "web"
AXE = WEB / "assets" / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
# A machine without a network must not be asked for one; in a container, root has no sandbox.
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
LEFT = "net::ERR_ABORTED"  # what fails when a page is left before all of it has come
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PATIENCE = 60.0  # seconds for what takes one or two on a machine that is not busy

Found = TypeVar("Found")


@pytest.fixture(scope="session")
def site(packaged_workspace: Path) -> Iterator[str]:
    """The address of a running site, in a process of its own as users run it."""
    with running(packaged_workspace) as address:
        yield address


@contextmanager
def running(workspace: Path, *options: str, **settings: str) -> Iterator[str]:
    """The address of a site on a workspace, served while the block runs."""
    port = free_port()
    own = surroundings()
    command = ["serve", "--port", str(port), "--workspace", str(workspace), *options]
    process = subprocess.Popen(
        [sys.executable, "-m", "scrutiny", *command],
        env=own | {"PYTHONPATH": str(SOURCE)} | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert process.stdout is not None
    try:
        said = process.stdout.readline().decode()  # it says so when it answers
        assert said.startswith("Open http"), said + process.stdout.read().decode()
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        said = process.communicate(timeout=PATIENCE)[0].decode()
    assert (process.returncode, said) == (0, "")


def surroundings() -> dict[str, str]:
    """The environment of a site that a test starts: nothing of who runs the tests, and records of
    this process's own, for sites of other processes show the same workspace."""
    own = {k: v for k, v in os.environ.items() if not k.startswith("SCRUTINY_")}
    kept = _own_records()
    return own | {
        "SCRUTINY_DATABASE": f"sqlite:///{kept / 'records.sqlite3'}",
        "SCRUTINY_FILES": str(kept / "files"),
    }


@cache
def _own_records() -> Path:
    folder = tempfile.TemporaryDirectory(prefix="scrutiny-records-")
    atexit.register(folder.cleanup)
    return Path(folder.name)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def wait_for(found: Callable[[], Found]) -> Found:
    """What `found` gives once it gives something; it must within `PATIENCE`."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        if result := found():
            return result
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium. In CI a missing one is a failure; elsewhere its tests are skipped."""
    import shutil

    from playwright.sync_api import sync_playwright

    found = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    if found is None:
        if os.environ.get("CI"):
            raise AssertionError("Chromium is not installed")
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """`visit("/catalogue/", width=320, scripts=False)`: the page, open in the browser.

    A message of error on its console, such as of the security policy, or a request that fails or
    leaves the site, fails the test.
    """
    contexts, wrong = [], []

    def go(path: str, *, width: int = 1200, height: int = 900, scripts: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            locale="en-GB",
        )
        context.set_default_timeout(PATIENCE * 1000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
        page.on(
            "requestfailed",
            lambda r: None if r.failure == LEFT else wrong.append(f"{r.url}: {r.failure}"),
        )
        page.on(
            "request",
            lambda r: None if r.url.startswith((site, "data:")) else wrong.append(r.url),
        )
        page.goto(site + path)
        return page

    yield go
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def violations(browser: Browser, site: str) -> Iterator[Callable[..., list[str]]]:
    """`violations("/catalogue/")`: what axe finds on a page, empty when nothing."""
    context = browser.new_context(bypass_csp=True, viewport={"width": 1200, "height": 900})
    context.set_default_timeout(PATIENCE * 1000)
    page = context.new_page()

    def check(path: str) -> list[str]:
        page.goto(site + path)
        page.wait_for_load_state("networkidle")
        page.add_script_tag(path=str(AXE))
        ran: Any = page.evaluate(
            "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", WCAG
        )
        return [
            f"{found['id']}: {found['help']}: {[n['target'] for n in found['nodes']][:3]}"
            for found in ran["violations"]
        ]

    yield check
    context.close()
